"""The mailbox on two real servers: Dovecot, and the embedded one of the demo. What holds on one holds on both."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from mailer.edges.mailbox import Mailbox
from mailer.edges.server import Server
from mailer.model.errors import CannotEver, CannotNow
from mailer.model.record import FOLDERS
from tests.conftest import INTAKE

ARRIVED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Account:
    """A fresh mailbox somewhere, and how mail gets into it."""

    server: Server
    deliver: Callable[[bytes, datetime | None], None]


def a_mail(message_id: str = "<one@hospital.example>", body: str = "Could somebody call me?") -> bytes:
    return f"Message-ID: {message_id}\r\nSubject: Hello\r\n\r\n{body}\r\n".encode()


@pytest.fixture(params=["dovecot", "embedded"])
def account(request: pytest.FixtureRequest) -> Account:
    server = request.getfixturevalue(request.param)
    if request.param == "embedded":
        return Account(server.imap("intake"), lambda raw, received: server.deliver(raw, INTAKE, received))
    login = f"{uuid.uuid4().hex[:12]}@programme.example"
    return Account(
        server.server(login), lambda raw, received: server.deliver(raw, login, received or datetime.now(UTC))
    )


@pytest.fixture
def mailbox(account: Account) -> Iterator[Mailbox]:
    mailbox = Mailbox(INTAKE, account.server)
    mailbox.prepare()
    yield mailbox
    mailbox.close()


def test_what_waits_is_told_by_uid_with_its_time_of_receipt(account: Account, mailbox: Mailbox) -> None:
    account.deliver(a_mail("<late@hospital.example>"), ARRIVED + timedelta(hours=1))
    account.deliver(a_mail("<early@hospital.example>"), ARRIVED)
    first, second = mailbox.waiting()
    assert first.uid < second.uid
    assert (first.received, second.received) == (ARRIVED + timedelta(hours=1), ARRIVED)
    assert first.uidvalidity == second.uidvalidity > 0
    assert first.size == len(a_mail("<late@hospital.example>"))


def test_an_empty_mailbox_has_nothing_waiting(mailbox: Mailbox) -> None:
    assert mailbox.waiting() == []


def test_the_bytes_come_as_they_lie_there(account: Account, mailbox: Mailbox) -> None:
    raw = b"Subject: no blank\x80 charset\r\n\r\n.dot\r\n\xff\xfe\r\n) UID 7 {3}\r\n"
    account.deliver(raw, ARRIVED)
    [mail] = mailbox.waiting()
    assert mailbox.fetch(mail.uid) == raw


def test_an_empty_body_is_no_trouble(account: Account, mailbox: Mailbox) -> None:
    account.deliver(b"Subject: only this\r\n\r\n", ARRIVED)
    [mail] = mailbox.waiting()
    assert mailbox.fetch(mail.uid) == b"Subject: only this\r\n\r\n"


def test_a_mail_of_five_megabytes_comes_whole(account: Account, mailbox: Mailbox) -> None:
    raw = a_mail(body="0123456789abcdef" * 4 + "\r\n") + b"x" * 70 + b"\r\n"
    raw += (b"y" * 76 + b"\r\n") * 67_000
    account.deliver(raw, ARRIVED)
    [mail] = mailbox.waiting()
    assert len(raw) > 5_000_000
    assert mailbox.fetch(mail.uid) == raw


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_filed_mail_lies_in_its_folder_and_no_longer_waits(account: Account, mailbox: Mailbox, folder: str) -> None:
    account.deliver(a_mail("<stays@hospital.example>"), ARRIVED)
    account.deliver(a_mail(), ARRIVED)
    stays, goes = mailbox.waiting()
    [wanted] = [name for name in FOLDERS if name == folder]
    assert mailbox.file(goes.uid, wanted) is not None
    assert [mail.uid for mail in mailbox.waiting()] == [stays.uid]
    assert mailbox.fetch_from(wanted, "<one@hospital.example>") == a_mail()
    assert [name for name in FOLDERS if mailbox.holds(name, "<one@hospital.example>")] == [folder]


def test_filing_a_mail_that_is_gone_is_no_error(account: Account, mailbox: Mailbox) -> None:
    account.deliver(a_mail(), ARRIVED)
    [mail] = mailbox.waiting()
    mailbox.file(mail.uid, "Handled")
    assert mailbox.file(mail.uid, "Handled") is None


def test_reading_a_mail_that_is_gone_is_said(account: Account, mailbox: Mailbox) -> None:
    account.deliver(a_mail(), ARRIVED)
    [mail] = mailbox.waiting()
    mailbox.expunge(mail.uid)
    with pytest.raises(CannotNow, match="left INBOX"):
        mailbox.fetch(mail.uid)


def test_an_expunged_mail_is_nowhere(account: Account, mailbox: Mailbox) -> None:
    account.deliver(a_mail(), ARRIVED)
    account.deliver(a_mail("<other@hospital.example>"), ARRIVED)
    mailbox.expunge(mailbox.waiting()[0].uid)
    assert len(mailbox.waiting()) == 1
    assert not any(mailbox.holds(name, "<one@hospital.example>") for name in FOLDERS)


@pytest.mark.parametrize(
    "message_id",
    [
        "<one@hospital.example>",
        '<"quoted id"@hospital.example>',
        "<o{3}ne%*@x.example>",
    ],
)
def test_a_mail_is_found_by_its_message_id(account: Account, mailbox: Mailbox, message_id: str) -> None:
    account.deliver(a_mail(message_id), ARRIVED)
    mailbox.file(mailbox.waiting()[0].uid, "Handled")
    assert mailbox.holds("Handled", message_id)


@pytest.mark.parametrize("part", ["one@hospital.example", "<one@hospital.exampl", "", "<>"])
def test_a_part_of_a_message_id_finds_nothing(account: Account, mailbox: Mailbox, part: str) -> None:
    account.deliver(a_mail(), ARRIVED)
    mailbox.file(mailbox.waiting()[0].uid, "Handled")
    assert not mailbox.holds("Handled", part)
    assert mailbox.fetch_from("Handled", part) is None


def test_a_mail_can_be_put_into_another_mailbox_with_its_time(account: Account, mailbox: Mailbox) -> None:
    mailbox.put("Handled", a_mail(), ARRIVED)
    assert mailbox.fetch_from("Handled", "<one@hospital.example>") == a_mail()
    assert mailbox.purge("Handled", ARRIVED) == 0
    assert mailbox.purge("Handled", ARRIVED + timedelta(seconds=1)) == 1


def test_a_purge_takes_the_old_and_spares_the_young_and_the_kept(account: Account, mailbox: Mailbox) -> None:
    for name, hours in (("old", 0), ("open-case", 0), ("young", 2)):
        mailbox.put("Handled", a_mail(f"<{name}@hospital.example>"), ARRIVED + timedelta(hours=hours))
    assert mailbox.purge("Handled", ARRIVED + timedelta(hours=1), keep=["<open-case@hospital.example>"]) == 1
    assert not mailbox.holds("Handled", "<old@hospital.example>")
    assert mailbox.holds("Handled", "<open-case@hospital.example>")
    assert mailbox.holds("Handled", "<young@hospital.example>")


def test_a_mail_can_be_removed_by_its_message_id(mailbox: Mailbox) -> None:
    mailbox.put("Needs a person", a_mail(), ARRIVED)
    mailbox.put("Needs a person", a_mail("<other@hospital.example>"), ARRIVED)
    assert mailbox.remove_from("Needs a person", "<one@hospital.example>") == 1
    assert not mailbox.holds("Needs a person", "<one@hospital.example>")
    assert mailbox.holds("Needs a person", "<other@hospital.example>")


def test_a_rehearsal_makes_no_folder_and_changes_nothing(account: Account) -> None:
    account.deliver(a_mail(), ARRIVED)
    mailbox = Mailbox(INTAKE, account.server)
    mailbox.prepare(read_only=True)
    [mail] = mailbox.waiting()
    assert mailbox.fetch(mail.uid) == a_mail()
    assert not mailbox.holds("Handled", "<one@hospital.example>")
    changes: list[Callable[[], object]] = [
        lambda: mailbox.file(mail.uid, "Handled"),
        lambda: mailbox.expunge(mail.uid),
        lambda: mailbox.put("Handled", a_mail(), ARRIVED),
        lambda: mailbox.purge("Handled", ARRIVED),
        lambda: mailbox.remove_from("Handled", "<one@hospital.example>"),
        lambda: mailbox.purge_sent(ARRIVED),
    ]
    for change in changes:
        with pytest.raises(CannotEver, match="rehearsal"):
            change()
    assert "folders there: none yet" in mailbox.check()
    mailbox.close()


def test_a_folder_that_somebody_deleted_is_made_again(account: Account) -> None:
    mailbox = Mailbox(INTAKE, account.server)  # never prepared: no folder is there
    account.deliver(a_mail(), ARRIVED)
    mailbox.file(mailbox.waiting()[0].uid, "Handled")
    assert mailbox.holds("Handled", "<one@hospital.example>")
    mailbox.close()


def test_a_new_mail_ends_the_wait_within_a_second(account: Account, mailbox: Mailbox) -> None:
    mailbox.waiting()
    threading.Timer(0.3, account.deliver, (a_mail(), ARRIVED)).start()
    began = time.monotonic()
    assert mailbox.wait(10, threading.Event())
    assert time.monotonic() - began < 1.3
    assert len(mailbox.waiting()) == 1


def test_a_mail_that_came_before_the_wait_is_not_slept_through(account: Account, mailbox: Mailbox) -> None:
    mailbox.waiting()
    account.deliver(a_mail(), ARRIVED)
    assert mailbox.wait(5, threading.Event())


def test_a_mail_that_stays_in_the_inbox_wakes_nobody_again(account: Account, mailbox: Mailbox) -> None:
    account.deliver(a_mail(), ARRIVED)
    mailbox.waiting()
    assert not mailbox.wait(0.3, threading.Event())


def test_the_first_wait_of_all_reports_what_lies_there_already(account: Account) -> None:
    account.deliver(a_mail(), ARRIVED)
    watcher = Mailbox(INTAKE, account.server)
    assert watcher.wait(5, threading.Event())
    assert not watcher.wait(0.2, threading.Event())
    watcher.close()


def test_nothing_falls_between_two_waits(account: Account) -> None:
    watcher = Mailbox(INTAKE, account.server)
    assert not watcher.wait(0.1, threading.Event())
    for _ in range(3):
        account.deliver(a_mail(), ARRIVED)
        assert watcher.wait(5, threading.Event())
    assert not watcher.wait(0.1, threading.Event())
    watcher.close()


def test_whether_a_mail_still_lies_in_the_inbox_can_be_asked(account: Account, mailbox: Mailbox) -> None:
    account.deliver(a_mail(), ARRIVED)
    [mail] = mailbox.waiting()
    assert mailbox.lies_in_inbox(mail.uidvalidity, mail.uid)
    assert not mailbox.lies_in_inbox(mail.uidvalidity + 1, mail.uid)
    mailbox.file(mail.uid, "Ignored")
    assert not mailbox.lies_in_inbox(mail.uidvalidity, mail.uid)


def test_the_stop_switch_ends_the_wait(mailbox: Mailbox) -> None:
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    assert not mailbox.wait(30, stop)
    assert time.monotonic() - began < 1.2


def test_check_says_what_is_well_and_makes_nothing(account: Account) -> None:
    mailbox = Mailbox(INTAKE, account.server)
    lines = mailbox.check()
    assert "folders to be made at the first pass: Handled, Ignored, Needs a person" in lines
    mailbox.prepare()
    assert "folders there: Handled, Ignored, Needs a person" in mailbox.check()
    mailbox.close()
