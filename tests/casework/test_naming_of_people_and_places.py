"""Who is meant by a name, a department or a place: for whom to ask, and for whom to avoid."""

import pytest

from mailer.casework.naming import (
    avoided_by_name,
    fits_community,
    fits_department,
    fits_name,
    fits_region,
    name_tokens,
    same_name,
    written_phone,
)
from tests.casework.office import ORGANISATION, PEOPLE, RULES

EVERYBODY = [(p.name, p.email) for p in PEOPLE]
DEPARTMENTS = RULES.matching.department_names


@pytest.mark.parametrize(
    "said, name",
    [
        ("Ada", "Ada Fenn"), ("Dr. Fenn please", "Ada Fenn"), ("fenn, ada, MD", "Ada Fenn"), ("A. Fenn", "Ada Fenn"),
        ("Ines Raberg", "Ines Råberg"), ("Inés Råberg", "Ines Råberg"), ("OBrien", "Sofía O'Brien"),
        ("sofia o’brien", "Sofía O'Brien"), ("Okorro", "Finn Okoro"), ("Smith-Jones", "Ann Smith-Jones"),
    ],
)  # fmt: skip
def test_a_name_is_known_without_titles_accents_and_small_slips(said: str, name: str) -> None:
    assert fits_name(said, name)


@pytest.mark.parametrize(
    "said, name",
    [("Ada", "Adam Fennel"), ("Bo Marsh", "Bo Lee"), ("please", "Ada Fenn"), ("", "Ada Fenn"), ("F.", "Ada Fenn")],
)
def test_another_name_is_another_name(said: str, name: str) -> None:
    assert not fits_name(said, name)


@pytest.mark.parametrize(
    "said, meant",
    [
        ("Dr. Lee", {"bo.lee@north.example", "cy.lee@north.example", "di.lee@south.example"}),
        ("Di Lee", {"di.lee@south.example"}),
        ("Deirdre Lee", {"bo.lee@north.example", "cy.lee@north.example", "di.lee@south.example"}),
        ("cy.lee@north.example", {"cy.lee@north.example"}),
        ("Eva", {"eva.marsh@south.example"}),
        ("Dr. Leigh-Nobody", set()),
        ("anesthesia", set()),
    ],
)
def test_who_is_to_be_avoided_of_three_lees_all_three(said: str, meant: set[str]) -> None:
    assert avoided_by_name(said, EVERYBODY, 86) == meant


@pytest.mark.parametrize(
    "said, department",
    [
        ("anesthesia", "Anesthesiology"), ("general surgery", "General Surgery"), ("surgery", "Trauma Surgery"),
        ("surgeons", "General Surgery"), ("the ED", "Emergency Medicine"), ("anyone from the ICU", "Critical Care"),
        ("cardiologist", "Cardiology"), ("OB", "Obstetrics and Gynecology"), ("peds", "Pediatrics"),
    ],
)  # fmt: skip
def test_a_department_is_known_as_people_write_it(said: str, department: str) -> None:
    assert fits_department(said, department, DEPARTMENTS)


@pytest.mark.parametrize(
    "said, department", [("general surgery", "Trauma Surgery"), ("Dr. Lee", "Neurology"), ("anesthesia", "")]
)
def test_another_department_is_another(said: str, department: str) -> None:
    assert not fits_department(said, department, DEPARTMENTS)


def test_places_are_known_by_name_alias_and_town() -> None:
    birch = ORGANISATION.communities[0]
    assert all(fits_community(said, birch) for said in ("Birch", "birch hospital", "anybody at Birchtown"))
    assert not fits_community("hospital", birch)
    assert fits_region("Upper County", ORGANISATION.regions[1])


def test_two_full_names_of_one_person() -> None:
    assert same_name("Max Orr, MD", "Orr Max")
    assert not same_name("Max", "Max Orr")
    assert name_tokens("Dr. D. O. Dough") == ("d", "o", "dough")


@pytest.mark.parametrize(
    "phone, written", [("+12075550123", "207-555-0123"), ("+442079460000", "+442079460000"), (None, None)]
)
def test_numbers_are_written_as_people_write_them(phone: str | None, written: str | None) -> None:
    assert written_phone(phone) == written
