"""Letters that belong to no case: remembered by their Message-ID for a while, so that a report about one is not a mystery,
and an answer to one is known by the question it answers. Only its reader can answer: the id is random and was told nobody else.

Also what the digest says of letters that are stuck. Names nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from mailer.casework.routing import operator_beside
from mailer.edges.store import Store
from mailer.model.address import Address
from mailer.model.decision import Decision
from mailer.model.letters import Letter, OperatorTrouble
from mailer.model.meaning import Reason
from mailer.model.organisation import SYSTEM, Organisation
from mailer.model.question import Asked, Question
from mailer.model.record import Fact, Queued, StoreCounts
from mailer.service.books import Keys

_KEPT = timedelta(days=14)
_PREFIX = "letter without a case "
_TOLD = "told of "
_ONCE_IN = timedelta(days=7)
"""An address that refuses mail refuses every letter: the operator needs to hear it once, and again after a week."""


@dataclass(frozen=True)
class _Remembered:
    """A letter without a case: its name, the keyed hash of its reader, what it asked, and the mail it is about."""

    letter: str
    reader: str = ""
    asked: Asked | None = None
    about: str = ""


_REMEMBERED = TypeAdapter(_Remembered)


def without_a_case(letters: Iterable[Queued], keys: Keys, now: datetime, about: str) -> tuple[Fact, ...]:
    """A fact for each letter that no case remembers. The operator's own are left out: a report of one must not bring another."""
    return tuple(
        Fact(
            _PREFIX + q.message_id,
            _REMEMBERED.dump_json(_Remembered(q.letter, keys.stop_hash(q.to), q.asked, about)).decode(),
            now + _KEPT,
        )
        for q in letters
        if q.case is None and not q.letter.startswith("operator/")
    )


def _remembered(message_id: str, store: Store) -> _Remembered | None:
    fact = store.fact(_PREFIX + message_id) if message_id else None
    return _REMEMBERED.validate_json(fact.value) if fact else None


def question_of(ids: Iterable[str], reader: str, store: Store, keys: Keys) -> Question | None:
    """The letter without a case that a mail of its reader answers, the newest that it names."""
    for message_id in ids:
        known = _remembered(message_id, store)
        if known is not None and known.reader == keys.stop_hash(reader):
            return Question(known.letter, known.asked, known.about)
    return None


def bounced(ids: Iterable[str], store: Store, organisation: Organisation, now: datetime) -> Decision | None:
    """What a report of failed delivery brings about that names such a letter: the operator hears of it. None where it names none."""
    for message_id in ids:
        known = _remembered(message_id, store)
        if known is not None:
            text = f"A letter {known.letter} could not be delivered."
            told = _trouble(known.letter, organisation.operator, known.reader, now, text)
            return replace(told, filing="Ignored", meant="bounce")
    return None


def refused(letter: Queued, organisation: Organisation, keys: Keys, now: datetime) -> Decision | None:
    """A letter to an office that belongs to no case was refused: its mail lies in Handled, and nobody would ever hear of it.

    So it is where the operator's own address refuses mail: then somebody of the system office hears of it.
    """
    if not letter.letter.startswith(("coordinator/", "operator/")):
        return None
    what = f"A letter {letter.letter} to an office was refused by the mail server for good."
    return _trouble(letter.letter, operator_beside(letter.to, organisation), keys.stop_hash(letter.to), now, what)


def _trouble(letter: str, to: Address, reader: str, now: datetime, what: str) -> Decision:
    cure = "Where it went to a coordinator, check the addresses of the regions in config.toml; what it told of lies in Handled."
    if letter.startswith("operator/"):
        cure = "Check the operator's address in config.toml."
    trouble = OperatorTrouble(to=to, region=SYSTEM, since=now, trouble=what, cure=cure, once=reader)
    because = (Reason("kind", "a letter without a case did not arrive"),)
    return Decision(letters=(trouble,), because=because, meant="trouble")


def told_lately(decision: Decision, store: Store, now: datetime) -> tuple[Decision, tuple[Fact, ...]]:
    """The decision without what the operator was told within the week, and the facts that remember what is told now."""
    letters, facts = list[Letter](), dict[str, Fact]()
    for letter in decision.letters:
        if isinstance(letter, OperatorTrouble) and letter.once:
            name = f"{_TOLD}{letter.once}"
            before = store.fact(name)
            if name in facts or (before is not None and before.until is not None and before.until > now):
                continue
            facts[name] = Fact(name, now.isoformat(), now + _ONCE_IN)
        letters.append(letter)
    return replace(decision, letters=tuple(letters)), tuple(facts.values())


def stuck_letters(counts: StoreCounts) -> tuple[str, ...]:
    """Lines for the system office's digest: letters refused for good, and letters whose fate is unknown."""
    lines = []
    if counts.failed:
        lines.append(f"{counts.failed} letters were refused for good; the command status counts them.")
    if counts.unknown:
        lines.append(f"{counts.unknown} letters were handed over without an answer, and go once more.")
    return tuple(lines)
