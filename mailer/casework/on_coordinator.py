"""What a coordinator, a backup or somebody on call answers, and what comes of it.

Only who may hold the case is obeyed. A page is stopped by any words, the hold by a decision. What was done is confirmed
with how to undo it; what cannot be told apart is one question back, and nothing is done.
"""

from dataclasses import replace

from mailer.casework import commands, obeying, safety, to_coordinator, undoing, which_cases
from mailer.casework.closing import says_no, says_yes
from mailer.casework.commands import Done
from mailer.casework.desk import Arrival, Desk
from mailer.casework.digest import status_lines
from mailer.casework.matching import candidates
from mailer.casework.moves import reopened
from mailer.casework.obeying import DECISIONS
from mailer.casework.routing import may_decide, office_address
from mailer.model.address import Address
from mailer.model.case import Case, Mark, State
from mailer.model.decision import Decision
from mailer.model.letters import DigestLine, Letter, TellHelp
from mailer.model.meaning import Answer, Reason

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
    if mark.asked is not None:
        completed = which_cases.completed(answer, mark.asked, to, case.region, case, desk)
        if completed is not None:
            return _decision(answer, completed)
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
        other = which_cases.another_case_named("release", answer, seen, to, desk)
        return _decision(answer, replace(other, cases=(seen,)) if other else obeying.go_on(seen, to, desk))
    if deciding:
        done = _obeyed(answer, mark, to, seen, arrival, desk)
        return _decision(answer, done if done.acted else replace(done, cases=done.cases or (seen,)))
    text = "The pages have stopped. The case waits for you: answer GO ON to have it matched, or CLOSE, or any other decision."
    told = (to_coordinator.tell_done(replace(seen, undo=""), to, seen.region, text),)
    extra = _asked_for(answer, to, seen, desk)
    return _decision(answer, Done((seen,), (*told, *extra), "acknowledged: the pages stop"))


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
    many = which_cases.several_closed(answer, case, to, desk) or which_cases.another_case_named(
        deciding[0], answer, case, to, desk
    )
    if many is not None:
        return many
    done = obeying.decided(deciding, answer, mark, to, case, desk)
    return replace(done, letters=(*done.letters, *extra))


def _no_command(
    answer: Answer, mark: Mark, to: Address, case: Case, arrival: Arrival, desk: Desk, extra: tuple[Letter, ...]
) -> Done:
    """Seen, a question, or words that say nothing of ours."""
    asked_back = mark.letter == "coordinator/ask-unclear"
    if asked_back and len(mark.listed) == 1 and says_yes(answer.text) and case.is_open:
        if case.state in commands.MATCHED:
            return commands.refused(
                case, to, "A supporter has accepted already.", "Name another supporter, or close the case."
            )
        return commands.assign(case, "1", mark, to, desk)
    if asked_back and says_no(answer.text, ()):
        return Done(letters=extra, rule="a no: nothing is done", acted=False)
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
