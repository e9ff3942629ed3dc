"""A deadline passed: reminders, the next one in line, the next choice, the end of a hold.

Of several that piled up while the service was away, one speaks: the last of its kind. Each leaves the case with a later
deadline or closed, so that a sweep always ends.
"""

from dataclasses import replace
from datetime import timedelta

from mailer.casework import safety, to_coordinator, to_peer, to_supporter
from mailer.casework.desk import Desk
from mailer.casework.moves import (
    INVITATION,
    PROMISE,
    Step,
    back_to_owner,
    closed,
    handed_on,
    match_again,
    new_promise,
    release_supporter,
    with_somebody_there,
)
from mailer.casework.routing import backup_of, owner_address, still_to_ask, system_office
from mailer.model.case import Case, Deadline, Due, Move, Outcome, State
from mailer.model.decision import Decision
from mailer.model.meaning import Reason

_MATCHED = (State.REACHED_OUT, State.TALKING)
_LATER: tuple[Deadline, ...] = ("ask-how-it-went", "no-answer")


def passed(case: Case, due: Due, desk: Desk) -> Decision:
    """What a passed deadline of this case brings about. One that no longer stands brings nothing."""
    if due not in case.dues or not case.is_open:
        return Decision(because=(Reason("decision", "the deadline no longer stands"),), meant=f"deadline {due.what}")
    (moved, letters), rule = _step(case, due, desk)
    return Decision(cases=(moved,), letters=letters, because=(Reason("decision", rule),), meant=f"deadline {due.what}")


def _step(case: Case, due: Due, desk: Desk) -> tuple[Step, str]:
    if due.what == "page":
        return safety.page(case, due, desk), "nobody has answered: the next one is paged"
    if due.what in PROMISE:
        return _promise(case, desk)
    if case.in_danger:
        return (_later(case, due, desk), ()), "the flow holds while danger stands"
    if due.what in INVITATION:
        return _invitation(case, desk)
    if due.what == "hold-ends":
        moved = new_promise(replace(case.after(Move.TAKEN_UP_AGAIN), held_until=None, dues=()), desk.now, desk)
        if moved.peer.resolved == "ambiguous":
            moved, _ = with_somebody_there(moved, desk)
            asked = to_coordinator.ask_which(moved, desk, to_coordinator.words_again(moved, desk))
            return (moved, (asked,)), "the date has come"
        return match_again(moved, "The date that was waited for has come.", desk), "the date has come"
    if due.what == "remind-peer":
        return _reminded(case, due, desk)
    return _outreach(case, desk)


def _later(case: Case, due: Due, desk: Desk) -> Case:
    """The deadline, put off: while danger stands, nobody is asked anything by the clock."""
    others = tuple(d for d in case.dues if d != due)
    return replace(case, dues=(*others, replace(due, at=desk.now + timedelta(hours=1))))


def _latest(case: Case, kinds: tuple[Deadline, ...], desk: Desk) -> tuple[Due, Case]:
    """The last of those that have passed, and the case without any of them."""
    past = [d for d in case.dues if d.what in kinds and d.at <= desk.now] or [
        min((d for d in case.dues if d.what in kinds), key=lambda d: d.at)
    ]
    last = max(past, key=lambda d: (kinds.index(d.what), d.at))
    return last, replace(case, dues=tuple(d for d in case.dues if d not in past))


# ------------------------------------------------------------------ the promise


def _promise(case: Case, desk: Desk) -> tuple[Step, str]:
    """Half of the promise: a reminder; three quarters: the backup; the whole: the system office, then day by day."""
    last, moved = _latest(case, PROMISE, desk)
    if case.state in (*_MATCHED, State.HELD):
        return (replace(moved, dues=tuple(d for d in moved.dues if d.what not in PROMISE)), ()), "the promise was kept"
    if last.what == "system":
        again = Due("system", desk.now + timedelta(hours=desk.rulebook.flow.remind_again_hours), last.step + 1)
        moved = replace(moved, dues=(*(d for d in moved.dues if d.what not in PROMISE), again))
    if last.what == "ask-overdue":
        if case.state is State.INVITED:
            return (moved, ()), "a supporter was asked in time"
        if (
            desk.is_away(case.owner)
            and case.state is State.OPEN
            and not case.in_danger
            and (to := backup_of(case, desk))
        ):
            return handed_on(
                moved, to, f"{owner_address(case, desk).name or 'The coordinator'} is away.", desk
            ), "handed on: away"
        return (moved, (to_coordinator.ask_overdue(moved, desk, breach=False),)), "the coordinator is reminded"
    to = None
    if last.what == "backup" and case.state is State.OPEN:
        to = backup_of(case, desk)
    elif last.what == "system":
        # whoever was away at the whole of the promise may be back a day later: nobody owns nothing
        to = (system_office(case, desk) if last.step == 0 else None) or still_to_ask(case, desk)
    if to is None:
        return (moved, (to_coordinator.ask_overdue(moved, desk, breach=True),)), "the owner is told of the breach"
    name = owner_address(case, desk).name or "The coordinator"
    why = (
        f"{name} has not answered yet."
        if case.state is State.OPEN
        else "The promise has passed without a supporter's yes."
    )
    if case.in_danger:
        handed = replace(moved, owner=to.email)
        page = safety.page_again(handed, to, desk, handed.danger.pages if handed.danger else 1)
        return (handed, (page,)), "handed on: danger stands, and nobody has decided"
    return handed_on(moved, to, why, desk), "handed on: the owner has not answered"


# --------------------------------------------------------------- the supporter


def _invitation(case: Case, desk: Desk) -> tuple[Step, str]:
    """No answer of the supporter: once more; then the next choice, or back to the coordinator."""
    last, moved = _latest(case, INVITATION, desk)
    supporter = to_supporter.of_case(case, desk)
    if case.state is not State.INVITED:
        return (
            replace(moved, dues=tuple(d for d in moved.dues if d.what not in INVITATION)),
            (),
        ), "nobody is asked any more"
    if last.what == "ask-again" and supporter:
        return (moved, (to_supporter.again(moved, supporter, desk),)), "the supporter is asked again"
    letters = release_supporter(case, to_supporter.NO_ANSWER_YET, desk)
    name = supporter.name if supporter else "The supporter"
    back, more = back_to_owner(moved, Move.INVITATION_WITHDRAWN, f"{name} has not answered.", desk)
    return (back, (*letters, *more)), "no answer: the next choice, or the coordinator"


def _reminded(case: Case, due: Due, desk: Desk) -> tuple[Step, str]:
    """The outreach once more, where the settings allow it and the peer has said nothing."""
    moved = replace(case, dues=tuple(d for d in case.dues if d != due))
    supporter = to_supporter.of_case(case, desk)
    ends = any(d.what == "no-answer" and d.at <= desk.now for d in case.dues)
    quiet = case.state is State.REACHED_OUT and case.outreach_sent and not case.peer_said_yes and not ends
    letters = (
        (to_peer.outreach(moved, supporter, desk),)
        if supporter and quiet and to_peer.may_be_written_to(case, desk)
        else ()
    )
    return (moved, letters), "the one reminder that the settings allow"


def _outreach(case: Case, desk: Desk) -> tuple[Step, str]:
    """After the outreach: how did it go? After a month without any word, closed."""
    last, moved = _latest(case, _LATER, desk)
    supporter = to_supporter.of_case(case, desk)
    if case.state not in _MATCHED:
        return (
            replace(moved, dues=tuple(d for d in moved.dues if d.what not in _LATER)),
            (),
        ), "nobody reaches out any more"
    if last.what == "no-answer":
        shut = closed(case, Move.NOT_REACHED, Outcome.NO_ANSWER, desk)
        told = to_coordinator.tell_outcome(shut, desk, to_coordinator.OUTCOMES[Outcome.NO_ANSWER])
        return (shut, (*release_supporter(case, to_supporter.CLOSED, desk), told)), "no word for a month: closed"
    asks = (to_supporter.how_it_went(moved, supporter),) if supporter else ()
    return (moved, asks), "the supporter is asked how it went"
