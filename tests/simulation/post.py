"""The post of the simulated programme: mailboxes and a submission server in memory, with the faults that real ones have.

They keep the promises of mailer/edges/mailbox.py and submission.py towards the service. A server may be away, be rebuilt
(UIDVALIDITY), refuse a reader, ask for patience, lose its answer; and the process may be killed before or after any step that
lasts. Opens no connection.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from mailer.edges.mailbox import Mailbox, Waiting
from mailer.edges.server import Server
from mailer.edges.submission import Outcome, Submission
from mailer.model.address import canonical
from mailer.model.errors import CannotNow
from mailer.model.record import FOLDERS, Folder

NOWHERE = Server("mail.nowhere.example", 1)
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)


class Killed(BaseException):
    """The process ends here, as by SIGKILL: nothing in it may catch this."""


@dataclass
class Traps:
    """Where the process is killed: the name of a point, and how many times it is passed before."""

    point: str = ""
    passes: int = 0
    sprung: int = 0

    def pass_by(self, point: str) -> None:
        if point != self.point:
            return
        self.passes -= 1
        if self.passes < 0:
            self.point = ""
            self.sprung += 1
            raise Killed(point)


def message_id_of(raw: bytes) -> str:
    found = _MESSAGE_ID.search(raw)
    return found.group(1).decode("ascii", "replace") if found else ""


@dataclass(frozen=True)
class Lying:
    """A mail in a folder."""

    uid: int
    raw: bytes
    received: datetime

    @cached_property
    def message_id(self) -> str:
        return message_id_of(self.raw)


class PostBox(Mailbox):
    """An intake's mailbox in memory."""

    def __init__(self, address: str, traps: Traps) -> None:
        super().__init__(address, NOWHERE)
        self.traps = traps
        self.away = False
        self.validity = 1
        self.next_uid = 1
        self.inbox: dict[int, Lying] = {}
        self.folders: dict[Folder, list[Lying]] = {folder: [] for folder in FOLDERS}
        self._listed = 0

    def arrives(self, raw: bytes, received: datetime) -> None:
        self.inbox[self.next_uid] = Lying(self.next_uid, raw, received)
        self.next_uid += 1

    def is_rebuilt(self) -> None:
        """The server numbers the mailbox anew (RFC 3501, 2.3.1.1)."""
        self.validity += 1
        lying = sorted(self.inbox.values(), key=lambda mail: mail.uid)
        self.inbox = {n: Lying(n, mail.raw, mail.received) for n, mail in enumerate(lying, 1)}
        self.next_uid = len(lying) + 1

    def in_inbox(self) -> list[str]:
        """The Message-IDs of what lies in INBOX."""
        return [mail.message_id for mail in self.inbox.values()]

    def in_folders(self) -> list[str]:
        """The Message-IDs of what was filed, each as often as it lies there."""
        return [mail.message_id for lying in self.folders.values() for mail in lying]

    def _there(self) -> None:
        if self.away:
            raise CannotNow("The mail server is away.", "imap away")

    # ------------------------------------------------ as the service sees it

    def waiting(self) -> list[Waiting]:
        self._there()
        self._listed = self.validity
        return [Waiting(self.validity, uid, m.received, len(m.raw)) for uid, m in sorted(self.inbox.items())]

    def lies_in_inbox(self, uidvalidity: int, uid: int) -> bool:
        self._there()
        return uidvalidity == self.validity and uid in self.inbox

    def fetch(self, uid: int) -> bytes:
        self._there()
        if uid not in self.inbox or self._listed != self.validity:
            raise CannotNow("A mail left INBOX before it was read.", "imap uid gone")
        return self.inbox[uid].raw

    def file(self, uid: int, folder: Folder) -> int | None:
        self._there()
        self.traps.pass_by("before filing")
        mail = self.inbox.pop(uid, None)
        if mail is not None:
            self.folders[folder].append(mail)
        self.traps.pass_by("after filing")
        return None

    def expunge(self, uid: int) -> None:
        self._there()
        self.traps.pass_by("before expunging")
        self.inbox.pop(uid, None)
        self.traps.pass_by("after expunging")

    def put(self, folder: Folder, raw: bytes, received: datetime) -> None:
        self._there()
        self.traps.pass_by("before putting")
        self.folders[folder].append(Lying(0, raw, received))
        self.traps.pass_by("after putting")

    def holds(self, folder: Folder, message_id: str) -> bool:
        return self.fetch_from(folder, message_id) is not None

    def fetch_from(self, folder: Folder, message_id: str) -> bytes | None:
        self._there()
        found = [mail.raw for mail in self.folders[folder] if mail.message_id == message_id]
        return found[-1] if found else None

    def remove_from(self, folder: Folder, message_id: str) -> int:
        self._there()
        before = len(self.folders[folder])
        self.folders[folder] = [mail for mail in self.folders[folder] if mail.message_id != message_id]
        return before - len(self.folders[folder])

    def purge(self, folder: Folder, before: datetime, keep: Collection[str] = ()) -> int:
        self._there()
        count = len(self.folders[folder])
        self.folders[folder] = [m for m in self.folders[folder] if m.received >= before or m.message_id in keep]
        return count - len(self.folders[folder])

    def purge_sent(self, before: datetime) -> int:  # noqa: ARG002 - as the real one is called; nobody reads Sent here
        self._there()
        return 0

    def prepare(self, read_only: bool = False) -> None:  # noqa: ARG002 - as the real one is called
        self._there()

    def close(self) -> None:
        pass


@dataclass
class Counter(Submission):
    """The one submission server: what it took is handed to `takes`, whatever it answered."""

    traps: Traps
    takes: Callable[[bytes, str], None]
    away: bool = False
    no_such_reader: set[str] = field(default_factory=set)
    patience: set[str] = field(default_factory=set)  # asked for once, then the letter is taken
    answers_lost: int = 0
    lost_for_good: bool = False

    def __post_init__(self) -> None:
        super().__init__(NOWHERE)

    def send(self, raw: bytes, envelope_from: str, to: str) -> Outcome:  # noqa: ARG002 - as the real one is called
        if self.away:
            return Outcome("later", None, "The submission server is away.", "connection refused", server_away=True)
        if canonical(to) in self.no_such_reader:
            return Outcome("never", 550, "There is no such mailbox.", "550 5.1.1", refused="reader")
        if canonical(to) in self.patience:
            self.patience.discard(canonical(to))
            return Outcome("later", 451, "The server asks for patience.", "451 4.7.1", refused="reader")
        self.traps.pass_by("before sending")
        if self.answers_lost > 0:
            self.answers_lost -= 1
            if not self.lost_for_good:
                self.takes(raw, to)
            return Outcome("unknown", None, "The answer to a letter was lost.", "connection lost")
        self.takes(raw, to)
        self.traps.pass_by("after sending")
        return Outcome("left", 250, "", "250")

    def close(self) -> None:
        pass
