"""The made-up people and facts of the sample letters. All addresses are under .example, all numbers 555-01xx."""

from datetime import UTC, datetime

from mailer.model.address import Address
from mailer.model.letters import Candidate, PeerCard

SAMPLE_DATE = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
"""When the sample letters are written: a Tuesday morning in Maine."""

PROMISE = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
CASE = "K7F2"
PEER = Address("june.winslow@harborside.example", "June Winslow")
REFERRER = Address("omar.reed@harborside.example", "Omar Reed")
COORDINATOR = Address("nell.bishop@harborside.example", "Nell Bishop")
SUPPORTER = Address("tomas.varga@lakeside.example", "Tomás Varga")
INQUIRER = Address("ines.cole@harborside.example", "Ines Cole")
OPERATOR = Address("postbox.keeper@harborside.example", "Sam Keeper")
LINE = "physician, Emergency Medicine, Harborside Hospital"
WORDS = (
    "Hello,\n\nI am worried about June Winslow in our ED. She had a very hard night on Saturday and has not been herself since."
    "\nWould somebody reach out to her? Her cell is 207-555-0123.\n\nOmar"
)
CARD = PeerCard("June Winslow", LINE, PEER.email, "207-555-0123")
CANDIDATES = (
    Candidate(
        1,
        "Tomás Varga",
        SUPPORTER.email,
        "physician, Internal Medicine, Lakeside Hospital",
        ("same profession", "another department", "near by", "nobody to look after now"),
    ),
    Candidate(
        2,
        "Ruth Akande",
        "ruth.akande@harborside.example",
        "nurse practitioner, Cardiology, Harborside Hospital",
        ("same hospital", "another department"),
        "has 1 of 2 now",
    ),
    Candidate(
        3,
        "Piet Lindgren",
        "piet.lindgren@lakeside.example",
        "physician, Anesthesia, Lakeside Hospital",
        ("same profession", "asked last three weeks ago"),
    ),
)
PEOPLE = (
    Candidate(1, "June Winslow", PEER.email, LINE),
    Candidate(2, "Junia Winslow", "junia.winslow@lakeside.example", "nurse, Pediatrics, Lakeside Hospital"),
)
