"""Mail of every kind, further mail in a thread, the same person twice, corrections, and what an office writes itself."""

from dataclasses import replace
from datetime import date

import pytest

from mailer.casework import decide
from mailer.model.address import Address
from mailer.model.case import Case, State
from mailer.model.letters import AskMatch, AskUnclear, Letter, TellForwarded, TellHelp
from mailer.model.meaning import Answer, Intent, Kind, PeerMeant, Understanding
from mailer.model.organisation import Person, Supporter
from tests.casework.office import (
    GRETA,
    NAMES,
    NILS,
    NORA,
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

LIV = Address("liv.stone@north.example", "Liv Stone")


def meant(kind: Kind) -> Understanding:
    return Understanding(kind, words="what it says", referrer=LIV)


@pytest.mark.parametrize(
    "kind, letters, filing",
    [
        ("unclear", ["referrer/tell-received", "coordinator/ask-unclear"], "Needs a person"),
        ("correction", ["referrer/tell-received", "coordinator/ask-unclear"], "Handled"),
        ("inquiry", ["inquirer/tell-about", "coordinator/tell-forwarded"], "Handled"),
        ("volunteer", ["volunteer/tell-thanks", "coordinator/tell-forwarded"], "Handled"),
        ("other", ["coordinator/tell-forwarded"], "Handled"),
        ("automatic", [], "Ignored"),
        ("bounce", [], "Ignored"),
    ],
)
def test_each_kind_of_mail_brings_its_letters(kind: Kind, letters: list[str], filing: str) -> None:
    play = Play()
    play.mail(meant(kind))
    assert kinds(play.sent) == letters
    assert play.last.filing == filing
    assert not play.cases
    assert all(x.to == NILS for x in play.sent if x.reader == "coordinator")


def test_spam_is_ignored_and_a_secure_mail_notice_is_passed_on() -> None:
    play = Play()
    play.mail(replace(meant("other"), spam=True))
    assert play.sent == []
    play.mail(replace(meant("automatic"), secure_mail=True, answerable=False))
    assert kinds(play.sent) == ["coordinator/tell-forwarded"]


@pytest.mark.parametrize("kind", ["unclear", "inquiry", "volunteer", "correction", "other"])
def test_a_machine_is_never_answered(kind: Kind) -> None:
    play = Play()
    play.mail(replace(meant(kind), answerable=False))
    assert {x.reader for x in play.sent} == {"coordinator"}
    play.mail(replace(referral(peer("Max Orr")), answerable=False))
    assert {x.reader for x in play.sent} == {"coordinator"}


def test_what_is_passed_on_carries_the_words_and_says_whether_it_was_answered() -> None:
    play = Play()
    play.mail(meant("inquiry"))
    letter = play.latest("coordinator/tell-forwarded")
    assert isinstance(letter, TellForwarded)
    assert letter.words == "what it says"
    assert letter.answered


def test_a_mail_without_a_case_goes_to_the_coordinator_of_its_mailbox_or_who_is_there() -> None:
    play = Play()
    play.mail(meant("other"), LIV, region="south")
    play.mail(meant("other"), LIV, region="system")
    play.apply(decide.on_absence(NILS.email, date(2026, 11, 20), play.desk()))
    play.mail(meant("other"), LIV)
    play.mail(replace(meant("unclear"), avoid=("Sam Oduya",)), LIV, region="south")
    assert [x.to for x in play.sent if x.reader == "coordinator"] == [SAM, GRETA, NORA, GRETA]


def test_the_acknowledgement_is_the_same_whatever_happens() -> None:
    plain, stopped, second, away = Play(), Play(), Play(), Play()
    stopped.stops.add(stopped.desk().hash_of("max.orr@north.example"))
    second.mail(referral(peer("Max Orr"), by="Kim Ash"))
    said = []
    for play, mail in ((plain, referral(peer("Max Orr"))), (stopped, referral(peer("Max Orr"))), (second, referral(peer("Max Orr"))),
                       (away, outside("Max Orr"))):  # fmt: skip
        play.mail(mail)
        letter = play.latest("referrer/tell-received", LIV)
        said.append(text_of(replace(letter, case=None, thread=(), region="")))
    assert len(set(said)) == 1


def test_perhaps_not_eligible_is_shown_and_nobody_is_turned_away() -> None:
    play = Play()
    play.organisation = replace(play.organisation, eligible=("physician",))
    play.mail(referral(peer("Kim Ash")))
    ask = play.latest("coordinator/ask-match")
    assert isinstance(ask, AskMatch)
    assert ask.perhaps_not_eligible


def test_a_whole_team_is_one_case_that_says_so() -> None:
    play = Play()
    team = PeerMeant(None, region="north")
    play.mail(replace(referral(team), referral="event"))
    ask = play.latest("coordinator/ask-match")
    assert isinstance(ask, AskMatch)
    assert ask.group
    assert ask.peer.name == "a colleague who is not named"


# ------------------------------------------------------------------------- threads


def in_thread(play: Play, mail: Understanding, cases: tuple[Case, ...] | None = None) -> tuple[Letter, ...]:
    return play.mail(mail, LIV, thread_cases=tuple(play.cases.values()) if cases is None else cases)


def opened() -> Play:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    return play


@pytest.mark.parametrize("kind", ["unclear", "other", "inquiry", "correction"])
def test_a_further_mail_in_a_thread_goes_to_the_owner_without_a_second_acknowledgement(kind: Kind) -> None:
    play = opened()
    letters = in_thread(play, meant(kind))
    assert {x.reader for x in letters} == {"coordinator"}
    assert letters[0].to == NILS
    assert len(play.cases) == 1


def test_a_further_mail_about_the_same_person_adds_what_it_says() -> None:
    play = opened()
    more = replace(peer("Max Orr"), phone="+12075550199", contact="phone")
    letters = in_thread(play, replace(referral(more), avoid=("Dr. Fenn",)))
    assert kinds(letters) == ["coordinator/tell-forwarded"]
    assert play.case().peer.contact == "phone"
    assert play.case().avoid == ("Dr. Fenn",)


def test_another_person_named_in_the_thread_is_another_case_without_an_acknowledgement() -> None:
    play = opened()
    letters = in_thread(play, referral(peer("Kim Ash")))
    assert names(letters) == [f"coordinator/ask-match > {NILS.email}"]
    assert len(play.cases) == 2


def test_a_name_that_comes_later_belongs_to_the_case_without_one() -> None:
    play = Play()
    play.mail(referral(PeerMeant(None, region="north")))
    in_thread(play, referral(peer("Max Orr")))
    assert play.case().peer.name == "Max Orr"


def test_the_same_person_twice_is_one_case_and_the_second_referral_is_told() -> None:
    play = opened()
    letters = play.mail(referral(peer("Max Orr"), by="Kim Ash"))
    assert names(letters) == ["referrer/tell-received > kim.ash@north.example", f"coordinator/ask-match > {NILS.email}"]
    assert isinstance(letters[1], AskMatch)
    assert letters[1].second_referral
    assert len(play.cases) == 1
    assert "Kim Ash" not in [c.name for c in letters[1].candidates]


def test_a_second_referral_that_rules_the_supporter_out_releases_them() -> None:
    play = opened()
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="Bo Lee")
    letters = play.mail(replace(referral(peer("Max Orr"), by="Kim Ash"), avoid=("Dr. Lee",)))
    assert kinds(letters)[1:3] == ["supporter/tell-released", "coordinator/ask-rematch"]
    assert play.case().state is State.OPEN


def test_a_second_referral_for_somebody_from_elsewhere_moves_the_case_and_the_old_office_hears_nothing_more() -> None:
    play = opened()
    play.sent.clear()
    play.mail(outside("Max Orr", by="Max Orr"))
    assert play.case().owner == GRETA.email
    assert not [x for x in play.sent if x.to.same(NILS)]


def test_one_person_named_twice_in_a_mail_is_one_case() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr"), replace(peer("Max Orr"), email="max@home.example")))
    assert len(play.cases) == 1


# --------------------------------------------------------------------- corrections


def test_a_correction_finds_the_case_and_never_opens_a_second_one() -> None:
    play = opened()
    letters = play.mail(replace(meant("correction"), peers=(peer("Max Orr"),)))
    assert kinds(letters) == ["referrer/tell-received", "coordinator/ask-unclear"]
    assert letters[1].case == "C000"
    play.answer(letters[1], "close")
    assert not play.case().is_open


def test_a_correction_of_one_of_several_asks_about_that_one() -> None:
    play = Play()
    play.mail(referral(peer("Max Orr"), peer("Kim Ash")))
    letters = play.mail(replace(meant("correction"), peers=(peer("Kim Ash"),)))
    assert [x.case for x in letters if x.reader == "coordinator"] == ["C001"]


def test_a_correction_without_a_case_is_asked_about_all_the_same() -> None:
    play = Play()
    letters = play.mail(meant("correction"))
    assert isinstance(letters[1], AskUnclear)
    assert "No open case" in letters[1].question


# ----------------------------------------------------------------- without a mark


def office(
    play: Play, who: Address, *intents: Intent, argument: str | None = None, until: date | None = None
) -> tuple[Letter, ...]:
    answer = Answer("coordinator", intents, SECRET, argument, until)
    return play.apply(decide.on_office_mail(answer, play.arrival(who), play.desk()))


def test_status_and_help_are_answered_at_the_configured_address() -> None:
    play = opened()
    [status] = office(play, Address("Nils.Arden+x@north.example"), "status")
    assert isinstance(status, TellHelp)
    assert status.to == NILS
    assert [line.case for line in status.cases] == ["C000"]
    [other] = office(play, SAM, "status")
    assert isinstance(other, TellHelp)
    assert not other.cases
    assert kinds(office(play, SAM, "help")) == ["coordinator/tell-help"]


def test_a_supporter_sees_the_own_cases_alone() -> None:
    play = opened()
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="Bo Lee")
    [status] = office(play, Address("bo.lee@north.example"), "status")
    assert isinstance(status, TellHelp)
    assert [line.case for line in status.cases] == ["C000"]


def test_anything_else_gets_one_question_back() -> None:
    [letter] = office(Play(), NILS, "assign", argument="2")
    assert isinstance(letter, AskUnclear)
    assert letter.to == NILS


@pytest.mark.parametrize(
    "said, name, phone, owner",
    [
        ("Max Orr, 207-555-0199", "Max Orr", "+12075550199", NILS),
        ("Joy Penn", "Joy Penn", "+12075550122", SAM),
        ("joy.penn@south.example", "Joy Penn", "+12075550122", SAM),
        ("Somebody New, (207) 555-0188", "Somebody New", "+12075550188", NILS),
    ],
)
def test_a_referral_taken_by_telephone_opens_a_case(said: str, name: str, phone: str, owner: Address) -> None:
    play = Play()
    letters = office(play, NILS, "new", argument=said)
    assert (play.case().peer.name, play.case().peer.phone, play.case().owner) == (name, phone, owner.email)
    told = [] if owner is NILS else [f"coordinator/tell-done > {NILS.email}"]
    assert names(letters) == [f"coordinator/ask-match > {owner.email}", *told]


def test_the_name_behind_the_words_new_referral_is_enough() -> None:
    play = Play()
    answer = Answer("coordinator", ("new",), "Hello,\nnew referral: Max Orr, 207-555-0199\n\nNils")
    play.apply(decide.on_office_mail(answer, play.arrival(NILS), play.desk()))
    assert (play.case().peer.name, play.case().peer.phone) == ("Max Orr", "+12075550199")


def test_a_new_referral_without_a_name_is_asked_back() -> None:
    [letter] = office(Play(), NILS, "new")
    assert isinstance(letter, AskUnclear)


def test_a_supporter_may_pause_and_come_back() -> None:
    play = Play()
    bo = Address(NAMES["Bo Lee"].email)
    office(play, bo, "pause", until=date(2027, 3, 1))
    assert play.desk().is_paused(bo.email)
    office(play, bo, "resume")
    assert not play.desk().is_paused(bo.email)
    office(play, bo, "pause")
    play.wait(days=300)
    assert play.desk().is_paused(bo.email)


def test_who_coordinates_as_well_pauses_as_a_supporter_alone() -> None:
    play = Play()
    play.organisation = replace(
        play.organisation,
        supporters=(*play.organisation.supporters, Supporter(Person(NILS.name, NILS.email, community="birch"))),
    )
    office(play, NILS, "pause")
    assert play.desk().is_paused(NILS.email)
    play.mail(referral(peer("Max Orr")))
    assert play.case().owner == NILS.email


def test_what_a_paused_supporter_has_taken_on_stays_with_them() -> None:
    play = opened()
    play.accepted_by("Bo Lee")
    [told] = office(play, Address(NAMES["Bo Lee"].email), "pause")
    assert "stays with you" in repr(told)
    assert play.case().supporter == NAMES["Bo Lee"].email


@pytest.mark.parametrize("leant, lifted", [(True, False), (False, True)])
def test_a_stop_is_lifted_from_a_home_address_by_a_plain_request_alone(leant: bool, lifted: bool) -> None:
    play = Play()
    max_orr = NAMES["Max Orr"]
    play.apply(decide.on_stop(play.arrival(Address(max_orr.email, max_orr.name)), play.desk()))
    home = Address("max.orr@home.example", "Max Orr")
    asks = replace(referral(replace(peer("Max Orr"), email=home.email), by="Max Orr"), referral="self", leant=leant)
    play.mail(replace(asks, referrer=home), home)
    assert (not play.stops) is lifted
    assert bool(play.cases) is lifted
