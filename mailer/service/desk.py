"""The desk on which a decision is made: what is known at this moment, as plain values and questions."""

from datetime import date, timedelta

from mailer.casework.desk import Desk, absence_fact, crisis_letter_fact, pause_fact
from mailer.inbound.parse import parse
from mailer.inbound.words import words_of
from mailer.model.case import Case
from mailer.model.decision import Load
from mailer.model.errors import CannotEver, CannotNow
from mailer.model.record import Folder
from mailer.service.books import Books, Keys
from mailer.service.doors import Edges

_KEPT: tuple[Folder, ...] = ("Handled", "Needs a person")


def desk_of(books: Books, keys: Keys, edges: Edges) -> Desk:
    """A desk for one decision. Its questions ask the store (and, for words, the mailbox) only when they are asked."""
    store = edges.store
    now = edges.now()

    def crisis_letter_due(email: str) -> bool:
        fact = store.fact(crisis_letter_fact(keys.stop_hash(email)))
        return fact is None or fact.until is None or fact.until <= now

    def away(email: str) -> date | None:
        fact = store.fact(absence_fact(keys.stop_hash(email)))
        if fact is None or (fact.until is not None and fact.until <= now):
            return None
        return date.fromisoformat(fact.value) if fact.value else (now + timedelta(days=1)).date()

    def paused(email: str) -> date | None:
        fact = store.fact(pause_fact(keys.stop_hash(email)))
        return (
            None if fact is None or (fact.until is not None and fact.until <= now) else date.fromisoformat(fact.value)
        )

    return Desk(
        organisation=books.organisation,
        rulebook=books.rulebook,
        now=now,
        loads={address: Load(count, asked) for address, (count, asked) in store.loads().items()},
        open_cases=tuple(store.open_cases()),
        fresh_ids=tuple(i for i in edges.fresh_ids(128) if store.case(i) is None),
        stopped=lambda email: store.stopped(keys.stop_hash(email)),
        hash_of=keys.stop_hash,
        fetch_words=lambda case: fetch_words(case, books, edges),
        crisis_letter_due=crisis_letter_due,
        away=away,
        paused=paused,
    )


def fetch_words(case: Case, books: Books, edges: Edges) -> str | None:
    """The writer's words again, from the mail that is kept while its case is open; None where it is gone or out of reach."""
    system = books.organisation.intake_for("system").address
    for address in dict.fromkeys((case.mailbox, system)):
        door = edges.door_of(address)
        if door is None:
            continue
        for message_id in case.mail_ids[:1]:
            for folder in _KEPT:
                try:
                    raw = door.mailbox.fetch_from(folder, message_id)
                except (CannotNow, CannotEver):
                    continue
                if raw is not None:
                    return words_of(parse(raw, ours=books.intake_addresses)).text
    return None
