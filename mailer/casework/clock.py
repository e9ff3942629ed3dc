"""The promise clock: when a match is due, and when somebody is reminded.

Hours are elapsed hours: a day on which the clocks change counts its real 23 or 25 hours. The time of arrival alone
decides which promise holds; it is judged in the programme's zone. Reads no clock itself.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays

from mailer.model.case import Due
from mailer.model.organisation import Clock

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = 7 * 24 * 60


def minute_of_week(text: str) -> int:
    """ "Fri 17:00" as minutes since Monday 00:00. Raises ValueError for what is no such time."""
    day, _, clock = text.strip().partition(" ")
    if day[:3].lower() not in _DAYS:
        raise ValueError(f"{text!r} does not begin with a day of the week, such as Fri 17:00")
    hours, _, minutes = clock.partition(":")
    at = time(int(hours), int(minutes or 0))
    return _DAYS.index(day[:3].lower()) * 24 * 60 + at.hour * 60 + at.minute


@lru_cache(maxsize=64)
def holidays_of(code: str, year: int) -> frozenset[date]:
    """The public holidays of "US" or "US-ME" in a year; none for empty text. Raises ValueError for an unknown place."""
    if not code:
        return frozenset()
    country, _, part = code.partition("-")
    try:
        calendar: Mapping[date, str] = holidays.country_holidays(country.upper(), subdiv=part or None, years=year)
    except NotImplementedError as error:  # the library's own word for a country it does not know
        raise ValueError(f"no holidays are known for {code!r}; write a country such as US, or US-ME") from error
    return frozenset(calendar)


def is_weekend(moment: datetime, clock: Clock) -> bool:
    """Inside the weekend of the settings, which may run over the end of a week; its end is not part of it."""
    local = moment.astimezone(clock.zone)
    minute = local.weekday() * 24 * 60 + local.hour * 60 + local.minute
    start, end = (minute_of_week(text) for text in clock.weekend)
    return (minute - start) % _WEEK < (end - start) % _WEEK


def is_holiday(moment: datetime, clock: Clock) -> bool:
    """On a public holiday, 00:00 to 24:00 in the programme's zone."""
    local = moment.astimezone(clock.zone).date()
    return local in holidays_of(clock.holidays, local.year)


def promise(received: datetime, clock: Clock) -> datetime:
    """When a referral received then must be matched, in UTC."""
    slow = is_weekend(received, clock) or is_holiday(received, clock)
    return received.astimezone(UTC) + timedelta(hours=clock.weekend_hours if slow else clock.weekday_hours)


def promise_dues(opened: datetime, due: datetime, now: datetime, clock: Clock, grace: timedelta) -> tuple[Due, ...]:
    """The reminders of a promise. What has passed already is left out; the last one stays, `grace` from now at least."""
    whole = due - opened
    dues = (
        Due("ask-overdue", opened + whole * clock.overdue_at),
        Due("backup", opened + whole * clock.backup_at),
        Due("system", opened + whole * clock.system_at),
    )
    ahead = tuple(d for d in dues[:2] if d.at > now)
    return (*ahead, dues[2] if dues[2].at > now else Due("system", now + grace))


def local_morning(day: date, clock: Clock) -> datetime:
    """The hour of the digest on a day, in UTC: when the office begins."""
    return datetime.combine(day, clock.digest, clock.zone).astimezone(UTC)
