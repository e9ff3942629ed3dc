"""Whose words count, and what a subject adds."""

import pytest

from mailer.inbound.parse import parse
from mailer.inbound.words import all_words, bare_subject, quoted_by_others, subject_words, words_of
from mailer.model.message import InboundMessage

OURS = frozenset({"support@programme.example"})
BLANK = (
    "---------- Forwarded message ---------\nFrom: Lee Orne <lee@clinic.example>\n"
    "Date: Mon, Nov 16, 2026 at 3:05 PM\nSubject: a favour\nTo: Ann Lee\n\n"
)
FORWARD = BLANK + "Could somebody call me?\n"


def mail(body: str, subject: str = "Fwd: a favour", answers: str = "") -> InboundMessage:
    thread = f"In-Reply-To: {answers}\n" if answers else ""
    return parse(f"From: Ann Lee <ann@clinic.example>\nSubject: {subject}\n{thread}\n{body}".encode(), OURS)


def test_the_writer_speaks_where_the_writer_says_anything() -> None:
    passage = words_of(mail(f"FYI\n\n{FORWARD}"))
    assert passage.text == "FYI"
    assert passage.author is not None
    assert passage.author.email == "ann@clinic.example"
    assert (
        all_words(mail(f"See below, please call her.\n\n{FORWARD}"))
        == "See below, please call her.\n\nCould somebody call me?"
    )


def test_the_forwarded_author_speaks_where_the_writer_says_nothing() -> None:
    passage = words_of(mail(f"Ann Lee, MD\nCardiology\n\n{FORWARD}"))
    assert passage.text == "Could somebody call me?"
    assert passage.author is not None
    assert passage.author.email == "lee@clinic.example"


def test_a_forward_of_a_blank_forward_goes_down_to_the_first_words() -> None:
    inner = BLANK.replace("Lee Orne <lee@clinic.example>", "Kim Doe <kim@clinic.example>")
    passage = words_of(mail(f"\n{BLANK}{inner}I would like to talk to somebody.\n"))
    assert passage.text == "I would like to talk to somebody."
    assert passage.author is not None
    assert passage.author.email == "kim@clinic.example"


def test_a_subject_alone_is_words() -> None:
    assert words_of(mail("\n", "can residents use this?")).text == "can residents use this?"
    assert words_of(mail("\nSent from my iPhone\n", "(no subject)")).text == ""


@pytest.mark.parametrize(
    "subject, bare",
    [
        ("Re: FW: [EXTERNAL] RE[2]: hello", "hello"),
        ("(no subject)", ""),
        ("", ""),
        ("Rep: x", "Rep: x"),
        ("TR: RV: AW: hola", "hola"),
    ],
)
def test_prefixes_are_off(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare


@pytest.mark.parametrize(
    "subject, words",
    [
        ("Re: Touching base", ""),
        ("RE: [EXTERNAL] Touching base", ""),
        ("Re: YES - Touching base", "YES"),
        ("Re: Touching base - no thanks", "no thanks"),
        ("stop", "stop"),
        ("Re: please stop writing to me", "please stop writing to me"),
        ("Re: touching  BASE!", ""),
        ("Re:", ""),
    ],
)
def test_what_was_put_into_a_known_subject_is_the_writers(subject: str, words: str) -> None:
    assert subject_words(mail("x", subject, "<ps-1@programme.example>"), ("Touching base", "Checking in")) == words


def test_a_replys_subject_is_taken_for_the_letters_where_that_is_not_known() -> None:
    assert subject_words(mail("x", "Re: Touching base", "<ps-1@programme.example>")) == ""
    assert subject_words(mail("x", "help me")) == "help me"


def test_a_subject_edited_in_a_reply_is_told_by_the_thread_it_left() -> None:
    quoted = "On Nov 8, 2026, at 12:10 PM, Support <support@programme.example> wrote:\n\n> Dear Ann\n"
    block = "From: Support <support@programme.example>\nSent: Monday, November 16, 2026 3:05 PM\nTo: Ann\nSubject: Touching base\n\nDear Ann\n"
    assert (
        subject_words(mail(f"see subject\n\n{block}", "RE: please never write again", "<ps-1@programme.example>"))
        == "please never write again"
    )
    assert subject_words(mail(f"yes\n\n{block}", "RE: Touching base", "<ps-1@programme.example>")) == ""
    assert subject_words(mail(f"yes\n\n{quoted}", "RE: Touching base", "<ps-1@programme.example>")) == ""


def test_a_colleagues_quoted_mail_is_told_from_a_letter_of_ours() -> None:
    block = "From: {who}\nSent: Monday, November 16, 2026 3:05 PM\nTo: Ann\nSubject: hm\n\nI can't go on.\n"
    theirs = mail("Please help her.\n\n" + block.format(who="Lee <lee@clinic.example>"), "RE: hm", "<2@clinic.example>")
    assert "I can't go on." in quoted_by_others(theirs, OURS)
    ours = mail(
        "Yes.\n\n" + block.format(who="Support <support@programme.example>"), "RE: hm", "<ps-1@programme.example>"
    )
    assert quoted_by_others(ours, OURS) == ""
