"""The one reminder to a silent peer: only where the settings turn it on, once, and never after an answer."""

import pytest

from mailer.demo.stage import Stage
from tests.journeys.conftest import Staging
from tests.journeys.steps import MARK, in_pass, reached_out


def turned_on(text: str) -> str:
    return f"{text}\n[outreach]\nremind = true\n"


def outreaches(stage: Stage) -> int:
    return len([x for x in stage.letters_to(MARK) if x.name == "peer/ask-outreach"])


def test_a_silent_peer_is_reminded_once(staged: Staging) -> None:
    stage = staged(turned_on)
    reached_out(stage)
    for _ in range(3):
        in_pass(stage, days=7, minutes=5)
    assert outreaches(stage) == 2


@pytest.mark.parametrize("words", ["No thanks.", "Yes please.", "Please never contact me again."])
def test_never_after_an_answer(staged: Staging, words: str) -> None:
    stage = staged(turned_on)
    stage.answers(reached_out(stage), words)
    in_pass(stage, days=8)
    assert outreaches(stage) == 1


def test_by_itself_it_is_off(stage: Stage) -> None:
    reached_out(stage)
    in_pass(stage, days=8)
    assert outreaches(stage) == 1
