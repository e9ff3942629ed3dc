"""The store as the service sees it: one commit that writes everything or nothing, and questions answered from indexes.

Promises the same whatever stands behind it (TinyDB now, PostgreSQL for programmes that outgrow one machine); the contract tests
are written against this page. Decides nothing, knows no rule, and never tells a name in an error.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from mailer.model.case import Case
from mailer.model.errors import CannotEver
from mailer.model.record import Bookmark, Change, Fact, OutboxState, Place, Queued, SeenMail, Stop, StoreCounts

Load = tuple[int, datetime | None]
"""How many open cases a supporter carries, and when they were last asked."""


class AlreadyRunning(CannotEver):
    """Another instance holds the store. This one exits 1 and has touched nothing."""


class Stale(Exception):
    """A case was changed since it was read: read it again, decide again. Nothing was written."""

    def __init__(self, case: str, stored: int, given: int) -> None:
        self.case, self.stored, self.given = case, stored, given
        super().__init__(f"case {case}: version {given} cannot follow version {stored}; read the case again")


class Store(Protocol):
    """Cases, seen mail, the outbox, stops and facts. For one thread; a second process is refused (AlreadyRunning)."""

    def commit(self, change: Change) -> None:
        """Write the whole change, or nothing of it.

        Guarantee: a letter is in the outbox if and only if its case says so. Crash before: nothing is there. Crash after: all.
        A case's version must be one more than the stored one (a new case: 1), else Stale. What the change removes wins over what
        it writes. An erased case takes its waiting letters along, but not those that the same change queues; its key is destroyed.
        Raises CannotNow where the disk is full or away: then nothing was written, and the same commit may be tried again.
        """
        ...

    def adopt(self, change: Change) -> None:
        """As commit, but takes cases in whatever version they bring: for `move-store` into an empty store."""
        ...

    def case(self, case_id: str) -> Case | None: ...

    def cases(self) -> Iterator[Case]:
        """Every case, closed ones until they are erased."""
        ...

    def open_cases(self) -> list[Case]:
        """The cases that are not closed, oldest first."""
        ...

    def case_of_mark(self, mark: str) -> Case | None: ...

    def cases_of_mail(self, message_id: str) -> list[Case]:
        """The cases that a writer's mail (or a further one of its thread) belongs to, oldest first."""
        ...

    def cases_of_event(self, event: str) -> list[Case]: ...

    def cases_due(self, before: datetime) -> list[Case]:
        """The cases whose next deadline is at or before a time, the earliest deadline first."""
        ...

    def loads(self) -> Mapping[str, Load]:
        """For each supporter of a case (address in lower case): cases invited, reached out or talking; when last invited."""
        ...

    def seen(self, identity: str) -> SeenMail | None: ...

    def seen_at(self, place: Place) -> SeenMail | None: ...

    def seen_of_sender(self, sender_hash: str) -> list[SeenMail]: ...

    def unfiled(self) -> list[SeenMail]:
        """Mail that is dealt with but does not lie where it belongs yet, oldest first."""
        ...

    def seen_before(self, received: datetime) -> list[SeenMail]:
        """Mail received before a time, oldest first: for the purge."""
        ...

    def all_seen(self) -> Iterator[SeenMail]: ...

    def outbox(self, state: OutboxState | None = None) -> list[Queued]:
        """The letters that have not left, in the order they were queued."""
        ...

    def queued(self, letter_id: str) -> Queued | None: ...

    def bookmark(self, mailbox: str) -> Bookmark | None: ...

    def bookmarks(self) -> list[Bookmark]: ...

    def stopped(self, address_hash: str) -> bool: ...

    def stops(self) -> list[Stop]: ...

    def fact(self, name: str) -> Fact | None: ...

    def facts(self, prefix: str = "") -> list[Fact]:
        """The facts whose name begins so, by name."""
        ...

    def counts(self) -> StoreCounts: ...

    def contents(self) -> Iterator[Change]:
        """Everything that is kept, in changes of moderate size: for `move-store`."""
        ...

    def tidy(self) -> None:
        """At the end of a pass: what has left or was forgotten goes from the files too. Never fails for want of room."""
        ...

    def compact(self) -> None:
        """Write the files anew with what lives, and nothing else."""
        ...

    def close(self) -> None: ...
