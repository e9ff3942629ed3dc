"""What a peer answers, and what comes of it.

A peer's words go to their supporter and nowhere else, and the mail is expunged: kept nowhere. After a no there is one
understanding letter, after a stop none at all. A sign of danger closes nothing; its words go to a person at once.
"""

from dataclasses import dataclass, replace

from mailer.casework import safety, to_coordinator, to_peer, to_supporter
from mailer.casework.desk import Arrival, Desk
from mailer.casework.moves import (
    closed,
    going_on,
    match_again,
    new_promise,
    release_supporter,
    reopened,
    with_somebody_there,
)
from mailer.casework.routing import owner_address
from mailer.casework.wishes import told_of_the_new_way, wished, with_resources
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Mark, Move, Outcome, State
from mailer.model.decision import Decision
from mailer.model.letters import Letter
from mailer.model.meaning import Answer, Reason
from mailer.model.record import Filing, Stop

_MATCHED = (State.REACHED_OUT, State.TALKING)
_A_PEERS_WORDS = "They answered an earlier letter with a yes. A peer's own words are passed to a supporter alone."
_WANTS_TO_TALK = "The peer has answered that they would like to talk. Whom shall we ask?"


@dataclass(frozen=True)
class _Course:
    """What an answer brings about."""

    cases: tuple[Case, ...] = ()
    letters: tuple[Letter, ...] = ()
    rule: str = ""
    filing: Filing = "expunge"
    stops: tuple[Stop, ...] = ()
    lifted: tuple[str, ...] = ()


def answered(answer: Answer, mark: Mark, case: Case, arrival: Arrival, desk: Desk) -> Decision:
    """A peer's answer to a letter of ours."""
    before, case = case, wished(case, answer.contact, answer.phone)
    if answer.safety or case.in_danger:
        decision = _danger(answer, mark, case, arrival, desk)
        return replace(decision, letters=(*decision.letters, *_new_way(before, decision.cases, (), desk)))
    said = set(answer.intents)
    if {"accept", "decline"} <= said:
        said = {"unclear"}
    if "stop" in said:
        course = stopped(case, _emails(case, mark.reader), desk)
    elif "decline" in said:
        course = _declines(case, "resources" in said, arrival, desk)
    elif "accept" in said:
        course = _accepts(answer, case, "resources" in said, arrival, desk)
    elif "resources" in said:
        moved, letters = with_resources(case, desk, arrival)
        course = _Course((moved,), letters, "resources are permitted")
    else:
        course = _passed_on(answer, mark, case, arrival, desk)
    return Decision(
        cases=tuple(c for c in course.cases if c != before),
        letters=(*course.letters, *_new_way(before, course.cases, course.letters, desk)),
        filing=course.filing,
        needs_a_person=course.filing == "Needs a person",
        because=(*answer.because, Reason("decision", course.rule)),
        stops=course.stops,
        lifted=course.lifted,
        meant="+".join(answer.intents),
    )


def _new_way(before: Case, cases: tuple[Case, ...], letters: tuple[Letter, ...], desk: Desk) -> tuple[Letter, ...]:
    """A later wish to be called, for the supporter: in a letter of its own where the peer's words do not reach them anyway."""
    told = tuple(m for c in cases if c.id == before.id for m in told_of_the_new_way(before, c, desk))
    passed_on = any(letter.name == "supporter/tell-peer-wrote" for letter in letters)
    return tuple(m for m in told if not (passed_on and m.reader == "supporter"))


def _emails(case: Case, reader: str = "") -> tuple[str, ...]:
    found = (reader, case.peer.email, case.peer.directory_email)
    return tuple(dict.fromkeys(canonical(e) for e in found if e))


def _danger(answer: Answer, mark: Mark, case: Case, arrival: Arrival, desk: Desk) -> Decision:
    """Pages at once, with the words; the crisis letter to the peer. Whatever else was said is not done, but a stop is kept.

    While danger stands, every further answer of the peer goes the same way: a person has to see it.
    """
    if case.state is State.CLOSED:
        case = reopened(case, desk)
    peer = Address(mark.reader, case.peer.name or "")
    moved, letters = safety.alarm(
        case,
        desk,
        words=answer.text or None,
        writer=peer,
        writer_role="the peer",
        with_backup=True,
        in_answer=True,
    )
    crisis = safety.crisis_letter(
        arrival, desk, region=case.region, language=answer.language, case_id=case.id, to_peer=peer
    )
    return Decision(
        cases=(moved,),
        letters=(*crisis, *letters),
        filing="Needs a person",
        needs_a_person=True,
        because=(*answer.because, Reason("decision", "a sign of danger closes nothing")),
        stops=tuple(Stop(desk.hash_of(e), desk.now) for e in _emails(case, mark.reader))
        if "stop" in answer.intents
        else (),
        meant="danger",
    )


def stopped(case: Case, emails: tuple[str, ...], desk: Desk) -> _Course:
    """Never again: no letter to the peer at all. The stop outlives the case."""
    stops = tuple(Stop(desk.hash_of(e), desk.now) for e in emails)
    if case.state is State.CLOSED:
        return _Course(rule="a stop, remembered", stops=stops)
    if case.in_danger:
        return _Course(rule="a stop, remembered; while danger stands nothing is closed", stops=stops)
    letters = release_supporter(case, to_supporter.PREFERS_NONE, desk)
    shut = closed(case, Move.STOPPED, Outcome.DECLINED, desk)
    told = to_coordinator.tell_outcome(shut, desk, to_coordinator.STOPPED)
    return _Course((shut,), (*letters, told), "a stop: no letter to the peer at all", stops=stops)


def stop_without_mark(arrival: Arrival, desk: Desk) -> Decision:
    """A stop that names no letter of ours: it works by the sender's address, and closes each open case of theirs."""
    email = canonical(arrival.author.email)
    own = [c for c in desk.open_cases if c.is_open and email in _emails(c)]
    courses = [stopped(c, _emails(c, email), desk) for c in own]
    stops = {s.address_hash: s for course in courses for s in course.stops}
    stops.setdefault(desk.hash_of(email), Stop(desk.hash_of(email), desk.now))
    return Decision(
        cases=tuple(c for course in courses for c in course.cases),
        letters=tuple(letter for course in courses for letter in course.letters),
        filing="expunge" if own else "Handled",  # of a peer it is an answer, and kept nowhere
        because=(Reason("decision", "a stop works without a mark"),),
        stops=tuple(stops.values()),
        meant="stop",
    )


def _declines(case: Case, wants_resources: bool, arrival: Arrival, desk: Desk) -> _Course:
    """A no: understood, the door left open, and nothing more."""
    if case.state is State.CLOSED:
        moved, letters = with_resources(case, desk, arrival) if wants_resources else (case, ())
        return _Course((moved,), letters, "a no after the close")
    released = release_supporter(case, to_supporter.PREFERS_NONE, desk)
    if case.state in _MATCHED:
        shut = closed(case, Move.OUTREACH_DECLINED, Outcome.DECLINED, desk)
    else:
        shut = closed(case, Move.WITHDRAWN, Outcome.DECLINED if case.outreach_sent else Outcome.WITHDRAWN, desk)
    letters = ()
    writable = to_peer.may_be_written_to(case, desk)
    understood: tuple[Letter, ...] = ()
    if writable and not case.understood_sent:
        understood = (to_peer.understood(shut, arrival, resources_come=wants_resources),)
        shut = replace(shut, understood_sent=True)
    if wants_resources:
        shut, letters = with_resources(shut, desk, arrival)
    sentence = to_coordinator.OUTCOMES[shut.outcome] if shut.outcome else ""
    told = to_coordinator.tell_outcome(shut, desk, sentence)
    return _Course((shut,), (*understood, *letters, told, *released), "the peer declined")


def _accepts(answer: Answer, case: Case, wants_resources: bool, arrival: Arrival, desk: Desk) -> _Course:
    """A yes: the supporter is told, in the peer's own words. Without a supporter, one is looked for again."""
    if case.state is State.CLOSED:
        return _yes_after_the_close(case, wants_resources, arrival, desk)
    supporter = to_supporter.of_case(case, desk)
    moved = replace(case, peer_said_yes=True)
    letters: tuple[Letter, ...] = ()
    if case.state in _MATCHED and supporter:
        if case.state is State.REACHED_OUT:
            moved = moved.after(Move.OUTREACH_ACCEPTED)
        moved = going_on(moved, desk)
        letters = (to_supporter.peer_wrote(moved, supporter, answer.text, accepts=True),)
        if wants_resources:
            moved, more = with_resources(moved, desk, arrival)
            letters = (*letters, *more)
        return _Course((moved,), letters, "the peer wants to talk")
    if wants_resources:
        moved, letters = with_resources(moved, desk, arrival)
    if case.state is State.OPEN and not case.in_danger and case.outreach_sent:
        moved, asked = match_again(moved, _WANTS_TO_TALK, desk)
        letters = (*letters, *asked)
    return _Course((moved,), letters, "the peer wants to talk; nobody is matched yet", filing="Handled")


def _never_again(case: Case, desk: Desk) -> tuple[str, ...]:
    """Whoever was kept from the first case; who referred it supports this one neither, but an office may own it."""
    referrer = canonical(case.referrer or "")
    kept = (*case.never, referrer) if referrer else case.never
    return tuple(dict.fromkeys(e for e in kept if e != referrer or not desk.organisation.is_office(e)))


def _yes_after_the_close(case: Case, wants_resources: bool, arrival: Arrival, desk: Desk) -> _Course:
    """A bare yes to the understanding letter is for the resources; a wish to talk opens a new case, as of one who asks."""
    fresh = Case(
        id=desk.fresh_ids[0],
        region=case.region,
        owner=case.owner,
        peer=case.peer,
        source="self",
        opened_at=arrival.received,
        promise_at=arrival.received,
        outside=case.outside,
        home_regions=case.home_regions,
        avoid=case.avoid,
        never=_never_again(case, desk),
        referrer=case.peer.email,
        referrer_name=case.peer.name or "",
        language=case.language,
        wants_language=case.wants_language,
        words_for_owner=False,
        peer_said_yes=True,
        mail_ids=(arrival.message_id,) if arrival.message_id else (),
        mailbox=arrival.mailbox,
    )
    fresh = new_promise(fresh, arrival.received, desk)
    lifted = tuple(desk.hash_of(e) for e in _emails(case, case.peer.email or "") if desk.stopped(e))
    letters: tuple[Letter, ...] = ()
    cases: tuple[Case, ...] = (fresh,)
    if fresh.peer.email and fresh.peer.contact != "phone":
        hours = round((fresh.promise_at - fresh.opened_at).total_seconds() / 3600)
        letters = (to_peer.peer_received(fresh, arrival, hours),)
    if wants_resources:
        old, more = with_resources(case, desk, arrival)
        cases, letters = (fresh, old), (*letters, *more)
    fresh, handed = with_somebody_there(fresh, desk)
    cases = (fresh, *cases[1:])
    ask = replace(to_coordinator.ask_match(fresh, desk, None, handed_on=handed), how_to_get=_A_PEERS_WORDS)
    return _Course(cases, (*letters, ask), "a yes after the close opens a new case", lifted=lifted)


def _passed_on(answer: Answer, mark: Mark, case: Case, arrival: Arrival, desk: Desk) -> _Course:
    """Neither yes nor no: to the supporter; before there is one, a self-referred peer's further mail is their referral's."""
    supporter = to_supporter.of_case(case, desk)
    in_touch = case.state in _MATCHED or (
        case.state is State.CLOSED and case.outcome in (Outcome.MET, Outcome.NO_ANSWER)
    )
    if supporter and in_touch and answer.text:
        return _Course(
            (case,), (to_supporter.peer_wrote(case, supporter, answer.text, accepts=False),), "passed to the supporter"
        )
    if mark.letter == "peer/tell-received" and case.is_open:
        letter = to_coordinator.tell_forwarded(
            owner_address(case, desk), case.region, "a further mail of the person who wrote before",
            writer=arrival.author, subject="", words=answer.text or None, case=case,
        )  # fmt: skip
        ids = (*case.mail_ids, *((arrival.message_id,) if arrival.message_id else ()))
        return _Course((replace(case, mail_ids=ids),), (letter,), "a further mail before the match", filing="Handled")
    letter = to_coordinator.tell_forwarded(
        owner_address(case, desk), case.region, "an answer of the peer that nobody could be given to read",
        writer=None, subject="", words=None, case=case,
    )  # fmt: skip
    return _Course((case,), (letter,), "nobody to pass it to: a person has to look", filing="Needs a person")
