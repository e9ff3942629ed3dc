"""What every letter has, and the parts that several letters share."""

from dataclasses import dataclass
from typing import ClassVar

from mailer.model.address import Address
from mailer.model.case import ReaderRole
from mailer.model.meaning import Contact
from mailer.model.question import Asked


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What every letter has. `region` chooses the intake in From; `thread` are Message-IDs it follows, oldest first.

    `case` stands in the subjects of coordinators and supporters, and is None where no case belongs to the letter.
    The From name is the programme's, the address the intake's, unless `from_name` says otherwise.
    """

    name: ClassVar[str]
    reader: ClassVar[ReaderRole]
    to: Address
    region: str
    case: str | None = None
    thread: tuple[str, ...] = ()
    language: str = "en"
    from_name: str = ""
    asked: Asked | None = None  # what a bare answer to it completes; shown nowhere by itself

    @property
    def listed(self) -> tuple[str, ...]:
        """Addresses offered by number, in order."""
        return ()

    @property
    def about(self) -> tuple[str, ...]:
        """Ids of further cases that the letter reminds of, beside its own."""
        return ()

    @property
    def asks(self) -> bool:
        return self.name.partition("/")[2].startswith("ask-")


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be named by number: a supporter who fits, or a person who may be meant."""

    number: int
    name: str
    email: str
    line: str  # role, department, community, as one line
    why: tuple[str, ...] = ()  # short reasons a coordinator understands
    mind: str = ""  # what speaks against: "has 2 of 2 now"


@dataclass(frozen=True)
class PeerCard:
    """What a coordinator sees of the peer."""

    name: str  # or "a colleague who is not named"
    line: str = ""  # role, department, community
    email: str | None = None
    phone: str | None = None  # as people write it: 207-555-0123
    contact: Contact = "any"
    note: str = ""  # "not in the directory", "two people of that name"


@dataclass(frozen=True)
class SiblingCase:
    """Another case of the same mail that the same coordinator holds."""

    case: str
    peer_name: str
