"""Nobody matched: a reminder at half of the promise, the backup at three quarters, the system office at the whole."""

from mailer.demo.stage import Stage
from tests.journeys.steps import DENISE, JANET, MAURA, in_pass, names, referred, the_case


def test_the_coordinator_is_reminded_at_half_of_the_promise(stage: Stage) -> None:
    referred(stage)
    assert in_pass(stage, hours=11) == []
    [reminder] = in_pass(stage, hours=1, minutes=5)
    assert (reminder.name, reminder.to) == ("coordinator/ask-overdue", MAURA)
    assert "Mark Young" in reminder.text


def test_at_three_quarters_the_backup_gets_all_it_needs_to_act(stage: Stage) -> None:
    referred(stage)
    in_pass(stage, hours=12, minutes=5)
    [handed_on] = in_pass(stage, hours=6)
    assert (handed_on.name, handed_on.to) == ("coordinator/ask-match", DENISE)
    assert "quince marmalade" in handed_on.flat
    stage.answer(handed_on, "1")
    stage.one_pass()
    assert stage.last("supporter/ask-invitation")


def test_when_the_promise_has_passed_the_system_office_has_the_case(stage: Stage) -> None:
    referred(stage)
    for hours in (12.1, 6, 6):
        fresh = in_pass(stage, hours=hours)
    assert [(x.name, x.to) for x in fresh if x.name == "coordinator/ask-match"] == [("coordinator/ask-match", JANET)]
    assert the_case(stage).owner == JANET


def test_the_last_one_is_reminded_day_after_day_and_nobody_else(stage: Stage) -> None:
    referred(stage)
    for hours in (12.1, 6, 6):
        in_pass(stage, hours=hours)
    fresh = in_pass(stage, hours=25)
    assert "coordinator/ask-overdue" in names(fresh)
    assert {x.to for x in fresh if x.name == "coordinator/ask-overdue"} == {JANET}
