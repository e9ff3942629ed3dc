"""A correction or a withdrawal finds its case, and never opens a second one."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import BEATRICE, MAURA, names, referred, the_case, writes


def test_a_withdrawal_in_the_thread_is_asked_about_with_the_case(stage: Stage) -> None:
    referred(stage)
    received = stage.last("referrer/tell-received")
    stage.new_letters()
    stage.write(
        BEATRICE,
        PORTLAND,
        "Re: A colleague",
        "Please disregard my earlier message, Mark has found someone.\n",
        answers=received,
    )
    stage.one_pass()
    [asked] = stage.new_letters()
    assert (asked.name, asked.to) == ("coordinator/ask-unclear", MAURA)
    assert the_case(stage).id in asked.subject


def test_a_fresh_mail_finds_the_case_by_its_writer(stage: Stage) -> None:
    referred(stage)
    fresh = writes(
        stage,
        BEATRICE,
        PORTLAND,
        "Mark Young",
        "Please disregard my referral of Mark Young, it was a mistake.\n\nBeatrice\n",
    )
    asked = [x for x in fresh if x.name == "coordinator/ask-unclear"]
    assert len(asked) == 1
    assert the_case(stage).id in asked[0].subject


def test_close_in_answer_closes_it(stage: Stage) -> None:
    referred(stage)
    writes(
        stage,
        BEATRICE,
        PORTLAND,
        "Mark Young",
        "Please disregard my referral of Mark Young, it was a mistake.\n\nBeatrice\n",
    )
    stage.answers(stage.last("coordinator/ask-unclear"), "close")
    assert not the_case(stage).is_open


def test_without_a_case_the_coordinator_is_asked_all_the_same(stage: Stage) -> None:
    fresh = writes(
        stage, BEATRICE, PORTLAND, "Never mind", "Please disregard my earlier message about a colleague.\n\nBeatrice\n"
    )
    assert names(fresh) == ["coordinator/ask-unclear", "referrer/tell-received"]
    assert not list(stage.edges.store.cases())
