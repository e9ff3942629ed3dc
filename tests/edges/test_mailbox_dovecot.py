"""What only a real server shows: the wire, the namespace, certificates, a person in the same mailbox, a restart."""

import imaplib
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from mailer.edges.mailbox import Mailbox
from mailer.edges.server import Security, Server
from mailer.model.errors import CannotEver, CannotNow
from tests.conftest import installed
from tests.servers.dovecot import PASSWORD, Dovecot, dovecot_program

ARRIVED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
MAIL = b"Message-ID: <one@hospital.example>\r\nSubject: Hello\r\n\r\nCould somebody call me?\r\n"
OTHER = MAIL.replace(b"one@", b"other@")


@pytest.fixture
def login() -> str:
    return f"{uuid.uuid4().hex[:12]}@programme.example"


@pytest.fixture
def mailbox(dovecot: Dovecot, login: str) -> Iterator[Mailbox]:
    mailbox = Mailbox(login, dovecot.server(login))
    mailbox.prepare()
    yield mailbox
    mailbox.close()


@pytest.fixture
def own_dovecot(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    """A Dovecot of this test alone; parametrized with what makes it different."""
    installed(dovecot_program(), "dovecot-imapd and dovecot-lmtpd")
    with Dovecot(**getattr(request, "param", {})) as server:
        yield server


def in_inbox(client: imaplib.IMAP4) -> list[bytes]:
    client.select("INBOX", readonly=True)
    return [part[1] for part in client.fetch("1:*", "(FLAGS BODY.PEEK[])")[1] if isinstance(part, tuple)]


def test_a_mail_is_moved_in_one_step(dovecot: Dovecot, mailbox: Mailbox, login: str) -> None:
    dovecot.deliver(MAIL, login)
    [mail] = mailbox.waiting()
    before = len(dovecot.said())
    mailbox.file(mail.uid, "Handled")
    said = dovecot.said()[before:]
    assert f'UID MOVE {mail.uid} "Handled"' in said
    assert "COPY" not in said
    assert "EXPUNGE" not in said


def test_reading_leaves_the_seen_flag_alone(dovecot: Dovecot, mailbox: Mailbox, login: str) -> None:
    dovecot.deliver(MAIL, login)
    mailbox.fetch(mailbox.waiting()[0].uid)
    mailbox.file(mailbox.waiting()[0].uid, "Handled")
    with dovecot.client(login) as person:
        person.select("Handled", readonly=True)
        assert person.search(None, "UNSEEN")[1] == [b"1"]


def test_a_mail_that_a_person_has_read_still_waits(dovecot: Dovecot, mailbox: Mailbox, login: str) -> None:
    dovecot.deliver(MAIL, login)
    with dovecot.client(login) as person:
        person.select("INBOX")
        person.store("1", "+FLAGS", r"(\Seen)")
        assert len(mailbox.waiting()) == 1


def test_what_a_person_marked_as_deleted_is_not_expunged_along(dovecot: Dovecot, mailbox: Mailbox, login: str) -> None:
    for raw in (MAIL, OTHER):
        dovecot.deliver(raw, login, ARRIVED)
    with dovecot.client(login) as person:
        person.select("INBOX")
        person.store("2", "+FLAGS", r"(\Deleted)")
        mailbox.expunge(mailbox.waiting()[0].uid)
        assert in_inbox(person) == [OTHER]


@pytest.mark.parametrize("own_dovecot", [{"capability": "IMAP4rev1 UIDPLUS NAMESPACE IDLE"}], indirect=True)
def test_without_move_the_mail_is_copied_and_it_alone_is_expunged(own_dovecot: Dovecot, login: str) -> None:
    mailbox = Mailbox(login, own_dovecot.server(login))
    mailbox.prepare()
    for raw in (MAIL, OTHER):
        own_dovecot.deliver(raw, login, ARRIVED)
    with own_dovecot.client(login) as person:
        person.select("INBOX")
        person.store("2", "+FLAGS", r"(\Deleted)")
        first = mailbox.waiting()[0]
        assert mailbox.file(first.uid, "Handled") == 1
        assert mailbox.file(first.uid, "Handled") is None
        assert in_inbox(person) == [OTHER]
    assert mailbox.fetch_from("Handled", "<one@hospital.example>") == MAIL
    assert f"UID EXPUNGE {first.uid}" in own_dovecot.said()
    assert "mail is copied, then deleted (no MOVE)" in mailbox.check()
    mailbox.close()


@pytest.mark.parametrize("own_dovecot", [{"capability": "IMAP4rev1 NAMESPACE"}], indirect=True)
def test_a_server_that_cannot_delete_one_mail_alone_is_refused(own_dovecot: Dovecot, login: str) -> None:
    own_dovecot.deliver(MAIL, login)
    mailbox = Mailbox(login, own_dovecot.server(login))
    with pytest.raises(CannotEver, match="UIDPLUS"):
        mailbox.check()
    with pytest.raises(CannotEver, match="UIDPLUS"):
        mailbox.file(mailbox.waiting()[0].uid, "Handled")
    assert len(mailbox.waiting()) == 1
    mailbox.close()


@pytest.mark.parametrize("own_dovecot", [{"prefix": "INBOX.", "separator": "."}], indirect=True)
def test_folders_lie_under_the_personal_namespace(own_dovecot: Dovecot, login: str) -> None:
    mailbox = Mailbox(login, own_dovecot.server(login))
    mailbox.prepare()
    own_dovecot.deliver(MAIL, login)
    mailbox.file(mailbox.waiting()[0].uid, "Needs a person")
    with own_dovecot.client(login) as person:
        names = b" ".join(line for line in person.lsub()[1] if isinstance(line, bytes))
    assert all(name in names for name in (b"INBOX.Handled", b"INBOX.Ignored", b'"INBOX.Needs a person"'))
    assert mailbox.holds("Needs a person", "<one@hospital.example>")
    assert "sent mail: INBOX.Sent Items" in mailbox.check()
    mailbox.close()


def test_the_folders_are_subscribed_so_that_people_see_them(dovecot: Dovecot, mailbox: Mailbox, login: str) -> None:
    with dovecot.client(login) as person:
        names = b" ".join(line for line in person.lsub()[1] if isinstance(line, bytes))
    assert all(name in names for name in (b"Handled", b"Ignored", b'"Needs a person"'))


def test_a_mail_taken_out_of_a_folder_and_back_into_the_inbox_waits_anew(
    dovecot: Dovecot, mailbox: Mailbox, login: str
) -> None:
    dovecot.deliver(MAIL, login)
    [mail] = mailbox.waiting()
    mailbox.file(mail.uid, "Needs a person")
    assert not mailbox.wait(0.1, threading.Event())
    with dovecot.client(login) as person:
        person.select('"Needs a person"')
        person.uid("MOVE", "1", "INBOX")
    assert mailbox.wait(2, threading.Event())
    assert mailbox.waiting()[0].uid > mail.uid


def test_a_mailbox_that_was_rebuilt_is_not_touched_by_old_numbers(own_dovecot: Dovecot, login: str) -> None:
    mailbox = Mailbox(login, own_dovecot.server(login))
    mailbox.prepare()
    for raw in (MAIL, OTHER):
        own_dovecot.deliver(raw, login, ARRIVED)
    first, _ = mailbox.waiting()
    mailbox.close()
    own_dovecot.rebuild(login)
    for touch in (lambda: mailbox.fetch(first.uid), lambda: mailbox.file(first.uid, "Handled")):
        with pytest.raises(CannotNow, match="rebuilt"):
            touch()
    again = mailbox.waiting()
    assert len(again) == 2
    assert again[0].uidvalidity != first.uidvalidity
    assert mailbox.fetch(again[0].uid) in (MAIL, OTHER)
    mailbox.close()


def test_a_restart_of_the_server_is_not_even_noticed(own_dovecot: Dovecot, login: str) -> None:
    mailbox = Mailbox(login, own_dovecot.server(login))
    mailbox.prepare()
    own_dovecot.deliver(MAIL, login)
    [mail] = mailbox.waiting()
    own_dovecot.stop()
    own_dovecot.start()
    assert mailbox.fetch(mail.uid).endswith(MAIL)
    own_dovecot.stop()
    with pytest.raises(CannotNow, match="No mail server listens") as caught:
        mailbox.waiting()
    assert caught.value.reason == "imap connection refused"
    own_dovecot.start()
    assert mailbox.file(mail.uid, "Handled") is not None
    own_dovecot.stop()
    own_dovecot.start()
    mailbox.put("Handled", OTHER, ARRIVED)
    assert mailbox.holds("Handled", "<other@hospital.example>")
    mailbox.close()


def test_a_server_that_goes_away_ends_the_wait(own_dovecot: Dovecot, login: str) -> None:
    mailbox = Mailbox(login, own_dovecot.server(login))
    mailbox.waiting()
    threading.Timer(0.3, own_dovecot.stop).start()
    began = time.monotonic()
    with pytest.raises(CannotNow):
        mailbox.wait(20, threading.Event())
    assert time.monotonic() - began < 10


def test_a_wrong_password_is_said_with_the_cure(dovecot: Dovecot, login: str) -> None:
    mailbox = Mailbox(login, dovecot.server(login, password="not this"))
    with pytest.raises(CannotEver, match="please check username and password") as caught:
        mailbox.waiting()
    assert caught.value.reason == "imap login NO AUTHENTICATIONFAILED"
    assert login not in str(caught.value)


def test_a_changed_password_is_read_at_the_next_login(dovecot: Dovecot, login: str) -> None:
    answers = iter(["not this", PASSWORD])
    server = dovecot.server(login)
    mailbox = Mailbox(login, Server(server.host, server.port, "none", login, lambda: next(answers)))
    with pytest.raises(CannotEver):
        mailbox.waiting()
    assert mailbox.waiting() == []
    mailbox.close()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_an_own_authority_needs_the_ca_file(dovecot: Dovecot, login: str, security: Security) -> None:
    with pytest.raises(CannotEver, match="ca_file") as caught:
        Mailbox(login, dovecot.server(login, security, trusted=False)).check()
    assert caught.value.reason.startswith("tls certificate")
    mailbox = Mailbox(login, dovecot.server(login, security))
    assert any("encrypted" in line for line in mailbox.check())
    mailbox.close()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_new_mail_wakes_through_an_encrypted_line_too(dovecot: Dovecot, login: str, security: Security) -> None:
    mailbox = Mailbox(login, dovecot.server(login, security))
    mailbox.waiting()
    threading.Timer(0.3, dovecot.deliver, (MAIL, login)).start()
    began = time.monotonic()
    assert mailbox.wait(10, threading.Event())
    assert time.monotonic() - began < 1.3
    mailbox.close()


def test_encryption_asked_of_a_port_without_it_is_said(dovecot: Dovecot, login: str) -> None:
    server = Server("127.0.0.1", dovecot.imap_port, "tls", login, lambda: "x", timeout_seconds=3)
    with pytest.raises(CannotEver, match="check port and security"):
        Mailbox(login, server).check()


def test_a_server_that_never_answers_is_given_up(login: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = Server("127.0.0.1", silent.getsockname()[1], "none", login, lambda: "x", timeout_seconds=0.3)
        with pytest.raises(CannotNow, match="did not answer in time"):
            Mailbox(login, server).waiting()


@pytest.mark.parametrize("own_dovecot", [{"capability": "IMAP4rev1 UIDPLUS MOVE NAMESPACE"}], indirect=True)
def test_without_idle_the_server_is_asked_now_and_then(
    own_dovecot: Dovecot, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailer.edges.mailbox._POLL", 0.2)
    mailbox = Mailbox(login, own_dovecot.server(login))
    mailbox.waiting()
    threading.Timer(0.3, own_dovecot.deliver, (MAIL, login)).start()
    assert mailbox.wait(5, threading.Event())
    assert "IDLE" not in own_dovecot.said()
    mailbox.close()


def test_own_letters_leave_the_sent_folder_and_a_persons_mail_stays(
    dovecot: Dovecot, mailbox: Mailbox, login: str
) -> None:
    with dovecot.client(login) as person:
        person.append('"Sent Items"', "", ARRIVED, b"Auto-Submitted: auto-generated\r\nSubject: Hello\r\n\r\nours\r\n")
        person.append('"Sent Items"', "", ARRIVED, MAIL)
        assert mailbox.purge_sent(ARRIVED) == 0
        assert mailbox.purge_sent(ARRIVED + timedelta(days=1)) == 1
        person.select('"Sent Items"', readonly=True)
        assert person.search(None, "ALL")[1] == [b"1"]


def test_two_mailboxes_of_one_server_are_two(dovecot: Dovecot) -> None:
    first, second = (
        Mailbox(name, dovecot.server(name))
        for name in (f"{uuid.uuid4().hex[:9]}@programme.example", f"{uuid.uuid4().hex[:9]}@programme.example")
    )
    for mailbox in (first, second):
        mailbox.prepare()
    dovecot.deliver(MAIL, first.address)
    raw = first.fetch(first.waiting()[0].uid)
    assert second.waiting() == []
    second.put("Handled", raw, ARRIVED)
    assert second.fetch_from("Handled", "<one@hospital.example>") == raw
    first.close()
    second.close()


def test_no_login_and_no_secret_ever_stands_in_an_error(dovecot: Dovecot, login: str) -> None:
    def unreadable() -> str:
        raise FileNotFoundError("/somewhere/secret")

    server = dovecot.server(login)
    mailbox = Mailbox(login, Server(server.host, server.port, "none", login, unreadable))
    with pytest.raises(CannotEver, match="secret") as caught:
        mailbox.waiting()
    assert "somewhere" not in caught.value.plain + caught.value.reason


def test_a_password_in_any_script_logs_in(own_dovecot: Dovecot, login: str) -> None:
    mailbox = Mailbox(login, own_dovecot.server(login, password="schlüssel"))
    with pytest.raises(CannotEver, match="please check username and password"):  # refused, but properly asked
        mailbox.check()
