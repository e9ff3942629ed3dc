"""An out-of-office of a coordinator hands on at once, is remembered until its date, and is no condition of anything."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import DENISE, MAURA, in_pass, referred, the_case

AWAY = "I am out of the office until November 23, 2026 and will answer then.\n"


def away(stage: Stage) -> None:
    stage.write(
        f"Maura Quill <{MAURA}>", PORTLAND, "Automatic reply: please choose", AWAY,
        headers=[("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")],
    )  # fmt: skip
    stage.one_pass()


def test_what_waits_goes_to_the_backup_at_once(stage: Stage) -> None:
    referred(stage)
    stage.new_letters()
    away(stage)
    [handed_on] = stage.new_letters()
    assert (handed_on.name, handed_on.to) == ("coordinator/ask-match", DENISE)
    assert the_case(stage).owner == DENISE


def test_a_referral_of_the_next_day_goes_to_the_backup_too(stage: Stage) -> None:
    referred(stage)
    away(stage)
    stage.wait(hours=24)
    assert referred(stage, "Aisha Smith").to == DENISE


def test_after_the_return_the_coordinator_is_asked_again(stage: Stage) -> None:
    referred(stage)
    away(stage)
    stage.wait(days=7)
    assert referred(stage, "Aisha Smith").to == MAURA


def test_the_machine_gets_no_answer(stage: Stage) -> None:
    referred(stage)
    before = len(stage.letters_to(MAURA))
    away(stage)
    assert len(stage.letters_to(MAURA)) == before
    in_pass(stage, minutes=5)
    assert len(stage.server.mails("peertopeer", "Ignored")) == 1
