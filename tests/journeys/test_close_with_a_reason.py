"""A coordinator closes a case with a word of the reason; the peer and the referrer hear nothing."""

import pytest

from mailer.demo.stage import Stage
from mailer.model.case import Outcome
from tests.journeys.steps import MARK, invited, names, referred, the_case


@pytest.mark.parametrize(
    "words, outcome",
    [
        ("close", Outcome.WITHDRAWN),
        ("close, duplicate", Outcome.DUPLICATE),
        ("Please close: not eligible.", Outcome.NOT_ELIGIBLE),
        ("Close it, he withdrew.", Outcome.WITHDRAWN),
    ],
)
def test_the_reason_is_the_outcome(stage: Stage, words: str, outcome: Outcome) -> None:
    fresh = stage.answers(referred(stage), words)
    assert names(fresh) == ["coordinator/tell-done"]
    assert the_case(stage).outcome is outcome


def test_the_supporter_who_was_asked_is_released(stage: Stage) -> None:
    invited(stage)
    fresh = stage.answers(stage.last("coordinator/tell-done"), "close")
    assert names(fresh) == ["coordinator/tell-done", "supporter/tell-released"]
    assert not stage.letters_to(MARK)
