"""Which cases a "close" means, and with which outcome, where the answer's argument does not say so; a bare yes, a bare no.

Looks for ids of cases that this office holds, for words that look like an id and are none of theirs, for
numbers right behind the word, and for the phrases of rules/flow.toml.
Guesses nothing: a number that is no id is asked back by the caller.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from mailer.model.case import Outcome

_WORD = re.compile(r"[A-Za-z0-9]{1,20}")
_NUMBERS = re.compile(
    r"\bclose\s{1,3}(?:cases?\s{1,3}|numbers?\s{1,3})?(#?\d{1,3}(?:[\s,&]{1,3}(?:and\s{1,3})?#?\d{1,3})*)\b", re.I
)
_READ = 2000
# As case ids are made, and one with a slip: consonants and digits, both (PGY3 is too short); or capitals alone, which may be a name.
# With a single letter x4766 is an extension.
_LIKE_AN_ID = re.compile(
    r"(?=[A-Z]*\d)(?=\d*[A-Z]\d*[A-Z])[B-DF-HJ-NP-TV-Z][B-DF-HJ-NP-TV-Z\d]{4,5}|[B-DF-HJ-NP-TVWYZ][2-9]{4}", re.I
)
_CAPITALS = re.compile(r"[B-DF-HJ-NP-TV-Z]{5}")
_YES = re.compile(
    r"\W*(?:yes|yep|yeah|sure|ok|okay|fine|please do|go ahead|do it|do so|oui|d'accord|s[ií]|claro)\b\W*"
    r"(?:(?:please|thanks|thank you|do|do so|do it|go ahead|merci|gracias|por favor)\W*){0,2}", re.I
)  # fmt: skip
_NAME_BELOW = 3  # words under a bare yes: who signs
_NO = re.compile(
    r"(?:no|nope|neither|none|none of (?:them|these|those))\b[\s,.!]{0,3}(?:thanks|thank you|please don't)?[\s.!]{0,3}",
    re.I,
)


def ids_in(text: str, held: Iterable[str]) -> tuple[str, ...]:
    """The ids of the office's own open cases that stand in the text, in its order."""
    known = {i.lower(): i for i in held}
    said = (word.lower() for word in _WORD.findall(text[:_READ]))
    return tuple(dict.fromkeys(known[word] for word in said if word in known))


def strange_ids(text: str, own: Iterable[str], names: Callable[[], Collection[str]]) -> tuple[str, ...]:
    """The words that look like the id of a case and are none of these: another office's, a closed one's, or a slip.

    `names`: the words, in lower case, that people of the organisation are called by; asked for only where it matters.
    """
    known = {i.lower() for i in own}
    words = [word for word in _WORD.findall(text[:_READ]) if word.lower() not in known]
    capitals = [word for word in words if _CAPITALS.fullmatch(word)]
    called = names() if capitals else ()
    return tuple(w for w in words if _LIKE_AN_ID.fullmatch(w) or (w in capitals and w.lower() not in called))


def says_yes(text: str) -> bool:
    """A line that says yes to a question and nothing else, at most a name below. "Got it, thanks" answers nothing."""
    first, *below = [line for line in text[:_READ].splitlines() if line.strip()] or [""]
    return _YES.fullmatch(first.strip()) is not None and len(" ".join(below).split()) <= _NAME_BELOW


def says_no(text: str, phrases: Iterable[str]) -> bool:
    """A bare no, or words that there is nothing to do (rules/flow.toml), which end the question of a letter."""
    if _NO.fullmatch(text.strip()):
        return True
    plain = " ".join(re.findall(r"[\w']+", text[:_READ].lower().replace("’", "'")))
    return any(re.search(rf"\b{re.escape(p.lower())}\b", plain) for p in phrases) and "?" not in text[:_READ]


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers right behind "close": "close 3 and 5"."""
    found = _NUMBERS.search(text[:_READ])
    return tuple(re.findall(r"\d{1,3}", found.group(1))) if found else ()


def reason_in(text: str, reasons: Mapping[Outcome, tuple[str, ...]]) -> Outcome | None:
    """The one outcome that the words name; None where they name none, or two."""
    plain = " ".join(text[:_READ].lower().split())
    named = {
        o for o, phrases in reasons.items() if any(re.search(rf"\b{re.escape(p.lower())}\b", plain) for p in phrases)
    }
    return named.pop() if len(named) == 1 else None
