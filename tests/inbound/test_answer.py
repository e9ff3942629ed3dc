"""What coordinators, supporters and peers answer, in many words; and what they do not answer."""

import tomllib
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailer.inbound.answer import read_answer
from mailer.inbound.phrases import Phrasebook, rules_of
from mailer.model.address import Address
from mailer.model.meaning import Answer, Role
from mailer.model.organisation import Clock, Community, Organisation, Person, Region, Supporter
from tests.inbound.answer_sentences import COORDINATOR, LISTED, PEER, SUPPORTER

MORE = Path(__file__).parent / "answers_more.tsv"
_ROLES: dict[str, Role] = {"coordinator": "coordinator", "supporter": "supporter", "peer": "peer"}
RULES = Path(__file__).parents[2] / "rules"
SENT = datetime(2026, 11, 12, 17, 0, tzinfo=timezone(timedelta(hours=-5)))  # a Thursday


def person(name: str) -> Person:
    return Person(name, f"{name.lower().replace(' ', '.')}@hospital.example")


PROGRAMME = Organisation(
    name="Made-up Peer Support",
    phone="555-0100",
    clock=Clock(ZoneInfo("America/New_York")),
    operator=Address("operator@hospital.example"),
    regions=(
        Region("system", "System office", Address("kay.lund@hospital.example", "Kay Lund")),
        Region("north", "Northfield", Address("nell.ashby@hospital.example", "Nell Ashby"), aliases=("North County",)),
        Region("south", "Southshore", Address("sid.moreno@hospital.example", "Sid Moreno")),
    ),
    communities=(
        Community("nf", "Northfield General", "north", ("NG",), ("Elmton",)),
        Community("hh", "Harbor Hospital", "south", (), ("Seaport",)),
    ),
    intakes=(),
    directory=(),
    supporters=tuple(Supporter(person(name)) for name in (*LISTED, "Kit Farrow")),
)


@cache
def book() -> Phrasebook:
    names = ("safety*.toml", "peer.toml", "supporter.toml", "coordinator.toml", "answer-weights.toml")
    files = [file for name in names for file in sorted(RULES.glob(name))]
    return Phrasebook(rule for file in files for rule in rules_of(tomllib.loads(file.read_text("utf-8")), file.name))


def answer(role: Role, text: str, asked: str | None = None, subject: str = "", listed: tuple[str, ...] = ()) -> Answer:
    return read_answer(role, text, subject, book(), PROGRAMME, sent=SENT, asked=asked, listed=listed)


@pytest.mark.parametrize("text, intents, argument", COORDINATOR)
def test_a_coordinator_means(text: str, intents: tuple[str, ...], argument: object) -> None:
    found = answer("coordinator", text, listed=LISTED)
    assert set(found.intents) == set(intents)
    assert argument is None or found.argument == argument


@pytest.mark.parametrize("text, intents, asked", SUPPORTER)
def test_a_supporter_means(text: str, intents: tuple[str, ...], asked: str | None) -> None:
    assert set(answer("supporter", text, asked).intents) == set(intents)


@pytest.mark.parametrize("text, intents", PEER)
def test_a_peer_means(text: str, intents: tuple[str, ...]) -> None:
    assert set(answer("peer", text).intents) == set(intents)


def more() -> list[tuple[Role, str | None, set[str], str, str]]:
    """The rows of answers_more.tsv: answers written without looking at the rules."""
    rows = (line.split("\t") for line in MORE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [(_ROLES[row[0]], row[1] or None, set(row[2].split("+")), row[3], row[4]) for row in rows]


@pytest.mark.parametrize("role, asked, intents, argument, text", more())
def test_an_answer_in_free_words_means(
    role: Role, asked: str | None, intents: set[str], argument: str, text: str
) -> None:
    found = answer(role, text, asked, listed=LISTED)
    assert set(found.intents) == intents
    said = found.argument if isinstance(found.argument, tuple) else (found.argument or "",)
    assert not argument or "/".join(said) == argument


def test_the_reason_of_a_choice_is_in_the_very_words_of_the_mail() -> None:
    assert [reason.words for reason in answer("coordinator", "2 please", listed=LISTED).because] == ["2 please"]


def test_a_word_that_was_misspelt_is_shown_as_it_was_written() -> None:
    assert any("asign ravi" in reason.words for reason in answer("coordinator", "plese asign ravi").because)


def test_words_that_are_denied_are_no_yes() -> None:
    assert answer("peer", "I never want to hear from you again.").intents == ("stop",)


@pytest.mark.parametrize(
    "role, asked, text, intents",
    [
        ("peer", "peer/tell-understood", "Yes", ("resources",)),
        ("peer", "peer/tell-understood", "yes please, send it", ("resources",)),
        ("peer", "peer/ask-outreach", "Yes", ("accept",)),
        ("supporter", "supporter/ask-how-it-went", "yes", ("met",)),
        ("supporter", "supporter/ask-again", "yes", ("accept",)),
        ("coordinator", "coordinator/ask-which-person", "2", ("assign",)),
    ],
)
def test_a_bare_answer_answers_the_question_of_its_letter(
    role: Role, asked: str, text: str, intents: tuple[str, ...]
) -> None:
    assert answer(role, text, asked).intents == intents


def test_an_edited_subject_is_read() -> None:
    assert answer("coordinator", "", subject="2 please", listed=LISTED).argument == "2"


def test_a_stop_has_no_decline_beside_it() -> None:
    assert answer("peer", "No thank you. Do not contact me again.").intents == ("stop",)


def test_a_decision_has_no_acknowledge_beside_it() -> None:
    assert answer("coordinator", "Thanks, got it. 2 please.", listed=LISTED).intents == ("assign",)


def test_somebody_elses_words_in_quotation_marks_are_no_answer() -> None:
    assert answer("peer", 'I wrote "no, thank you" twice and threw it away. I would like to talk.').intents == (
        "accept",
    )


def test_a_name_that_signs_chooses_nobody() -> None:
    assert answer("coordinator", "Let me think about it.\nAnna", listed=LISTED).intents == ("acknowledge",)


def test_a_number_beyond_the_list_chooses_nobody() -> None:
    assert "assign" not in answer("coordinator", "7", listed=LISTED).intents


def test_a_hold_carries_its_date() -> None:
    assert str(answer("coordinator", "Hold until the 30th.").hold_until) == "2026-11-30"


def test_danger_is_read_from_an_answer() -> None:
    found = answer("peer", "No thank you. It won't matter much longer.")
    assert found.safety
    assert found.intents == ("decline",)


def test_the_reason_names_the_rule_and_the_words() -> None:
    reasons = answer("peer", "No thank you.").because
    assert any(reason.rule == "peer: no" and "No thank" in reason.words for reason in reasons)


@settings(max_examples=60, deadline=None)
@given(role=st.sampled_from(("coordinator", "supporter", "peer")), text=st.text(max_size=200))
def test_any_text_is_read_as_something(role: Role, text: str) -> None:
    assert answer(role, text, listed=LISTED).intents


@settings(max_examples=40, deadline=None)
@given(
    number=st.integers(1, 3),
    before=st.sampled_from(("", "Thanks. ", "Hi. ")),
    behind=st.sampled_from(("", " please", "!", ".")),
)
def test_a_number_of_the_list_is_that_number(number: int, before: str, behind: str) -> None:
    assert answer("coordinator", f"{before}{number}{behind}", listed=LISTED).argument == str(number)
