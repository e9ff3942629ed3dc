"""A case: one peer, from the referral to the close; and the table of moves that may happen to it.

Holds no word of a referral or an answer: names, contacts, wishes, states and times only. Times are aware datetimes in UTC.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from mailer.model.meaning import Contact, ReferralType, Resolved
from mailer.model.question import Asked


class State(StrEnum):
    OPEN = "open"
    HELD = "held"
    INVITED = "invited"
    REACHED_OUT = "reached-out"
    TALKING = "talking"
    CLOSED = "closed"


class Outcome(StrEnum):
    MET = "met"
    DECLINED = "declined"
    NO_ANSWER = "no-answer"
    WITHDRAWN = "withdrawn"
    NOT_ELIGIBLE = "not-eligible"
    DUPLICATE = "duplicate"


class Move(StrEnum):
    """What can happen to a case."""

    ASSIGNED = "assigned"  # the coordinator named a supporter
    INVITATION_ACCEPTED = "invitation-accepted"
    INVITATION_DECLINED = "invitation-declined"
    INVITATION_WITHDRAWN = "invitation-withdrawn"
    HANDED_BACK = "handed-back"
    OUTREACH_ACCEPTED = "outreach-accepted"
    OUTREACH_DECLINED = "outreach-declined"
    CONVERSATION_HELD = "conversation-held"
    NOT_REACHED = "not-reached"
    HELD_BACK = "held-back"  # the coordinator waits for a date
    TAKEN_UP_AGAIN = "taken-up-again"
    CLOSED_BY_COORDINATOR = "closed-by-coordinator"
    WITHDRAWN = "withdrawn"  # the peer, before anybody was matched
    STOPPED = "stopped"
    REOPENED = "reopened"  # undo, within its time


_CLOSING = {Move.CLOSED_BY_COORDINATOR: State.CLOSED, Move.WITHDRAWN: State.CLOSED, Move.STOPPED: State.CLOSED}

NEXT: dict[State, dict[Move, State]] = {
    State.OPEN: {
        Move.ASSIGNED: State.INVITED,
        Move.HELD_BACK: State.HELD,
        **_CLOSING,
    },
    State.HELD: {
        Move.TAKEN_UP_AGAIN: State.OPEN,
        Move.ASSIGNED: State.INVITED,
        Move.HELD_BACK: State.HELD,
        **_CLOSING,
    },
    State.INVITED: {
        Move.ASSIGNED: State.INVITED,  # another one instead: the first is released
        Move.INVITATION_ACCEPTED: State.REACHED_OUT,
        Move.INVITATION_DECLINED: State.OPEN,
        Move.INVITATION_WITHDRAWN: State.OPEN,
        Move.HELD_BACK: State.HELD,
        **_CLOSING,
    },
    State.REACHED_OUT: {
        Move.ASSIGNED: State.INVITED,
        Move.OUTREACH_ACCEPTED: State.TALKING,
        Move.OUTREACH_DECLINED: State.CLOSED,
        Move.CONVERSATION_HELD: State.CLOSED,
        Move.NOT_REACHED: State.CLOSED,
        Move.HANDED_BACK: State.OPEN,
        Move.INVITATION_WITHDRAWN: State.OPEN,
        **_CLOSING,
    },
    State.TALKING: {
        Move.ASSIGNED: State.INVITED,
        Move.CONVERSATION_HELD: State.CLOSED,
        Move.OUTREACH_DECLINED: State.CLOSED,
        Move.NOT_REACHED: State.CLOSED,
        Move.HANDED_BACK: State.OPEN,
        Move.INVITATION_WITHDRAWN: State.OPEN,
        **_CLOSING,
    },
    State.CLOSED: {Move.REOPENED: State.OPEN},
}
"""The table: what is not in it cannot happen."""


class NotNow(Exception):
    """A move that the table does not allow in this state."""

    def __init__(self, state: State, move: Move) -> None:
        self.state, self.move = state, move
        super().__init__(f"a case that is {state} cannot be {move}")


ReaderRole = Literal["referrer", "peer", "coordinator", "supporter", "inquirer", "volunteer", "operator", "on-call"]


@dataclass(frozen=True)
class Mark:
    """A reply mark given out for a case: which letter carried it, and who alone may answer with it.

    `listed` are the addresses offered in that letter, in order, so that "2" is found whatever was asked since.
    """

    mark: str
    letter: str
    role: ReaderRole
    reader: str  # the address it was given to
    message_id: str
    sent_at: datetime
    listed: tuple[str, ...] = ()
    asked: Asked | None = None  # what a bare answer completes
    about: tuple[str, ...] = ()  # ids of further cases that the letter reminds of


@dataclass(frozen=True)
class Peer:
    """Who is to be supported. `candidates` are directory addresses where several fit the name."""

    name: str | None
    email: str | None = None
    phone: str | None = None
    contact: Contact = "any"
    resolved: Resolved = "unresolved"
    directory_email: str | None = None
    candidates: tuple[str, ...] = ()
    community: str | None = None
    department: str = ""
    role: str = ""
    credential: str = ""


Deadline = Literal[
    "ask-overdue", "backup", "system", "ask-again", "next-choice", "remind-peer", "ask-how-it-went", "no-answer",
    "hold-ends", "page",
]  # fmt: skip


@dataclass(frozen=True)
class Due:
    """Something that happens at a time unless the case moves before."""

    what: Deadline
    at: datetime
    step: int = 0


@dataclass(frozen=True)
class Danger:
    """A sign of danger, beside the state. While it stands the ordinary flow holds; pages go on until acknowledged."""

    since: datetime
    pages: int = 0
    acknowledged_at: datetime | None = None
    released_at: datetime | None = None
    in_answer: bool = False  # the words stood in an answer, which is kept in the folder Needs a person alone

    @property
    def stands(self) -> bool:
        return self.released_at is None


@dataclass(frozen=True)
class Case:
    """One peer's case. Change its state by `after` (a move of the table), anything else by `dataclasses.replace`."""

    id: str
    region: str
    owner: str  # address of the coordinator or backup who holds it
    peer: Peer
    source: ReferralType
    opened_at: datetime  # receipt of the referral: the promise counts from here
    promise_at: datetime  # when the match is due
    state: State = State.OPEN
    outcome: Outcome | None = None
    outside: bool = False
    home_regions: tuple[str, ...] = ()  # the peer's own; for `outside`, whose offices and supporters learn nothing
    avoid: tuple[str, ...] = ()
    never: tuple[str, ...] = ()  # addresses never to be asked, nor to own it: peer, referrer, peers of the same mail
    referrer: str | None = None
    referrer_name: str = ""
    language: str = "en"
    wants_language: str | None = None
    concern: bool = False
    perhaps_not_eligible: bool = False
    event: str | None = None  # the same for all cases of one mail
    words_for_owner: bool = True  # False: the mail names peers of other regions too, or an outside peer
    supporter: str | None = None
    choices: tuple[str, ...] = ()  # further choices of the coordinator, in order
    refused_by: tuple[str, ...] = ()
    invited_at: datetime | None = None
    matched_at: datetime | None = None
    reached_out_at: datetime | None = None
    closed_at: datetime | None = None
    held_until: datetime | None = None
    danger: Danger | None = None
    understood_sent: bool = False
    resources_sent: bool = False
    resources_by_hand: bool = False  # they were asked for where no mail may go: the owner was asked to hand them over
    outreach_sent: bool = False
    peer_said_yes: bool = False  # a later supporter is introduced, and nobody asks twice
    marks: tuple[Mark, ...] = ()
    dues: tuple[Due, ...] = ()
    mail_ids: tuple[str, ...] = ()  # Message-IDs of the writer's mails, for threads and for fetching the words again
    mailbox: str = ""  # the intake whose Handled folder keeps the referral
    undo: str = ""  # the case as it was before the last command, JSON; until undo_until
    undo_until: datetime | None = None
    version: int = 0

    def after(self, move: Move) -> "Case":
        """The case after a move. Raises NotNow where the table has no such move."""
        to = NEXT[self.state].get(move)
        if to is None:
            raise NotNow(self.state, move)
        return replace(self, state=to)

    @property
    def is_open(self) -> bool:
        return self.state is not State.CLOSED

    @property
    def in_danger(self) -> bool:
        return self.danger is not None and self.danger.stands

    @property
    def next_due(self) -> Due | None:
        return min(self.dues, key=lambda due: due.at, default=None)

    def without_dues(self, *whats: Deadline) -> "Case":
        """The case without the deadlines named; without any where none is named."""
        return replace(self, dues=tuple(d for d in self.dues if whats and d.what not in whats))

    def thread_of(self, role: ReaderRole) -> tuple[str, ...]:
        """The Message-IDs of the letters that a role got of this case, oldest first."""
        return tuple(m.message_id for m in self.marks if m.role == role)
