"""Load and rest: who has much already, or was asked lately, comes later in the list, with the reason beside it."""

from mailer.demo.stage import Stage
from tests.journeys.steps import invited, referred, supporter_of


def listed(stage: Stage, peer: str) -> list[str]:
    question = referred(stage, peer)
    return [line for line in question.text.splitlines() if line.split()[:1] and line.split()[0].isdigit()]


def test_who_was_asked_moves_down_the_list(stage: Stage) -> None:
    first = invited(stage, "1").to
    surname = first.partition("@")[0].partition(".")[2].title()
    after = listed(stage, "Aisha Smith")
    assert surname not in after[0]


def test_the_reason_stands_beside_the_name(stage: Stage) -> None:
    stage.answers(referred(stage), "Kenji Eaton")
    assert supporter_of(stage)
    assert "has 1 of 2 now" in referred(stage, "Aisha Smith").flat


def test_a_no_gives_the_place_back(stage: Stage) -> None:
    stage.answers(referred(stage), "Chidi Tran")
    stage.answers(stage.last("supporter/ask-invitation"), "no")
    assert "Chidi Tran" in referred(stage, "Aisha Smith").text
