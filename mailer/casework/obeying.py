"""One command of an office, done to one case; and to several by their ids.

A command that the case's state does not allow is said so, with the cure. A case in danger is released by a decision, and
taken back it is in danger again.
"""

from dataclasses import replace
from datetime import date

from mailer.casework import commands, safety, to_coordinator, to_supporter, undoing
from mailer.casework.closing import reason_in
from mailer.casework.commands import Done
from mailer.casework.desk import Desk
from mailer.casework.moves import closed, release_supporter, remembered
from mailer.casework.routing import region_of_office
from mailer.casework.to_peer import is_stopped
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Mark, Move, NotNow, Outcome, State
from mailer.model.letters import Letter
from mailer.model.meaning import Answer, Intent
from mailer.model.organisation import SYSTEM
from mailer.model.question import Asked

DECISIONS: tuple[Intent, ...] = ("assign", "transfer", "outside", "hold", "close", "undo")
_UNDO_SOON = "Answer UNDO soon after, or write a new referral."


def obey(deciding: list[Intent], answer: Answer, mark: Mark, to: Address, case: Case, desk: Desk) -> Done:
    """The command done, or refused with the reason."""
    try:
        return _command(deciding, answer, mark, to, case, desk)
    except NotNow:
        return commands.refused(case, to, f"A case that is {case.state.value} cannot be changed so.", _UNDO_SOON)


def _command(deciding: list[Intent], answer: Answer, mark: Mark, to: Address, case: Case, desk: Desk) -> Done:
    argument = answer.argument if isinstance(answer.argument, str) else None
    match deciding[0] if len(deciding) == 1 else "outside":
        case "assign":
            asked_who = mark.letter == "coordinator/ask-which-person" or case.peer.resolved == "ambiguous"
            chosen = commands.choose_person(case, answer.argument, mark, to, desk) if asked_who else None
            if case.state is State.CLOSED:
                raise NotNow(case.state, Move.ASSIGNED)
            return chosen or commands.assign(case, answer.argument, mark, to, desk)
        case "transfer":
            if case.state is State.CLOSED:
                raise NotNow(case.state, Move.HELD_BACK)
            return commands.transfer(case, argument or "", to, desk)
        case "outside":
            if case.state is State.CLOSED:
                raise NotNow(case.state, Move.HELD_BACK)
            goal = argument if argument in {r.id for r in desk.organisation.regions} else None
            return commands.outside(case, goal, to, desk)
        case "hold":
            if case.state is State.CLOSED:
                raise NotNow(case.state, Move.HELD_BACK)
            return commands.hold(case, answer.hold_until or _day(argument), to, desk)
        case "close":
            if case.state is State.CLOSED:
                raise NotNow(case.state, Move.CLOSED_BY_COORDINATOR)
            reason = argument or reason_in(answer.text, desk.rulebook.flow.close_reasons)
            return commands.close(case, reason, to, desk)
        case _:
            return undoing.undo(case, to, desk)


def _day(argument: str | None) -> date | None:
    """The date of a hold, where the argument alone carries it."""
    try:
        return date.fromisoformat(argument) if argument else None
    except ValueError:
        return None


def go_on(seen: Case, to: Address, desk: Desk) -> Done:
    """The danger is released: the ordinary flow again, where it stood; the list where nobody is matched yet."""
    free = safety.released(seen, desk)
    if is_stopped(free, desk) and not to_coordinator.self_referred(free):
        shut = closed(free, Move.STOPPED, Outcome.DECLINED, desk)
        let_go = release_supporter(free, to_supporter.PREFERS_NONE, desk)
        outcome = to_coordinator.tell_outcome(shut, desk, to_coordinator.STOPPED_BEFORE)
        return Done((shut,), (*let_go, outcome), "released; a stop stands")
    case = remembered(seen, free, desk)
    if case.state in (State.OPEN, State.HELD):
        own = replace(case, owner=to.email)
        ask = to_coordinator.first_question(own, desk, to_coordinator.words_again(case, desk), undo=True)
        return Done((own,), (ask,), "released: the ordinary flow goes on")
    told = (to_coordinator.tell_done(case, to, case.region, "The case goes on where it stood."),)
    return Done((case,), told, "released: the ordinary flow goes on")


def to_each(asked: Asked, ids: tuple[str, ...], to: Address, case: Case | None, desk: Desk) -> Done:
    """The command done to each of these cases, where it is still this office's own; where not, it is said.

    `case` is that of the letter answered, as it is known now.
    """
    known = {c.id: c for c in (*desk.open_cases, *((case,) if case else ()))}
    cases, letters, acted = list[Case](), list[Letter](), False
    for one in (known.get(i) for i in ids):
        if one is None or not one.is_open or canonical(one.owner) != canonical(to.email):
            continue
        done = _to_one(asked, one, to, desk)
        cases += done.cases
        letters += done.letters
        acted = acted or done.acted
    gone = [
        i for i in ids if i not in known or not known[i].is_open or canonical(known[i].owner) != canonical(to.email)
    ]
    if gone:
        why = f"{' and '.join(gone)}: closed already, or with another office now, so nothing was done there."
        region = case.region if case else region_of_office(to.email, desk, SYSTEM)
        letters.append(to_coordinator.tell_not_done(None, to, region, why, "Write STATUS to see your cases."))
    return Done(tuple(cases), tuple(letters), f"{asked.command}: the cases that were named", acted)


def _to_one(asked: Asked, case: Case, to: Address, desk: Desk) -> Done:
    seen = safety.acknowledged(case, desk)
    if asked.command == "release":
        if seen.in_danger:
            return go_on(seen, to, desk)
        return commands.refused(case, to, "No sign of danger stands in this case.", "Nothing to do.")
    answer = Answer("coordinator", (asked.command,), argument=asked.argument, hold_until=asked.until)
    blank = Mark("", "", "coordinator", to.email, "", desk.now)
    return decided([asked.command], answer, blank, to, seen, desk)


def decided(deciding: list[Intent], answer: Answer, mark: Mark, to: Address, seen: Case, desk: Desk) -> Done:
    """A decision releases what is held in danger; undone, the danger stands again. What is taken back releases nothing."""
    free = seen if deciding == ["undo"] else safety.released(seen, desk)
    done = obey(deciding, answer, mark, to, free, desk)
    if not seen.in_danger:
        return done
    if not done.acted:
        return replace(done, cases=done.cases or (seen,))
    cases = tuple(remembered(seen, c, desk) if c.id == seen.id and c.undo else c for c in done.cases)
    return replace(done, cases=cases)
