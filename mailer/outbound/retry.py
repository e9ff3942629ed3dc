"""When a letter that could not leave is tried again. Reads no clock: the time is handed in."""

from datetime import datetime, timedelta

_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240))
GIVE_UP_AFTER = timedelta(days=3)
"""After this the coordinator is told that the letter did not arrive; RFC 5321, 4.5.4.1 asks for patience of days."""


def next_try(tries: int, now: datetime) -> datetime:
    """Longer each time, four hours at most. `tries` counts those behind us, from 1."""
    return now + _WAITS[min(max(tries, 1), len(_WAITS)) - 1]


def given_up(queued_at: datetime, now: datetime) -> bool:
    return now - queued_at >= GIVE_UP_AFTER
