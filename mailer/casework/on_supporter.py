"""What a supporter answers, and what comes of it.

Words of a supporter are passed to nobody, but for safety: what a peer told them stays with them. A late yes is welcome
while nobody else was asked.
"""

from dataclasses import replace

from mailer.casework import pausing, safety, to_coordinator, to_supporter
from mailer.casework.desk import Desk
from mailer.casework.exclusion import why_never
from mailer.casework.moves import Step, accepted, asked_again, back_to_owner, closed, going_on, invite, reopened
from mailer.casework.on_delivery import handed_on_if_away
from mailer.casework.routing import owner_address
from mailer.casework.wishes import with_resources
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Mark, Move, Outcome, State
from mailer.model.decision import Decision
from mailer.model.letters import Letter
from mailer.model.meaning import Answer, Intent, Reason
from mailer.model.organisation import Supporter
from mailer.model.record import Fact

_MATCHED = (State.REACHED_OUT, State.TALKING)
_SAYS_NO: frozenset[Intent] = frozenset({"decline", "handback", "pause"})


def answered(answer: Answer, mark: Mark, case: Case, desk: Desk) -> Decision:
    """A supporter's answer to a letter about a case."""
    supporter = desk.organisation.supporter(mark.reader)
    facts = pausing.remembered(answer, mark.reader, desk)
    if answer.safety:  # first of all, and also from somebody who has left the list meanwhile
        return _danger(answer, supporter.address if supporter else Address(mark.reader), case, desk, facts)
    if supporter is None:
        return _no_longer(answer, mark, case, desk, facts)
    if "unclear" in answer.intents and len(answer.intents) > 1:
        answer = replace(answer, intents=tuple(i for i in answer.intents if i != "unclear"))
    current = bool(case.supporter) and canonical(case.supporter or "") == canonical(mark.reader)
    if case.state is State.CLOSED:
        (moved, letters), rule = _after_the_close(answer, case, desk) if current else ((case, ()), "the case is closed")
    elif current and case.state is State.INVITED:
        (moved, letters), rule = _invited(answer, supporter, case, desk)
    elif current and case.state in _MATCHED:
        (moved, letters), rule = _reaching_out(answer, supporter, case, desk)
    else:
        (moved, letters), rule = _not_asked_now(answer, supporter, case, desk)
    others, more = pausing.confirmed(answer, supporter, desk, case=case)
    return _decision(answer, (*((moved,) if moved != case else ()), *others), (*letters, *more), rule, facts)


def _decision(
    answer: Answer, cases: tuple[Case, ...], letters: tuple[Letter, ...], rule: str, facts: tuple[Fact, ...] = ()
) -> Decision:
    return Decision(
        cases=cases,
        letters=letters,
        filing="Handled",
        because=(*answer.because, Reason("decision", rule)),
        facts=facts,
        meant="+".join(answer.intents),
    )


def _no_longer(answer: Answer, mark: Mark, case: Case, desk: Desk, facts: tuple[Fact, ...]) -> Decision:
    """An answer of somebody who has left the list of supporters: nothing is done, and the owner of an open case hears of it."""
    why = "Somebody who is no longer on the list of supporters has answered a letter of this case. It changed nothing."
    cure = "Put them back on the list, or answer with another number or name."
    to = owner_address(case, desk)
    told = (to_coordinator.tell_not_done(replace(case, undo=""), to, case.region, why, cure),) if case.is_open else ()
    current = bool(case.supporter) and canonical(case.supporter or "") == canonical(mark.reader)
    return _decision(answer, (), told if current else (), "no longer a supporter", facts)


def _danger(answer: Answer, writer: Address, case: Case, desk: Desk, facts: tuple[Fact, ...]) -> Decision:
    """A sign of danger: pages, to the backup too. It closes nothing, and nothing else of the answer is done."""
    if case.state is State.CLOSED:
        case = reopened(case, desk)
    moved, letters = safety.alarm(
        case,
        desk,
        words=answer.text or None,
        writer=writer,
        writer_role="the supporter",
        with_backup=True,
        in_answer=True,
    )
    decision = _decision(answer, (moved,), letters, "a sign of danger closes nothing", facts)
    return replace(decision, filing="Needs a person", needs_a_person=True)


def _invited(answer: Answer, supporter: Supporter, case: Case, desk: Desk) -> tuple[Step, str]:
    said = set(answer.intents)
    if "accept" in said and not said & _SAYS_NO:
        if case.in_danger:
            letter = to_supporter.released(case, supporter, to_supporter.RESTS)
            moved, more = back_to_owner(case, Move.INVITATION_WITHDRAWN, "", desk, refused=False)
            return (moved, (letter, *more)), "the flow holds while danger stands"
        return accepted(case, supporter, desk), "the supporter accepted"
    if said & _SAYS_NO and "accept" not in said:
        why = f"{supporter.name} can't this time."
        return back_to_owner(case, Move.INVITATION_DECLINED, why, desk), "the supporter declined"
    again, case = to_supporter.again(case, supporter, desk), asked_again(case)
    if "escalate" in said:
        case, handed = handed_on_if_away(case, desk)
        return (case, (*handed, _needs_more(case, supporter, desk), again)), "the supporter asks for more help"
    if answer.text and not case.in_danger and "unclear" in said:
        question = to_coordinator.tell_forwarded(
            owner_address(case, desk), case.region, "a question of the supporter who was asked", writer=supporter.address,
            subject="", words=answer.text, case=case,
        )  # fmt: skip
        return (case, (again, question)), "unclear: asked back"
    return (case, (again,)), "unclear: asked back"


def _needs_more(case: Case, supporter: Supporter, desk: Desk) -> Letter:
    """ "Needs more than me": without any detail."""
    return to_coordinator.ask_unclear(
        case,
        owner_address(case, desk),
        case.region,
        f"{supporter.name} says that more is needed than one colleague can give. No detail was passed on: please call them.",
        readings=("name another supporter: answer with a number or a name", "CLOSE"),
    )


def _reaching_out(answer: Answer, supporter: Supporter, case: Case, desk: Desk) -> tuple[Step, str]:
    said = set(answer.intents)
    letters: list[Letter] = []
    if "resources" in said:
        case, reading = with_resources(case, desk)
        letters += reading
    if "escalate" in said:
        case, handed = handed_on_if_away(case, desk)
        letters += (*handed, _needs_more(case, supporter, desk))
    if "peer-declined" in said:
        case = closed(case, Move.OUTREACH_DECLINED, Outcome.DECLINED, desk)
        return (case, (*letters, _outcome(case, desk))), "the peer said no to the supporter"
    if "handback" in said or ("decline" in said and "met" not in said):
        why = (
            f"{supporter.name} hands the case back."
            if "no-answer" not in said
            else (f"{supporter.name} could not reach them, and hands the case back.")
        )
        moved, more = back_to_owner(case, Move.HANDED_BACK, why, desk)
        return (moved, (*letters, *more)), "handed back"
    if "ongoing" in said:
        if case.state is State.REACHED_OUT and "met" in said:
            case = case.after(Move.OUTREACH_ACCEPTED)
        return (going_on(case, desk), tuple(letters)), "more talks are planned: it stays open"
    if "met" in said:
        case = closed(case, Move.CONVERSATION_HELD, Outcome.MET, desk)
        return (case, (*letters, _outcome(case, desk))), "the conversation took place"
    if "no-answer" in said:
        case = closed(case, Move.NOT_REACHED, Outcome.NO_ANSWER, desk)
        return (case, (*letters, _outcome(case, desk))), "the peer could not be reached"
    if letters or said & {"accept", "pause", "resume"}:
        return (case, tuple(letters)), "resources, or nothing new"
    return (case, (to_supporter.how_it_went(case, supporter),)), "unclear: asked back"


def _outcome(case: Case, desk: Desk) -> Letter:
    sentence = to_coordinator.OUTCOMES[case.outcome] if case.outcome else ""
    return to_coordinator.tell_outcome(case, desk, sentence)


def _after_the_close(answer: Answer, case: Case, desk: Desk) -> tuple[Step, str]:
    """What comes after the close: resources that were permitted, and a talk that took place after all."""
    said = set(answer.intents)
    letters: list[Letter] = []
    if "resources" in said and case.outcome in (Outcome.MET, Outcome.DECLINED, Outcome.NO_ANSWER):
        case, reading = with_resources(case, desk)
        letters += reading
    if "met" in said and case.outcome is Outcome.NO_ANSWER:
        case = replace(case, outcome=Outcome.MET)
        letters.append(_outcome(case, desk))
    return (case, tuple(letters)), "after the close"


def _not_asked_now(answer: Answer, supporter: Supporter, case: Case, desk: Desk) -> tuple[Step, str]:
    """An answer of somebody who is not asked any more: a late yes is welcome while nobody else is."""
    said = set(answer.intents)
    if "accept" not in said or said & _SAYS_NO:
        return (case, ()), "not asked any more: nothing to do"
    free = case.state is State.OPEN and not case.in_danger and not case.supporter and case.peer.resolved != "ambiguous"
    if free and why_never(case, supporter, desk) is None:
        asked, _ = invite(case, supporter, (), desk)
        return accepted(asked, supporter, desk), "a late yes, while nobody else was asked"
    return (
        case,
        (to_supporter.released(case, supporter, to_supporter.ANOTHER_WAS_FOUND),),
    ), "a late yes: another was asked"
