"""A coordinator's words, intent by intent and state by state: what is done, what is refused, what is asked back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailer.model.case import Case, Outcome, State
from mailer.model.letters import (
    AskMatch,
    AskRematch,
    AskUnclear,
    AskWhichPerson,
    Letter,
    TellDone,
    TellHelp,
    TellNotDone,
)
from mailer.model.meaning import Intent, PeerMeant
from tests.casework.office import GRETA, NILS, SAM, SECRET, Play, kinds, names, outside, peer, referral, text_of


def opened() -> Play:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    return play


def invited() -> Play:
    play = opened()
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="1")
    return play


def held() -> Play:
    play = opened()
    play.answer(play.latest("coordinator/ask-match"), "hold", until=date(2026, 11, 16))
    return play


def reached_out() -> Play:
    play = opened()
    play.accepted_by()
    return play


def talking() -> Play:
    play = reached_out()
    play.answer(play.latest("peer/ask-outreach"), "accept", text="yes")
    return play


def shut() -> Play:
    play = opened()
    play.answer(play.latest("coordinator/ask-match"), "close")
    play.wait(hours=2)  # undo is over
    return play


def say(
    play: Play, *intents: Intent, argument: str | tuple[str, ...] | None = None, until: date | None = None
) -> tuple[Letter, ...]:
    return play.answer(play.latest("coordinator/ask-match"), *intents, argument=argument, until=until)


STATES: dict[str, Callable[[], Play]] = {
    "open": opened, "held": held, "invited": invited, "reached-out": reached_out, "talking": talking, "closed": shut,
}  # fmt: skip


@pytest.mark.parametrize(
    "state, intent, argument, then",
    [
        ("open", "assign", "2", "invited"), ("held", "assign", "2", "invited"), ("invited", "assign", "2", "invited"),
        ("reached-out", "assign", "2", "invited"), ("talking", "assign", "2", "invited"), ("closed", "assign", "2", "closed"),
        ("open", "transfer", "south", "open"), ("held", "transfer", "south", "open"), ("invited", "transfer", "south", "open"),
        ("reached-out", "transfer", "south", "reached-out"), ("closed", "transfer", "south", "closed"),
        ("open", "outside", None, "open"), ("invited", "outside", None, "open"), ("talking", "outside", None, "talking"),
        ("open", "hold", None, "held"), ("held", "hold", None, "held"), ("invited", "hold", None, "held"),
        ("reached-out", "hold", None, "reached-out"), ("closed", "hold", None, "closed"),
        ("open", "close", None, "closed"), ("held", "close", None, "closed"), ("invited", "close", None, "closed"),
        ("reached-out", "close", None, "closed"), ("talking", "close", None, "closed"), ("closed", "close", None, "closed"),
        ("open", "status", None, "open"), ("open", "help", None, "open"), ("open", "acknowledge", None, "open"),
        ("invited", "unclear", None, "invited"), ("closed", "status", None, "closed"), ("closed", "undo", None, "closed"),
        ("open", "undo", None, "open"), ("reached-out", "undo", None, "reached-out"),
    ],
)  # fmt: skip
def test_each_command_in_each_state(state: str, intent: Intent, argument: str | None, then: str) -> None:
    play = STATES[state]()
    assert play.case().state.value == state
    say(play, intent, argument=argument)
    assert play.case().state.value == then
    changed = state != then or intent in ("assign", "hold", "transfer", "outside")
    told = {x.name for x in play.sent if x.reader == "coordinator"}
    assert told, "a coordinator is never left without an answer" if changed else ""


def test_a_closed_case_says_so() -> None:
    play = shut()
    [letter] = say(play, "assign", argument="1")
    assert isinstance(letter, TellNotDone)


def test_a_second_choice_is_asked_when_the_first_says_no() -> None:
    play = opened()
    ask = play.latest("coordinator/ask-match")
    letters = say(play, "assign", argument=("2", "3"))
    assert isinstance(letters[1], TellDone)
    assert len(letters[1].done) == 2
    then = play.answer(play.latest("supporter/ask-invitation"), "decline")
    assert names(then) == [f"supporter/ask-invitation > {ask.listed[2]}"]


def test_the_one_who_was_asked_first_is_released_when_another_is_named() -> None:
    play = invited()
    first = play.case().supporter
    letters = say(play, "assign", argument="2")
    assert kinds(letters) == ["supporter/tell-released", "supporter/ask-invitation", "coordinator/tell-done"]
    assert letters[0].to.email == first


def test_a_name_nobody_bears_is_asked_back_with_the_list() -> None:
    play = opened()
    [letter] = say(play, "assign", argument="Somebody Unknown")
    assert isinstance(letter, AskUnclear)
    assert letter.candidates
    assert play.case().state is State.OPEN


def test_two_decisions_in_one_answer_are_asked_back_and_nothing_is_done() -> None:
    play = opened()
    [letter] = say(play, "assign", "hold", argument="1")
    assert isinstance(letter, AskUnclear)
    assert letter.readings
    assert play.case().state is State.OPEN


def test_a_question_beside_a_decision_is_answered_too() -> None:
    play = opened()
    letters = say(play, "status", "hold", until=date(2026, 11, 30))
    assert kinds(letters) == ["coordinator/tell-done", "coordinator/tell-help"]
    assert play.case().state is State.HELD


def test_status_lists_this_offices_cases_without_names() -> None:
    play = opened()
    [letter] = say(play, "status")
    assert isinstance(letter, TellHelp)
    assert letter.status
    assert [line.case for line in letter.cases] == ["C000"]
    assert "Orr" not in text_of(letter)


def test_a_transfer_hands_on_all_that_is_needed_and_tells_both() -> None:
    play = opened()
    letters = say(play, "transfer", argument="south")
    assert names(letters) == [f"coordinator/ask-match > {SAM.email}", f"coordinator/tell-done > {NILS.email}"]
    ask = letters[0]
    assert isinstance(ask, AskMatch)
    assert ask.words
    assert SECRET in ask.words
    assert ask.handed_on
    assert play.case().owner == SAM.email


def test_after_a_transfer_the_words_that_name_others_stay_out() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr"), peer("Kim Ash")))
    first = next(x for x in play.sent if x.case == "C000" and isinstance(x, AskMatch))
    assert first.words
    letters = play.answer(first, "transfer", argument="south")
    assert isinstance(letters[0], AskMatch)
    assert letters[0].words is None
    assert letters[0].how_to_get


def test_where_the_mail_is_gone_the_letter_says_so() -> None:
    play = opened()
    play.words.clear()
    [ask, _] = say(play, "transfer", argument="south")
    assert isinstance(ask, AskMatch)
    assert ask.words is None
    assert "no longer kept" in ask.how_to_get


def test_a_transfer_to_the_own_region_of_an_outside_peer_is_refused_with_the_reason() -> None:
    play = Play()
    play.mail(outside("Max Orr"))
    [letter] = say(play, "transfer", argument="north")
    assert isinstance(letter, TellNotDone)
    assert "outside that region" in letter.why
    assert play.case().owner == GRETA.email


def test_an_unknown_region_is_asked_back() -> None:
    [letter] = say(opened(), "transfer", argument="atlantis")
    assert isinstance(letter, AskUnclear)
    assert len(letter.readings) == 3


def test_somebody_from_elsewhere_moves_the_case_to_the_system_office() -> None:
    play = opened()
    letters = say(play, "outside")
    assert names(letters) == [f"coordinator/ask-match > {GRETA.email}", f"coordinator/tell-done > {NILS.email}"]
    assert isinstance(letters[0], AskMatch)
    assert {c.name for c in letters[0].candidates} == {"Di Lee", "Eva Marsh", "Hal Quince"}
    refused = play.answer(letters[1], "assign", argument="Ada Fenn")
    assert isinstance(refused[0], TellNotDone), "the local coordinator has it no more"


@pytest.mark.parametrize("day", [date(2026, 11, 10), date(2025, 1, 1), date(2029, 1, 1)])
def test_a_hold_until_a_day_that_cannot_be_is_asked_back(day: date) -> None:
    play = opened()
    [letter] = say(play, "hold", until=day)
    assert isinstance(letter, AskUnclear)
    assert play.case().state is State.OPEN


def test_a_held_case_comes_back_on_its_morning_with_a_new_promise() -> None:
    play = held()
    letters = play.wait_until(play.now + timedelta(days=7))
    again = next(x for x in letters if isinstance(x, AskRematch))
    assert again.why == "The date that was waited for has come."
    assert play.case().state is State.OPEN
    assert again.promise_at.isoformat() == "2026-11-17T13:00:00+00:00"


@pytest.mark.parametrize(
    "argument, outcome",
    [(None, Outcome.WITHDRAWN), ("duplicate", Outcome.DUPLICATE), ("not-eligible", Outcome.NOT_ELIGIBLE)],
)
def test_a_close_names_its_outcome(argument: str | None, outcome: Outcome) -> None:
    play = opened()
    say(play, "close", argument=argument)
    assert play.case().outcome is outcome


def test_several_cases_are_closed_by_their_ids_or_asked_back() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr"), peer("Kim Ash")))
    first = next(x for x in play.sent if isinstance(x, AskMatch))
    [back] = play.answer(first, "close", argument=("3", "5"))
    assert isinstance(back, AskUnclear)
    assert [reading[:8] for reading in back.readings] == ["1: C000,", "2: C001,"]
    letters = play.answer(first, "close", argument=("c000", "C001"))
    assert kinds(letters) == ["coordinator/tell-done", "coordinator/tell-done"]
    assert not [c for c in play.cases.values() if c.is_open]


@pytest.mark.parametrize(
    "text, closed",
    [
        ("close 3 and 5", 0),
        ("close 3", 0),
        ("Close C000 and c001, thanks", 2),
        ("close C001", 1),
        ("please close it, the 3 of us have talked", 1),
    ],
)
def test_what_the_words_beside_a_close_mean(text: str, closed: int) -> None:
    play = Play()
    play.mail(referral(peer("Max Orr"), peer("Kim Ash")))
    first = next(x for x in play.sent if isinstance(x, AskMatch))
    letters = play.answer(first, "close", text=text)
    assert kinds(letters) == (["coordinator/tell-done"] * closed or ["coordinator/ask-unclear"])
    assert len([c for c in play.cases.values() if not c.is_open]) == closed


@pytest.mark.parametrize(
    "text, outcome",
    [
        ("close, duplicate", Outcome.DUPLICATE),
        ("Please close: not eligible.", Outcome.NOT_ELIGIBLE),
        ("close, they met for coffee", Outcome.MET),
        ("close: a duplicate, and not eligible", Outcome.WITHDRAWN),
        ("close", Outcome.WITHDRAWN),
    ],
)
def test_a_reason_beside_a_close_is_its_outcome(text: str, outcome: Outcome) -> None:
    play = opened()
    play.answer(play.latest("coordinator/ask-match"), "close", text=text)
    assert play.case().outcome is outcome


# --------------------------------------------------------------------------- undo


@pytest.mark.parametrize("command", ["assign", "transfer", "outside", "hold", "close"])
def test_what_was_done_can_be_undone_within_its_time(command: Intent) -> None:
    play = opened()
    before = play.case()
    letters = say(play, command, argument={"assign": "1", "transfer": "south"}.get(command))
    done = next(x for x in letters if isinstance(x, TellDone))
    if command != "transfer":
        assert done.undo_until or command == "outside"
    play.now += timedelta(minutes=30)
    then = play.answer(done, "undo")
    assert any(isinstance(x, AskRematch) and x.to == NILS for x in then)
    after = play.case()
    same = ("state", "owner", "region", "outside", "supporter", "home_regions", "outcome", "promise_at", "held_until")
    assert [getattr(after, f) for f in same] == [getattr(before, f) for f in same]


def test_an_undone_request_releases_the_supporter() -> None:
    play = invited()
    letters = play.answer(play.latest("coordinator/tell-done"), "undo")
    assert kinds(letters) == ["supporter/tell-released", "coordinator/ask-rematch"]


def test_after_its_time_nothing_is_undone() -> None:
    play = invited()
    play.now += timedelta(minutes=61)
    [letter] = play.answer(play.latest("coordinator/tell-done"), "undo")
    assert isinstance(letter, TellNotDone)
    assert play.case().state is State.INVITED


# ------------------------------------------------------------------- which person


def ambiguous() -> Play:
    play = Play()
    kim = PeerMeant(
        "Kim", region="north", resolved="ambiguous", candidates=("kim.ash@north.example", "kim.ashe@south.example")
    )
    play.mail(referral(kim))
    return play


def test_several_of_one_name_are_asked_about_and_nobody_is_guessed() -> None:
    play = ambiguous()
    ask = play.latest("coordinator/ask-which-person")
    assert isinstance(ask, AskWhichPerson)
    assert [p.name for p in ask.people] == ["Kim Ash", "Kim Ashe"]
    assert "coordinator/ask-match" not in kinds(play.sent)


@pytest.mark.parametrize("said", ["1", "Kim Ash", "kim.ash@north.example", "resident"])
def test_the_number_a_name_or_a_role_chooses_the_person(said: str) -> None:
    play = ambiguous()
    letters = play.answer(play.latest("coordinator/ask-which-person"), "assign", argument=said)
    assert kinds(letters) == ["coordinator/ask-match"]
    assert play.case().peer.email == "kim.ash@north.example"


def test_the_chosen_persons_own_region_has_the_case_then() -> None:
    play = ambiguous()
    letters = play.answer(play.latest("coordinator/ask-which-person"), "assign", argument="2")
    assert names(letters) == [f"coordinator/ask-match > {SAM.email}", f"coordinator/tell-done > {NILS.email}"]
    assert play.case().region == "south"


def test_a_supporter_cannot_be_named_before_the_person_is_known() -> None:
    play = ambiguous()
    [letter] = play.answer(play.latest("coordinator/ask-which-person"), "assign", argument="Eva Marsh")
    assert isinstance(letter, AskWhichPerson)
    assert not play.case().supporter


# ------------------------------------------------------------------ whose word counts


def test_a_backup_of_the_region_may_decide_and_has_the_case_then() -> None:
    play = opened()
    play.wait(hours=19)
    [ask] = [x for x in play.sent if isinstance(x, AskMatch) and x.handed_on]
    play.answer(play.latest("coordinator/ask-match", NILS), "assign", argument="1")
    assert play.case().state is State.INVITED, "the coordinator answers late, and is welcome"
    assert play.case().owner == NILS.email
    assert ask.to.email != NILS.email


def test_a_stopped_person_cannot_be_matched() -> None:
    play = opened()
    play.stops.add(play.desk().hash_of("max.orr@north.example"))
    [letter] = say(play, "assign", argument="1")
    assert isinstance(letter, TellNotDone)


def test_a_bare_yes_to_the_question_back_is_enough() -> None:
    play = opened()
    [back] = say(play, "assign", argument="Gus Tarn")
    letters = play.answer(back, "acknowledge", text="Yes, please.")
    assert kinds(letters) == ["supporter/ask-invitation", "coordinator/tell-done"]


@pytest.mark.parametrize("said", ["No thanks", "no", "Thanks, I will think about it"])
def test_a_no_or_bare_thanks_to_the_question_back_asks_nobody(said: str) -> None:
    play = opened()
    [back] = say(play, "assign", argument="Gus Tarn")
    assert play.answer(back, "acknowledge", text=said) == ()
    assert play.case().state is State.OPEN


def _bare(case: Case) -> Case:
    return replace(case, marks=())


def test_unclear_words_change_nothing() -> None:
    play = opened()
    before = _bare(play.case())
    [letter] = say(play, "unclear")
    assert isinstance(letter, AskUnclear)
    assert _bare(play.case()) == before
