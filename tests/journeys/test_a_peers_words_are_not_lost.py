"""A peer's mail is expunged once its words were passed on; where nobody may get them any more, it is kept for a person."""

import pytest

from mailer.casework import decide
from mailer.demo.stage import Stage
from tests.journeys.steps import names, reached_out

WORDS = "Yes please. Tuesdays are best, says the zinnia."


def test_passed_on_they_are_kept_nowhere(stage: Stage) -> None:
    fresh = stage.answers(reached_out(stage), WORDS)
    assert names(fresh) == ["supporter/tell-peer-wrote"]
    assert not everywhere(stage)


def test_held_back_by_the_gate_the_mail_lies_where_a_person_sees_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    outreach = reached_out(stage)
    monkeypatch.setattr(
        decide, "letter_allowed", lambda letter, *_: "held back" if letter.name == "supporter/tell-peer-wrote" else None
    )
    assert names(stage.answers(outreach, WORDS)) == []
    assert everywhere(stage) == ["Needs a person"]


def everywhere(stage: Stage) -> list[str]:
    """The folders in which the peer's words lie."""
    return [
        folder
        for folder in ("INBOX", "Handled", "Ignored", "Needs a person")
        if any(b"zinnia" in raw for raw in stage.server.mails("peertopeer", folder))
    ]
