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
        " we were what when will with would you your",
    )
)


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
        elif re.fullmatch(r"[a-z0-9]+", token) or (re.fullmatch(r"[a-z0-9]+\*", token) and len(token) > 4):
            current.append(frozenset((token,)))
    if any(one is None for one in best):
        return None
    return frozenset(word for one in best if one for word in one)


def _commonness(words: frozenset[str]) -> tuple[int, int, int]:
    return (sum(w in _COMMON for w in words), len(words), -min(map(len, words)))


@lru_cache(maxsize=8192)
def anchor_groups(phrase: str) -> tuple[frozenset[str], ...]:
    """Lists of words; of each list one must stand in a sentence that matches the phrase. Empty: cannot tell."""
    tokens = Tokens(phrase)
    groups: list[frozenset[str]] = []
    while token := tokens.take():
        if token == "|":
            return ()
        if token in ("(", "["):
            inner = _anchors(tokens, ")" if token == "(" else "]")
            if inner and token == "(" and not any(word.endswith("*") for word in inner):
                groups.append(inner)
        elif re.fullmatch(r"[a-z0-9]+", token):
            groups.append(frozenset((token,)))
    return tuple(groups)
