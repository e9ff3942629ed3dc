"""Letters to referrers and peers. Who referred, and what they wrote, has no field here; a referrer's has none for an outcome."""

from dataclasses import dataclass

from mailer.model.letters.letter import Letter
from mailer.model.meaning import Contact
from mailer.model.organisation import CrisisLine, Resource


@dataclass(frozen=True, kw_only=True)
class ReferrerReceived(Letter):
    """Says that the mail arrived. The same words whatever happens afterwards."""

    name = "referrer/tell-received"
    reader = "referrer"


@dataclass(frozen=True, kw_only=True)
class ReferrerCrisis(Letter):
    """To somebody who wrote of danger: a person was told, and whom to call now."""

    name = "referrer/tell-crisis"
    reader = "referrer"
    lines: tuple[CrisisLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PeerReceived(Letter):
    """To a peer who wrote for themselves: arrived; a colleague will be in touch."""

    name = "peer/tell-received"
    reader = "peer"
    within_hours: int
    contact: Contact = "any"


@dataclass(frozen=True, kw_only=True)
class PeerCrisis(Letter):
    """To a peer whose own words held a sign of danger. No case number, no name, nothing else."""

    name = "peer/tell-crisis"
    reader = "peer"
    lines: tuple[CrisisLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PeerOutreach(Letter):
    """The first letter to a peer whom others referred: an invitation, signed by the supporter. Never who referred."""

    name = "peer/ask-outreach"
    reader = "peer"
    peer_name: str
    supporter_name: str
    supporter_line: str
    supporter_email: str | None = None


@dataclass(frozen=True, kw_only=True)
class PeerIntroduction(Letter):
    """To a peer who asked for it: who will be in touch."""

    name = "peer/tell-introduction"
    reader = "peer"
    peer_name: str
    supporter_name: str
    supporter_line: str
    supporter_email: str | None = None


@dataclass(frozen=True, kw_only=True)
class PeerUnderstood(Letter):
    """After a no: understood, the door stays open; may resources be sent? `resources_come`: they were asked for already."""

    name = "peer/tell-understood"
    reader = "peer"
    peer_name: str
    resources_come: bool = False


@dataclass(frozen=True, kw_only=True)
class PeerResources(Letter):
    """The resources a peer permitted."""

    name = "peer/tell-resources"
    reader = "peer"
    peer_name: str
    resources: tuple[Resource, ...] = ()
    lines: tuple[CrisisLine, ...] = ()
