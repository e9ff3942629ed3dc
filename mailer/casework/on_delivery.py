"""A letter that could not be delivered, and a person who is away: what is done so that nobody waits for nothing.

A delivery report is a hint: the clock keeps the promise without it. Nobody is told an address that is not theirs to know.
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
from mailer.model.letters import Letter, OperatorTrouble
from mailer.model.meaning import Reason
from mailer.model.organisation import SYSTEM
from mailer.model.record import Fact

_MATCHED = (State.REACHED_OUT, State.TALKING)
_ASKS = ("supporter/ask-invitation", "supporter/ask-again")


def undelivered(case: Case, letter: str, address: str, permanent: bool, desk: Desk) -> Decision:
    """A bounce or a refusal of one of our letters. A delay is noted, and nothing else."""
    meant = f"undelivered {letter}"
    if not permanent:
        return Decision(because=(Reason("decision", "a delay is noted"),), meant=meant)
    reader = letter.partition("/")[0]
    cases: tuple[Case, ...] = ()
    letters: tuple[Letter, ...] = ()
    if reader == "coordinator":
        cases, letters = _office_unreachable(case, address, desk)
    elif reader == "supporter":
        cases, letters = _supporter_unreachable(case, letter, address, desk)
    elif reader == "peer":
        cases, letters = _peer_unreachable(case, letter, address, desk)
    elif case.is_open and case.words_for_owner:
        cure = "The person who wrote did not get our answer. Nothing to do for the case; call them if you can."
        letters = (to_coordinator.tell_undelivered(case, desk, letter, address, cure),)
    rule = "a letter could not be delivered: what waits for it goes on"
    return Decision(cases=cases, letters=letters, because=(Reason("decision", rule),), meant=meant)


def _office_unreachable(case: Case, address: str, desk: Desk) -> tuple[tuple[Case, ...], tuple[Letter, ...]]:
    """The owner's own mailbox refuses mail: the next office has the case, and the operator hears of it without a name."""
    trouble = OperatorTrouble(
        to=desk.organisation.operator, region=SYSTEM, since=desk.now,
        trouble=f"A letter of case {case.id} to a coordinator, a backup or somebody on call could not be delivered.",
        cure="Check the addresses of the region and of [safety] on_call in config.toml.",
    )  # fmt: skip
    if not case.is_open or canonical(address) != canonical(case.owner):
        due = next((d for d in case.dues if d.what == "page"), None)
        if due is None or not _paged_alone(case, address):
            return (), (trouble,)
        moved, pages = safety.page(case, due, desk)
        return (moved,), (*pages, trouble)
    moved, letters = _given_up(case, "the mail to the coordinator could not be delivered.", desk)
    return ((moved,), (*letters, trouble)) if moved != case else ((), (trouble,))


def _paged_alone(case: Case, address: str) -> bool:
    """Was the last page theirs alone? Then nobody has been reached by it, and the next one is paged at once."""
    pages = [m for m in case.marks if m.letter == "coordinator/ask-crisis"]
    last = [m.reader for m in pages if m.sent_at == max(page.sent_at for page in pages)]
    return [canonical(reader) for reader in last] == [canonical(address)]


def _given_up(case: Case, why: str, desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
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


def _supporter_unreachable(
    case: Case, letter: str, address: str, desk: Desk
) -> tuple[tuple[Case, ...], tuple[Letter, ...]]:
    """An invitation that did not arrive is no answer to wait for; a handover that did not arrive is for a person."""
    if not case.is_open or not case.supporter or canonical(case.supporter) != canonical(address):
        return (), ()
    if letter in _ASKS and case.state is State.INVITED:
        cure = "Somebody else is asked, or you are. Please check this address in the list of supporters."
        told = to_coordinator.tell_undelivered(case, desk, letter, address, cure)
        moved, letters = back_to_owner(case, Move.INVITATION_DECLINED, "The request could not be delivered.", desk)
        return (moved,), (told, *letters)
    cure = "Please call the supporter, or answer with another number or name."
    return (), (to_coordinator.tell_undelivered(case, desk, letter, address, cure),)


def _peer_unreachable(case: Case, letter: str, address: str, desk: Desk) -> tuple[tuple[Case, ...], tuple[Letter, ...]]:
    """The peer's address fails: it is not used again, and the supporter is told to call."""
    if not case.peer.email or canonical(case.peer.email) != canonical(address):
        return (), ()
    moved = replace(case, peer=replace(case.peer, email=None))
    if not case.is_open:
        return (moved,), ()
    supporter = to_supporter.of_case(case, desk)
    again: tuple[Letter, ...] = ()
    if supporter and case.state in _MATCHED:
        again = (to_supporter.handover(moved, supporter, desk, wrote=False),)
        cure = (
            "The supporter is told to call."
            if case.peer.phone
            else "No number is known: please tell the supporter how."
        )
    else:
        cure = "The address is not used again. A supporter who accepts will be told to call."
    return (moved,), (to_coordinator.tell_undelivered(moved, desk, letter, address, cure), *again)


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
            moved, more = _given_up(case, f"{name} is away.", desk)
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
