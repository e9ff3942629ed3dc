"""The coordinator's letters of a case, as typed facts.

The words of a referral pass through here into letters to the owner alone, and only where `Case.words_for_owner` allows.
Sentences about a case are of a closed set: none repeats what a peer or a supporter wrote.
"""

from collections.abc import Sequence
from dataclasses import fields

from mailer.casework.desk import Desk
from mailer.casework.matching import candidates
from mailer.casework.naming import person_line, written_phone
from mailer.casework.routing import owner_address
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Outcome, ReaderRole
from mailer.model.letters import (
    AskMatch,
    AskOverdue,
    AskRematch,
    AskUnclear,
    AskWhichPerson,
    Candidate,
    PeerCard,
    SiblingCase,
    TellAccepted,
    TellDone,
    TellForwarded,
    TellNotDone,
    TellOutcome,
    TellUndelivered,
)
from mailer.model.organisation import SYSTEM, Resource

NOT_NAMED = "a colleague who is not named"

OUTCOMES: dict[Outcome, str] = {
    Outcome.MET: "They have talked. The case is closed.",
    Outcome.DECLINED: "Declined, kindly acknowledged. The case is closed.",
    Outcome.NO_ANSWER: "Could not be reached. The case is closed.",
    Outcome.WITHDRAWN: "Taken back before anybody was matched. The case is closed.",
    Outcome.NOT_ELIGIBLE: "Not eligible for the programme. The case is closed.",
    Outcome.DUPLICATE: "The same as another case. The case is closed.",
}
STOPPED = "Asked never to be contacted again. Nothing more will be sent. The case is closed."
STOPPED_BEFORE = "This person has asked earlier never to be contacted, so nothing was sent. The case is closed."


def thread_with(case: Case, role: ReaderRole, reader: str) -> tuple[str, ...]:
    """The Message-IDs of the letters that this reader had of this case: never those of another one in the same role."""
    return tuple(m.message_id for m in case.marks if m.role == role and canonical(m.reader) == canonical(reader))


def peer_name(case: Case) -> str:
    return case.peer.name or NOT_NAMED


def peer_card(case: Case, desk: Desk) -> PeerCard:
    """What the coordinator sees of the peer."""
    peer = case.peer
    row = desk.organisation.person(peer.directory_email) if peer.directory_email else None
    community = desk.organisation.community(peer.community) if peer.community else None
    line = (
        person_line(row, desk.organisation)
        if row
        else ", ".join(
            part
            for part in (peer.role or peer.credential, peer.department, community.name if community else "")
            if part
        )
    )
    notes = {
        "text": "not in the directory",
        "ambiguous": "several people of that name",
        "unresolved": "",
        "directory": "",
    }
    return PeerCard(
        peer_name(case),
        line,
        peer.email,
        written_phone(peer.phone),
        peer.contact,
        notes[peer.resolved] if peer.name else "",
    )


def writer_of(case: Case) -> Address | None:
    return Address(case.referrer, case.referrer_name) if case.referrer else None


def how_to_get(case: Case, desk: Desk) -> str:
    """Why the words are not in the letter, and how to get what concerns this person."""
    system = desk.organisation.region(SYSTEM).coordinator
    if case.words_for_owner:
        return "The mail itself is no longer kept. Ask the one who had the case before, or the person who wrote."
    why = "The mail also speaks of others whom you need not read about, so its words are left out."
    if system.same(case.owner):
        return f"{why} It lies in the folder Handled of {case.mailbox}."
    return f"{why} Ask the system office ({system.email}) what it says of this person."


def words_again(case: Case, desk: Desk) -> str | None:
    """The writer's words once more, for a new owner: from the mail in Handled."""
    return desk.fetch_words(case) if case.words_for_owner else None


def ask_match(
    case: Case,
    desk: Desk,
    words: str | None,
    *,
    siblings: tuple[SiblingCase, ...] = (),
    second_referral: bool = False,
    handed_on: str = "",
    undo: bool = False,
) -> AskMatch:
    """Asks the owner for a match. `words` None: they stay out, and the letter says how to get them.

    With `undo` it confirms a command as well, and says until when that can be taken back.
    """
    owner = owner_address(case, desk)
    shown = words if case.words_for_owner else None
    return AskMatch(
        to=owner,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "coordinator", owner.email),
        peer=peer_card(case, desk),
        writer=writer_of(case),
        words=shown,
        how_to_get="" if shown is not None else how_to_get(case, desk),
        promise_at=case.promise_at,
        candidates=candidates(case, desk),
        siblings=siblings,
        concern=case.concern,
        outside=case.outside,
        avoid=case.avoid,
        perhaps_not_eligible=case.perhaps_not_eligible,
        self_referral=self_referred(case),
        second_referral=second_referral,
        group=case.source == "event" and case.peer.name is None,
        handed_on=handed_on,
        undo_until=case.undo_until if undo and case.undo else None,
    )


def ask_rematch(case: Case, desk: Desk, why: str, *, handed_on: str = "") -> AskRematch:
    """Asks again. The words are those of the first letter, fetched again where they still are."""
    plain = ask_match(case, desk, words_again(case, desk), handed_on=handed_on)
    return AskRematch(**{f.name: getattr(plain, f.name) for f in fields(plain)}, why=why)


def ask_which(
    case: Case,
    desk: Desk,
    words: str | None,
    *,
    siblings: tuple[SiblingCase, ...] = (),
    undo: bool = False,
) -> AskWhichPerson:
    """Asks the owner which of several people of a name is meant."""
    owner = owner_address(case, desk)
    rows = [row for row in (desk.organisation.person(email) for email in case.peer.candidates) if row]
    shown = words if case.words_for_owner else None
    return AskWhichPerson(
        to=owner,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "coordinator", owner.email),
        named=peer_name(case),
        people=tuple(Candidate(n, r.name, r.email, person_line(r, desk.organisation)) for n, r in enumerate(rows, 1)),
        writer=writer_of(case),
        words=shown,
        how_to_get="" if shown is not None else how_to_get(case, desk),
        promise_at=case.promise_at,
        siblings=siblings,
        concern=case.concern,
        undo_until=case.undo_until if undo and case.undo else None,
    )


def first_question(
    case: Case,
    desk: Desk,
    words: str | None,
    *,
    siblings: tuple[SiblingCase, ...] = (),
    handed_on: str = "",
    undo: bool = False,
) -> AskMatch | AskWhichPerson:
    """What the owner is asked first: which person, where several fit; else for a match."""
    if case.peer.resolved == "ambiguous":
        return ask_which(case, desk, words, siblings=siblings, undo=undo)
    return ask_match(case, desk, words, siblings=siblings, handed_on=handed_on, undo=undo)


def ask_overdue(case: Case, desk: Desk, *, breach: bool) -> AskOverdue:
    owner = owner_address(case, desk)
    return AskOverdue(
        to=owner,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "coordinator", owner.email),
        peer_name=peer_name(case),
        promise_at=case.promise_at,
        breach=breach,
        candidates=() if case.in_danger or case.peer.resolved == "ambiguous" else candidates(case, desk),
    )


def ask_unclear(
    case: Case | None,
    to: Address,
    region: str,
    question: str,
    *,
    readings: Sequence[str] = (),
    people: tuple[Candidate, ...] = (),
    writer: Address | None = None,
    words: str | None = None,
    thread: tuple[str, ...] = (),
) -> AskUnclear:
    """One question back, with the likely readings."""
    return AskUnclear(
        to=to,
        region=region,
        case=case.id if case else None,
        thread=thread or (thread_with(case, "coordinator", to.email) if case else ()),
        question=question,
        writer=writer,
        words=words,
        readings=tuple(readings),
        candidates=people,
    )


def tell_done(case: Case | None, to: Address, region: str, *done: str, thread: tuple[str, ...] = ()) -> TellDone:
    return TellDone(
        to=to,
        region=region,
        case=case.id if case else None,
        thread=thread or (thread_with(case, "coordinator", to.email) if case else ()),
        done=done,
        undo_until=case.undo_until if case and case.undo else None,
    )


def tell_not_done(
    case: Case | None, to: Address, region: str, why: str, cure: str, *, thread: tuple[str, ...] = ()
) -> TellNotDone:
    return TellNotDone(
        to=to,
        region=region,
        case=case.id if case else None,
        thread=thread or (thread_with(case, "coordinator", to.email) if case else ()),
        why=why,
        cure=cure,
    )


def tell_accepted(case: Case, desk: Desk, supporter_name: str, step: str) -> TellAccepted:
    owner = owner_address(case, desk)
    return TellAccepted(
        to=owner,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "coordinator", owner.email),
        peer_name=peer_name(case),
        supporter_name=supporter_name,
        step=step,
    )


def tell_outcome(case: Case, desk: Desk, sentence: str) -> TellOutcome:
    owner = owner_address(case, desk)
    return TellOutcome(
        to=owner,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "coordinator", owner.email),
        peer_name=peer_name(case),
        outcome=sentence,
        resources_sent=case.resources_sent,
    )


def tell_undelivered(
    case: Case,
    desk: Desk,
    letter: str,
    address: str,
    cure: str,
    *,
    reason: str = "",
    resources: tuple[Resource, ...] = (),
) -> TellUndelivered:
    """A letter did not arrive or could not leave: which, why, and what to do instead."""
    owner = owner_address(case, desk)
    return TellUndelivered(
        to=owner,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "coordinator", owner.email),
        letter=letter,
        address=address,
        reason=reason or "The mail server does not take mail for this address.",
        cure=cure,
        resources=resources,
    )


def tell_forwarded(
    to: Address,
    region: str,
    what: str,
    *,
    writer: Address | None,
    subject: str,
    words: str | None,
    answered: bool = False,
    case: Case | None = None,
    thread: tuple[str, ...] = (),
) -> TellForwarded:
    """A mail for a person to read."""
    return TellForwarded(
        to=to,
        region=region,
        case=case.id if case else None,
        thread=thread or (thread_with(case, "coordinator", to.email) if case else ()),
        what=what,
        writer=writer,
        subject=subject,
        words=words,
        answered=answered,
    )


def self_referred(case: Case) -> bool:
    """The peer wrote themselves: alone, or as one of several."""
    own = {canonical(e) for e in (case.peer.email, case.peer.directory_email) if e}
    return case.source == "self" or (case.referrer is not None and canonical(case.referrer) in own)
