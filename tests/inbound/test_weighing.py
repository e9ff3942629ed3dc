"""Words that weigh together: found where no rule speaks, never lighter for more words, and linear in the length of a mail."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailer.inbound.phrases import Phrasebook, sentences
from mailer.inbound.safety import read_safety
from mailer.inbound.weighing import RULE, Weights, heaviest, plain_words, weights_of
from tests.inbound.programme import phrasebook as book

WEIGHTS = Weights(
    {"goodbye": 1.5, "the letter": 1.0, "patient": -2.0, "no more": 0.5}, start=-1.0, rules=3.0, threshold=0.0
)
WORDS = st.lists(
    st.sampled_from(["goodbye", "the", "letter", "patient", "no", "more", "ward"]), min_size=1, max_size=12
).map(" ".join)


def weight(text: str) -> float:
    return heaviest(sentences(text), WEIGHTS).weight


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Goodbye.", 0.5),
        ("Goodbye, goodbye.", 0.5),
        ("The letter is on the desk. Goodbye.", 1.5),
        ("Goodbye. The ward. The letter.", 1.5),
        ("My patient said goodbye.", -1.5),
        ("Nothing here.", -1.0),
    ],
)
def test_a_run_of_sentences_weighs_each_entry_once(text: str, expected: float) -> None:
    assert weight(text) == pytest.approx(expected)


@given(text=WORDS, more=WORDS)
def test_more_sentences_never_make_a_mail_lighter(text: str, more: str) -> None:
    assert weight(f"{text}. {more}.") >= weight(f"{text}.")
    assert weight(f"{more}. {text}.") >= weight(f"{text}.")


@given(st.text(max_size=400))
@settings(max_examples=100)
def test_any_text_can_be_weighed(text: str) -> None:
    heaviest(sentences(text), WEIGHTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can't", "i can not"),
        ("He'll tell him", "she will tell her"),
        ("My husband's 12 pills", "my wife is # pills"),
        ("I cannot, dont", "i can not do not"),
    ],
)
def test_what_means_the_same_is_spelt_the_same(text: str, expected: str) -> None:
    assert plain_words(text.lower()) == expected.split()


def test_the_entries_that_carried_most_are_named() -> None:
    assert heaviest(sentences("No more of the letter. Goodbye."), WEIGHTS).carried[0] == "goodbye"


def test_a_book_without_a_table_weighs_nothing() -> None:
    assert weights_of(Phrasebook(())) is None


def test_the_table_of_the_rules_can_be_read_and_speaks_for_and_against() -> None:
    weights = weights_of(book())
    assert weights is not None
    assert min(weights.entries.values()) < 0 < max(weights.entries.values())


@pytest.mark.parametrize(
    "text",
    [
        "There is nothing ahead of me. I asked Ada to raise my girls afterwards.",
        "He says that the end will be a relief to all of us and that I'll understand it later.",
        "She hugged us all, said sorry for everything, and left her ring and keys on the table.",
    ],
)
def test_a_sign_that_is_spread_over_words_is_found(text: str) -> None:
    assert read_safety(text, "", book()).danger


def test_what_only_the_weighing_found_says_so_with_its_words() -> None:
    text = "I wish that I could go to sleep for good and not wake up. I am tired of living."
    reading = read_safety(text, "", Phrasebook(rule for rule in book().rules if rule.field.startswith("safety-")))
    assert reading.danger
    [reason] = reading.because
    assert reason.rule == RULE
    assert reason.words


@pytest.mark.parametrize(
    "sentence", ["I am here and you are there. ", "goodbye the letter no more ", "a ", "# 1 2 3. "]
)
def test_the_cost_grows_with_the_length_alone(sentence: str) -> None:
    found = sentences(sentence * 4000)
    started = time.perf_counter()
    heaviest(found, WEIGHTS)
    assert time.perf_counter() - started < 1.0
