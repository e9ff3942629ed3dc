"""A coordinator asks by mail how things stand, or what can be answered; with a mark or without."""

import pytest

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import MAURA, RAVI, names, referred, the_case, writes


def test_status_lists_the_own_cases_by_their_ids_without_names(stage: Stage) -> None:
    referred(stage)
    [told] = writes(stage, f"Maura Quill <{MAURA}>", PORTLAND, "status", "status\n")
    assert (told.name, told.to) == ("coordinator/tell-help", MAURA)
    assert the_case(stage).id in told.text
    assert "Mark Young" not in told.everything


def test_status_in_answer_to_a_letter_does_nothing_else(stage: Stage) -> None:
    [told] = stage.answers(referred(stage), "Status?")
    assert told.name == "coordinator/tell-help"


@pytest.mark.parametrize("who", [f"Maura Quill <{MAURA}>", f"Ravi Thibodeau <{RAVI}>"])
def test_help_is_for_coordinators_and_supporters(stage: Stage, who: str) -> None:
    [told] = writes(stage, who, PORTLAND, "help", "help\n")
    assert told.name == "coordinator/tell-help"


@pytest.mark.parametrize("who", [f"Maura Quill <{MAURA}>", f"Ravi Thibodeau <{RAVI}>"])
def test_a_greeting_around_the_word_makes_no_referral_of_it(stage: Stage, who: str) -> None:
    text = f"Good morning,\n\nhelp\n\nThank you.\n\n{who.partition(' <')[0]}\n"
    [told] = writes(stage, who, PORTLAND, "Re: One question", text)
    assert told.name == "coordinator/tell-help"


def test_help_among_words_of_ones_own_is_no_command(stage: Stage) -> None:
    fresh = writes(stage, f"Ravi Thibodeau <{RAVI}>", PORTLAND, "Hi", "Hi there, help\n\nI am so tired.\n\nRavi\n")
    assert "coordinator/tell-help" not in names(fresh)


def test_anything_else_without_a_mark_gets_one_question_back_to_the_configured_address(stage: Stage) -> None:
    fresh = writes(
        stage, "Maura <Maura.Quill+phone@harborview.example>", PORTLAND, "hm", "Is the gazebo free on Friday?\n"
    )
    assert names(fresh) == ["coordinator/ask-unclear"]
    assert fresh[0].to == MAURA
