"""Region to owner: who holds a case, who stands in, and who is paged.

The order is the region's coordinator, its backups, the system office, its backups, then any other office. Whoever may
never hold the case is passed over; who is known to be away comes after those who are there.
"""

from mailer.casework.desk import Desk
from mailer.casework.exclusion import is_peer_or_avoided, may_hold
from mailer.model.address import Address, canonical
from mailer.model.case import Case
from mailer.model.organisation import SYSTEM, OnCall, Organisation

_ENOUGH = 4  # letters about one case to one office: then no bounce sends it there, or two full mailboxes would loop


def _once(addresses: list[Address]) -> tuple[Address, ...]:
    seen: dict[str, Address] = {}
    for address in addresses:
        seen.setdefault(canonical(address.email), address)
    return tuple(seen.values())


def offices_of(region: str, desk: Desk) -> tuple[Address, ...]:
    """A region's coordinator, then its backups."""
    place = desk.organisation.region(region)
    return _once([place.coordinator, *place.backups])


def line_up(case: Case, desk: Desk) -> tuple[Address, ...]:
    """Everybody who may hold the case, in order."""
    everybody = _once([*offices_of(case.region, desk), *offices_of(SYSTEM, desk)])
    return tuple(a for a in everybody if may_hold(case, a, desk))


def first_owner(case: Case, desk: Desk) -> Address | None:
    """Who holds a new case. None where nobody at all may: then a person has to look."""
    line = line_up(case, desk)
    there = [a for a in line if not desk.is_away(a.email)]
    if there or line:
        return (there or list(line))[0]
    elsewhere = [a for _, a in desk.organisation.offices() if may_hold(case, a, desk)]
    if elsewhere:
        return elsewhere[0]
    last = desk.organisation.region(SYSTEM).coordinator
    return None if is_peer_or_avoided(case, last, desk) else last


def backup_of(case: Case, desk: Desk) -> Address | None:
    """Who takes over from the owner: the next of the region's own who may and is there."""
    return _next(case, [a for a in offices_of(case.region, desk) if may_hold(case, a, desk)], desk)


def anybody_after(case: Case, desk: Desk) -> Address | None:
    """Who takes over when the owner cannot be reached at all: the next in line, else the first again, else any other office."""
    after = backup_of(case, desk) or _next(case, list(line_up(case, desk)), desk)
    if after and _asked(case, after) < _ENOUGH:
        return after
    offices = _once([*line_up(case, desk), *(a for _, a in desk.organisation.offices() if may_hold(case, a, desk))])
    return next(
        (a for a in offices if not a.same(case.owner) and not desk.is_away(a.email) and _asked(case, a) < _ENOUGH), None
    )


def _asked(case: Case, address: Address) -> int:
    return sum(1 for m in case.marks if m.role == "coordinator" and address.same(m.reader))


def system_office(case: Case, desk: Desk) -> Address | None:
    """The system coordinator, where that is not the owner already, is there and may hold the case."""
    return _next(case, [a for a in offices_of(SYSTEM, desk)[:1] if may_hold(case, a, desk)], desk)


def still_to_ask(case: Case, desk: Desk) -> Address | None:
    """The first who never had the case and is there: the system coordinator, else whoever else may hold it.

    None once the system coordinator holds it and is there: then the owner is reminded day by day.
    """
    head = desk.organisation.region(SYSTEM).coordinator
    if head.same(case.owner) and not desk.is_away(head.email):
        return None
    line = _once([*(a for a in (head,) if may_hold(case, a, desk)), *line_up(case, desk)])
    free = (a for a in line if not a.same(case.owner) and not desk.is_away(a.email))
    return next((a for a in free if _asked(case, a) == 0), None)


def _next(case: Case, line: list[Address], desk: Desk) -> Address | None:
    """The first behind the owner who is there; whoever had the case before is not asked again."""
    at = next((n for n, a in enumerate(line) if a.same(case.owner)), -1)
    return next((a for a in line[at + 1 :] if not desk.is_away(a.email) and not a.same(case.owner)), None)


def owner_address(case: Case, desk: Desk) -> Address:
    """The owner's address with the name the settings give."""
    return office_address(case.owner, desk)


def office_address(email: str, desk: Desk) -> Address:
    """An office's or a supporter's address as the settings have it: never as a mail spells it."""
    known = next((a for _, a in desk.organisation.offices() if a.same(email)), None)
    if known:
        return known
    supporter = desk.organisation.supporter(email)
    if supporter:
        return supporter.address
    on_call = next((o.address for o in desk.organisation.on_call if o.address.same(email)), None)
    return on_call or Address(email)


def region_of_office(email: str, desk: Desk, otherwise: str) -> str:
    """The region somebody coordinates, else the first they are a backup of, else the one given."""
    leads = (r.id for r in desk.organisation.regions if r.coordinator.same(email))
    stands_in = (r.id for r, a in desk.organisation.offices() if a.same(email))
    return next(leads, None) or next(stands_in, otherwise)


def may_decide(case: Case, email: str, desk: Desk) -> bool:
    """The owner; or another office of the case's region, or the system office, that may hold it."""
    if canonical(case.owner) == canonical(email):
        return True
    return any(a.same(email) for a in line_up(case, desk))


def on_call_for(case: Case, desk: Desk) -> tuple[OnCall, ...]:
    """Who is paged beside the coordinator. Nobody who may not know of the case."""
    return tuple(o for o in desk.organisation.on_call if may_hold(case, o.address, desk))


def page_ring(case: Case, desk: Desk) -> tuple[Address, ...]:
    """Who is paged one after the other while nobody answers: backups, then the system coordinator."""
    ring = _once([*offices_of(case.region, desk)[1:], *offices_of(SYSTEM, desk)[:1]])
    return tuple(a for a in ring if not a.same(case.owner) and may_hold(case, a, desk))


def operator_beside(address: str, organisation: Organisation) -> Address:
    """Who hears of a trouble with an address: the operator; where it is the operator's own, somebody of the system office."""
    operator, office = organisation.operator, organisation.region(SYSTEM)
    others = (a for a in (office.coordinator, *office.backups) if not a.same(address))
    return next(others, operator) if operator.same(address) else operator


def contact_office(region: str, desk: Desk) -> Address:
    """Whom a mail that opens no case goes to: the coordinator of its mailbox's region, or a backup while away."""
    line = _once([*offices_of(region, desk), *offices_of(SYSTEM, desk)])
    return next((a for a in line if not desk.is_away(a.email)), line[0])
