"""The whole programme in memory: the real service, its real store in a folder of its own, mail servers that may fail, and a clock.

Knows what was written and what left, and when; judges nothing (sentences.py) and decides nothing (history.py).
"""

import io
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from functools import cached_property
from pathlib import Path
from random import Random
from threading import Event

from mailer.casework.clock import local_morning
from mailer.edges.journal import open_journal
from mailer.edges.store.keys import MasterKey
from mailer.edges.store.tinydb_store import TinyStore
from mailer.edges.store.vault import Vault
from mailer.model.address import canonical
from mailer.model.case import Case
from mailer.model.record import Change, Queued
from mailer.service.books import Books
from mailer.service.doors import Door, Edges
from mailer.service.passes import Service
from mailer.service.purging import purge
from mailer.service.wiring import keys_of
from tests.simulation.broken import Broken
from tests.simulation.post import Counter, Killed, PostBox, Traps, message_id_of
from tests.simulation.referrals import Referral

_SIGNS = "BCDFGHJKMNPQRSTVWXYZ23456789"
_ROOM = Path("/dev/shm")  # memory where there is some: thousands of histories flush their commits many times


@dataclass
class Mail:
    """A mail that somebody wrote, and what they meant by it."""

    message_id: str
    author: str
    kind: str  # referral, further, correction, other, office, supporter, peer, stranger, machine
    raw: bytes
    at: datetime
    secret: str = ""
    means: frozenset[str] = frozenset()
    danger: bool = False
    case: str | None = None
    answers: str = ""
    referral: Referral | None = None
    names: str = ""  # the id of a case that is not the one it answers, nor the writer's
    boxes: list[str] = field(default_factory=list)
    done_at: datetime | None = None
    filing: str = ""
    away_until: datetime | None = None  # an out-of-office's date of return


@dataclass(frozen=True)
class Sent:
    """A letter that reached the submission server."""

    raw: bytes
    message_id: str
    name: str
    case: str | None
    to: str
    at: datetime
    queued_at: datetime

    @cached_property
    def message(self) -> Message:
        return message_from_bytes(self.raw)

    def head(self, name: str) -> str:
        """A header field, decoded (RFC 2047)."""
        return str(make_header(decode_header(str(self.message[name] or ""))))

    @property
    def subject(self) -> str:
        return self.head("Subject")

    @cached_property
    def reply_to(self) -> str:
        return getaddresses([self.head("Reply-To") or self.head("From")])[0][1]

    @cached_property
    def text(self) -> str:
        """The plain part, as its reader sees it."""
        return plain_part(self.message)

    @cached_property
    def everything(self) -> str:
        """Whatever a reader could see: the headers, the plain part, the HTML."""
        heads = "\n".join(f"{name}: {self.head(name)}" for name in self.message)
        return f"{heads}\n{self.text}\n{_part(self.message, 'text/html')}"


def _part(message: Message, kind: str) -> str:
    parts = (p for p in message.walk() if p.get_content_type() == kind)
    payload = next((p.get_payload(decode=True) for p in parts), b"")
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def plain_part(message: Message) -> str:
    """The plain part of a letter, as its reader sees it."""
    return _part(message, "text/plain")


class WatchedStore(TinyStore):
    """The real store; each commit is told, and the process may be killed around it."""

    def __init__(self, vault: Vault, traps: Traps, told: Callable[[Change, dict[str, Case | None]], None]) -> None:
        super().__init__(vault)
        self._traps, self._told = traps, told
        self._known = set(self._cases.versions)

    def case(self, case_id: str) -> Case | None:
        """Quick for the many ids that are asked for to see whether they are free."""
        return super().case(case_id) if case_id in self._known else None

    def commit(self, change: Change) -> None:
        before = {case.id: self.case(case.id) for case in change.cases}
        self._traps.pass_by("before a commit")
        super().commit(change)
        self._known |= {case.id for case in change.cases}
        self._told(change, before)
        self._traps.pass_by("after a commit")


class Programme:
    """One programme, from its first day on. Times are aware datetimes in UTC."""

    def __init__(self, books: Books, chance: Random, now: datetime) -> None:
        self.books, self.chance, self.now = books, chance, now
        self.organisation = books.organisation
        self.traps = Traps()
        self.boxes = {i.address: PostBox(i.address, self.traps) for i in self.organisation.intakes}
        self.counter = Counter(self.traps, self._takes)
        self.mails: dict[str, Mail] = {}
        self.queued: dict[str, Queued] = {}
        self.sent: list[Sent] = []
        self.passes = 0
        self.kills = 0
        self.lost_answers = 0
        self.watchers: list[Callable[[Change, dict[str, Case | None]], None]] = []
        self.broken: list[Broken] = []
        self.log = io.StringIO()
        self.said: list[str] = []
        self.up = True
        self._numbers = 0
        self._purged = now.date()
        self.folder = Path(tempfile.mkdtemp(prefix="simulated-", dir=_ROOM if _ROOM.is_dir() else None))
        self._master = MasterKey(b"made up for the simulated plays.")
        self._open()

    # ------------------------------------------------------------ the service

    def _open(self) -> None:
        self.store = WatchedStore(Vault(self.folder / "data", self._master), self.traps, self._told)
        doors = tuple(Door(i, self.boxes[i.address], self.counter, 72) for i in self.organisation.intakes)
        self.edges = Edges(
            doors, self.store, open_journal(self.log), lambda: self.now, self._fresh_ids, self._token, Event()
        )
        self.service = Service(self.books, keys_of(self._master), self.edges)

    def restart(self) -> None:
        """The service ends and is started again on the same data."""
        self.store.close()
        self._open()

    def close(self) -> None:
        with suppress(OSError):
            self.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def one_pass(self) -> bool:
        """One pass, and once a day the purge. False where the process was killed: it is started again then."""
        self.passes += 1
        try:
            report = self.service.one_pass()
            self.said += report.lines
            if self.now.date() != self._purged:
                self._purged = self.now.date()
                purge(self.books, self.edges)
        except Killed:
            self.kills += 1
            self.restart()
            return False
        finally:
            if self.broken:
                raise self.broken[0]
        return True

    @property
    def healthy(self) -> bool:
        """Service up, every server there, nothing about to break."""
        return (
            self.up
            and not self.counter.away
            and not self.traps.point
            and not self.counter.answers_lost
            and not any(box.away for box in self.boxes.values())
        )

    def _told(self, change: Change, before: dict[str, Case | None]) -> None:
        self.queued |= {q.message_id: q for q in change.queued if q.message_id not in self.queued}
        for watcher in self.watchers:
            try:
                watcher(change, before)
            except (
                Broken
            ) as broken:  # told after the pass: the service would take it for a mail that fails, and go on (C4)
                self.broken.append(broken)

    def _fresh_ids(self, count: int) -> tuple[str, ...]:
        """Ids as the real ones look; drawn in one go, for a decision asks for many and takes few."""
        signs = self.chance.choices(_SIGNS, k=4 * count)
        return tuple("K" + "".join(signs[n : n + 4]) for n in range(0, 4 * count, 4))

    def no_case(self) -> str:
        """An id that no case has."""
        return next(i for i in self._fresh_ids(8) if self.store.case(i) is None)

    def _token(self) -> str:
        return "".join(self.chance.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(26))

    def _takes(self, raw: bytes, to: str) -> None:
        queued = self.queued[message_id_of(raw)]
        self.sent.append(
            Sent(raw, queued.message_id, queued.letter, queued.case, canonical(to), self.now, queued.queued_at)
        )

    # ------------------------------------------------------------------ mail

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def secret(self) -> str:
        """A word that no other mail has."""
        number, letters = self.number(), ""
        for _ in range(3):
            number, rest = divmod(number, 26)
            letters += "abcdefghijklmnopqrstuvwxyz"[rest]
        return f"vrill{letters}"

    def deliver(self, mail: Mail, address: str) -> None:
        """A mail arrives in the mailbox of an intake's address."""
        intake = self.organisation.intake(address) or self.organisation.intakes[0]
        self.mails.setdefault(mail.message_id, mail)
        mail.boxes.append(intake.address)
        self.boxes[intake.address].arrives(mail.raw, self.now)

    # ------------------------------------------------------------------ time

    def next_moment(self) -> datetime | None:
        """When the service would have something to do next, by its own books; in UTC, as the real clock has it."""
        dues = [c.next_due.at for c in self.store.open_cases() if c.next_due]
        tries = [q.not_before for state in ("waiting", "unknown") for q in self.store.outbox() if q.state == state]
        clock = self.organisation.clock
        today = self.now.astimezone(clock.zone).date()
        mornings = (local_morning(today, clock), local_morning(today + timedelta(days=1), clock))
        digest = next(at for at in mornings if at > self.now)
        ahead = [at for at in (*dues, *tries, digest) if at > self.now]
        return min(ahead, default=None)
