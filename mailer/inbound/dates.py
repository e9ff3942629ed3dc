"""Dates as people write them in an answer: "until the 30th", "next Monday", "after Thanksgiving", "in two weeks".

Takes a text and the time the mail was sent, which every relative date counts from; gives the dates it finds, in order.
Reads no clock. A month and day without a year are the next ones that come; a number alone is no date.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from mailer.inbound.phrases import fold

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTS = {
    word: number
    for number, words in enumerate(
        ("", "a an one another", "two couple", "three few", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
    for word in words.split()
}
_TENS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth"
    " twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
_ORDINALS = {word: number for number, word in enumerate(re.findall(r"\S+", _TENS), 1)}

_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"  # noqa: E501
_WEEKDAY = r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?:,?\s{1,2}(?P<year>20\d\d))?"
_ORDINAL = rf"(?P<ordinal>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b"
_NUMBER = rf"(?P<count>\d{{1,2}}|{'|'.join(filter(None, _COUNTS))})"

_HOLIDAY = r"\b(?P<holiday>thanksgiving|christmas eve|christmas|xmas|new year'?s?(?: eve| day)?|the new year|new year|halloween|veterans'? day|labor day|memorial day|(?:the )?(?:fourth|4th) of july|the holidays)\b"  # noqa: E501

_FORMS: tuple[tuple[str, str], ...] = (
    ("iso", r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    ("slash", r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>(?:20)?\d\d))?(?![\d/])"),
    ("month_day", rf"\b{_MONTH}\s{{0,2}}(?:the\s)?{_DAY}{_YEAR}"),
    ("month_day", rf"\b{_DAY}\s{{1,2}}(?:of\s)?{_MONTH}{_YEAR}"),
    ("month_part", rf"\b(?P<part>early|mid|middle of|late|end of|the end of|beginning of|start of)[ -]{_MONTH}"),
    ("end", r"\b(?:the\s)?end\sof\s(?:the|this)\s(?P<unit>week|month|year)\b"),
    ("weekday_after", rf"\b{_WEEKDAY}\s(?:after|following)\s{_HOLIDAY}"),
    ("holiday", _HOLIDAY),
    ("week_of", rf"\ba\sweek\s(?:from|on)\s{_WEEKDAY}"),
    ("weekday_week", rf"\b{_WEEKDAY}\sweek\b"),
    ("weekday_day", rf"\b{_WEEKDAY},?\s(?:the\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)\b"),
    ("weekday", rf"\b(?P<next>next\s|this\scoming\s|this\s|coming\s)?{_WEEKDAY}"),
    ("day_of_month", r"\bthe\s(?P<day>\d{1,2})(?:st|nd|rd|th)\b"),
    ("day_of_month", r"\b(?:until|till?|before|on|after|from)\s(?P<day>\d{1,2})(?:st|nd|rd|th)\b"),
    ("day_of_month", rf"\bthe\s{_ORDINAL}"),
    ("ago", rf"\b{_NUMBER}\s(?:of\s)?(?:days?|weeks?|months?|years?)\sago\b"),
    ("span", rf"\b{_NUMBER}\s(?:of\s|more\s)?(?P<unit>days?|weeks?|months?|fortnight)\b"),
    ("next_unit", r"\bnext\s(?P<unit>week|month|year)\b"),
    ("weekend", r"\b(?P<after>after\sthe\s)?weekend\b"),
    ("after_tomorrow", r"\b(?:the\s)?day\safter\stomorrow\b"),
    ("tomorrow", r"\btomorrow\b|\btmrw\b|\btomorow\b"),
    ("month_alone", rf"\b(?:until|till|in|before|for|after)\s(?:after\s)?{_MONTH}(?!\s{{0,2}}\d)"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _FORMS)
# "after the 20th", "through the 22nd": the day behind it
_AFTER = re.compile(r"\b(?:after|through|thru|past|until after|over|beyond)\s(?:the\s)?$")


@dataclass(frozen=True)
class DateFound:
    """A date that a text speaks of, and where. `day` is the first day meant: "after the 20th" is the 21st."""

    day: date
    start: int
    end: int


def dates(text: str, sent: date) -> list[DateFound]:
    """Every date in a text, in its order; those that lie in the past of `sent` left out."""
    folded = fold(text)
    taken: list[tuple[int, int]] = []
    found: list[DateFound] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            day = _READ[kind](match, sent) if kind in _READ else None
            if day is None:
                continue
            if kind not in ("weekend", "span", "next_unit") and _AFTER.search(
                folded[max(0, match.start() - 16) : match.start()]
            ):
                day += timedelta(days=1)
            if day >= sent:
                found.append(DateFound(day, match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(month: int, day: int, sent: date) -> date | None:
    """The next such day: this year's, or next year's where this year's is more than a month past."""
    this = _make(sent.year, month, day)
    if this is not None and this >= sent - timedelta(days=31):
        return this
    return _make(sent.year + 1, month, day)


def _month(match: re.Match[str]) -> int:
    return _MONTHS.index(match["month"][:3]) + 1


def _numbers(match: re.Match[str], sent: date) -> date | None:
    month, day, year = int(match["month"]), int(match["day"]), match["year"]
    if year is None:
        return _coming(month, day, sent)
    return _make(int(year) % 100 + 2000, month, day)


def _month_day(match: re.Match[str], sent: date) -> date | None:
    year = match["year"]
    if year is None:
        return _coming(_month(match), int(match["day"]), sent)
    return _make(int(year), _month(match), int(match["day"]))


def _month_part(match: re.Match[str], sent: date) -> date | None:
    month, part = _month(match), match["part"]
    year = sent.year if month >= sent.month else sent.year + 1
    if part.startswith("mid"):
        return _make(year, month, 15)
    if part.startswith(("late", "end", "the end")):
        return _make(year, month, monthrange(year, month)[1])
    return _make(year, month, 1)


def _month_alone(match: re.Match[str], sent: date) -> date | None:
    month = _month(match)
    return _make(sent.year if month > sent.month else sent.year + 1, month, 1)


def _end(match: re.Match[str], sent: date) -> date | None:
    if match["unit"] == "week":
        return sent + timedelta(days=(4 - sent.weekday()) % 7)
    if match["unit"] == "year":
        return _make(sent.year, 12, 31)
    return _make(sent.year, sent.month, monthrange(sent.year, sent.month)[1])


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _holiday(match: re.Match[str], sent: date) -> date | None:
    name = match["holiday"]
    for year in (sent.year, sent.year + 1):
        day = _holiday_of(name, year)
        if day is not None and day >= sent:
            return day
    return None


def _weekday_after(match: re.Match[str], sent: date) -> date | None:
    """ "The Monday after Christmas"."""
    holiday = _holiday(match, sent)
    return holiday and holiday + timedelta(days=(_DAYS.index(match["weekday"][:3]) - holiday.weekday() - 1) % 7 + 1)


def _holiday_of(name: str, year: int) -> date | None:
    if name == "thanksgiving":
        return _nth_weekday(year, 11, 3, 4)
    if name == "labor day":
        return _nth_weekday(year, 9, 0, 1)
    if name == "memorial day":
        return date(year, 5, 31) - timedelta(days=date(year, 5, 31).weekday())
    fixed = (
        ("christmas eve", 12, 24), ("christmas", 12, 25), ("xmas", 12, 25), ("halloween", 10, 31), ("veterans", 11, 11),
        ("fourth of", 7, 4), ("4th of", 7, 4),
    )  # fmt: skip
    for word, month, day in fixed:
        if word in name:
            return date(year, month, day)
    if "eve" in name:
        return date(year, 12, 31)
    return date(year, 1, 1)  # New Year's Day, and the end of "the holidays"


def _weekday(match: re.Match[str], sent: date) -> date | None:
    ahead = (_DAYS.index(match["weekday"][:3]) - sent.weekday() - 1) % 7 + 1
    day = sent + timedelta(days=ahead)
    same_week = day - timedelta(days=day.weekday()) == sent - timedelta(days=sent.weekday())
    if (match.groupdict().get("next") or "").startswith("next") and same_week:
        day += timedelta(days=7)
    return day


def _week_later(match: re.Match[str], sent: date) -> date | None:
    day = _weekday(match, sent)
    return day + timedelta(days=7) if day else None


def _day_of_month(match: re.Match[str], sent: date) -> date | None:
    groups = match.groupdict()
    day = _ORDINALS[groups["ordinal"]] if groups.get("ordinal") else int(groups["day"])
    for ahead in range(3):
        month = (sent.month - 1 + ahead) % 12 + 1
        this = _make(sent.year + (sent.month - 1 + ahead) // 12, month, day)
        if this is not None and this >= sent:
            return this
    return None


def _count(match: re.Match[str]) -> int:
    word = match["count"]
    return int(word) if word.isdigit() else _COUNTS[word]


def _span(match: re.Match[str], sent: date) -> date | None:
    number, unit = _count(match), match["unit"]
    if unit.startswith("month"):
        month = sent.month - 1 + number
        year, month = sent.year + month // 12, month % 12 + 1
        return date(year, month, min(sent.day, monthrange(year, month)[1]))
    return sent + timedelta(days=number * (1 if unit.startswith("day") else 14 if unit == "fortnight" else 7))


def _next_unit(match: re.Match[str], sent: date) -> date | None:
    if match["unit"] == "week":
        return sent + timedelta(days=7 - sent.weekday())
    if match["unit"] == "year":
        return date(sent.year + 1, 1, 1)
    return date(sent.year + sent.month // 12, sent.month % 12 + 1, 1)


def _weekend(match: re.Match[str], sent: date) -> date | None:
    return sent + timedelta(days=7 - sent.weekday()) if match["after"] else None


_READ: dict[str, Callable[[re.Match[str], date], date | None]] = {
    "iso": _numbers,
    "slash": _numbers,
    "month_day": _month_day,
    "month_part": _month_part,
    "month_alone": _month_alone,
    "end": _end,
    "holiday": _holiday,
    "weekday_after": _weekday_after,
    "weekday": _weekday,
    "week_of": _week_later,
    "weekday_week": _week_later,
    "weekday_day": _day_of_month,
    "day_of_month": _day_of_month,
    "span": _span,
    "next_unit": _next_unit,
    "weekend": _weekend,
    "tomorrow": lambda _, sent: sent + timedelta(days=1),
    "after_tomorrow": lambda _, sent: sent + timedelta(days=2),
}
_UNTIL = re.compile(
    r"\b(?:until|till?|'til|untill|before|to|by|on|start(?:ing)?|from|as of|for|in|wait|again|after|through|past)\W{1,2}"
    r"(?:about\W|around\W|at least\W|after\W|the\W|a\W|another\W|on\W|approximately\W){0,2}$"
)

_EARLIEST = re.compile(r",?\s(?:at the (?:very )?earliest|earliest)\b")


def date_meant(text: str, sent: date, near: int | None = None) -> DateFound | None:
    """The one date that a wait is to last to: behind "until" and the like before any other, then the nearest to `near`."""
    found = dates(text, sent)
    if not found:
        return None
    folded = fold(text)

    def rank(one: DateFound) -> tuple[bool, int]:
        behind = bool(_UNTIL.search(folded[max(0, one.start - 30) : one.start] or ""))
        if _EARLIEST.match(folded, one.end):
            return (False, -1)
        return (not behind, abs(one.start - near) if near is not None else one.start)

    return min(found, key=rank)
