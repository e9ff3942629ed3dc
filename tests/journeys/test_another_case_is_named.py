"""A command that names another case than the letter it answers: nothing is done to either, and it is asked back."""

import pytest

from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.steps import INGRID, MAURA, names, referred, self_referred, the_case


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


@pytest.mark.parametrize(
    "words",
    [
        "close K7Q2M9",
        "Close K9TJ8",
        "Please close K9TJ8, they found somebody.",
        "2 for KBJQD",
        "Close K4766",
        "OUTSIDE for k9tj8",
    ],
)
def test_an_id_that_no_open_case_has_is_asked_about_and_the_letters_own_case_stays(stage: Stage, words: str) -> None:
    fresh = stage.answers(referred(stage), words)
    assert names(fresh) == ["coordinator/ask-unclear"]
    assert the_case(stage).state is State.OPEN


@pytest.mark.parametrize("words", ["Close {other}", "Close {other} and {own}", "Assign 1, and close {other}"])
def test_another_offices_case_is_neither_touched_nor_spoken_of(stage: Stage, words: str) -> None:
    self_referred(stage, "Could I talk to somebody? It was the quince marmalade.\n\nCaleb Chowdhury\n")
    [theirs] = stage.edges.store.open_cases()
    letter = referred(stage, "Mark Young")
    own = next(c.id for c in stage.edges.store.open_cases() if c.id != theirs.id)
    assert theirs.owner == INGRID
    [asked] = stage.answers(letter, words.format(other=theirs.id, own=own))
    assert (asked.name, asked.to) == ("coordinator/ask-unclear", MAURA)
    assert {c.state for c in stage.edges.store.open_cases()} == {State.OPEN}
    assert len(list(stage.edges.store.open_cases())) == 2
    assert theirs.id not in asked.everything


@pytest.mark.parametrize(
    "words", ["2\n\nTHX", "Number 2 please. PGY3 resident.", "2 PLS, THX", "Number 2 please. My extension is x4766."]
)
def test_what_only_looks_a_little_like_an_id_stands_in_nobodys_way(stage: Stage, words: str) -> None:
    assert "supporter/ask-invitation" in names(stage.answers(referred(stage), words))
