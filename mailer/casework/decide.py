"""Decide what happens when something arrives: the door of the wing, and nothing else.

Takes what a mail meant (or which deadline passed), the case and the desk; gives back a Decision. Each speaker has a file
of its own. Reads no clock, opens no file, sends nothing.
"""

from collections.abc import Collection
from datetime import date

from mailer.casework import (
    not_arrived,
    on_coordinator,
    on_delivery,
    on_office,
    on_peer,
    on_referral,
    on_supporter,
    safety,
)
from mailer.casework import on_mail as mail
from mailer.casework.desk import Arrival, Desk
from mailer.casework.digest import digests
from mailer.casework.gate import letter_allowed, may_leave_now
from mailer.casework.on_deadline import passed
from mailer.casework.piled_up import gathered
from mailer.model.case import Case, Due, Mark
from mailer.model.decision import Decision
from mailer.model.meaning import Answer, Reason, Understanding
from mailer.model.question import Question

__all__ = [
    "digests", "gathered", "letter_allowed", "may_leave_now", "on_absence", "on_answer", "on_answer_from_elsewhere", "on_deadline", "on_mail",
    "on_office_mail", "on_page_not_taken", "on_stop", "on_undelivered", "on_withheld",
]  # fmt: skip


def on_mail(meant: Understanding, arrival: Arrival, desk: Desk, *, thread_cases: tuple[Case, ...] = ()) -> Decision:
    """A mail that answers nothing of ours. `thread_cases`: those whose thread it belongs to, of the same sender."""
    if mail.perhaps_against_a_stop(meant, arrival, desk):
        return mail.unclear(meant, arrival, desk, thread_cases)
    if meant.kind == "referral" and meant.peers:
        return on_referral.referral(meant, arrival, desk, thread_cases)
    if meant.safety:
        return mail.danger(meant, arrival, desk, thread_cases)
    if meant.kind in ("unclear", "referral"):
        unclear = mail.unclear(meant, arrival, desk, thread_cases)
        return unclear if thread_cases else mail.with_own_wish(unclear, meant, arrival, desk)
    if meant.kind == "correction":
        return mail.correction(meant, arrival, desk, thread_cases)
    silent = meant.kind == "bounce" or (meant.kind == "automatic" and not meant.secure_mail) or meant.spam
    if silent:
        return mail.ignored(meant)
    passed = mail.passed_on(meant, arrival, desk, thread_cases)
    return passed if thread_cases else mail.with_own_wish(passed, meant, arrival, desk)


def on_answer(answer: Answer, mark: Mark, case: Case, arrival: Arrival, desk: Desk) -> Decision:
    """An answer to a letter of a case, from the person whom the letter went to: an office, a supporter or the peer.

    A referrer's reply to the acknowledgement is no answer: it comes through `on_mail`, by its thread.
    """
    if mark.role == "coordinator" and answer.intents == ("new",) and not case.in_danger:
        return on_office.answered(answer, arrival, desk)  # another person, though written in this thread
    if mark.role in ("coordinator", "on-call"):
        return on_coordinator.answered(answer, mark, case, arrival, desk)
    if mark.role == "supporter":
        return on_supporter.answered(answer, mark, case, desk)
    return on_peer.answered(answer, mark, case, arrival, desk)


def on_answer_from_elsewhere(
    mark: Mark, case: Case, danger: bool, arrival: Arrival, desk: Desk, words: str = ""
) -> Decision:
    """A mark used by somebody whom it was not given to: it changes nothing, and the right person hears why."""
    cases, letters = on_delivery.from_elsewhere(
        mark.role, mark.reader, case, desk, alarm_words=words if danger else None
    )
    if danger:
        crisis = safety.crisis_letter(arrival, desk, region=case.region, language=case.language, case_id=case.id)
        letters = (*crisis, *letters)
    return Decision(
        cases=cases, letters=letters, filing="Needs a person", needs_a_person=True, meant="answer from elsewhere",
        because=(Reason("decision", "the mark was given to somebody else"),),
    )  # fmt: skip


def on_office_mail(answer: Answer, arrival: Arrival, desk: Desk, question: Question | None = None) -> Decision:
    """A coordinator or a supporter, without a mark. `question`: the letter without a case that they answer."""
    return on_office.answered(answer, arrival, desk, question)


def on_stop(arrival: Arrival, desk: Desk) -> Decision:
    """A stop without a mark: by the sender's address alone."""
    return on_peer.stop_without_mark(arrival, desk)


def on_deadline(case: Case, due: Due, desk: Desk) -> Decision:
    """A deadline of a case that has passed."""
    return passed(case, due, desk)


def on_undelivered(case: Case, letter: str, address: str, permanent: bool, desk: Desk) -> Decision:
    """A bounce of a letter, or its refusal by the server."""
    return not_arrived.undelivered(case, letter, address, permanent, desk)


def on_withheld(case: Case, letter: str, address: str, desk: Desk) -> Decision:
    """The gate has held a letter back at the moment of sending."""
    return not_arrived.withheld(case, letter, address, desk)


def on_page_not_taken(case: Case, not_taken: Collection[str], desk: Desk) -> Decision | None:
    """A page that a mail server did not take. None where somebody was reached, or nobody else may be."""
    moved, letters = safety.page_not_taken(case, not_taken, desk)
    if not letters:
        return None
    because = (Reason("decision", "nobody was reached by the page: the next one is paged at once"),)
    return Decision(cases=(moved,), letters=letters, because=because, meant="page not taken")


def on_absence(address: str, until: date | None, desk: Desk) -> Decision:
    """An out-of-office of somebody of ours."""
    return on_delivery.absent(address, until, desk)
