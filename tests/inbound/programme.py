"""A made-up programme with a small staff, for the tests of meaning; every name, host and number is reserved for examples."""

import tomllib
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from mailer.inbound.lexicon import lexicon_of
from mailer.inbound.parse import parse
from mailer.inbound.people import People
from mailer.inbound.phrases import Phrasebook, rules_of
from mailer.inbound.understand import understand
from mailer.model.address import Address
from mailer.model.meaning import Understanding
from mailer.model.organisation import Clock, Community, Intake, Organisation, Person, Region, Supporter

RULES = Path(__file__).parents[2] / "rules"
COMMUNITIES = (
    Community("birch", "Birch Lake Hospital", "north", ("Birch Lake", "BLH"), ("Elmford",)),
    Community("stone", "Stonebridge Hospital", "north", ("Stonebridge",), ("Quarry Falls",)),
    Community(
        "fair", "Fairhaven Medical Center", "south", ("Fairhaven", "FMC"), ("Fairhaven",), ("fairhaven.example",)
    ),
)
REGIONS = (
    Region("system", "Northfield system office", Address("hope.tanner@northfield.example", "Hope Tanner")),
    Region("north", "North Woods", Address("ned.archer@northfield.example", "Ned Archer"), (), ("Lake County",)),
    Region("south", "South Shore", Address("lena.voss@fairhaven.example", "Lena Voss")),
)
STAFF = """
Katarina Holm|MD|katarina.holm@northfield.example|+12075550201|physician|General Surgery|birch
Peter Okoye|MD|peter.okoye@northfield.example|+12075550202|physician|Anesthesiology|birch
Peter Okoye|NP|peter.okoye2@northfield.example|+12075550203|nurse practitioner|Cardiology|stone
Zoë Lindgren|DO|zoe.lindgren@northfield.example|+12075550204|physician|Pediatrics|birch
Marcus Bellamy|PA-C|marcus.bellamy@northfield.example|+12075550205|physician assistant|Emergency Medicine|birch
William Ashdown|MD|william.ashdown@northfield.example|+12075550206|resident|Internal Medicine|birch
Jean-Luc Moreau|MD|jeanluc.moreau@fairhaven.example|+12075550207|physician|Radiology|fair
Elizabeth Varga|MD|elizabeth.varga@fairhaven.example|+12075550208|physician|Obstetrics and Gynecology|fair
Thomas Varga|MD|thomas.varga@fairhaven.example|+12075550209|physician|Neurology|fair
Aino Rautio|CRNA|aino.rautio@fairhaven.example|+12075550210|nurse anesthetist|Anesthesiology|fair
Deshawn Pruitt|MD|deshawn.pruitt@fairhaven.example|+12075550211|physician|Emergency Medicine|fair
Carmen del Río|NP|carmen.delrio@fairhaven.example|+12075550212|nurse practitioner|Family Medicine|fair
Robert Quimby|MD|robert.quimby@northfield.example|+12075550213|physician|Orthopedics|stone
Susannah Quimby|MD|susannah.quimby@northfield.example|+12075550214|physician|Oncology|stone
Ingrid Falk|MD|ingrid.falk@northfield.example|+12075550215|physician|Critical Care|stone
Mei Tanaka|MD|mei.tanaka@northfield.example|+12075550216|physician|Psychiatry|stone
Rowan Yates|MD|rowan.yates@fairhaven.example|+12075550217|resident|Pediatrics|fair
Grace Park|MD|grace.park@northfield.example|+12075550218|physician|Family Medicine|birch
"""


def staff() -> tuple[Person, ...]:
    rows = (line.split("|") for line in STAFF.strip().split("\n"))
    return tuple(Person(r[0], r[2], r[1], r[3], r[4], r[5], r[6]) for r in rows)


@lru_cache(maxsize=1)
def programme() -> Organisation:
    people = staff()
    return Organisation(
        "Northfield Peer Support", "207-555-0100", Clock(ZoneInfo("America/New_York")), Address("operator@northfield.example"),
        REGIONS, COMMUNITIES,
        (Intake("support@northfield.example", "system"), Intake("peers@fairhaven.example", "south")),
        people, (Supporter(people[14]), Supporter(people[15])),
    )  # fmt: skip


@lru_cache(maxsize=1)
def tables() -> dict[str, dict[str, object]]:
    return {p.name: tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted(RULES.glob("*.toml"))}


@lru_cache(maxsize=1)
def phrasebook() -> Phrasebook:
    return Phrasebook(rule for name, table in tables().items() if "rule" in table for rule in rules_of(table, name))


@lru_cache(maxsize=1)
def people_index() -> People:
    return People(programme(), lexicon_of(tables()))


def mail(
    text: str, sender: str = "Katarina Holm <katarina.holm@northfield.example>", subject: str = "", to: str = "support@northfield.example",
    **headers: str,
) -> bytes:  # fmt: skip
    """A plain mail as it arrives."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: Mon, 02 Nov 2026 09:00:00 -0500\r\nMessage-ID: <t1@northfield.example>\r\n"
    return f"{head}{more}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n".encode()


def understood(
    text: str, sender: str = "Katarina Holm <katarina.holm@northfield.example>", subject: str = "", **headers: str
) -> Understanding:
    """What the service understands from a plain mail."""
    return understand(parse(mail(text, sender, subject, **headers)), programme(), people_index(), phrasebook())
