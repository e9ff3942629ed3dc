"""What was decided: the cases as they are now, the letters to write, where the mail goes, and why. Nothing here acts."""

from dataclasses import dataclass
from datetime import datetime

from mailer.model.case import Case
from mailer.model.letters import Letter
from mailer.model.meaning import Reason
from mailer.model.record import Fact, Filing, Stop


@dataclass(frozen=True)
class Load:
    """How busy a supporter is: open cases now, and when they were asked last."""

    open_cases: int = 0
    last_asked: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """Everything that one mail or one passed deadline brings about. `cases` replace or add; `letters` leave in this order."""

    cases: tuple[Case, ...] = ()
    letters: tuple[Letter, ...] = ()
    filing: Filing | None = None  # of the mail that brought this about; None for a deadline
    to_system_mailbox: bool = False  # an outside mail leaves the regional mailbox
    needs_a_person: bool = False
    because: tuple[Reason, ...] = ()
    stops: tuple[Stop, ...] = ()
    lifted: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    about: str = ""  # identity of the mail that a question without a case is about, where it is not the mail just read
    settled: tuple[str, ...] = ()  # identities of mails that needed a person, who has decided now
    meant: str = ""  # for the journal: "referral", "assign", "deadline ask-again"
