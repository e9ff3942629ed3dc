"""Asked which cases are meant, a coordinator answers with bare numbers or ids: what was asked about is done to those."""

import pytest

from mailer.demo.people import Letter
from mailer.demo.stage import PORTLAND, Stage
from mailer.model.case import State
from tests.journeys.steps import BEATRICE, MAURA, in_pass, names, referred, the_case


def three_cases(stage: Stage) -> tuple[Letter, ...]:
    return tuple(referred(stage, peer) for peer in ("Mark Young", "Aisha Smith", "Elizabeth Sewall"))


def numbered(letter: Letter) -> list[str]:
    """The ids of the question, in its order."""
    lines = (line.strip().removeprefix("- ") for line in letter.text.splitlines())
    return [line[3:8] for line in lines if line[:1].isdigit() and line[1:3] == ": "]


def shut(stage: Stage) -> set[str]:
    return {case.id for case in stage.edges.store.cases() if case.state is State.CLOSED}


@pytest.mark.parametrize("words", ["1 and 3", "#1, #3 please", "1 3", "Close 1 and 3"])
def test_numbers_mean_the_list_of_the_question(stage: Stage, words: str) -> None:
    first, *_ = three_cases(stage)
    [back] = stage.answers(first, "close 7 and 8")
    assert back.name == "coordinator/ask-unclear"
    ids = numbered(back)
    fresh = stage.answers(back, words)
    assert names(fresh) == ["coordinator/tell-done", "coordinator/tell-done"]
    assert shut(stage) == {ids[0], ids[2]}


def test_an_id_alone_means_that_case(stage: Stage) -> None:
    first, *_ = three_cases(stage)
    [back] = stage.answers(first, "close 7 and 8")
    ids = numbered(back)
    assert names(stage.answers(back, f"{ids[1]}\n\nMaura")) == ["coordinator/tell-done"]
    assert shut(stage) == {ids[1]}


def test_a_number_that_was_not_offered_is_asked_about_again(stage: Stage) -> None:
    first, *_ = three_cases(stage)
    [back] = stage.answers(first, "close 7 and 8")
    assert names(stage.answers(back, "7")) == ["coordinator/ask-unclear"]
    assert shut(stage) == set()


def test_a_no_closes_nothing_and_ends_it(stage: Stage) -> None:
    first, *_ = three_cases(stage)
    [back] = stage.answers(first, "close 7 and 8")
    assert stage.answers(back, "no") == []
    assert shut(stage) == set()


def test_a_case_closed_meanwhile_is_said(stage: Stage) -> None:
    first, second, _ = three_cases(stage)
    [back] = stage.answers(first, "close 7 and 8")
    stage.answers(second, "close")
    both = " and ".join(letter.subject.partition(":")[0] for letter in (first, second))
    fresh = stage.answers(back, f"both {both}")
    assert names(fresh) == ["coordinator/tell-done", "coordinator/tell-not-done"]


def test_a_hold_that_named_another_case_holds_the_one_that_is_answered(stage: Stage) -> None:
    first, second, _ = three_cases(stage)
    other = second.subject.partition(":")[0]
    [back] = stage.answers(first, f"Hold {other} until December 1, please.")
    assert numbered(back) == [first.subject.partition(":")[0], other]
    [told] = stage.answers(back, other)
    assert told.name == "coordinator/tell-done"
    assert "December 1" in told.flat
    assert {c.id: c.state for c in stage.edges.store.cases()}[other] is State.HELD
    assert [c.state for c in stage.edges.store.cases()].count(State.HELD) == 1


def test_a_number_of_one_list_is_never_used_on_another(stage: Stage) -> None:
    first, second, _ = three_cases(stage)
    other = second.subject.partition(":")[0]
    [back] = stage.answers(first, f"2 please, for {other}")
    [asks] = stage.answers(back, other)
    assert asks.name == "coordinator/ask-unclear"
    assert "Whom shall we ask" in asks.flat
    assert asks.subject.startswith(other)


def test_going_on_with_another_case_than_the_one_in_danger_releases_nothing(stage: Stage) -> None:
    calm = referred(stage, "Aisha Smith").subject.partition(":")[0]
    stage.write(
        BEATRICE, PORTLAND, "Mark", "Please reach out to Mark Young. He said he does not want to live any more.\n"
    )
    stage.one_pass()
    [back] = stage.answers(stage.last("coordinator/ask-crisis", MAURA), f"go on with {calm}")
    assert back.name == "coordinator/ask-unclear"
    [flagged] = [c for c in stage.edges.store.cases() if c.id != calm]
    assert flagged.in_danger
    assert names(stage.answers(back, flagged.id)) == ["coordinator/ask-match"]
    assert not [c for c in stage.edges.store.cases() if c.in_danger]


def test_an_id_that_is_none_of_theirs_closes_nothing(stage: Stage) -> None:
    letter = referred(stage)
    own = the_case(stage).id
    [back] = stage.answers(letter, f"close {own} and XQ7ZV")
    assert back.name == "coordinator/ask-unclear"
    assert "XQ7ZV" not in back.flat
    assert shut(stage) == set()
    assert not in_pass(stage, minutes=5)
