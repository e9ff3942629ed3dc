"""Take the last command of a coordinator back, within its time.

The case is open again, with the owner, the region and the promise it had; a supporter who was asked is released; a
danger that stood before stands again. What has gone on meanwhile (a supporter accepted, a letter left) cannot be taken
back, and is said with what can be done instead. Every change of the state is a move of the table.
"""

from dataclasses import replace
from datetime import timedelta

from mailer.casework import safety, to_coordinator
from mailer.casework.commands import MATCHED, Done, refused, reopened
from mailer.casework.desk import Desk
from mailer.casework.exclusion import may_hold
from mailer.casework.moves import closed, earlier, release_supporter, taken_down
from mailer.casework.routing import owner_address
from mailer.casework.to_supporter import WITHDRAWN
from mailer.model.address import Address
from mailer.model.case import Case, Due, Move, Outcome, State
from mailer.model.letters import Letter

_HELD = "The sign of danger stands again: the case is held until you answer GO ON, or CLOSE, or any other decision."


def undo(case: Case, to: Address, desk: Desk) -> Done:
    """Take the last command back, within its time: the case is as it was before, as far as nothing has gone on since."""
    if not case.undo or case.undo_until is None or desk.now > case.undo_until:
        return refused(case, to, "There is nothing that can be undone any more.", "Answer with what shall be done now.")
    before = earlier(case)
    if before is None:
        return _never_taken_down(case, to, desk)
    if before.in_danger and case.is_open and (case.state in MATCHED or _stands_where_it_stood(case, before)):
        return _held_again(case, before, to)
    if case.state in MATCHED:
        why = "The supporter has accepted already, and has the contact."
        return refused(case, to, why, "Name another supporter, or close the case.")
    moved, released = _as_before(case, before, to, desk)
    told: tuple[Letter, ...] = ()
    other = owner_address(case, desk)
    if not other.same(before.owner) and not other.same(to):
        note = "The office that passed this case on has taken it back. Nothing to do."
        told = (to_coordinator.tell_done(replace(moved, undo=""), other, case.region, note),)
    moved, asks = _asked_anew(moved, case, before, to, desk)
    return Done((moved,), (*released, *told, *asks), "undone at the coordinator's word")


def _never_taken_down(case: Case, to: Address, desk: Desk) -> Done:
    """A referral taken by telephone, written down by mistake: closed, as if nobody had called."""
    if case.in_danger:
        why = "A sign of danger has been written of meanwhile, so the case stays."
        return refused(case, to, why, "Answer GO ON to have it matched, or CLOSE to close it all the same.")
    if case.state in MATCHED:
        return refused(case, to, "A supporter has accepted already, and has the contact.", "Answer CLOSE to close it.")
    letters = list(release_supporter(case, WITHDRAWN, desk))
    shut = closed(case, Move.CLOSED_BY_COORDINATOR, Outcome.WITHDRAWN, desk)
    owner = owner_address(case, desk)
    if not owner.same(to):
        note = "The office that took this referral down has taken it back, and the case is closed. Nothing to do."
        letters.append(to_coordinator.tell_done(shut, owner, shut.region, note))
    done = "The new referral is taken back, and its case is closed. The peer was not written to."
    letters.append(to_coordinator.tell_done(shut, to, shut.region, done))
    return Done((shut,), tuple(letters), "a referral taken down by mistake")


def _stands_where_it_stood(case: Case, before: Case) -> bool:
    return case.state is before.state and case.supporter == before.supporter


def _held_again(case: Case, before: Case, to: Address) -> Done:
    """The release is taken back: whatever the case has come to, it is held in danger once more."""
    held = replace(case, danger=before.danger, undo="", undo_until=None)
    sentences = ["Taken back.", _HELD]
    if case.state in MATCHED and before.state not in MATCHED:
        sentences.append(
            "The supporter has accepted meanwhile and has the contact: please call them if they shall wait."
        )
    elif case.state is not State.OPEN:
        sentences.append("A letter that has left meanwhile cannot be called back: please call, if somebody shall wait.")
    return Done((held,), (to_coordinator.tell_done(held, to, held.region, *sentences),), "held in danger again")


def _as_before(case: Case, before: Case, to: Address, desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
    """The case as the command found it. What a further mail has added since stays: a wish is never undone with a command."""
    bare: Case
    released: tuple[Letter, ...]
    if case.state is State.CLOSED:
        bare, released = replace(case.after(Move.REOPENED), supporter=None, outcome=None, closed_at=None), ()
    else:
        bare, released = reopened(case, desk)
    further = case.mail_ids != before.mail_ids
    chosen = before.peer.resolved == "ambiguous" and case.peer.resolved != "ambiguous"
    moved_by_mail = further and case.outside and not before.outside
    moved = replace(
        bare,
        region=case.region if moved_by_mail else before.region,
        peer=replace(before.peer, contact=case.peer.contact) if chosen else case.peer,
        outside=before.outside or moved_by_mail,
        home_regions=tuple(sorted({*before.home_regions, *case.home_regions})) if further else before.home_regions,
        words_for_owner=before.words_for_owner and (case.words_for_owner or not further),
        danger=before.danger if before.in_danger and not case.in_danger else case.danger,
        choices=(),
        dues=(),
        undo="",
        undo_until=None,
        promise_at=before.promise_at,
    )
    owners = (a for a in (to, owner_address(before, desk)) if may_hold(moved, a, desk))
    moved = replace(moved, owner=next((a.email for a in owners), case.owner))
    return _promise_again(moved, before, desk), released


def _asked_anew(moved: Case, case: Case, before: Case, to: Address, desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
    """What the coordinator is asked now; while danger stands, nothing but what shall become of it."""
    waits = before.state is State.HELD and before.held_until is not None and before.held_until > desk.now
    if waits and before.held_until:
        moved = replace(moved.after(Move.HELD_BACK), held_until=before.held_until)
        moved = replace(moved, dues=(Due("hold-ends", before.held_until),))
    if moved.in_danger:
        moved = safety.acknowledged(moved, desk)
        sentences = ("Taken back.", *_already_out(case, before, desk), _HELD)
        return moved, (to_coordinator.tell_done(moved, to, moved.region, *sentences),)
    if waits:
        return moved, (to_coordinator.tell_done(moved, to, moved.region, "Taken back. The case waits as before."),)
    if moved.peer.resolved == "ambiguous":
        return moved, (to_coordinator.ask_which(moved, desk, to_coordinator.words_again(moved, desk)),)
    why = " ".join(("Taken back at your word.", *_already_out(case, before, desk), "Whom shall we ask?"))
    return moved, (to_coordinator.ask_rematch(moved, desk, why),)


def _already_out(case: Case, before: Case, desk: Desk) -> tuple[str, ...]:
    """What cannot be called back, and what can be done instead."""
    sentences = []
    was_asked = before.state in (State.INVITED, *MATCHED) and before.supporter
    supporter = desk.organisation.supporter(before.supporter) if was_asked and before.supporter else None
    if supporter and (case.state is State.CLOSED or case.supporter != before.supporter):
        sentences.append(f"{supporter.name} has been let go already: name them again to ask them anew.")
    if case.outreach_sent:
        sentences.append("The peer was written to before; nobody writes a first letter twice.")
    return tuple(sentences)


def may_take_back(case: Case, to: Address) -> bool:
    """Whoever gave the last command may take it back, though another office has the case now."""
    before = earlier(case)
    return to.same(before.owner) if before else taken_down(case) and to.same(case.referrer)


def _promise_again(case: Case, before: Case, desk: Desk) -> Case:
    """The reminders of the earlier promise that are still ahead; the last one in any case."""
    ahead = tuple(d for d in before.dues if d.what in ("ask-overdue", "backup", "system") and d.at > desk.now)
    if any(d.what == "system" for d in ahead):
        return replace(case, dues=ahead)
    again = desk.now + timedelta(hours=desk.rulebook.flow.catch_up_hours)
    return replace(case, dues=(*ahead, Due("system", again)))
