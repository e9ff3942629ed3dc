"""What a coordinator takes back with one word, and what is said of what cannot be taken back."""

from dataclasses import replace

import pytest

from mailer.casework import decide
from mailer.model.address import Address
from mailer.model.case import Outcome, State
from mailer.model.letters import AskMatch, AskRematch, AskWhichPerson, Letter, TellDone, TellNotDone, TellOutcome
from mailer.model.meaning import Answer, Intent, PeerMeant
from tests.casework.office import GRETA, NAMES, NILS, SAM, Play, kinds, names, outside, peer, referral

KIM = PeerMeant(
    "Kim Ash", region="north", resolved="ambiguous", candidates=("kim.ash@north.example", "kim.ashe@south.example")
)


def by_telephone(play: Play, said: str, taker: Address = NILS) -> tuple[Letter, ...]:
    answer = Answer("coordinator", ("new",), "New referral", said)
    return play.apply(decide.on_office_mail(answer, play.arrival(taker), play.desk()))


def in_danger() -> Play:
    play = Play()
    play.mail(replace(referral(peer("Max Orr")), safety=True))
    return play


def last_done(play: Play) -> TellDone:
    done = play.latest("coordinator/tell-done", NILS)
    assert isinstance(done, TellDone)
    return done


# --------------------------------------------------------------------- by telephone


def test_a_referral_taken_down_by_mistake_is_closed_again() -> None:
    play = Play()
    [ask] = by_telephone(play, "Max Orr, 207-555-0199")
    assert isinstance(ask, AskMatch)
    assert ask.undo_until
    [told] = play.answer(ask, "undo")
    assert isinstance(told, TellDone)
    assert not told.undo_until
    assert (play.case().state, play.case().outcome) == (State.CLOSED, Outcome.WITHDRAWN)


def test_one_for_another_region_can_be_taken_back_by_whoever_took_it_down() -> None:
    play = Play()
    by_telephone(play, "Joy Penn")
    assert last_done(play).undo_until
    letters = play.answer(last_done(play), "undo")
    assert names(letters) == [f"coordinator/tell-done > {SAM.email}", f"coordinator/tell-done > {NILS.email}"]
    assert not play.case().is_open


def test_it_is_not_taken_back_once_somebody_else_has_written_of_the_same_person() -> None:
    play = Play()
    [ask] = by_telephone(play, "Max Orr, 207-555-0199")
    play.mail(referral(peer("Max Orr")))
    [told] = play.answer(ask, "undo")
    assert isinstance(told, TellNotDone)
    assert play.case().is_open


def test_of_somebody_with_a_case_elsewhere_whoever_took_it_down_hears_no_id() -> None:
    play = Play()
    play.mail(outside("Max Orr"))
    letters = by_telephone(play, "Max Orr, 207-555-0199")
    [told] = [x for x in letters if x.to.same(NILS)]
    assert told.case is None
    assert play.case().id not in repr(told)


# -------------------------------------------------------------------------- danger


def test_a_release_is_taken_back_and_the_case_is_held_again() -> None:
    play = in_danger()
    [ask] = play.answer(play.latest("coordinator/ask-crisis", NILS), "release", text="go on")
    assert isinstance(ask, AskMatch)
    assert ask.undo_until
    [told] = play.answer(ask, "undo")
    assert isinstance(told, TellDone)
    assert "danger stands again" in " ".join(told.done)
    assert play.case().in_danger
    assert not play.wait(hours=1)  # held, and seen: no page and no ordinary letter
    assert kinds(play.answer(told, "release", text="go on")) == ["coordinator/ask-match"]
    assert not play.case().in_danger


def test_a_close_made_while_danger_stood_is_taken_back_and_held_in_danger() -> None:
    play = in_danger()
    play.answer(play.latest("coordinator/ask-crisis", NILS), "close", text="close")
    assert not play.case().is_open
    assert not play.case().in_danger
    [told] = play.answer(last_done(play), "undo")
    assert kinds([told]) == ["coordinator/tell-done"]
    assert play.case().is_open
    assert play.case().in_danger
    assert play.case().owner == NILS.email
    assert kinds(play.answer(told, "release", text="go on")) == ["coordinator/ask-match"]


def test_a_supporter_named_while_danger_stood_is_let_go_and_the_case_is_held() -> None:
    play = in_danger()
    play.answer(play.latest("coordinator/ask-crisis", NILS), "assign", argument="Bo Lee")
    letters = play.answer(last_done(play), "undo")
    assert kinds(letters) == ["supporter/tell-released", "coordinator/tell-done"]
    assert (play.case().state, play.case().in_danger) == (State.OPEN, True)


def test_a_danger_that_came_after_the_command_is_not_released_by_taking_it_back() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="1")
    done = last_done(play)
    play.mail(replace(referral(peer("Max Orr"), by="Ada Fenn"), safety=True))
    letters = play.answer(done, "undo")
    assert kinds(letters) == ["supporter/tell-released", "coordinator/tell-done"]
    assert (play.case().state, play.case().in_danger) == (State.OPEN, True)


def test_after_a_release_the_supporter_may_have_accepted_and_the_case_is_held_all_the_same() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="1")
    play.mail(replace(referral(peer("Max Orr"), by="Ada Fenn"), safety=True))
    play.answer(play.latest("coordinator/ask-crisis", NILS), "release", text="go on")
    done = last_done(play)
    play.answer(play.latest("supporter/ask-invitation"), "accept", text="yes")
    [told] = play.answer(done, "undo")
    assert isinstance(told, TellDone)
    assert "please call them" in " ".join(told.done)
    assert (play.case().state, play.case().in_danger) == (State.REACHED_OUT, True)


# ------------------------------------------------------------- one among several


@pytest.mark.parametrize("said", ["1", "2"])
def test_the_person_chosen_among_several_can_be_another_one(said: str) -> None:
    play = Play()
    play.mail(referral(KIM))
    letters = play.answer(play.latest("coordinator/ask-which-person"), "assign", argument=said)
    [mine] = [x for x in letters if x.to.same(NILS)]
    assert isinstance(mine, (AskMatch, TellDone))
    assert mine.undo_until
    again = play.answer(mine, "undo")
    assert isinstance(again[-1], AskWhichPerson)
    assert again[-1].to.same(NILS)
    assert play.case().peer.resolved == "ambiguous"
    assert play.case().region == "north"


def test_a_choice_that_met_a_stop_can_be_taken_back_too() -> None:
    play = Play()
    play.mail(referral(KIM))
    play.stops.add(play.desk().hash_of("kim.ash@north.example"))
    [told] = play.answer(play.latest("coordinator/ask-which-person"), "assign", argument="1")
    assert isinstance(told, TellOutcome)
    assert "UNDO" in told.outcome
    [again] = play.answer(told, "undo")
    assert isinstance(again, AskWhichPerson)
    assert play.case().is_open


# ------------------------------------------------------------ what cannot be undone


def test_a_supporter_who_was_let_go_is_said_to_have_been() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    play.accepted_by("Bo Lee")
    play.answer(play.latest("coordinator/tell-accepted"), "close")
    letters = play.answer(last_done(play), "undo")
    assert isinstance(letters[-1], AskRematch)
    assert "Bo Lee has been let go already" in letters[-1].why
    assert "nobody writes a first letter twice" in letters[-1].why


def test_a_wish_that_came_meanwhile_is_not_taken_back_with_the_command() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="Bo Lee")
    done = last_done(play)
    play.mail(referral(replace(peer("Max Orr"), contact="phone"), by="Ada Fenn"))
    play.mail(outside("Max Orr", by="Max Orr"))
    play.answer(done, "undo")
    case = play.case()
    assert case.peer.contact == "phone"
    assert case.outside
    assert case.owner == GRETA.email


@pytest.mark.parametrize("command", ["hold", "transfer", "outside"])
def test_holding_and_passing_on_are_taken_back(command: Intent) -> None:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    play.answer(play.latest("coordinator/ask-match"), command, argument="south" if command == "transfer" else None)
    play.answer(last_done(play), "undo")
    case = play.case()
    assert (case.state, case.region, case.owner, case.outside) == (State.OPEN, "north", NILS.email, False)
    assert case.next_due
    assert NAMES["Max Orr"].email == case.peer.email
