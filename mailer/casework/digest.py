"""The daily digest of each coordinator: what is in danger, late, waiting or held; ids and no names.

Each office reads of the cases it owns, and of no other: so nobody reads of a case that is kept from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mailer.casework.desk import Desk
from mailer.casework.routing import office_address, region_of_office
from mailer.model.address import Address, canonical
from mailer.model.case import Case, State
from mailer.model.letters import DigestLine, Letter, TellDigest
from mailer.model.organisation import SYSTEM

_STALE_DAYS = 180
_MATCHED = (State.REACHED_OUT, State.TALKING)

_STANDS = {
    State.OPEN: "waits for a supporter to be named",
    State.HELD: "is held",
    State.INVITED: "a supporter was asked, and has not answered yet",
    State.REACHED_OUT: "a supporter is reaching out",
    State.TALKING: "they are in touch",
    State.CLOSED: "is closed",
}


@dataclass(frozen=True)
class Lying:
    """How many mails lie where they should not stay: for a person, in a failed try, from before the service began, not filed yet."""

    needs_a_person: int = 0
    tried: int = 0
    left: int = 0
    unfiled: int = 0

    def __add__(self, other: "Lying") -> "Lying":
        return Lying(
            self.needs_a_person + other.needs_a_person,
            self.tried + other.tried,
            self.left + other.left,
            self.unfiled + other.unfiled,
        )


def is_late(case: Case, desk: Desk) -> bool:
    """The promise has passed and nobody has accepted yet."""
    return case.is_open and case.state not in (*_MATCHED, State.HELD) and case.promise_at <= desk.now


def line_of(case: Case, desk: Desk) -> DigestLine:
    """How a case stands, without a name."""
    zone = desk.organisation.clock.zone
    if case.state is State.CLOSED:
        return DigestLine(case.id, f"is closed ({case.outcome.value})" if case.outcome else "is closed")
    if case.state is State.HELD and case.held_until:
        day = case.held_until.astimezone(zone)
        return DigestLine(case.id, f"is held until {day:%B} {day.day}")
    text = _STANDS[case.state]
    if case.in_danger:
        seen = case.danger is not None and case.danger.acknowledged_at is not None
        text = (
            "a sign of danger: seen, waits for your decision" if seen else "a sign of danger: nobody has answered yet"
        )
    elif case.state not in _MATCHED:
        due = case.promise_at.astimezone(zone)
        text += f"; due {due:%A %H:%M}" if not is_late(case, desk) else "; late"
    return DigestLine(case.id, text)


def status_lines(desk: Desk, reader: str, case: Case | None = None) -> tuple[DigestLine, ...]:
    """How this office's cases stand, that of the answered letter first."""
    own = [c for c in desk.open_cases if canonical(c.owner) == canonical(reader) and (case is None or c.id != case.id)]
    return tuple(line_of(c, desk) for c in (*((case,) if case else ()), *sorted(own, key=lambda c: c.promise_at)))


def _digest(to: Address, region: str, own: list[Case], desk: Desk, lying: Lying, notes: tuple[str, ...]) -> TellDigest:
    def lines(cases: list[Case]) -> tuple[DigestLine, ...]:
        return tuple(line_of(c, desk) for c in sorted(cases, key=lambda c: c.promise_at))

    danger = [c for c in own if c.in_danger]
    calm = [c for c in own if not c.in_danger]
    late = [c for c in calm if is_late(c, desk)]
    return TellDigest(
        to=to,
        region=region,
        day=desk.now.astimezone(desk.organisation.clock.zone).date(),
        danger=lines(danger),
        late=lines(late),
        waiting=lines([c for c in calm if c.state in (State.OPEN, State.INVITED) and c not in late]),
        held=lines([c for c in calm if c.state is State.HELD]),
        needs_a_person=lying.needs_a_person,
        tried=lying.tried,
        left=lying.left,
        unfiled=lying.unfiled,
        notes=notes,
    )


def stale_lines(desk: Desk) -> tuple[str, ...]:
    """Crisis lines that nobody has checked for half a year (DOMAIN, Safety)."""
    today = desk.now.astimezone(desk.organisation.clock.zone).date()
    return tuple(
        f"The crisis line {line.name} was last checked on {line.checked_on.isoformat()}: please check its number."
        for line in desk.organisation.crisis_lines
        if (today - line.checked_on).days > _STALE_DAYS
    )


def digests(desk: Desk, lying: Mapping[str, Lying], all_well: bool, notes: tuple[str, ...] = ()) -> tuple[Letter, ...]:
    """One digest for each office that has something to read; with `all_well` also for those that have nothing.

    `lying` is what lies in the mailboxes, by region: a coordinator reads of the own ones, the system office of all.
    `notes` are lines for the system office: letters that could not leave, say.
    """
    system = desk.organisation.region(SYSTEM).coordinator
    readers = {canonical(c.owner): office_address(c.owner, desk) for c in desk.open_cases if c.is_open}
    readers.setdefault(canonical(system.email), system)
    for region in desk.organisation.regions:
        if all_well or lying.get(region.id):
            readers.setdefault(canonical(region.coordinator.email), region.coordinator)
    letters = []
    for email, to in readers.items():
        own = [c for c in desk.open_cases if c.is_open and canonical(c.owner) == email]
        place = region_of_office(to.email, desk, SYSTEM)
        is_system = to.same(system)
        lines = (*notes, *stale_lines(desk)) if is_system else ()
        theirs = {r.id for r in desk.organisation.regions if is_system or r.coordinator.same(to)}
        mails = sum((counted for region, counted in lying.items() if region in theirs), Lying())
        letter = _digest(to, place, own, desk, mails, lines)
        says = letter.danger or letter.late or letter.waiting or letter.held or mails != Lying() or letter.notes
        if says or all_well:
            letters.append(letter)
    return tuple(letters)
