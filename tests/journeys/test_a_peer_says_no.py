"""A no is understood, the door stays open, and nobody writes again; what the peer wrote is told nobody."""

import pytest

from mailer.demo.stage import Stage
from mailer.model.case import Outcome
from tests.journeys.steps import MARK, MAURA, in_pass, names, reached_out, the_case


@pytest.mark.parametrize("words", ["No thank you.", "I'm fine, thanks.", "Not now, I would rather not."])
def test_one_understanding_letter_and_everybody_is_told(stage: Stage, words: str) -> None:
    fresh = stage.answers(reached_out(stage), words)
    assert names(fresh) == ["coordinator/tell-outcome", "peer/tell-understood", "supporter/tell-released"]
    assert the_case(stage).outcome is Outcome.DECLINED


def test_the_words_of_the_no_are_told_nobody_and_kept_nowhere(stage: Stage) -> None:
    stage.answers(reached_out(stage), "No thanks. I have had enough of zithers.")
    assert not [x for x in stage.letters if "zithers" in x.everything]
    assert not any(b"zithers" in raw for raw in stage.server.mails("peertopeer", "Handled"))


def test_afterwards_nobody_writes_to_the_peer_again(stage: Stage) -> None:
    stage.answers(reached_out(stage), "No thanks.")
    before = len(stage.letters_to(MARK))
    in_pass(stage, days=8)
    in_pass(stage, days=30)
    assert len(stage.letters_to(MARK)) == before


def test_a_bare_yes_to_the_understanding_letter_is_for_the_resources(stage: Stage) -> None:
    stage.answers(reached_out(stage), "No thanks.")
    fresh = stage.answers(stage.last("peer/tell-understood"), "yes")
    assert names(fresh) == ["peer/tell-resources"]
    assert not [x for x in stage.letters_to(MAURA) if x.name == "coordinator/ask-rematch"]
