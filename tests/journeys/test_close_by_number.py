"""Several cases in one thread: "close 3 and 5" works by the ids or asks, and never closes the wrong one."""

from mailer.demo.people import Letter
from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.steps import names, referred


def two_questions(stage: Stage) -> tuple[Letter, Letter]:
    return referred(stage), referred(stage, "Aisha Smith")


def states(stage: Stage) -> list[State]:
    return sorted(case.state for case in stage.edges.store.cases())


def test_numbers_that_name_no_case_are_asked_about(stage: Stage) -> None:
    first, _ = two_questions(stage)
    fresh = stage.answers(first, "close 3 and 5")
    assert names(fresh) == ["coordinator/ask-unclear"]
    assert states(stage) == [State.OPEN, State.OPEN]


def test_two_ids_close_two_cases(stage: Stage) -> None:
    _, last = two_questions(stage)
    one, other = (case.id for case in stage.edges.store.cases())
    fresh = stage.answers(last, f"Close {one} and {other}")
    assert names(fresh) == ["coordinator/tell-done", "coordinator/tell-done"]
    assert states(stage) == [State.CLOSED, State.CLOSED]


def test_a_bare_close_closes_the_case_of_its_letter_alone(stage: Stage) -> None:
    first, _ = two_questions(stage)
    stage.answers(first, "close")
    assert states(stage) == [State.CLOSED, State.OPEN]
    [shut] = [c for c in stage.edges.store.cases() if c.state is State.CLOSED]
    assert shut.peer.name == "Mark Young"
