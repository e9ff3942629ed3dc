""" "2, else Ravi": the second is asked when the first says no or says nothing, and the coordinator is left in peace."""

from mailer.demo.stage import Stage
from tests.journeys.steps import RAVI, in_pass, invited, names, referred


def test_what_was_kept_is_said(stage: Stage) -> None:
    fresh = stage.answers(referred(stage), "2, else Ravi")
    told = next(x for x in fresh if x.name == "coordinator/tell-done")
    assert "Ravi Thibodeau" in told.text


def test_the_second_is_asked_when_the_first_says_no(stage: Stage) -> None:
    invitation = invited(stage, "2, else Ravi")
    assert invitation.to != RAVI
    fresh = stage.answers(invitation, "Sorry, I can't this week.")
    assert [(x.name, x.to) for x in fresh] == [("supporter/ask-invitation", RAVI)]


def test_the_second_is_asked_when_the_first_says_nothing(stage: Stage) -> None:
    invited(stage, "2, else Ravi")
    in_pass(stage, hours=6, minutes=5)
    fresh = in_pass(stage, hours=4)
    assert names(fresh) == ["supporter/ask-invitation", "supporter/tell-released"]
    assert stage.last("supporter/ask-invitation").to == RAVI


def test_after_the_last_no_the_coordinator_is_asked(stage: Stage) -> None:
    stage.answers(invited(stage, "2, else Ravi"), "No")
    fresh = stage.answers(stage.last("supporter/ask-invitation"), "No, not this time")
    assert names(fresh) == ["coordinator/ask-rematch"]
