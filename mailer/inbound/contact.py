"""How a person may be reached: the numbers and addresses that a mail gives, and the channels it forbids.

Numbers come out as E.164, those dictated in words too. Never a fax, a pager, a desk of the ward, or a bare extension.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import phonenumbers

from mailer.inbound.phrases import fold
from mailer.model.meaning import Contact

Line = Literal["cell", "direct", "unnamed", "none"]
_NUMBER = re.compile(
    r"(?<![\w@#./-])(?:\+?1[\s.\-·]{0,2})?\(?\d{3}\)?[\s.\-–·‑/]{0,3}\d{3}[\s.\-–·‑]{0,2}\d{4}(?!\d)|(?<![\w@#./-])\+\d[\d\s.\-()]{7,17}\d(?!\d)"
)
_LOCAL = re.compile(r"(?<![\w@#./-])\d{3}[\s.\-–‑]\d{4}(?![\d-])")
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_DIGIT_WORDS = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "hundred": "00", "thirteen": "13", "fourteen": "14",
    "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "cero": "0", "uno": "1", "dos": "2",
    "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9", "deux": "2", "trois": "3",
    "quatre": "4", "cinq": "5", "sept": "7", "huit": "8", "neuf": "9", "un": "1",
}  # fmt: skip
_TENS = {
    "twenty": "2",
    "thirty": "3",
    "forty": "4",
    "fifty": "5",
    "sixty": "6",
    "seventy": "7",
    "eighty": "8",
    "ninety": "9",
}
_WORD_NUMBER = re.compile(
    rf"(?:\b(?:{'|'.join(_DIGIT_WORDS)}|{'|'.join(_TENS)}|double|triple|\d{{1,4}})\b[\s,.-]{{1,3}}){{4,14}}"
)
_CELL = re.compile(
    r"(?:\bcell\w*|\bmobile\b|\bmob\b|\btext|\bcelular\b|\bmovil\b|\bportable\b|\bcellulaire\b|\bpersonal\b|\bhome\b|\bmy number\b|\biphone\b"
    r"|(?:^|[\s|/,])[cm]\b\.?)", re.IGNORECASE,
)  # fmt: skip
_NEVER = re.compile(
    r"(?:\bfax\b|\bfacsimile\b|\bpager\b|\bpage\b|\bpgr\b|\bbeeper\b|\bbeep\b|\bscheduling\b|\bappointments?\b|\breception\b|\bfront desk\b"
    r"|\bdesk\b|\bclinic\b|\bward\b|\bunit\b|\bservice\b|\bnurses?'? station\b|\bswitchboard\b|\bmain\b|\blab\b|\bassistant\b|\bsecretary\b"
    r"|\boperator\b|\banswering\b|(?:^|[\s|/,])[f]\b[.:]?\s*$|\bx\s*$|\bext\b)", re.IGNORECASE,
)  # fmt: skip
_DIRECT = re.compile(
    r"(?:\bdirect\b|\boffice\b|\bphone\b|\btel\b|\bwork\b|\bline\b|(?:^|[\s|/,])[otpdw]\b[.:]?)", re.IGNORECASE
)
_MINE = re.compile(r"^\W{0,3}(?:mine|that's mine|my (?:cell|number|own))\b", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """A telephone number in a text: E.164, which line it is, and where it stands."""

    e164: str
    line: Line
    start: int
    end: int
    mine: bool = False


def e164(written: str) -> str | None:
    """A number as E.164, or None where it cannot be one. Numbers without a country are of North America."""
    try:
        number = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def numbers(text: str, area: str | None = None) -> tuple[Number, ...]:
    """Every telephone number of a text. `area` completes one without an area code."""
    found: list[Number] = []
    for match in _NUMBER.finditer(text):
        value = e164(match.group())
        if value:
            found.append(_number(text, value, match.start(), match.end()))
    if area:
        for match in _LOCAL.finditer(text):
            value = e164(area + match.group())
            if value and not any(n.start <= match.start() < n.end for n in found):
                found.append(_number(text, value, match.start(), match.end()))
    if any(word in fold(text) for word in ("five", "seven", "cinco", "cinq")):
        for match in _WORD_NUMBER.finditer(fold(text) + " "):
            digits = _spelled(match.group())
            value = (
                e164(digits) if len(digits) in (10, 11) else e164(area + digits) if area and len(digits) == 7 else None
            )
            if value:
                found.append(_number(text, value, match.start(), match.end()))
    return tuple(sorted(found, key=lambda n: n.start))


def _number(text: str, value: str, start: int, end: int) -> Number:
    """The line is told by the words just before the number, else just behind it, within its own line or sentence."""
    before = re.split(r"\n|\d{3}[\s.\-–]\d{4}|[;|•·/]|[.!?]\s+(?=[A-Z\d(+]|$)|,\s", text[max(0, start - 60) : start])[
        -1
    ]
    after = re.split(r"\n|\d{3}|[;|,.•·/]", text[end : end + 30])[0]
    mine = bool(_MINE.match(text[end : end + 20]))
    row_before = re.split(r"\n", text[max(0, start - 40) : start])
    if not before.strip(" :(\t-–") and len(row_before) > 1 and not row_before[-1].strip():
        before = row_before[-2]  # a table for a signature puts the label into the line above
    line: Line = "unnamed"
    for words in (before, after):
        if _NEVER.search(words) and not (_CELL.search(words) and words is before and _CELL.search(words[-24:])):
            line = "none"
        elif _CELL.search(words):
            line = "cell"
        elif _DIRECT.search(words):
            line = "direct"
        if line != "unnamed":
            break
    return Number(value, line, start, end, mine)


def _spelled(words: str) -> str:
    digits, times, tens = "", 1, ""
    for word in re.findall(r"[a-z]+|\d+", words):
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
            continue
        if word in _TENS:
            digits, tens = digits + tens, _TENS[word] + "0"
            continue
        value = word if word.isdigit() else _DIGIT_WORDS.get(word, "")
        if tens:
            digits += tens[0] + value if len(value) == 1 else tens + value
            tens = ""
        else:
            digits += value * times
        times = 1
    return digits + tens


def best(found: Sequence[Number]) -> str | None:
    """The number to call: a cell before a direct line before one without a name."""
    for line in ("cell", "direct", "unnamed"):
        for number in found:
            if number.line == line:
                return number.e164
    return None


def addresses(text: str) -> tuple[tuple[str, int], ...]:
    """Every mail address of a text with its place."""
    return tuple((m.group().rstrip(".-'"), m.start()) for m in _ADDRESS.finditer(text))


def channel(says: Sequence[str]) -> Contact:
    """What the rules of rules/contact.toml allow together. A wish forbids nothing."""
    said = set(says)
    if "phone" in said and "email" not in said:
        return "phone"
    if "email" in said and "phone" not in said:
        return "email"
    if "no-email" in said and "no-phone" not in said:
        return "phone"
    if "no-phone" in said and "no-email" not in said:
        # "don't call the office, my cell is …" forbids a number, not the telephone
        return "any" if "wants-phone" in said else "email"
    return "any"


def wished(says: Sequence[str], text: str) -> tuple[Contact, str | None]:
    """How the writer asks to be reached, and the number for it where the words give exactly one that may be called."""
    allowed = channel(says)
    found = numbers(text) if allowed == "phone" else ()
    return allowed, best(found) if len({number.e164 for number in found}) == 1 else None
