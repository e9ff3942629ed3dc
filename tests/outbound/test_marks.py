"""Reply marks: made, told from forgeries, found again after what mail programs do to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.outbound.marks import KEEP_LINE, LENGTH, genuine, mark_for, marks_in, message_id_for

KEY = b"k" * 32
MARK = mark_for(KEY, "K7F2", "coordinator/ask-match", "nell.bishop@harborside.example", 0)


def test_a_mark_is_26_characters_that_survive_any_address() -> None:
    assert len(MARK) == LENGTH
    assert set(MARK) <= set("abcdefghijklmnopqrstuvwxyz234567")


@given(st.text(), st.text(), st.text(), st.integers())
def test_a_mark_is_genuine_for_its_own_letter(case: str, letter: str, reader: str, sequence: int) -> None:
    assert genuine(KEY, mark_for(KEY, case, letter, reader, sequence).upper(), case, letter, reader, sequence)


@pytest.mark.parametrize(
    "key, case, letter, reader, sequence",
    [
        (b"x" * 32, "K7F2", "coordinator/ask-match", "nell.bishop@harborside.example", 0),
        (KEY, "K7F3", "coordinator/ask-match", "nell.bishop@harborside.example", 0),
        (KEY, "K7F2", "coordinator/ask-rematch", "nell.bishop@harborside.example", 0),
        (KEY, "K7F2", "coordinator/ask-match", "omar.reed@harborside.example", 0),
        (KEY, "K7F2", "coordinator/ask-match", "nell.bishop@harborside.example", 1),
    ],
)
def test_a_mark_is_bound_to_case_letter_reader_and_sequence(
    key: bytes, case: str, letter: str, reader: str, sequence: int
) -> None:
    assert not genuine(key, MARK, case, letter, reader, sequence)


def test_a_letter_break_moved_between_the_fields_gives_another_mark() -> None:
    assert mark_for(KEY, "ab", "c", "r", 1) != mark_for(KEY, "a", "bc", "r", 1)


def test_the_tag_and_the_case_of_the_readers_address_do_not_matter() -> None:
    assert genuine(KEY, MARK, "K7F2", "coordinator/ask-match", "Nell.Bishop+x@Harborside.example", 0)


@given(st.text(max_size=60))
def test_anything_else_is_no_genuine_mark_and_no_error(text: str) -> None:
    assert genuine(KEY, text, "K7F2", "coordinator/ask-match", "nell.bishop@harborside.example", 0) == (
        text.lower() == MARK
    )


@pytest.mark.parametrize(
    "addresses, ids, text",
    [
        ([f"colleagues+{MARK}@harborside.example"], [], ""),
        ([f"<Colleagues+{MARK.upper()}@HARBORSIDE.example>"], [], ""),
        ([f"colleagues+old+{MARK}@harborside.example"], [], ""),
        ([], [f"<{MARK}@harborside.example>"], ""),
        ([], ["<other@x.example>", f" <{MARK.upper()}@harborside.example> "], ""),
        ([], [], f"2 please\n\n> Please keep this line: {MARK}\n"),
        ([], [], f"> > Please keep this line:\n> > {MARK}"),
        ([], [], f"> Please keep this line: {MARK[:11]}\n> {MARK[11:]}\n> more"),
        ([], [], f"Ja.\n\n| Please keep this line: {MARK.upper()}"),
        ([], [], f"From: x\nReply-To: colleagues+{MARK}@harborside.example\n"),
        ([], [], f"{KEEP_LINE['fr']} {MARK}"),
        ([], [], f"> {KEEP_LINE['es']}\n> {MARK}"),
    ],
)
def test_a_mark_is_found_wherever_it_survived(addresses: list[str], ids: list[str], text: str) -> None:
    assert marks_in(addresses, ids, text) == (MARK,)


@pytest.mark.parametrize(
    "text", ["", "no mark here", MARK[:-1], MARK + "a", "x" + MARK, "https://x.example/" + MARK + "7q"]
)
def test_what_is_no_mark_is_not_found(text: str) -> None:
    assert marks_in([f"{text}@x.example"] if " " not in text and "/" not in text else [], [], text) == ()


def test_a_rewritten_message_id_leaves_the_two_other_carriers() -> None:
    found = marks_in(
        [f"colleagues+{MARK}@harborside.example"], ["<BN7PR04@prod.outlook.example>"], f"> keep this line: {MARK}"
    )
    assert found == (MARK,)


def test_several_marks_come_in_the_order_of_their_carriers() -> None:
    other = mark_for(KEY, "M3QX", "supporter/ask-invitation", "ruth.akande@harborside.example", 0)
    assert marks_in([f"c+{MARK}@x.example"], [f"<{other}@x.example>"], f"keep this line: {MARK}") == (MARK, other)


@given(st.text(max_size=400))
def test_looking_for_marks_never_fails(text: str) -> None:
    marks_in([text, f"{text}+{MARK}@x.example"], [text], text)


def test_a_message_id_holds_the_mark_and_nothing_that_breaks_a_header() -> None:
    assert message_id_for(MARK, "harborside.example") == f"<{MARK}@harborside.example>"
    assert message_id_for("a\r\nb: c", "x\r\ny.example") == "<abc@xy.example>"
