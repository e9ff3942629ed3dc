"""The time: the real one, or the one that is rehearsed."""

from collections.abc import Callable
from datetime import UTC, datetime

from mailer.model.errors import SettingWrong

Clock = Callable[[], datetime]


def real_time() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def rehearsed(text: str) -> Clock:
    """A clock that stands at an ISO 8601 time with offset. Raises SettingWrong where it is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise SettingWrong("--now", "", f"{text!r} is no time with an offset", "Write it as 2026-11-24T09:30:00-05:00.")
    fixed = at.astimezone(UTC)
    return lambda: fixed
