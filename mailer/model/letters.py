"""The letters: one type each, holding exactly what its reader may learn.

What has no field here cannot be told: a supporter's letter has no place for what a referrer wrote, a referrer's none for
an outcome. Words for people stand in templates/, one template a letter, under the same name.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from mailer.model.address import Address
from mailer.model.case import ReaderRole
from mailer.model.meaning import Contact
from mailer.model.organisation import CrisisLine, Resource


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What every letter has. `region` chooses the intake in From; `thread` are Message-IDs it follows, oldest first.

    `case` stands in the subjects of coordinators and supporters, and is None where no case belongs to the letter.
    `alone`: the From name is the programme's, the address the intake's, unless `from_name` says otherwise.
    """

    name: ClassVar[str]
    reader: ClassVar[ReaderRole]
    to: Address
    region: str
    case: str | None = None
    thread: tuple[str, ...] = ()
    language: str = "en"
    from_name: str = ""

    @property
    def listed(self) -> tuple[str, ...]:
        """Addresses offered by number, in order."""
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


# ------------------------------------------------------------------ referrer


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


# ---------------------------------------------------------------------- peer


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


# --------------------------------------------------------------- coordinator


@dataclass(frozen=True, kw_only=True)
class AskMatch(Letter):
    """Asks a coordinator for a match. `words` are the writer's newest; None where they must stay out, and `how_to_get` says how."""

    name = "coordinator/ask-match"
    reader = "coordinator"
    peer: PeerCard
    writer: Address | None
    words: str | None
    promise_at: datetime
    how_to_get: str = ""
    candidates: tuple[Candidate, ...] = ()
    siblings: tuple[SiblingCase, ...] = ()
    concern: bool = False  # tier B: read before the next step
    outside: bool = False
    avoid: tuple[str, ...] = ()
    perhaps_not_eligible: bool = False
    self_referral: bool = False
    second_referral: bool = False  # the same person was referred before: this goes with that case
    group: bool = False  # a whole team is asked for
    handed_on: str = ""  # why it comes to this reader: "Maura Quill has not answered"

    @property
    def listed(self) -> tuple[str, ...]:
        return tuple(c.email for c in self.candidates)


@dataclass(frozen=True, kw_only=True)
class AskRematch(AskMatch):
    """Asks again, after a supporter's no or silence, a release, or a change. `why` is one of a closed set of sentences."""

    name = "coordinator/ask-rematch"
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class AskOverdue(Letter):
    """Reminds of a case that waits for the coordinator."""

    name = "coordinator/ask-overdue"
    reader = "coordinator"
    peer_name: str
    promise_at: datetime
    breach: bool = False  # the promise will be, or is, broken
    candidates: tuple[Candidate, ...] = ()

    @property
    def listed(self) -> tuple[str, ...]:
        return tuple(c.email for c in self.candidates)


@dataclass(frozen=True, kw_only=True)
class AskUnclear(Letter):
    """One question back. `readings` are the likely meanings; `words` the writer's, where this reader may see them."""

    name = "coordinator/ask-unclear"
    reader = "coordinator"
    question: str
    writer: Address | None = None
    words: str | None = None
    readings: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @property
    def listed(self) -> tuple[str, ...]:
        return tuple(c.email for c in self.candidates)


@dataclass(frozen=True, kw_only=True)
class AskWhichPerson(Letter):
    """Several people fit the name: which is meant? The coordinator answers with a number."""

    name = "coordinator/ask-which-person"
    reader = "coordinator"
    named: str
    people: tuple[Candidate, ...]
    writer: Address | None
    words: str | None
    promise_at: datetime
    how_to_get: str = ""
    siblings: tuple[SiblingCase, ...] = ()
    concern: bool = False

    @property
    def listed(self) -> tuple[str, ...]:
        return tuple(p.email for p in self.people)


@dataclass(frozen=True, kw_only=True)
class AskCrisis(Letter):
    """A sign of danger: a person is needed now. With `alert_only`: plain text under 140 characters, case id and callback."""

    name = "coordinator/ask-crisis"
    reader = "coordinator"
    alert_only: bool = False
    peer: PeerCard | None = None
    writer: Address | None = None
    writer_role: str = ""  # "the peer", "a colleague", "the supporter"
    words: str | None = None
    how_to_get: str = ""
    page: int = 1
    callback: str = ""  # a telephone number to call


@dataclass(frozen=True, kw_only=True)
class TellDone(Letter):
    """Says what was done at the coordinator's word, and until when it can be undone. `done` are short sentences."""

    name = "coordinator/tell-done"
    reader = "coordinator"
    done: tuple[str, ...]
    undo_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TellNotDone(Letter):
    """Says that nothing was done, why, and what to do."""

    name = "coordinator/tell-not-done"
    reader = "coordinator"
    why: str
    cure: str


@dataclass(frozen=True, kw_only=True)
class TellAccepted(Letter):
    """A supporter accepted. `step`: what happens now: the peer was written to, or will be called."""

    name = "coordinator/tell-accepted"
    reader = "coordinator"
    peer_name: str
    supporter_name: str
    step: str


@dataclass(frozen=True, kw_only=True)
class TellOutcome(Letter):
    """How a case ended: a closed set of sentences, never a peer's words."""

    name = "coordinator/tell-outcome"
    reader = "coordinator"
    peer_name: str
    outcome: str
    resources_sent: bool = False


@dataclass(frozen=True, kw_only=True)
class TellUndelivered(Letter):
    """A letter could not be delivered: which, to whom, and the cure."""

    name = "coordinator/tell-undelivered"
    reader = "coordinator"
    letter: str
    address: str
    reason: str
    cure: str
    delayed: bool = False


@dataclass(frozen=True, kw_only=True)
class TellForwarded(Letter):
    """A mail that is no referral, for a person to read. `what`: a question about the programme, thanks, a secure message …"""

    name = "coordinator/tell-forwarded"
    reader = "coordinator"
    what: str
    writer: Address | None
    subject: str = ""  # the writer's; stands in the body, never in the subject
    words: str | None = None
    answered: bool = False  # the programme's information was sent to the writer


@dataclass(frozen=True)
class DigestLine:
    """A line of the digest: a case id and what it waits for; no name."""

    case: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TellDigest(Letter):
    """What is held, late or waiting, without names; or, once a week, that all is well."""

    name = "coordinator/tell-digest"
    reader = "coordinator"
    day: date
    danger: tuple[DigestLine, ...] = ()
    late: tuple[DigestLine, ...] = ()
    waiting: tuple[DigestLine, ...] = ()
    held: tuple[DigestLine, ...] = ()
    needs_a_person: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TellHelp(Letter):
    """What a coordinator or supporter can answer, in a few lines; with `cases`, how their cases stand (the answer to `status`)."""

    name = "coordinator/tell-help"
    reader = "coordinator"
    cases: tuple[DigestLine, ...] = ()
    status: bool = False


# ----------------------------------------------------------------- supporter


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
    """After a yes: how to reach the peer. `wrote`: the outreach or introduction has left, in the supporter's name."""

    name = "supporter/tell-handover"
    reader = "supporter"
    supporter_name: str
    peer_name: str
    email: str | None
    phone: str | None
    contact: Contact
    wrote: bool
    self_referral: bool = False
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


# ------------------------------------------------- inquirer, volunteer, operator


@dataclass(frozen=True, kw_only=True)
class InquirerAbout(Letter):
    """Answers a question about the programme with its information."""

    name = "inquirer/tell-about"
    reader = "inquirer"


@dataclass(frozen=True, kw_only=True)
class VolunteerThanks(Letter):
    """Thanks somebody who offers to become a supporter."""

    name = "volunteer/tell-thanks"
    reader = "volunteer"


@dataclass(frozen=True, kw_only=True)
class OperatorTrouble(Letter):
    """A technical trouble and its cure: no word, name or address of a referral."""

    name = "operator/tell-trouble"
    reader = "operator"
    trouble: str
    cure: str
    since: datetime


@dataclass(frozen=True)
class Figure:
    """A row of the report; a suppressed cell is text such as "1-10"."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class OperatorReport(Letter):
    """The programme's figures, small cells suppressed."""

    name = "operator/tell-report"
    reader = "operator"
    since: date
    until: date
    figures: tuple[Figure, ...] = field(default=())


LETTERS: tuple[type[Letter], ...] = (
    ReferrerReceived, ReferrerCrisis,
    PeerReceived, PeerCrisis, PeerOutreach, PeerIntroduction, PeerUnderstood, PeerResources,
    AskMatch, AskRematch, AskOverdue, AskUnclear, AskWhichPerson, AskCrisis, TellDone, TellNotDone, TellAccepted,
    TellOutcome, TellUndelivered, TellForwarded, TellDigest, TellHelp,
    SupporterInvitation, SupporterAgain, SupporterHandover, SupporterReleased, SupporterHowItWent, SupporterPeerWrote,
    InquirerAbout, VolunteerThanks, OperatorTrouble, OperatorReport,
)  # fmt: skip
"""Every letter that can leave."""
