"""A supporter's pause: until a date, or until they write again; and its end.

Kept apart from an absence: whoever coordinates as well still does, and an out-of-office never shortens a pause. What
waits for an answer of theirs goes on at once; what they have taken on stays with them until they hand it back.
"""

from dataclasses import replace
from datetime import date

from mailer.casework import to_coordinator
from mailer.casework.clock import local_morning
from mailer.casework.desk import Desk, absence_fact, pause_fact
from mailer.casework.moves import back_to_owner
from mailer.casework.routing import region_of_office
from mailer.model.address import canonical
from mailer.model.case import Case, Move, State
from mailer.model.letters import Letter
from mailer.model.meaning import Answer
from mailer.model.organisation import SYSTEM, Supporter
from mailer.model.question import Asked
from mailer.model.record import Fact

_HOW_TO_LIFT = "To be asked again, answer I AM BACK to this letter, or write it to us at any time."


def remembered(answer: Answer, email: str, desk: Desk) -> tuple[Fact, ...]:
    """What is to be remembered of the words of a supporter: a pause, or the end of one."""
    if "pause" in answer.intents:
        until = answer.hold_until
        end = local_morning(until, desk.organisation.clock) if until else None
        return (Fact(pause_fact(desk.hash_of(email)), (until or date.max).isoformat(), end),)
    if "resume" in answer.intents:
        whose, today = desk.hash_of(email), desk.now.astimezone(desk.organisation.clock.zone).date().isoformat()
        return tuple(Fact(name(whose), today, desk.now) for name in (pause_fact, absence_fact))
    return ()


def confirmed(
    answer: Answer, supporter: Supporter, desk: Desk, *, case: Case | None = None, region: str = SYSTEM
) -> tuple[tuple[Case, ...], tuple[Letter, ...]]:
    """What a pause or its end brings about besides the `case` whose letter was answered, and the letter that says so."""
    email = canonical(supporter.person.email)
    if "pause" in answer.intents:
        waiting = [c for c in desk.open_cases if c.state is State.INVITED and canonical(c.supporter or "") == email]
        why = f"{supporter.name} can't this time."
        freed = [
            back_to_owner(one, Move.INVITATION_DECLINED, why, desk)
            for one in waiting
            if case is None or one.id != case.id
        ]
        sentences = [_until(answer.hold_until), _HOW_TO_LIFT]
        if waiting:
            sentences.insert(1, "A request that waited for your answer goes to somebody else.")
        if any(c.supporter and canonical(c.supporter) == email and c not in waiting for c in desk.open_cases):
            sentences.insert(
                1, "Whom you have said yes to stays with you; answer HAND IT BACK to their letter if need be."
            )
    elif "resume" in answer.intents:
        freed, sentences = [], ["You are asked again from now on. Welcome back."]
    else:
        return (), ()
    place = case.region if case else region_of_office(email, desk, region)
    thread = to_coordinator.thread_with(case, "supporter", supporter.person.email) if case else ()
    told = to_coordinator.tell_done(None, supporter.address, place, *sentences, thread=thread)
    if "pause" in answer.intents:
        told = replace(told, asked=Asked("pause"))
    return tuple(moved for moved, _ in freed), (*(letter for _, letters in freed for letter in letters), told)


def _until(day: date | None) -> str:
    when = f"until {day:%B} {day.day}, {day.year}" if day else "until you write that you are back"
    return f"You will not be asked {when}."
