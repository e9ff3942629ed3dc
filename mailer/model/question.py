"""What a letter has asked, so that a bare answer completes it: "3 and 5", an id, a yes. Holds no word of any mail."""

from dataclasses import dataclass
from datetime import date

from mailer.model.meaning import Intent


@dataclass(frozen=True)
class Asked:
    """A command that waits for the cases it is meant for. `cases` are the ids a letter offered by number, in its order."""

    command: Intent
    cases: tuple[str, ...] = ()
    argument: str | tuple[str, ...] | None = None
    until: date | None = None
    sure: bool = False  # a bare yes means all of them


@dataclass(frozen=True)
class Question:
    """A letter without a case that is answered: its name, what it asked, and the mail it was about, by its identity."""

    letter: str
    asked: Asked | None = None
    about: str = ""
