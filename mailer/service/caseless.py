"""Letters that belong to no case: remembered by their Message-ID for a while, so that a report about one is not a mystery.

Also what the digest says of letters that are stuck. Names nobody.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mailer.edges.store import Store
from mailer.model.decision import Decision
from mailer.model.letters import OperatorTrouble
from mailer.model.meaning import Reason
from mailer.model.organisation import SYSTEM, Organisation
from mailer.model.record import Fact, Queued, StoreCounts

_KEPT = timedelta(days=14)
_PREFIX = "letter without a case "


def without_a_case(letters: Iterable[Queued], now: datetime) -> tuple[Fact, ...]:
    """A fact for each letter that no case remembers. The operator's own are left out: a report of one must not bring another."""
    return tuple(
        Fact(_PREFIX + q.message_id, q.letter, now + _KEPT)
        for q in letters
        if q.case is None and not q.letter.startswith("operator/")
    )


def bounced(ids: Iterable[str], store: Store, organisation: Organisation, now: datetime) -> Decision | None:
    """What a report of failed delivery brings about that names such a letter: the operator hears of it. None where it names none."""
    for message_id in ids:
        fact = store.fact(_PREFIX + message_id) if message_id else None
        if fact is not None:
            trouble = OperatorTrouble(
                to=organisation.operator,
                region=SYSTEM,
                since=now,
                trouble=f"A letter {fact.value} could not be delivered.",
                cure="Where it went to a coordinator, check the addresses of the regions in config.toml; what it told of lies in Handled.",
            )
            return Decision(
                letters=(trouble,),
                filing="Ignored",
                meant="bounce",
                because=(Reason("kind", "a letter without a case bounced"),),
            )
    return None


def stuck_letters(counts: StoreCounts) -> tuple[str, ...]:
    """Lines for the system office's digest: letters refused for good, and letters whose fate is unknown."""
    lines = []
    if counts.failed:
        lines.append(f"{counts.failed} letters were refused for good; the command status counts them.")
    if counts.unknown:
        lines.append(f"{counts.unknown} letters were handed over without an answer, and go once more.")
    return tuple(lines)
