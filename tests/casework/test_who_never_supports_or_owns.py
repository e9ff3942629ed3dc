"""The hard exclusions: never a supporter, never an owner, whatever anybody answers."""

from dataclasses import replace

import pytest

from mailer.casework.exclusion import supporter_exclusions
from mailer.casework.matching import Excluded, Nobody, One, Several, candidates, find_supporter
from mailer.casework.routing import backup_of, line_up, page_ring
from mailer.model.address import Address, canonical
from mailer.model.case import Case
from mailer.model.letters import AskMatch, AskUnclear, TellNotDone
from mailer.model.meaning import PeerMeant, Understanding
from tests.casework.office import GRETA, NILS, NORA, SAM, Play, kinds, outside, peer, referral


def case_of(meant: Understanding) -> tuple[Play, Case]:
    play = Play()
    play.mail(meant)
    return play, next(iter(play.cases.values()))


def listed(play: Play, case: Case) -> set[str]:
    return {c.name for c in candidates(case, play.desk(), all_that_fit=True)}


@pytest.mark.parametrize(
    "meant, out",
    [
        (referral(peer("Ada Fenn")), {"Ada Fenn"}),
        (referral(peer("Max Orr"), by="Bo Lee"), {"Bo Lee"}),
        (referral(peer("Max Orr"), peer("Ada Fenn")), {"Ada Fenn"}),
        (replace(referral(peer("Max Orr")), avoid=("Dr. Lee",)), {"Bo Lee", "Cy Lee", "Di Lee"}),
        (replace(referral(peer("Max Orr")), avoid=("anesthesia",)), {"Di Lee"}),
        (replace(referral(peer("Max Orr")), avoid=("Cedar Clinic",)), {"Cy Lee", "Gus Tarn"}),
        (replace(referral(peer("Max Orr")), avoid=("the South",)), {"Di Lee", "Eva Marsh", "Hal Quince"}),
        (outside("Max Orr"), {"Ada Fenn", "Bo Lee", "Cy Lee", "Finn Okoro", "Gus Tarn", "Ines Råberg"}),
    ],
)
def test_nobody_is_listed_who_may_never_support_the_case(meant: Understanding, out: set[str]) -> None:
    play, case = case_of(meant)
    names = {s.name for s in play.organisation.supporters}
    excluded = {
        s.name
        for s in play.organisation.supporters
        if canonical(s.person.email) in supporter_exclusions(case, play.desk())
    }
    assert excluded == out
    assert listed(play, case) == names - out - {"Gus Tarn"}  # who is inactive


def test_a_supporter_who_is_only_named_as_the_peer_is_not_asked_either() -> None:
    named = PeerMeant("Dr. Ines Raberg", region="north", resolved="text")
    play, case = case_of(referral(named))
    assert "Ines Råberg" not in listed(play, case)


def test_of_several_who_may_be_meant_none_supports_the_case() -> None:
    either = PeerMeant(
        "Lee", region="north", resolved="ambiguous", candidates=("bo.lee@north.example", "cy.lee@north.example")
    )
    play, case = case_of(referral(either))
    assert not listed(play, case) & {"Bo Lee", "Cy Lee"}


def test_the_coordinator_cannot_name_one_of_them_either() -> None:
    play, _ = case_of(replace(referral(peer("Max Orr")), avoid=("Dr. Lee",)))
    [letter] = play.answer(play.latest("coordinator/ask-match"), "assign", argument="Bo Lee")
    assert isinstance(letter, TellNotDone)
    assert "avoided" in letter.why
    assert not play.case().supporter


def test_the_reason_tells_nothing_of_other_peers_of_the_mail() -> None:
    play, _ = case_of(referral(peer("Max Orr"), peer("Ada Fenn")))
    ask = next(x for x in play.sent if isinstance(x, AskMatch) and x.peer.name == "Max Orr")
    [letter] = play.answer(ask, "assign", argument="Ada Fenn")
    assert isinstance(letter, TellNotDone)
    assert letter.why == "Ada Fenn must not be asked for this case."


# ------------------------------------------------------------------------- owners


@pytest.mark.parametrize(
    "meant, owner",
    [
        (referral(peer("Max Orr")), NILS),
        (referral(peer("Joy Penn")), SAM),
        (outside("Max Orr"), GRETA),
        (replace(referral(peer("Max Orr")), avoid=("Nils Arden",)), NORA),
        (replace(referral(peer("Max Orr")), avoid=("Nils Arden", "Ms. Bly")), GRETA),
        (replace(referral(peer("Joy Penn")), avoid=("Sam Oduya",)), GRETA),
        (
            referral(
                replace(peer("Max Orr"), name="Nils Arden", email=NILS.email, directory_email=None, resolved="text")
            ),
            NORA,
        ),
        (
            referral(replace(peer("Max Orr"), name="Nils Arden", email=None, directory_email=None, resolved="text")),
            NORA,
        ),
    ],
)
def test_the_owner_is_the_first_who_may_hold_the_case(meant: Understanding, owner: Address) -> None:
    play, case = case_of(meant)
    assert case.owner == owner.email
    assert play.latest("coordinator/ask-match").to == owner


def test_for_an_outside_peer_the_own_region_stands_in_nowhere() -> None:
    play, case = case_of(outside("Max Orr"))
    assert line_up(case, play.desk()) == (GRETA,)  # Nils is the system's backup, and of the peer's own region
    assert backup_of(case, play.desk()) is None
    assert page_ring(case, play.desk()) == ()


def test_an_outside_peer_of_another_wish_goes_to_the_region_asked_for() -> None:
    meant = replace(outside("Max Orr"), peers=(replace(peer("Max Orr"), outside=True, region="south"),))
    play, case = case_of(meant)
    assert case.owner == SAM.email
    assert GRETA not in line_up(case, play.desk()), "she is a backup of the peer's own region"


def test_the_peer_of_a_mail_never_owns_a_case_of_the_same_mail() -> None:
    her = PeerMeant("Nils Arden", NILS.email, region="north", resolved="text")
    play, _ = case_of(referral(peer("Max Orr"), her))
    assert {c.owner for c in play.cases.values()} == {NORA.email}


def test_an_outside_mail_leaves_the_regional_mailbox() -> None:
    play, case = case_of(outside("Max Orr"))
    assert play.last.to_system_mailbox
    assert case.mailbox == "support@office.example"
    play.mail(referral(peer("Joy Penn")))
    assert not play.last.to_system_mailbox


def test_the_system_office_is_told_where_the_words_lie_and_the_others_whom_to_ask() -> None:
    play = Play()
    play.mail(replace(referral(peer("Max Orr"), replace(peer("Kim Ash"), outside=True, region="system")), outside=True))
    ways = {x.to.email: x.how_to_get for x in play.sent if isinstance(x, AskMatch)}
    assert "Handled of support@office.example" in ways[GRETA.email]
    assert GRETA.email in ways[NILS.email]
    assert not [x for x in play.sent if isinstance(x, AskMatch) and x.words]


def test_where_nobody_at_all_may_own_it_a_person_has_to_look() -> None:
    alone = replace(Play().organisation, regions=(replace(Play().organisation.regions[0], backups=()),))
    play = Play(organisation=alone)
    play.mail(replace(referral(replace(peer("Max Orr"), region="system")), avoid=("Greta Voss",)))
    assert not play.cases
    assert play.last.filing == "Needs a person"
    assert kinds(play.sent) == ["referrer/tell-received"]


# ------------------------------------------------------------ whom a coordinator means


@pytest.mark.parametrize(
    "said, meant",
    [
        ("1", "Ada Fenn"), ("#2", "Bo Lee"), ("Finn", "Finn Okoro"), ("Dr. Marsh please", "Eva Marsh"),
        ("INES RABERG", "Ines Råberg"), ("hal.quince@south.example", "Hal Quince"), ("Di", "Di Lee"),
    ],
)  # fmt: skip
def test_a_number_a_name_or_an_address_finds_the_one_who_is_meant(said: str, meant: str) -> None:
    play, case = case_of(referral(peer("Kim Ash")))
    offered = ("ada.fenn@north.example", "bo.lee@north.example", "finn.okoro@north.example", "eva.marsh@south.example",
               "ines.raberg@north.example", "hal.quince@south.example", "di.lee@south.example")  # fmt: skip
    found = find_supporter(said, case, offered, play.desk())
    assert isinstance(found, One)
    assert (found.supporter.name, found.ask_back) == (meant, "")


def test_a_surname_is_enough_among_those_offered_and_asked_back_where_several_bear_it() -> None:
    play, case = case_of(referral(peer("Kim Ash")))
    found = find_supporter("Dr. Lee", case, ("bo.lee@north.example",), play.desk())
    assert isinstance(found, One)
    assert found.supporter.name == "Bo Lee"
    several = find_supporter("Dr. Lee", case, (), play.desk())
    assert isinstance(several, Several)
    assert len(several.supporters) == 3


@pytest.mark.parametrize("said", ["12", "0", "Somebody Else", "somebody@elsewhere.example"])
def test_what_names_nobody_of_the_roster_finds_nobody(said: str) -> None:
    play, case = case_of(referral(peer("Kim Ash")))
    assert isinstance(find_supporter(said, case, ("bo.lee@north.example",), play.desk()), Nobody)


def test_one_who_is_excluded_is_found_as_excluded_by_number_too() -> None:
    play, case = case_of(replace(referral(peer("Kim Ash")), avoid=("Lee",)))
    assert isinstance(find_supporter("1", case, ("bo.lee@north.example",), play.desk()), Excluded)


def test_an_inactive_supporter_is_asked_only_after_asking_back() -> None:
    play, _ = case_of(referral(peer("Max Orr")))
    [back] = play.answer(play.latest("coordinator/ask-match"), "assign", argument="Gus Tarn")
    assert isinstance(back, AskUnclear)
    assert back.listed == ("gus.tarn@north.example",)
    assert play.case().supporter is None
    letters = play.answer(back, "assign", argument="1")
    assert kinds(letters) == ["supporter/ask-invitation", "coordinator/tell-done"]
    assert letters[0].to.email == "gus.tarn@north.example"


def test_the_list_puts_the_language_written_in_and_the_own_hospital_first() -> None:
    play, case = case_of(replace(referral(peer("Max Orr"), by="Max Orr"), language="es"))
    first = candidates(case, play.desk())[0]
    assert first.name == "Bo Lee"
    assert "speaks Spanish" in first.why
    plain, plain_case = case_of(referral(peer("Max Orr")))
    order = [c.name for c in candidates(plain_case, plain.desk())]
    assert order.index("Bo Lee") < order.index("Ada Fenn"), "the own department comes later"
    assert order.index("Bo Lee") < order.index("Hal Quince"), "near comes first"
