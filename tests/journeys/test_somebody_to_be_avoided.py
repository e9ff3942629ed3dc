"""Whoever the mail asks to keep out is not listed, not taken by name, and does not hold the case."""

import pytest

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import BEATRICE, MAURA, in_pass, names, the_case, writes

NOT_MAURA = "Could somebody reach out to Mark Young? But please not Maura Quill, they fell out.\n\nBeatrice Bouchard\n"
NOT_ANESTHESIA = "Could somebody reach out to Mark Young? Please nobody from oncology.\n\nBeatrice Bouchard\n"


def test_a_coordinator_to_be_avoided_hears_nothing(stage: Stage) -> None:
    fresh = writes(stage, BEATRICE, PORTLAND, "A colleague", NOT_MAURA)
    assert "coordinator/ask-match" in names(fresh)
    for hours in (12.1, 6, 7, 24):
        in_pass(stage, hours=hours)
    assert not [x for x in stage.letters_to(MAURA) if the_case(stage).id in x.everything]


def test_a_department_is_kept_out_of_the_list_and_refused_by_name(stage: Stage) -> None:
    writes(stage, BEATRICE, PORTLAND, "A colleague", NOT_ANESTHESIA)
    question = stage.last("coordinator/ask-match")
    assert not [line for line in question.text.splitlines() if "Oncology" in line]
    fresh = stage.answers(question, "Ravi Thibodeau")
    assert names(fresh) == ["coordinator/tell-not-done"]


@pytest.mark.parametrize("name", ["Silas Lee", "Frank Lee"])
def test_whom_the_mail_rules_out_by_surname_is_refused_whoever_is_named(stage: Stage, name: str) -> None:
    writes(
        stage,
        BEATRICE,
        PORTLAND,
        "A colleague",
        "Please reach out to Mark Young. Keep Dr. Lee out of it.\n\nBeatrice\n",
    )
    fresh = stage.answers(stage.last("coordinator/ask-match"), name)
    assert names(fresh) == ["coordinator/tell-not-done"]
