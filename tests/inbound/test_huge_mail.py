"""A mail of five megabytes is read within bounds, and the bound is told; what it costs is judged by growth alone."""

from collections.abc import Callable

import pytest

from mailer.inbound.automatic import machine
from mailer.inbound.parse import parse
from mailer.inbound.understand import understand
from mailer.model.meaning import Understanding
from tests.inbound.pattern_traps import Trap, too_fast_growth
from tests.inbound.programme import mail, people_index, phrasebook, programme

MEGABYTE = 1_000_000
SHAPES = (
    "A", "word ", "\n", "> q\r\n", "On 11/10/26 09:15, x wrote:\r\n", "From: a@b.example\r\n", "I am here. ", "_", "a@b.example ", "--\r\n",
    "Dr. Peter Okoye, ", "' ", "(", "- Aino Rautio\r\n", "a.b.c", "207-555-0100 ", "a:\r\n", "&nbsp;", "<b>", "Please call Zoë ", "-\r\n\r\n",
)  # fmt: skip
MARKUP = (
    "<table><tr><td>x", "<div style='a:b'>x</div>", "<p>word word</p>", "<!--", "<style>", "@media x{", "<blockquote type=cite>x", "&nbsp;",
    "<a href='x'>y</a>", "<p class=a>", "<", "<br>", "<span hidden>", "<td", "<script",
)  # fmt: skip


def html(text: str) -> bytes:
    return b"From: a@c.example\r\nContent-Type: text/html\r\n\r\n<p>Please call.</p>" + text.encode()


def plain(text: str) -> bytes:
    return (
        b"From: a@c.example\r\nIn-Reply-To: <1@x.example>\r\nSubject: Re: long\r\n\r\nPlease call.\r\n" + text.encode()
    )


def meaning(raw: bytes) -> Understanding:
    return understand(parse(raw), programme(), people_index(), phrasebook())


def grows(run: Callable[[str], object], piece: str, largest: int) -> str:
    """Tried at the largest size, a quarter of it, and a sixteenth."""
    return too_fast_growth(run, Trap("", piece), sizes=(largest // 16, largest // 4, largest))


@pytest.mark.parametrize("piece", SHAPES)
def test_five_megabytes_of_text_are_parsed_in_proportion(piece: str) -> None:
    assert not grows(lambda text: parse(plain(text)), piece, 5 * MEGABYTE)


@pytest.mark.parametrize("piece", MARKUP)
def test_two_megabytes_of_markup_are_parsed_in_proportion(piece: str) -> None:
    assert not grows(lambda text: parse(html(text)), piece, 2 * MEGABYTE)


@pytest.mark.parametrize("piece", SHAPES)
def test_a_long_mail_is_understood_in_proportion(piece: str) -> None:
    assert not grows(lambda text: meaning(plain(text)), piece, 40_000)


@pytest.mark.parametrize(
    "piece",
    [
        "--\n",
        "a: b\n",
        "(((",
        "recipient: x@y.example\n",
        "transcript ",
        "could not be delivered ",
        "until ",
        "> q\n",
        "to : ",
    ],
)
def test_a_long_mail_of_a_machine_is_told_apart_in_proportion(piece: str) -> None:
    headers = {"Auto_Submitted": "auto-generated", "Return_Path": "<>"}
    assert not grows(
        lambda text: machine(parse(mail(text, subject="failure notice", **headers)), phrasebook()), piece, 400_000
    )


@pytest.mark.parametrize(
    "name", ["From", "To", "Subject", "Date", "References", "Message-ID", "Reply-To", "Received", "Content-Type"]
)
@pytest.mark.parametrize("piece", ["<x@y.example>, ", "=?utf-8?q?a?= ", "(", "<", "a ", '"', ";a=b"])
def test_a_long_header_is_read_in_proportion(name: str, piece: str) -> None:
    assert not grows(lambda text: parse(f"{name}: {text}\r\n\r\nPlease call.\r\n".encode()), piece, 64_000)


@pytest.mark.parametrize("piece", ["word ", "\n> q", "I am here.\n"])
def test_the_words_before_the_bound_are_kept_and_the_bound_is_told(piece: str) -> None:
    raw = plain(piece * (5 * MEGABYTE // len(piece)))
    message = parse(raw)
    assert message.text.startswith("Please call.")
    assert len(message.text) <= 200_000
    assert any("200000 of" in reason.rule for reason in meaning(raw).because)


@pytest.mark.parametrize(
    "raw, told",
    [
        (plain("a\n" * 13 * MEGABYTE), "bytes were read"),
        (plain("a\n" * 200_000), "lines were read"),
        (html("x " * 300_000), "of HTML were read"),
        (b"Subject: " + b"x " * 4000 + b"\r\n\r\nPlease call.", "characters of the subject were read"),
        (
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nPlease call.\r\n" * 400,
            "parts were read",
        ),
        (
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(900)),
            "nested",
        ),
    ],
)
def test_each_bound_is_a_reason(raw: bytes, told: str) -> None:
    assert any(told in reason.rule and reason.field == "words" for reason in meaning(raw).because)


def test_an_ordinary_mail_meets_no_bound() -> None:
    assert not any(reason.field == "words" for reason in meaning(plain("We lost a patient.\r\n" * 200)).because)
