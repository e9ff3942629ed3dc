"""A service that was down catches up at its first pass: in order, and one letter for what piled up."""

from mailer.demo.people import written
from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import BEATRICE, JANET, REFERRAL, in_pass, invited, names, referred, the_case


def test_reminder_backup_and_system_office_that_piled_up_are_one_letter(stage: Stage) -> None:
    referred(stage)
    stage.restart()
    fresh = [x for x in in_pass(stage, hours=30) if x.name != "coordinator/tell-digest"]
    assert [(x.name, x.to) for x in fresh] == [("coordinator/ask-match", JANET)]


def test_a_silent_supporter_is_let_go_without_being_asked_again_first(stage: Stage) -> None:
    invitation = invited(stage)
    fresh = in_pass(stage, hours=11)
    assert names(fresh) == ["coordinator/ask-rematch", "supporter/tell-released"]
    assert next(x for x in fresh if x.name == "supporter/tell-released").to == invitation.to


def test_mail_that_came_meanwhile_is_dealt_with_before_its_deadline_speaks(stage: Stage) -> None:
    question = referred(stage)
    stage.answer(question, "1")
    fresh = in_pass(stage, hours=12, minutes=30)
    assert "coordinator/ask-overdue" not in names(fresh)
    assert "supporter/ask-invitation" in names(fresh)


def test_a_referral_that_waited_a_day_unread_is_promised_from_its_arrival(stage: Stage) -> None:
    raw, _ = written(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"), stage.now)
    stage.deliver(raw, PORTLAND)
    arrived = stage.now
    fresh = in_pass(stage, hours=30)
    assert names(x for x in fresh if x.name != "coordinator/tell-digest").count("coordinator/ask-match") == 1
    assert (the_case(stage).promise_at - arrived).total_seconds() == 24 * 3600
    later = in_pass(stage, hours=2, minutes=5)
    assert len([x for x in later if x.to == JANET]) == 1
