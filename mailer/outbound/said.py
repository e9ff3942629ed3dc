"""How times, numbers and lists are said in letters: as people say them, in the programme's zone.

English only: the letters to peers that exist in other languages say no times. Reads no clock.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Words that no subject or From name of a letter to a peer or referrer may hold: a lock screen or a delegate shows them.
INDISCREET = re.compile(
    r"\b(?:peer[- ]?(?:to[- ]?peer|support)?|support|well-?ness|well-?being|referrals?|events?|incidents?|cases?"
    r"|confidential\w*|patients?|crisis)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"^(?:program(?:me)?|services?|team|office|at|of|for|the|and|[-–—,:|&/])\s+|\s+(?:at|of|for|the|and|[-–—,:|&/])$",
    re.IGNORECASE,
)


def day(value: date) -> str:
    """Wednesday, November 25"""
    return f"{_DAYS[value.weekday()]}, {_MONTHS[value.month - 1]} {value.day}"


def when(value: datetime, zone: ZoneInfo) -> str:
    """Wednesday, November 25, 2:30 PM; noon and midnight by their names, since 12 AM misleads."""
    local = value.astimezone(zone)
    if local.minute == 0 and local.hour in (0, 12):
        hour = "noon" if local.hour else "midnight"
    else:
        hour = f"{local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"
    return f"{day(local.date())}, {hour}"


def dated(value: date) -> str:
    """November 25, 2026"""
    return f"{_MONTHS[value.month - 1]} {value.day}, {value.year}"


def listed(values: Iterable[str], word: str = "and") -> str:
    """a, b and c"""
    *most, last = list(values) or [""]
    return f"{', '.join(most)} {word} {last}" if most else last


def filters(zone: ZoneInfo) -> Mapping[str, Callable[..., str]]:
    """What templates may write behind a bar: `{{ promise_at | when }}`."""
    return {"when": lambda value: when(value, zone), "day": day, "dated": dated, "listed": listed}


def discreet(name: str) -> str:
    """A programme's name without what a lock screen should not show: "Pine Coast Health Peer Support" is Pine Coast Health."""
    left = " ".join(INDISCREET.sub(" ", name).split())
    while (shorter := _DANGLING.sub("", left)) != left:
        left = shorter
    return left.strip(" -–—,:|&/()")
