"""The one gate: may this letter leave? Asked again at the moment of sending, when wishes may have changed.

A letter that is held back is not written later: what it said is overtaken, or must be said by telephone.
"""

from mailer.casework.desk import Desk
from mailer.casework.exclusion import may_hold, why_never
from mailer.casework.routing import office_address
from mailer.model.address import canonical
from mailer.model.case import Case, Outcome, State
from mailer.model.letters import Letter

_AFTER_THE_CLOSE = ("peer/tell-understood", "peer/tell-resources", "peer/tell-crisis")
_OWNERS_ALONE = (
    "coordinator/ask-match", "coordinator/ask-rematch", "coordinator/ask-overdue", "coordinator/ask-which-person",
    "coordinator/ask-crisis", "coordinator/tell-accepted", "coordinator/tell-outcome",
    "coordinator/ask-unclear",
    "coordinator/tell-forwarded",
    "coordinator/tell-undelivered",
)  # fmt: skip
_INVITING = ("supporter/ask-invitation", "supporter/ask-again")
_MATCHED = (State.REACHED_OUT, State.TALKING)


def letter_allowed(letter: Letter, case: Case | None, desk: Desk) -> str | None:
    """The reason why a letter may not leave; None where it may. Reasons name nobody.

    Asked when a letter is written: a self-referral lifts a stop with the same commit, so its acknowledgement passes.
    """
    return _reason(letter.name, letter.to.email, case, desk, asked_anew=letter.name == "peer/tell-received")


def may_leave_now(letter: str, to: str, case: Case | None, desk: Desk) -> str | None:
    """The same at the moment of sending, for a letter of the outbox: its name and its reader's address. A stop holds for all."""
    return _reason(letter, to, case, desk, asked_anew=False)


def _reason(letter: str, to: str, case: Case | None, desk: Desk, *, asked_anew: bool) -> str | None:
    reader = letter.partition("/")[0]
    if reader == "peer":
        return _to_peer(letter, to, case, desk, asked_anew)
    if case is None:
        return None
    owns = canonical(case.owner) == canonical(to)
    if letter in _OWNERS_ALONE and not owns and not may_hold(case, office_address(to, desk), desk):
        return "this office may not know of the case"
    if reader == "supporter":
        return _to_supporter(letter, to, case, desk)
    return None


def _to_peer(letter: str, to: str, case: Case | None, desk: Desk, asked_anew: bool) -> str | None:
    if letter == "peer/tell-crisis":
        return None
    if desk.stopped(to) and not asked_anew:
        return "the peer has asked never to be contacted"
    if case is None:
        return None
    if case.peer.contact == "phone":
        return "the peer wants to be called, not written to"
    if not case.peer.email or canonical(case.peer.email) != canonical(to):
        return "the address is not used any more"
    if case.peer.directory_email and desk.stopped(case.peer.directory_email) and not asked_anew:
        return "the peer has asked never to be contacted"
    if case.state is State.CLOSED and letter not in _AFTER_THE_CLOSE:
        return "the case is closed"
    if case.state is State.CLOSED and letter == "peer/tell-understood" and case.outcome is Outcome.MET:
        return "there was no no to understand"
    return None


def _to_supporter(letter: str, to: str, case: Case, desk: Desk) -> str | None:
    supporter = desk.organisation.supporter(to)
    if supporter is None:
        return "no longer a supporter"
    if letter == "supporter/tell-released":
        return None
    if why_never(case, supporter, desk):
        return "this supporter may not be asked for the case"
    current = case.supporter is not None and canonical(case.supporter) == canonical(to)
    if letter in _INVITING and not (current and case.state is State.INVITED):
        return "the supporter is not asked any more"
    if letter == "supporter/tell-handover" and not (current and case.state in _MATCHED):
        return "the supporter does not hold the case any more"
    return None
