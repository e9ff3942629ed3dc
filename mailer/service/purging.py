"""What is past its keeping time goes: closed cases with their keys, filed mail, facts that have run out, and
letters that were refused for good, which hold words.

"Needs a person" is never purged by itself, and the mail of an open case stays: its words may be needed again.
"""

from dataclasses import dataclass
from datetime import timedelta

from mailer.model.errors import CannotEver, CannotNow
from mailer.model.record import Change, Folder
from mailer.service.books import Books
from mailer.service.doors import Edges

_PURGED: tuple[Folder, ...] = ("Handled", "Ignored")


@dataclass(frozen=True)
class PurgeReport:
    """How much went, and what could not be done."""

    cases: int = 0
    mails: int = 0
    letters: int = 0
    troubles: tuple[str, ...] = ()


def purge(books: Books, edges: Edges) -> PurgeReport:
    """One purge at the time of the edges' clock. Servers that are away are said; what they keep goes the next time."""
    now, store, organisation = edges.now(), edges.store, books.organisation
    closed_before = now - timedelta(days=organisation.closed_days)
    mail_before = now - timedelta(days=organisation.mail_days)
    over = [
        case
        for case in store.cases()
        if case.closed_at is not None and case.closed_at <= closed_before and not case.is_open
    ]
    kept = {message_id for case in store.open_cases() for message_id in case.mail_ids}
    mails = letters = 0
    troubles: list[str] = []
    for door in edges.doors:
        try:
            door.mailbox.prepare()
            mails += sum(door.mailbox.purge(folder, mail_before, kept) for folder in _PURGED)
            letters += door.mailbox.purge_sent(mail_before)
        except (CannotNow, CannotEver) as trouble:
            troubles.append(trouble.plain)
    seen = [
        mail.identity
        for mail in store.seen_before(mail_before)
        if mail.filed and not mail.needs_a_person and mail.message_id not in kept
    ]
    stale = [fact.name for fact in store.facts() if fact.until is not None and fact.until <= now]
    change = Change(
        erased_cases=tuple(case.id for case in over),
        erased_seen=tuple(seen) if not troubles else (),
        forgotten_facts=tuple(stale),
        left=tuple(letter.id for letter in store.outbox("failed") if letter.queued_at <= mail_before),
    )
    if not change.empty:
        store.commit(change)  # what it erases is gone from the files at once
    edges.journal.info("purged", cases=len(over), mails=mails, sent=letters)
    return PurgeReport(len(over), mails, letters, tuple(troubles))
