"""Letters on their way out: each gets its reply mark and Message-ID, is composed, and stands in the outbox of the same commit.

Takes a decision; gives the change to commit. Sends nothing. Chance (for letters without a case) is handed in.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from mailer.casework import decide
from mailer.casework.desk import Desk
from mailer.model.case import Case, Mark
from mailer.model.decision import Decision
from mailer.model.letters import AskMatch, AskWhichPerson, Letter, SupporterPeerWrote
from mailer.model.record import Queued
from mailer.outbound.compose import Composing, compose
from mailer.outbound.marks import mark_for, message_id_for
from mailer.service.books import Books, Keys
from mailer.service.limits import ACKNOWLEDGEMENTS


def write_letters(
    decision: Decision,
    stored: Callable[[str], Case | None],
    desk: Desk,
    books: Books,
    keys: Keys,
    token: Callable[[], str],
    answered_enough: Callable[[str], bool],
) -> tuple[tuple[Case, ...], tuple[Queued, ...], tuple[str, ...]]:
    """The cases of a decision with the marks they gave out, the letters as they will leave, and the names of those withheld."""
    cases = {case.id: case for case in decision.cases}
    queued: list[Queued] = []
    withheld: list[str] = []
    heads: dict[str, str] = {}  # reader -> Message-ID of the first letter about a new case of this mail
    for letter in decision.letters:
        case = cases.get(letter.case) if letter.case else None
        if letter.case and case is None:
            case = stored(letter.case)
        too_many = letter.name in ACKNOWLEDGEMENTS and answered_enough(letter.to.email)
        if too_many or not _may_leave(letter, case, desk, books):
            withheld.append(letter.name)
            continue
        if isinstance(letter, (AskMatch, AskWhichPerson)) and not letter.thread and letter.to.email in heads:
            letter = replace(letter, thread=(heads[letter.to.email],))
        composed, mark = _compose(letter, case, desk.now, books, keys, token)
        if isinstance(letter, (AskMatch, AskWhichPerson)):
            heads.setdefault(letter.to.email, composed.message_id)
        if case is not None and mark is not None:
            cases[case.id] = replace(case, marks=(*case.marks, mark))
        queued.append(composed)
    return tuple(cases.values()), tuple(queued), tuple(withheld)


def kept_unless_passed_on(decision: Decision, stored: Callable[[str], Case | None], desk: Desk) -> Decision:
    """A peer's mail is expunged because its words were passed on; where the gate holds that letter back, the mail is kept."""
    if decision.filing != "expunge":
        return decision
    cases = {case.id: case for case in decision.cases}
    for letter in decision.letters:
        case = (cases.get(letter.case) or stored(letter.case)) if letter.case else None
        if isinstance(letter, SupporterPeerWrote) and decide.letter_allowed(letter, case, desk) is not None:
            return replace(decision, filing="Needs a person", needs_a_person=True)
    return decision


def _may_leave(letter: Letter, case: Case | None, desk: Desk, books: Books) -> bool:
    if books.organisation.intake(letter.to.email) is not None or not letter.to.email:
        return False  # a letter to ourselves would be a loop
    return decide.letter_allowed(letter, case, desk) is None


def _compose(
    letter: Letter, case: Case | None, now: datetime, books: Books, keys: Keys, token: Callable[[], str]
) -> tuple[Queued, Mark | None]:
    intake = books.organisation.intake_for(letter.region)
    domain = intake.address.rpartition("@")[2]
    mark_text: str | None = None
    if case is not None:
        mark_text = mark_for(keys.marks, case.id, letter.name, letter.to.email, len(case.marks))
    message_id = message_id_for(mark_text or token(), domain)
    made = compose(letter, Composing(books.organisation, books.templates, mark_text, message_id, now))
    queued = Queued(
        id=message_id,
        letter=letter.name,
        case=case.id if case else None,
        to=letter.to.email,
        envelope_from=made.envelope_from,
        raw=made.raw,
        message_id=message_id,
        queued_at=now,
        not_before=now,
        asked=letter.asked if case is None else None,
    )
    if case is None or mark_text is None:
        return queued, None
    return queued, Mark(
        mark_text, letter.name, letter.reader, letter.to.email, message_id, now, letter.listed, letter.asked, letter.about,
    )  # fmt: skip


def first_to_leave(letters: Iterable[Queued]) -> list[Queued]:
    """The order in which letters leave: a sign of danger before everything else, then as they were queued."""
    return sorted(letters, key=lambda q: (not q.letter.endswith("-crisis"), q.queued_at))
