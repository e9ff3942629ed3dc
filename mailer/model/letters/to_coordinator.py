"""Letters to coordinators, backups and whoever is on call."""

from dataclasses import dataclass
from datetime import date, datetime

from mailer.model.address import Address
from mailer.model.letters.letter import Candidate, Letter, PeerCard, SiblingCase
from mailer.model.organisation import Resource


@dataclass(frozen=True)
class DigestLine:
    """A line of the digest: a case id and what it waits for; no name."""

    case: str
    text: str


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
    piled_up: bool = False  # the siblings are of other mails, and come to this reader at the same moment
    concern: bool = False  # tier B: read before the next step
    outside: bool = False
    avoid: tuple[str, ...] = ()
    perhaps_not_eligible: bool = False
    self_referral: bool = False
    second_referral: bool = False  # the same person was referred before: this goes with that case
    group: bool = False  # a whole team is asked for
    handed_on: str = ""  # why it comes to this reader: "Maura Quill has not answered"
    undo_until: datetime | None = None  # where it confirms the reader's own command as well

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
    others: tuple[DigestLine, ...] = ()  # further cases of this reader that are reminded of at the same moment
    candidates: tuple[Candidate, ...] = ()

    @property
    def listed(self) -> tuple[str, ...]:
        return tuple(c.email for c in self.candidates)

    @property
    def about(self) -> tuple[str, ...]:
        return tuple(line.case for line in self.others)


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
    piled_up: bool = False  # the siblings are of other mails, and come to this reader at the same moment
    concern: bool = False
    undo_until: datetime | None = None

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
    """A letter could not be delivered: which, to whom, and the cure. `resources`: what is to be handed over instead."""

    name = "coordinator/tell-undelivered"
    reader = "coordinator"
    letter: str
    address: str
    reason: str
    cure: str
    delayed: bool = False
    resources: tuple[Resource, ...] = ()


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
    tried: int = 0  # mails that could not be read yet, and are tried again
    left: int = 0  # mails that were old at the first reading, and lie in the inbox still
    unfiled: int = 0  # mails that were dealt with, and could not be put into their folder yet
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TellHelp(Letter):
    """What a coordinator or supporter can answer, in a few lines; with `cases`, how their cases stand (the answer to `status`)."""

    name = "coordinator/tell-help"
    reader = "coordinator"
    cases: tuple[DigestLine, ...] = ()
    status: bool = False
