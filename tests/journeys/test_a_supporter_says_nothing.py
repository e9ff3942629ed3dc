"""Silence: asked once more after six hours, then let go in time for the promise."""

from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.steps import in_pass, invited, names, the_case


def test_asked_again_then_back_to_the_coordinator(stage: Stage) -> None:
    invitation = invited(stage)
    again = in_pass(stage, hours=6, minutes=5)
    assert [(x.name, x.to) for x in again] == [("supporter/ask-again", invitation.to)]
    back = in_pass(stage, hours=4)
    assert names(back) == ["coordinator/ask-rematch", "supporter/tell-released"]
    assert the_case(stage).state is State.OPEN


def test_a_yes_to_the_second_question_counts(stage: Stage) -> None:
    invited(stage)
    [again] = in_pass(stage, hours=6, minutes=5)
    assert "supporter/tell-handover" in names(stage.answers(again, "Yes"))


def test_a_yes_after_the_release_still_counts_while_nobody_else_was_asked(stage: Stage) -> None:
    invitation = invited(stage)
    in_pass(stage, hours=10, minutes=5)
    assert "supporter/tell-handover" in names(stage.answers(invitation, "Yes, sorry, I was in theatre"))


def test_a_late_yes_when_another_was_asked_is_thanked(stage: Stage) -> None:
    invitation = invited(stage)
    in_pass(stage, hours=10, minutes=5)
    stage.answers(stage.last("coordinator/ask-rematch"), "1")
    fresh = stage.answers(invitation, "Yes")
    assert [(x.name, x.to) for x in fresh] == [("supporter/tell-released", invitation.to)]
