"""Forgetting is on from the first day: a fortnight after the close nothing of a case is kept, and what is open stays."""

from mailer.demo.stage import Stage
from mailer.service.purging import purge
from tests.journeys.steps import names, reached_out, referred


def test_the_case_and_its_mail_are_gone(stage: Stage) -> None:
    stage.answers(reached_out(stage), "No thanks.")
    stage.wait(days=15)
    gone = purge(stage.service.books, stage.edges)
    assert (gone.cases, gone.troubles) == (1, ())
    assert list(stage.edges.store.cases()) == []
    assert stage.server.mails("peertopeer", "Handled") == []


def test_the_mail_of_an_open_case_is_kept_for_whoever_takes_it_over(stage: Stage) -> None:
    stage.answers(referred(stage), "hold until January 11")
    stage.wait(days=30)
    purge(stage.service.books, stage.edges)
    assert len(stage.server.mails("peertopeer", "Handled")) == 1
    fresh = stage.answers(stage.last("coordinator/tell-done"), "transfer to Midcoast")
    assert "quince marmalade" in next(x for x in fresh if x.name == "coordinator/ask-match").flat


def test_an_answer_to_a_forgotten_letter_is_read_as_a_new_mail(stage: Stage) -> None:
    outreach = reached_out(stage)
    stage.answers(outreach, "No thanks.")
    stage.wait(days=15)
    purge(stage.service.books, stage.edges)
    fresh = stage.answers(outreach, "I would like to talk to somebody now, please.")
    assert "coordinator/ask-match" in names(fresh)
