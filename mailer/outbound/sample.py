"""Letters with made-up facts: what `preview` shows, what `check` fills to try the templates, what tests compare.

Everybody here is invented; addresses are under .example. Of the organisation only its regions and intakes are used.
"""

from dataclasses import replace
from datetime import date

from mailer.model.letters import (
    Figure,
    InquirerAbout,
    Letter,
    OperatorReport,
    OperatorTrouble,
    PeerCrisis,
    PeerIntroduction,
    PeerOutreach,
    PeerReceived,
    PeerResources,
    PeerUnderstood,
    ReferrerCrisis,
    ReferrerReceived,
    SupporterAgain,
    SupporterHandover,
    SupporterHowItWent,
    SupporterInvitation,
    SupporterPeerWrote,
    SupporterReleased,
    VolunteerThanks,
)
from mailer.model.organisation import SYSTEM, Organisation
from mailer.outbound.sample_coordinator import notices, questions
from mailer.outbound.sample_facts import CASE, INQUIRER, LINE, OPERATOR, PEER, REFERRER, SAMPLE_DATE, SUPPORTER

__all__ = ["SAMPLE_DATE", "samples"]


# A peer whom others referred has not written yet: nobody knows in which language.
_ENGLISH_ALONE = frozenset({PeerOutreach.name})


def samples(organisation: Organisation) -> tuple[Letter, ...]:
    """Every letter at least once, those with several faces once for each; all in the organisation's first own region."""
    region = next((r.id for r in organisation.regions if r.id != SYSTEM), SYSTEM)
    return (
        *_translated(_to_referrer(region)),
        *_translated(_to_peer(region)),
        *questions(region),
        *notices(region),
        *_to_supporter(region),
        *_to_others(region),
    )


def _translated(letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """The letters, and those of them that are written in Spanish and French too, once in each."""
    first = {letter.name: letter for letter in reversed(letters) if letter.name not in _ENGLISH_ALONE}
    return (*letters, *(replace(first[name], language=code) for name in reversed(first) for code in ("es", "fr")))


def _to_referrer(region: str) -> tuple[Letter, ...]:
    thread = ("<a1@harborside.example>",)
    return (
        ReferrerReceived(to=REFERRER, region=region, thread=thread),
        ReferrerCrisis(to=REFERRER, region=region, thread=thread),
    )


def _to_peer(region: str) -> tuple[Letter, ...]:
    thread = ("<b1@harborside.example>",)
    name, line, email = SUPPORTER.name, "physician, Internal Medicine, Lakeside Hospital", SUPPORTER.email
    return (
        PeerReceived(to=PEER, region=region, thread=thread, within_hours=24),
        PeerReceived(to=PEER, region=region, thread=thread, within_hours=48, contact="phone"),
        PeerCrisis(to=PEER, region=region, thread=thread),
        PeerOutreach(to=PEER, region=region, peer_name=PEER.name, supporter_name=name, supporter_line=line),
        PeerOutreach(
            to=PEER,
            region=region,
            peer_name=PEER.name,
            supporter_name=name,
            supporter_line=line,
            supporter_email=email,
        ),
        PeerIntroduction(
            to=PEER,
            region=region,
            thread=thread,
            peer_name=PEER.name,
            supporter_name=name,
            supporter_line=line,
            supporter_email=email,
        ),
        PeerUnderstood(to=PEER, region=region, thread=thread, peer_name=PEER.name),
        PeerUnderstood(to=PEER, region=region, thread=thread, peer_name=PEER.name, resources_come=True),
        PeerResources(to=PEER, region=region, thread=thread, peer_name=PEER.name),
    )


def _to_supporter(region: str) -> tuple[Letter, ...]:
    to, case, thread = SUPPORTER, CASE, ("<d1@harborside.example>",)
    name, phone = SUPPORTER.name, "207-555-0123"
    peer = PEER.name
    return (
        SupporterInvitation(
            to=to,
            region=region,
            case=case,
            supporter_name=name,
            peer_name=peer,
            peer_line=LINE,
            coordinator_name="Nell Bishop",
            answer_within_hours=10,
        ),
        SupporterAgain(
            to=to,
            region=region,
            case=case,
            thread=thread,
            supporter_name=name,
            peer_name=peer,
            peer_line=LINE,
            coordinator_name="Nell Bishop",
            answer_within_hours=4,
        ),
        SupporterHandover(
            to=to,
            region=region,
            case=case,
            thread=thread,
            supporter_name=name,
            peer_name=peer,
            email=PEER.email,
            phone=phone,
            contact="any",
            wrote=True,
            coordinator_name="Nell Bishop",
        ),
        SupporterHandover(
            to=to,
            region=region,
            case=case,
            thread=thread,
            supporter_name=name,
            peer_name=peer,
            email=None,
            phone=phone,
            contact="phone",
            wrote=False,
            self_referral=True,
            coordinator_name="Nell Bishop",
        ),
        SupporterHandover(
            to=to,
            region=region,
            case=case,
            thread=thread,
            supporter_name=name,
            peer_name=peer,
            email=None,
            phone=phone,
            contact="phone",
            wrote=False,
            changed=True,
            coordinator_name="Nell Bishop",
        ),
        SupporterReleased(
            to=to,
            region=region,
            case=case,
            thread=thread,
            supporter_name=name,
            why="The colleague would rather not talk for now.",
        ),
        SupporterHowItWent(to=to, region=region, case=case, thread=thread, supporter_name=name, peer_name=peer),
        SupporterPeerWrote(
            to=to,
            region=region,
            case=case,
            thread=thread,
            supporter_name=name,
            peer_name=peer,
            accepts=True,
            email=PEER.email,
            phone=phone,
            words="Yes, that would be good.\nThursday after five suits me, by phone.\n\nJune",
        ),
    )


def _to_others(region: str) -> tuple[Letter, ...]:
    return (
        InquirerAbout(to=INQUIRER, region=region, thread=("<e1@harborside.example>",)),
        VolunteerThanks(to=INQUIRER, region=region, thread=("<f1@harborside.example>",)),
        OperatorTrouble(
            to=OPERATOR,
            region=SYSTEM,
            trouble="The mail server of an intake refuses the password.",
            since=SAMPLE_DATE,
            cure="Put the new password into the secret that config.toml names, then restart the service.",
        ),
        OperatorReport(
            to=OPERATOR,
            region=SYSTEM,
            since=date(2026, 7, 1),
            until=date(2026, 9, 30),
            figures=(
                Figure("Referrals", "34"),
                Figure("For oneself", "1-10"),
                Figure("Matched within the promise", "94 %"),
            ),
        ),
    )
