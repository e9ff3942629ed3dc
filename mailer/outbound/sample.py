"""Letters with made-up facts: what `preview` shows, what `check` fills to try the templates, what tests compare.

Everybody here is invented; addresses are under .example. Of the organisation only its regions and intakes are used.
"""

from datetime import UTC, date, datetime

from mailer.model.address import Address
from mailer.model.letters import (
    AskCrisis,
    AskMatch,
    AskOverdue,
    AskRematch,
    AskUnclear,
    AskWhichPerson,
    Candidate,
    DigestLine,
    Figure,
    InquirerAbout,
    Letter,
    OperatorReport,
    OperatorTrouble,
    PeerCard,
    PeerCrisis,
    PeerIntroduction,
    PeerOutreach,
    PeerReceived,
    PeerResources,
    PeerUnderstood,
    ReferrerCrisis,
    ReferrerReceived,
    SiblingCase,
    SupporterAgain,
    SupporterHandover,
    SupporterHowItWent,
    SupporterInvitation,
    SupporterPeerWrote,
    SupporterReleased,
    TellAccepted,
    TellDigest,
    TellDone,
    TellForwarded,
    TellHelp,
    TellNotDone,
    TellOutcome,
    TellUndelivered,
    VolunteerThanks,
)
from mailer.model.organisation import SYSTEM, Organisation

SAMPLE_DATE = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
"""When the sample letters are written: a Tuesday morning in Maine."""

_PROMISE = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
_CASE = "K7F2"
_PEER = Address("june.winslow@harborside.example", "June Winslow")
_REFERRER = Address("omar.reed@harborside.example", "Omar Reed")
_COORDINATOR = Address("nell.bishop@harborside.example", "Nell Bishop")
_SUPPORTER = Address("tomas.varga@lakeside.example", "Tomás Varga")
_INQUIRER = Address("ines.cole@harborside.example", "Ines Cole")
_OPERATOR = Address("postbox.keeper@harborside.example", "Sam Keeper")
_LINE = "physician, Emergency Medicine, Harborside Hospital"
_WORDS = (
    "Hello,\n\nI am worried about June Winslow in our ED. She had a very hard night on Saturday and has not been herself since."
    "\nWould somebody reach out to her? Her cell is 207-555-0123.\n\nOmar"
)
_CARD = PeerCard("June Winslow", _LINE, _PEER.email, "207-555-0123")
_CANDIDATES = (
    Candidate(
        1,
        "Tomás Varga",
        _SUPPORTER.email,
        "physician, Internal Medicine, Lakeside Hospital",
        ("same profession", "another department", "near by", "nobody to look after now"),
    ),
    Candidate(
        2,
        "Ruth Akande",
        "ruth.akande@harborside.example",
        "nurse practitioner, Cardiology, Harborside Hospital",
        ("same hospital", "another department"),
        "has 1 of 2 now",
    ),
    Candidate(
        3,
        "Piet Lindgren",
        "piet.lindgren@lakeside.example",
        "physician, Anesthesia, Lakeside Hospital",
        ("same profession", "asked last three weeks ago"),
    ),
)
_PEOPLE = (
    Candidate(1, "June Winslow", _PEER.email, _LINE),
    Candidate(2, "Junia Winslow", "junia.winslow@lakeside.example", "nurse, Pediatrics, Lakeside Hospital"),
)


def samples(organisation: Organisation) -> tuple[Letter, ...]:
    """Every letter at least once, those with several faces once for each; all in the organisation's first own region."""
    region = next((r.id for r in organisation.regions if r.id != SYSTEM), SYSTEM)
    return (
        *_to_referrer(region),
        *_to_peer(region),
        *_questions(region),
        *_notices(region),
        *_to_supporter(region),
        *_to_others(region),
    )


def _to_referrer(region: str) -> tuple[Letter, ...]:
    thread = ("<a1@harborside.example>",)
    return (
        ReferrerReceived(to=_REFERRER, region=region, thread=thread),
        ReferrerCrisis(to=_REFERRER, region=region, thread=thread),
        ReferrerCrisis(to=_REFERRER, region=region, thread=thread, language="es"),
        ReferrerCrisis(to=_REFERRER, region=region, thread=thread, language="fr"),
    )


def _to_peer(region: str) -> tuple[Letter, ...]:
    thread = ("<b1@harborside.example>",)
    name, line, email = _SUPPORTER.name, "physician, Internal Medicine, Lakeside Hospital", _SUPPORTER.email
    return (
        PeerReceived(to=_PEER, region=region, thread=thread, within_hours=24),
        PeerReceived(to=_PEER, region=region, thread=thread, within_hours=48, contact="phone"),
        PeerCrisis(to=_PEER, region=region, thread=thread),
        PeerCrisis(to=_PEER, region=region, thread=thread, language="es"),
        PeerCrisis(to=_PEER, region=region, thread=thread, language="fr"),
        PeerOutreach(to=_PEER, region=region, peer_name=_PEER.name, supporter_name=name, supporter_line=line),
        PeerOutreach(
            to=_PEER,
            region=region,
            peer_name=_PEER.name,
            supporter_name=name,
            supporter_line=line,
            supporter_email=email,
        ),
        PeerIntroduction(
            to=_PEER,
            region=region,
            thread=thread,
            peer_name=_PEER.name,
            supporter_name=name,
            supporter_line=line,
            supporter_email=email,
        ),
        PeerUnderstood(to=_PEER, region=region, thread=thread, peer_name=_PEER.name),
        PeerUnderstood(to=_PEER, region=region, thread=thread, peer_name=_PEER.name, resources_come=True),
        PeerResources(to=_PEER, region=region, thread=thread, peer_name=_PEER.name),
        PeerResources(to=_PEER, region=region, thread=thread, peer_name=_PEER.name, language="es"),
        PeerResources(to=_PEER, region=region, thread=thread, peer_name=_PEER.name, language="fr"),
    )


def _questions(region: str) -> tuple[Letter, ...]:
    thread = ("<c1@harborside.example>", "<c2@harborside.example>")
    to, case = _COORDINATOR, _CASE
    return (
        AskMatch(
            to=to,
            region=region,
            case=case,
            peer=_CARD,
            writer=_REFERRER,
            words=_WORDS,
            promise_at=_PROMISE,
            candidates=_CANDIDATES,
        ),
        AskMatch(
            to=to,
            region=region,
            case=case,
            peer=PeerCard("June Winslow", _LINE, None, "207-555-0123", "phone"),
            writer=_PEER,
            words="Could somebody from elsewhere call me? I am worn out and drink to sleep.",
            promise_at=_PROMISE,
            candidates=_CANDIDATES[:1],
            concern=True,
            outside=True,
            avoid=("Dr. Cole", "anesthesia"),
            self_referral=True,
        ),
        AskMatch(
            to=to,
            region=region,
            case=case,
            peer=PeerCard("a colleague who is not named", note="not named in the mail"),
            writer=_REFERRER,
            words=None,
            promise_at=_PROMISE,
            siblings=(SiblingCase("M3QX", "Ruth Akande"),),
            group=True,
            how_to_get="The mail names colleagues of other regions too. Ask the system office to read it to you.",
            perhaps_not_eligible=True,
            second_referral=True,
            handed_on="Ida Frost has not answered",
        ),
        AskRematch(
            to=to,
            region=region,
            case=case,
            thread=thread,
            peer=_CARD,
            writer=_REFERRER,
            words=_WORDS,
            promise_at=_PROMISE,
            candidates=_CANDIDATES[1:],
            why="The supporter who was asked cannot do it this time.",
        ),
        AskOverdue(
            to=to,
            region=region,
            case=case,
            thread=thread,
            peer_name="June Winslow",
            promise_at=_PROMISE,
            candidates=_CANDIDATES,
        ),
        AskOverdue(
            to=to, region=region, case=case, thread=thread, peer_name="June Winslow", promise_at=_PROMISE, breach=True
        ),
        AskUnclear(
            to=to,
            region=region,
            case=case,
            thread=thread,
            question="There are two supporters of that name. Which one is meant?",
            candidates=_CANDIDATES[:2],
        ),
        AskUnclear(
            to=to,
            region=region,
            question="Is this mail about somebody who should be contacted?",
            writer=_REFERRER,
            words="About our talk: please see to it.",
            readings=("a colleague is to be contacted", "it is about something else"),
        ),
        AskWhichPerson(
            to=to,
            region=region,
            case=case,
            named="J. Winslow",
            people=_PEOPLE,
            writer=_REFERRER,
            words=_WORDS,
            promise_at=_PROMISE,
        ),
        AskCrisis(
            to=to,
            region=region,
            case=case,
            peer=_CARD,
            writer=_REFERRER,
            writer_role="a colleague",
            words="I am scared of what she might do.",
            callback="207-555-0144",
        ),
        AskCrisis(
            to=Address("pager7@oncall.example"), region=region, case=case, alert_only=True, callback="207-555-0144"
        ),
    )


def _notices(region: str) -> tuple[Letter, ...]:
    thread = ("<c1@harborside.example>", "<c2@harborside.example>")
    to, case = _COORDINATOR, _CASE
    undo = datetime(2026, 11, 24, 15, 5, tzinfo=UTC)
    return (
        TellDone(to=to, region=region, case=case, thread=thread, done=("Tomás Varga was asked.",), undo_until=undo),
        TellNotDone(
            to=to,
            region=region,
            case=case,
            thread=thread,
            why="Piet Lindgren has as many colleagues to look after as he offered.",
            cure="Answer with another number, or write the name again to ask him all the same.",
        ),
        TellAccepted(
            to=to,
            region=region,
            case=case,
            thread=thread,
            peer_name="June Winslow",
            supporter_name="Tomás Varga",
            step="A first letter has been sent in the supporter's name.",
        ),
        TellOutcome(
            to=to,
            region=region,
            case=case,
            thread=thread,
            peer_name="June Winslow",
            outcome="They have talked. The case is closed.",
        ),
        TellUndelivered(
            to=to,
            region=region,
            case=case,
            thread=thread,
            letter="peer/ask-outreach",
            address=_PEER.email,
            reason="there is no such mailbox (5.1.1)",
            cure="Answer with the right address, or ask the supporter to call instead.",
        ),
        TellForwarded(
            to=to,
            region=region,
            what="a question about the programme",
            writer=_INQUIRER,
            subject="Residents?",
            words="Hello, do you cover residents too?\nInes",
            answered=True,
        ),
        TellDigest(
            to=to,
            region=region,
            day=date(2026, 11, 24),
            danger=(DigestLine("M3QX", "seen by nobody yet, since 7:40 AM"),),
            late=(DigestLine("P8WD", "the match was due yesterday, 4:00 PM"),),
            waiting=(DigestLine(_CASE, "for your choice"),),
            held=(DigestLine("T5RZ", "until Monday, November 30"),),
            needs_a_person=2,
            notes=("The crisis lines were last checked 190 days ago.",),
        ),
        TellDigest(to=to, region=region, day=date(2026, 11, 24)),
        TellHelp(to=to, region=region),
        TellHelp(
            to=to,
            region=region,
            status=True,
            cases=(DigestLine(_CASE, "waits for your choice, due Wednesday, 9:00 AM"),),
        ),
    )


def _to_supporter(region: str) -> tuple[Letter, ...]:
    to, case, thread = _SUPPORTER, _CASE, ("<d1@harborside.example>",)
    name, phone = _SUPPORTER.name, "207-555-0123"
    peer = _PEER.name
    return (
        SupporterInvitation(
            to=to,
            region=region,
            case=case,
            supporter_name=name,
            peer_name=peer,
            peer_line=_LINE,
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
            peer_line=_LINE,
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
            email=_PEER.email,
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
            email=_PEER.email,
            phone=phone,
            words="Yes, that would be good.\nThursday after five suits me, by phone.\n\nJune",
        ),
    )


def _to_others(region: str) -> tuple[Letter, ...]:
    return (
        InquirerAbout(to=_INQUIRER, region=region, thread=("<e1@harborside.example>",)),
        VolunteerThanks(to=_INQUIRER, region=region, thread=("<f1@harborside.example>",)),
        OperatorTrouble(
            to=_OPERATOR,
            region=SYSTEM,
            trouble="The mail server of an intake refuses the password.",
            since=SAMPLE_DATE,
            cure="Put the new password into the secret that config.toml names, then restart the service.",
        ),
        OperatorReport(
            to=_OPERATOR,
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
