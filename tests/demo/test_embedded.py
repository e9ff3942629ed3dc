"""The embedded server behaves as a mail server would: whoever rehearses on it learns nothing wrong."""

import imaplib
import logging
import smtplib
import threading
import time
from datetime import UTC, datetime

import pytest

from mailer.demo.embedded import EmbeddedMailServer
from tests.conftest import INTAKE, SECOND_INTAKE

LETTER = b"Message-ID: <a@programme.example>\r\nSubject: Touching base\r\n\r\nHello.\r\n.dot\r\n"
THEN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def hand_over(server: EmbeddedMailServer, to: str, raw: bytes = LETTER, envelope_from: str = INTAKE) -> None:
    with smtplib.SMTP(server.host, server.smtp_port, timeout=5) as smtp:
        smtp.sendmail(envelope_from, [to], raw)


def log_in(server: EmbeddedMailServer, password: str = "open") -> imaplib.IMAP4:
    client = imaplib.IMAP4(server.host, server.imap_port, timeout=5)
    client.login("intake", password)
    return client


def test_a_letter_to_an_account_lands_in_its_inbox_with_the_reverse_path_on_top(embedded: EmbeddedMailServer) -> None:
    hand_over(embedded, SECOND_INTAKE)
    [raw] = embedded.mails("south")
    assert raw == f"Return-Path: <{INTAKE}>\r\nDelivered-To: {SECOND_INTAKE}\r\n".encode() + LETTER
    assert embedded.mails("intake") == []


def test_a_tag_leads_to_the_same_inbox(embedded: EmbeddedMailServer) -> None:
    hand_over(embedded, "Intake+MARK@Programme.example")
    assert len(embedded.mails("intake")) == 1


def test_every_letter_is_noted_wherever_it_goes(embedded: EmbeddedMailServer) -> None:
    hand_over(embedded, "reader@hospital.example")
    hand_over(embedded, SECOND_INTAKE, envelope_from="")
    assert [(letter.envelope_from, letter.to) for letter in embedded.sent] == [
        (INTAKE, "reader@hospital.example"),
        ("", SECOND_INTAKE),
    ]
    assert embedded.sent[0].raw == LETTER


@pytest.mark.parametrize("code", [550, 451])
def test_an_address_is_refused_until_it_is_accepted_again(embedded: EmbeddedMailServer, code: int) -> None:
    embedded.refuse("reader@hospital.example", code, "5.1.1 not here")
    with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
        hand_over(embedded, "reader@hospital.example")
    assert [answer[0] for answer in caught.value.recipients.values()] == [code]
    embedded.accept("reader@hospital.example")
    hand_over(embedded, "reader@hospital.example")
    assert len(embedded.sent) == 1


@pytest.mark.parametrize("taken", [True, False])
def test_the_line_can_be_cut_after_the_dot(embedded: EmbeddedMailServer, taken: bool) -> None:
    embedded.drop_after_the_dot(taken=taken)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        hand_over(embedded, "reader@hospital.example")
    assert len(embedded.sent) == taken


def test_mail_comes_at_the_time_of_the_rehearsal() -> None:
    with EmbeddedMailServer({"intake": ("open", [INTAKE])}, clock=lambda: THEN) as server:
        hand_over(server, INTAKE)
        assert server.received("intake") == [THEN]
        assert server.sent[0].at == THEN


def test_a_delivered_mail_keeps_its_bytes_and_its_time(embedded: EmbeddedMailServer) -> None:
    embedded.deliver(LETTER.replace(b"\r\n", b"\n"), INTAKE, THEN)
    assert embedded.mails("intake") == [LETTER]
    assert embedded.received("intake") == [THEN]


def test_a_mail_program_keeps_its_own_keywords(embedded: EmbeddedMailServer) -> None:
    embedded.deliver(LETTER, INTAKE)
    client = log_in(embedded)
    client.select("INBOX")
    client.store("1", "+FLAGS", "(ReadByAnna)")
    client.logout()
    assert embedded.flags("intake") == [frozenset({"ReadByAnna"})]


def test_the_inbox_keeps_its_uidvalidity_until_it_is_rebuilt(embedded: EmbeddedMailServer) -> None:
    client = log_in(embedded)
    client.select("INBOX")
    before = client.response("UIDVALIDITY")[1]
    embedded.rebuild("intake")
    client.select("INBOX")
    assert client.response("UIDVALIDITY")[1] != before
    client.logout()


def test_a_wrong_password_opens_nothing(embedded: EmbeddedMailServer) -> None:
    with pytest.raises(imaplib.IMAP4.error):
        log_in(embedded, password="guess")
    with smtplib.SMTP(embedded.host, embedded.smtp_port) as smtp, pytest.raises(smtplib.SMTPAuthenticationError):
        smtp.login("intake", "guess")


def test_no_address_gets_into_the_log(embedded: EmbeddedMailServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        hand_over(embedded, "reader@hospital.example")
    assert "hospital.example" not in caplog.text


def test_it_starts_quickly_and_leaves_nothing_behind() -> None:
    before = threading.active_count()
    began = time.monotonic()
    with EmbeddedMailServer({"intake": ("open", [INTAKE])}) as server:
        client = log_in(server)  # one that never says goodbye
        client.select("INBOX")
    assert time.monotonic() - began < 2
    assert threading.active_count() == before
    client.shutdown()
