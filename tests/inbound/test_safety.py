"""Safety is read with high recall: every sign in the table is found, every near miss of it stays quiet."""

import time
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailer.inbound.phrases import Phrasebook, rules_of
from mailer.inbound.safety import SafetyReading, read_safety
from tests.inbound.safety_hidden_signs import HIDDEN
from tests.inbound.safety_hidden_signs_french_spanish import HIDDEN_FRENCH_SPANISH
from tests.inbound.safety_near_misses import NEAR_MISSES
from tests.inbound.safety_sentences import PATTERN_TRAPS, QUIET, QUIET_MAILS, SIGNS, VEILED

RULES = Path(__file__).parents[2] / "rules"


@cache
def book() -> Phrasebook:
    files = sorted(RULES.glob("safety*.toml"))
    return Phrasebook(rule for file in files for rule in rules_of(tomllib.loads(file.read_text("utf-8")), file.name))


def reading(text: str, subject: str = "") -> SafetyReading:
    return read_safety(text, subject, book())


@pytest.mark.parametrize("text", [*SIGNS, *VEILED, *HIDDEN, *HIDDEN_FRENCH_SPANISH])
def test_a_sign_is_found(text: str) -> None:
    assert reading(text).danger


@pytest.mark.parametrize("text", [*QUIET, *QUIET_MAILS, *NEAR_MISSES])
def test_a_near_miss_stays_quiet(text: str) -> None:
    assert not reading(text).danger


@pytest.mark.parametrize("text", ["I feel hopeless about this department.", "I've been drinking to get to sleep."])
def test_worn_out_alone_is_a_concern_and_no_sign(text: str) -> None:
    found = reading(text)
    assert found.concern
    assert not found.danger


def test_the_subject_is_read_too() -> None:
    assert reading("see above", subject="I want to die").danger


def test_a_sign_is_found_across_a_line_break() -> None:
    assert reading("I'm not sure that I want to\nkill myself or just sleep.").danger


def test_the_reason_names_the_rule_and_the_very_words() -> None:
    reasons = reading("Lately I would Rather Be Dead.").because
    assert any(reason.rule == "safety: wants to die" and "Rather Be Dead" in reason.words for reason in reasons)


def test_a_patient_and_a_denial_in_one_mail_are_a_sign() -> None:
    assert reading("A patient of mine died by suicide. I am sleeping, and I am not at risk.").danger


def test_two_hints_are_a_sign_and_one_is_none() -> None:
    one = "I have not told anyone."
    assert not reading(one).danger
    assert reading(f"{one} She was so very calm, and nobody laughed.").danger


@settings(max_examples=60, deadline=None)
@given(before=st.sampled_from(QUIET_MAILS), behind=st.sampled_from(QUIET_MAILS), sign=st.sampled_from(SIGNS[:60]))
def test_a_sign_is_found_between_any_other_words(before: str, behind: str, sign: str) -> None:
    assert reading(f"{before}\n\n{sign}\n\n{behind}").danger


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(reading(text), SafetyReading)


@pytest.mark.parametrize("piece", PATTERN_TRAPS)
def test_a_long_mail_costs_no_more_than_in_proportion(piece: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        reading(piece * times)
        return time.process_time() - start

    reading(piece)  # patterns are compiled at their first use
    assert seconds(4000) < 12 * seconds(1000) + 0.5
