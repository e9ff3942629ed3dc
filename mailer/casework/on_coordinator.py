"""What a coordinator, a backup or somebody on call answers, and what comes of it.

Only who may hold the case is obeyed. A page is stopped by any words, the hold by a decision. What was done is confirmed
with how to undo it; what cannot be told apart is one question back, and nothing is done.
"""

import re
from dataclasses import replace
from datetime import date

from mailer.casework import commands, safety, to_coordinator, undoing
from mailer.casework.closing import ids_in, numbers_in, reason_in, strange_ids
from mailer.casework.commands import Done
from mailer.casework.desk import Arrival, Desk
from mailer.casework.digest import status_lines
from mailer.casework.matching import candidates
from mailer.casework.moves import closed, remembered, reopened
from mailer.casework.naming import name_tokens
from mailer.casework.routing import may_decide, office_address
from mailer.casework.to_peer import is_stopped
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Mark, Move, NotNow, Outcome, State
from mailer.model.decision import Decision
from mailer.model.letters import DigestLine, Letter, TellHelp
from mailer.model.meaning import Answer, Intent, Reason

DECISIONS: tuple[Intent, ...] = ("assign", "transfer", "outside", "hold", "close", "undo")
_YES = re.compile(
    r"^\W*(?:yes|yep|yeah|sure|ok|okay|fine|please do|go ahead|do so|oui|d'accord|s[ií]|claro)\b\W*"
    r"(?:(?:please|thanks|thank you|do|do so|go ahead|merci|gracias|por favor)\W*){0,2}$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that says yes to a question and nothing else. "Got it, thanks" has seen the question, and answers nothing."""
_READINGS = (
    "a number or a name: ask that supporter",
    "HOLD UNTIL and a date",
    "OUTSIDE",
    "TRANSFER TO and a region",
    "CLOSE",
)


def answered(answer: Answer, mark: Mark, case: Case, arrival: Arrival, desk: Desk) -> Decision:
    """A coordinator's or an on-call person's answer to a letter about a case."""
    to = office_address(mark.reader, desk)
    paged = mark.letter == "coordinator/ask-crisis" and any(o.address.same(to) for o in desk.organisation.on_call)
    if answer.safety and not case.in_danger:  # whoever writes it, whatever became of the case
        return _danger(answer, to, case, desk)
    if mark.role == "on-call" or (paged and not may_decide(case, to.email, desk)):
        return _on_call(answer, to, case, desk)
    takes_back = "undo" in answer.intents and undoing.may_take_back(case, to)
    if not may_decide(case, to.email, desk) and not takes_back:
        why = "The case has been passed on to another office, so your answer changed nothing."
        letter = to_coordinator.tell_not_done(
            case, to, case.region, why, "Nothing to do; write to the system office if in doubt."
        )
        return _decision(answer, Done(letters=(letter,), rule="no longer this office's case", acted=False))
    if case.in_danger and case.is_open:
        return _in_danger(answer, mark, to, case, arrival, desk)
    return _decision(answer, _obeyed(answer, mark, to, case, arrival, desk))


def _danger(answer: Answer, to: Address, case: Case, desk: Desk) -> Decision:
    """A sign of danger in an office's own words: pages, to the backup too; nothing else of the answer is done."""
    if case.state is State.CLOSED:
        case = reopened(case, desk)
    moved, letters = safety.alarm(
        case,
        desk,
        words=answer.text or None,
        writer=to,
        writer_role="the coordinator",
        with_backup=True,
        in_answer=True,
    )
    done = Done((moved,), letters, "a sign of danger: nothing else is done")
    return replace(_decision(answer, done), filing="Needs a person", needs_a_person=True)


def _on_call(answer: Answer, to: Address, case: Case, desk: Desk) -> Decision:
    """A full on-call's words stop the pages; an alert's do not (CONTRACT, Safety). Neither decides anything."""
    full = any(o.address.same(to) and o.detail == "full" for o in desk.organisation.on_call)
    if full and case.in_danger:
        moved = safety.acknowledged(case, desk)
        text = "The pages have stopped. The coordinator decides what happens next."
        return _decision(
            answer, Done((moved,), (to_coordinator.tell_done(moved, to, moved.region, text),), "acknowledged")
        )
    return _decision(answer, Done(rule="an alert's answer stops no page", acted=False))


def _in_danger(answer: Answer, mark: Mark, to: Address, case: Case, arrival: Arrival, desk: Desk) -> Decision:
    """Any words stop the pages; a decision lets the flow go on."""
    seen = safety.acknowledged(case, desk)
    deciding = [i for i in answer.intents if i in DECISIONS]
    if "release" in answer.intents and not deciding:
        free = safety.released(seen, desk)
        if is_stopped(free, desk) and not to_coordinator.self_referred(free):
            shut = closed(free, Move.STOPPED, Outcome.DECLINED, desk)
            told: tuple[Letter, ...] = (to_coordinator.tell_outcome(shut, desk, to_coordinator.STOPPED_BEFORE),)
            return _decision(answer, Done((shut,), told, "released; a stop stands"))
        return _decision(answer, _go_on(remembered(seen, free, desk), to, desk))
    if deciding:
        free = seen if deciding == ["undo"] else safety.released(seen, desk)  # what is taken back releases nothing
        done = _obeyed(answer, mark, to, free, arrival, desk)
        if done.acted:
            # undone, the danger stands again as it did before the decision
            cases = tuple(remembered(seen, c, desk) if c.id == seen.id and c.undo else c for c in done.cases)
            return _decision(answer, replace(done, cases=cases))
        return _decision(answer, replace(done, cases=done.cases or (seen,)))
    text = "The pages have stopped. The case waits for you: answer GO ON to have it matched, or CLOSE, or any other decision."
    told = (to_coordinator.tell_done(replace(seen, undo=""), to, seen.region, text),)
    extra = _asked_for(answer, to, seen, desk)
    return _decision(answer, Done((seen,), (*told, *extra), "acknowledged: the pages stop"))


def _go_on(case: Case, to: Address, desk: Desk) -> Done:
    """The ordinary flow again, where it stood: the list where nobody is matched yet."""
    if case.state in (State.OPEN, State.HELD):
        own = replace(case, owner=to.email)
        ask = to_coordinator.first_question(own, desk, to_coordinator.words_again(case, desk), undo=True)
        return Done((own,), (ask,), "released: the ordinary flow goes on")
    told = to_coordinator.tell_done(case, to, case.region, "The case goes on where it stood.")
    return Done((case,), (told,), "released: the ordinary flow goes on")


def _obeyed(answer: Answer, mark: Mark, to: Address, case: Case, arrival: Arrival, desk: Desk) -> Done:
    """The commands of one answer, in the order that makes sense; or one question back."""
    deciding = [i for i in answer.intents if i in DECISIONS]
    extra = _asked_for(answer, to, case, desk)
    if len(deciding) > 1 and set(deciding) != {"outside", "transfer"}:
        return _ask_back(
            case, to, "Your answer could mean more than one thing. Which shall it be?", desk, arrival, extra
        )
    if not deciding:
        return _no_command(answer, mark, to, case, arrival, desk, extra)
    many = (
        _not_theirs(answer, case, to, desk)
        or _other_cases(answer, case, to, desk)
        or _another_case_named(answer, case, to, desk)
    )
    if many is not None:
        return many
    try:
        done = _command(deciding, answer, mark, to, case, desk)
    except NotNow:
        cure = "Answer UNDO soon after, or write a new referral."
        done = commands.refused(case, to, f"A case that is {case.state.value} cannot be changed so.", cure)
    return replace(done, letters=(*done.letters, *extra))


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


def _other_cases(answer: Answer, case: Case, to: Address, desk: Desk) -> Done | None:
    """ "Close K7F2 and M3QX": each by its id, where all are this office's; else asked back. None where one case is meant."""
    held = {
        c.id.lower(): c for c in (*desk.open_cases, case) if canonical(c.owner) == canonical(to.email) and c.is_open
    }
    said = (answer.argument,) if isinstance(answer.argument, str) else tuple(answer.argument or ())
    said = said or ids_in(answer.text, (c.id for c in held.values())) or numbers_in(answer.text)
    if "close" not in answer.intents or not said or (len(said) == 1 and said[0] in {o.value for o in Outcome}):
        return None
    named = [held.get(s.strip().strip("#").lower()) for s in said]
    if len(said) == 1 and named[0] is None and not said[0].strip("# ").isdigit():
        return None
    found = [c for c in named if c is not None]
    if len(found) != len(said):
        question = "Which cases shall be closed? Please answer with their ids, or answer each one's own letter."
        letter = to_coordinator.ask_unclear(
            case, to, case.region, question, readings=tuple(c.id for c in held.values())
        )
        return Done(letters=(letter,), rule="asked back: which cases", acted=False)
    steps = [commands.close(c, None, to, desk) for c in {c.id: c for c in found}.values()]
    return Done(
        tuple(c for s in steps for c in s.cases),
        tuple(letter for s in steps for letter in s.letters),
        "several cases closed",
    )


def _not_theirs(answer: Answer, case: Case, to: Address, desk: Desk) -> Done | None:
    """ "Close K7Q2M", where no open case of this office is called so: nothing is done to any case. None where none such is named."""
    own = [c.id for c in desk.open_cases if canonical(c.owner) == canonical(to.email) or c.id == case.id] or [case.id]
    others = ids_in(answer.text, (c.id for c in desk.open_cases if c.id not in own and c.id != case.id))

    def names() -> frozenset[str]:
        people = (*(p.name for p in desk.organisation.directory), *(s.name for s in desk.organisation.supporters))
        return frozenset(word for name in people for word in name_tokens(name))

    if not others and not strange_ids(answer.text, (*own, case.id), names):
        return None
    return _which_case(case, to, ids_in(answer.text, own))


def _another_case_named(answer: Answer, case: Case, to: Address, desk: Desk) -> Done | None:
    """ "Hold K7F2M until Monday" in answer to another case's letter: nothing is done and it is asked back. None where no other is named."""
    own = (c.id for c in desk.open_cases if c.id != case.id and canonical(c.owner) == canonical(to.email))
    named = ids_in(answer.text, own)
    return _which_case(case, to, named) if named else None


def _which_case(case: Case, to: Address, own: tuple[str, ...]) -> Done:
    """Asked back alike whether the id is a slip, a closed case's or another office's: of theirs nothing is told."""
    question = (
        "Your answer names another case than the letter it answers, so nothing was done. "
        "Please answer the letter of the case you mean, or write again without the other id."
    )
    readings = tuple(dict.fromkeys((case.id, *own)))
    letter = to_coordinator.ask_unclear(case, to, case.region, question, readings=readings)
    return Done(letters=(letter,), rule="asked back: another case is named", acted=False)


def _no_command(
    answer: Answer, mark: Mark, to: Address, case: Case, arrival: Arrival, desk: Desk, extra: tuple[Letter, ...]
) -> Done:
    """Seen, a question, or words that say nothing of ours."""
    confirmed = mark.letter == "coordinator/ask-unclear" and len(mark.listed) == 1
    if confirmed and "acknowledge" in answer.intents and _YES.search(answer.text) and case.is_open:
        if case.state in commands.MATCHED:
            return commands.refused(
                case, to, "A supporter has accepted already.", "Name another supporter, or close the case."
            )
        return commands.assign(case, "1", mark, to, desk)
    if extra or "acknowledge" in answer.intents:
        return Done(letters=extra, rule="seen; nothing decided", acted=False)
    if not case.is_open:
        return commands.refused(case, to, "The case is closed.", "Answer UNDO soon after, or write a new referral.")
    return _ask_back(case, to, "We could not tell what shall be done. What do you mean?", desk, arrival, extra)


def _ask_back(case: Case, to: Address, question: str, desk: Desk, arrival: Arrival, extra: tuple[Letter, ...]) -> Done:
    offered = (
        candidates(case, desk) if case.state in (State.OPEN, State.HELD) and case.peer.resolved != "ambiguous" else ()
    )
    thread = (*to_coordinator.thread_with(case, "coordinator", to.email), arrival.message_id)
    letter = to_coordinator.ask_unclear(
        case, to, case.region, question, readings=_READINGS, people=offered, thread=tuple(m for m in thread if m)
    )
    return Done(letters=(letter, *extra), rule="asked back: unclear", acted=False)


def _asked_for(answer: Answer, to: Address, case: Case, desk: Desk) -> tuple[Letter, ...]:
    """The answers to `status` and `help`."""
    if "status" in answer.intents:
        return (help_letter(to, case.region, status_lines(desk, to.email, case), status=True, case=case),)
    if "help" in answer.intents:
        return (help_letter(to, case.region, (), status=False, case=case),)
    return ()


def help_letter(
    to: Address, region: str, lines: tuple[DigestLine, ...], *, status: bool, case: Case | None = None
) -> TellHelp:
    thread = to_coordinator.thread_with(case, "coordinator", to.email) if case else ()
    return TellHelp(to=to, region=region, case=case.id if case else None, thread=thread, cases=lines, status=status)


def _decision(answer: Answer, done: Done) -> Decision:
    unclear = not done.acted and "unclear" in answer.intents
    return Decision(
        cases=done.cases,
        letters=done.letters,
        filing="Handled",
        because=(*answer.because, Reason("decision", done.rule)),
        meant="unclear" if unclear else "+".join(answer.intents),
    )
