"""The coordinator's commands: assign, transfer, outside, hold, close, choose a person. Undoing has a file of its own.

Each takes the case and gives back what it is then, the letters, and the rule that spoke. A command that cannot be carried
out changes nothing and says why, with the cure; one that could mean two things is one question back.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from mailer.casework import to_coordinator, to_supporter
from mailer.casework.clock import local_morning
from mailer.casework.desk import Desk
from mailer.casework.exclusion import home_regions, may_hold
from mailer.casework.matching import Excluded, Nobody, One, Several, candidates, find_supporter, is_number, numbered
from mailer.casework.moves import closed, invite, new_promise, release_supporter, remembered
from mailer.casework.naming import fits_name, person_line
from mailer.casework.opening import eligible
from mailer.casework.routing import first_owner, owner_address
from mailer.casework.to_peer import is_stopped
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Due, Mark, Move, Outcome, Peer, State
from mailer.model.letters import Candidate, Letter
from mailer.model.meaning import Resolved
from mailer.model.organisation import SYSTEM

MATCHED = (State.REACHED_OUT, State.TALKING)


@dataclass(frozen=True)
class Done:
    """What a command brought about. `acted` is false where nothing was changed."""

    cases: tuple[Case, ...] = ()
    letters: tuple[Letter, ...] = ()
    rule: str = ""
    acted: bool = True


def refused(case: Case, to: Address, why: str, cure: str) -> Done:
    letter = to_coordinator.tell_not_done(case, to, case.region, why, cure)
    return Done(letters=(letter,), rule="not done, and said why", acted=False)


def _arguments(argument: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (argument,) if isinstance(argument, str) else tuple(argument or ())


def list_answered(mark: Mark, case: Case) -> tuple[str, ...]:
    """The addresses that the numbers of an answer mean: of the letter answered, else of the last list this reader had."""
    if mark.listed:
        return mark.listed
    before = [m for m in case.marks if m.listed and canonical(m.reader) == canonical(mark.reader)]
    return before[-1].listed if before else ()


def assign(case: Case, argument: str | tuple[str, ...] | None, mark: Mark, to: Address, desk: Desk) -> Done:
    """Ask the supporter who is meant, or ask back."""
    said = _arguments(argument)
    if case.peer.resolved == "ambiguous":
        question = to_coordinator.ask_which(case, desk, to_coordinator.words_again(case, desk))
        return Done(letters=(question,), rule="first, which person is meant", acted=False)
    if is_stopped(case, desk) and not to_coordinator.self_referred(case):
        return refused(case, to, "This person has asked never to be contacted.", "Answer CLOSE to close the case.")
    listed = list_answered(mark, case)
    if not listed and not is_number(said[0] if said else ""):  # a number means a list that was seen
        listed = tuple(c.email for c in candidates(case, desk))
    confirmed = mark.letter == "coordinator/ask-unclear" and bool(mark.listed)
    if not said:
        return _whom(case, to, "Whom shall we ask?", desk)
    found = find_supporter(said[0], case, listed, desk, confirmed=confirmed)
    match found:
        case One(supporter, "") if case.supporter and supporter.address.same(case.supporter):
            return refused(case, to, f"{supporter.name} was asked already.", "Nothing to do, or name somebody else.")
        case One(supporter, ""):
            choices, notes = _further_choices(said[1:], supporter.person.email, case, listed, desk)
            moved, letters = invite(replace(case, owner=to.email), supporter, choices, desk)
            moved = remembered(case, moved, desk)
            sentences = (f"{supporter.name} is asked now.", *notes)
            told = to_coordinator.tell_done(moved, to, moved.region, *sentences)
            return Done((moved,), (*letters, told), "the coordinator named a supporter")
        case One(supporter, reason):
            back = f"{supporter.name} {reason}. Shall we ask them all the same? Answer 1 for yes, or name another."
            return _ask(case, to, back, numbered((supporter,), case, desk))
        case Several(supporters):
            back = "Several fit that name. Which one is meant? Answer with a number."
            return _ask(case, to, back, numbered(supporters, case, desk))
        case Excluded(name, reason):
            return refused(case, to, f"{name} {reason}.", "Please answer with another number or name.")
        case Nobody(why):
            return _whom(case, to, f"We could not tell whom to ask: {why}. Whom shall we ask?", desk)


def _ask(case: Case, to: Address, question: str, people: tuple[Candidate, ...]) -> Done:
    letter = to_coordinator.ask_unclear(case, to, case.region, question, people=people)
    return Done(letters=(letter,), rule="asked back: it could mean more than one", acted=False)


def _whom(case: Case, to: Address, question: str, desk: Desk) -> Done:
    return _ask(case, to, question, candidates(case, desk))


def _further_choices(
    said: tuple[str, ...], first: str, case: Case, listed: tuple[str, ...], desk: Desk
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The second choice and further ones that are plain; a sentence for each, kept or not."""
    kept, notes = list[str](), list[str]()
    for one in said:
        found = find_supporter(one, case, listed, desk)
        if (
            isinstance(found, One)
            and not found.ask_back
            and canonical(found.supporter.person.email) != canonical(first)
        ):
            kept.append(found.supporter.person.email)
            notes.append(f"If that is a no: {found.supporter.name}.")
        else:
            notes.append("One further choice could not be kept; we ask you again if it comes to that.")
    return tuple(kept), tuple(dict.fromkeys(notes))


def choose_person(
    case: Case, argument: str | tuple[str, ...] | None, mark: Mark, to: Address, desk: Desk
) -> Done | None:
    """Which of the people of one name is meant: the case is theirs from now on. None where the answer says no such thing."""
    said = _arguments(argument)
    people = mark.listed if mark.letter == "coordinator/ask-which-person" and mark.listed else case.peer.candidates
    email = _chosen(said[0], people, desk) if said else None
    if email is None:
        return None
    row = desk.organisation.person(email)
    resolved: Resolved = "directory"
    old = case.peer
    peer = Peer(
        name=row.name if row else old.name,
        email=old.email or email,
        phone=old.phone or (row.phone if row else None),
        contact=old.contact,
        resolved=resolved,
        directory_email=email,
        community=row.community if row else old.community,
        department=row.department if row else "",
        role=row.role if row else "",
        credential=row.credential if row else "",
    )
    chosen = replace(case, peer=peer, perhaps_not_eligible=not eligible(peer, desk), owner=to.email)
    region = desk.organisation.region_of_community(peer.community or "")
    if case.outside:
        chosen = replace(chosen, home_regions=(region,) if region else case.home_regions)
    elif region:
        chosen = replace(chosen, region=region, home_regions=(region,))
    if is_stopped(chosen, desk):
        shut = remembered(case, closed(chosen, Move.STOPPED, Outcome.DECLINED, desk), desk)
        text = f"{to_coordinator.STOPPED_BEFORE} If another one is meant, answer UNDO soon, and choose again."
        return Done((shut,), (to_coordinator.tell_outcome(shut, desk, text),), "a stop stands")
    moves = chosen.region != case.region
    return _to_its_owner(
        case, chosen, to, desk, "This person was chosen.", "says that this person is meant", moves=moves
    )


def _chosen(said: str, people: tuple[str, ...], desk: Desk) -> str | None:
    digits = said.strip().strip("#.) ")
    if digits.isdigit():
        return people[int(digits) - 1] if 0 < int(digits) <= len(people) else None
    if "@" in said:
        return next((e for e in people if canonical(e) == canonical(said)), None)
    rows = [(e, row) for e in people if (row := desk.organisation.person(e))]
    fits = [e for e, row in rows if fits_name(said, row.name)]
    if len(fits) != 1:
        fits = [e for e, row in rows if said.lower() in person_line(row, desk.organisation).lower()]
    return fits[0] if len(fits) == 1 else None


def _to_its_owner(before: Case, moved: Case, to: Address, desk: Desk, done: str, why: str, *, moves: bool) -> Done:
    """The case with the owner its region gives it now, who is asked for a match."""
    if moves or not may_hold(moved, to, desk):
        owner = first_owner(moved, desk)
        if owner is None:
            return refused(before, to, "Nobody may own the case then.", "Please call the system office.")
        moved = replace(moved, owner=owner.email)
    if moves:
        moved = replace(moved, words_for_owner=moved.words_for_owner and not _mates_elsewhere(moved, desk))
    moved = remembered(before, moved, desk)
    same = owner_address(moved, desk).same(to)
    words = to_coordinator.words_again(moved, desk)
    passed = "" if same else f"{to.name or 'Another office'} {why}."
    ask = to_coordinator.first_question(moved, desk, words, handed_on=passed, undo=same)
    if same:
        return Done((moved,), (ask,), done)
    told = to_coordinator.tell_done(moved, to, before.region, f"{done} The case is with {_office(moved, desk)} now.")
    return Done((moved,), (ask, told), done)


def _office(case: Case, desk: Desk) -> str:
    return desk.organisation.region(case.region).name


def _mates_elsewhere(case: Case, desk: Desk) -> bool:
    """Does the mail of this case name peers of another region?"""
    return bool(case.event) and any(
        c.event == case.event and c.id != case.id and (c.region != case.region or c.outside) for c in desk.open_cases
    )


def reopened(case: Case, desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
    """The case without its supporter or its date, open again: by a move of the table."""
    letters = release_supporter(case, to_supporter.WITHDRAWN, desk)
    moves = {State.INVITED: Move.INVITATION_WITHDRAWN, State.HELD: Move.TAKEN_UP_AGAIN}
    move = moves.get(case.state)
    moved = case.after(move) if move else case
    bare = replace(moved, supporter=None, choices=(), invited_at=None, matched_at=None, held_until=None)
    if move is Move.TAKEN_UP_AGAIN:
        bare = new_promise(bare, desk.now, desk)
    kept = tuple(d for d in bare.dues if d.what not in ("ask-again", "next-choice", "hold-ends"))
    return replace(bare, dues=kept), letters


def transfer(case: Case, region: str, to: Address, desk: Desk) -> Done:
    """Another region's coordinator takes it. Refused to the own region of an outside peer, whose offices learn nothing."""
    known = {r.id for r in desk.organisation.regions}
    if region not in known:
        names = tuple(f"{r.name}: answer TRANSFER TO {r.name.upper()}" for r in desk.organisation.regions)
        letter = to_coordinator.ask_unclear(case, to, case.region, "Which region shall have it?", readings=names)
        return Done(letters=(letter,), rule="asked back: no such region", acted=False)
    if case.state in MATCHED:
        return refused(case, to, "A supporter has accepted already.", "Name another supporter, or close the case.")
    if case.outside and region in home_regions(case, desk):
        why = "Somebody from outside that region is asked for, so its coordinators may not know of it."
        return refused(case, to, why, "Choose another region, or answer with a number or a name.")
    if region == case.region:
        return refused(case, to, "The case is with that region already.", "Answer with a number or a name.")
    bare, released = reopened(case, desk)
    done = _to_its_owner(case, replace(bare, region=region), to, desk, "Passed on.", "passes it on to you", moves=True)
    return replace(done, letters=(*released, *done.letters)) if done.acted else done


def outside(case: Case, region: str | None, to: Address, desk: Desk) -> Done:
    """Somebody from elsewhere is wanted: the system office, or the region named, looks for one."""
    if case.state in MATCHED:
        return refused(case, to, "A supporter has accepted already.", "Name another supporter, or close the case.")
    homes = home_regions(case, desk) or frozenset({case.region} - {SYSTEM})
    goal = region or (case.region if case.outside else SYSTEM)
    if goal in homes and goal != SYSTEM:
        return refused(case, to, "That is the peer's own region.", "Choose another region, or answer OUTSIDE.")
    bare, released = reopened(case, desk)
    moved = replace(bare, outside=True, home_regions=tuple(sorted(homes)), region=goal)
    done = _to_its_owner(
        case,
        moved,
        to,
        desk,
        "Somebody from elsewhere will be looked for.",
        "asks for somebody from elsewhere",
        moves=True,
    )
    return replace(done, letters=(*released, *done.letters)) if done.acted else done


def hold(case: Case, until: date | None, to: Address, desk: Desk) -> Done:
    """Wait for a date; without one, for as long as rules/flow.toml says."""
    flow, clock = desk.rulebook.flow, desk.organisation.clock
    today = desk.now.astimezone(clock.zone).date()
    day = until or today + timedelta(days=flow.hold_days)
    if day <= today or day > today + timedelta(days=flow.hold_days_most):
        question = "Until when shall the case wait? The date has passed, or is very far away."
        letter = to_coordinator.ask_unclear(case, to, case.region, question, readings=("HOLD UNTIL and a date",))
        return Done(letters=(letter,), rule="asked back: a date that cannot be", acted=False)
    if case.state in MATCHED:
        return refused(case, to, "A supporter has accepted already.", "Name another supporter, or close the case.")
    bare, released = reopened(case, desk)
    moved = bare.after(Move.HELD_BACK)
    at = local_morning(day, clock)
    pages = tuple(d for d in case.dues if d.what == "page")
    held = Due("hold-ends", at)
    moved = remembered(case, replace(moved, owner=to.email, held_until=at, dues=(*pages, held)), desk)
    text = f"The case waits until {day:%A}, {day:%B} {day.day}. You will be asked again then."
    return Done(
        (moved,),
        (*released, to_coordinator.tell_done(moved, to, moved.region, text)),
        "the coordinator waits for a date",
    )


def close(case: Case, reason: str | None, to: Address, desk: Desk) -> Done:
    """Close, at the coordinator's word. The peer hears nothing; a supporter is released."""
    outcome = Outcome(reason) if reason in {o.value for o in Outcome} else Outcome.WITHDRAWN
    released = release_supporter(case, to_supporter.CLOSED, desk)
    shut = remembered(case, closed(case, Move.CLOSED_BY_COORDINATOR, outcome, desk), desk)
    told = to_coordinator.tell_done(shut, to, shut.region, f"The case is closed ({outcome.value}).")
    return Done((shut,), (*released, told), "closed at the coordinator's word")
