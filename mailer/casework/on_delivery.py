"""Somebody who is away or cannot be reached, and an answer from an address it was not asked of: who goes on instead.

An out-of-office is a hint: the clock keeps the promise without it. Nobody is told an address that is not theirs to know.
"""

from dataclasses import replace
from datetime import date, timedelta

from mailer.casework import safety, to_coordinator, to_supporter
from mailer.casework.clock import local_morning
from mailer.casework.desk import Desk, absence_fact
from mailer.casework.moves import asked_again, back_to_owner, handed_on, reopened
from mailer.casework.routing import anybody_after, owner_address
from mailer.model.address import canonical
from mailer.model.case import Case, Move, State
from mailer.model.decision import Decision
from mailer.model.letters import Letter
from mailer.model.meaning import Reason
from mailer.model.record import Fact


def given_up(case: Case, why: str, desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
    """To the next office that may hold it; nothing where there is none."""
    to = anybody_after(case, desk)
    if to is None:
        return case, ()
    if case.in_danger:
        moved = replace(case, owner=to.email)
        return moved, (safety.page_again(moved, to, desk, moved.danger.pages if moved.danger else 1),)
    if case.state is State.OPEN:
        return handed_on(case, to, f"It comes to you because {why}", desk)
    moved = replace(case, owner=to.email)
    told = to_coordinator.tell_forwarded(
        to, case.region, f"a case of another office, which comes to you because {why}",
        writer=to_coordinator.writer_of(moved), subject="", words=to_coordinator.words_again(moved, desk), case=moved,
    )  # fmt: skip
    return moved, (told,)


def handed_on_if_away(case: Case, desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
    """Something new is asked of an owner who is away: the case goes to the next who is there first."""
    if not desk.is_away(case.owner):
        return case, ()
    return given_up(case, f"{owner_address(case, desk).name or 'the coordinator'} is away.", desk)


def absence(address: str, until: date, desk: Desk) -> Fact:
    """An absence, to be remembered until the day of the return and no longer."""
    end = local_morning(until, desk.organisation.clock)
    return Fact(absence_fact(desk.hash_of(address)), until.isoformat(), end)


def absent(address: str, until: date | None, desk: Desk) -> Decision:
    """An out-of-office: what waits for that person goes to the next one at once.

    Remembered until the date it names; for a day where it names none.
    """
    organisation = desk.organisation
    ours = organisation.is_office(address) or organisation.supporter(address) is not None
    tomorrow = desk.now.astimezone(organisation.clock.zone).date() + timedelta(days=1)
    facts = (absence(address, until or tomorrow, desk),) if ours else ()
    cases, letters = list[Case](), list[Letter]()
    for case in desk.open_cases:
        if not case.is_open:
            continue
        owner = canonical(case.owner) == canonical(address)
        if owner and (case.state is State.OPEN or case.in_danger):
            name = owner_address(case, desk).name or "the coordinator"
            moved, more = given_up(case, f"{name} is away.", desk)
        elif case.state is State.INVITED and case.supporter and canonical(case.supporter) == canonical(address):
            supporter = to_supporter.of_case(case, desk)
            why = f"{supporter.name if supporter else 'The supporter'} is away."
            released = (to_supporter.released(case, supporter, to_supporter.NO_ANSWER_YET),) if supporter else ()
            moved, back = back_to_owner(case, Move.INVITATION_WITHDRAWN, why, desk)
            more = (*released, *back)
        else:
            continue
        if moved != case:
            cases.append(moved)
            letters += more
    rule = "somebody is away: what waits for them goes on"
    return Decision(
        cases=tuple(cases), letters=tuple(letters), filing="Ignored", because=(Reason("decision", rule),), facts=facts,
        meant="absence",
    )  # fmt: skip


def from_elsewhere(
    mark_role: str, mark_reader: str, case: Case, desk: Desk, *, alarm_words: str | None
) -> tuple[tuple[Case, ...], tuple[Letter, ...]]:
    """A mark used by somebody whom it was not given to: nothing is done, and the right person hears why."""
    if alarm_words is not None:
        open_case = case if case.is_open else reopened(case, desk)
        moved, letters = safety.alarm(
            open_case,
            desk,
            words=alarm_words or None,
            writer=None,
            writer_role="somebody at another address",
            with_backup=True,
            in_answer=True,
        )
        return (moved,), letters
    return _explained(mark_role, mark_reader, case, desk)


_FROM_ELSEWHERE = {
    "peer": (
        "An answer to the letter to the peer came from another address than the letter went to. It changed nothing.",
        "The mail lies in the folder Needs a person. The supporter may call the peer.",
    ),
    "supporter": (
        "An answer to the letter to the supporter came from another address than the letter went to. It changed nothing.",
        "Please ask the supporter to answer from the address in the list of supporters.",
    ),
}
_YOURS = (
    "An answer to a letter to you came from another address than the letter went to. It changed nothing.",
    "Please answer from the address that the letter went to.",
)


def _explained(mark_role: str, mark_reader: str, case: Case, desk: Desk) -> tuple[tuple[Case, ...], tuple[Letter, ...]]:
    to = owner_address(case, desk)
    why, cure = _FROM_ELSEWHERE.get(mark_role, _YOURS)
    letters: list[Letter] = [to_coordinator.tell_not_done(replace(case, undo=""), to, case.region, why, cure)]
    supporter = to_supporter.of_case(case, desk)
    asked = case.state is State.INVITED and supporter and supporter.address.same(mark_reader)
    if mark_role == "supporter" and supporter and asked and not case.in_danger:
        letters.append(to_supporter.again(case, supporter, desk))
        return (asked_again(case),), tuple(letters)
    return (), tuple(letters)
