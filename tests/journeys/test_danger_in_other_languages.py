"""A sign of danger in French or Spanish is seen, and the crisis letter comes in that language."""

import pytest

from mailer.demo.stage import SOUTHERN, SYSTEM, Stage
from tests.journeys.steps import writes

FRENCH = "Bonjour,\n\nJ'ai besoin de parler à quelqu'un. Je n'ai plus envie de vivre.\n\nCaleb Chowdhury\n"
SPANISH = "Hola,\n\nNecesito hablar con alguien. Ya no quiero vivir.\n\nCaleb Chowdhury\n"


@pytest.mark.parametrize("text, word", [(FRENCH, "Merci"), (SPANISH, "Gracias")])
@pytest.mark.parametrize("to", [SYSTEM, SOUTHERN])
def test_the_letter_comes_in_the_language_of_the_mail(stage: Stage, text: str, word: str, to: str) -> None:
    fresh = writes(stage, "Caleb Chowdhury <caleb.chowdhury@pinecoast.example>", to, "", text)
    [crisis] = [x for x in fresh if x.name == "peer/tell-crisis"]
    assert word in crisis.text
    assert "988" in crisis.text
    assert "911" in crisis.text
