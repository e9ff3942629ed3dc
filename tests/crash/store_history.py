"""A history that the crash tests and the killed writer share: which change comes at which step, the same for everybody.

Cases are opened, moved, erased; letters are queued, fail, leave; mail is seen and purged. Every step notes its number as a fact.
"""

from dataclasses import replace
from datetime import timedelta

from mailer.model.case import State
from mailer.model.record import Change, Fact, Stop
from tests.edges.store.store_in_dicts import InDicts
from tests.edges.store.store_samples import NOON, a_case, a_letter, a_mail

CASES = 20
STATES = list(State)


def change_at(step: int, before: InDicts) -> Change:
    """The change of a step, from what was before."""
    case_id = f"case-{step % CASES}"
    known = before.cases.get(case_id)
    moment = NOON + timedelta(minutes=step)
    case = replace(
        a_case(case_id), state=STATES[step % len(STATES)], opened_at=moment, version=known.version + 1 if known else 1
    )
    change = Change(
        cases=(case,),
        seen=(a_mail(f"digest-{step}", uid=step, received=step / 60, cases=(case_id,)),),
        queued=(a_letter(f"letter-{step}", case=case_id), a_letter(f"notice-{step}", case=None)),
        left=(f"letter-{step - 2}", f"notice-{step - 1}"),
        facts=(Fact("step", str(step)),),
    )
    if step % 7 == 0:
        change = replace(change, stops=(Stop(f"hash-{step}", NOON),), lifted=(f"hash-{step - 14}",))
    if step % 23 == 0:
        purged = tuple(f"digest-{n}" for n in range(step - 40, step - 5))
        change = replace(change, erased_cases=(f"case-{(step + 5) % CASES}",), erased_seen=purged)
    return change


def history(steps: int) -> InDicts:
    """What is kept after so many steps."""
    kept = InDicts()
    for step in range(1, steps + 1):
        kept.apply(change_at(step, kept))
    return kept
