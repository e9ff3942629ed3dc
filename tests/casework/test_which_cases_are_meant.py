"""Bare numbers, ids, a yes or a no, in answer to the question which cases are meant: what is done, and to which alone."""

from dataclasses import replace

import pytest

from mailer.casework import decide
from mailer.casework.closing import says_no, says_yes, strange_ids
from mailer.model.case import State
from mailer.model.letters import AskMatch, AskUnclear, Letter, TellNotDone
from mailer.model.meaning import Answer, Intent
from mailer.model.question import Question
from tests.casework.office import NILS, RULES, SAM, Play, kinds, peer, referral


def two_cases() -> Play:
    play = Play()
    play.mail(referral(peer("Max Orr"), peer("Kim Ash")))
    return play


def asked_which(play: Play) -> AskUnclear:
    first = next(x for x in play.sent if isinstance(x, AskMatch))
    [back] = play.answer(first, "close", text="close 3 and 5")
    assert isinstance(back, AskUnclear)
    return back


def closed_ids(play: Play) -> list[str]:
    return [c.id for c in play.cases.values() if not c.is_open]


@pytest.mark.parametrize(
    "said, closed",
    [
        ("1", ["C000"]),
        ("2 please", ["C001"]),
        ("1 and 2", ["C000", "C001"]),
        ("both", ["C000", "C001"]),
        ("All of them, thanks", ["C000", "C001"]),
        ("c001", ["C001"]),
        ("C001\nNils", ["C001"]),
        ("close 2", ["C001"]),
        ("3", []),
        ("yes", []),
        ("no", []),
        ("not 1", []),
        ("1 is fine, the other one I will think about", []),
        ("all but 1", []),
    ],
)
def test_only_what_is_named_without_a_doubt_is_closed(said: str, closed: list[str]) -> None:
    play = two_cases()
    play.answer(asked_which(play), "unclear", text=said)
    assert closed_ids(play) == closed


def test_the_reason_that_was_given_is_kept_for_the_answer() -> None:
    play = two_cases()
    first = next(x for x in play.sent if isinstance(x, AskMatch))
    [back] = play.answer(first, "close", text="close 3 and 5, duplicates")
    play.answer(back, "unclear", text="1")
    assert str(play.cases["C000"].outcome) == "duplicate"


def test_a_case_in_danger_that_is_named_is_closed_and_taken_back_it_is_in_danger_again() -> None:
    play = two_cases()
    back = asked_which(play)
    play.mail(replace(referral(peer("Kim Ash"), by="Ada Fenn"), safety=True))
    [told] = play.answer(back, "unclear", text="2")
    assert closed_ids(play) == ["C001"]
    play.answer(told, "undo")
    assert play.cases["C001"].in_danger
    assert play.cases["C001"].is_open


def test_whatever_is_answered_stops_the_pages_of_the_case_that_was_asked_about() -> None:
    play = two_cases()
    back = asked_which(play)
    assert back.case == "C000"
    play.mail(replace(referral(peer("Max Orr"), by="Ada Fenn"), safety=True))
    play.answer(back, "unclear", text="2")
    danger = play.cases["C000"].danger
    assert danger
    assert danger.acknowledged_at
    assert danger.stands
    assert not [d for d in play.cases["C000"].dues if d.what == "page"]


def test_a_case_that_went_to_another_office_meanwhile_is_left_alone() -> None:
    play = two_cases()
    back = asked_which(play)
    play.answer(play.latest("coordinator/ask-match", NILS), "transfer", argument="south")
    [moved] = [c.id for c in play.cases.values() if c.owner == SAM.email]
    letters = play.answer(back, "unclear", text=moved)
    assert isinstance(letters[0], TellNotDone)
    assert closed_ids(play) == []


# ------------------------------------------------------------------ without a mark


def office(play: Play, said: str, *intents: Intent, question: Question | None = None) -> tuple[Letter, ...]:
    answer = Answer("coordinator", intents, said)
    return play.apply(decide.on_office_mail(answer, play.arrival(NILS), play.desk(), question))


def test_a_close_in_a_fresh_mail_is_asked_and_the_yes_to_that_question_closes_it() -> None:
    play = two_cases()
    [back] = office(play, "Close C001", "close")
    assert isinstance(back, AskUnclear)
    assert back.asked
    assert closed_ids(play) == []
    letters = office(play, "yes", "acknowledge", question=Question(back.name, back.asked))
    assert kinds(letters) == ["coordinator/tell-done"]
    assert closed_ids(play) == ["C001"]


def test_a_no_about_a_mail_settles_it_and_writes_nothing() -> None:
    play = Play()
    assert (
        office(play, "No: nothing to do", "close", question=Question("coordinator/ask-unclear", about="mail-7")) == ()
    )
    assert play.last.settled == ("mail-7",)


def test_what_is_still_unclear_keeps_the_mail_it_is_about() -> None:
    play = Play()
    office(play, "Hm, the weather", "unclear", question=Question("coordinator/ask-unclear", about="mail-7"))
    assert play.last.about == "mail-7"
    assert not play.last.settled


@pytest.mark.parametrize("said", ["no", "No thanks.", "None of them", "Nothing to do here", "That is spam."])
def test_a_no_is_told(said: str) -> None:
    assert says_no(said, RULES.flow.nothing_to_do)


@pytest.mark.parametrize("said", ["No, please call Mark Young", "Is there nothing to do?", "yes", "north"])
def test_what_is_no_bare_no(said: str) -> None:
    assert not says_no(said, RULES.flow.nothing_to_do)


@pytest.mark.parametrize(
    "said, yes",
    [
        ("Yes", True),
        ("Oui, merci\n\nNils", True),
        ("yes\n\nbut only after Monday, please", False),
        ("Got it, thanks", False),
        ("yes, please!", True),
        ("do it", True),
        ("yes but not yet", False),
    ],
)
def test_a_bare_yes_is_told(said: str, yes: bool) -> None:
    assert says_yes(said) is yes


def test_what_looks_like_an_id_is_seen_and_ordinary_words_are_not() -> None:
    said = "Close K7F2M, XQ7ZV and BCDFG for Dr. Lynch, MD, PhD, in the CRNA ward 12B"
    assert strange_ids(said, (), frozenset) == (
        "K7F2M",
        "XQ7ZV",
        "BCDFG",
    )


def test_a_hold_of_another_case_is_asked_with_the_day_it_was_said_with() -> None:
    play = two_cases()
    first = next(x for x in play.sent if isinstance(x, AskMatch))
    [back] = play.answer(first, "hold", text="hold C001 until Monday", until=play.now.date().replace(day=16))
    play.answer(back, "unclear", text="C001")
    assert play.cases["C001"].state is State.HELD
    assert play.cases["C000"].state is State.OPEN


@pytest.mark.parametrize("said, closed", [("close XQ7ZV", []), ("close, the PGY2 is well again", ["C000"])])
def test_an_id_of_no_case_that_is_open_closes_nothing_in_its_place(said: str, closed: list[str]) -> None:
    play = two_cases()
    play.answer(next(x for x in play.sent if isinstance(x, AskMatch)), "close", text=said)
    assert closed_ids(play) == closed


def test_a_number_that_was_not_offered_stops_the_pages_all_the_same() -> None:
    play = two_cases()
    back = asked_which(play)
    play.mail(replace(referral(peer("Max Orr"), by="Ada Fenn"), safety=True))
    play.answer(back, "unclear", text="7")
    assert not [d for d in play.cases["C000"].dues if d.what == "page"]
    assert play.cases["C000"].in_danger
