"""Bodies written by hand: the standard library reads back what was put in, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.outbound import mime
from tests.outbound.letter_desk import html_text, parsed, plain_text

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=600
)


@given(TEXTS, TEXTS)
def test_both_parts_read_back_whole(plain: str, html: str) -> None:
    raw = ("MIME-Version: 1.0\r\n" + mime.alternative(plain, html, "seed")).encode()
    assert raw.isascii()
    assert plain_text(raw) == plain
    assert html_text(raw).encode("ascii", "xmlcharrefreplace") == html.encode("ascii", "xmlcharrefreplace")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "text, encoding",
    [
        ("Plain words.\n", "7bit"),
        ("Tomás.\n", "quoted-printable"),
        ("x" * 2000, "quoted-printable"),
        ("From here on it gets better.\n", "quoted-printable"),
        ("Доброе утро\n", "base64"),
    ],
)
def test_the_encoding_is_the_one_a_person_can_read_best(text: str, encoding: str) -> None:
    message = parsed(("MIME-Version: 1.0\r\n" + mime.part("plain", text)).encode())
    assert message["Content-Transfer-Encoding"] == encoding
    assert message.get_content().replace("\r\n", "\n") == text


def test_a_line_that_begins_with_from_is_hidden_from_mbox_stores() -> None:
    assert "\r\nFrom " not in mime.part("plain", "It comes\nFrom far away.\n")


def test_a_body_cannot_end_its_part_early() -> None:
    first = mime.alternative("a", "b", "seed")
    boundary = first.split('"')[1]
    again = ("MIME-Version: 1.0\r\n" + mime.alternative(f"--{boundary}--\nmore", "b", "seed")).encode()
    assert plain_text(again) == f"--{boundary}--\nmore"
