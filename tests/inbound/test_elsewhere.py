"""Words that weigh together for a supporter from elsewhere: found beside the rules, taken back only where words are plain."""

import re
from dataclasses import replace

import pytest

from mailer.inbound.elsewhere import SCALE, TABLE, elsewhere_weights, entries_of
from mailer.inbound.people import People
from mailer.inbound.phrases import sentences
from mailer.inbound.spoken import spoken
from mailer.inbound.weighing import Weights
from mailer.inbound.wishes import outside
from mailer.model.errors import SettingWrong
from tests.inbound.programme import people_index, phrasebook, programme, staff, understood

ELSEWHERE = [
    "I'd like a supporter. I know each name on your list, and each of them knows me.",
    "Could a peer call? He's the chief and everybody here answers to him; it would have to be somebody who doesn't.",
    "Please find her somebody, and could it be one who has no idea who any of us are? Her name is Grace Park.",
]
ANYWHERE = [
    "I'd like to talk with a peer who won't write any of it down.",
    "I'd like the opposite of what people ask for: they ask for a stranger. Please send me someone who knows our OR.",
    "Could a peer call Grace Park? She doesn't care who it is.",
    "I'd like to talk to somebody. Nobody local would judge me, so local is fine.",
]


def heard(text: str, weights: Weights | None) -> bool:
    people = People(programme(), replace(people_index().lexicon, elsewhere=weights))
    return outside(spoken(text, people).sentences, phrasebook(), people, frozenset()).wished


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_wish_that_no_phrase_names_is_heard_by_its_words(text: str) -> None:
    assert understood(text).outside


@pytest.mark.parametrize("text", ANYWHERE)
def test_what_a_supporter_should_be_like_is_no_wish_for_elsewhere(text: str) -> None:
    assert not understood(text).outside


def test_without_weights_the_rules_stand_alone() -> None:
    assert heard("I'd like a call, from another hospital if you have one.", None)
    assert not heard("I'd like a call from a teapot.", None)


def test_words_alone_are_enough_and_a_rule_is_taken_back_only_below_the_floor() -> None:
    assert heard("I'd like a call from a teapot.", Weights({"teapot": 2.0}, -1.0, 3.0, 0.5, -0.5))
    assert not heard("I'd like a call from a teapot.", Weights({"teapot": 1.0}, -1.0, 3.0, 0.5, -0.5))
    assert heard("A call from another hospital, a teapot.", Weights({"teapot": -2.0}, -1.0, 3.0, 0.5, -0.5))
    assert not heard("A call from another hospital, a teapot.", Weights({"teapot": -3.0}, -1.0, 3.0, 0.5, -0.5))


def test_a_hospital_that_is_not_the_peers_own_is_kept_out_without_a_wish_for_elsewhere() -> None:
    meant = understood("Could someone call me? No one from Fairhaven, please.")
    assert not meant.outside
    assert meant.avoid == ("Fairhaven",)


def test_the_peers_own_hospital_kept_out_is_a_wish_for_elsewhere() -> None:
    assert understood("Could someone call me? No one from Birch Lake, please.").outside


def test_the_weights_name_no_person_and_no_number() -> None:
    weights = people_index().lexicon.elsewhere
    assert weights is not None
    surnames = {person.name.split()[-1].lower() for person in staff()} - {"park"}
    assert not [entry for entry in weights.entries if re.search(r"\d", entry) or surnames & set(entry.split())]


def test_one_word_stands_for_what_means_the_same_here() -> None:
    found = entries_of(sentences("Another campus.")[0])
    assert {"another", "campus", "another campus", "~other hospital"} <= found


def test_a_table_without_its_scale_weighs_nothing() -> None:
    assert elsewhere_weights({"a.toml": {TABLE: {"away": 1.0}}}) is None
    assert elsewhere_weights({"a.toml": {TABLE: dict.fromkeys(SCALE, 0.0)}}) == Weights({})


def test_a_weight_that_is_no_number_is_named() -> None:
    with pytest.raises(SettingWrong):
        elsewhere_weights({"a.toml": {TABLE: {"away": "much"}}})
