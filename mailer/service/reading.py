"""One mail: what it means, for whom it counts, and what is decided about it.

Takes the bytes and the books; asks the store which case a reply mark belongs to. Sends nothing, writes nothing.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailer.casework import decide
from mailer.casework.desk import Arrival, Desk
from mailer.edges.store import Store
from mailer.inbound.answer import read_answer
from mailer.inbound.authentication import is_authenticated
from mailer.inbound.automatic import answerable, machine
from mailer.inbound.parse import parse
from mailer.inbound.safety import read_safety
from mailer.inbound.telephone import taken_down
from mailer.inbound.understand import understand
from mailer.inbound.words import subject_words, without_courtesies, words_of
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Mark
from mailer.model.decision import Decision
from mailer.model.meaning import Answer, Reason, Role, Understanding
from mailer.model.message import InboundMessage
from mailer.model.question import Question
from mailer.outbound.marks import genuine, marks_in
from mailer.service.books import Books, Keys
from mailer.service.caseless import bounced, question_of

_OTHERS = re.compile(r"\b(?:him|her|he|she|they|them|lui|elle|él|ella)\b", re.IGNORECASE)
_ASKED_FOR = frozenset({"help", "status", "pause", "resume"})
_OF_A_SUPPORTER = frozenset({"pause", "resume"})
_BARE = 2  # words of a command that stands alone: "help please"

_ANSWERING_ROLES: dict[str, Role] = {
    "coordinator": "coordinator",
    "on-call": "coordinator",
    "supporter": "supporter",
    "peer": "peer",
}


@dataclass(frozen=True)
class Reading:
    """A mail, what was understood of it, and what was decided."""

    message: InboundMessage
    decision: Decision
    meant: Understanding | None = None
    answer: Answer | None = None


def identity_of(message: InboundMessage) -> str:
    """By what a mail is known again: Message-ID, author and Date; the digest of the whole where the id is missing."""
    if not message.message_id:
        return f"digest:{message.digest}"
    parts = (message.message_id, canonical(message.author.email), message.header("date"))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def read_message(raw: bytes, books: Books) -> InboundMessage:
    return parse(raw, ours=books.intake_addresses)


def read_mail(
    message: InboundMessage,
    *,
    mailbox: str,
    region: str,
    received: datetime,
    desk: Desk,
    store: Store,
    books: Books,
    keys: Keys,
) -> Reading:
    """What a mail means and what is decided. `mailbox` is the intake's address, `received` an aware time."""
    # the mailbox it lies in says by which address it came, whatever its headers say (a Bcc says nothing)
    message = replace(message, delivered_to=(mailbox, *message.delivered_to))
    may_answer, _ = answerable(message, books.intake_addresses)
    arrival = Arrival(
        identity=identity_of(message),
        mailbox=mailbox,
        region=region,
        received=received,
        author=message.author,
        message_id=message.message_id,
        thread=(*message.in_reply_to, *message.references),
        subject=message.subject,
        answerable=may_answer,
        vouched=is_authenticated(message, books.organisation.authserv_id) if books.organisation.authserv_id else None,
    )
    meant = understand(message, books.organisation, books.people, books.phrases)
    if meant.kind == "bounce":
        return Reading(message, _on_bounce(message, meant, desk, store, keys), meant)
    if meant.kind == "automatic" and meant.absence is not None and not meant.safety:
        absent = decide.on_absence(message.author.email, meant.absence.until, desk)
        return Reading(message, replace(absent, filing="Ignored", meant="absence"), meant)
    if machine(message, books.phrases) is None:
        answered = _answered(message, arrival, desk, store, books, keys)
        if answered is not None:
            return answered
    thread_cases = _cases_of_thread(arrival, store)
    question: Question | None = None
    if _is_ours(message.author, books) and meant.kind not in ("automatic", "bounce") and not meant.safety:
        role: Role = "coordinator" if books.organisation.is_office(message.author.email) else "supporter"
        question = question_of(arrival.thread, message.author.email, store, keys)
        answer = _own_mail(message, role, books, message.date or arrival.received, question)
        if (
            role == "supporter"
            and not _ASKED_FOR & {*answer.intents}
            and _asks_to_be_left_alone(message, meant, arrival, desk, store, books)
        ):
            return Reading(message, decide.on_stop(arrival, desk), meant, answer)  # a supporter may be a peer as well
        if meant.kind != "referral" or _is_command(answer, role, message.author):
            return Reading(message, decide.on_office_mail(answer, arrival, desk, question), meant, answer)
    if _asks_to_be_left_alone(message, meant, arrival, desk, store, books):
        return Reading(message, decide.on_stop(arrival, desk), meant)
    decision = decide.on_mail(meant, arrival, desk, thread_cases=thread_cases)
    if question is not None and decision.cases:  # "is this a request?" was answered by the referral itself
        decision = replace(decision, settled=(question.about,))
    if any(case.outside for case in (*thread_cases, *decision.cases)):
        # a further mail about somebody whose own region learns nothing
        decision = replace(decision, to_system_mailbox=True)
    return Reading(message, decision, meant)


def _asks_to_be_left_alone(
    message: InboundMessage, meant: Understanding, arrival: Arrival, desk: Desk, store: Store, books: Books
) -> bool:
    """A stop works without a mark, for whoever we may have written to: the peers of cases, closed ones too, and staff.

    "Don't contact him again" of a referrer is no stop of their own: where others are spoken of, a person has to read it.
    """
    asks = meant.kind == "referral" and not (
        meant.leant and meant.referral == "self"
    )  # a plain stop outweighs a leaning
    if asks or meant.safety or meant.kind in ("automatic", "bounce", "volunteer"):
        return False
    author = message.author
    open_cases = [case for case in desk.open_cases if case.is_open]
    if not any(author.same(case.peer.email) or author.same(case.peer.directory_email) for case in store.cases()):
        of_others = meant.kind == "correction" or meant.peers or _OTHERS.search(message.own)
        if of_others or any(author.same(case.referrer) for case in open_cases):
            return False
        if books.organisation.person(author.email) is None:
            return False
    return "stop" in _answer(message, "peer", None, (), books, message.date or arrival.received).intents


def _own_mail(message: InboundMessage, role: Role, books: Books, sent: datetime, question: Question | None) -> Answer:
    """What one of ours writes without a mark. Supporters too may ask for HELP or STATUS."""
    answer = _answer(message, "coordinator", question.letter if question else None, (), books, sent)
    asked = question.asked.command if question and question.asked else None
    if asked == "pause" and "undo" in answer.intents:
        return replace(answer, role=role, intents=("resume",))
    if asked == "new" and answer.intents == ("unclear",):
        named = taken_down(f"New referral: {answer.text}")
        if named and all(
            word[:1].isupper() for word in named[0].split() if "@" not in word
        ):  # "Not sure yet" is nobody
            return replace(answer, intents=("new",), argument=named)
    if role == "coordinator":
        if "new" not in answer.intents and books.organisation.supporter(message.author.email):
            own = _answer(message, "supporter", None, (), books, sent)
            if _OF_A_SUPPORTER & {*own.intents}:
                return own  # who coordinates may be a supporter as well
        return replace(answer, argument=taken_down(answer.text)) if "new" in answer.intents else answer
    return answer if _is_command(answer, "supporter", message.author) else _answer(message, role, None, (), books, sent)


def _is_command(answer: Answer, role: Role, author: Address) -> bool:
    """A bare HELP or STATUS is no cry for help, and a coordinator's NEW REFERRAL is taken down for somebody else."""
    if role == "coordinator" and "new" in answer.intents:
        return True
    said = without_courtesies(answer.text, author.name)
    return bool(answer.intents) and set(answer.intents) <= {"help", "status"} and len(said.split()) <= _BARE


def _is_ours(author: Address, books: Books) -> bool:
    return books.organisation.is_office(author.email) or books.organisation.supporter(author.email) is not None


def _answer(
    message: InboundMessage,
    role: Role,
    asked: str | None,
    listed: Sequence[str],
    books: Books,
    sent: datetime,
) -> Answer:
    people = (books.organisation.person(email) or books.organisation.supporter(email) for email in listed)
    return read_answer(
        role,
        words_of(message).text,
        subject_words(message, ()),
        books.phrases,
        books.organisation,
        sent=sent,
        asked=asked,
        listed=tuple(person.name if person else "" for person in people),
    )


def _answered(
    message: InboundMessage, arrival: Arrival, desk: Desk, store: Store, books: Books, keys: Keys
) -> Reading | None:
    """The mail as an answer to a letter of ours, or None where it carries no living mark."""
    found = _marked(message, store, keys)
    if found is None:
        return None
    case, mark = found
    role = _ANSWERING_ROLES.get(mark.role)
    if role is None or mark.letter in ("peer/tell-received", "peer/tell-crisis"):
        return None  # a writer's reply to the acknowledgement belongs to the case by its thread
    answer = _answer(message, role, mark.letter, mark.listed, books, message.date or arrival.received)
    answer = _with_what_is_passed_on(answer, message, books)
    if not message.author.same(mark.reader) or (arrival.vouched is False and role != "peer"):
        words = answer.text if answer.safety else ""
        decision = decide.on_answer_from_elsewhere(mark, case, answer.safety, arrival, desk, words)
    else:
        decision = decide.on_answer(answer, mark, case, arrival, desk)
    return Reading(message, decision, None, answer)


def _with_what_is_passed_on(answer: Answer, message: InboundMessage, books: Books) -> Answer:
    """A sign of danger in a mail that is passed on below the answer counts as the writer's own words. Our own letters are no such mail."""
    if answer.safety:
        return answer
    others = [
        passage.text
        for passage in message.forwarded
        if not (passage.author and canonical(passage.author.email) in books.intake_addresses)
        and not marks_in((), (), passage.text)
    ]
    read = read_safety("\n\n".join(others), "", books.phrases)
    if not read.danger:
        return answer
    text = "\n\n".join(part for part in (answer.text, *others) if part.strip())
    return replace(answer, safety=True, text=text, because=(*answer.because, *read.because))


def _marked(message: InboundMessage, store: Store, keys: Keys) -> tuple[Case, Mark] | None:
    """The case and mark this mail answers: a mark of this very author's before one of somebody else's.

    Looked for in the address it was sent to, in the Message-IDs it names, in the body; each is checked against the key.
    """
    addresses = (*(a.email for a in (*message.to, *message.cc)), *message.delivered_to)
    ids = (*message.in_reply_to, *reversed(message.references))
    others: tuple[Case, Mark] | None = None
    for text in marks_in(addresses, ids, message.text):
        case = store.case_of_mark(text)
        if case is None:
            continue
        for sequence, mark in enumerate(case.marks):
            if mark.mark != text or not genuine(keys.marks, text, case.id, mark.letter, mark.reader, sequence):
                continue
            if message.author.same(mark.reader):
                return case, mark
            others = others or (case, mark)
    return others


def _cases_of_thread(arrival: Arrival, store: Store) -> tuple[Case, ...]:
    """Cases whose thread this mail continues: those that the same writer referred, by the Message-IDs they wrote or were sent."""
    found: dict[str, Case] = {}
    for message_id in arrival.thread:
        cases = store.cases_of_mail(message_id)
        for mark in marks_in((), (message_id,), ""):
            if (case := store.case_of_mark(mark)) is not None:
                cases = [*cases, case, *(store.cases_of_event(case.event) if case.event else ())]
        for case in cases:
            if arrival.author.same(case.referrer) or arrival.author.same(case.peer.email):
                found[case.id] = case
    return tuple(found.values())


def _on_bounce(message: InboundMessage, meant: Understanding, desk: Desk, store: Store, keys: Keys) -> Decision:
    """A delivery report counts only where it names a letter that really left: anybody can write one."""
    report = meant.bounce
    because = (Reason("kind", "bounce"),)
    if report is not None:
        addresses = (*(a.email for a in message.to), *message.delivered_to)
        ids = (report.original_id, *message.in_reply_to, *message.references)
        for text in marks_in(addresses, ids, message.text):
            case = store.case_of_mark(text)
            for sequence, mark in enumerate(case.marks if case else ()):
                if (
                    case
                    and mark.mark == text
                    and genuine(keys.marks, text, case.id, mark.letter, mark.reader, sequence)
                ):
                    failed = not report.failed or any(canonical(f) == canonical(mark.reader) for f in report.failed)
                    if failed and (report.permanent or report.delayed):
                        decision = decide.on_undelivered(case, mark.letter, mark.reader, report.permanent, desk)
                        return replace(decision, filing="Ignored", meant="bounce")
        told = bounced(ids, store, desk.organisation, desk.now) if report.permanent else None
        if told is not None:
            return told
    return Decision(filing="Ignored", because=because, meant="bounce")
