"""Deadlines that passed at the same moment, as after a downtime: one letter to a reader for what piled up, in order, no flood.

Reminders of several cases are one letter that names them all. Requests that need an answer of their own stay letters of
their own, in one thread under the first, which lists the others. A supporter is asked about one case at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from mailer.casework.desk import Desk
from mailer.casework.digest import line_of
from mailer.casework.to_coordinator import peer_name
from mailer.model.address import canonical
from mailer.model.case import Case, Due
from mailer.model.decision import Decision
from mailer.model.letters import (
    AskMatch,
    AskOverdue,
    AskWhichPerson,
    Letter,
    SiblingCase,
    SupporterAgain,
    SupporterHowItWent,
    SupporterReleased,
)
from mailer.model.meaning import Reason

_APART = {SupporterHowItWent: timedelta(days=1), SupporterAgain: timedelta(hours=1)}


@dataclass(frozen=True)
class Passed:
    """A deadline that has passed, and what it would bring about alone."""

    case: Case
    due: Due
    decision: Decision

    @property
    def asks(self) -> tuple[Letter, ...]:
        """Its letters but for those that let a supporter go: these are short, and each for itself."""
        return tuple(letter for letter in self.decision.letters if not isinstance(letter, SupporterReleased))

    @property
    def then(self) -> Case:
        """The case as the decision leaves it, without the deadline that was dealt with."""
        case = next((c for c in self.decision.cases if c.id == self.case.id), self.case)
        return replace(case, dues=tuple(d for d in case.dues if d != self.due))


def gathered(passed: Sequence[Passed], desk: Desk) -> tuple[Decision, ...]:
    """What several deadlines say to one reader, in one decision each. What stands alone is not here: it is followed up by itself."""
    groups: dict[tuple[str, str], list[Passed]] = {}
    for one in sorted(passed, key=lambda p: (p.case.promise_at, p.case.opened_at, p.case.id)):
        if one.case.in_danger or len(one.asks) != 1:
            continue
        if way := _way(one.asks[0]):
            groups.setdefault((way, canonical(one.asks[0].to.email)), []).append(one)
    return tuple(_told_at_once(way, group, desk) for (way, _), group in groups.items() if len(group) > 1)


def _told_at_once(way: str, group: list[Passed], desk: Desk) -> Decision:
    if way == "remind":
        return _reminded_at_once(group, desk)
    return _asked_in_one_thread(group) if way == "ask" else _one_at_a_time(group, desk)


def _way(letter: Letter) -> str:
    if isinstance(letter, AskOverdue):
        return "remind"
    if isinstance(letter, (AskMatch, AskWhichPerson)):
        return "ask"
    return "supporter" if isinstance(letter, (SupporterHowItWent, SupporterAgain)) else ""


def _decision(group: list[Passed], letters: tuple[Letter, ...], cases: tuple[Case, ...] = ()) -> Decision:
    because = (Reason("decision", "what piled up for one reader is told at once"),)
    released = tuple(letter for p in group for letter in p.decision.letters if letter not in p.asks)
    return Decision(
        cases=cases or tuple(p.then for p in group),
        letters=(*released, *letters),
        because=because,
        meant="what piled up",
    )


def _reminded_at_once(group: list[Passed], desk: Desk) -> Decision:
    """One reminder, of the case that is due first; the others stand in it."""
    first = group[0].asks[0]
    assert isinstance(first, AskOverdue)
    return _decision(group, (replace(first, others=tuple(line_of(p.then, desk) for p in group[1:])),))


def _asked_in_one_thread(group: list[Passed]) -> Decision:
    """Each case with all it takes to act; the first lists the others, which thread under it."""
    first, *others = (p.asks[0] for p in group)
    assert isinstance(first, (AskMatch, AskWhichPerson))
    listed = tuple(SiblingCase(p.case.id, peer_name(p.case)) for p in group[1:])
    return _decision(group, (replace(first, siblings=listed, piled_up=True), *others))


def _one_at_a_time(group: list[Passed], desk: Desk) -> Decision:
    """A supporter of several is asked about the first now, about the next a while later: each answer is about one."""
    cases = [group[0].then]
    for n, one in enumerate(group[1:], 1):
        apart = next(span for kind, span in _APART.items() if isinstance(one.asks[0], kind))
        later = replace(one.due, at=desk.now + n * apart)
        cases.append(replace(one.then, dues=(*one.then.dues, later)))
    return _decision(group, (group[0].asks[0],), tuple(cases))
