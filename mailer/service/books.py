"""What a pass works with: the organisation, the rules, the words of the letters, the keys. Read once at the start, never changed."""

import hashlib
import hmac
from dataclasses import dataclass

from mailer.casework.rulebook import Rulebook
from mailer.inbound.people import People
from mailer.inbound.phrases import Phrasebook
from mailer.model.address import canonical
from mailer.model.organisation import Organisation
from mailer.outbound.compose import Templates


@dataclass(frozen=True)
class Keys:
    """Keys derived from the master key, one a purpose."""

    marks: bytes
    stops: bytes
    senders: bytes

    def stop_hash(self, email: str) -> str:
        """The keyed hash under which a stop outlives its case."""
        return hmac.new(self.stops, canonical(email).encode(), hashlib.sha256).hexdigest()

    def sender_hash(self, email: str) -> str:
        return hmac.new(self.senders, canonical(email).encode(), hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True)
class Books:
    """Everything that is read at the start."""

    organisation: Organisation
    people: People
    phrases: Phrasebook
    rulebook: Rulebook
    templates: Templates

    @property
    def intake_addresses(self) -> frozenset[str]:
        return frozenset(canonical(a) for i in self.organisation.intakes for a in (i.address, *i.aliases))
