"""A referral that arrives at a weekend or on a holiday is promised within 48 hours; its arrival decides."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.conftest import Staging
from tests.journeys.steps import in_pass, names, referred, the_case

SATURDAY = datetime(2026, 11, 21, 15, tzinfo=UTC)
FRIDAY_BEFORE_FIVE = datetime(2026, 11, 20, 21, 59, tzinfo=UTC)
FRIDAY_AFTER_FIVE = datetime(2026, 11, 20, 22, 1, tzinfo=UTC)
THANKSGIVING = datetime(2026, 11, 26, 15, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 17, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "arrives, hours",
    [(SATURDAY, 48), (FRIDAY_BEFORE_FIVE, 24), (FRIDAY_AFTER_FIVE, 48), (THANKSGIVING, 48), (TUESDAY, 24)],
)
def test_the_promise_is_of_the_hour_of_arrival(staged: Staging, arrives: datetime, hours: int) -> None:
    stage = staged(now=arrives)
    referred(stage)
    assert the_case(stage).promise_at == arrives + timedelta(hours=hours)


def test_the_reminder_waits_longer_at_a_weekend(staged: Staging) -> None:
    stage = staged(now=SATURDAY)
    referred(stage)
    assert "coordinator/ask-overdue" not in names(in_pass(stage, hours=23))
    assert "coordinator/ask-overdue" in names(in_pass(stage, hours=1, minutes=5))


def test_both_ends_of_summer_time_are_elapsed_hours(staged: Staging) -> None:
    before = datetime(2026, 10, 30, 14, tzinfo=UTC)  # a Friday morning; the clocks change on Sunday
    stage = staged(now=before)
    referred(stage)
    assert the_case(stage).promise_at == before + timedelta(hours=24)
