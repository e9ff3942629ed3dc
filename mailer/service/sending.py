"""Hands the letters of the outbox over, each once a pass, and notes what became of it.

Left: it goes from the outbox. Later: it waits, longer each time. Never: the coordinator is told. Unknown: the same letter with
the same Message-ID goes again, and that is counted.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from mailer.casework import decide
from mailer.model.case import Case
from mailer.model.decision import Decision
from mailer.model.record import Change, Fact, Queued
from mailer.outbound.retry import given_up, next_try
from mailer.service.books import Books, Keys
from mailer.service.desk import desk_of
from mailer.service.doors import Door, Edges
from mailer.service.lettering import first_to_leave


class Report(Protocol):
    """What sending tells the pass."""

    lines: list[str]
    troubles: list[str]
    left: int
    maybe_twice: int
    failed: int


R = TypeVar("R", bound=Report)


def send_waiting(
    books: Books,
    keys: Keys,
    edges: Edges,
    report: R,
    decided: Callable[[Decision, R], None],
    *,
    only_crisis: bool = False,
) -> None:
    """Every letter that is due, those about danger first. A server that is away is asked once."""
    away: set[int] = set()
    for letter in first_to_leave((*edges.store.outbox("waiting"), *edges.store.outbox("unknown"))):
        if edges.stop.is_set():
            return
        if only_crisis and not letter.letter.endswith("-crisis"):
            continue
        if letter.not_before > edges.now():
            continue
        door = _door_for(letter, books, edges)
        if id(door.submission) in away:
            continue
        if not _still_allowed(letter, books, keys, edges):
            edges.store.commit(Change(left=(letter.id,)))
            report.lines.append(f"withheld  {letter.letter}")
            edges.journal.info("withheld at sending", letter=letter.letter, case=letter.case)
            continue
        outcome = door.submission.send(letter.raw, letter.envelope_from, letter.to)
        tries = letter.tries + 1
        now = edges.now()
        if outcome.kind == "left":
            edges.store.commit(Change(left=(letter.id,)))
            report.left += 1
            report.lines.append(f"left  {letter.letter}" + (f"  {letter.case}" if letter.case else ""))
        elif outcome.kind == "unknown":
            report.maybe_twice += 1
            report.troubles.append(outcome.plain)
            edges.store.commit(
                Change(
                    queued=(replace(letter, state="unknown", tries=tries, not_before=next_try(tries, now)),),
                    facts=_counted(edges),
                )
            )
        elif outcome.kind == "later" and not given_up(letter.queued_at, now):
            if outcome.server_away:
                away.add(id(door.submission))
                report.troubles.append(outcome.plain)
            else:
                edges.store.commit(
                    Change(
                        queued=(
                            replace(
                                letter, tries=tries, not_before=next_try(tries, now), last_reply=str(outcome.code or "")
                            ),
                        )
                    )
                )
        elif outcome.server_away or outcome.refused == "sender":
            # a login that is refused, or may not send as the intake: the letters are well and wait until it is mended
            away.add(id(door.submission))
            report.troubles.append(outcome.plain)
        else:
            report.failed += 1
            edges.store.commit(
                Change(queued=(replace(letter, state="failed", tries=tries, last_reply=str(outcome.code or "")),))
            )
            _tell_undelivered(letter, books, keys, edges, report, decided)
        edges.journal.info("sent", letter=letter.letter, case=letter.case, outcome=outcome.kind, reason=outcome.reason)


def _door_for(letter: Queued, books: Books, edges: Edges) -> Door:
    intake = books.organisation.intake(letter.envelope_from)
    door = edges.door_of(intake.address) if intake else None
    return door or edges.doors[0]


def _still_allowed(letter: Queued, books: Books, keys: Keys, edges: Edges) -> bool:
    """The one gate, once more at the moment of sending: a wish or a stop may have come since."""
    case: Case | None = edges.store.case(letter.case) if letter.case else None
    return decide.may_leave_now(letter.letter, letter.to, case, desk_of(books, keys, edges)) is None


def _counted(edges: Edges) -> tuple[Fact, ...]:
    before = edges.store.fact("maybe-twice")
    return (Fact("maybe-twice", str(int(before.value) + 1 if before else 1)),)


def _tell_undelivered(
    letter: Queued, books: Books, keys: Keys, edges: Edges, report: R, decided: Callable[[Decision, R], None]
) -> None:
    case = edges.store.case(letter.case) if letter.case else None
    if case is None or letter.letter == "coordinator/tell-undelivered":
        edges.journal.warning("letter refused", letter=letter.letter)
        return
    decided(decide.on_undelivered(case, letter.letter, letter.to, True, desk_of(books, keys, edges)), report)
