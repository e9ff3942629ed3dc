"""An out-of-office of a coordinator hands on at once, is remembered until its date, and is no condition of anything."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import CHIDI, DENISE, MAURA, in_pass, invited, names, reached_out, referred, the_case

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


def test_a_no_that_comes_meanwhile_is_asked_about_where_somebody_is(stage: Stage) -> None:
    invitation = invited(stage)
    away(stage)
    fresh = stage.answers(invitation, "Sorry, I can't this time.")
    [asked] = [x for x in fresh if x.name == "coordinator/ask-rematch"]
    assert asked.to == DENISE
    assert "Maura Quill is away" in asked.flat
    assert "quince" in asked.text, "with all it takes to act"
    assert the_case(stage).owner == DENISE


def test_a_hold_that_ends_meanwhile_goes_to_the_backup(stage: Stage) -> None:
    stage.answers(referred(stage), "hold until Friday")
    away(stage)
    fresh = in_pass(stage, days=3)
    assert [(x.name, x.to) for x in fresh if x.name == "coordinator/ask-rematch"] == [
        ("coordinator/ask-rematch", DENISE)
    ]


def test_a_supporter_who_hands_back_is_heard_by_the_backup(stage: Stage) -> None:
    reached_out(stage)
    away(stage)
    fresh = stage.answers(stage.last("supporter/tell-handover"), "I have to hand this back, I am ill.")
    assert [x.to for x in fresh if x.name == "coordinator/ask-rematch"] == [DENISE]


def test_a_request_that_bounces_meanwhile_is_no_reason_to_wait(stage: Stage) -> None:
    stage.answers(referred(stage), "hold until Friday")
    away(stage)
    stage.wait(days=3)
    stage.server.refuse(CHIDI)
    stage.answers(stage.last("coordinator/ask-rematch"), "Chidi Tran")
    stage.one_pass()
    assert stage.last("coordinator/ask-rematch").to == DENISE
    assert "coordinator/tell-undelivered" in names(stage.letters_to(DENISE))
