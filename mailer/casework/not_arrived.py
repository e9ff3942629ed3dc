"""A letter that bounced, was refused, or was held back at the moment of sending: what is done so that nobody waits for nothing.

A delivery report is a hint: the clock keeps the promise without it. Nobody is told an address that is not theirs to know.
"""

from dataclasses import replace

from mailer.casework import on_peer, safety, to_coordinator, to_peer, to_supporter
from mailer.casework.desk import Desk
from mailer.casework.digest import is_late
from mailer.casework.moves import Step, back_to_owner
from mailer.casework.on_delivery import given_up
from mailer.casework.routing import operator_beside
from mailer.casework.wishes import CALLS_ONLY, NO_ADDRESS, by_hand, no_number
from mailer.model.address import canonical
from mailer.model.case import Case, Move, State
from mailer.model.decision import Decision
from mailer.model.letters import Letter, OperatorTrouble
from mailer.model.meaning import Reason
from mailer.model.organisation import SYSTEM
from mailer.model.record import Stop

Cases = tuple[Case, ...]
Letters = tuple[Letter, ...]

_MATCHED = (State.REACHED_OUT, State.TALKING)
_ASKS = ("supporter/ask-invitation", "supporter/ask-again")
_FIRST_WORDS = ("peer/ask-outreach", "peer/tell-introduction")
_NO_LONGER = "This person may not, or can no longer, be asked for the case."

_SUPPORTERS_CURE = {
    "supporter/tell-handover": "They do not know yet how to go on. Please call them, or answer with another number or name.",
    "supporter/tell-peer-wrote": "It held words of the person they look after, which are kept nowhere else. Please call the "
    "supporter, so that the two get in touch.",
    "supporter/ask-how-it-went": "Please call the supporter, or answer with another number or name.",
    "supporter/tell-released": "They were to hear that there is nothing more to do. Please call them, so that they do not go on.",
}
_UNDELIVERED = "the mail to the coordinator could not be delivered."
_AFTER_A_NO = "It said that the no is understood. Please leave it at that: nobody should write or call again."
_CRISIS = (
    "It was the letter with the crisis lines, which answers a sign of danger. Please call the person who wrote, now."
)


def undelivered(case: Case, letter: str, address: str, permanent: bool, desk: Desk) -> Decision:
    """A bounce or a refusal of one of our letters. A delay is noted, and nothing else."""
    meant = f"undelivered {letter}"
    if not permanent:
        return Decision(because=(Reason("decision", "a delay is noted"),), meant=meant)
    reader = letter.partition("/")[0]
    cases: Cases = ()
    letters: Letters = ()
    if letter.endswith("/tell-crisis"):
        letters = (to_coordinator.tell_undelivered(case, desk, letter, address, _CRISIS),)
        if reader == "peer" and _is_theirs(case, address):
            cases = (_without_address(case),)
    elif reader == "coordinator":
        cases, letters = _office_unreachable(case, letter, address, desk)
        for other in _reminded_with(case, letter, address, desk):
            moved, more = given_up(other, _UNDELIVERED, desk)
            cases, letters = (*cases, moved), (*more, *letters)
    elif reader == "supporter":
        cases, letters = _supporter_unreachable(case, letter, address, desk)
    elif reader == "peer":
        cases, letters = _peer_unreachable(case, letter, address, desk)
    elif case.is_open:
        cure = "The person who wrote did not get our answer. Nothing to do for the case; call them if you can."
        letters = (to_coordinator.tell_undelivered(case, desk, letter, address, cure),)
    rule = "a letter could not be delivered: what waits for it goes on"
    return Decision(
        cases=tuple(c for c in cases if c != case), letters=letters, because=(Reason("decision", rule),), meant=meant
    )


def _reminded_with(case: Case, letter: str, address: str, desk: Desk) -> Cases:
    """The cases that the same reminder was about, and that still wait for its reader."""
    marks = [m for m in case.marks if m.letter == letter and canonical(m.reader) == canonical(address)]
    ids = marks[-1].about if marks else ()
    return tuple(
        c for c in desk.open_cases
        if c.id in ids and c.state in (State.OPEN, State.INVITED) and not c.in_danger and canonical(c.owner) == canonical(address)
    )  # fmt: skip


def withheld(case: Case, letter: str, address: str, desk: Desk) -> Decision:
    """The gate holds a letter back at the moment of sending: whoever counts on it hears it, and what to do instead."""
    cases: Cases = ()
    letters: Letters = ()
    stops: tuple[Stop, ...] = ()
    reader = letter.partition("/")[0]
    if letter in _FIRST_WORDS and case.is_open and to_peer.is_stopped(case, desk):
        course = on_peer.stopped(case, (), desk)
        cases, letters, stops = course.cases, course.letters, course.stops
    elif letter in _FIRST_WORDS and case.is_open:
        cases, letters = _as_one(_not_written(case, letter, desk))
    elif letter == "peer/tell-resources":
        cases, letters = _as_one(by_hand(replace(case, resources_by_hand=False), desk))
    elif reader == "supporter":
        cases, letters = _supporter_unreachable(case, letter, address, desk, reason=_NO_LONGER)
    elif reader == "coordinator":
        others = _reminded_with(case, letter, address, desk)
        letters = tuple(to_coordinator.ask_overdue(c, desk, breach=is_late(c, desk)) for c in others)
    because = (Reason("decision", "held back at the moment of sending: what was to be said is said another way"),)
    changed = tuple(c for c in cases if c != case)
    return Decision(cases=changed, letters=letters, stops=stops, because=because, meant=f"withheld {letter}")


def _as_one(step: Step) -> tuple[Cases, Letters]:
    return (step[0],), step[1]


def _is_theirs(case: Case, address: str) -> bool:
    return bool(case.peer.email) and canonical(case.peer.email or "") == canonical(address)


def _without_address(case: Case) -> Case:
    return replace(case, peer=replace(case.peer, email=None))


# ------------------------------------------------------------------ an office


def _office_unreachable(case: Case, letter: str, address: str, desk: Desk) -> tuple[Cases, Letters]:
    """The owner's own mailbox refuses mail: the next office has the case, and the operator hears of it without a name."""
    trouble = OperatorTrouble(
        to=operator_beside(address, desk.organisation), region=SYSTEM, since=desk.now, once=desk.hash_of(address),
        trouble=f"A letter of case {case.id} to a coordinator, a backup or somebody on call could not be delivered.",
        cure="Check the addresses of the region and of [safety] on_call in config.toml.",
    )  # fmt: skip
    if not case.is_open or canonical(address) != canonical(case.owner):
        due = next((d for d in case.dues if d.what == "page"), None)
        if due is None or not _paged_alone(case, address):
            return (), (trouble,)
        moved, pages = safety.page(case, due, desk)
        return (moved,), (*pages, trouble)
    why = _UNDELIVERED
    if letter == "coordinator/tell-undelivered":
        why = f"{why} That mail told of a letter to the supporter or the peer that did not arrive: please see that both are reached."
    waiting = [case]
    if letter == "coordinator/ask-overdue":  # it may have told of other cases of theirs as well, which wait with it
        waiting += [c for c in desk.open_cases if c.id != case.id and c.state is State.OPEN and c.owner == case.owner]
    steps = [given_up(c, why, desk) for c in waiting]
    handed = tuple(m for (moved, _), before in zip(steps, waiting, strict=True) if (m := moved) != before)
    return handed, (*(m for _, letters in steps for m in letters), trouble)


def _paged_alone(case: Case, address: str) -> bool:
    """Was the last page theirs alone? Then nobody has been reached by it, and the next one is paged at once."""
    pages = [m for m in case.marks if m.letter == "coordinator/ask-crisis"]
    last = [m.reader for m in pages if m.sent_at == max(page.sent_at for page in pages)]
    return [canonical(reader) for reader in last] == [canonical(address)]


# ---------------------------------------------------------------- a supporter


def _supporter_unreachable(
    case: Case, letter: str, address: str, desk: Desk, *, reason: str = ""
) -> tuple[Cases, Letters]:
    """An invitation that did not arrive is no answer to wait for; anything else that a supporter counts on is for a person."""
    current = bool(case.supporter) and canonical(case.supporter or "") == canonical(address)
    if letter in _ASKS:
        if not current or case.state is not State.INVITED:
            return (), ()
        cure = "Somebody else is asked, or you are. Please check this address in the list of supporters."
        told = to_coordinator.tell_undelivered(case, desk, letter, address, cure, reason=reason)
        why = reason or "The request could not be delivered."
        moved, letters = back_to_owner(case, Move.INVITATION_DECLINED, why, desk)
        return (moved,), (told, *letters)
    had_the_contact = any(
        m.letter == "supporter/tell-handover" and canonical(m.reader) == canonical(address) for m in case.marks
    )
    counts = {
        "supporter/tell-released": had_the_contact,
        "supporter/tell-peer-wrote": True,  # a peer's words are never lost in silence, after the close neither
    }.get(letter, current and case.state in _MATCHED)
    if not counts:
        return (), ()
    cure = _SUPPORTERS_CURE.get(letter, "Please call the supporter.")
    return (), (to_coordinator.tell_undelivered(case, desk, letter, address, cure, reason=reason),)


# --------------------------------------------------------------------- a peer


def _peer_unreachable(case: Case, letter: str, address: str, desk: Desk) -> tuple[Cases, Letters]:
    """The peer's address fails: it is not used again, and what the letter was for happens another way."""
    moved = _without_address(case) if _is_theirs(case, address) else case
    if letter == "peer/tell-resources":
        return _as_one(by_hand(moved, desk))
    if letter == "peer/tell-understood":
        return (moved,), (to_coordinator.tell_undelivered(moved, desk, letter, address, _AFTER_A_NO),)
    if not case.is_open or moved == case:
        return (moved,), ()
    if letter in _FIRST_WORDS and case.state in _MATCHED:
        return _as_one(_not_written(moved, letter, desk, address))
    if case.peer.phone and case.peer.contact != "email":
        cure = "The address is not used again. A supporter who accepts will be told to call."
    else:
        cure = (
            "No other way to reach them is known: please find one before a supporter is asked, and tell the supporter."
        )
    return (moved,), (to_coordinator.tell_undelivered(moved, desk, letter, address, cure),)


def _not_written(case: Case, letter: str, desk: Desk, bounced: str = "") -> Step:
    """The first letter to the peer has not reached them: the supporter is told to call, where calls are allowed."""
    moved = replace(case, outreach_sent=False, dues=tuple(d for d in case.dues if d.what != "remind-peer"))
    supporter = to_supporter.of_case(moved, desk)
    if supporter is None or case.state not in _MATCHED:
        return moved, ()
    reason = "" if bounced else CALLS_ONLY if case.peer.contact == "phone" else NO_ADDRESS
    to = bounced or case.peer.email or to_coordinator.peer_name(case)
    if case.peer.contact == "email":
        cure = "They want no calls. Please find an address that works, and tell the supporter, who knows none now."
        return moved, (to_coordinator.tell_undelivered(moved, desk, letter, to, cure, reason=reason),)
    asked: Letters = (to_supporter.handover(moved, supporter, desk, wrote=False, changed=True),)
    cure = "The supporter is told to call."
    if not case.peer.phone:
        cure = "No number is known: please tell the supporter how."
        asked = (*asked, no_number(moved, desk)) if case.peer.contact == "phone" else asked
    return moved, (to_coordinator.tell_undelivered(moved, desk, letter, to, cure, reason=reason), *asked)
