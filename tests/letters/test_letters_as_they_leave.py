"""Every letter as it leaves, compared byte for byte with a file a person can read. A changed word is a difference to be read."""

import re

import pytest

from mailer.model.letters import LETTERS
from tests.letters.write_letters import FOLDER, letters_as_they_leave

LEAVING = letters_as_they_leave()


@pytest.mark.parametrize("path", sorted(LEAVING))
def test_the_letter_leaves_as_its_file_says(path: str) -> None:
    assert LEAVING[path].decode() == (FOLDER / path).read_bytes().decode()


def test_no_file_is_left_of_a_letter_that_is_gone() -> None:
    assert {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*.txt")} == set(LEAVING)


def test_every_letter_of_the_vocabulary_is_here() -> None:
    assert {letter.name for letter in LETTERS} == {re.sub(r"-\d+$", "", path.removesuffix(".txt")) for path in LEAVING}
