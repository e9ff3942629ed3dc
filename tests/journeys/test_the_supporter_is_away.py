"""An out-of-office of a supporter who was asked: the next choice or the coordinator, at once."""

from mailer.demo.people import Letter
from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import RAVI, invited, names, referred

AWAY = "Thank you for your message. I am on leave and return on December 1, 2026.\n"


def is_away(stage: Stage, invitation: Letter) -> list[Letter]:
    stage.new_letters()
    stage.write(
        f"Away <{invitation.to}>", PORTLAND, f"Automatic reply: {invitation.subject}", AWAY,
        headers=[("Auto-Submitted", "auto-replied")], answers=invitation,
    )  # fmt: skip
    stage.one_pass()
    return stage.new_letters()


def test_the_coordinator_is_asked_again(stage: Stage) -> None:
    fresh = is_away(stage, invited(stage))
    assert names(fresh) == ["coordinator/ask-rematch", "supporter/tell-released"]


def test_the_second_choice_is_asked_without_asking_the_coordinator(stage: Stage) -> None:
    invitation = invited(stage, "Kenji Eaton, or else Ravi Thibodeau")
    fresh = is_away(stage, invitation)
    assert names(fresh) == ["supporter/ask-invitation", "supporter/tell-released"]
    assert stage.last("supporter/ask-invitation").to == RAVI


def test_until_the_return_they_are_not_listed(stage: Stage) -> None:
    invitation = invited(stage, "Kenji Eaton")
    is_away(stage, invitation)
    stage.wait(days=2)
    assert "Kenji Eaton" not in referred(stage, "Aisha Smith").text
