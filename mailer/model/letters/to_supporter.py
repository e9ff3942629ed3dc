"""Letters to supporters: a name, after a yes the contact, the peer's own words. What a referrer wrote has no field here."""

from dataclasses import dataclass

from mailer.model.letters.letter import Letter
from mailer.model.meaning import Contact


@dataclass(frozen=True, kw_only=True)
class SupporterInvitation(Letter):
    """Asks a supporter to reach out. The name only: contact comes with the handover, the reason has no field anywhere."""

    name = "supporter/ask-invitation"
    reader = "supporter"
    supporter_name: str
    peer_name: str
    peer_line: str  # role and place, so that they know whether they know the peer
    coordinator_name: str
    answer_within_hours: int


@dataclass(frozen=True, kw_only=True)
class SupporterAgain(SupporterInvitation):
    """The same question, once more."""

    name = "supporter/ask-again"


@dataclass(frozen=True, kw_only=True)
class SupporterHandover(Letter):
    """After a yes: how to reach the peer. `wrote`: the outreach or introduction has left, in the supporter's name.

    `changed`: the supporter has had this letter before, and the way to reach the peer is another one now.
    """

    name = "supporter/tell-handover"
    reader = "supporter"
    supporter_name: str
    peer_name: str
    email: str | None
    phone: str | None
    contact: Contact
    wrote: bool
    self_referral: bool = False
    changed: bool = False
    coordinator_name: str = ""


@dataclass(frozen=True, kw_only=True)
class SupporterReleased(Letter):
    """Nothing more to do: another was found, the peer prefers none, or the invitation was withdrawn. `why` is of a closed set."""

    name = "supporter/tell-released"
    reader = "supporter"
    supporter_name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class SupporterHowItWent(Letter):
    """Asks for one word: met, ongoing, no answer, declined. No place for notes."""

    name = "supporter/ask-how-it-went"
    reader = "supporter"
    supporter_name: str
    peer_name: str


@dataclass(frozen=True, kw_only=True)
class SupporterPeerWrote(Letter):
    """The peer's own words, passed on and kept nowhere. `accepts`: the peer wants to talk."""

    name = "supporter/tell-peer-wrote"
    reader = "supporter"
    supporter_name: str
    peer_name: str
    words: str
    accepts: bool
    email: str | None = None
    phone: str | None = None
    contact: Contact = "any"
