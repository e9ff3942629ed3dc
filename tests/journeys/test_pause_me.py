""" "Pause me", until a date or without one: confirmed, and not asked until then, or until they write that they are back."""

import pytest

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import MAURA, RAVI, in_pass, names, referred, the_case, writes

WHO = f"Ravi Thibodeau <{RAVI}>"


def is_listed(stage: Stage, peer: str) -> bool:
    return "Ravi Thibodeau" in referred(stage, peer).text


def test_without_a_mark_it_is_confirmed_and_they_are_not_listed(stage: Stage) -> None:
    [told] = writes(stage, WHO, PORTLAND, "A break", "Please pause me until March 1, 2027.\n")
    assert (told.name, told.to) == ("coordinator/tell-done", RAVI)
    assert "until March 1, 2027" in told.flat
    assert "I AM BACK" in told.flat
    assert not is_listed(stage, "Mark Young")


@pytest.mark.parametrize("words", ["Pause me", "Please take me off the list.", "pause"])
def test_without_a_date_it_lasts_until_they_write_again(stage: Stage, words: str) -> None:
    [told] = writes(stage, WHO, PORTLAND, "A break", f"{words}\n")
    assert "until you write that you are back" in told.flat
    in_pass(stage, days=200)
    assert not is_listed(stage, "Mark Young")


@pytest.mark.parametrize(
    "words", ["I am back", "unpause me", "undo", "Please lift the pause.", "Put me back on the list, please"]
)
def test_the_answer_to_its_letter_lifts_it(stage: Stage, words: str) -> None:
    [told] = writes(stage, WHO, PORTLAND, "A break", "Pause me\n")
    [welcome] = stage.answers(told, words)
    assert "asked again from now on" in welcome.flat
    assert is_listed(stage, "Mark Young")


def test_a_mail_of_its_own_lifts_it_before_its_date(stage: Stage) -> None:
    writes(stage, WHO, PORTLAND, "A break", "Pause me until March, please.\n")
    [welcome] = writes(stage, WHO, PORTLAND, "Hello", "Hello, I'm back from leave.\n")
    assert (welcome.name, welcome.to) == ("coordinator/tell-done", RAVI)
    assert is_listed(stage, "Mark Young")


def test_in_answer_to_an_invitation_it_is_a_no_as_well_and_confirmed(stage: Stage) -> None:
    stage.answers(referred(stage), "Ravi Thibodeau")
    fresh = stage.answers(stage.last("supporter/ask-invitation"), "Please pause me until March.")
    assert names(fresh) == ["coordinator/ask-rematch", "coordinator/tell-done"]
    assert [x.to for x in fresh if x.name == "coordinator/tell-done"] == [RAVI]
    assert "Ravi Thibodeau" not in fresh[0].text.partition("Who could reach out")[2]
    stage.wait(days=30)
    assert not is_listed(stage, "Aisha Smith")


def test_a_request_that_waits_goes_on_at_once_when_the_pause_is_asked_for_elsewhere(stage: Stage) -> None:
    stage.answers(referred(stage), "Ravi Thibodeau")
    fresh = writes(stage, WHO, PORTLAND, "A break", "Please pause me.\n")
    assert names(fresh) == ["coordinator/ask-rematch", "coordinator/tell-done"]
    assert the_case(stage).supporter is None


def test_an_out_of_office_does_not_shorten_it(stage: Stage) -> None:
    writes(stage, WHO, PORTLAND, "A break", "Pause me until March, please.\n")
    headers = [("Auto-Submitted", "auto-replied")]
    writes(stage, WHO, PORTLAND, "Out of office", "I am out of the office until November 19.\n", headers=headers)
    in_pass(stage, days=7)
    assert not is_listed(stage, "Mark Young")


def test_whoever_is_asked_by_name_in_a_pause_is_asked_only_after_the_coordinator_said_it_twice(stage: Stage) -> None:
    writes(stage, WHO, PORTLAND, "A break", "Pause me\n")
    [back] = stage.answers(referred(stage), "Ravi Thibodeau")
    assert (back.name, back.to) == ("coordinator/ask-unclear", MAURA)
    assert "has asked for a pause" in back.flat
