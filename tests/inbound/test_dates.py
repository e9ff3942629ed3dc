"""Dates in an answer count from the day the mail was sent."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.inbound.dates import date_meant

THURSDAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    "text, day",
    [
        ("until Monday", "2026-11-16"),
        ("until Nov. 23, please. He is on nights through the 22nd", "2026-11-23"),
        ("until the 30th", "2026-11-30"),
        ("until the 5th", "2026-12-05"),
        ("next Monday", "2026-11-16"),
        ("next Friday", "2026-11-20"),
        ("after Thanksgiving", "2026-11-27"),
        ("for two weeks", "2026-11-26"),
        ("wait a week", "2026-11-19"),
        ("not before 12/1", "2026-12-01"),
        ("1/4/27", "2027-01-04"),
        ("December 3rd", "2026-12-03"),
        ("3 December", "2026-12-03"),
        ("February 2", "2027-02-02"),
        ("tomorrow", "2026-11-13"),
        ("the day after tomorrow", "2026-11-14"),
        ("till the new year", "2027-01-01"),
        ("the end of the month", "2026-11-30"),
        ("until next week", "2026-11-16"),
        ("until next month", "2026-12-01"),
        ("until January", "2027-01-01"),
        ("until after the 20th", "2026-11-21"),
        ("Monday the 30th", "2026-11-30"),
        ("2026-11-16", "2026-11-16"),
        ("after the weekend", "2026-11-16"),
        ("a week from Monday", "2026-11-23"),
        ("until mid-December", "2026-12-15"),
        ("until the twentieth", "2026-11-20"),
        ("in a month", "2026-12-12"),
    ],
)
def test_a_date_is_read(text: str, day: str) -> None:
    found = date_meant(text, THURSDAY)
    assert found is not None
    assert found.day.isoformat() == day


@pytest.mark.parametrize("text", ["", "may I wait", "3 weeks ago", "2", "call 555-0142", "November 31", "13/45"])
def test_no_date_is_invented(text: str) -> None:
    assert date_meant(text, THURSDAY) is None


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.text(max_size=80))
def test_a_date_never_lies_before_the_mail(sent: date, text: str) -> None:
    found = date_meant(text, sent)
    assert found is None or found.day >= sent


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 300))
def test_an_iso_date_is_itself(sent: date, ahead: int) -> None:
    day = sent + timedelta(days=ahead)
    found = date_meant(f"until {day.isoformat()}", sent)
    assert found is not None
    assert found.day == day
