"""The doors of a pass: each intake's mailbox and where its letters are handed over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event

import structlog

from mailer.edges.mailbox import Mailbox
from mailer.edges.store import Store
from mailer.edges.submission import Submission
from mailer.model.organisation import Intake


@dataclass(frozen=True)
class Door:
    """One intake. `submission` is shared by intakes that use one server."""

    intake: Intake
    mailbox: Mailbox
    submission: Submission
    first_reading_hours: float


@dataclass(frozen=True)
class Edges:
    """Everything impure that a pass uses, handed in. `stop` set: end between two commits."""

    doors: tuple[Door, ...]
    store: Store
    journal: structlog.typing.FilteringBoundLogger
    now: Callable[[], datetime]
    fresh_ids: Callable[[int], tuple[str, ...]]
    token: Callable[[], str]
    stop: Event
    dry_run: bool = False

    def door_of(self, mailbox: str) -> Door | None:
        return next((d for d in self.doors if d.intake.address == mailbox), None)
