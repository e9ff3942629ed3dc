"""What our letters offer as an answer is understood when it comes back: as a reply, and as a mail begun by a button."""

import tomllib
from functools import cache

import pytest

from mailer.inbound.answer import read_answer
from mailer.inbound.phrases import Phrasebook, rules_of
from mailer.model.letters import Letter
from mailer.model.meaning import Role
from mailer.outbound.markup import Answers
from mailer.outbound.sample import SAMPLE_DATE
from tests.outbound.letter_desk import ORGANISATION, ROOT, all_samples, templates

MEANS = {
    "YES": ("accept",), "SÍ": ("accept",), "OUI": ("accept",), "NO": ("decline",), "NON": ("decline",), "STOP": ("stop",),
    "outside": ("outside",), "hold until Monday": ("hold",), "close": ("close",), "CLOSE": ("close",), "SEEN": ("acknowledge",),
    "GO ON": ("release",), "UNDO": ("undo",), "MET": ("met",), "ONGOING": ("ongoing",), "NO ANSWER": ("no-answer",),
    "DECLINED": ("peer-declined",), "SEND RESOURCES": ("resources",), "HAND IT BACK": ("handback",),
}  # fmt: skip
ROLES: dict[str, Role] = {"coordinator": "coordinator", "supporter": "supporter", "peer": "peer"}


@cache
def phrases() -> Phrasebook:
    files = sorted((ROOT / "rules").glob("*.toml"))
    return Phrasebook(rule for path in files for rule in rules_of(tomllib.loads(path.read_text("utf-8")), path.name))


def offered() -> dict[tuple[str, str], Letter]:
    """Every answer that a letter offers, with the first letter that offers it."""
    found: dict[tuple[str, str], Letter] = {}
    for letter in all_samples():
        words = templates().for_zone(ORGANISATION.clock.zone).fill(letter, _PROGRAMME, {"resources": (), "lines": ()})
        for block in words.blocks:
            for answer in block.answers if isinstance(block, Answers) else ():
                found.setdefault((letter.name, answer.says), letter)
    return found


_PROGRAMME = dict.fromkeys(("name", "phone", "address", "confidentiality", "outreach_subject"), "x")
OFFERED = offered()


@pytest.mark.parametrize("name, says", sorted(OFFERED))
def test_an_answer_that_a_letter_offers_is_understood(name: str, says: str) -> None:
    letter = OFFERED[name, says]
    meant = read_answer(
        ROLES[letter.reader], says, "", phrases(), ORGANISATION, sent=SAMPLE_DATE, asked=name, listed=letter.listed
    )
    assert not meant.safety
    if says.isdecimal():
        assert (meant.intents, meant.argument) == (("assign",), says)
    else:
        assert meant.intents == (("resources",) if name == "peer/tell-understood" else MEANS[says])
