"""The letters to a peer and to whoever wrote first, as typed facts; and whether a peer may be written to at all.

With `contact: phone`, without an address, or after a stop, a peer gets no mail but a crisis letter. Who referred, and
what they wrote, has no field in any letter here.
"""

from mailer.casework.desk import Arrival, Desk
from mailer.casework.naming import folded, person_line
from mailer.casework.to_coordinator import self_referred, thread_with
from mailer.model.address import Address
from mailer.model.case import Case
from mailer.model.letters import (
    PeerCrisis,
    PeerIntroduction,
    PeerOutreach,
    PeerReceived,
    PeerResources,
    PeerUnderstood,
    ReferrerCrisis,
    ReferrerReceived,
)
from mailer.model.organisation import CrisisLine, Resource, Supporter


def may_be_written_to(case: Case, desk: Desk) -> bool:
    """Does the peer allow mail: an address, no wish for the telephone alone, no stop?"""
    return bool(case.peer.email) and case.peer.contact != "phone" and not is_stopped(case, desk)


def is_stopped(case: Case, desk: Desk) -> bool:
    """Has this person asked, under any address we know, never to be contacted?"""
    return any(desk.stopped(email) for email in (case.peer.email, case.peer.directory_email) if email)


def _to(case: Case) -> Address:
    return Address(case.peer.email or "", case.peer.name or "")


def _thread(case: Case, arrival: Arrival | None = None) -> tuple[str, ...]:
    """Their own letters and ours to them. Never the mail of somebody who referred them."""
    own = case.mail_ids[:1] if self_referred(case) else ()  # the first is theirs; a later one may be a colleague's
    ours = thread_with(case, "peer", case.peer.email or "")
    return (*own, *ours, *((arrival.message_id,) if arrival and arrival.message_id else ()))


def crisis_lines(desk: Desk, region: str, role: str = "") -> tuple[CrisisLine, ...]:
    """The lines for everybody, and those for this role and region."""
    return tuple(
        line
        for line in desk.organisation.crisis_lines
        if (not line.regions or region in line.regions)
        and (not line.roles or folded(role) in [folded(r) for r in line.roles])
    )


def _role_of(case: Case, desk: Desk) -> str:
    row = desk.organisation.person(case.peer.directory_email) if case.peer.directory_email else None
    return row.role if row else case.peer.role


def resources_for(case: Case, desk: Desk) -> tuple[Resource, ...]:
    """The items for this peer's role and region, in their language where there are any, else in English."""
    role = folded(_role_of(case, desk))
    fitting = [
        r
        for r in desk.organisation.resources
        if (not r.regions or case.region in r.regions) and (not r.roles or role in [folded(one) for one in r.roles])
    ]
    own = tuple(r for r in fitting if r.language == case.language)
    return own or tuple(r for r in fitting if r.language == "en")


def outreach(case: Case, supporter: Supporter, desk: Desk) -> PeerOutreach:
    return PeerOutreach(
        to=_to(case),
        region=case.region,
        case=case.id,
        thread=_thread(case),
        language=case.language if self_referred(case) else "en",
        from_name=supporter.name,
        peer_name=case.peer.name or "",
        supporter_name=supporter.name,
        supporter_line=person_line(supporter.person, desk.organisation),
    )


def introduction(case: Case, supporter: Supporter, desk: Desk) -> PeerIntroduction:
    return PeerIntroduction(
        to=_to(case),
        region=case.region,
        case=case.id,
        thread=_thread(case),
        language=case.language,
        from_name=supporter.name,
        peer_name=case.peer.name or "",
        supporter_name=supporter.name,
        supporter_line=person_line(supporter.person, desk.organisation),
    )


def understood(case: Case, arrival: Arrival, *, resources_come: bool) -> PeerUnderstood:
    return PeerUnderstood(
        to=_to(case),
        region=case.region,
        case=case.id,
        thread=_thread(case, arrival),
        language=case.language,
        peer_name=case.peer.name or "",
        resources_come=resources_come,
    )


def resources(case: Case, desk: Desk, arrival: Arrival | None = None) -> PeerResources:
    return PeerResources(
        to=_to(case),
        region=case.region,
        case=case.id,
        thread=_thread(case, arrival),
        language=case.language,
        peer_name=case.peer.name or "",
        resources=resources_for(case, desk),
        lines=crisis_lines(desk, case.region, _role_of(case, desk)),
    )


def received(to: Address, arrival: Arrival, region: str, language: str, case_id: str | None = None) -> ReferrerReceived:
    """The same whatever happens afterwards: it takes nothing of any case but the id that an answer finds it by."""
    return ReferrerReceived(to=to, region=region, case=case_id, thread=arrival.follow_up, language=language)


def peer_received(case: Case, arrival: Arrival, hours: int) -> PeerReceived:
    return PeerReceived(
        to=_to(case),
        region=case.region,
        case=case.id,
        thread=arrival.follow_up,
        language=case.language,
        within_hours=hours,
        contact=case.peer.contact,
    )


def crisis_to_peer(
    to: Address, arrival: Arrival, desk: Desk, region: str, language: str, case_id: str | None
) -> PeerCrisis:
    row = desk.organisation.person(to.email)
    lines = crisis_lines(desk, region, row.role if row else "")
    return PeerCrisis(
        to=to, region=region, case=case_id, thread=arrival.follow_up, language=language, lines=lines
    )  # fmt: skip


def crisis_to_writer(
    to: Address, arrival: Arrival, desk: Desk, region: str, language: str, case_id: str | None
) -> ReferrerCrisis:
    row = desk.organisation.person(to.email)
    lines = crisis_lines(desk, region, row.role if row else "")
    return ReferrerCrisis(
        to=to, region=region, case=case_id, thread=arrival.follow_up, language=language, lines=lines
    )  # fmt: skip
