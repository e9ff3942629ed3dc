"""How letters end: the line that carries the reply mark, and two lines on emergencies.

The two lines end every letter to a peer, a referrer or an inquirer; they stand in code, so that no edited template
can lose them. Also the crisis lines that hold where the settings give none.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from mailer.model.case import ReaderRole
from mailer.model.organisation import CrisisLine
from mailer.outbound.marks import KEEP_LINE
from mailer.outbound.markup import Line, Paragraph, read_markup

EMERGENCY = {
    "en": (
        "This mailbox is not an emergency service; it is not read at all hours.",
        "In danger or in crisis: call <911>, or call or text <988> at any hour.",
    ),
    "es": (
        "Este buzón no es un servicio de emergencias ni se lee a toda hora.",
        "En peligro o en crisis: llame al <911>, o llame o escriba al <988>.",
    ),
    "fr": (
        "Cette adresse n'est pas un service d'urgence et n'est pas toujours lue.",
        "En danger ou en crise : appelez le <911>, ou le <988> (appel ou texto).",
    ),
}

SAFE_READERS: frozenset[ReaderRole] = frozenset({"peer", "referrer", "inquirer"})

CHECKED = date(2026, 11, 24)
DEFAULT_LINES = (
    CrisisLine("Emergency", "911", CHECKED),
    CrisisLine("988 Suicide and Crisis Lifeline, call or text", "988", CHECKED),
    CrisisLine("Physician Support Line, for physicians", "1-888-409-0141", CHECKED),
)


@lru_cache
def emergency_lines(reader: ReaderRole, language: str) -> tuple[Line, ...]:
    """The two lines for this reader, their numbers fit to tap; or none."""
    if reader not in SAFE_READERS:
        return ()
    [block] = read_markup("\\\n".join(EMERGENCY.get(language, EMERGENCY["en"])), ())
    return block.lines if isinstance(block, Paragraph) else ()


def keep_line(mark: str | None, language: str) -> str:
    """The line that carries the mark through mail programs that lose everything else; empty without one."""
    return f"{KEEP_LINE.get(language, KEEP_LINE['en'])} {mark}" if mark else ""


def lines_for(lines: Iterable[CrisisLine], configured: Iterable[CrisisLine], region: str) -> tuple[CrisisLine, ...]:
    """The numbers a letter prints: its own, else the settings' for everybody here, else the defaults."""
    here = (line for line in configured if not line.roles and (not line.regions or region in line.regions))
    own = tuple(lines) or tuple(here)
    return own or DEFAULT_LINES
