"""The clock counts in UTC, whatever is asked of it: a keeping time is elapsed hours, also over a night on which clocks change."""

from datetime import UTC, timedelta

import pytest

from mailer.edges.clock import real_time, rehearsed
from mailer.model.errors import SettingWrong


def test_the_real_time_is_in_utc() -> None:
    assert real_time().tzinfo is UTC


def test_a_rehearsed_time_is_in_utc_too_so_that_a_fortnight_before_it_is_always_as_many_hours() -> None:
    after_the_change = rehearsed("2027-03-27T08:00:00-04:00")()
    assert after_the_change.tzinfo is UTC
    assert (after_the_change - timedelta(days=14)).isoformat() == "2027-03-13T12:00:00+00:00"


@pytest.mark.parametrize("text", ["2027-03-27T08:00:00", "tomorrow", ""])
def test_a_time_without_an_offset_is_no_time(text: str) -> None:
    with pytest.raises(SettingWrong):
        rehearsed(text)
