"""Servers that behave badly: each becomes a CannotNow or a CannotEver with two texts, and never lets a word through."""

import base64
import threading

import pytest

from mailer.edges.mailbox import Mailbox
from mailer.model.errors import CannotEver, CannotNow
from tests.servers.imap_peer import DROP, SILENCE, ImapPeer

SECRET = "elizabeth.sewall@harborview.example"  # a server's text may name somebody
SELECTED = "* 0 EXISTS\n* OK [UIDVALIDITY 7]\nTAG OK [READ-WRITE]"


@pytest.mark.parametrize(
    "script, kind, plain, reason",
    [
        (
            {"LOGIN": f"TAG NO [AUTHENTICATIONFAILED] {SECRET}"},
            CannotEver,
            "username and password",
            "imap login NO AUTH",
        ),
        ({"LOGIN": f"TAG NO {SECRET}"}, CannotEver, "username and password", "imap login NO"),
        ({"LOGIN": f"TAG NO [UNAVAILABLE] {SECRET}"}, CannotNow, "no login just now", "imap login NO UNAVAILABLE"),
        ({"LOGIN": f"TAG NO [LIMIT] {SECRET}"}, CannotNow, "no login just now", "imap login NO LIMIT"),
        ({"LOGIN": f"TAG NO [PRIVACYREQUIRED] {SECRET}"}, CannotEver, "security to tls", "imap login NO PRIVACY"),
        (
            {"CAPABILITY": "* CAPABILITY IMAP4rev1 LOGINDISABLED\nTAG OK done"},
            CannotEver,
            "security to tls",
            "imap login",
        ),
        ({"LOGIN": f"TAG BAD {SECRET}"}, CannotEver, "username and password", "imap login"),
        ({"LOGIN": DROP}, CannotNow, "broke", "imap abort"),
        ({"LOGIN": SILENCE}, CannotNow, "in time", "imap timeout"),
        ({"SELECT": f"TAG NO [INUSE] {SECRET}"}, CannotNow, "INUSE", "imap MailboxFolderSelectError NO INUSE"),
        ({"SELECT": f"TAG NO {SECRET}"}, CannotNow, "no reason given", "imap MailboxFolderSelectError NO"),
        ({"SELECT": f"TAG NO [NOPERM] {SECRET}"}, CannotEver, "NOPERM", "NOPERM"),
        ({"SELECT": SELECTED, "UID FETCH": f"TAG NO [SERVERBUG] {SECRET}"}, CannotNow, "SERVERBUG", "UID FETCH NO"),
        ({"SELECT": SELECTED, "UID FETCH": f"TAG BAD {SECRET}"}, CannotNow, "not understand", "imap error"),
        ({"SELECT": SELECTED, "UID FETCH": f"* BYE {SECRET}"}, CannotNow, "broke", "imap abort"),
        ({"SELECT": SELECTED, "UID FETCH": f"what? {SECRET}"}, CannotNow, "broke", "imap abort"),
        ({"SELECT": SELECTED, "NOOP": DROP}, CannotNow, "broke", "imap abort"),
    ],
)
def test_each_trouble_has_its_two_texts(
    script: dict[str, str], kind: type[CannotNow | CannotEver], plain: str, reason: str
) -> None:
    with ImapPeer(script) as peer:
        mailbox = Mailbox("intake@programme.example", peer.server())
        with pytest.raises(kind) as caught:
            mailbox.waiting()
        mailbox.close()
    trouble = caught.value
    assert isinstance(trouble, CannotNow | CannotEver)
    assert plain in trouble.plain
    assert reason in trouble.reason
    assert SECRET not in f"{trouble} {trouble.reason} {trouble.__cause__}"


def test_a_login_never_goes_unencrypted_where_encryption_is_asked_for() -> None:
    with ImapPeer() as peer:
        with pytest.raises(CannotEver, match="no STARTTLS"):
            Mailbox("intake@programme.example", peer.server("starttls")).check()
        assert not any("LOGIN" in line for line in peer.said)


@pytest.mark.parametrize(
    "last, kind", [("TAG NO [AUTHENTICATIONFAILED] no", CannotEver), ("TAG NO [UNAVAILABLE] later", CannotNow)]
)
def test_a_refused_token_is_answered_and_said(last: str, kind: type[Exception]) -> None:
    with ImapPeer({"AUTHENTICATE": "+ "}, continued=("+ eyJzdGF0dXMiOiI0MDAifQ==", last)) as peer:
        mailbox = Mailbox("intake@programme.example", peer.server(token="expired"))
        with pytest.raises(kind):
            mailbox.check()
        # the token, and then nothing: so the server may say what is wrong with it
        assert [line for line in peer.said if " " not in line] == [
            base64.b64encode(b"user=intake\1auth=Bearer expired\1\1").decode(),
            "",
        ]


def test_a_token_that_is_taken_opens_the_mailbox() -> None:
    with ImapPeer({"AUTHENTICATE": "+ ", "SELECT": SELECTED}, continued=("TAG OK welcome",)) as peer:
        mailbox = Mailbox("intake@programme.example", peer.server(token="fresh"))
        assert mailbox.waiting() == []
        assert not any("LOGIN" in line for line in peer.said)
        mailbox.close()


def test_answers_between_the_lines_are_no_mail() -> None:
    answer = (
        '* 1 FETCH (FLAGS (\\Seen))\n* 2 FETCH (UID 9 INTERNALDATE " 1-Mar-2026 10:30:00 +0100" RFC822.SIZE 7)\n'
        '* 3 FETCH (UID 8 INTERNALDATE "31-Dec-2025 23:59:59 -0500" RFC822.SIZE 5)\n* 4 EXISTS\nTAG OK done'
    )
    with ImapPeer({"SELECT": SELECTED, "UID FETCH": answer}) as peer:
        mailbox = Mailbox("intake@programme.example", peer.server())
        assert [(mail.uid, mail.received.isoformat(), mail.size) for mail in mailbox.waiting()] == [
            (8, "2026-01-01T04:59:59+00:00", 5),
            (9, "2026-03-01T09:30:00+00:00", 7),
        ]
        mailbox.close()


def test_a_server_that_idles_and_dies_without_a_word_is_noticed() -> None:
    with ImapPeer({"SELECT": SELECTED, "UID SEARCH": "* SEARCH\nTAG OK done", "IDLE": DROP}) as peer:
        mailbox = Mailbox("intake@programme.example", peer.server())
        with pytest.raises(CannotNow):
            mailbox.wait(10, threading.Event())
        mailbox.close()


def test_a_keepalive_in_idle_is_no_mail() -> None:
    script = {"SELECT": SELECTED, "UID SEARCH": "* SEARCH\nTAG OK done", "IDLE": "+ idling\n* OK still here"}
    with ImapPeer(script) as peer:
        mailbox = Mailbox("intake@programme.example", peer.server())
        assert not mailbox.wait(0.3, threading.Event())
        assert "DONE" in peer.said
        mailbox.close()
