"""A command that names another case than the letter it answers: nothing is done to either, and it is asked back."""

import pytest

from mailer.demo.stage import Stage
from tests.journeys.steps import MAURA, names, referred


@pytest.mark.parametrize(
    "words",
    [
        "Hold {other} until December 1",
        "Transfer {other} to Southern Maine",
        "Outside for {other}",
        "Assign 1 for {other}",
        "{other}: Chidi Tran",
    ],
)
def test_neither_case_is_touched(stage: Stage, words: str) -> None:
    referred(stage, "Mark Young")
    letter = referred(stage, "Aisha Smith")
    other = next(c.id for c in stage.edges.store.open_cases() if c.peer.name == "Mark Young")
    before = {c.id: (c.state, c.owner) for c in stage.edges.store.open_cases()}
    fresh = stage.answers(letter, words.format(other=other))
    assert names(fresh) == ["coordinator/ask-unclear"]
    assert fresh[0].to == MAURA
    assert {c.id: (c.state, c.owner) for c in stage.edges.store.open_cases()} == before
