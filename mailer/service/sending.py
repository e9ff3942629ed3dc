"""Hands the letters of the outbox over, each once a pass, and notes what became of it.

Left: it goes from the outbox. Later: it waits, longer each time. Never: the coordinator is told. Unknown: the same letter with
the same Message-ID goes again, and that is counted. Held: while a sign of danger stands, what belongs to the ordinary flow waits.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Generic, Protocol, TypeVar

from mailer.casework import decide
from mailer.edges.smtp_outcome import Outcome
from mailer.model.case import Case
from mailer.model.decision import Decision
from mailer.model.record import Change, Fact, Queued
from mailer.outbound.retry import given_up, next_try
from mailer.service.books import Books, Keys
from mailer.service.caseless import refused
from mailer.service.desk import desk_of
from mailer.service.doors import Door, Edges
from mailer.service.lettering import first_to_leave

HELD_BY_DANGER = frozenset(
    {
        "peer/ask-outreach",
        "peer/tell-introduction",
        "supporter/ask-invitation",
        "supporter/ask-again",
        "supporter/tell-handover",
    }
)


class Report(Protocol):
    """What sending tells the pass."""

    lines: list[str]
    troubles: list[str]
    left: int
    maybe_twice: int
    failed: int


R = TypeVar("R", bound=Report)

Decided = Callable[[Decision, R, Change], None]
"""Commits a decision together with what became of the letter that brought it about."""


def send_waiting(
    books: Books,
    keys: Keys,
    edges: Edges,
    report: R,
    decided: Decided[R],
    *,
    only_crisis: bool = False,
) -> None:
    """Every letter that is due, those about danger first. A server that is away is asked once."""
    sending = _Sending(books, keys, edges, report, decided)
    for letter in first_to_leave((*edges.store.outbox("waiting"), *edges.store.outbox("unknown"))):
        if edges.stop.is_set():
            return
        if edges.store.queued(letter.id) != letter:
            continue  # a refusal just now brought a page about, which left at once and took this letter along
        if letter.not_before <= edges.now() and (not only_crisis or letter.letter.endswith("-crisis")):
            sending.hand_over(letter)


class _Sending(Generic[R]):
    """One round of sending. `away`: submission servers that did not answer in it."""

    def __init__(self, books: Books, keys: Keys, edges: Edges, report: R, decided: Decided[R]) -> None:
        self.books, self.keys, self.edges, self.report, self.decided = books, keys, edges, report, decided
        self.desk = desk_of(books, keys, edges)
        self.away: set[int] = set()

    def hand_over(self, letter: Queued) -> None:
        """The gate once more, for a wish, a stop or a danger may have come since; then the server."""
        door = self._door_for(letter)
        if id(door.submission) in self.away:
            return
        case = self.edges.store.case(letter.case) if letter.case else None
        if case is not None and case.in_danger and letter.letter in HELD_BY_DANGER:
            return
        if decide.may_leave_now(letter.letter, letter.to, case, self.desk) is not None:
            self.report.lines.append(f"withheld  {letter.letter}")
            self.edges.journal.info("withheld at sending", letter=letter.letter, case=letter.case)
            self._withheld(letter, case)
            return
        outcome = door.submission.send(letter.raw, letter.envelope_from, letter.to)
        self._note(letter, outcome, door)
        self.edges.journal.info(
            "sent", letter=letter.letter, case=letter.case, outcome=outcome.kind, reason=outcome.reason
        )

    def _note(self, letter: Queued, outcome: Outcome, door: Door) -> None:
        store, now, tries = self.edges.store, self.edges.now(), letter.tries + 1
        # a page or a crisis letter never waits longer than the first time
        again = next_try(1 if letter.letter.endswith("-crisis") else tries, now)
        later = replace(letter, tries=tries, not_before=again, last_reply=str(outcome.code or ""))
        if outcome.kind == "left":
            store.commit(Change(left=(letter.id,)))
            self.report.left += 1
            self.report.lines.append(f"left  {letter.letter}" + (f"  {letter.case}" if letter.case else ""))
        elif outcome.kind == "unknown":
            store.commit(Change(queued=(replace(later, state="unknown"),), facts=self._counted()))
            self.report.maybe_twice += 1
            self.report.troubles.append(outcome.plain)
        elif outcome.server_away or outcome.refused == "sender":
            # down, or a login or sender that is refused: the letters are well, and wait until it is mended
            self.away.add(id(door.submission))
            self.report.troubles.append(outcome.plain)
        elif outcome.kind == "later" and not given_up(letter.queued_at, now):
            store.commit(Change(queued=(later,)))
            if tries == 1:
                self._page_the_next(letter)
        else:
            self.report.failed += 1
            self._tell_undelivered(letter, Change(queued=(replace(later, state="failed"),)))
            self._page_the_next(letter)

    def _page_the_next(self, letter: Queued) -> None:
        """A page that did not leave has told nobody: where no other did either, it does not wait for patience."""
        store = self.edges.store
        case = store.case(letter.case) if letter.case and letter.letter == "coordinator/ask-crisis" else None
        if case is None:
            return
        pages = [q for q in store.outbox() if q.case == case.id and q.letter == letter.letter]
        not_taken = [q.message_id for q in pages if q.tries and q.state != "unknown"]
        desk = desk_of(self.books, self.keys, self.edges)
        decision = decide.on_page_not_taken(case, not_taken, desk)
        if decision is not None:
            self.decided(decision, self.report, Change())

    def _door_for(self, letter: Queued) -> Door:
        intake = self.books.organisation.intake(letter.envelope_from)
        door = self.edges.door_of(intake.address) if intake else None
        return door or self.edges.doors[0]

    def _counted(self) -> tuple[Fact, ...]:
        before = self.edges.store.fact("maybe-twice")
        return (Fact("maybe-twice", str(int(before.value) + 1 if before else 1)),)

    def _withheld(self, letter: Queued, case: Case | None) -> None:
        """What a letter that may not leave any more was to say is said another way, in the same commit."""
        gone = Change(left=(letter.id,))
        decision = Decision()
        if case is not None:
            desk = desk_of(self.books, self.keys, self.edges)
            decision = decide.on_withheld(case, letter.letter, letter.to, desk)
        if decision.cases or decision.letters or decision.stops:
            self.decided(decision, self.report, gone)
        else:
            self.edges.store.commit(gone)

    def _tell_undelivered(self, letter: Queued, failed: Change) -> None:
        """Whoever waits for a letter that was refused for good hears it in the same commit."""
        case = self.edges.store.case(letter.case) if letter.case else None
        if case is not None:
            desk = desk_of(self.books, self.keys, self.edges)
            self.decided(decide.on_undelivered(case, letter.letter, letter.to, True, desk), self.report, failed)
            return
        self.edges.journal.warning("letter refused", letter=letter.letter)
        trouble = refused(letter, self.books.organisation, self.keys, self.edges.now())
        if trouble is None:
            self.edges.store.commit(failed)
        else:
            self.decided(trouble, self.report, failed)
