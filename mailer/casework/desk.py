"""What casework is given to decide with: the organisation, the rulebook, the time, and what the store knows.

Every value is handed in: nothing here reads a clock, a file or a mailbox.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from mailer.casework.rulebook import Rulebook
from mailer.model.address import Address, canonical
from mailer.model.case import Case
from mailer.model.decision import Load
from mailer.model.organisation import Organisation


@dataclass(frozen=True)
class Desk:
    """All that a decision may look at besides the case and the mail."""

    organisation: Organisation
    rulebook: Rulebook
    now: datetime  # aware, UTC
    loads: Mapping[str, Load]  # canonical supporter address -> Load
    open_cases: tuple[Case, ...]
    fresh_ids: tuple[str, ...]  # unused case ids, take from the front
    stopped: Callable[[str], bool]  # has the owner of this address asked never to be contacted?
    hash_of: Callable[[str], str]  # keyed hash of an address
    fetch_words: Callable[[Case], str | None]  # the writer's words again from Handled; None where gone
    crisis_letter_due: Callable[[str], bool]  # none in the last 24 hours for that address
    away: Callable[[str], date | None]  # absence known until
    paused: Callable[
        [str], date | None
    ]  # a supporter asked not to be asked until then; date.max: until they write again

    @cached_property
    def meant_by(self) -> dict[str, frozenset[str]]:
        """Whom an avoided name means, kept for the length of one decision: the directory may be long."""
        return {}

    def load_of(self, email: str) -> Load:
        return self.loads.get(canonical(email), Load())

    def is_away(self, email: str) -> bool:
        """Away today, in the programme's zone; back on the day named."""
        return self._before(self.away(email))

    def is_paused(self, email: str) -> bool:
        """As a supporter alone: whoever coordinates as well still does."""
        return self._before(self.paused(email))

    def _before(self, until: date | None) -> bool:
        return until is not None and self.now.astimezone(self.organisation.clock.zone).date() < until


@dataclass(frozen=True)
class Arrival:
    """Facts of a mail that are no meaning."""

    identity: str
    mailbox: str
    region: str
    received: datetime
    author: Address
    message_id: str
    thread: tuple[str, ...] = ()
    subject: str = ""
    answerable: bool = True
    vouched: bool | None = None  # does the mail server vouch for its author? None where the settings do not ask it

    @property
    def follow_up(self) -> tuple[str, ...]:
        """The Message-IDs that an answer to this mail follows (RFC 5322, 3.6.4)."""
        return tuple(dict.fromkeys((*self.thread, self.message_id) if self.message_id else self.thread))


def absence_fact(address_hash: str) -> str:
    """The name of the fact that remembers an absence: its value is the ISO date of the return."""
    return f"absence {address_hash}"


def pause_fact(address_hash: str) -> str:
    """The name of the fact that remembers a supporter's pause: its value is the ISO date on which it ends."""
    return f"pause {address_hash}"


def crisis_letter_fact(address_hash: str) -> str:
    """The name of the fact that remembers the last crisis letter to an address: its value is the time, ISO."""
    return f"crisis-letter {address_hash}"
