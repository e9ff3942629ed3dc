""" "Pause me until March": remembered, and not asked until then."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import RAVI, names, referred, writes

WHO = f"Ravi Thibodeau <{RAVI}>"


def test_without_a_mark_it_is_confirmed_and_they_are_not_listed(stage: Stage) -> None:
    fresh = writes(stage, WHO, PORTLAND, "A break", "Please pause me until March 1, 2027.\n")
    assert [(x.name, x.to) for x in fresh] == [("coordinator/tell-done", RAVI)]
    assert "Ravi Thibodeau" not in referred(stage).text


def test_in_answer_to_an_invitation_it_is_a_no_as_well(stage: Stage) -> None:
    stage.answers(referred(stage), "Ravi Thibodeau")
    fresh = stage.answers(stage.last("supporter/ask-invitation"), "Please pause me until March.")
    assert names(fresh) == ["coordinator/ask-rematch"]
    assert "Ravi Thibodeau" not in fresh[0].text.partition("Who could reach out")[2]
    stage.wait(days=30)
    assert "Ravi Thibodeau" not in referred(stage, "Aisha Smith").text
