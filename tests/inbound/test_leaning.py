"""Which kind the weighed words lean to, and that a few words lean nowhere."""

from mailer.inbound.leaning import START, leaning, traits
from tests.inbound.programme import people_index, understood

KINDS = ("inquiry", "referral")
MANY = frozenset(f"word{i}" for i in range(20))


def test_words_that_speak_for_a_kind_lean_to_it() -> None:
    weights = {START: (0.0, 0.0), **dict.fromkeys(MANY, (-1.0, 1.0))}
    kind, share = leaning(MANY, weights, KINDS, "unclear")
    assert kind == "referral"
    assert share > 0.9


def test_the_rules_conclusion_outweighs_words_that_speak_only_a_little() -> None:
    weights = {START: (0.0, 0.0), **dict.fromkeys(MANY, (-0.1, 0.1))}
    assert leaning(MANY, weights, KINDS, "inquiry")[0] == "inquiry"


def test_a_few_words_lean_nowhere() -> None:
    assert leaning(frozenset(("ok",)), {START: (0.0, 9.0), "ok": (0.0, 9.0)}, KINDS, "unclear") == ("", 0.0)


def test_without_weights_nothing_is_concluded() -> None:
    assert leaning(MANY, {}, (), "unclear") == ("", 0.0)


def test_numbers_are_one_word_and_neighbours_a_pair() -> None:
    assert traits(["call 911 now"], stranger=False) == {"call", "#", "now", "call #", "# now"}


def test_the_weights_name_no_person_and_no_number() -> None:
    assert not [w for w in people_index().lexicon.weights if any(c.isdigit() for c in w)]


def test_a_bare_word_stays_unclear() -> None:
    assert understood("ok").kind == "unclear"
