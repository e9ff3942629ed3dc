"""Several people of one name: nobody is guessed, the coordinator chooses by a number, a name or a department."""

import pytest

from mailer.demo.people import Letter
from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import BEATRICE, MAURA, names, the_case

TEXT = "Could somebody please reach out to Dr. Lee? She has gone quiet since the regatta.\n\nBeatrice Bouchard\n"


def asked(stage: Stage) -> Letter:
    stage.write(BEATRICE, PORTLAND, "A colleague", TEXT)
    stage.one_pass()
    return stage.last("coordinator/ask-which-person")


def test_the_coordinator_is_asked_which_and_nobody_is_matched_yet(stage: Stage) -> None:
    question = asked(stage)
    assert question.to == MAURA
    assert "Amy Lee" in question.text
    assert "Thomas Lee" in question.text
    assert names(stage.letters) == ["coordinator/ask-which-person", "referrer/tell-received"]


@pytest.mark.parametrize("words", ["Amy", "Amy Lee", "amy.lee@pinecoast.example"])
def test_a_name_or_an_address_chooses(stage: Stage, words: str) -> None:
    fresh = stage.answers(asked(stage), words)
    assert "coordinator/ask-match" in names(fresh)
    assert the_case(stage).peer.name == "Amy Lee"


def test_a_number_chooses_and_the_next_letter_is_the_list_of_supporters(stage: Stage) -> None:
    question = asked(stage)
    second = next(line for line in question.text.splitlines() if line.split()[:1] == ["2"])
    fresh = stage.answers(question, "2")
    assert "coordinator/ask-match" in names(fresh)
    assert (the_case(stage).peer.name or "?") in second


def test_nobody_is_asked_to_support_a_colleague_who_may_be_themselves(stage: Stage) -> None:
    stage.answers(asked(stage), "Amy Lee")
    stage.answers(stage.last("coordinator/ask-match"), "Frank Lee")
    assert not stage.letters_to("amy.lee@pinecoast.example", "supporter/")


def test_the_clock_runs_meanwhile(stage: Stage) -> None:
    asked(stage)
    stage.new_letters()
    stage.wait(hours=12, minutes=5)
    assert names(stage.new_letters()) == ["coordinator/ask-overdue"]
