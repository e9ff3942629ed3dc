"""Reading is asked for where no mail may go: the coordinator has it in a letter, to have it handed over."""

from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from mailer.demo.story import delivery_report
from tests.journeys.steps import MARK, MAURA, in_pass, names, reached_out, self_referred, the_case

CALL_ONLY = (
    "I could use somebody to talk to. Please call my cell only, 207-555-0177, and do not email me.\n\nCaleb Chowdhury\n"
)
HIM = "caleb.chowdhury@pinecoast.example"


def asked_by_telephone(stage: Stage) -> None:
    stage.answers(self_referred(stage, CALL_ONLY), "1")
    stage.answers(stage.last("supporter/ask-invitation"), "yes")
    stage.wait(days=7, minutes=5)


def test_a_supporter_reports_that_it_is_wanted_and_mail_is_not(stage: Stage) -> None:
    asked_by_telephone(stage)
    fresh = stage.answers(stage.last("supporter/ask-how-it-went"), "He said no, but he would like the resources.")
    [told] = [x for x in fresh if x.name == "coordinator/tell-undelivered"]
    assert told.to == the_case(stage).owner
    assert "To be handed over" in told.text
    assert "wants to be called" in told.flat
    assert stage.letters_to(HIM) == []
    assert "The reading was sent" not in stage.last("coordinator/tell-outcome").flat


def test_it_is_asked_once_however_often_it_is_reported(stage: Stage) -> None:
    asked_by_telephone(stage)
    question = stage.last("supporter/ask-how-it-went")
    stage.answers(question, "Please send him the resources.")
    assert "coordinator/tell-undelivered" not in names(stage.answers(question, "Please send him the resources."))


def test_a_peer_who_says_no_and_wants_it_but_no_mail(stage: Stage) -> None:
    fresh = stage.answers(reached_out(stage), "No thanks. Please send the resources, but not by email.")
    assert not [x for x in fresh if x.to == MARK]
    [told] = [x for x in fresh if x.name == "coordinator/tell-undelivered"]
    assert told.to == MAURA


def test_reading_that_bounces_after_the_close_is_handed_over_too(stage: Stage) -> None:
    stage.answers(reached_out(stage), "No thank you, but please send the resources.")
    stage.deliver(delivery_report(stage.last("peer/tell-resources")), PORTLAND)
    fresh = in_pass(stage)
    assert [(x.name, x.to) for x in fresh] == [("coordinator/tell-undelivered", MAURA)]
    assert "To be handed over" in fresh[0].text


def test_an_understanding_that_bounces_after_the_close_is_told_and_left_at_that(stage: Stage) -> None:
    stage.answers(reached_out(stage), "No thank you, not now.")
    stage.deliver(delivery_report(stage.last("peer/tell-understood")), PORTLAND)
    fresh = in_pass(stage)
    assert [(x.name, x.to) for x in fresh] == [("coordinator/tell-undelivered", MAURA)]
    assert "leave it at that" in fresh[0].flat
    assert SYSTEM not in fresh[0].to
