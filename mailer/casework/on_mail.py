"""A mail that answers nothing of ours: what it opens, whom it is passed to, and what its writer hears.

Opens cases for a referral alone, or for a sign of danger. A machine is never written to. The acknowledgement is the same
whatever is decided, so it is made before anything of the case is looked at.
"""

from dataclasses import dataclass, replace

from mailer.casework import safety, to_coordinator, to_peer
from mailer.casework.desk import Arrival, Desk
from mailer.casework.exclusion import why_never
from mailer.casework.moves import back_to_owner, closed
from mailer.casework.naming import same_name
from mailer.casework.opening import any_outside, drafts, merged, open_case_of, referrer_of, same_person
from mailer.casework.routing import contact_office, line_up, owner_address
from mailer.casework.to_supporter import WITHDRAWN, of_case, released
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Move, Outcome, Peer, State
from mailer.model.decision import Decision
from mailer.model.letters import InquirerAbout, Letter, SiblingCase, VolunteerThanks
from mailer.model.meaning import PeerMeant, Reason, Understanding
from mailer.model.organisation import SYSTEM
from mailer.model.record import Fact

_FURTHER = "a further mail of the person who wrote before"
_SECOND = "the same person was referred a second time"


@dataclass(frozen=True)
class _Opened:
    """What became of one peer: the case, its letters."""

    case: Case
    letters: tuple[Letter, ...] = ()
    lifted: tuple[str, ...] = ()


def referral(meant: Understanding, arrival: Arrival, desk: Desk, thread_cases: tuple[Case, ...] = ()) -> Decision:
    """One case per peer, or the open case of the same person; one acknowledgement; danger holds all of them."""
    made = drafts(meant, arrival, desk)
    letters: list[Letter] = []
    facts: tuple[Fact, ...] = ()
    own = next((d for d in made.cases if _wrote(d, arrival)), None)
    region = _region_of_ack(made.cases, arrival, meant)
    if meant.safety:
        peer = _peer_address(own) if own else None
        crisis, facts = safety.crisis_letter(
            arrival, desk, region=region, language=meant.language, to_peer=peer, answerable=meant.answerable
        )
        letters += crisis
    elif not thread_cases:
        letters += _acknowledgement(own, meant, arrival, desk, region)
    opened = list[_Opened]()
    alarmed: set[str] = set()
    heads: set[str] = set()
    for draft in made.cases:
        one = _open(draft, meant, arrival, desk, thread_cases, made.cases, alarmed, heads)
        opened.append(one)
    letters += [letter for one in opened for letter in one.letters]
    rules = [Reason("decision", "a case for each peer of a referral")]
    if made.homeless:
        rules.append(Reason("decision", "nobody may own the case: a person has to look"))
    return Decision(
        cases=tuple(one.case for one in opened),
        letters=tuple(letters),
        filing="Needs a person" if made.homeless or not opened else "Handled",
        needs_a_person=bool(made.homeless) or not opened,
        to_system_mailbox=any_outside(meant) and arrival.region != SYSTEM,
        because=(*meant.because, *rules),
        lifted=tuple(h for one in opened for h in one.lifted),
        facts=facts,
        meant="referral",
    )


def _open(
    draft: Case,
    meant: Understanding,
    arrival: Arrival,
    desk: Desk,
    thread_cases: tuple[Case, ...],
    mates: tuple[Case, ...],
    alarmed: set[str],
    heads: set[str],
) -> _Opened:
    """What becomes of one peer of the mail."""
    wrote = _wrote(draft, arrival)
    lifted = tuple(desk.hash_of(e) for e in (draft.peer.email, draft.peer.directory_email) if e and wrote and desk.stopped(e))
    known = _case_in_thread(draft, thread_cases) or open_case_of(draft, desk)
    words = meant.words or None
    if known is not None:
        case, letters = _second(known, draft, arrival, desk)
        if meant.safety:
            case, alarm = _alarm(case, meant, arrival, desk, wrote, alarmed)
            return _Opened(case, (*letters, *alarm), lifted)
        return _Opened(case, (*letters, _told_again(case, draft, words, arrival, desk, known in thread_cases)), lifted)
    if meant.safety:
        case, alarm = _alarm(draft, meant, arrival, desk, wrote, alarmed)
        return _Opened(case, alarm, lifted)
    if to_peer.is_stopped(draft, desk) and not wrote:
        shut = closed(draft, Move.STOPPED, Outcome.DECLINED, desk)
        return _Opened(shut, (to_coordinator.tell_outcome(shut, desk, to_coordinator.STOPPED_BEFORE),))
    siblings: tuple[SiblingCase, ...] = ()
    if draft.owner not in heads:
        siblings = tuple(
            SiblingCase(m.id, to_coordinator.peer_name(m)) for m in mates if m.owner == draft.owner and m.id != draft.id
        )
        heads.add(draft.owner)
    return _Opened(draft, (to_coordinator.first_question(draft, desk, words, siblings=siblings),), lifted)


def _alarm(
    case: Case, meant: Understanding, arrival: Arrival, desk: Desk, wrote: bool, alarmed: set[str]
) -> tuple[Case, tuple[Letter, ...]]:
    """Danger on each case of the mail; on-call is paged once for all cases that one coordinator holds."""
    first = case.owner not in alarmed
    alarmed.add(case.owner)
    return safety.alarm(
        case,
        desk,
        words=meant.words or None,
        writer=referrer_of(meant, arrival),
        writer_role="the peer" if wrote else "a colleague",
        with_on_call=first,
    )


def _second(known: Case, draft: Case, arrival: Arrival, desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
    """A later mail about the same person: its wishes are kept, and a supporter whom it rules out is released."""
    case = merged(known, draft, desk)
    if _wrote(draft, arrival) and case.state in (State.REACHED_OUT, State.OPEN, State.INVITED, State.HELD):
        case = replace(case, peer_said_yes=True)
        if case.state is State.REACHED_OUT:
            case = case.after(Move.OUTREACH_ACCEPTED)
    supporter = of_case(case, desk)
    if supporter and case.state in (State.INVITED, State.REACHED_OUT, State.TALKING) and why_never(case, supporter, desk):
        letter = released(case, supporter, WITHDRAWN)
        case, letters = back_to_owner(
            replace(case, choices=()), Move.INVITATION_WITHDRAWN, "A later mail rules out the supporter who was asked.", desk
        )
        return case, (letter, *letters)
    return case, ()


def _told_again(case: Case, draft: Case, words: str | None, arrival: Arrival, desk: Desk, in_thread: bool) -> Letter:
    """The later mail, for the owner: with the list where a match is still to be made, else plainly passed on."""
    shown = words if draft.words_for_owner else None
    if not in_thread and case.state is State.OPEN and not case.in_danger and case.peer.resolved != "ambiguous":
        return to_coordinator.ask_match(case, desk, shown, second_referral=True)
    return to_coordinator.tell_forwarded(
        owner_address(case, desk),
        case.region,
        _FURTHER if in_thread else _SECOND,
        writer=arrival.author,
        subject=arrival.subject if shown is not None else "",
        words=shown,
        case=case,
    )


def _wrote(draft: Case, arrival: Arrival) -> bool:
    """Did the peer of this case write the mail?"""
    if draft.source == "self":
        return True
    own = {canonical(e) for e in (draft.peer.email, draft.peer.directory_email) if e}
    return bool(arrival.author.email) and canonical(arrival.author.email) in own


def _peer_address(case: Case) -> Address | None:
    return Address(case.peer.email, case.peer.name or "") if case.peer.email else None


def _case_in_thread(draft: Case, thread_cases: tuple[Case, ...]) -> Case | None:
    """The open case of the thread that this further mail is about: the same person's, or the only one, unnamed until now."""
    live = [c for c in thread_cases if c.is_open]
    same = next((c for c in live if same_person(c, draft)), None)
    if same or not live:
        return same
    named = next((c for c in live if draft.peer.name and c.peer.name and same_name(c.peer.name, draft.peer.name)), None)
    if named:
        return named
    if len(live) == 1 and (draft.peer.name is None or live[0].peer.name is None):
        return live[0]
    return None


def _region_of_ack(cases: tuple[Case, ...], arrival: Arrival, meant: Understanding) -> str:
    """The region whose intake the acknowledgement names: the cases' where they share one."""
    if any_outside(meant):
        return SYSTEM
    regions = {c.region for c in cases}
    return regions.pop() if len(regions) == 1 else arrival.region


def _acknowledgement(
    own: Case | None, meant: Understanding, arrival: Arrival, desk: Desk, region: str
) -> tuple[Letter, ...]:
    """To the one who wrote: as a peer where they ask for themselves, else as a referrer. Nobody writes to a machine."""
    if not (meant.answerable and arrival.answerable):
        return ()
    if own is None:
        return (to_peer.received(arrival.author, arrival, region, meant.language),) if arrival.author.email else ()
    if not own.peer.email or own.peer.contact == "phone":
        return ()
    clock = desk.organisation.clock
    hours = (own.promise_at - own.opened_at).total_seconds() / 3600
    return (to_peer.peer_received(own, arrival, round(hours or clock.weekday_hours)),)


# ------------------------------------------------------------------ all other mail


def danger(meant: Understanding, arrival: Arrival, desk: Desk, thread_cases: tuple[Case, ...] = ()) -> Decision:
    """A sign of danger in a mail that is no referral: pages, and the crisis letter to the one who wrote."""
    row = desk.organisation.person(arrival.author.email) if arrival.author.email else None
    live = tuple(c for c in thread_cases if c.is_open)
    crisis, facts = safety.crisis_letter(
        arrival, desk, region=arrival.region, language=meant.language, answerable=meant.answerable
    )
    referrer = referrer_of(meant, arrival)
    homeless = False
    if not live:
        peer = PeerMeant(
            name=row.name if row else None, resolved="directory" if row else "unresolved",
            directory_email=row.email if row else None, region=arrival.region, community=row.community if row else None,
        )  # fmt: skip
        made = drafts(replace(meant, peers=(peer,), referral="colleague", referrer=referrer), arrival, desk)
        live, homeless = tuple(replace(c, peer=replace(c.peer, email=None)) for c in made.cases), bool(made.homeless)
    steps = [
        safety.alarm(case, desk, words=meant.words or None, writer=referrer, writer_role="the person who wrote",
                     with_on_call=n == 0)
        for n, case in enumerate(live)
    ]  # fmt: skip
    return Decision(
        cases=tuple(case for case, _ in steps),
        letters=(*crisis, *(letter for _, letters in steps for letter in letters)),
        filing="Needs a person" if homeless else "Handled",
        needs_a_person=homeless,
        because=(*meant.because, Reason("decision", "a sign of danger opens a case and pages at once")),
        facts=facts,
        meant=f"danger in {meant.kind}",
    )


def _office(meant: Understanding, arrival: Arrival, desk: Desk) -> Address:
    """The coordinator of the mailbox's region; where that one is to be avoided, or wrote it, the next."""
    probe = Case(
        id="", region=arrival.region, owner="", peer=Peer(None), source="colleague", opened_at=arrival.received,
        promise_at=arrival.received, avoid=meant.avoid, outside=False,
    )  # fmt: skip
    there = [a for a in line_up(probe, desk) if not desk.is_away(a.email) and not a.same(arrival.author)]
    return there[0] if there else contact_office(arrival.region, desk)


def unclear(meant: Understanding, arrival: Arrival, desk: Desk, thread_cases: tuple[Case, ...] = ()) -> Decision:
    """Nobody can tell what it asks: the coordinator is asked, the writer hears that it arrived, nothing else happens."""
    if thread_cases:
        return _further(meant, arrival, desk, thread_cases)
    question = to_coordinator.ask_unclear(
        None,
        _office(meant, arrival, desk),
        arrival.region,
        "Is this a request for support? If it is, answer with the name of the person it is about.",
        readings=("a referral: answer with the name of the person", "nothing to do: answer CLOSE"),
        writer=referrer_of(meant, arrival),
        words=meant.words or None,
    )
    return Decision(
        letters=(*_acknowledgement(None, meant, arrival, desk, arrival.region), question),
        filing="Needs a person",
        needs_a_person=True,
        because=(*meant.because, Reason("decision", "unclear: asked, not guessed")),
        meant="unclear",
    )


def _corrected(meant: Understanding, arrival: Arrival, desk: Desk, thread_cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """The open cases that a correction may be about: of its thread, else of its writer; narrowed by the names in it."""
    live = tuple(c for c in thread_cases if c.is_open)
    if not live and arrival.author.email:
        author = canonical(arrival.author.email)
        live = tuple(
            c for c in desk.open_cases
            if c.is_open and author in {canonical(e) for e in (c.referrer, c.peer.email, c.peer.directory_email) if e}
        )  # fmt: skip
    names = [p.name for p in meant.peers if p.name]
    named = tuple(c for c in live if c.peer.name and any(same_name(n, c.peer.name) for n in names))
    return named or live


def correction(meant: Understanding, arrival: Arrival, desk: Desk, thread_cases: tuple[Case, ...] = ()) -> Decision:
    """An earlier referral is taken back or changed: the coordinator of the case is asked. Never a second case."""
    found = _corrected(meant, arrival, desk, thread_cases)
    text = "The person who wrote has written again, to change or take back what they asked for. What shall be done?"
    readings = ("take it back: answer CLOSE", "go on as it is: answer with a number or a name, or nothing")
    letters: list[Letter] = []
    if not thread_cases:
        letters += _acknowledgement(None, meant, arrival, desk, arrival.region)
    for case in found:
        letters.append(
            to_coordinator.ask_unclear(
                case, owner_address(case, desk), case.region, text, readings=readings, writer=referrer_of(meant, arrival),
                words=(meant.words or None) if case.words_for_owner else None,
            )
        )  # fmt: skip
    if not found:
        letters.append(
            to_coordinator.ask_unclear(
                None, _office(meant, arrival, desk), arrival.region, f"{text} No open case of theirs was found.",
                readings=("nothing to do: no answer is needed", "a new referral: answer with the name of the person"),
                writer=referrer_of(meant, arrival), words=meant.words or None,
            )
        )  # fmt: skip
    ids = (arrival.message_id,) if arrival.message_id else ()
    return Decision(
        cases=tuple(replace(c, mail_ids=tuple(dict.fromkeys((*c.mail_ids, *ids)))) for c in found),
        letters=tuple(letters),
        filing="Handled",
        because=(*meant.because, Reason("decision", "a correction goes to the coordinator of the case")),
        meant="correction",
    )


def _further(meant: Understanding, arrival: Arrival, desk: Desk, thread_cases: tuple[Case, ...]) -> Decision:
    """A further mail of the same writer: to the owners of its cases, once each; no second acknowledgement."""
    letters = dict[str, Letter]()
    for case in sorted(thread_cases, key=lambda c: not c.is_open):
        shown = (meant.words or None) if case.words_for_owner else None
        letter = to_coordinator.tell_forwarded(
            owner_address(case, desk), case.region, _FURTHER, writer=arrival.author,
            subject=arrival.subject if shown is not None else "", words=shown, case=case,
        )  # fmt: skip
        letters.setdefault(canonical(case.owner), letter)
    return Decision(
        letters=tuple(letters.values()),
        filing="Handled",
        because=(*meant.because, Reason("decision", "a further mail goes to the owner of its case")),
        meant=f"further mail ({meant.kind})",
    )


_WHAT = {
    "inquiry": "a question about the programme",
    "volunteer": "somebody who would like to help as a supporter",
    "other": "a mail that is no request for support",
    "automatic": "a notice of a secure message that has to be read elsewhere",
}


def passed_on(meant: Understanding, arrival: Arrival, desk: Desk, thread_cases: tuple[Case, ...] = ()) -> Decision:
    """Questions, volunteers, and the rest: a person reads it; a question and an offer are answered too."""
    if thread_cases and meant.kind == "other":
        return _further(meant, arrival, desk, thread_cases)
    to, region = arrival.author, arrival.region
    answer: tuple[Letter, ...] = ()
    if meant.answerable and arrival.answerable and to.email and not thread_cases:
        if meant.kind == "inquiry":
            answer = (InquirerAbout(to=to, region=region, thread=arrival.follow_up, language=meant.language),)
        elif meant.kind == "volunteer":
            answer = (VolunteerThanks(to=to, region=region, thread=arrival.follow_up, language=meant.language),)
    forwarded = to_coordinator.tell_forwarded(
        _office(meant, arrival, desk), region, _WHAT[meant.kind], writer=referrer_of(meant, arrival),
        subject=arrival.subject, words=meant.words or None, answered=bool(answer),
    )  # fmt: skip
    return Decision(
        letters=(*answer, forwarded),
        filing="Handled",
        because=(*meant.because, Reason("decision", f"{meant.kind}: passed to the coordinator")),
        meant=meant.kind,
    )


def ignored(meant: Understanding) -> Decision:
    """A machine's mail, or spam: nothing at all."""
    what = "spam" if meant.spam else f"{meant.kind}: nothing by itself"
    return Decision(filing="Ignored", because=(*meant.because, Reason("decision", what)), meant=meant.kind)
