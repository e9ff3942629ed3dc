"""The coordinator waits for a date; then the case comes back by itself."""

from datetime import UTC, datetime

from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.steps import MAURA, in_pass, names, referred, the_case


def test_it_waits_in_silence_and_is_asked_again_on_the_day(stage: Stage) -> None:
    fresh = stage.answers(referred(stage), "Hold until December 1, she is on vacation")
    assert names(fresh) == ["coordinator/tell-done"]
    assert the_case(stage).state is State.HELD
    quiet = in_pass(stage, days=10)
    assert not [x for x in quiet if x.name != "coordinator/tell-digest"]
    stage.now = datetime(2026, 12, 1, 14, tzinfo=UTC)
    asked = [x for x in in_pass(stage) if x.name == "coordinator/ask-rematch"]
    assert [x.to for x in asked] == [MAURA]
    assert the_case(stage).state is State.OPEN


def test_a_held_case_may_be_given_to_somebody_before_its_date(stage: Stage) -> None:
    question = referred(stage)
    stage.answers(question, "hold until December 1")
    fresh = stage.answers(question, "2")
    assert "supporter/ask-invitation" in names(fresh)


def test_a_date_that_has_passed_is_asked_about(stage: Stage) -> None:
    fresh = stage.answers(referred(stage), "hold until December 1, 2029")
    assert names(fresh) == ["coordinator/ask-unclear"]
    assert the_case(stage).state is State.OPEN


def test_the_promise_starts_anew_when_the_date_has_come(stage: Stage) -> None:
    stage.answers(referred(stage), "hold until December 1")
    stage.now = datetime(2026, 12, 1, 14, tzinfo=UTC)
    stage.one_pass()
    assert "coordinator/ask-overdue" in names(in_pass(stage, hours=12, minutes=10))
