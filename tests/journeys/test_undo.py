"""What was done at the coordinator's word can be undone for an hour."""

from mailer.demo.people import Letter
from mailer.demo.stage import PORTLAND, Stage
from mailer.model.case import State
from tests.journeys.steps import BEATRICE, MAURA, in_pass, names, referred, the_case, writes


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


def test_a_referral_taken_down_by_mistake_is_closed_again(stage: Stage) -> None:
    [ask] = writes(
        stage, f"Maura Quill <{MAURA}>", PORTLAND, "New referral", "New referral: Mark Young, 207-555-0123\n"
    )
    assert "taken back until" in ask.flat
    assert names(stage.answers(ask, "undo")) == ["coordinator/tell-done"]
    assert the_case(stage).state is State.CLOSED


def test_a_release_is_taken_back_and_the_case_is_held_in_danger_again(stage: Stage) -> None:
    page = flagged(stage)
    [ask] = stage.answers(page, "go on")
    assert ask.name == "coordinator/ask-match"
    [told] = stage.answers(ask, "undo")
    assert "danger stands again" in told.flat
    assert the_case(stage).in_danger
    assert not in_pass(stage, hours=1)
    assert names(stage.answers(told, "GO ON")) == ["coordinator/ask-match"]


def test_a_close_made_while_danger_stood_is_taken_back_and_held(stage: Stage) -> None:
    stage.answers(flagged(stage), "close")
    assert the_case(stage).state is State.CLOSED
    [told] = stage.answers(stage.last("coordinator/tell-done"), "undo")
    assert told.name == "coordinator/tell-done"
    assert the_case(stage).state is State.OPEN
    assert the_case(stage).in_danger
    assert not in_pass(stage, hours=1)


def test_the_choice_among_several_people_of_a_name_is_taken_back(stage: Stage) -> None:
    stage.write(
        BEATRICE, PORTLAND, "A colleague", "Please reach out to Dr. Lee. She has gone quiet since the regatta.\n"
    )
    stage.one_pass()
    stage.answers(stage.last("coordinator/ask-which-person"), "1")
    asked = [x for x in stage.letters if "UNDO" in x.text][-1]
    assert "coordinator/ask-which-person" in names(stage.answers(asked, "undo"))
    assert the_case(stage).peer.resolved == "ambiguous"


def flagged(stage: Stage) -> Letter:
    """A sign of danger in a referral; the page to the coordinator."""
    stage.write(
        BEATRICE, PORTLAND, "Mark", "Please reach out to Mark Young. He said he does not want to live any more.\n"
    )
    stage.one_pass()
    return stage.last("coordinator/ask-crisis", MAURA)
