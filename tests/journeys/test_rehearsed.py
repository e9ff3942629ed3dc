"""`once`: one pass; `--dry-run` says what would happen and does nothing; `--now` is another time for everything."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.commanded import Command
from tests.journeys.steps import BEATRICE, REFERRAL, names

NOW = ("--now", "2026-11-17T15:00:00+00:00")


def waiting(stage: Stage) -> None:
    stage.write(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"))


def test_a_dry_run_sends_stores_and_moves_nothing(stage: Stage, command: Command) -> None:
    waiting(stage)
    done = command(stage, "once", "--dry-run", *NOW)
    assert done.status == 0
    assert "coordinator/ask-match" in done.out
    assert "Mark Young" not in done.out
    assert stage.letters == []
    assert len(stage.server.mails("peertopeer")) == 1
    assert not list(stage.edges.store.cases())
    stage.one_pass()


def test_once_does_it_and_the_letters_bear_the_time_given(stage: Stage, command: Command) -> None:
    waiting(stage)
    done = command(stage, "once", *NOW)
    assert done.status == 0
    assert names(stage.letters) == ["coordinator/ask-match", "referrer/tell-received"]
    assert all("17 Nov 2026" in str(letter.message["Date"]) for letter in stage.letters)


def test_a_second_pass_has_nothing_to_do(stage: Stage, command: Command) -> None:
    waiting(stage)
    command(stage, "once", *NOW)
    assert "0 letters left" in command(stage, "once", *NOW).out


def test_a_time_without_offset_is_an_error_with_its_cure(stage: Stage, command: Command) -> None:
    done = command(stage, "once", "--now", "2026-11-17T15:00:00")
    assert done.status == 2
    assert done.err
