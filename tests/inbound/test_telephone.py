"""A referral that a coordinator takes down: name, address and number behind NEW REFERRAL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.inbound.telephone import taken_down


@pytest.mark.parametrize(
    "text, found",
    [
        ("New referral: Ada Example, 207-555-0101", ("Ada Example", "207-555-0101")),
        ("NEW REFERRAL Ada Example 207-555-0101", ("Ada Example", "207-555-0101")),
        ("new referral for Dr. Ada O'Example, ada@clinic.example", ("Ada O'Example", "ada@clinic.example")),
        ("New referral\n\nNew referral:\nAda Example\n207-555-0101\n\nShe called.", ("Ada Example", "207-555-0101")),
        ("New referral: ada@clinic.example", ("ada@clinic.example",)),
        ("New referral", ()),
        ("New referral: 207-555-0101", ()),
        ("New referral please, somebody called", ()),
        ("Nothing of the kind", ()),
    ],
)
def test_what_stands_behind_new_referral_is_taken_down(text: str, found: tuple[str, ...]) -> None:
    assert taken_down(text) == found


@given(st.text(max_size=300))
def test_any_text_is_read_without_trouble(text: str) -> None:
    assert all(taken_down(f"New referral: {text}")) or not taken_down(f"New referral: {text}")
