"""A server that is away, or refuses for now: said once, nothing lost, the letters leave when it is back."""

import pytest

from mailer.demo.stage import PORTLAND, Stage
from mailer.model.errors import CannotNow
from mailer.model.record import Change
from tests.journeys.steps import BEATRICE, REFERRAL, names, referred


def test_a_refusal_for_now_is_tried_again_later(stage: Stage) -> None:
    stage.server.refuse("beatrice.bouchard@harborview.example", 450, "4.7.1 greylisted")
    referred(stage)
    assert names(stage.letters) == ["coordinator/ask-match"]
    stage.server.accept("beatrice.bouchard@harborview.example")
    stage.wait(minutes=1)
    stage.wait(hours=1)
    assert names(stage.letters) == ["coordinator/ask-match", "referrer/tell-received"]


def test_a_line_cut_after_the_dot_may_double_the_letter_and_only_that(stage: Stage) -> None:
    stage.server.drop_after_the_dot(taken=True)
    referred(stage)
    for _ in range(3):
        stage.wait(hours=1)
    assert sorted(set(names(stage.letters))) == ["coordinator/ask-match", "referrer/tell-received"]
    assert len(stage.letters) == 3
    stage.doubles = 1


def test_a_letter_that_was_not_taken_goes_once_more(stage: Stage) -> None:
    stage.server.drop_after_the_dot(taken=False)
    referred(stage)
    for _ in range(3):
        stage.wait(hours=1)
    assert len(stage.letters) == 2


def test_with_one_mailbox_away_the_others_go_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.write(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"))
    with monkeypatch.context() as away:
        away.setattr(stage.edges.doors[0].mailbox, "waiting", _away)
        report = stage.one_pass()
    assert report.troubles == ["The mail server cannot be reached."]
    assert len(stage.letters) == 2


def test_a_full_disk_is_said_once_and_the_mail_is_read_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.one_pass()
    stage.write(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"))
    with monkeypatch.context() as full:
        full.setattr(stage.edges.store, "commit", _full)
        report = stage.one_pass()
    assert report.troubles == ["The disk is full."]
    assert stage.letters == []
    stage.one_pass()
    assert names(stage.letters) == ["coordinator/ask-match", "referrer/tell-received"]


def _away() -> None:
    raise CannotNow("The mail server cannot be reached.", "refused")


def _full(_: Change) -> None:
    raise CannotNow("The disk is full.", "ENOSPC")
