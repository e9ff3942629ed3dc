"""What a mail means: the terms of the programme's definitions, with the rule and the words behind each."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from mailer.model.address import Address

Kind = Literal["referral", "correction", "volunteer", "inquiry", "automatic", "bounce", "other", "unclear"]
ReferralType = Literal["self", "colleague", "event"]
Contact = Literal["any", "phone", "email"]
Resolved = Literal["directory", "ambiguous", "text", "unresolved"]
Role = Literal["coordinator", "supporter", "peer"]

Intent = Literal[
    # coordinator
    "assign", "transfer", "outside", "hold", "close", "status", "acknowledge", "help", "undo", "new", "release",
    # supporter
    "accept", "decline", "met", "no-answer", "peer-declined", "resources", "ongoing", "handback", "pause", "resume", "escalate",
    # peer (with accept, decline and resources)
    "stop",
    "unclear",
]  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """Why something was concluded: the field, the name of the rule, and the words of the mail."""

    field: str
    rule: str
    words: str = ""


@dataclass(frozen=True)
class PeerMeant:
    """A person to be supported, as a mail names them. `phone` is E.164; `candidates` are directory addresses where several fit."""

    name: str | None
    email: str | None = None
    phone: str | None = None
    contact: Contact = "any"
    region: str = "system"
    resolved: Resolved = "unresolved"
    directory_email: str | None = None  # the directory row this person is, where resolved
    candidates: tuple[str, ...] = ()  # directory addresses of all that fit, where ambiguous
    community: str | None = None  # id, by directory or as the mail gives the peer's place
    outside: bool = False  # a supporter from elsewhere is asked for, for this peer


@dataclass(frozen=True)
class Bounce:
    """What a delivery report says. `original_id` is the Message-ID of the mail it returns, with <>."""

    failed: tuple[str, ...] = ()
    permanent: bool = False
    delayed: bool = False
    original_id: str = ""
    status: str = ""  # RFC 3463, for example 5.1.1


@dataclass(frozen=True)
class Absence:
    """An out-of-office: until when, where the mail says so."""

    until: date | None = None


@dataclass(frozen=True)
class Understanding:
    """What a mail that answers nothing of ours means."""

    kind: Kind
    because: tuple[Reason, ...] = ()
    referral: ReferralType | None = None
    leant: bool = False  # no rule told the kind, the weighed words did: enough to act on, not enough to lift a stop
    peers: tuple[PeerMeant, ...] = ()
    outside: bool = False
    avoid: tuple[str, ...] = ()
    safety: bool = False
    concern: bool = False  # tier B: a line on top of the coordinator's letter
    spam: bool = False
    secure_mail: bool = False
    answerable: bool = True  # False: a machine, a list or a null reverse-path: nobody may be written to
    referrer: Address | None = None  # whose words these are
    language: str = "en"
    wants_language: str | None = None
    bounce: Bounce | None = None
    absence: Absence | None = None
    words: str = ""  # the newest words, as they may be passed to the coordinator
    contact: Contact = "any"  # how the writer asks to be reached, should they be the peer of a case
    phone: str | None = None  # the one number that stands beside a wish for calls, E.164


@dataclass(frozen=True)
class Answer:
    """What an answer in a conversation means. `argument` as UNDERSTANDING defines; `text` the newest words alone."""

    role: Role
    intents: tuple[Intent, ...]
    text: str = ""
    argument: str | tuple[str, ...] | None = None
    hold_until: date | None = None
    safety: bool = False
    language: str = "en"
    because: tuple[Reason, ...] = ()
    contact: Contact = "any"  # of a peer: how they ask to be reached from now on
    phone: str | None = None  # the one number that stands beside the wish for calls, E.164
