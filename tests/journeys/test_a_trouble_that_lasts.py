"""A mailbox that cannot be read for half an hour: the operator hears of it once, by mail, without a word of any referral."""

import pytest

from mailer.demo.stage import Stage
from mailer.model.errors import CannotNow


def _away() -> None:
    raise CannotNow("The mail server cannot be reached.", "refused")


def test_the_operator_hears_of_it_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setattr(stage.edges.doors[1].mailbox, "waiting", _away)
        stage.one_pass()
        stage.wait(minutes=10)
        assert stage.letters == []
        for _ in range(4):
            stage.wait(minutes=15)
    [letter] = stage.letters
    assert letter.name == "operator/tell-trouble"
    assert letter.to == "janet.thibodeau@pinecoast.example"
    assert "cannot be reached" in letter.text


def test_what_was_only_a_restart_is_not_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as away:
        away.setattr(stage.edges.doors[1].mailbox, "waiting", _away)
        stage.one_pass()
    for _ in range(4):
        stage.wait(minutes=15)
    assert stage.letters == []
