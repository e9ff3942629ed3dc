"""A table, letter by letter: it fails for good, or may not leave any more; who is told, who owns the case, what it waits for then."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mailer.casework import decide
from mailer.model.case import Case, State
from mailer.model.letters import LETTERS, SupporterHandover, TellUndelivered
from tests.casework.office import GRETA, NILS, NORA, ORGANISATION, Play, kinds, names, peer, referral

LIV, MAX = "liv.stone@north.example", "max.orr@north.example"
TOLD = f"coordinator/tell-undelivered > {NILS.email}"
OPERATOR = f"operator/tell-trouble > {GRETA.email}"
SUPPORTER = "the supporter"


def opened() -> Play:
    play = Play()
    play.mail(referral(peer("Max Orr")))
    return play


def self_referred() -> Play:
    play = Play()
    play.mail(referral(peer("Max Orr"), by="Max Orr"))
    return play


def in_danger() -> Play:
    play = Play()
    play.mail(replace(referral(peer("Max Orr")), safety=True))
    return play


def invited() -> Play:
    play = opened()
    play.answer(play.latest("coordinator/ask-match"), "assign", argument="1")
    return play


def held() -> Play:
    play = opened()
    play.answer(play.latest("coordinator/ask-match"), "hold")
    return play


def accepted() -> Play:
    play = opened()
    play.accepted_by()
    return play


def introduced() -> Play:
    play = self_referred()
    play.accepted_by()
    return play


def declined() -> Play:
    play = accepted()
    play.answer(play.latest("peer/ask-outreach"), "decline", "resources", text="no, but the reading")
    return play


def handed_back() -> Play:
    play = accepted()
    play.answer(play.latest("supporter/tell-handover"), "handback")
    return play


HANDED_ON = [f"coordinator/ask-match > {NORA.email}", OPERATOR]
PASSED_ON = [f"coordinator/tell-forwarded > {NORA.email}", OPERATOR]
TABLE: list[tuple[str, Callable[[], Play], str, list[str]]] = [
    # to whoever wrote: the case goes on; a crisis letter is never lost in silence
    ("referrer/tell-received", opened, LIV, [TOLD]),
    ("referrer/tell-crisis", in_danger, LIV, [TOLD]),
    # to the peer
    ("peer/tell-received", self_referred, MAX, [TOLD]),
    ("peer/tell-crisis", self_referred, MAX, [TOLD]),
    ("peer/tell-crisis", declined, MAX, [TOLD]),
    ("peer/ask-outreach", accepted, MAX, [TOLD, f"supporter/tell-handover > {SUPPORTER}"]),
    ("peer/ask-outreach", handed_back, MAX, [TOLD]),
    ("peer/ask-outreach", declined, MAX, []),
    ("peer/tell-introduction", introduced, MAX, [TOLD, f"supporter/tell-handover > {SUPPORTER}"]),
    ("peer/tell-understood", declined, MAX, [TOLD]),
    ("peer/tell-resources", declined, MAX, [TOLD]),
    # to the owner: the next in line has the case, and the operator hears of the address
    ("coordinator/ask-match", opened, NILS.email, HANDED_ON),
    ("coordinator/ask-rematch", handed_back, NILS.email, HANDED_ON),
    ("coordinator/ask-overdue", opened, NILS.email, HANDED_ON),
    ("coordinator/ask-unclear", opened, NILS.email, HANDED_ON),
    ("coordinator/ask-which-person", opened, NILS.email, HANDED_ON),
    ("coordinator/tell-not-done", opened, NILS.email, HANDED_ON),
    ("coordinator/tell-done", held, NILS.email, PASSED_ON),
    ("coordinator/tell-done", invited, NILS.email, PASSED_ON),
    ("coordinator/tell-accepted", accepted, NILS.email, PASSED_ON),
    ("coordinator/tell-forwarded", accepted, NILS.email, PASSED_ON),
    ("coordinator/tell-undelivered", accepted, NILS.email, PASSED_ON),
    ("coordinator/tell-help", opened, NILS.email, HANDED_ON),
    ("coordinator/tell-outcome", declined, NILS.email, [OPERATOR]),
    ("coordinator/tell-not-done", opened, NORA.email, [OPERATOR]),
    ("coordinator/ask-crisis", in_danger, NILS.email, [f"coordinator/ask-crisis > {NORA.email}", OPERATOR]),
    # to a supporter
    ("supporter/ask-invitation", invited, SUPPORTER, [TOLD, f"coordinator/ask-rematch > {NILS.email}"]),
    ("supporter/ask-again", invited, SUPPORTER, [TOLD, f"coordinator/ask-rematch > {NILS.email}"]),
    ("supporter/ask-invitation", accepted, SUPPORTER, []),
    ("supporter/tell-handover", accepted, SUPPORTER, [TOLD]),
    ("supporter/tell-peer-wrote", accepted, SUPPORTER, [TOLD]),
    ("supporter/tell-peer-wrote", declined, SUPPORTER, [TOLD]),
    ("supporter/ask-how-it-went", accepted, SUPPORTER, [TOLD]),
    ("supporter/ask-how-it-went", declined, SUPPORTER, []),
    ("supporter/tell-released", declined, SUPPORTER, [TOLD]),
    ("supporter/tell-released", invited, SUPPORTER, []),
]
WITHOUT_A_CASE = {
    "coordinator/tell-digest", "inquirer/tell-about", "volunteer/tell-thanks", "operator/tell-trouble", "operator/tell-report",
}  # fmt: skip
"""They belong to no case: tests/journeys/test_a_bounce_without_a_case.py and test_a_letter_that_is_refused.py."""


def fails(play: Play, letter: str, reader: str) -> tuple[list[str], Case]:
    before = play.case()
    supporter = before.supporter or ""
    address = supporter if reader == SUPPORTER else reader
    came = play.apply(decide.on_undelivered(before, letter, address, True, play.desk()))
    return [line.replace(supporter, SUPPORTER) if supporter else line for line in names(came)], play.case()


def test_the_table_has_every_letter() -> None:
    assert {row[0] for row in TABLE} | WITHOUT_A_CASE == {letter.name for letter in LETTERS}


@pytest.mark.parametrize("letter, before, reader, told", TABLE, ids=lambda x: x if isinstance(x, str) else None)
def test_who_is_told_and_what_the_case_waits_for(
    letter: str, before: Callable[[], Play], reader: str, told: list[str]
) -> None:
    play = before()
    was = play.case()
    came, now = fails(play, letter, reader)
    assert came == told
    assert not now.is_open or now.next_due is not None
    assert now.is_open == was.is_open
    handed_on = reader == NILS.email and was.is_open
    assert now.owner == (NORA.email if handed_on else NILS.email)
    bounced_request = letter in ("supporter/ask-invitation", "supporter/ask-again") and was.state is State.INVITED
    assert now.state == (State.OPEN if bounced_request else was.state)
    if not bounced_request and not came:
        assert now.dues == was.dues


@pytest.mark.parametrize("letter", ["peer/ask-outreach", "peer/tell-introduction"])
def test_where_calls_are_not_wanted_nobody_is_told_to_call(letter: str) -> None:
    play = accepted() if letter == "peer/ask-outreach" else introduced()
    case = play.case()
    play.cases[case.id] = replace(case, peer=replace(case.peer, contact="email"))
    came, _ = fails(play, letter, MAX)
    assert came == [TOLD]
    told = play.latest("coordinator/tell-undelivered")
    assert isinstance(told, TellUndelivered)
    assert "no calls" in told.cure


def test_reading_that_did_not_arrive_is_in_the_coordinators_letter() -> None:
    play = declined()
    fails(play, "peer/tell-resources", MAX)
    told = play.latest("coordinator/tell-undelivered")
    assert isinstance(told, TellUndelivered)
    assert told.resources == ORGANISATION.resources
    assert not play.case().resources_sent


def test_the_next_owner_hears_that_an_earlier_letter_failed_too() -> None:
    play = accepted()
    fails(play, "coordinator/tell-undelivered", NILS.email)
    assert "did not arrive" in repr(play.latest("coordinator/tell-forwarded"))


def test_a_reminder_that_told_of_several_cases_hands_on_all_of_them() -> None:
    play = opened()
    play.mail(referral(peer("Kim Ash")))
    first, *_ = play.cases.values()
    came = play.apply(decide.on_undelivered(first, "coordinator/ask-overdue", NILS.email, True, play.desk()))
    assert kinds(came) == ["coordinator/ask-match", "coordinator/ask-match", "operator/tell-trouble"]
    assert {c.owner for c in play.cases.values()} == {NORA.email}


# ------------------------------------------------------------- held back at the moment of sending


def held_back(play: Play, letter: str, address: str) -> list[str]:
    case = play.case()
    assert decide.may_leave_now(letter, address, case, play.desk()), "the gate holds it"
    return kinds(play.apply(decide.on_withheld(case, letter, address, play.desk())))


@pytest.mark.parametrize("letter, before", [("peer/ask-outreach", accepted), ("peer/tell-introduction", introduced)])
def test_a_first_letter_against_a_later_wish_is_a_call_instead(letter: str, before: Callable[[], Play]) -> None:
    play = before()
    case = play.case()
    play.cases[case.id] = replace(case, peer=replace(case.peer, contact="phone"))
    assert held_back(play, letter, MAX) == ["coordinator/tell-undelivered", "supporter/tell-handover"]
    told = play.latest("supporter/tell-handover")
    assert isinstance(told, SupporterHandover)
    assert (told.changed, told.email, told.contact) == (True, None, "phone")
    assert told.phone


def test_a_first_letter_after_a_stop_closes_the_case_and_nobody_calls() -> None:
    play = accepted()
    play.stops.add(play.desk().hash_of(MAX))
    assert held_back(play, "peer/ask-outreach", MAX) == ["supporter/tell-released", "coordinator/tell-outcome"]
    assert play.case().state is State.CLOSED


def test_reading_against_a_later_wish_is_handed_over() -> None:
    play = declined()
    case = play.case()
    play.cases[case.id] = replace(case, peer=replace(case.peer, contact="phone"))
    assert held_back(play, "peer/tell-resources", MAX) == ["coordinator/tell-undelivered"]


def test_an_invitation_to_somebody_who_left_the_list_is_asked_of_another_at_once() -> None:
    play = invited()
    asked = play.case().supporter or ""
    left = tuple(s for s in ORGANISATION.supporters if s.person.email != asked)
    play.organisation = replace(ORGANISATION, supporters=left)
    assert held_back(play, "supporter/ask-invitation", asked) == [
        "coordinator/tell-undelivered",
        "coordinator/ask-rematch",
    ]
    assert play.case().state is State.OPEN


def test_what_is_overtaken_is_dropped_and_nothing_follows() -> None:
    play = handed_back()
    before = next(m.reader for m in play.case().marks if m.letter == "supporter/tell-handover")
    assert held_back(play, "supporter/tell-handover", before) == []
