"""Header fields: what the standard library reads back is what was meant, and no line break gets in."""

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.model.address import Address
from mailer.outbound import headers
from mailer.outbound.markup import one_line


def read_back(field: str) -> str:
    return str(message_from_bytes(f"{field}\r\n\r\n".encode(), policy=default)["Subject"])


@given(st.text(max_size=400))
def test_a_subject_reads_back_and_stays_one_field(text: str) -> None:
    field = headers.field("Subject", headers.text(text))
    assert field.isascii()
    assert all(len(line) <= 998 for line in field.split("\r\n"))
    assert all(line.startswith(" ") and line.strip() for line in field.split("\r\n")[1:])
    assert " ".join(read_back(field).split()) == headers.shortened(one_line(text), 180)


@given(st.text(max_size=200))
def test_a_display_name_reads_back(name: str) -> None:
    field = headers.field("To", headers.mailbox(Address("june@harborside.example", name)))
    message = message_from_bytes(f"{field}\r\n\r\n".encode(), policy=default)
    [address] = message["To"].addresses
    assert address.addr_spec == "june@harborside.example"
    # Python 3.11 leaves a blank between encoded-words of a phrase, against RFC 2047, section 6.2: blanks aside.
    assert address.display_name.replace(" ", "") == headers.shortened(one_line(name), 120).replace(" ", "")


@pytest.mark.parametrize(
    "email, spec",
    [
        ("june.winslow@harborside.example", "june.winslow@harborside.example"),
        ("june+tag@harborside.example", "june+tag@harborside.example"),
        ("june@bücher.example", "june@xn--bcher-kva.example"),
        ("jürgen@harborside.example", "jürgen@harborside.example"),
        ('june"x@harborside.example', '"june\\"x"@harborside.example'),
        ("june..winslow@harborside.example", '"june..winslow"@harborside.example'),
        ("june@harborside.example\r\nBcc: x@y.example", "juneharborside.exampleBcc:x@y.example"),
        ("a@b>,<c@d.example", '"a@b>,<c"@d.example'),
        ("june@[192.0.2.7]", "june@[192.0.2.7]"),
    ],
)
def test_an_address_holds_nothing_but_an_address(email: str, spec: str) -> None:
    if "Bcc" in email:
        assert "\r" not in headers.addr_spec(email)
        assert " " not in headers.addr_spec(email)
    else:
        assert headers.addr_spec(email) == spec


@given(st.text(max_size=120))
def test_any_text_as_an_address_stays_on_one_line(email: str) -> None:
    spec = headers.addr_spec(email)
    assert not any(c in spec for c in "\r\n\0 ")
    assert spec.count("\n") == 0


@given(st.lists(st.text(max_size=60)))
def test_only_well_formed_message_ids_are_named(values: list[str]) -> None:
    assert all(value.startswith("<") and value.endswith(">") and value.isascii() for value in headers.ids(values))
    assert headers.ids([*values, "<a@x.example>"])[-1] == "<a@x.example>"


def test_text_that_looks_like_an_encoded_word_is_shown_as_written() -> None:
    assert read_back(headers.field("Subject", headers.text("=?utf-8?q?hi?="))) == "=?utf-8?q?hi?="
