"""What is found without looking through everything: ids by reply mark, Message-ID, event, state, supporter, sender, deadline.

Kept in memory beside the documents, made anew at each start. Holds ids and keys to look for, never a whole document.
"""

import heapq
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from mailer.model.case import Case, State
from mailer.model.record import Filing, OutboxState, Place, Queued, SeenMail, StoreCounts

Key = TypeVar("Key", bound=Hashable)
_CARRIED = frozenset((State.INVITED, State.REACHED_OUT, State.TALKING))


class Lookup(Generic[Key]):
    """Which documents carry a key; each may carry several."""

    def __init__(self) -> None:
        self._ids: dict[Key, dict[str, None]] = {}
        self._keys: dict[str, tuple[Key, ...]] = {}

    def set(self, doc_id: str, keys: Iterable[Key]) -> None:
        keys = tuple(keys)
        if self._keys.get(doc_id, ()) == keys:
            return
        self.drop(doc_id)
        if keys:
            self._keys[doc_id] = keys
            for key in keys:
                self._ids.setdefault(key, {})[doc_id] = None

    def drop(self, doc_id: str) -> None:
        for key in set(self._keys.pop(doc_id, ())):
            ids = self._ids[key]
            del ids[doc_id]
            if not ids:
                del self._ids[key]

    def find(self, key: Key) -> tuple[str, ...]:
        return tuple(self._ids.get(key, ()))

    def count(self, key: Key) -> int:
        return len(self._ids.get(key, ()))

    def find_keys(self, doc_id: str) -> tuple[Key, ...]:
        return self._keys.get(doc_id, ())

    def known(self) -> tuple[Key, ...]:
        return tuple(self._ids)


class CaseIndex:
    """Cases by everything they are asked for."""

    def __init__(self) -> None:
        self.versions: dict[str, int] = {}
        self.by_mark: Lookup[str] = Lookup()
        self.by_mail: Lookup[str] = Lookup()
        self.by_event: Lookup[str] = Lookup()
        self.by_state: Lookup[State] = Lookup()
        self._by_supporter: Lookup[str] = Lookup()
        self._invited: dict[str, tuple[bool, datetime | None]] = {}
        self._loads: dict[str, tuple[int, datetime | None]] = {}
        self._due: dict[str, datetime] = {}
        self._heap: list[tuple[datetime, str]] = []

    def put(self, case: Case) -> None:
        self.versions[case.id] = case.version
        self.by_mark.set(case.id, (m.mark for m in case.marks))
        self.by_mail.set(case.id, case.mail_ids)
        self.by_event.set(case.id, (case.event,) if case.event else ())
        self.by_state.set(case.id, (case.state,))
        self._put_load(case)
        self._put_due(case)

    def drop(self, case_id: str) -> None:
        for lookup in (self.by_mark, self.by_mail, self.by_event):
            lookup.drop(case_id)
        self.by_state.drop(case_id)
        self._forget_loads(case_id)
        self._by_supporter.drop(case_id)
        self._invited.pop(case_id, None)
        self._due.pop(case_id, None)
        self.versions.pop(case_id, None)

    def open(self) -> list[str]:
        return [case_id for state in State if state is not State.CLOSED for case_id in self.by_state.find(state)]

    def due(self, before: datetime) -> list[str]:
        """The ids whose next deadline is at or before a time, earliest first; the heap is looked into only so far."""
        found: list[tuple[datetime, str]] = []
        while self._heap and self._heap[0][0] <= before:
            at, case_id = heapq.heappop(self._heap)
            if self._due.get(case_id) == at and (at, case_id) not in found[-1:]:
                found.append((at, case_id))
        for entry in found:
            heapq.heappush(self._heap, entry)
        return [case_id for _, case_id in found]

    def loads(self) -> Mapping[str, tuple[int, datetime | None]]:
        for supporter in self._by_supporter.known():
            if supporter not in self._loads:
                cases = [self._invited[case_id] for case_id in self._by_supporter.find(supporter)]
                asked = [at for _, at in cases if at is not None]
                self._loads[supporter] = (sum(carried for carried, _ in cases), max(asked, default=None))
        return dict(self._loads)

    def _put_load(self, case: Case) -> None:
        load = (case.state in _CARRIED, case.invited_at)
        supporters = (case.supporter.lower(),) if case.supporter else ()
        if self._invited.get(case.id) != load or self._by_supporter.find_keys(case.id) != supporters:
            self._forget_loads(case.id)
            self._by_supporter.set(case.id, supporters)
            self._invited[case.id] = load
            self._forget_loads(case.id)

    def _forget_loads(self, case_id: str) -> None:
        for supporter in self._by_supporter.find_keys(case_id):
            self._loads.pop(supporter, None)

    def _put_due(self, case: Case) -> None:
        due = case.next_due
        if due is None:
            self._due.pop(case.id, None)
        elif self._due.get(case.id) != due.at:
            self._due[case.id] = due.at
            heapq.heappush(self._heap, (due.at, case.id))
            if len(self._heap) > 64 + 4 * len(self._due):  # mostly entries that no longer hold
                self._heap = [(at, case_id) for case_id, at in self._due.items()]
                heapq.heapify(self._heap)


@dataclass(frozen=True)
class _Seen:
    place: Place
    received: datetime
    filing: Filing | None
    filed: bool
    needs_a_person: bool


class SeenIndex:
    """Seen mail by place, sender, and what is still to be filed."""

    def __init__(self) -> None:
        self.all: dict[str, _Seen] = {}
        self._by_sender: Lookup[str] = Lookup()
        self._by_place: Lookup[Place] = Lookup()
        self._unfiled: dict[str, None] = {}
        self.needing_a_person = 0

    def put(self, mail: SeenMail) -> None:
        self._uncount(mail.identity)
        self.all[mail.identity] = _Seen(mail.place, mail.received, mail.filing, mail.filed, mail.needs_a_person)
        self.needing_a_person += mail.needs_a_person
        self._by_place.set(mail.identity, (mail.place,))
        self._by_sender.set(mail.identity, (mail.sender_hash,) if mail.sender_hash else ())
        if mail.filing is not None and not mail.filed:
            self._unfiled[mail.identity] = None

    def drop(self, identity: str) -> None:
        self._uncount(identity)
        self.all.pop(identity, None)
        self._by_place.drop(identity)
        self._by_sender.drop(identity)

    def at(self, place: Place) -> str | None:
        """The mail that lies at a place: the one that came last where several were known there."""
        return max(
            self._by_place.find(place), key=lambda identity: (self.all[identity].received, identity), default=None
        )

    def of_sender(self, sender_hash: str) -> list[str]:
        return self._by_age(self._by_sender.find(sender_hash))

    def unfiled(self) -> list[str]:
        return self._by_age(self._unfiled)

    def before(self, received: datetime) -> list[str]:
        return self._by_age(identity for identity, seen in self.all.items() if seen.received < received)

    def _by_age(self, identities: Iterable[str]) -> list[str]:
        return sorted(identities, key=lambda identity: (self.all[identity].received, identity))

    def _uncount(self, identity: str) -> None:
        self._unfiled.pop(identity, None)
        if identity in self.all:
            self.needing_a_person -= self.all[identity].needs_a_person


class OutboxIndex:
    """Letters in the order they were queued, by state, and those of a case."""

    def __init__(self) -> None:
        self.states: dict[str, OutboxState] = {}
        self.by_case: Lookup[str] = Lookup()

    def put(self, letter: Queued) -> None:
        self.states[letter.id] = letter.state
        self.by_case.set(letter.id, (letter.case,) if letter.case else ())

    def drop(self, letter_id: str) -> None:
        self.states.pop(letter_id, None)
        self.by_case.drop(letter_id)

    def ids(self, state: OutboxState | None) -> list[str]:
        return [letter_id for letter_id, found in self.states.items() if state is None or found == state]


def counts(cases: CaseIndex, seen: SeenIndex, outbox: OutboxIndex) -> StoreCounts:
    states = list(outbox.states.values())
    return StoreCounts(
        waiting=states.count("waiting"),
        unknown=states.count("unknown"),
        failed=states.count("failed"),
        needs_a_person=seen.needing_a_person,
        cases={state.value: cases.by_state.count(state) for state in State if cases.by_state.count(state)},
    )
