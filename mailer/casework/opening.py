"""A new case for each peer that a mail names: its region, its owner, its promise; and whom it must be kept from.

Writes no letter. Recognises the same person in an open case, and merges what a second mail adds to it.
"""

from dataclasses import dataclass, replace

from mailer.casework.clock import promise
from mailer.casework.desk import Arrival, Desk
from mailer.casework.exclusion import home_regions, may_hold, peer_addresses
from mailer.casework.moves import new_promise, taken_down
from mailer.casework.naming import folded, same_name
from mailer.casework.routing import first_owner, owner_address
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Peer
from mailer.model.meaning import PeerMeant, Understanding
from mailer.model.organisation import SYSTEM


@dataclass(frozen=True)
class Drafts:
    """The cases of one mail. `homeless`: peers whose case nobody may own, so that a person has to look."""

    cases: tuple[Case, ...]
    homeless: int = 0


def peer_of(meant: PeerMeant, desk: Desk) -> Peer:
    """The peer of a case, with what the directory says of them."""
    row = desk.organisation.person(meant.directory_email) if meant.directory_email else None
    return Peer(
        name=meant.name,
        email=meant.email,
        phone=meant.phone,
        contact=meant.contact,
        resolved=meant.resolved,
        directory_email=meant.directory_email,
        candidates=meant.candidates,
        community=meant.community or (row.community if row else None) or None,
        department=row.department if row else "",
        role=row.role if row else "",
        credential=row.credential if row else "",
    )


def referrer_of(meant: Understanding, arrival: Arrival) -> Address | None:
    who = meant.referrer or arrival.author
    return who if who.email or who.name else None


def _never(meant: Understanding, referrer: Address | None, desk: Desk) -> tuple[str, ...]:
    """The referrer and every peer of the mail: none of them supports any of its cases."""
    found = [e for p in meant.peers for e in (p.email, p.directory_email, *p.candidates) if e]
    if referrer and referrer.email:
        found.append(referrer.email)
    named = [p.name for p in meant.peers if p.name and p.resolved != "directory"]
    if referrer and not referrer.email:
        named.append(referrer.name)
    found += [s.person.email for s in desk.organisation.supporters if any(same_name(n, s.name) for n in named)]
    found += [a.email for _, a in desk.organisation.offices() if any(same_name(n, a.name) for n in named)]
    return tuple(dict.fromkeys(canonical(e) for e in found))


def eligible(peer: Peer, desk: Desk) -> bool:
    roles = [folded(r) for r in desk.organisation.eligible]
    return not roles or not peer.role or folded(peer.role) in roles


def _guessed_home(meant: PeerMeant, referrer: Address | None, arrival: Arrival, desk: Desk) -> tuple[str, ...]:
    """Where the peer's place is unknown: the regions it probably is in, for those who must learn nothing."""
    row = desk.organisation.person(referrer.email) if referrer and referrer.email else None
    near = desk.organisation.region_of_community(row.community) if row else None
    return tuple(r for r in dict.fromkeys((arrival.region, near)) if r and r not in (SYSTEM, meant.region))


def drafts(meant: Understanding, arrival: Arrival, desk: Desk) -> Drafts:
    """One case per peer of a referral, each with owner and deadlines."""
    referrer = referrer_of(meant, arrival)
    never = _never(meant, referrer, desk)
    flagged = any(p.outside for p in meant.peers)
    event = desk.fresh_ids[0] if len(meant.peers) > 1 else None
    cases, homeless = list[Case](), 0
    for n, one in enumerate(meant.peers):
        if n >= len(desk.fresh_ids):
            homeless += len(meant.peers) - n
            break
        outside = one.outside or (meant.outside and not flagged)
        peer = peer_of(one, desk)
        wrote = bool(arrival.author.email) and canonical(arrival.author.email) in {
            canonical(e) for e in (peer.email, peer.directory_email) if e
        }
        case = Case(
            id=desk.fresh_ids[n],
            region=one.region,
            owner="",
            peer=peer,
            source=meant.referral or "colleague",
            opened_at=arrival.received,
            promise_at=promise(arrival.received, desk.organisation.clock),
            outside=outside,
            avoid=meant.avoid,
            never=never,
            referrer=(arrival.author.email if wrote else referrer.email if referrer else "") or None,
            referrer_name=referrer.name if referrer else "",
            language=meant.language,
            wants_language=meant.wants_language,
            concern=meant.concern,
            perhaps_not_eligible=not eligible(peer, desk),
            event=event,
            mail_ids=(arrival.message_id,) if arrival.message_id else (),
            mailbox=desk.organisation.intake_for(SYSTEM).address if any_outside(meant) else arrival.mailbox,
        )
        homes = home_regions(case, desk) or (_guessed_home(one, referrer, arrival, desk) if outside else ())
        case = replace(case, home_regions=tuple(sorted(homes)))
        owner = first_owner(case, desk)
        if owner is None:
            homeless += 1
            continue
        if not any(same_person(earlier, case) for earlier in cases):
            cases.append(new_promise(replace(case, owner=owner.email), arrival.received, desk))
    return Drafts(_withheld(tuple(cases)), homeless)


def any_outside(meant: Understanding) -> bool:
    return meant.outside or any(p.outside for p in meant.peers)


def _withheld(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """The words stay out of an owner's letters where they name a peer of another region, or an outside peer of another owner."""
    return tuple(
        replace(
            case,
            words_for_owner=not any(
                other.region != case.region or (other.outside and other.owner != case.owner)
                for other in cases
                if other.id != case.id
            ),
        )
        for case in cases
    )


def same_person(one: Case, other: Case) -> bool:
    """Two cases of one person, as far as address and name can say. The unnamed and the ambiguous are nobody's double."""
    if "ambiguous" in (one.peer.resolved, other.peer.resolved):
        return False
    if peer_addresses(one) & peer_addresses(other):
        return True
    if one.peer.directory_email and other.peer.directory_email:
        return False
    if not (one.peer.name and other.peer.name and same_name(one.peer.name, other.peer.name)):
        return False
    return one.region == other.region or (bool(one.peer.phone) and one.peer.phone == other.peer.phone)


def open_case_of(draft: Case, desk: Desk) -> Case | None:
    """The open case of the same person."""
    return next((c for c in desk.open_cases if c.is_open and same_person(c, draft)), None)


def _own_number(draft: Case, desk: Desk) -> str | None:
    """The number that a peer gives for themselves: it counts before one that was known, as that of the directory."""
    row = desk.organisation.person(draft.peer.directory_email) if draft.peer.directory_email else None
    wrote = bool(draft.referrer) and canonical(draft.referrer or "") in peer_addresses(draft)
    return draft.peer.phone if wrote and not (row and row.phone == draft.peer.phone) else None


def merged(known: Case, draft: Case, desk: Desk) -> Case:
    """The known case with what a later mail adds: wishes are kept, gaps are filled, and it moves where it must.

    Its state stays; who supports or owns it is looked at by the caller.
    """
    old, new = known.peer, draft.peer
    peer = replace(
        old,
        name=old.name or new.name,
        email=old.email or new.email,
        phone=_own_number(draft, desk) or old.phone or new.phone,
        contact=new.contact if new.contact != "any" else old.contact,
        resolved=new.resolved if old.resolved == "unresolved" else old.resolved,
        directory_email=old.directory_email or new.directory_email,
        community=old.community or new.community,
        department=old.department or new.department,
        role=old.role or new.role,
        credential=old.credential or new.credential,
    )
    offices = {canonical(a.email) for _, a in desk.organisation.offices()}
    wrote = canonical(draft.referrer) if draft.referrer else ""
    never = tuple(e for e in draft.never if e != wrote or e not in offices)
    now_outside = draft.outside and not known.outside
    case = replace(
        known,
        peer=peer,
        outside=known.outside or draft.outside,
        home_regions=tuple(sorted({*known.home_regions, *draft.home_regions})),
        avoid=tuple(dict.fromkeys((*known.avoid, *draft.avoid))),
        never=tuple(dict.fromkeys((*known.never, *never))),
        concern=known.concern or draft.concern,
        wants_language=known.wants_language or draft.wants_language,
        words_for_owner=known.words_for_owner and draft.words_for_owner,
        mail_ids=tuple(dict.fromkeys((*known.mail_ids, *draft.mail_ids))),
        region=draft.region if now_outside else known.region,
        undo="" if taken_down(known) else known.undo,  # somebody else has written of them: no longer a slip of the pen
    )
    if now_outside or not may_hold(case, owner_address(case, desk), desk):
        owner = first_owner(case, desk)
        case = replace(case, owner=owner.email if owner else case.owner)
    return case
