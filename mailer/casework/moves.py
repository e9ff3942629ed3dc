"""The steps of a case that several speakers bring about: invited, accepted, back to its owner, handed on, closed.

Each takes the case and gives back the case as it is then, with the letters that the step writes. Every change of the
state goes through Case.after; every open case that leaves here has an owner and a next deadline.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from mailer.casework import to_coordinator, to_peer, to_supporter
from mailer.casework.clock import promise, promise_dues
from mailer.casework.desk import Desk
from mailer.casework.exclusion import why_never
from mailer.casework.matching import why_not_free
from mailer.casework.routing import anybody_after, owner_address
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Deadline, Due, Move, Outcome, State
from mailer.model.letters import Letter
from mailer.model.organisation import Supporter

Step = tuple[Case, tuple[Letter, ...]]

PROMISE: tuple[Deadline, ...] = ("ask-overdue", "backup", "system")
INVITATION: tuple[Deadline, ...] = ("ask-again", "next-choice")

_CASE = TypeAdapter(Case)
_NEW = "new"  # stands in `undo` where the command opened the case


def new_promise(case: Case, since: datetime, desk: Desk) -> Case:
    """The case with a promise that counts from then, and its reminders alone."""
    clock = desk.organisation.clock
    due = promise(since, clock)
    dues = promise_dues(since, due, desk.now, clock, timedelta(hours=desk.rulebook.flow.catch_up_hours))
    return replace(case, promise_at=due, dues=(*(d for d in case.dues if d.what == "page"), *dues))


def _promise_kept(case: Case, desk: Desk) -> tuple[Due, ...]:
    """The reminders and pages that go on; where none is left, the system office's."""
    kept = tuple(d for d in case.dues if d.what in PROMISE or d.what == "page")
    if any(d.what in PROMISE for d in kept):
        return kept
    again = max(case.promise_at, desk.now + timedelta(hours=desk.rulebook.flow.catch_up_hours))
    return (*kept, Due("system", again))


def next_choice_at(case: Case, desk: Desk) -> datetime:
    """When a silent supporter is let go: after the settings' hours, earlier where those would break the promise."""
    clock, flow = desk.organisation.clock, desk.rulebook.flow
    usual = desk.now + timedelta(hours=clock.next_choice_hours)
    in_time = case.promise_at - timedelta(hours=flow.in_time_hours)
    earliest = desk.now + timedelta(hours=clock.ask_again_hours) + timedelta(hours=1)
    return min(usual, in_time) if in_time >= earliest else usual


def invite(case: Case, supporter: Supporter, choices: tuple[str, ...], desk: Desk) -> Step:
    """Ask a supporter; whoever was asked or matched before is released."""
    letters: list[Letter] = []
    before = to_supporter.of_case(case, desk)
    if before and not before.address.same(supporter.person.email):
        letters.append(to_supporter.released(case, before, to_supporter.ANOTHER_WAS_FOUND))
    moved = case.after(Move.ASSIGNED)
    if case.state in (State.HELD, State.REACHED_OUT, State.TALKING):
        moved = new_promise(moved, desk.now, desk)
    moved = replace(
        moved,
        supporter=supporter.person.email,
        choices=choices,
        invited_at=desk.now,
        matched_at=None,
        reached_out_at=None,
        held_until=None,
    )
    clock = desk.organisation.clock
    asked = (
        Due("ask-again", desk.now + timedelta(hours=clock.ask_again_hours)),
        Due("next-choice", next_choice_at(moved, desk)),
    )
    moved = replace(moved, dues=(*_promise_kept(moved, desk), *asked))
    return moved, (*letters, to_supporter.invitation(moved, supporter, desk))


def asked_again(case: Case) -> Case:
    """The supporter has just been asked once more: the clock need not do it too. How long we wait stays."""
    return replace(case, dues=tuple(d for d in case.dues if d.what != "ask-again"))


def _usable(email: str, case: Case, desk: Desk) -> Supporter | None:
    """A second choice that may still be asked."""
    supporter = desk.organisation.supporter(email)
    if supporter is None or why_never(case, supporter, desk) or why_not_free(supporter, desk):
        return None
    refused = any(canonical(e) == canonical(email) for e in case.refused_by)
    return None if refused else supporter


def back_to_owner(case: Case, move: Move, why: str, desk: Desk, *, refused: bool = True) -> Step:
    """Without its supporter: the coordinator's next choice is asked, else the owner is asked for a match again."""
    moved = case.after(move)
    if case.state in (State.REACHED_OUT, State.TALKING):
        moved = new_promise(moved, desk.now, desk)
    refused_by = (*case.refused_by, case.supporter) if refused and case.supporter else case.refused_by
    moved = replace(
        moved, supporter=None, refused_by=refused_by, invited_at=None, matched_at=None, reached_out_at=None, choices=()
    )
    moved = replace(moved, dues=_promise_kept(moved, desk))
    for n, email in enumerate(case.choices):
        if not moved.in_danger and (supporter := _usable(email, moved, desk)):
            return invite(moved, supporter, case.choices[n + 1 :], desk)
    if moved.in_danger:
        return moved, ()
    return match_again(moved, why, desk)


def with_somebody_there(case: Case, desk: Desk) -> tuple[Case, str]:
    """The case with an owner who is there, and why it comes to them: an ask to one who is away goes to the next at once."""
    if not desk.is_away(case.owner):
        return case, ""
    to = anybody_after(case, desk)
    away = owner_address(case, desk).name or "The coordinator"
    return (replace(case, owner=to.email), f"{away} is away.") if to else (case, "")


def match_again(case: Case, why: str, desk: Desk) -> Step:
    """The owner is asked for a match once more; where they are away, the next who is there, with all it needs to act."""
    moved, handed = with_somebody_there(case, desk)
    return moved, (to_coordinator.ask_rematch(moved, desk, why, handed_on=handed),)


def accepted(case: Case, supporter: Supporter, desk: Desk) -> Step:
    """The supporter said yes: the promise is kept, the contact is handed over, the peer is written to where that is allowed."""
    moved = case.after(Move.INVITATION_ACCEPTED)
    if case.peer_said_yes:
        moved = moved.after(Move.OUTREACH_ACCEPTED)
    moved = replace(moved, matched_at=desk.now, reached_out_at=desk.now, choices=())
    letter: Letter | None = None
    if to_peer.may_be_written_to(case, desk):
        if case.peer_said_yes or to_coordinator.self_referred(case):
            letter = to_peer.introduction(case, supporter, desk)
        elif not case.outreach_sent:
            letter = to_peer.outreach(case, supporter, desk)
            moved = replace(moved, outreach_sent=True)
    moved = replace(moved, dues=(*(d for d in case.dues if d.what == "page"), *_outreach_dues(letter, desk)))
    step = _next_step(case, letter, desk)
    return moved, (
        to_supporter.handover(moved, supporter, desk, wrote=letter is not None),
        to_coordinator.tell_accepted(moved, desk, supporter.name, step),
        *((letter,) if letter else ()),
    )


def _next_step(case: Case, letter: Letter | None, desk: Desk) -> str:
    if letter:
        return "The peer was written to."
    if to_peer.is_stopped(case, desk):
        return "The peer has asked never to be contacted: please close the case."
    if case.peer.phone and case.peer.contact != "email":
        return "The peer will be called."
    if case.outreach_sent and case.peer.email:
        return "The peer was written to before; the supporter will be in touch."
    return "No way to reach the peer is known: please tell the supporter how."


def _outreach_dues(letter: Letter | None, desk: Desk) -> tuple[Due, ...]:
    clock = desk.organisation.clock
    asks = tuple(
        Due("ask-how-it-went", desk.now + timedelta(days=days), step)
        for step, days in enumerate(clock.how_it_went_days)
    )
    remind: tuple[Due, ...] = ()
    if desk.organisation.outreach_remind and letter is not None and letter.asks:
        remind = (Due("remind-peer", desk.now + timedelta(days=desk.rulebook.flow.remind_peer_days)),)
    return (*asks, *remind, Due("no-answer", desk.now + timedelta(days=clock.no_answer_days)))


def going_on(case: Case, desk: Desk) -> Case:
    """More talks are planned: the questions how it went start anew."""
    return replace(case, dues=(*(d for d in case.dues if d.what == "page"), *_outreach_dues(None, desk)))


def closed(case: Case, move: Move, outcome: Outcome, desk: Desk) -> Case:
    """The case closed: no deadline, no further choice. Whoever supports it is named still, for an answer that comes late."""
    return replace(
        case.after(move),
        outcome=outcome,
        closed_at=desk.now,
        dues=(),
        choices=(),
        held_until=None,
        undo="",
        undo_until=None,
    )


def reopened(case: Case, desk: Desk) -> Case:
    """A closed case, open once more: without its supporter, with a promise that counts from now."""
    bare = replace(case.after(Move.REOPENED), closed_at=None, outcome=None, supporter=None, choices=())
    return new_promise(bare, desk.now, desk)


def release_supporter(case: Case, why: str, desk: Desk) -> tuple[Letter, ...]:
    """The letter that lets the supporter of an unfinished case go; none where nobody is asked."""
    supporter = to_supporter.of_case(case, desk)
    waiting = case.state in (State.INVITED, State.REACHED_OUT, State.TALKING)
    return (to_supporter.released(case, supporter, why),) if supporter and waiting else ()


def handed_on(case: Case, to: Address, why: str, desk: Desk) -> Step:
    """Another office owns it now, and gets all it needs to act."""
    moved = replace(case, owner=to.email)
    if case.state is State.OPEN:
        return moved, (
            to_coordinator.first_question(moved, desk, to_coordinator.words_again(moved, desk), handed_on=why),
        )
    return moved, (to_coordinator.ask_rematch(moved, desk, why, handed_on=why),)


def remembered(before: Case, after: Case, desk: Desk) -> Case:
    """The case with what is needed to undo the command, for as long as the settings allow."""
    bare = replace(before, undo="", undo_until=None, marks=())
    until = desk.now + timedelta(minutes=desk.organisation.clock.undo_minutes)
    return replace(after, undo=_CASE.dump_json(bare).decode(), undo_until=until)


def noted_as_new(case: Case, desk: Desk) -> Case:
    """A case that did not exist before the command: a referral taken by telephone. Undone, it is closed."""
    until = desk.now + timedelta(minutes=desk.organisation.clock.undo_minutes)
    return replace(case, undo=_NEW, undo_until=until)


def taken_down(case: Case) -> bool:
    """Was the last command the one that opened the case?"""
    return case.undo == _NEW


def earlier(case: Case) -> Case | None:
    """The case as it was before the last command; None where there was none, or it did not exist."""
    return _CASE.validate_json(case.undo) if case.undo and not taken_down(case) else None
