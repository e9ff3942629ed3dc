"""The contract of the store in its plainest form: dicts in memory, every question answered by looking through everything.

The real stores are compared with it. Keeps nothing, promises no speed.
"""

from datetime import datetime

from mailer.edges.store import Store
from mailer.model.case import Case, State
from mailer.model.record import Bookmark, Change, Fact, Queued, SeenMail, Stop, StoreCounts

CARRIED = (State.INVITED, State.REACHED_OUT, State.TALKING)


class InDicts:
    """What a store holds after the changes that were applied."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}
        self.mails: dict[str, SeenMail] = {}
        self.letters: dict[str, Queued] = {}
        self.bookmarks: dict[str, Bookmark] = {}
        self.stops: dict[str, Stop] = {}
        self.facts: dict[str, Fact] = {}

    def apply(self, change: Change) -> None:
        going = {i for i, letter in self.letters.items() if letter.case in change.erased_cases} - {
            q.id for q in change.queued
        }
        self.cases.update((case.id, case) for case in change.cases)
        self.mails.update((mail.identity, mail) for mail in change.seen)
        self.letters.update((letter.id, letter) for letter in change.queued)
        self.bookmarks.update((bookmark.mailbox, bookmark) for bookmark in change.bookmarks)
        self.stops.update((stop.address_hash, stop) for stop in change.stops)
        self.facts.update((fact.name, fact) for fact in change.facts)
        for case_id in change.erased_cases:
            self.cases.pop(case_id, None)
        for letter_id in going.union(change.left):
            self.letters.pop(letter_id, None)
        for identity in change.erased_seen:
            self.mails.pop(identity, None)
        for address_hash in change.lifted:
            self.stops.pop(address_hash, None)
        for name in change.forgotten_facts:
            self.facts.pop(name, None)

    def is_what(self, store: Store) -> bool:
        """Does a store hold the same? Asserts it, so that a difference is shown."""
        assert {case.id: case for case in store.cases()} == self.cases
        assert {mail.identity: mail for mail in store.all_seen()} == self.mails
        assert store.outbox() == list(self.letters.values())
        assert {bookmark.mailbox: bookmark for bookmark in store.bookmarks()} == self.bookmarks
        assert {stop.address_hash: stop for stop in store.stops()} == self.stops
        assert {fact.name: fact for fact in store.facts()} == self.facts
        return True

    def equals(self, store: Store) -> bool:
        """The same as a plain question, where one of several states may be right."""
        try:
            return self.is_what(store)
        except AssertionError:
            return False

    def answers_like(self, store: Store, now: datetime) -> bool:
        """Do all questions get the answers that looking through everything gives?"""
        cases, mails = list(self.cases.values()), list(self.mails.values())
        by_age = sorted(cases, key=lambda case: (case.opened_at, case.id))
        assert store.open_cases() == [case for case in by_age if case.is_open]
        for mail_id in {m for case in cases for m in case.mail_ids}:
            assert store.cases_of_mail(mail_id) == [case for case in by_age if mail_id in case.mail_ids]
        for event in {case.event for case in cases if case.event}:
            assert store.cases_of_event(event) == [case for case in by_age if case.event == event]
        for case in cases:
            assert all(store.case_of_mark(mark.mark) == case for mark in case.marks)
        due = sorted((case.next_due.at, case.id) for case in cases if case.next_due and case.next_due.at <= now)
        assert [case.id for case in store.cases_due(now)] == [case_id for _, case_id in due]
        assert dict(store.loads()) == self._loads()
        by_receipt = sorted(mails, key=lambda mail: (mail.received, mail.identity))
        assert store.unfiled() == [mail for mail in by_receipt if mail.filing and not mail.filed]
        assert store.seen_before(now) == [mail for mail in by_receipt if mail.received < now]
        for mail in mails:
            assert store.seen_at(mail.place) == mail
            assert store.seen_of_sender(mail.sender_hash) == [
                m for m in by_receipt if m.sender_hash == mail.sender_hash
            ]
        assert store.counts() == self._counts()
        return True

    def _loads(self) -> dict[str, tuple[int, datetime | None]]:
        loads: dict[str, tuple[int, datetime | None]] = {}
        for case in self.cases.values():
            if case.supporter:
                carried, asked = loads.get(case.supporter, (0, None))
                times = [at for at in (asked, case.invited_at) if at]
                loads[case.supporter] = (carried + (case.state in CARRIED), max(times, default=None))
        return loads

    def _counts(self) -> StoreCounts:
        states = [letter.state for letter in self.letters.values()]
        in_state = {state.value: sum(case.state is state for case in self.cases.values()) for state in State}
        return StoreCounts(
            waiting=states.count("waiting"),
            unknown=states.count("unknown"),
            failed=states.count("failed"),
            needs_a_person=sum(mail.needs_a_person for mail in self.mails.values()),
            cases={state: number for state, number in in_state.items() if number},
        )
