"""The region of a peer: the first of the six rules that applies."""

import pytest

from mailer.inbound.parse import parse
from mailer.inbound.understand import understand
from mailer.model.meaning import PeerMeant
from tests.inbound.programme import mail, people_index, phrasebook, programme

KATARINA = "Katarina Holm <katarina.holm@northfield.example>"
UNKNOWN = "Oda Lunde <oda.lunde@northfield.example>"


def peer_of(text: str, sender: str, to: str = "support@northfield.example") -> PeerMeant:
    meant = understand(parse(mail(text, sender, "", to)), programme(), people_index(), phrasebook())
    [peer] = meant.peers
    return peer


RULES = [
    ("region 1", "Could I talk to someone from Fairhaven rather than here?", KATARINA, "south"),
    ("region 1", "Could I talk to a complete stranger?", KATARINA, "system"),
    ("region 2", "Could I talk to someone?", KATARINA, "north"),
    ("region 2", "Please call Deshawn Pruitt.", KATARINA, "south"),
    ("region 3", "Please call our locum Dr. Fenwick Abara at Fairhaven. He had a hard night.", KATARINA, "south"),
    ("region 4", "Please call our locum Dr. Fenwick Abara. He had a hard night.", KATARINA, "north"),
    ("region 5", "I am new here, an NP. Could someone call me?", "Oda Lunde <oda.lunde@fairhaven.example>", "south"),
    ("region 6", "Could someone call me?", UNKNOWN, "system"),
]


@pytest.mark.parametrize("rule, text, sender, region", RULES)
def test_each_rule_gives_its_region(rule: str, text: str, sender: str, region: str) -> None:
    assert peer_of(text, sender).region == region, rule


def test_the_intake_address_is_the_last_resort() -> None:
    assert (
        peer_of(
            "Could someone call me? I'd rather not say my name.", "q <q12@mailhome.example>", "peers@fairhaven.example"
        ).region
        == "south"
    )
