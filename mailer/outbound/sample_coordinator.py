"""The sample letters to a coordinator: questions and notices, each with its faces."""

from datetime import UTC, date, datetime

from mailer.model.address import Address
from mailer.model.letters import (
    AskCrisis,
    AskMatch,
    AskOverdue,
    AskRematch,
    AskUnclear,
    AskWhichPerson,
    DigestLine,
    Letter,
    PeerCard,
    SiblingCase,
    TellAccepted,
    TellDigest,
    TellDone,
    TellForwarded,
    TellHelp,
    TellNotDone,
    TellOutcome,
    TellUndelivered,
)
from mailer.outbound.sample_facts import (
    CANDIDATES,
    CARD,
    CASE,
    COORDINATOR,
    INQUIRER,
    LINE,
    PEER,
    PEOPLE,
    PROMISE,
    REFERRER,
    WORDS,
)


def questions(region: str) -> tuple[Letter, ...]:
    thread = ("<c1@harborside.example>", "<c2@harborside.example>")
    to, case = COORDINATOR, CASE
    return (
        AskMatch(
            to=to,
            region=region,
            case=case,
            peer=CARD,
            writer=REFERRER,
            words=WORDS,
            promise_at=PROMISE,
            candidates=CANDIDATES,
        ),
        AskMatch(
            to=to,
            region=region,
            case=case,
            peer=PeerCard("June Winslow", LINE, None, "207-555-0123", "phone"),
            writer=PEER,
            words="Could somebody from elsewhere call me? I am worn out and drink to sleep.",
            promise_at=PROMISE,
            candidates=CANDIDATES[:1],
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
            writer=REFERRER,
            words=None,
            promise_at=PROMISE,
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
            peer=CARD,
            writer=REFERRER,
            words=WORDS,
            promise_at=PROMISE,
            candidates=CANDIDATES[:2],
            why="The supporter who was asked cannot do it this time.",
        ),
        AskOverdue(
            to=to,
            region=region,
            case=case,
            thread=thread,
            peer_name="June Winslow",
            promise_at=PROMISE,
            candidates=CANDIDATES,
        ),
        AskOverdue(
            to=to, region=region, case=case, thread=thread, peer_name="June Winslow", promise_at=PROMISE, breach=True
        ),
        AskUnclear(
            to=to,
            region=region,
            case=case,
            thread=thread,
            question="There are two supporters of that name. Which one is meant?",
            candidates=CANDIDATES[:2],
        ),
        AskUnclear(
            to=to,
            region=region,
            question="Is this mail about somebody who should be contacted?",
            writer=REFERRER,
            words="About our talk: please see to it.",
            readings=("a colleague is to be contacted", "it is about something else"),
        ),
        AskWhichPerson(
            to=to,
            region=region,
            case=case,
            named="J. Winslow",
            people=PEOPLE,
            writer=REFERRER,
            words=WORDS,
            promise_at=PROMISE,
        ),
        AskCrisis(
            to=to,
            region=region,
            case=case,
            peer=CARD,
            writer=REFERRER,
            writer_role="a colleague",
            words="I am scared of what she might do.",
            callback="207-555-0144",
        ),
        AskCrisis(
            to=Address("pager7@oncall.example"), region=region, case=case, alert_only=True, callback="207-555-0144"
        ),
    )


def notices(region: str) -> tuple[Letter, ...]:
    thread = ("<c1@harborside.example>", "<c2@harborside.example>")
    to, case = COORDINATOR, CASE
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
            address=PEER.email,
            reason="there is no such mailbox (5.1.1)",
            cure="Answer with the right address, or ask the supporter to call instead.",
        ),
        TellForwarded(
            to=to,
            region=region,
            what="a question about the programme",
            writer=INQUIRER,
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
            waiting=(DigestLine(CASE, "for your choice"),),
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
            cases=(DigestLine(CASE, "waits for your choice, due Wednesday, 9:00 AM"),),
        ),
    )
