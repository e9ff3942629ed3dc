"""A no is fine: the coordinator chooses again, and that supporter is not offered for this case any more."""

import pytest

from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.steps import KENJI_EATON, MAURA, invited, names, the_case


@pytest.mark.parametrize(
    "words", ["No", "Sorry, I can't this week, ask me next month.", "I know her too well, please ask somebody else"]
)
def test_the_coordinator_is_asked_again_without_that_one(stage: Stage, words: str) -> None:
    assert invited(stage).to == KENJI_EATON
    [again] = stage.answers(stage.last("supporter/ask-invitation"), words)
    assert (again.name, again.to) == ("coordinator/ask-rematch", MAURA)
    assert "Kenji Eaton " not in again.text.partition("Who could reach out")[2]
    assert the_case(stage).state is State.OPEN


def test_the_words_of_a_no_are_told_nobody(stage: Stage) -> None:
    invited(stage)
    stage.answers(stage.last("supporter/ask-invitation"), "No. We fell out over the xylophone.")
    assert not [x for x in stage.letters if "xylophone" in x.everything]


def test_a_late_yes_is_welcome_while_nobody_else_was_asked(stage: Stage) -> None:
    invitation = invited(stage)
    stage.answers(invitation, "No")
    fresh = stage.answers(invitation, "Yes, I found the time after all")
    assert "supporter/tell-handover" in names(fresh)
