"""Who is perhaps not eligible is shown as such to the coordinator, and never turned away by the machine."""

from mailer.demo.stage import Stage
from tests.journeys.conftest import Staging
from tests.journeys.steps import names, referred


def physicians_only(text: str) -> str:
    return text.replace("[programme]", '[programme]\neligible = ["physician"]')


def an_assistant(stage: Stage) -> str:
    here = [
        p.name
        for p in stage.settings.organisation.directory
        if p.community == "harborview" and p.role == "physician assistant"
    ]
    return here[0]


def test_the_coordinator_sees_a_hint_and_decides(staged: Staging) -> None:
    stage = staged(physicians_only)
    question = referred(stage, an_assistant(stage))
    assert "eligible" in question.flat.partition("What was written")[0].lower()
    assert "supporter/ask-invitation" in names(stage.answers(question, "1"))


def test_without_the_setting_everybody_is(stage: Stage) -> None:
    question = referred(stage, an_assistant(stage))
    assert "perhaps not eligible" not in question.flat.lower()
