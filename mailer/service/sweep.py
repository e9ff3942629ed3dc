"""What the clock brings about in a pass: every deadline that has passed, in order, and the daily digest.

Of what piled up while the service was down, each reader has one letter. A digest that was missed is sent at the first sweep.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from mailer.casework import decide
from mailer.casework.digest import Lying
from mailer.casework.piled_up import Passed
from mailer.edges.mailbox import Waiting
from mailer.model.case import Case, Due
from mailer.model.decision import Decision
from mailer.model.errors import CannotEver, CannotNow
from mailer.model.organisation import Clock
from mailer.model.record import Change, Fact, Place
from mailer.service.books import Books, Keys
from mailer.service.caseless import stuck_letters
from mailer.service.desk import desk_of
from mailer.service.doors import Door, Edges
from mailer.service.filing import no_longer_there

_AT_ONCE = 25
"""Deadlines of one case that one pass may follow up, so that no rule can turn in a circle."""
_MONDAY = 0


class Sweep:
    """One sweep of a pass. `commit` writes a decision; `troubles` takes what a person should hear."""

    def __init__(
        self, books: Books, keys: Keys, edges: Edges, commit: Callable[[Decision], None], troubles: list[str]
    ) -> None:
        self.books, self.keys, self.edges = books, keys, edges
        self.store, self.commit, self.troubles = edges.store, commit, troubles

    # ------------------------------------------------------------- deadlines

    def deadlines(self) -> None:
        """Every deadline that has passed comes through the same door as a mail, in order."""
        now = self.edges.now()
        due = self.store.cases_due(now)
        if len(due) > 1:
            self._what_piled_up(due, now)
        for case in due:
            self._guarded(case.id, now)

    def _guarded(self, case_id: str, now: datetime) -> None:
        try:
            self._follow_up(case_id, now)
        except (CannotNow, CannotEver):
            raise
        except Exception as trouble:  # noqa: BLE001 - one case that fails never keeps the others, nor the letters, waiting
            self.edges.journal.error("deadline failed", case=case_id, reason=type(trouble).__name__)
            self.troubles.append(
                f"The deadlines of case {case_id} could not be followed up. Please tell its coordinator."
            )

    def _what_piled_up(self, due: Iterable[Case], now: datetime) -> None:
        """Several cases speak at once: what goes to one reader is gathered first. What fails here is followed up alone."""
        desk = desk_of(self.books, self.keys, self.edges)
        passed = list[Passed]()
        for case in due:
            first = case.next_due
            if first is None or first.at > now or self.edges.stop.is_set():
                continue
            try:
                passed.append(Passed(case, first, decide.on_deadline(case, first, desk)))
            except Exception as trouble:  # noqa: BLE001 - the same deadline is tried by itself at once, and told there
                self.edges.journal.warning("deadline not gathered", case=case.id, reason=type(trouble).__name__)
        for decision in decide.gathered(passed, desk):
            self.commit(decision)

    def _follow_up(self, case_id: str, now: datetime) -> None:
        for _ in range(_AT_ONCE):
            current = self.store.case(case_id)
            due = current.next_due if current else None
            if current is None or due is None or due.at > now or self.edges.stop.is_set():
                break
            decision = decide.on_deadline(current, due, desk_of(self.books, self.keys, self.edges))
            self.commit(_moved_on(decision, current, due))

    # ---------------------------------------------------------------- digest

    def digest(self, inbox: Iterable[tuple[Door, Waiting]]) -> None:
        """Once a day at its hour what waits, and once a week that all is well; one that was missed at the first sweep.

        `inbox` is what lay in the inboxes at the beginning of the pass. The first pass ever only starts the count.
        """
        if self.edges.stop.is_set():
            return  # not everything was looked at: the next start says how things stand
        day = _day_of_digest(self.edges.now(), self.books.organisation.clock)
        last = self.store.fact("digest")
        fact = Fact("digest", day.isoformat())
        if last is None:
            self.store.commit(Change(facts=(fact,)))
            return
        before = date.fromisoformat(last.value)
        if day <= before:
            return
        self._taken_care_of()
        desk = desk_of(self.books, self.keys, self.edges)
        notes = stuck_letters(self.store.counts())
        letters = decide.digests(desk, self._lying(inbox), _holds_a_monday(before, day), notes)
        self.commit(Decision(letters=letters, facts=(fact,), meant="digest"))

    def _taken_care_of(self) -> None:
        """A mail that a person took out of "Needs a person" needs nobody any more, and the digest need not say so."""
        try:
            self.store.commit(Change(seen=no_longer_there(self.store.all_seen(), self.edges)))
        except (CannotNow, CannotEver) as trouble:
            self.edges.journal.warning("folder not looked at", reason=trouble.reason)

    def _lying(self, inbox: Iterable[tuple[Door, Waiting]]) -> dict[str, Lying]:
        """What lies where it should not stay, by region: in the inboxes, and in the folders for a person."""
        found: dict[str, Lying] = {}

        def count(region: str, more: Lying) -> None:
            found[region] = found.get(region, Lying()) + more

        for door, mail in inbox:
            bookmark = self.store.bookmark(door.intake.address)
            if bookmark is not None and mail.received < bookmark.cutoff:
                count(door.intake.region, Lying(left=1))
                continue
            seen = self.store.seen_at(Place(door.intake.address, mail.uidvalidity, mail.uid))
            if seen is None or seen.filing is None:
                count(door.intake.region, Lying(tried=1))
            elif not seen.filed:
                count(door.intake.region, Lying(unfiled=1))
        for seen in self.store.all_seen():
            if seen.needs_a_person:
                intake = self.books.organisation.intake(seen.other_mailbox or seen.place.mailbox)
                count(intake.region if intake else "system", Lying(needs_a_person=1))
        return found


def _day_of_digest(now: datetime, clock: Clock) -> date:
    """The day of the last digest hour that has struck."""
    local = now.astimezone(clock.zone)
    return local.date() if local.time() >= clock.digest else local.date() - timedelta(days=1)


def _holds_a_monday(after: date, until: date) -> bool:
    """Lies a Monday after one day, up to and with another?"""
    return (until - timedelta(days=(until.weekday() - _MONDAY) % 7)) > after


def _moved_on(decision: Decision, case: Case, due: Due) -> Decision:
    """A deadline that was dealt with is gone, whatever was decided: it must not come again at once."""
    moved = {c.id: c for c in decision.cases}
    current = moved.get(case.id, case)
    if due in current.dues:
        current = replace(current, dues=tuple(d for d in current.dues if d != due))
    moved[case.id] = current
    return replace(decision, cases=tuple(moved.values()))
