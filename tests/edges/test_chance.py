"""Fresh ids: of one form, no two alike, and no word among them."""

import re

from mailer.edges.chance import fresh_ids, token


def test_a_case_id_begins_with_a_letter_and_can_be_said() -> None:
    ids = fresh_ids(500)
    assert len(ids) == 500
    assert all(re.fullmatch(r"[B-DF-HJ-NP-TV-Z][B-DF-HJ-NP-TV-Z2-9]{4}", i) for i in ids)
    assert len(set(ids)) > 495


def test_a_token_has_128_bits_in_signs_that_no_mail_program_changes() -> None:
    assert all(re.fullmatch(r"[a-z2-7]{26}", token()) for _ in range(50))
    assert token() != token()
