"""The letters: one type each, holding exactly what its reader may learn.

What has no field here cannot be told: a supporter's letter has no place for what a referrer wrote, a referrer's none for
an outcome. Words for people stand in templates/, one template a letter, under the same name.
"""

from mailer.model.letters.letter import (
    Candidate,
    Letter,
    PeerCard,
    SiblingCase,
)
from mailer.model.letters.to_coordinator import (
    AskCrisis,
    AskMatch,
    AskOverdue,
    AskRematch,
    AskUnclear,
    AskWhichPerson,
    DigestLine,
    TellAccepted,
    TellDigest,
    TellDone,
    TellForwarded,
    TellHelp,
    TellNotDone,
    TellOutcome,
    TellUndelivered,
)
from mailer.model.letters.to_others import (
    Figure,
    InquirerAbout,
    OperatorReport,
    OperatorTrouble,
    VolunteerThanks,
)
from mailer.model.letters.to_peer import (
    PeerCrisis,
    PeerIntroduction,
    PeerOutreach,
    PeerReceived,
    PeerResources,
    PeerUnderstood,
    ReferrerCrisis,
    ReferrerReceived,
)
from mailer.model.letters.to_supporter import (
    SupporterAgain,
    SupporterHandover,
    SupporterHowItWent,
    SupporterInvitation,
    SupporterPeerWrote,
    SupporterReleased,
)

LETTERS: tuple[type[Letter], ...] = (
    ReferrerReceived, ReferrerCrisis,
    PeerReceived, PeerCrisis, PeerOutreach, PeerIntroduction, PeerUnderstood, PeerResources,
    AskMatch, AskRematch, AskOverdue, AskUnclear, AskWhichPerson, AskCrisis, TellDone, TellNotDone, TellAccepted,
    TellOutcome, TellUndelivered, TellForwarded, TellDigest, TellHelp,
    SupporterInvitation, SupporterAgain, SupporterHandover, SupporterReleased, SupporterHowItWent, SupporterPeerWrote,
    InquirerAbout, VolunteerThanks, OperatorTrouble, OperatorReport,
)  # fmt: skip
"""Every letter that can leave."""

__all__ = [
    "LETTERS",
    "AskCrisis",
    "AskMatch",
    "AskOverdue",
    "AskRematch",
    "AskUnclear",
    "AskWhichPerson",
    "Candidate",
    "DigestLine",
    "Figure",
    "InquirerAbout",
    "Letter",
    "OperatorReport",
    "OperatorTrouble",
    "PeerCard",
    "PeerCrisis",
    "PeerIntroduction",
    "PeerOutreach",
    "PeerReceived",
    "PeerResources",
    "PeerUnderstood",
    "ReferrerCrisis",
    "ReferrerReceived",
    "SiblingCase",
    "SupporterAgain",
    "SupporterHandover",
    "SupporterHowItWent",
    "SupporterInvitation",
    "SupporterPeerWrote",
    "SupporterReleased",
    "TellAccepted",
    "TellDigest",
    "TellDone",
    "TellForwarded",
    "TellHelp",
    "TellNotDone",
    "TellOutcome",
    "TellUndelivered",
    "VolunteerThanks",
]
