"""The words that a phrase cannot do without, so that few phrases are tried on each sentence.

Reads phrases as phrases.py writes them down (folded). Looks at no text.
"""

import re
from functools import lru_cache

_TOKEN = re.compile(r"\.{2,4}|[()\[\]|^$#]|[^\s()\[\]|^$#]+")


class Tokens:
    """The tokens of a phrase, read one by one."""

    def __init__(self, phrase: str) -> None:
        self.tokens = _TOKEN.findall(phrase)
        self.at = 0
        if not self.tokens:
            raise ValueError("is empty")

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token


_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an and any are as at be been but by can did do does for from get go had has have he her him his how i if in"
        " is it its just like me my no not of on one or our out she so that the their them there they this to up was"
        " we were what when will with would you your xnamex xplacex xdeptx"
        # frequent in these mails
        " about after again all also am anyone anything because before call could day even good here into know last like"
        " more need now off only over peer people please really said should some somebody someone still support supporter"
        " talk tell than then think time today told too us very want week well which who why work",
    )
)
_WORD = re.compile(r"[a-z0-9]+")
_FIRST_IN_FULL = {"can't": ("can", "cannot"), "won't": ("will",), "shan't": ("shall",)}


def words_of_token(token: str) -> frozenset[str]:
    """Words of which one must stand where the token does, whichever way it is spelt (`don't`: don, dont, do); empty: cannot tell."""
    if token.endswith("*"):
        *whole, begun = _WORD.findall(token) if _WORD.fullmatch(token[-2:-1]) else [*_WORD.findall(token), ""]
        if whole:  # self-harm*
            return frozenset((max(whole, key=len),))
        return frozenset((f"{begun}*",)) if len(begun) > 3 else frozenset()
    plain = [word for part in re.split(r"[^a-z0-9']+", token) if "'" not in part for word in _WORD.findall(part)]
    if plain:
        return frozenset((max(plain, key=len),))
    stem, _, tail = token.partition("'")
    if not (_WORD.fullmatch(stem) and _WORD.fullmatch(tail)) or token == "n't":
        return frozenset()
    if len(tail) > 2:  # j'aimerais
        return frozenset((tail, stem + tail))
    in_full = _FIRST_IN_FULL.get(token, (stem[:-1] if token.endswith("n't") else stem,))
    return frozenset((stem, stem + tail, *in_full))


@lru_cache(maxsize=8192)
def anchors(phrase: str) -> frozenset[str]:
    """Words of which one must stand in a sentence that matches (`suicid*` keeps its star); empty: cannot tell."""
    tokens = Tokens(phrase)
    found = _anchors(tokens, closing="")
    return found or frozenset()


def _anchors(tokens: Tokens, closing: str) -> frozenset[str] | None:
    """The best anchors of a list of alternatives; None where one of them has none."""
    best: list[frozenset[str] | None] = []
    current: list[frozenset[str]] = []
    while True:
        token = tokens.take()
        if token in ("|", closing, ""):
            best.append(min(current, key=_commonness, default=None))
            current = []
            if token != "|":
                break
        elif token in ("(", "["):
            inner = _anchors(tokens, ")" if token == "(" else "]")
            if inner and token == "(":
                current.append(inner)
        elif words := words_of_token(token):
            current.append(words)
    if any(one is None for one in best):
        return None
    return frozenset(word for one in best if one for word in one)


def _commonness(words: frozenset[str]) -> tuple[int, int, int]:
    return (sum(w in _COMMON for w in words), len(words), -min(map(len, words)))


@lru_cache(maxsize=8192)
def anchor_groups(phrase: str) -> tuple[frozenset[str], ...]:
    """Lists of words, the rarest first; of each list one must stand in a sentence that matches the phrase. Empty: cannot tell."""
    tokens = Tokens(phrase)
    groups: list[frozenset[str]] = []
    while token := tokens.take():
        if token == "|":
            return ()
        if token in ("(", "["):
            inner = _anchors(tokens, ")" if token == "(" else "]")
            if inner and token == "(" and not any(word.endswith("*") for word in inner):
                groups.append(inner)
        elif (words := words_of_token(token)) and not any(word.endswith("*") for word in words):
            groups.append(words)
    return tuple(sorted(groups, key=_commonness))
