"""The promise clock: receipts and due times, worked out by hand with a calendar beside it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.casework.clock import holidays_of, is_weekend, minute_of_week, promise, promise_dues
from tests.casework.office import ORGANISATION, ZONE

CLOCK = ORGANISATION.clock
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
_FORM = "%a %Y-%m-%d %H:%M %Z"


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE, fold=fold)


@pytest.mark.parametrize(
    "received, fold, due, because",
    [
        ("2026-11-10T10:00", 0, "Wed 2026-11-11 10:00 EST", "a weekday, though the next day is a holiday"),
        ("2026-11-11T10:00", 0, "Fri 2026-11-13 10:00 EST", "Veterans Day"),
        ("2026-11-11T00:00", 0, "Fri 2026-11-13 00:00 EST", "a holiday begins at midnight"),
        ("2026-11-11T23:59", 0, "Fri 2026-11-13 23:59 EST", "a holiday lasts until midnight"),
        ("2026-11-12T00:00", 0, "Fri 2026-11-13 00:00 EST", "the holiday is over"),
        ("2026-11-13T16:59", 0, "Sat 2026-11-14 16:59 EST", "the last minute before the weekend"),
        ("2026-11-13T17:00", 0, "Sun 2026-11-15 17:00 EST", "the weekend begins on Friday at five"),
        ("2026-11-15T23:59", 0, "Tue 2026-11-17 23:59 EST", "the last minute of the weekend"),
        ("2026-11-16T00:00", 0, "Tue 2026-11-17 00:00 EST", "the weekend is over"),
        ("2026-11-25T23:59", 0, "Thu 2026-11-26 23:59 EST", "the eve of Thanksgiving"),
        ("2026-11-26T12:00", 0, "Sat 2026-11-28 12:00 EST", "Thanksgiving"),
        ("2026-12-25T18:00", 0, "Sun 2026-12-27 18:00 EST", "Christmas, and a weekend: 48 hours, not more"),
        ("2026-12-31T23:59", 0, "Fri 2027-01-01 23:59 EST", "the eve of the new year"),
        ("2027-04-19T09:00", 0, "Wed 2027-04-21 09:00 EDT", "Patriots' Day, which Maine keeps"),
        ("2026-10-30T16:00", 0, "Sat 2026-10-31 16:00 EDT", "before the clocks go back"),
        ("2026-10-31T12:00", 0, "Mon 2026-11-02 11:00 EST", "48 real hours, over a night of 25"),
        ("2026-11-01T01:30", 0, "Tue 2026-11-03 00:30 EST", "half past one the first time"),
        ("2026-11-01T01:30", 1, "Tue 2026-11-03 01:30 EST", "half past one the second time"),
        ("2027-03-12T16:30", 0, "Sat 2027-03-13 16:30 EST", "before the clocks go forward"),
        ("2027-03-12T17:00", 0, "Sun 2027-03-14 18:00 EDT", "48 real hours, over a day of 23"),
        ("2027-03-13T12:00", 0, "Mon 2027-03-15 13:00 EDT", "the same on Saturday"),
    ],
)
def test_the_promise_is_as_worked_out_by_hand(received: str, fold: int, due: str, because: str) -> None:
    assert promise(local(received, fold), CLOCK).astimezone(ZONE).strftime(_FORM) == due, because


@given(MOMENTS)
def test_the_promise_is_24_or_48_elapsed_hours_whatever_the_clocks_do(received: datetime) -> None:
    assert promise(received, CLOCK) - received in (timedelta(hours=24), timedelta(hours=48))


@given(MOMENTS)
def test_reminders_come_in_order_and_never_in_the_past(received: datetime) -> None:
    due = promise(received, CLOCK)
    for waited in (timedelta(0), timedelta(hours=13), timedelta(hours=30), timedelta(hours=90)):
        dues = promise_dues(received, due, received + waited, CLOCK, timedelta(hours=2))
        assert dues[-1].what == "system"
        assert [d.at for d in dues] == sorted(d.at for d in dues)
        assert all(d.at > received + waited for d in dues)


def test_a_weekend_may_be_set_to_other_days() -> None:
    clock = replace(CLOCK, weekend=("Thu 12:00", "Sun 00:00"), holidays="")
    assert is_weekend(local("2026-11-12T12:00"), clock)
    assert not is_weekend(local("2026-11-15T09:00"), clock)


@pytest.mark.parametrize("text", ["Someday 17:00", "Fri", "Fri 25:00", ""])
def test_a_wrong_time_of_the_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        minute_of_week(text)


def test_no_holidays_are_kept_where_none_are_set_and_an_unknown_place_is_refused() -> None:
    assert not holidays_of("", 2026)
    with pytest.raises(ValueError, match="US-ME"):
        holidays_of("Atlantis", 2026)
