"""What happens by itself: reminders, hand-overs, silence, bounces, absences, the digest."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailer.casework import decide
from mailer.casework.digest import Lying
from mailer.model.address import Address
from mailer.model.case import Outcome, State
from mailer.model.letters import AskMatch, AskOverdue, AskRematch, SupporterHandover, TellDigest, TellUndelivered
from tests.casework.office import (
    GRETA,
    NILS,
    NORA,
    ORGANISATION,
    SAM,
    SECRET,
    TUESDAY,
    Play,
    kinds,
    names,
    outside,
    peer,
    referral,
    text_of,
)


def opened() -> Play:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    play.sent.clear()
    return play


def invited() -> Play:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    play.answer(play.latest("coordinator/ask-match"), "assign", argument=("1", "2"))
    return play


def timeline(play: Play, hours: int) -> list[tuple[float, str, str]]:
    """Hour by hour, what leaves by itself."""
    seen: list[tuple[float, str, str]] = []
    for quarter in range(hours * 4):
        letters = play.wait_until(TUESDAY + timedelta(minutes=15 * (quarter + 1)))
        hour = (play.now - TUESDAY).total_seconds() / 3600
        seen += [(hour, letter.name, letter.to.email) for letter in letters]
    return seen


def test_the_coordinator_is_reminded_then_the_backup_and_then_the_system_office_has_it() -> None:
    assert timeline(opened(), 26) == [
        (12.0, "coordinator/ask-overdue", NILS.email),
        (18.0, "coordinator/ask-match", NORA.email),
        (24.0, "coordinator/ask-match", GRETA.email),
    ]


def test_the_backup_gets_all_that_is_needed_to_act() -> None:
    play = opened()
    play.wait(hours=18.1)
    ask = play.latest("coordinator/ask-match", NORA)
    assert isinstance(ask, AskMatch)
    assert ask.words
    assert SECRET in ask.words
    assert ask.candidates
    assert "Nils Arden" in ask.handed_on
    play.answer(ask, "assign", argument="1")
    assert play.case().state is State.INVITED


def test_afterwards_the_owner_is_reminded_day_by_day() -> None:
    play = opened()
    play.wait(hours=25)
    play.sent.clear()
    play.wait(days=3)
    assert names(play.sent) == [f"coordinator/ask-overdue > {GRETA.email}"] * 3
    assert all(isinstance(x, AskOverdue) and x.breach for x in play.sent)


def test_for_an_outside_case_nobody_is_left_and_the_owner_is_reminded_again() -> None:
    play = Play()
    play.mail(outside("Max Orr"))
    play.sent.clear()
    assert [(h, n, to) for h, n, to in timeline(play, 26)] == [
        (12.0, "coordinator/ask-overdue", GRETA.email),
        (18.0, "coordinator/ask-overdue", GRETA.email),
        (24.0, "coordinator/ask-overdue", GRETA.email),
    ]


def test_a_silent_supporter_is_asked_again_and_then_the_next_choice() -> None:
    play = invited()
    first, second = play.latest("coordinator/ask-match").listed[:2]
    assert timeline(play, 11) == [
        (6.0, "supporter/ask-again", first),
        (10.0, "supporter/tell-released", first),
        (10.0, "supporter/ask-invitation", second),
    ]


def test_without_a_next_choice_the_coordinator_is_asked_in_time_for_the_promise() -> None:
    play = opened()
    play.now += timedelta(hours=15)
    ask = AskMatch
    letters = play.mail(referral(peer("Kim Ash")))
    late = next(x for x in letters if isinstance(x, ask))
    case = play.cases[late.case or ""]
    play.now = case.promise_at - timedelta(hours=9.5)
    play.answer(late, "assign", argument="1")
    due = next(d for d in play.cases[case.id].dues if d.what == "next-choice")
    assert case.promise_at - due.at == timedelta(hours=2), "not ten hours, which would break the promise"


def test_a_service_that_was_down_for_a_day_says_one_thing_for_what_piled_up() -> None:
    play = opened()
    letters = play.sleep_until(TUESDAY + timedelta(hours=40))
    assert names(letters) == [f"coordinator/ask-match > {GRETA.email}"]
    waiting = invited()
    letters = waiting.sleep_until(TUESDAY + timedelta(hours=15))
    assert [x.name for x in letters].count("supporter/ask-again") == 0


def test_a_mail_that_was_old_already_is_not_reminded_of_all_at_once() -> None:
    play = Play()
    arrival = replace(play.arrival(Address("liv.stone@north.example")), received=TUESDAY - timedelta(hours=60))
    play.mail(referral(peer("Max Orr")), arrival=arrival)
    assert [d.what for d in play.case().dues] == ["system"]
    assert play.case().dues[0].at == TUESDAY + timedelta(hours=2)


def test_the_promise_stops_when_a_supporter_has_accepted() -> None:
    play = invited()
    play.answer(play.latest("supporter/ask-invitation"), "accept")
    play.sent.clear()
    play.wait(days=6)
    assert play.sent == []


def test_the_supporter_is_asked_after_a_week_and_two_and_the_case_closes_after_a_month() -> None:
    play = invited()
    play.answer(play.latest("supporter/ask-invitation"), "accept")
    play.sent.clear()
    play.wait(days=31)
    assert kinds(play.sent) == [
        "supporter/ask-how-it-went", "supporter/ask-how-it-went", "supporter/tell-released", "coordinator/tell-outcome",
    ]  # fmt: skip
    assert play.case().outcome is Outcome.NO_ANSWER


def test_a_reminder_to_the_peer_leaves_only_where_it_is_turned_on_and_only_once() -> None:
    for on in (False, True):
        play = Play(organisation=replace(ORGANISATION, outreach_remind=on))
        play.mail(referral(peer("Max Orr")))
        play.accepted_by()
        play.wait(days=29)
        assert kinds(play.sent).count("peer/ask-outreach") == 1 + on


# ------------------------------------------------------------------------ delivery


def bounce(play: Play, name: str, to: str, *, permanent: bool = True) -> list[str]:
    return names(play.apply(decide.on_undelivered(play.case(), name, to, permanent, play.desk())))


def test_a_delay_is_noted_and_nothing_else() -> None:
    assert bounce(invited(), "supporter/ask-invitation", "bo.lee@north.example", permanent=False) == []


def test_an_invitation_that_bounces_goes_to_the_next_choice_and_the_coordinator_knows() -> None:
    play = invited()
    first, second = play.latest("coordinator/ask-match").listed[:2]
    assert bounce(play, "supporter/ask-invitation", first) == [
        f"coordinator/tell-undelivered > {NILS.email}", f"supporter/ask-invitation > {second}",
    ]  # fmt: skip


def test_an_outreach_that_bounces_tells_the_supporter_to_call_and_the_address_is_not_used_again() -> None:
    play = invited()
    play.answer(play.latest("supporter/ask-invitation"), "accept")
    letters = play.apply(
        decide.on_undelivered(play.case(), "peer/ask-outreach", "max.orr@north.example", True, play.desk())
    )
    assert kinds(letters) == ["coordinator/tell-undelivered", "supporter/tell-handover"]
    assert isinstance(letters[0], TellUndelivered)
    assert isinstance(letters[1], SupporterHandover)
    assert letters[1].email is None
    assert letters[1].phone
    assert play.case().peer.email is None


def test_a_coordinator_who_cannot_be_reached_is_passed_over_and_the_operator_hears_no_name() -> None:
    play = opened()
    letters = play.apply(decide.on_undelivered(play.case(), "coordinator/ask-match", NILS.email, True, play.desk()))
    assert kinds(letters) == ["coordinator/ask-match", "operator/tell-trouble"]
    assert letters[0].to == NORA
    assert "Orr" not in text_of(letters[1])
    assert "arden" not in text_of(letters[1]).lower()


def test_where_the_last_in_line_cannot_be_reached_the_first_is_asked_again_but_not_for_ever() -> None:
    play = opened()
    readers = []
    for _ in range(20):
        owner = play.case().owner
        play.apply(decide.on_undelivered(play.case(), "coordinator/ask-match", owner, True, play.desk()))
        readers.append(play.case().owner)
    assert readers[:3] == [NORA.email, GRETA.email, NILS.email]
    assert SAM.email in readers, "any other office, before nobody"
    assert kinds(play.sent).count("coordinator/ask-match") < 20


def test_a_referrer_who_cannot_be_reached_changes_nothing() -> None:
    play = opened()
    letters = bounce(play, "referrer/tell-received", "liv.stone@north.example")
    assert letters == [f"coordinator/tell-undelivered > {NILS.email}"]
    assert play.case().state is State.OPEN


# ------------------------------------------------------------------------- absence


def test_a_coordinator_who_is_away_hands_on_at_once_and_new_cases_go_to_the_backup_until_the_return() -> None:
    play = opened()
    letters = play.apply(decide.on_absence(NILS.email, date(2026, 11, 16), play.desk()))
    assert names(letters) == [f"coordinator/ask-match > {NORA.email}"]
    play.mail(referral(peer("Kim Ash")))
    assert play.latest("coordinator/ask-match").to == NORA
    play.now += timedelta(days=7)
    play.mail(referral(peer("Kim Ash"), by="Max Orr"))
    again = referral(replace(peer("Liv Stone"), directory_email="liv.stone@north.example"), by="Max Orr")
    play.mail(again)
    assert play.latest("coordinator/ask-match").to == NILS


def test_a_supporter_who_is_away_is_not_waited_for() -> None:
    play = invited()
    first, second = play.latest("coordinator/ask-match").listed[:2]
    letters = play.apply(decide.on_absence(first, date(2026, 11, 20), play.desk()))
    assert names(letters) == [f"supporter/tell-released > {first}", f"supporter/ask-invitation > {second}"]
    assert play.desk().is_away(first)


def test_an_absence_without_a_date_is_remembered_for_a_day() -> None:
    play = opened()
    play.apply(decide.on_absence(NILS.email, None, play.desk()))
    assert play.desk().is_away(NILS.email)
    play.now += timedelta(days=1)
    assert not play.desk().is_away(NILS.email)


def test_the_absence_of_a_stranger_is_not_kept() -> None:
    play = opened()
    assert play.apply(decide.on_absence("max.orr@north.example", date(2026, 11, 20), play.desk())) == ()
    assert not play.absences


# -------------------------------------------------------------------------- digest


def digests(play: Play, well: bool = False, **lying: Lying) -> dict[str, TellDigest]:
    return {x.to.email: x for x in decide.digests(play.desk(), lying, well) if isinstance(x, TellDigest)}


def test_the_digest_lists_what_is_late_waiting_and_held_of_each_office_alone() -> None:
    play = opened()
    play.mail(referral(peer("Joy Penn")))
    play.mail(referral(peer("Kim Ash")))
    play.answer(play.latest("coordinator/ask-match", NILS), "hold")
    told = digests(play)
    assert set(told) == {NILS.email, SAM.email}
    assert len(told[NILS.email].waiting) == 1
    assert len(told[NILS.email].held) == 1
    assert "Penn" not in text_of(told[SAM.email])
    play.now += timedelta(days=3)
    assert len(digests(play)[SAM.email].late) == 1


def test_mail_that_lies_in_a_mailbox_stands_in_its_coordinators_digest_and_all_of_it_in_the_system_offices() -> None:
    told = digests(Play(), north=Lying(needs_a_person=2, tried=1, left=4), system=Lying(needs_a_person=1, unfiled=1))
    assert set(told) == {GRETA.email, NILS.email}
    north, system = told[NILS.email], told[GRETA.email]
    assert (north.needs_a_person, north.tried, north.left, north.unfiled) == (2, 1, 4, 0)
    assert (system.needs_a_person, system.tried, system.left, system.unfiled) == (3, 1, 4, 1)


@pytest.mark.parametrize("well, readers", [(False, set()), (True, {GRETA.email, NILS.email, SAM.email})])
def test_all_is_well_is_said_once_a_week_and_else_nothing(well: bool, readers: set[str]) -> None:
    assert set(digests(Play(), well=well)) == readers


def test_a_crisis_line_that_nobody_checked_for_half_a_year_is_noted() -> None:
    play = Play(now=TUESDAY + timedelta(days=200))
    assert digests(play)[GRETA.email].notes


def test_a_rematch_says_why_without_a_word_of_the_supporter() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="1")
    play.answer(play.latest("supporter/ask-invitation"), "decline", text="my own divorce is too near")
    again = play.latest("coordinator/ask-rematch")
    assert isinstance(again, AskRematch)
    assert again.why.endswith("can't this time.")
    assert "divorce" not in text_of(again)
