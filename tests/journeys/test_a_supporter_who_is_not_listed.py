"""Somebody who is not on the list, is full or inactive is asked only after the coordinator said it twice."""

from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.conftest import Staging
from tests.journeys.steps import CHIDI, names, referred, the_case


def test_a_supporter_of_another_region_is_asked_back_about(stage: Stage) -> None:
    fresh = stage.answers(referred(stage), "Please ask Tariq Rahman")
    assert names(fresh) == ["coordinator/ask-unclear"]
    again = stage.answers(fresh[0], "1")
    assert "supporter/ask-invitation" in names(again)
    assert stage.last("supporter/ask-invitation").to == "tariq.rahman@pinecoast.example"


def test_yes_is_enough_to_the_question_back(stage: Stage) -> None:
    fresh = stage.answers(referred(stage), "Please ask Tariq Rahman")
    again = stage.answers(fresh[0], "Yes please.")
    assert [x.to for x in again if x.name == "supporter/ask-invitation"] == ["tariq.rahman@pinecoast.example"]


def test_having_seen_the_question_is_no_yes_to_it(stage: Stage) -> None:
    fresh = stage.answers(referred(stage), "Please ask Tariq Rahman")
    again = stage.answers(fresh[0], "Hi,\n\nGot it, thanks.\n\nMaura")
    assert "supporter/ask-invitation" not in names(again)


def test_a_yes_that_comes_after_another_has_accepted_takes_nothing_from_them(stage: Stage) -> None:
    asked = referred(stage)
    back = stage.answers(asked, "Please ask Tariq Rahman")
    stage.answers(asked, "2")
    stage.answers(stage.last("supporter/ask-invitation"), "Yes, gladly.")
    again = stage.answers(back[0], "yes")
    assert names(again) == ["coordinator/tell-not-done"]
    assert the_case(stage).state is State.REACHED_OUT


def test_an_inactive_one_is_asked_back_about_with_the_reason(stage: Stage) -> None:
    [back] = stage.answers(referred(stage), "Irene Drinkwater")
    assert back.name == "coordinator/ask-unclear"
    assert "not active" in back.flat


def test_one_who_is_full_is_not_listed_and_asked_back_about(stage: Stage) -> None:
    stage.answers(referred(stage), "Chidi Tran")  # of capacity one
    assert stage.last("supporter/ask-invitation").to == CHIDI
    second = referred(stage, "Aisha Smith")
    assert "Chidi Tran" not in second.text
    [back] = stage.answers(second, "Chidi Tran")
    assert "has 1 of 1" in back.flat


def test_the_list_of_a_small_roster_names_each_who_may_be_asked(staged: Staging) -> None:
    stage = staged()
    assert "Ravi Thibodeau" in referred(stage).text
