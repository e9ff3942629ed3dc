"""The case belongs elsewhere: the other region's coordinator has it, with the words, and the first is told."""

import pytest

from mailer.demo.stage import Stage
from tests.journeys.steps import INGRID, MAURA, THEO, names, referred, the_case


def test_the_new_owner_gets_the_question_with_the_words(stage: Stage) -> None:
    fresh = stage.answers(referred(stage), "Please transfer this to Midcoast.")
    assert names(fresh) == ["coordinator/ask-match", "coordinator/tell-done"]
    question = next(x for x in fresh if x.name == "coordinator/ask-match")
    assert question.to == INGRID
    assert "quince marmalade" in question.flat
    assert the_case(stage).owner == INGRID


@pytest.mark.parametrize(
    "words", ["Transfer to Southern Maine", "this belongs to Biddeford", "Give it to Theo Lavallee"]
)
def test_a_town_and_a_coordinators_name_do_as_well(stage: Stage, words: str) -> None:
    stage.answers(referred(stage), words)
    assert the_case(stage).owner == THEO


def test_the_first_one_can_take_it_back_within_the_hour(stage: Stage) -> None:
    stage.answers(referred(stage), "transfer to Midcoast")
    fresh = stage.answers(stage.last("coordinator/tell-done", MAURA), "undo")
    assert the_case(stage).owner == MAURA
    assert "coordinator/ask-rematch" in names(fresh)


def test_afterwards_an_answer_of_the_first_one_changes_nothing(stage: Stage) -> None:
    question = referred(stage, "Joseph Nguyen at Saltmarsh")
    assert question.to == THEO
    stage.answers(question, "transfer to Midcoast")
    fresh = stage.answers(question, "2")
    assert not [x for x in fresh if x.name == "supporter/ask-invitation"]
