"""What was done at the coordinator's word can be undone for an hour."""

from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.steps import in_pass, names, referred, the_case


def test_an_assignment_is_taken_back_and_the_supporter_released(stage: Stage) -> None:
    stage.answers(referred(stage), "2")
    fresh = stage.answers(stage.last("coordinator/tell-done"), "undo")
    assert names(fresh) == ["coordinator/ask-rematch", "supporter/tell-released"]
    assert the_case(stage).state is State.OPEN


def test_a_close_is_taken_back(stage: Stage) -> None:
    stage.answers(referred(stage), "close")
    assert the_case(stage).state is State.CLOSED
    fresh = stage.answers(stage.last("coordinator/tell-done"), "undo please, wrong case")
    assert "coordinator/ask-rematch" in names(fresh)
    assert the_case(stage).state is State.OPEN


def test_after_an_hour_it_is_too_late_and_said(stage: Stage) -> None:
    stage.answers(referred(stage), "2")
    told = stage.last("coordinator/tell-done")
    in_pass(stage, minutes=61)
    fresh = stage.answers(told, "undo")
    assert names(fresh) == ["coordinator/tell-not-done"]
    assert the_case(stage).state is State.INVITED
