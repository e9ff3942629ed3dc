"""Troubles of servers that last: the operator hears of each once, by mail, with the cure. No word, name or address of a referral.

A service that stops reading in silence is the worst trouble of all, so this stands beside what the log says.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from mailer.edges.store import Store
from mailer.model.decision import Decision
from mailer.model.letters import OperatorTrouble
from mailer.model.meaning import Reason
from mailer.model.organisation import SYSTEM, Organisation
from mailer.model.record import Change, Fact

PATIENCE = timedelta(minutes=30)
"""A server that is back within this time was only restarted."""
_PREFIX = "trouble "
_TOLD = "told "
CURE = "Run the command check: it says line by line which server answers and which does not, and why. No mail is lost meanwhile."


def lasting_troubles(
    troubles: Sequence[str], store: Store, organisation: Organisation, now: datetime
) -> Decision | None:
    """What is to be told now, as a decision; None where nothing is. Troubles that are over are forgotten."""
    names = {_name(trouble): trouble for trouble in troubles}
    known = {fact.name: fact for fact in store.facts(_PREFIX)}
    over = tuple(name for name in known if name not in names)
    new = tuple(Fact(name, now.isoformat()) for name in names if name not in known)
    if over or new:
        store.commit(Change(facts=new, forgotten_facts=over))
    letters, told = [], []
    for name, trouble in names.items():
        fact = known.get(name)
        if fact is None or fact.value.startswith(_TOLD):
            continue
        since = datetime.fromisoformat(fact.value)
        if now - since >= PATIENCE:
            letters.append(
                OperatorTrouble(to=organisation.operator, region=SYSTEM, trouble=trouble, cure=CURE, since=since)
            )
            told.append(Fact(name, f"{_TOLD}{fact.value}"))
    if not letters:
        return None
    because = (Reason("decision", "a trouble that lasts"),)
    return Decision(letters=tuple(letters), facts=tuple(told), because=because, meant="trouble")


def _name(trouble: str) -> str:
    return _PREFIX + hashlib.sha256(trouble.encode()).hexdigest()[:16]
