"""A mail that answers nothing of ours and refers nobody: whom it is passed to, and what its writer hears.

Opens a case for a sign of danger alone. A machine is never written to; what cannot be told is asked, not guessed.
"""

from dataclasses import replace

from mailer.casework import safety, to_coordinator
from mailer.casework.desk import Arrival, Desk
from mailer.casework.exclusion import peer_addresses
from mailer.casework.moves import reopened
from mailer.casework.naming import same_name
from mailer.casework.on_delivery import handed_on_if_away
from mailer.casework.on_referral import FURTHER, acknowledgement
from mailer.casework.opening import drafts, referrer_of
from mailer.casework.routing import contact_office, line_up, owner_address
from mailer.casework.wishes import told_of_the_new_way, wished
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Peer
from mailer.model.decision import Decision
from mailer.model.letters import InquirerAbout, Letter, VolunteerThanks
from mailer.model.meaning import PeerMeant, Reason, Understanding

_NEW = "a referral: answer NEW REFERRAL, then the name, and a number or an address"


def danger(meant: Understanding, arrival: Arrival, desk: Desk, thread_cases: tuple[Case, ...] = ()) -> Decision:
    """A sign of danger in a mail that is no referral: pages, and the crisis letter to the one who wrote."""
    row = desk.organisation.person(arrival.author.email) if arrival.author.email else None
    # in the thread of a case that was closed it is that person who is spoken of, not a new one
    live = tuple(c for c in thread_cases if c.is_open) or tuple(reopened(c, desk) for c in thread_cases)
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
    crisis = safety.crisis_letter(
        arrival,
        desk,
        region=arrival.region,
        language=meant.language,
        case_id=live[0].id if live else None,
        answerable=meant.answerable,
    )
    return Decision(
        cases=tuple(case for case, _ in steps),
        letters=(*crisis, *(letter for _, letters in steps for letter in letters)),
        filing="Needs a person" if homeless else "Handled",
        needs_a_person=homeless,
        because=(*meant.because, Reason("decision", "a sign of danger opens a case and pages at once")),
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


def perhaps_against_a_stop(meant: Understanding, arrival: Arrival, desk: Desk) -> bool:
    """Would a mail that only leans to asking for its writer lift a stop of theirs, at whichever address? That takes a plain word."""
    if meant.kind != "referral" or not meant.leant or meant.safety:
        return False
    peers = meant.peers if meant.referral == "self" else ()
    own = (arrival.author.email, *(e for p in peers for e in (p.email, p.directory_email)))
    return any(desk.stopped(email) for email in own if email)


def unclear(meant: Understanding, arrival: Arrival, desk: Desk, thread_cases: tuple[Case, ...] = ()) -> Decision:
    """Nobody can tell what it asks: the coordinator is asked, the writer hears that it arrived, nothing else happens."""
    if thread_cases:
        return _further(meant, arrival, desk, thread_cases)
    question = to_coordinator.ask_unclear(
        None,
        _office(meant, arrival, desk),
        arrival.region,
        "Is this a request for support?",
        readings=(_NEW, "no: nothing to do, no answer is needed"),
        writer=referrer_of(meant, arrival),
        words=meant.words or None,
    )
    return Decision(
        letters=(*acknowledgement(None, meant, arrival, desk, arrival.region), question),
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
    steps = [handed_on_if_away(c, desk) for c in _corrected(meant, arrival, desk, thread_cases)]
    found = tuple(case for case, _ in steps)
    text = "The person who wrote has written again, to change or take back what they asked for. What shall be done?"
    readings = ("take it back: answer CLOSE", "go on as it is: answer with a number or a name, or nothing")
    letters = [letter for _, handed in steps for letter in handed]
    if not thread_cases:
        letters += acknowledgement(None, meant, arrival, desk, arrival.region)
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
                readings=(_NEW, "nothing to do: no answer is needed"),
                writer=referrer_of(meant, arrival), words=meant.words or None,
            )
        )  # fmt: skip
    ids = (arrival.message_id,) if arrival.message_id else ()
    own, more = _own_wish(meant, arrival, desk, found)
    wishes = {c.id: c for c in own}
    now = tuple(wishes.get(c.id, c) for c in found)
    return Decision(
        cases=tuple(replace(c, mail_ids=tuple(dict.fromkeys((*c.mail_ids, *ids)))) for c in now),
        letters=(*letters, *more),
        filing="Handled",
        because=(*meant.because, Reason("decision", "a correction goes to the coordinator of the case")),
        meant="correction",
    )


def _own_wish(
    meant: Understanding, arrival: Arrival, desk: Desk, cases: tuple[Case, ...]
) -> tuple[tuple[Case, ...], tuple[Letter, ...]]:
    """A peer writes again to say how they want to be reached: it holds for their own open cases, and the supporter hears of it."""
    changed, letters = list[Case](), list[Letter]()
    for case in cases:
        if not case.is_open or canonical(arrival.author.email) not in peer_addresses(case):
            continue
        moved = wished(case, meant.contact, meant.phone)
        if moved != case:
            changed.append(moved)
            letters += told_of_the_new_way(case, moved, desk)
    return tuple(changed), tuple(letters)


def with_own_wish(decision: Decision, meant: Understanding, arrival: Arrival, desk: Desk) -> Decision:
    """The same for a mail that continues no thread: the open cases of its writer are looked up by the address."""
    own = tuple(c for c in desk.open_cases if canonical(arrival.author.email) in peer_addresses(c))
    cases, letters = _own_wish(meant, arrival, desk, own)
    return replace(decision, cases=(*decision.cases, *cases), letters=(*decision.letters, *letters))


def _further(meant: Understanding, arrival: Arrival, desk: Desk, thread_cases: tuple[Case, ...]) -> Decision:
    """A further mail of the same writer: to the owners of its cases, once each; no second acknowledgement."""
    letters = dict[str, Letter]()
    cases, more = _own_wish(meant, arrival, desk, thread_cases)
    for case in sorted(thread_cases, key=lambda c: not c.is_open):
        shown = (meant.words or None) if case.words_for_owner else None
        letter = to_coordinator.tell_forwarded(
            owner_address(case, desk), case.region, FURTHER, writer=arrival.author,
            subject=arrival.subject if shown is not None else "", words=shown, case=case,
        )  # fmt: skip
        letters.setdefault(canonical(case.owner), letter)
    return Decision(
        cases=cases,
        letters=(*letters.values(), *more),
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
