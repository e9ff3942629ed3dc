"""The store on one machine: sealed documents in a TinyDB journal (vault.py), and indexes of what they say (index.py).

Answers as interface.py promises. Decodes a document when it is asked for; keeps none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from mailer.edges.store.documents import BOOKMARKS, CASES, FACTS, OUTBOX, SEEN, STOPS
from mailer.edges.store.index import CaseIndex, OutboxIndex, SeenIndex, counts
from mailer.edges.store.interface import Load, Stale
from mailer.edges.store.keys import MasterKey
from mailer.edges.store.vault import Batch, Vault
from mailer.model.case import Case
from mailer.model.record import Bookmark, Change, Fact, OutboxState, Place, Queued, SeenMail, Stop, StoreCounts

_CHUNK = 100
Item = TypeVar("Item")


def open_tinydb(data_dir: Path, key: MasterKey, *, read_only: bool = False) -> "TinyStore":
    """The store in a folder, made where it is new. Raises AlreadyRunning, CannotEver (damage, wrong key), CannotNow (full disk).

    `read_only` is for looking while a service runs: it takes no lock, changes no file, and shows the state at its opening.
    """
    return TinyStore(Vault(data_dir, key, read_only=read_only))


class TinyStore:
    """A Store over a vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._cases, self._seen, self._outbox = CaseIndex(), SeenIndex(), OutboxIndex()
        self._bookmarks: dict[str, Bookmark] = {}
        self._stops: dict[str, Stop] = {}
        self._facts: dict[str, Fact] = {}
        for case in vault.all(CASES):
            self._cases.put(case)
        for mail in vault.all(SEEN):
            self._seen.put(mail)
        for letter in vault.all(OUTBOX):
            self._outbox.put(letter)
        small = Change(
            bookmarks=tuple(vault.all(BOOKMARKS)), stops=tuple(vault.all(STOPS)), facts=tuple(vault.all(FACTS))
        )
        self._take_small(small)

    @property
    def torn_bytes(self) -> int:
        """What a crash had left of a commit that was never acknowledged; cut at the start."""
        return self._vault.torn_bytes

    @property
    def forgotten_at_start(self) -> int:
        """Documents of a restored journal whose keys were destroyed since: they stay forgotten."""
        return self._vault.forgotten_at_start

    def commit(self, change: Change) -> None:
        """All of the change, or none: one line, one flush. See Store.commit."""
        self._check_versions(change.cases)
        self.adopt(change)

    def adopt(self, change: Change) -> None:
        letters = self._letters_of(change.erased_cases, {letter.id for letter in change.queued})
        with self._vault.commit() as batch:
            self._stage(batch, change, letters)
        erased, left = set(change.erased_cases), {*change.left, *letters}
        for case in change.cases:
            self._cases.put(case)
        for case_id in erased:
            self._cases.drop(case_id)
        for mail in change.seen:
            self._seen.put(mail)
        for identity in change.erased_seen:
            self._seen.drop(identity)
        for letter in change.queued:
            self._outbox.put(letter)
        for letter_id in left:
            self._outbox.drop(letter_id)
        self._take_small(change)

    def _stage(self, batch: Batch, change: Change, letters: Iterable[str]) -> None:
        vault = self._vault
        for case in change.cases:
            vault.put(batch, CASES, case, case.version)
        for mail in change.seen:
            vault.put(batch, SEEN, mail)
        for letter in change.queued:
            vault.put(batch, OUTBOX, letter)
        for bookmark in change.bookmarks:
            vault.put(batch, BOOKMARKS, bookmark)
        for stop in change.stops:
            vault.put(batch, STOPS, stop)
        for fact in change.facts:
            vault.put(batch, FACTS, fact)
        for case_id in change.erased_cases:
            vault.drop(batch, CASES, case_id, at_once=True)
        for letter_id in letters:
            vault.drop(batch, OUTBOX, letter_id, at_once=True)
        for letter_id in change.left:
            vault.drop(batch, OUTBOX, letter_id)
        for identity in change.erased_seen:
            vault.drop(batch, SEEN, identity)
        for address_hash in change.lifted:
            vault.drop(batch, STOPS, address_hash)
        for name in change.forgotten_facts:
            vault.drop(batch, FACTS, name)

    def _check_versions(self, cases: Iterable[Case]) -> None:
        known: dict[str, int] = {}
        for case in cases:
            stored = known.get(case.id, self._cases.versions.get(case.id, 0))
            if case.version != stored + 1:
                raise Stale(case.id, stored, case.version)
            known[case.id] = case.version

    def _letters_of(self, cases: Iterable[str], queued_now: set[str]) -> list[str]:
        """The waiting letters of cases that are erased; those that the same change queues stay."""
        return [letter for case in cases for letter in self._outbox.by_case.find(case) if letter not in queued_now]

    def _take_small(self, change: Change) -> None:
        self._bookmarks.update((bookmark.mailbox, bookmark) for bookmark in change.bookmarks)
        self._stops.update((stop.address_hash, stop) for stop in change.stops)
        self._facts.update((fact.name, fact) for fact in change.facts)
        for address_hash in change.lifted:
            self._stops.pop(address_hash, None)
        for name in change.forgotten_facts:
            self._facts.pop(name, None)

    # cases

    def case(self, case_id: str) -> Case | None:
        return self._vault.get(CASES, case_id)

    def cases(self) -> Iterator[Case]:
        return _found(self.case, list(self._cases.versions))

    def open_cases(self) -> list[Case]:
        return self._by_age(self._cases.open())

    def case_of_mark(self, mark: str) -> Case | None:
        return next(_found(self.case, self._cases.by_mark.find(mark)), None)

    def cases_of_mail(self, message_id: str) -> list[Case]:
        return self._by_age(self._cases.by_mail.find(message_id))

    def cases_of_event(self, event: str) -> list[Case]:
        return self._by_age(self._cases.by_event.find(event))

    def cases_due(self, before: datetime) -> list[Case]:
        return list(_found(self.case, self._cases.due(before)))

    def loads(self) -> Mapping[str, Load]:
        return self._cases.loads()

    def _by_age(self, case_ids: Iterable[str]) -> list[Case]:
        return sorted(_found(self.case, case_ids), key=lambda case: (case.opened_at, case.id))

    # seen mail

    def seen(self, identity: str) -> SeenMail | None:
        return self._vault.get(SEEN, identity)

    def seen_at(self, place: Place) -> SeenMail | None:
        identity = self._seen.at(place)
        return None if identity is None else self.seen(identity)

    def seen_of_sender(self, sender_hash: str) -> list[SeenMail]:
        return list(_found(self.seen, self._seen.of_sender(sender_hash)))

    def unfiled(self) -> list[SeenMail]:
        return list(_found(self.seen, self._seen.unfiled()))

    def seen_before(self, received: datetime) -> list[SeenMail]:
        return list(_found(self.seen, self._seen.before(received)))

    def all_seen(self) -> Iterator[SeenMail]:
        return _found(self.seen, list(self._seen.all))

    # the outbox

    def outbox(self, state: OutboxState | None = None) -> list[Queued]:
        return list(_found(self.queued, self._outbox.ids(state)))

    def queued(self, letter_id: str) -> Queued | None:
        return self._vault.get(OUTBOX, letter_id)

    # what is small

    def bookmark(self, mailbox: str) -> Bookmark | None:
        return self._bookmarks.get(mailbox)

    def bookmarks(self) -> list[Bookmark]:
        return list(self._bookmarks.values())

    def stopped(self, address_hash: str) -> bool:
        return address_hash in self._stops

    def stops(self) -> list[Stop]:
        return list(self._stops.values())

    def fact(self, name: str) -> Fact | None:
        return self._facts.get(name)

    def facts(self, prefix: str = "") -> list[Fact]:
        return sorted(
            (fact for name, fact in self._facts.items() if name.startswith(prefix)), key=lambda fact: fact.name
        )

    def counts(self) -> StoreCounts:
        return counts(self._cases, self._seen, self._outbox)

    # the whole

    def contents(self) -> Iterator[Change]:
        yield Change(bookmarks=tuple(self.bookmarks()), stops=tuple(self.stops()), facts=tuple(self.facts()))
        for cases in _chunks(self.cases()):
            yield Change(cases=cases)
        for seen in _chunks(self.all_seen()):
            yield Change(seen=seen)
        for letters in _chunks(_found(self.queued, self._outbox.ids(None))):
            yield Change(queued=letters)

    def tidy(self) -> None:
        self._vault.tidy()

    def compact(self) -> None:
        self._vault.compact()

    def close(self) -> None:
        self._vault.close()


def _found(get: Callable[[str], Item | None], ids: Iterable[str]) -> Iterator[Item]:
    return (item for item in map(get, ids) if item is not None)


def _chunks(items: Iterator[Item]) -> Iterator[tuple[Item, ...]]:
    while chunk := tuple(islice(items, _CHUNK)):
        yield chunk
