"""Take the last command of a coordinator back, within its time.

The case is open again, with the owner, the region and the promise it had; a supporter who was asked is released. What
has gone on meanwhile (a supporter accepted) cannot be taken back. Every change of the state is a move of the table.
"""

from dataclasses import replace
from datetime import timedelta

from mailer.casework import to_coordinator
from mailer.casework.commands import MATCHED, Done, refused, reopened
from mailer.casework.desk import Desk
from mailer.casework.exclusion import may_hold
from mailer.casework.moves import earlier
from mailer.casework.routing import owner_address
from mailer.model.address import Address
from mailer.model.case import Case, Due, Move, State
from mailer.model.letters import Letter


def undo(case: Case, to: Address, desk: Desk) -> Done:
    """Take the last command back, within its time: the case is open again, as it was before."""
    before = earlier(case)
    if before is None or case.undo_until is None or desk.now > case.undo_until:
        return refused(case, to, "There is nothing that can be undone any more.", "Answer with what shall be done now.")
    if case.state in MATCHED:
        return refused(case, to, "The supporter has accepted already.", "Name another supporter, or close the case.")
    bare: Case
    released: tuple[Letter, ...]
    if case.state is State.CLOSED:
        bare, released = replace(case.after(Move.REOPENED), supporter=None, outcome=None, closed_at=None), ()
    else:
        bare, released = reopened(case, desk)
    other = None if owner_address(case, desk).same(before.owner) else owner_address(case, desk)
    moved = replace(
        bare,
        region=before.region,
        owner=to.email
        if may_hold(replace(bare, region=before.region, outside=before.outside), to, desk)
        else before.owner,
        peer=before.peer,
        outside=before.outside,
        home_regions=before.home_regions,
        words_for_owner=before.words_for_owner,
        choices=(),
        dues=(),
        undo="",
        undo_until=None,
        promise_at=before.promise_at,
    )
    moved = _promise_again(moved, before, desk)
    if before.state is State.HELD and before.held_until and before.held_until > desk.now:
        held = replace(moved.after(Move.HELD_BACK), held_until=before.held_until)
        moved = replace(held, dues=(Due("hold-ends", before.held_until),))
        asks: tuple[Letter, ...] = (
            to_coordinator.tell_done(moved, to, moved.region, "Taken back. The case waits as before."),
        )
    elif moved.peer.resolved == "ambiguous":
        asks = (to_coordinator.ask_which(moved, desk, to_coordinator.words_again(moved, desk)),)
    else:
        asks = (to_coordinator.ask_rematch(moved, desk, "Taken back at your word. Whom shall we ask?"),)
    told: tuple[Letter, ...] = ()
    if other and not other.same(to):
        note = "The office that passed this case on has taken it back. Nothing to do."
        told = (to_coordinator.tell_done(replace(moved, undo=""), other, case.region, note),)
    return Done((moved,), (*released, *told, *asks), "undone at the coordinator's word")


def _promise_again(case: Case, before: Case, desk: Desk) -> Case:
    """The reminders of the earlier promise that are still ahead; the last one in any case."""
    ahead = tuple(d for d in before.dues if d.what in ("ask-overdue", "backup", "system") and d.at > desk.now)
    if any(d.what == "system" for d in ahead):
        return replace(case, dues=ahead)
    again = desk.now + timedelta(hours=desk.rulebook.flow.catch_up_hours)
    return replace(case, dues=(*ahead, Due("system", again)))
