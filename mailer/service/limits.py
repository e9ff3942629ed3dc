"""How often one address is answered by itself: a last guard against two machines that answer each other; and one mail, once.

Counts acknowledgements under a keyed hash, for a day: never crisis letters, nor what a person decided.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from mailer.edges.store import Store
from mailer.model.decision import Decision
from mailer.model.record import Fact, Queued
from mailer.service.books import Keys

MOST_A_DAY = 40
ACKNOWLEDGEMENTS = frozenset(
    {"referrer/tell-received", "peer/tell-received", "inquirer/tell-about", "volunteer/tell-thanks"}
)
CRISIS_LETTERS = frozenset({"referrer/tell-crisis", "peer/tell-crisis"})


def not_written_again(decision: Decision, *, crisis_told: bool) -> Decision:
    """The decision about a mail that a person moved back to INBOX: its writer has had their acknowledgement.

    And their crisis letter, where that very mail brought one: a second, days later and for nothing new, would alarm. Where its
    danger was not seen the first time, the letter is still owed.
    """
    had = ACKNOWLEDGEMENTS | CRISIS_LETTERS if crisis_told else ACKNOWLEDGEMENTS
    return replace(decision, letters=tuple(letter for letter in decision.letters if letter.name not in had))


def brings_the_crisis_letter(decision: Decision) -> bool:
    """Does this decision write to somebody in danger, or to the one who told of it?"""
    return any(letter.name in CRISIS_LETTERS for letter in decision.letters)


def answered_enough(email: str, store: Store, keys: Keys, now: datetime) -> bool:
    """Has this address had as many acknowledgements as a day may bring?"""
    fact = _fact(email, store, keys, now)
    return fact is not None and int(fact.value) >= MOST_A_DAY


def counted(letters: Iterable[Queued], store: Store, keys: Keys, now: datetime) -> tuple[Fact, ...]:
    """The counts after these letters; the day starts with the first of them."""
    facts: dict[str, Fact] = {}
    for letter in letters:
        if letter.letter in ACKNOWLEDGEMENTS:
            name = _name(letter.to, keys)
            before = facts.get(name) or _fact(letter.to, store, keys, now)
            until = before.until if before else now + timedelta(days=1)
            facts[name] = Fact(name, str(int(before.value) + 1 if before else 1), until)
    return tuple(facts.values())


def _fact(email: str, store: Store, keys: Keys, now: datetime) -> Fact | None:
    fact = store.fact(_name(email, keys))
    return fact if fact is not None and fact.until is not None and fact.until > now else None


def _name(email: str, keys: Keys) -> str:
    return f"answered {keys.sender_hash(email)}"
