"""Until when somebody is away, as an out-of-office says it: "until November 24", "back on Monday the 30th", "jusqu'au 24 novembre".

Counts from the mail's own date; gives the date that is named, and none where none is sure.
"""

import re
from datetime import date, datetime, timedelta

from mailer.inbound.phrases import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv enero ene januar jaenner", "february feb fevrier fevr fev febrero februar", "march mar mars marzo maerz marz",
            "april apr avril avr abril abr", "may mai mayo", "june jun juin junio juni", "july jul juillet juil julio juli",
            "august aug aout agosto ago", "september sept sep septembre septiembre", "october oct octobre octubre oktober okt",
            "november nov novembre noviembre", "december dec decembre diciembre dic dezember dez",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lundi lunes montag", "tuesday tue tues mardi martes dienstag", "wednesday wed mercredi miercoles mittwoch",
            "thursday thu thur thurs jeudi jueves donnerstag", "friday fri vendredi viernes freitag", "saturday sat samedi sabado samstag",
            "sunday sun dimanche domingo sonntag",
        ),
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_LEAD = re.compile(
    r"\b(?:until|till|through|thru|jusqu'(?:au|a|en)|hasta(?: el)?|bis(?: zum| einschliesslich)?|back|return(?:ing"
    r"|s)?|retour|regres\w+|vuelv\w+|volver\w+|zuruck|reachable again|available again|and including|to|au|al)\b",
)
_DATES = (
    re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(
        rf"\b(?P<name>{_MONTH})\.?,? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year>20\d\d))?"
    ),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?:of |de |d')?(?P<name>{_MONTH})\b\.?(?:,? (?:de "
        rf"|del )?(?P<year>20\d\d))?"
    ),
    re.compile(r"\b(?P<first>\d{1,2})[/.](?P<second>\d{1,2})(?:[/.](?P<year>(?:20)?\d\d))?\b"),
    re.compile(r"\bthe (?P<day>\d{1,2})(?:st|nd|rd|th)\b"),
    re.compile(r"\b(?:le|el|am) (?P<day>\d{1,2})\b(?!:|h)"),
    re.compile(rf"\b(?P<weekday>{_DAY})\b"),
    re.compile(r"\b(?P<tomorrow>tomorrow|demain|manana|morgen)\b"),
)


def until(text: str, sent: datetime | None) -> date | None:
    """The last date that an absence names behind "until", "through", "back on" and their like."""
    if sent is None:
        return None
    folded = re.sub(r"\s+", " ", fold(text[:5000]).replace("ß", "ss"))
    dayfirst = bool(re.search(r"\b(?:jusqu|absente?|retour|hasta|fuera de|regreso|bis zum|abwesend)\b", folded))
    found: list[date] = []
    for lead in _LEAD.finditer(folded):
        phrase = folded[lead.end() : lead.end() + 60]
        sure = lead.group() not in ("to", "au", "al")
        phrase = re.split(r"(?<!\d)[.!?](?:\s|$)|\bor\b|\bif\b", phrase)[0] if sure else phrase[:16]
        if (day := _date_in(phrase, sent.date(), dayfirst, named_only=not sure)) and day >= sent.date() - timedelta(
            days=1
        ):
            found.append(day)
            if sure:
                break
    return found[-1] if found else None


def _date_in(phrase: str, start: date, dayfirst: bool, *, named_only: bool) -> date | None:
    for pattern in _DATES[: 4 if named_only else len(_DATES)]:
        if match := pattern.search(phrase):
            try:
                return _resolved({k: v for k, v in match.groupdict().items() if v}, start, dayfirst)
            except ValueError:
                continue
    return None


def _resolved(parts: dict[str, str], start: date, dayfirst: bool) -> date:
    """The next such day on or after the mail's date. Raises ValueError where there is none."""
    if "tomorrow" in parts:
        return start + timedelta(days=1)
    if "weekday" in parts:
        ahead = (_DAYS[parts["weekday"]] - start.weekday()) % 7
        return start + timedelta(days=ahead or 7)
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        day, month = (first, second) if dayfirst or first > 12 else (second, first)
    else:
        day = int(parts["day"])
        month = _MONTHS[parts["name"]] if "name" in parts else int(parts.get("month", 0))
    if not month:  # "the 30th": of this month, or of the next one that has such a day
        for ahead in range(12):
            year, number = divmod(start.month - 1 + ahead, 12)
            try:
                found = date(start.year + year, number + 1, day)
            except ValueError:
                continue
            if found >= start:
                return found
        raise ValueError("no such day")
    if "year" in parts:
        year = int(parts["year"])
        return date(year + 2000 if year < 100 else year, month, day)
    found = date(start.year, month, day)
    return found if found >= start - timedelta(days=60) else date(start.year + 1, month, day)
