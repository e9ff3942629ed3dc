"""Who is meant by a name: nicknames, accents, initials, slips, two of one name, and a large directory."""

import time
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.inbound.lexicon import key, lexicon_of
from mailer.inbound.names import mentions
from mailer.inbound.people import People, Said
from mailer.inbound.places import Gazetteer
from mailer.model.organisation import Person
from tests.inbound.programme import people_index, programme, staff, tables

ONE = [
    (("Zoe", "Lindgren"), "zoe.lindgren@northfield.example"),
    (("Bob", "Quimby"), "robert.quimby@northfield.example"),
    (("Liz", "Varga"), "elizabeth.varga@fairhaven.example"),
    (("Sue", "Quimby"), "susannah.quimby@northfield.example"),
    (("Will", "Ashdown"), "william.ashdown@northfield.example"),
    (("D.", "Pruitt"), "deshawn.pruitt@fairhaven.example"),
    (("Katrina", "Holm"), "katarina.holm@northfield.example"),
    (("Deshawn", "Prewitt"), "deshawn.pruitt@fairhaven.example"),
    (("Jean", "Luc", "Moreau"), "jeanluc.moreau@fairhaven.example"),
    (("Jean-Luc", "Moreau"), "jeanluc.moreau@fairhaven.example"),
    (("Moreau", "Jean-Luc"), "jeanluc.moreau@fairhaven.example"),
    (("Carmen", "Del", "Rio"), "carmen.delrio@fairhaven.example"),
    (("Ingrid", "M.", "Falk"), "ingrid.falk@northfield.example"),
    (("Ingrid", "F."), "ingrid.falk@northfield.example"),
]


@pytest.mark.parametrize("words, email", ONE)
def test_a_name_finds_its_one_person_however_it_is_written(words: tuple[str, ...], email: str) -> None:
    match = people_index().named(words, Said())
    assert match.fit == "directory"
    assert match.people[0].email == email


def test_two_of_one_name_are_told_apart_by_their_department() -> None:
    match = people_index().named(("Peter", "Okoye"), Said(departments=frozenset({"cardiology"})))
    assert [p.email for p in match.people] == ["peter.okoye2@northfield.example"]


def test_two_of_one_name_stay_ambiguous_where_nothing_tells_them_apart() -> None:
    match = people_index().named(("Peter", "Okoye"), Said())
    assert match.fit == "ambiguous"
    assert len(match.people) == 2


def test_the_referrer_s_own_community_comes_last_and_may_decide() -> None:
    assert (
        people_index().named(("Peter", "Okoye"), Said(), home="stone").people[0].email
        == "peter.okoye2@northfield.example"
    )


@pytest.mark.parametrize(
    "words", [("Thomas", "Lindgren"), ("Robert", "Holm"), ("Fenwick", "Abara"), ("Susan", "Varga"), ("Mark", "Park")]
)
def test_a_name_that_is_somebody_s_own_is_no_slip_of_another_s(words: tuple[str, ...]) -> None:
    assert people_index().named(words, Said()).fit == "text"


def test_a_family_name_alone_needs_to_be_the_only_one() -> None:
    assert people_index().named(("Varga",), Said(), titled=True).fit == "ambiguous"
    assert people_index().named(("Falk",), Said(), titled=True).fit == "directory"


WRITTEN = [
    ("Please call Dr. Falk today.", ["Falk"]),
    ("Varga, Elizabeth MD\nRautio, Aino CRNA", ["Elizabeth Varga", "Aino Rautio"]),
    ("I spoke with Zoë Lindgren's resident.", ["Zoë Lindgren"]),
    ("May we hope for grace and joy, he will mark it.", []),
    ("our partner Grace Park was there", ["Grace Park"]),
    ("Dr. Quimby (Susannah) and Dr. Falk", ["Susannah Quimby", "Falk"]),
    ("call rowan yates pls", ["rowan yates"]),
    ("Dr. Fenwick Abara, the locum", ["Fenwick Abara"]),
    ("At Birch Lake Hospital on Monday, in Grand Rounds", []),
    ("write to zoe.lindgren@northfield.example", []),
]


@pytest.mark.parametrize("text, names", WRITTEN)
def test_names_are_found_and_other_words_are_not(text: str, names: list[str]) -> None:
    places = people_index().places.find(text)
    assert [m.name for m in mentions(text, people_index(), places)] == names


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for_names_and_places(text: str) -> None:
    places = people_index().places.find(text)
    assert all(text[p.start : p.end] == p.written for p in places)
    for mention in mentions(text, people_index(), places):
        assert mention.words
        assert 0 <= mention.start < mention.end <= len(text)


def test_a_place_is_known_by_its_name_its_town_and_its_short_form() -> None:
    found = Gazetteer(programme(), lexicon_of(tables())).find(
        "She is at BLH, lives in Elmford, works in the ED and the North Woods."
    )
    assert [(p.kind, p.written) for p in found] == [
        ("community", "BLH"),
        ("community", "Elmford"),
        ("department", "ED"),
        ("region", "North Woods"),
    ]


def test_a_name_costs_less_than_two_milliseconds_among_fifty_thousand() -> None:
    letters = "bcdfglmnprstv"
    many = [
        Person(
            f"{first}{n} {a}a{b}o{c}e{d}", f"p{n}@northfield.example", "MD", None, "physician", "Cardiology", "birch"
        )
        for n, (first, a, b, c, d) in enumerate(product(("Ana", "Ben"), letters, letters, letters, letters))
    ]
    large = People(replace(programme(), directory=(*staff(), *many[:50_000])), lexicon_of(tables()))
    begun = time.process_time()
    for _ in range(50):
        assert large.named(("Deshawn", "Prewitt"), Said()).people[0].name == "Deshawn Pruitt"
    assert (
        time.process_time() - begun
    ) / 50 < 0.02  # generous: 2 ms on a quiet machine, several tests run beside this one


def test_names_are_compared_without_accents_case_or_signs() -> None:
    assert key("Ní Dhomhnaill") == key("ni dhomhnaill") == "nidhomhnaill"
    assert key("O'Brien") == key("OBrien")
    assert key("Saint Pierre") == key("St. Pierre")
