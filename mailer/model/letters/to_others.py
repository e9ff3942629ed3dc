"""Letters to inquirers, volunteers and the operator."""

from dataclasses import dataclass, field
from datetime import date, datetime

from mailer.model.letters.letter import Letter


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
    once: str = ""  # what it is about, as a keyed hash: of the same thing it is told once a week, not with each letter


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
