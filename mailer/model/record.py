"""What the store keeps besides cases: seen mail, the outbox, bookmarks; and the change that one commit makes.

Times are aware datetimes in UTC.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mailer.model.case import Case
from mailer.model.question import Asked

Folder = Literal["Handled", "Ignored", "Needs a person"]
Filing = Literal["Handled", "Ignored", "Needs a person", "expunge"]
FOLDERS: tuple[Folder, ...] = ("Handled", "Ignored", "Needs a person")


@dataclass(frozen=True)
class Place:
    """Where a mail lay: an intake's address, UIDVALIDITY and UID of its INBOX (RFC 3501, 2.3.1.1)."""

    mailbox: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True)
class SeenMail:
    """A mail that was dealt with. `identity` is the digest of Message-ID, author and Date (or of the whole mail).

    `filing` says where it belongs, `filed` that it lies there. `other_mailbox`: an outside mail goes to the system
    mailbox's folder. `tries` counts passes that failed; below three, `filing` is None and the mail is read again.
    `thread` holds the Message-ID so that a further mail in the same thread finds its cases. `crisis_told`: it has brought its
    writer the crisis letter, which no later reading of the same mail brings again.
    """

    identity: str
    place: Place
    received: datetime
    filing: Filing | None
    filed: bool = False
    tries: int = 0
    other_mailbox: str | None = None
    message_id: str = ""
    sender_hash: str = ""  # keyed hash of the author's address
    cases: tuple[str, ...] = ()
    needs_a_person: bool = False
    crisis_told: bool = False


@dataclass(frozen=True)
class Bookmark:
    """A mailbox's first reading. Mail received before `cutoff` stays where it is, for good; `left` counts it."""

    mailbox: str
    first_read_at: datetime
    cutoff: datetime
    left: int = 0


OutboxState = Literal["waiting", "unknown", "failed"]


@dataclass(frozen=True)
class Queued:
    """A letter in the outbox, whole as it will leave. It is deleted when it has left; its bytes hold words of a referral.

    `unknown`: handed over, answer never came; the same bytes with the same Message-ID go once more. `failed`: refused for good.
    """

    id: str
    letter: str
    case: str | None
    to: str
    envelope_from: str
    raw: bytes
    message_id: str
    queued_at: datetime
    not_before: datetime
    tries: int = 0
    state: OutboxState = "waiting"
    last_reply: str = ""  # the server's status code alone: its text may quote an address
    wish_checked: bool = False
    asked: Asked | None = None  # of a letter without a case: remembered, so that a bare answer is understood


@dataclass(frozen=True)
class Stop:
    """A keyed hash of an address whose owner asked never to be contacted again. Outlives the case."""

    address_hash: str
    since: datetime


@dataclass(frozen=True)
class Fact:
    """A small thing to remember under a name: when the last digest left, an absence until a date. Never personal in clear."""

    name: str
    value: str
    until: datetime | None = None


@dataclass(frozen=True)
class Change:
    """Everything one commit writes: all of it, or none."""

    cases: tuple[Case, ...] = ()
    seen: tuple[SeenMail, ...] = ()
    queued: tuple[Queued, ...] = ()
    left: tuple[str, ...] = ()  # ids of letters that have left the outbox
    bookmarks: tuple[Bookmark, ...] = ()
    stops: tuple[Stop, ...] = ()
    lifted: tuple[str, ...] = ()  # address hashes whose stop is lifted
    facts: tuple[Fact, ...] = ()
    forgotten_facts: tuple[str, ...] = ()
    erased_cases: tuple[str, ...] = ()  # their keys are destroyed
    erased_seen: tuple[str, ...] = ()  # identities

    @property
    def empty(self) -> bool:
        return self == Change()


@dataclass(frozen=True)
class StoreCounts:
    """Figures without names, for `status`."""

    waiting: int = 0
    unknown: int = 0
    failed: int = 0
    needs_a_person: int = 0
    cases: dict[str, int] = field(default_factory=dict)
