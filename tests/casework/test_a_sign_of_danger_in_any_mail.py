"""Danger: who is told, in which order, until when; and what waits for a decision."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailer.casework import decide
from mailer.model.address import Address
from mailer.model.case import Outcome, State
from mailer.model.letters import AskCrisis, AskMatch, AskOverdue, TellDigest
from mailer.model.meaning import Answer, Intent, Kind, Understanding
from mailer.model.organisation import Organisation
from tests.casework.office import (
    FULL,
    GRETA,
    NAMES,
    NILS,
    NORA,
    ORGANISATION,
    PAGER,
    SAM,
    SECRET,
    Play,
    kinds,
    names,
    outside,
    peer,
    referral,
    text_of,
)

MAX = "max.orr@north.example"


def flagged(meant: Understanding | None = None, organisation: Organisation = ORGANISATION) -> Play:
    play = Play(organisation=organisation)
    play.mail(replace(meant or referral(peer("Max Orr")), safety=True))
    return play


def pages(play: Play) -> list[str]:
    return [x.to.email for x in play.sent if x.name == "coordinator/ask-crisis"]


def test_the_writer_gets_the_crisis_letter_and_on_call_and_coordinator_are_paged_at_once() -> None:
    play = flagged()
    assert names(play.sent) == [
        "referrer/tell-crisis > liv.stone@north.example",
        f"coordinator/ask-crisis > {PAGER.email}",
        f"coordinator/ask-crisis > {FULL.email}",
        f"coordinator/ask-crisis > {NILS.email}",
    ]
    assert play.case().in_danger
    assert play.case().state is State.OPEN


def test_an_alert_holds_the_case_and_a_callback_and_nothing_else() -> None:
    alert = next(x for x in flagged().sent if x.to == PAGER)
    assert isinstance(alert, AskCrisis)
    assert alert.alert_only
    assert alert.callback == "207-555-0100"
    assert not any((alert.peer, alert.writer, alert.words, alert.writer_role, alert.how_to_get))


def test_full_on_call_and_the_coordinator_have_the_words() -> None:
    for letter in flagged().sent[2:]:
        assert isinstance(letter, AskCrisis)
        assert letter.words
        assert SECRET in letter.words


def test_a_self_referral_gets_the_letter_as_a_peer_even_where_only_the_telephone_is_wanted() -> None:
    one = replace(peer("Max Orr"), contact="phone")
    play = flagged(referral(one, by="Max Orr"))
    assert kinds(play.sent)[0] == "peer/tell-crisis"
    assert play.sent[0].to.email == MAX


def test_the_crisis_letter_goes_once_a_day_and_no_other_acknowledgement_instead() -> None:
    play = flagged()
    play.now += timedelta(hours=3)
    again = play.mail(replace(referral(peer("Kim Ash")), safety=True))
    assert not [x for x in again if x.reader == "referrer"]
    play.now += timedelta(hours=30)
    assert "referrer/tell-crisis" in kinds(play.mail(replace(referral(peer("Joy Penn")), safety=True)))


def test_a_machine_and_an_office_are_never_written_to() -> None:
    machine = replace(referral(peer("Max Orr")), answerable=False)
    assert not [x for x in flagged(machine).sent if x.reader in ("referrer", "peer")]
    by_office = replace(referral(peer("Max Orr")), referrer=NILS)
    assert not [x for x in flagged(by_office).sent if x.reader in ("referrer", "peer")]


def test_every_ten_minutes_the_next_one_is_paged_and_then_all_again() -> None:
    play = flagged()
    play.sent.clear()
    play.wait(minutes=10)
    play.wait(minutes=10)
    assert pages(play) == [NORA.email, GRETA.email]
    play.sent.clear()
    play.wait(minutes=10)
    assert pages(play) == [PAGER.email, FULL.email, NILS.email, NORA.email, GRETA.email]
    play.sent.clear()
    play.wait(minutes=20)
    assert pages(play) == [NORA.email, GRETA.email]


def test_pages_go_on_for_days_while_nobody_answers() -> None:
    play = flagged()
    play.wait(hours=5)
    assert len(pages(play)) > 40
    assert play.case().is_open


@pytest.mark.parametrize("who, stops", [(NILS, True), (FULL, True), (PAGER, False)])
def test_any_words_stop_the_pages_but_an_alert_number_does_not(who: Address, stops: bool) -> None:
    play = flagged()
    play.answer(next(x for x in play.sent if x.to == who), "unclear", text="on it")
    play.sent.clear()
    play.wait(minutes=25)
    assert (pages(play) == []) is stops
    assert play.case().in_danger, "the flow still holds"


def test_a_backup_who_was_paged_may_answer_and_decide() -> None:
    play = flagged()
    play.wait(minutes=10)
    letters = play.answer(play.latest("coordinator/ask-crisis", NORA), "release")
    assert names(letters) == [f"coordinator/ask-match > {NORA.email}"]
    assert not play.case().in_danger


def test_a_full_on_call_stops_the_pages_but_decides_nothing() -> None:
    play = flagged()
    letters = play.answer(next(x for x in play.sent if x.to == FULL), "close")
    assert kinds(letters) == ["coordinator/tell-done"]
    assert play.case().is_open
    assert play.case().in_danger


@pytest.mark.parametrize(
    "intent, argument, state", [("assign", "Finn Okoro", "invited"), ("hold", None, "held"), ("close", None, "closed")]
)
def test_a_decision_of_the_coordinator_releases_the_flow(intent: Intent, argument: str | None, state: str) -> None:
    play = flagged()
    play.answer(play.latest("coordinator/ask-crisis", NILS), intent, argument=argument)
    assert play.case().state.value == state
    assert not play.case().in_danger


def test_a_number_of_a_list_that_nobody_saw_is_no_decision() -> None:
    play = flagged()
    letters = play.answer(play.latest("coordinator/ask-crisis", NILS), "assign", argument="1")
    assert kinds(letters) == ["coordinator/ask-unclear"]
    assert play.case().in_danger
    assert not [d for d in play.case().dues if d.what == "page"], "but it stops the pages"


def test_while_danger_stands_the_flow_holds_and_the_case_is_not_forgotten() -> None:
    play = flagged()
    play.answer(play.latest("coordinator/ask-crisis", NILS), "acknowledge")
    play.sent.clear()
    play.wait(hours=30)
    assert {x.reader for x in play.sent} == {"coordinator"}
    assert not [x for x in play.sent if isinstance(x, AskMatch)]
    assert [x for x in play.sent if isinstance(x, AskOverdue)]


def test_an_event_pages_on_call_once_for_each_coordinator_and_holds_every_case() -> None:
    play = flagged(referral(peer("Max Orr"), peer("Kim Ash"), peer("Joy Penn")))
    assert pages(play).count(PAGER.email) == 2
    assert all(c.in_danger for c in play.cases.values())
    assert pages(play).count(NILS.email) == 2
    assert pages(play).count(SAM.email) == 1
    assert not [x for x in play.sent if isinstance(x, AskCrisis) and x.words], "the mail names peers of two regions"


def test_for_an_outside_peer_the_own_offices_are_not_paged() -> None:
    play = flagged(outside("Max Orr"))
    play.wait(hours=2)
    assert set(pages(play)) == {PAGER.email, FULL.email, GRETA.email}


def test_nobody_is_paged_who_is_the_peer_or_to_be_avoided() -> None:
    organisation = replace(
        ORGANISATION, on_call=(*ORGANISATION.on_call, replace(ORGANISATION.on_call[0], address=Address(MAX)))
    )
    play = flagged(replace(referral(peer("Max Orr")), avoid=("Nora Bly",)), organisation)
    play.wait(hours=2)
    assert MAX not in pages(play)
    assert NORA.email not in pages(play)


def test_without_anybody_on_call_the_coordinator_and_the_backups_are_paged_at_once() -> None:
    play = flagged(organisation=replace(ORGANISATION, on_call=()))
    assert pages(play) == [NILS.email, NORA.email, GRETA.email]


# ----------------------------------------------------------- danger in other mail


@pytest.mark.parametrize("kind", ["other", "inquiry", "automatic", "unclear", "correction", "volunteer", "bounce"])
def test_a_sign_of_danger_in_any_mail_opens_a_case_and_pages(kind: Kind) -> None:
    play = Play()
    play.mail(Understanding(kind, safety=True, words="no more", referrer=Address("pat@patients.example", "Pat")))
    assert names(play.sent)[0] == "referrer/tell-crisis > pat@patients.example"
    assert NILS.email in pages(play)
    assert play.case().peer.email is None, "nobody writes to a patient"
    assert play.case().in_danger


def test_a_colleague_who_asks_a_question_and_frightens_us_is_the_peer() -> None:
    play = Play()
    play.mail(Understanding("inquiry", safety=True, words="is it confidential", referrer=Address(MAX)), Address(MAX))
    assert play.case().peer.name == "Max Orr"


# ------------------------------------------------------------- danger in an answer


def reached_out() -> Play:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    play.accepted_by()
    play.sent.clear()
    return play


def test_a_flagged_answer_of_a_peer_closes_nothing_and_its_words_go_to_coordinator_and_backup() -> None:
    play = reached_out()
    case = play.case()
    outreach = next(m for m in case.marks if m.letter == "peer/ask-outreach")
    came = play.arrival(MAX)
    meant = Answer("peer", ("decline",), "there is no way forward", safety=True)
    letters = play.apply(decide.on_answer(meant, outreach, case, came, play.desk()))
    assert names(letters) == [
        f"peer/tell-crisis > {MAX}", f"coordinator/ask-crisis > {PAGER.email}", f"coordinator/ask-crisis > {FULL.email}",
        f"coordinator/ask-crisis > {NILS.email}", f"coordinator/ask-crisis > {NORA.email}",
    ]  # fmt: skip
    assert play.case().state is State.REACHED_OUT
    assert play.last.filing == "Needs a person"
    assert "no way forward" in text_of(letters[3])
    assert "no way forward" not in text_of(letters[1])


def test_a_flagged_answer_of_a_supporter_pages_and_writes_no_crisis_letter() -> None:
    play = reached_out()
    case = play.case()
    mark = next(m for m in case.marks if m.letter == "supporter/tell-handover")
    meant = Answer("supporter", ("met",), "we met, and I fear for him", safety=True)
    letters = play.apply(decide.on_answer(meant, mark, case, play.arrival(mark.reader), play.desk()))
    assert kinds(letters) == ["coordinator/ask-crisis"] * 4
    assert play.case().state is State.REACHED_OUT
    assert play.last.filing == "Needs a person"


def test_a_flagged_answer_after_the_close_opens_the_case_again() -> None:
    play = reached_out()
    mark = next(m for m in play.case().marks if m.letter == "peer/ask-outreach")
    play.apply(decide.on_answer(Answer("peer", ("decline",)), mark, play.case(), play.arrival(MAX), play.desk()))
    assert play.case().outcome is Outcome.DECLINED
    play.apply(
        decide.on_answer(
            Answer("peer", ("unclear",), "goodbye", safety=True), mark, play.case(), play.arrival(MAX), play.desk()
        )
    )
    assert play.case().is_open
    assert play.case().in_danger


def test_danger_from_another_address_pages_with_the_words_and_the_writer_gets_the_letter() -> None:
    play = reached_out()
    case = play.case()
    mark = next(m for m in case.marks if m.letter == "peer/ask-outreach")
    came = play.arrival("max@home.example")
    letters = play.apply(decide.on_answer_from_elsewhere(mark, case, True, came, play.desk(), "not safe"))
    assert names(letters)[0] == "referrer/tell-crisis > max@home.example"
    assert "not safe" in text_of(play.latest("coordinator/ask-crisis", NILS))


def test_a_further_answer_of_the_peer_while_danger_stands_goes_to_a_person_and_not_to_the_supporter() -> None:
    play = reached_out()
    mark = next(m for m in play.case().marks if m.letter == "peer/ask-outreach")
    for flag in (True, False):
        answer = Answer("peer", ("accept",), "please", safety=flag)
        letters = play.apply(decide.on_answer(answer, mark, play.case(), play.arrival(MAX), play.desk()))
        assert "coordinator/ask-crisis" in kinds(letters)
        assert not [x for x in letters if x.reader == "supporter"]


def test_a_coordinators_own_words_about_it_page_nobody_anew() -> None:
    play = flagged()
    letters = play.answer(
        play.latest("coordinator/ask-crisis", NILS), "acknowledge", text="he is not safe, I call", safety=True
    )
    assert kinds(letters) == ["coordinator/tell-done"]


def test_a_stop_stands_when_the_flow_is_released() -> None:
    play = Play()
    play.stops.add(play.desk().hash_of(MAX))
    play.mail(replace(referral(peer("Max Orr")), safety=True))
    play.answer(play.latest("coordinator/ask-crisis", NILS), "release")
    assert play.case().outcome is Outcome.DECLINED


def test_danger_has_a_line_of_its_own_in_the_digest() -> None:
    play = flagged()
    [digest] = decide.digests(play.desk(), {}, False)
    assert isinstance(digest, TellDigest)
    assert [line.case for line in digest.danger] == ["C000"]
    assert NAMES["Max Orr"].name not in text_of(digest)
