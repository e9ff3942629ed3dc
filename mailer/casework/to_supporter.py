"""The supporter's letters of a case, as typed facts.

None has a field for what a referrer wrote or who it was; contact comes with the handover; the peer's own words pass
through to the supporter of the case alone.
"""

from mailer.casework.desk import Desk
from mailer.casework.naming import person_line, written_phone
from mailer.casework.routing import owner_address
from mailer.casework.to_coordinator import peer_name, self_referred, thread_with
from mailer.model.case import Case
from mailer.model.letters import (
    SupporterAgain,
    SupporterHandover,
    SupporterHowItWent,
    SupporterInvitation,
    SupporterPeerWrote,
    SupporterReleased,
)
from mailer.model.organisation import Supporter

ANOTHER_WAS_FOUND = "Somebody else is reaching out. Thank you for being there."
NO_ANSWER_YET = "There was no answer in time, so somebody else is asked. Nothing more to do, and thank you."
PREFERS_NONE = "Our colleague prefers not to talk now. Nothing more to do, and thank you."
RESTS = "The request rests for the moment, and you will be asked anew if it goes on. Thank you."
CLOSED = "The request was closed. Nothing more to do, and thank you."
WITHDRAWN = "The request was taken back. Nothing more to do, and thank you."


def of_case(case: Case, desk: Desk) -> Supporter | None:
    return desk.organisation.supporter(case.supporter) if case.supporter else None


def _peer_line(case: Case, desk: Desk) -> str:
    """Role and place: so that they know whether they know the peer."""
    row = desk.organisation.person(case.peer.directory_email) if case.peer.directory_email else None
    if row:
        return person_line(row, desk.organisation)
    community = desk.organisation.community(case.peer.community) if case.peer.community else None
    return ", ".join(part for part in (case.peer.role, community.name if community else "") if part)


def _answer_hours(desk: Desk) -> int:
    return round(desk.organisation.clock.next_choice_hours)


def invitation(case: Case, supporter: Supporter, desk: Desk) -> SupporterInvitation:
    return SupporterInvitation(
        to=supporter.address,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "supporter", supporter.person.email),
        supporter_name=supporter.name,
        peer_name=peer_name(case),
        peer_line=_peer_line(case, desk),
        coordinator_name=owner_address(case, desk).name,
        answer_within_hours=_answer_hours(desk),
    )


def again(case: Case, supporter: Supporter, desk: Desk) -> SupporterAgain:
    return SupporterAgain(
        to=supporter.address,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "supporter", supporter.person.email),
        supporter_name=supporter.name,
        peer_name=peer_name(case),
        peer_line=_peer_line(case, desk),
        coordinator_name=owner_address(case, desk).name,
        answer_within_hours=_answer_hours(desk),
    )


def handover(case: Case, supporter: Supporter, desk: Desk, *, wrote: bool, changed: bool = False) -> SupporterHandover:
    """How to reach the peer: only what the peer's contact wish allows."""
    return SupporterHandover(
        to=supporter.address,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "supporter", supporter.person.email),
        supporter_name=supporter.name,
        peer_name=peer_name(case),
        email=None if case.peer.contact == "phone" else case.peer.email,
        phone=None if case.peer.contact == "email" else written_phone(case.peer.phone),
        contact=case.peer.contact,
        wrote=wrote,
        self_referral=self_referred(case),
        changed=changed,
        coordinator_name=owner_address(case, desk).name,
    )


def released(case: Case, supporter: Supporter, why: str) -> SupporterReleased:
    return SupporterReleased(
        to=supporter.address,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "supporter", supporter.person.email),
        supporter_name=supporter.name,
        why=why,
    )


def how_it_went(case: Case, supporter: Supporter) -> SupporterHowItWent:
    return SupporterHowItWent(
        to=supporter.address,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "supporter", supporter.person.email),
        supporter_name=supporter.name,
        peer_name=peer_name(case),
    )


def peer_wrote(case: Case, supporter: Supporter, words: str, *, accepts: bool) -> SupporterPeerWrote:
    return SupporterPeerWrote(
        to=supporter.address,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "supporter", supporter.person.email),
        supporter_name=supporter.name,
        peer_name=peer_name(case),
        words=words,
        accepts=accepts,
        email=None if case.peer.contact == "phone" else case.peer.email,
        phone=None if case.peer.contact == "email" else written_phone(case.peer.phone),
        contact=case.peer.contact,
    )
