"""How times and lists are said, and what is left of a programme's name on a lock screen."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mailer.outbound.said import dated, day, discreet, listed, when

MAINE = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    "utc, said",
    [
        (datetime(2026, 11, 25, 19, 30, tzinfo=UTC), "Wednesday, November 25, 2:30 PM"),
        (datetime(2026, 11, 25, 5, 0, tzinfo=UTC), "Wednesday, November 25, midnight"),
        (datetime(2026, 11, 25, 17, 0, tzinfo=UTC), "Wednesday, November 25, noon"),
        (datetime(2026, 11, 25, 5, 10, tzinfo=UTC), "Wednesday, November 25, 12:10 AM"),
        (datetime(2026, 7, 4, 13, 5, tzinfo=UTC), "Saturday, July 4, 9:05 AM"),  # summer time
    ],
)
def test_a_time_is_said_as_people_say_it(utc: datetime, said: str) -> None:
    assert when(utc, MAINE) == said


def test_a_date_of_another_season_is_said_with_its_year() -> None:
    assert dated(date(2026, 7, 1)) == "July 1, 2026"


def test_a_day_is_said_with_its_weekday() -> None:
    assert day(date(2026, 11, 30)) == "Monday, November 30"


@pytest.mark.parametrize(
    "values, said", [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_is_said_with_and(values: list[str], said: str) -> None:
    assert listed(values) == said


@pytest.mark.parametrize(
    "name, shown",
    [
        ("Harborside Health Peer Support", "Harborside Health"),
        ("Peer Support Program of Harborside", "Harborside"),
        ("Harborside Wellness & Peer-to-Peer Support", "Harborside"),
        ("Peer Support", ""),
        ("Harborside Casework", "Harborside Casework"),
    ],
)
def test_a_programmes_name_is_shown_without_what_it_is(name: str, shown: str) -> None:
    assert discreet(name) == shown
