"""Where a text names a person: a scan over its words.

Finds "Dr. Lee", "Lee, Kim MD", "J. Doe", "Kim Doe", a given name alone, and small-lettered names that the directory knows. Says
how a name is written and how sure it is that it is one; who is meant is for people.py.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mailer.inbound.lexicon import Lexicon, key
from mailer.inbound.people import People
from mailer.inbound.phrases import fold
from mailer.inbound.places import Place

Strength = Literal["full", "titled", "single", "small", "unknown"]
"""full: two known words or a credential; titled: after a title; single: one known word; small: written without capitals;
unknown: two capitalised words that may be a name."""

_WORD = re.compile(r"[^\W\d_]+(?:['’‘`´‑-][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?<![^\s<(])[^\s@]{1,80}@[^\s@]{1,120}|https?://\S+|www\.\S+")
_JOINED, _SURE_JOIN = re.compile(r"[ \t]{1,2}|\. ?|[ \t]*\n[ \t]*"), re.compile(r"[ \t]{1,2}|\. ?")
_CREDENTIAL = re.compile(
    r"\s{0,2},?\s{0,2}\(?((?:M\.?D|D\.?O|NP|PA-?C?|CRNA|RN|DNP|APRN|FNP-?C?|CNM|MSN|BSN|PhD|DPM|LPN|CNA|CST|MBBS|FAC[SPE]|FAAP|FACOG|PGY-?\d)\b\.?)",
)
_POSSESSIVE = re.compile(r"[^\W\d_]{2}['’]s$")
_GIVEN_BEHIND = re.compile(r" \(([^\W\d_]{2,20})\)")
_MOST = 400
"""Names read of one mail at most; a list of more is a roster, not a referral."""


@dataclass(frozen=True)
class Mention:
    """A person's name in a text. `words` are in given-family order; `written` as it stands, with its title."""

    words: tuple[str, ...]
    written: str
    start: int
    end: int
    strength: Strength
    titled: bool = False
    courtesy: str = ""
    credential: str = ""

    @property
    def name(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class _Token:
    text: str
    folded: str
    start: int
    end: int


def mentions(text: str, people: People, places: Sequence[Place] = ()) -> tuple[Mention, ...]:
    """Every name in a text, in order, none overlapping. Places and addresses are no names."""
    return tuple(_Scan(text, people, places).run())


class _Scan:
    """One pass over the words of a text."""

    def __init__(self, text: str, people: People, places: Sequence[Place]) -> None:
        self.text = text
        self.people = people
        self.lex: Lexicon = people.lexicon
        masked = _ADDRESS.sub(lambda m: " " * len(m.group()), text)
        for place in places:
            if place.kind in ("community", "region") or (place.kind == "department" and " " in place.written):
                masked = masked[: place.start] + " " * (place.end - place.start) + masked[place.end :]
        folded = fold(masked)
        spans = [
            (m.start(), m.end() - (2 if m.group()[-2:] in ("'s", "’s") and _POSSESSIVE.search(m.group()) else 0))
            for m in _WORD.finditer(masked)
        ]
        self.tokens = [_Token(text[a:b], folded[a:b], a, b) for a, b in spans]
        letters = sum(t.text[0].isupper() for t in self.tokens)
        self.small = letters * 12 < len(self.tokens) or letters <= 1
        self.plural_title = False

    def run(self) -> Iterator[Mention]:
        at = found = 0
        while at < len(self.tokens) and found < _MOST:
            mention, after = self._at(at)
            if mention is None:
                at += 1
                continue
            found += 1
            yield mention
            at = max(after, at + 1)

    # one place

    def _at(self, at: int) -> tuple[Mention | None, int]:
        token = self.tokens[at]
        if token.folded in self.lex.titles and (token.text[0].isupper() or token.folded in ("dr", "doc", "drs", "dra")):
            return self._titled(at, "")
        if token.folded in self.lex.courtesy and token.text[0].isupper():
            return self._titled(at, token.folded)
        turned = self._last_first(at)
        if turned is not None:
            return turned
        run = self._run(at)
        if not run:
            return None, at
        return self._plain(at, run)

    def _titled(self, at: int, courtesy: str) -> tuple[Mention | None, int]:
        run = self._run(at + 1, titled=True)
        if not run or not self._near(at, at + 1):
            return None, at
        last = run[-1]
        first = self.tokens[at]
        credential, end = self._credential(last.end)
        words = _words(run)
        if behind := self._given_behind(run, end):
            words, end = (behind.group(1), *words), end + behind.end()
        return (
            Mention(
                words, self.text[first.start : last.end], first.start, end, "titled", not courtesy, courtesy, credential
            ),
            self._index_after(end, at + 1 + len(run)),
        )

    def _given_behind(self, run: Sequence[_Token], end: int) -> re.Match[str] | None:
        """ "Dr. Doe (Kim)": the first name stands behind, in brackets."""
        match = _GIVEN_BEHIND.match(self.text[end : end + 24]) if len(run) == 1 else None
        return (
            match
            if match and key(match.group(1)) in self.people.all_given and key(run[0].text) in self.people.family_words
            else None
        )

    def _last_first(self, at: int) -> tuple[Mention, int] | None:
        """ "Lee, Kim MD": known to be turned, or a line of a list that begins so."""
        if not any(self.text.startswith(",", token.end) for token in self.tokens[at : at + 3]):
            return None  # a family name of three words at most, and a comma behind it
        family = self._family_run(at)
        if not family or not self._capital(family[-1]):
            return None
        after = at + len(family)
        if after >= len(self.tokens):
            return None
        given = self.tokens[after]
        if not re.fullmatch(r",[ \t]{0,2}", self.text[family[-1].end : given.start]) or not self._capital(given):
            return None
        known = self.people.knows(key(given.text), key(" ".join(t.text for t in family)))
        line_start = (
            not self.text[max(0, family[0].start - 40) : family[0].start]
            .rpartition("\n")[2]
            .strip(" \t-*•·0123456789.)(:>|\"'")
        )
        credential, end = self._credential(given.end)
        initial = re.match(r" [A-Z]\.?(?=\s|$|[,(|])", self.text[end : end + 4])
        if initial and not credential:
            credential, end = self._credential(end + initial.end())
        alone = (
            bool(credential)
            or not self.text[end : end + 3].strip(" \t.")
            or self.text[end : end + 1] in "\n\t(|;"
            or self.text[end : end + 2] == "  "
        )
        given_known = key(given.text) in self.people.all_given
        nicked = any(self.lex.one_given(key(given.text), g) for g in self._givens_of(family))
        if (
            known
            or nicked
            or (alone and given_known and (line_start or key(family[-1].text) in self.people.family_words))
            or (alone and line_start and bool(credential))
        ):
            if given.folded in self.lex.never and not known:
                return None
            words = (given.text, *(t.text for t in family))
            return Mention(
                words, self.text[family[0].start : given.end], family[0].start, end, "full", False, "", credential
            ), self._index_after(end, after + 1)
        return None

    def _givens_of(self, family: Sequence[_Token]) -> frozenset[str]:
        return self.people.givens_of(key(" ".join(t.text for t in family)))

    def _plain(self, at: int, run: list[_Token]) -> tuple[Mention | None, int]:
        run = self._trim(run)
        if not run:
            return None, at
        first, last = run[0], run[-1]
        begin = self.tokens.index(first, at, at + 6)
        credential, end = self._credential(last.end)
        strength = self._strength(run, bool(credential))
        if strength is None:
            if len(run) > 1:  # "Thursday Kim Doe": the rest may still be a name
                return self._plain(begin + 1, run[1:])
            return None, at
        words = _words(run)
        if behind := self._given_behind(run, end):
            words, end, strength = (behind.group(1), *words), end + behind.end(), "full"
        mention = Mention(words, self.text[first.start : last.end], first.start, end, strength, False, "", credential)
        return mention, self._index_after(end, begin + len(run))

    def _strength(self, run: list[_Token], credential: bool) -> Strength | None:
        keys = [key(t.text) for t in run]
        families, givens = self.people.family_words, self.people.all_given
        if len(run) > 1:
            known_family = any(key(" ".join(t.text for t in run[i:])) in families for i in range(1, len(run)))
            capital = all(self._capital(t) or t.folded in self.lex.particles for t in run)
            if not capital:
                return "small" if known_family and (keys[0] in givens or len(keys[0]) == 1) else None
            if known_family and (keys[0] in givens or len(keys[0]) == 1 or self.people.knows_family_only(keys[-1])):
                return "full"
            if credential or keys[0] in givens or (len(keys[0]) == 1 and len(keys[-1]) > 2):
                return "full"
            free = not self._starts_sentence(run[0]) or bool(
                _LIST_MARK.search(self.text[max(0, run[0].start - 8) : run[0].start])
            )
            return "unknown" if all(len(k) > 1 for k in keys) and free else None
        token, name = run[0], keys[0]
        if len(name) < 2 or token.folded in self.lex.never:
            return None
        known = name in givens or name in families
        if not known:
            return "full" if credential and self._capital(token) and len(name) > 2 else None
        if not self._capital(token):
            in_directory = name in families or name in self.people.given_words
            return (
                "small" if self.small and in_directory and token.folded not in self.lex.words - _SMALL_NAMES else None
            )
        if token.folded in self.lex.words and (self._starts_sentence(token) or self.small):
            # "Wren in trauma …", "Will is …": what follows tells a name from a word
            return (
                "single"
                if name in self.people.given_words and _A_PERSON.match(self.text[token.end : token.end + 16])
                else None
            )
        return "single"

    # runs of words

    def _run(self, at: int, *, titled: bool = False) -> list[_Token]:
        """The words from here on that could be one name, four at most."""
        run: list[_Token] = []
        while at < len(self.tokens) and len(run) < 4:
            token = self.tokens[at]
            if run and not self._joined(run[-1], token):
                break
            capital = self._capital(token)
            particle = (
                token.folded in self.lex.particles and at + 1 < len(self.tokens) and (bool(run) or titled or capital)
            )
            if token.folded in self.lex.credentials and run and token.text.isupper() and len(token.text) > 1:
                break
            known = key(token.text) in self.people.family_words or key(token.text) in self.people.all_given
            paired = not capital and (known or bool(run)) and self._pair(run, at)
            if not (capital or particle or paired or (known and (self.small or titled))):
                break
            if (
                run
                and token.folded in self.lex.never
                and not (len(run) == 1 and self.people.knows(key(run[0].text), key(token.text)))
            ):
                break
            if (
                run
                and capital
                and not run[-1].text[0].isupper()
                and run[-1].folded not in self.lex.particles
                and not self.small
            ):
                break
            run.append(token)
            at += 1
        while (
            run
            and run[-1].folded in self.lex.particles
            and key(run[-1].text) not in self.people.family_words
            and not self._capital(run[-1])
        ):
            run.pop()
        if titled and run and not self._capital(run[0]) and run[0].folded in self.lex.never:
            return []
        if len(run) > 1 and not all(self._capital(t) or t.folded in self.lex.particles for t in run):
            run = self._small_run(run)
        return run

    def _pair(self, run: list[_Token], at: int) -> bool:
        """True for a small-lettered given and family name of one and the same colleague."""
        token = self.tokens[at]
        if run:
            return any(self.lex.one_given(key(run[0].text), g) for g in self.people.givens_of(key(token.text)))
        if at + 1 >= len(self.tokens):
            return False
        behind = self.tokens[at + 1]
        given = key(token.text)
        return self._joined(token, behind) and any(
            self.lex.one_given(given, g) for g in self.people.givens_of(key(behind.text))
        )

    def _small_run(self, run: list[_Token]) -> list[_Token]:
        """Without capitals two words are one name only where they fit each other."""
        for size in (3, 2):
            if len(run) >= size:
                family = key(" ".join(t.text for t in run[1:size]))
                given = key(run[0].text)
                if any(self.lex.one_given(given, g) for g in self.people.givens_of(family)) or (
                    given in self.people.all_given and family in self.people.family_words
                ):
                    return run[:size]
        return run[:1]

    def _family_run(self, at: int) -> list[_Token]:
        run: list[_Token] = []
        while at < len(self.tokens) and len(run) < 3:
            token = self.tokens[at]
            if run and not _SURE_JOIN.fullmatch(self.text[run[-1].end : token.start]):
                break
            if run and not (
                run[-1].folded in self.lex.particles
                or key(" ".join(t.text for t in [*run, token])) in self.people.family_words
            ):
                break
            run.append(token)
            at += 1
            if (
                token.folded not in self.lex.particles
                and key(" ".join(t.text for t in run)) in self.people.family_words
            ):
                nxt = self.tokens[at] if at < len(self.tokens) else None
                if nxt is None or key(" ".join(t.text for t in [*run, nxt])) not in self.people.family_words:
                    break
        return run

    def _trim(self, run: list[_Token]) -> list[_Token]:
        while run and (run[0].folded in self.lex.never or run[0].folded in self.lex.credentials):
            if len(run) > 1 and self.people.knows(key(run[0].text), key(" ".join(t.text for t in run[1:]))):
                break
            if len(run) > 1 and key(run[0].text) in self.people.all_given and not self._starts_sentence(run[0]):
                break  # "our resident Will Doe"
            run = run[1:]
        given = self.people.all_given
        if (
            len(run) > 2
            and self._starts_sentence(run[0])
            and key(run[0].text) not in given
            and key(run[1].text) in given
        ):
            run = run[1:]  # "Phone Kim Doe": a word that opens the sentence
        while len(run) > 1 and run[-1].folded in self.lex.never:
            if self.people.knows(key(run[0].text), key(" ".join(t.text for t in run[1:]))):
                break
            run = run[:-1]
        return run

    # small questions

    def _capital(self, token: _Token) -> bool:
        return token.text[0].isupper()

    def _joined(self, left: _Token, right: _Token) -> bool:
        between = self.text[left.end : right.start]
        if between in (" ", "  ", "\t"):
            return True
        if between in (". ", "."):
            return len(left.text) == 1 or left.folded in ("st", "dr", "jr")
        if "\n" in between and _JOINED.fullmatch(between) and between.count("\n") == 1:
            given, known = key(left.text), self.people.givens_of(key(right.text))
            wrapped = "\n" not in self.text[max(0, left.end - 45) : left.end]
            return wrapped and any(self.lex.one_given(given, g) for g in known)
        return False

    def _near(self, left: int, right: int) -> bool:
        return 0 <= len(b := self.text[self.tokens[left].end : self.tokens[right].start]) <= 3 and not b.strip(" .\n")

    def _starts_sentence(self, token: _Token) -> bool:
        before = self.text[max(0, token.start - 6) : token.start].rstrip(" \t\"'“‘(*_")
        return before[-1:] in ("", *".!?\n:>•-–")

    def _credential(self, end: int) -> tuple[str, int]:
        """A credential right behind a name, and the place behind it."""
        match = _CREDENTIAL.match(self.text[end : end + 24])
        if not match:
            return "", end
        closing = self.text[end + match.end() : end + match.end() + 1] == ")"
        return fold(match.group(1)).replace(".", ""), end + match.end() + closing

    def _index_after(self, end: int, at: int) -> int:
        return next((i for i in range(at, len(self.tokens)) if self.tokens[i].start >= end), max(at, len(self.tokens)))


_LIST_MARK = re.compile(r"(?:^|\n)[ \t]*(?:[-*•·]|\(?\d{1,2}[.)])[ \t]+$")
_A_PERSON = re.compile(r"(?:,? (?:in|from|of|at|our|my)\b|[ ](?:is|isn[’']t|has|hasn[’']t|had|was)\b|$|\n)")
_SMALL_NAMES = frozenset(("lee", "libby", "carver"))
"""Names of the word list that are rarely anything else, even in small letters."""


def _words(run: Sequence[_Token]) -> tuple[str, ...]:
    """The words of a name; "St" keeps its dot."""
    return tuple("St." if t.folded == "st" else t.text for t in run)
