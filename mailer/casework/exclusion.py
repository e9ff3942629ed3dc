"""Who may never be the supporter of a case, and who may never own it, be its backup or be paged for it.

These are no wishes and no weights: they hold by number, by name, after asking back, and for the system office too.
The reasons are for a coordinator and tell nothing of other peers of the same mail.
"""

from collections.abc import Iterable

from mailer.casework.desk import Desk
from mailer.casework.naming import (
    avoided_by_name,
    fits_community,
    fits_department,
    fits_exactly,
    fits_name,
    fits_region,
    name_tokens,
    same_name,
)
from mailer.model.address import Address, canonical
from mailer.model.case import Case
from mailer.model.organisation import SYSTEM, Region, Supporter


def _addresses(emails: Iterable[str | None]) -> frozenset[str]:
    return frozenset(canonical(e) for e in emails if e)


def peer_addresses(case: Case) -> frozenset[str]:
    """Every address that may be the peer's: given, of the directory, and of all who may be meant."""
    peer = case.peer
    return _addresses((peer.email, peer.directory_email, *peer.candidates))


def _is_peer(case: Case, email: str, name: str) -> bool:
    if canonical(email) in peer_addresses(case):
        return True
    if not case.peer.name or case.peer.resolved == "directory":
        return False
    return same_name(case.peer.name, name) or (case.peer.resolved == "ambiguous" and fits_name(case.peer.name, name))


def home_communities(case: Case, desk: Desk) -> frozenset[str]:
    """The communities that are or may be the peer's own."""
    rows = (desk.organisation.person(email) for email in sorted(peer_addresses(case)))
    found = {row.community for row in rows if row and row.community}
    return frozenset(found | ({case.peer.community} if case.peer.community else set()))


def home_regions(case: Case, desk: Desk) -> frozenset[str]:
    """The regions that are or may be the peer's own."""
    by_place = (desk.organisation.region_of_community(c) for c in home_communities(case, desk))
    return frozenset({*case.home_regions, *(r for r in by_place if r)})


def _our_people(desk: Desk) -> list[tuple[str, str]]:
    """Everybody whom an exclusion can concern."""
    organisation = desk.organisation
    return [
        *((s.name, s.person.email) for s in organisation.supporters),
        *((a.name, a.email) for _, a in organisation.offices()),
        *((o.address.name, o.address.email) for o in organisation.on_call),
    ]


def _staff_of_that_name(said: str, desk: Desk) -> list[tuple[str, str]]:
    """Staff whose name holds every word said: then it is nobody of a like name who is meant. Quick with 50,000 staff."""
    words = name_tokens(said)
    beginnings = tuple(w[:3] for w in words if w[:3].isascii())
    if not words or "@" in said:
        return []
    near = (
        (p.name, p.email)
        for p in desk.organisation.directory
        if not p.name.isascii() or all(b in p.name.lower() for b in beginnings)
    )
    return [(name, email) for name, email in near if fits_exactly(said, name)]


def avoided_people(case: Case, desk: Desk) -> frozenset[str]:
    """The addresses of everybody whom an avoided name may mean."""
    if not case.avoid:
        return frozenset()
    return frozenset().union(*(_meant_by(said, desk) for said in case.avoid))


def _meant_by(said: str, desk: Desk) -> frozenset[str]:
    known = desk.meant_by.get(said)
    if known is None:
        people = [*_our_people(desk), *_staff_of_that_name(said, desk)]
        known = desk.meant_by[said] = avoided_by_name(said, people, desk.rulebook.matching.likeness)
    return known


def supporter_exclusions(case: Case, desk: Desk) -> dict[str, str]:
    """Canonical address -> why that supporter may never be asked, for all whom CONTRACT's "Never a supporter" names."""
    organisation, matching = desk.organisation, desk.rulebook.matching
    avoided = avoided_people(case, desk)
    never = _addresses(case.never)
    at_home, homes = home_communities(case, desk), home_regions(case, desk)
    places = [c.id for c in organisation.communities if any(fits_community(said, c) for said in case.avoid)]
    regions = [r.id for r in organisation.regions if any(fits_region(said, r) for said in case.avoid)]
    excluded: dict[str, str] = {}
    for supporter in organisation.supporters:
        person = supporter.person
        email = canonical(person.email)
        region = organisation.region_of_community(person.community)
        if _is_peer(case, person.email, person.name):
            excluded[email] = "is the person to be supported"
        elif case.referrer and canonical(case.referrer) == email:
            excluded[email] = "wrote the referral"
        elif email in never:
            excluded[email] = "must not be asked for this case"
        elif email in avoided:
            excluded[email] = "is among those to be avoided"
        elif any(fits_department(said, person.department, matching.department_names) for said in case.avoid):
            excluded[email] = "works in a department to be avoided"
        elif person.community in places or region in regions:
            excluded[email] = "works at a place to be avoided"
        elif case.outside and (person.community in at_home or region in homes):
            excluded[email] = "works in the peer's own region, and somebody from elsewhere is asked for"
    return excluded


def why_never(case: Case, supporter: Supporter, desk: Desk) -> str | None:
    """Why this supporter may never be asked; None where they may."""
    return supporter_exclusions(case, desk).get(canonical(supporter.person.email))


def _of_own_region(case: Case, email: str, desk: Desk) -> bool:
    """A coordinator or backup of the region that an outside peer belongs to.

    The system office is a backup nearly everywhere; a case of the system region is its own by the region rule.
    """
    if case.region == SYSTEM and desk.organisation.region(SYSTEM).coordinator.same(email):
        return False
    homes = home_regions(case, desk)
    return any(region.id in homes and address.same(email) for region, address in desk.organisation.offices())


def _of_avoided_region(case: Case, email: str, desk: Desk) -> bool:
    """Coordinates a region to be avoided, or is a backup of that one and coordinates no other."""
    held: list[Region] = [r for r, a in desk.organisation.offices() if a.same(email)]
    avoided = [r for r in held if r.id != SYSTEM and any(fits_region(said, r) for said in case.avoid)]
    leads = [r for r in held if r.coordinator.same(email)]
    return any(r in avoided for r in leads) or (bool(avoided) and not leads)


def is_peer_or_avoided(case: Case, address: Address, desk: Desk) -> bool:
    """The peer, another peer of the same mail, or one whom the mail asks to avoid by name, place or department."""
    email = canonical(address.email)
    if _is_peer(case, address.email, address.name) or email in avoided_people(case, desk):
        return True
    if email in _addresses(case.never) and not (case.referrer and canonical(case.referrer) == email):
        return True
    person = desk.organisation.person(address.email)
    names = desk.rulebook.matching.department_names
    if person and any(fits_department(said, person.department, names) for said in case.avoid):
        return True
    home = desk.organisation.community(person.community) if person else None
    return bool(home and any(fits_community(said, home) for said in case.avoid))


def may_hold(case: Case, address: Address, desk: Desk) -> bool:
    """May this person own the case, stand in for its owner, be paged or read of it in a digest?"""
    if is_peer_or_avoided(case, address, desk) or _of_avoided_region(case, address.email, desk):
        return False
    return not (case.outside and _of_own_region(case, address.email, desk))
