"""A peer who writes in Spanish or asks for it: supporters who speak it come first, and letters in that language where they are."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import BEATRICE, MAURA, writes

SPANISH = "Hola,\n\nMe gustaría hablar con alguien después de una noche muy difícil. Gracias.\n\nMark Young\n"
ASKED_FOR = "Could somebody who speaks Spanish reach out to Mark Young? He lost a patient.\n\nBeatrice Bouchard\n"
SPEAK_IT = ("Chidi Tran", "Kenji Eaton")


def first_listed(stage: Stage) -> str:
    question = stage.last("coordinator/ask-match", MAURA)
    return next(line for line in question.text.splitlines() if line.split()[:1] == ["1"])


def test_who_writes_in_spanish_is_answered_in_spanish(stage: Stage) -> None:
    writes(stage, "Mark Young <mark.young@harborview.example>", PORTLAND, "Hola", SPANISH)
    assert "Gracias" in stage.last("peer/tell-received").text


def test_supporters_who_speak_it_come_first(stage: Stage) -> None:
    writes(stage, "Mark Young <mark.young@harborview.example>", PORTLAND, "Hola", SPANISH)
    assert any(name in first_listed(stage) for name in SPEAK_IT)


def test_a_language_that_is_asked_for_counts_too(stage: Stage) -> None:
    writes(stage, BEATRICE, PORTLAND, "A colleague", ASKED_FOR)
    assert any(name in first_listed(stage) for name in SPEAK_IT)
