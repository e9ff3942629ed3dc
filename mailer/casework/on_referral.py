"""A referral: what each peer's case becomes, and what the writer hears.

One case per peer, or the open case of the same person. The acknowledgement is the same whatever is decided. A sign of
danger holds all of the mail's cases. Nothing is guessed: several of one name are asked about.
"""

from dataclasses import dataclass, replace

from mailer.casework import safety, to_coordinator, to_peer
from mailer.casework.desk import Arrival, Desk
from mailer.casework.exclusion import why_never
from mailer.casework.moves import back_to_owner, closed, with_somebody_there
from mailer.casework.naming import same_name
from mailer.casework.opening import any_outside, drafts, merged, open_case_of, referrer_of, same_person
from mailer.casework.routing import owner_address
from mailer.casework.to_supporter import WITHDRAWN, of_case, released
from mailer.casework.wishes import told_of_the_new_way
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Move, Outcome, State
from mailer.model.decision import Decision
from mailer.model.letters import Letter, SiblingCase
from mailer.model.meaning import Reason, Understanding
from mailer.model.organisation import SYSTEM

FURTHER = "a further mail of the person who wrote before"
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
    alarmed: set[str] = set()
    heads: set[str] = set()
    done: dict[str, Case] = {}
    opened = list[_Opened]()
    for draft in made.cases:
        one = _open(draft, meant, arrival, desk, thread_cases, made.cases, done, alarmed, heads)
        done[one.case.id] = one.case
        opened.append(one)
    own = next(
        (replace(d, id=one.case.id) for d, one in zip(made.cases, opened, strict=True) if _wrote(d, arrival)), None
    )
    region = _region_of_ack(made.cases, arrival, meant)
    first = own.id if own else opened[0].case.id if opened else None
    letters: list[Letter] = []
    if meant.safety:
        letters += safety.crisis_letter(
            arrival,
            desk,
            region=region,
            language=meant.language,
            case_id=first,
            to_peer=_peer_address(own) if own else None,
            answerable=meant.answerable,
        )
    elif not thread_cases:
        letters += acknowledgement(own, meant, arrival, desk, region, first)
    letters += [letter for one in opened for letter in one.letters]
    rules = [Reason("decision", "a case for each peer of a referral")]
    if made.homeless:
        rules.append(Reason("decision", "nobody may own the case: a person has to look"))
    return Decision(
        cases=tuple(done.values()),
        letters=tuple(letters),
        filing="Needs a person" if made.homeless or not opened else "Handled",
        needs_a_person=bool(made.homeless) or not opened,
        to_system_mailbox=any_outside(meant),
        because=(*meant.because, *rules),
        lifted=tuple(h for one in opened for h in one.lifted),
        meant="referral",
    )


def _open(
    draft: Case,
    meant: Understanding,
    arrival: Arrival,
    desk: Desk,
    thread_cases: tuple[Case, ...],
    mates: tuple[Case, ...],
    done: dict[str, Case],
    alarmed: set[str],
    heads: set[str],
) -> _Opened:
    """What becomes of one peer of the mail."""
    wrote = _wrote(draft, arrival)
    lifted = tuple(
        desk.hash_of(e) for e in (draft.peer.email, draft.peer.directory_email) if e and wrote and desk.stopped(e)
    )
    known = _case_in_thread(draft, thread_cases)
    in_thread = known is not None
    known = known or open_case_of(draft, desk)
    words = meant.words or None
    if known is not None:
        known = done.get(known.id, known)
        case, letters = _second(known, draft, arrival, desk)
        if meant.safety:
            case, alarm = _alarm(case, meant, arrival, desk, wrote, alarmed)
            return _Opened(case, (*letters, *alarm), lifted)
        case, handed = with_somebody_there(case, desk) if case.state is State.OPEN else (case, "")
        return _Opened(case, (*letters, _told_again(case, draft, words, arrival, desk, in_thread, handed)), lifted)
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
    if (
        supporter
        and case.state in (State.INVITED, State.REACHED_OUT, State.TALKING)
        and why_never(case, supporter, desk)
    ):
        letter = released(case, supporter, WITHDRAWN)
        case, letters = back_to_owner(
            replace(case, choices=()),
            Move.INVITATION_WITHDRAWN,
            "A later mail rules out the supporter who was asked.",
            desk,
        )
        return case, (letter, *letters)
    return case, told_of_the_new_way(known, case, desk)


def _told_again(
    case: Case, draft: Case, words: str | None, arrival: Arrival, desk: Desk, in_thread: bool, handed_on: str
) -> Letter:
    """The later mail, for the owner: with the list where a match is still to be made, else plainly passed on."""
    shown = words if draft.words_for_owner else None
    if not in_thread and case.state is State.OPEN and not case.in_danger and case.peer.resolved != "ambiguous":
        return to_coordinator.ask_match(case, desk, shown, second_referral=True, handed_on=handed_on)
    return to_coordinator.tell_forwarded(
        owner_address(case, desk),
        case.region,
        FURTHER if in_thread else _SECOND,
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


def acknowledgement(
    own: Case | None, meant: Understanding, arrival: Arrival, desk: Desk, region: str, case_id: str | None = None
) -> tuple[Letter, ...]:
    """To the one who wrote: as a peer where they ask for themselves, else as a referrer. Nobody writes to a machine."""
    if not (meant.answerable and arrival.answerable):
        return ()
    if own is None:
        letter = to_peer.received(arrival.author, arrival, region, meant.language, case_id)
        return (letter,) if arrival.author.email else ()
    if not own.peer.email or own.peer.contact == "phone":
        return ()
    clock = desk.organisation.clock
    hours = (own.promise_at - own.opened_at).total_seconds() / 3600
    return (to_peer.peer_received(own, arrival, round(hours or clock.weekday_hours)),)
