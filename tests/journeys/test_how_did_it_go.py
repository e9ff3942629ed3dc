"""A week after the outreach the supporter is asked for one word; a fortnight after once more; a month after it is closed."""

import pytest

from mailer.demo.stage import Stage
from mailer.model.case import Outcome, State
from tests.journeys.steps import MARK, MAURA, in_pass, names, reached_out, the_case


def asked(stage: Stage) -> None:
    reached_out(stage)
    in_pass(stage, days=7, minutes=5)


@pytest.mark.parametrize(
    "word, outcome",
    [("met", Outcome.MET), ("yes", Outcome.MET), ("no answer", Outcome.NO_ANSWER), ("declined", Outcome.DECLINED)],
)
def test_one_word_closes_the_case(stage: Stage, word: str, outcome: Outcome) -> None:
    asked(stage)
    fresh = stage.answers(stage.last("supporter/ask-how-it-went"), word)
    assert [(x.name, x.to) for x in fresh] == [("coordinator/tell-outcome", MAURA)]
    assert the_case(stage).outcome is outcome


def test_ongoing_keeps_it_open_and_asks_again_a_week_later(stage: Stage) -> None:
    asked(stage)
    assert stage.answers(stage.last("supporter/ask-how-it-went"), "ongoing, we talk again on Friday") == []
    assert "supporter/ask-how-it-went" in names(in_pass(stage, days=7, minutes=5))


def test_silence_is_asked_once_more_and_closed_after_a_month(stage: Stage) -> None:
    asked(stage)
    assert "supporter/ask-how-it-went" in names(in_pass(stage, days=7))
    in_pass(stage, days=17)
    assert (the_case(stage).state, the_case(stage).outcome) == (State.CLOSED, Outcome.NO_ANSWER)
    assert "coordinator/tell-outcome" in names(stage.letters)


def test_resources_reported_by_the_supporter_are_sent_once(stage: Stage) -> None:
    asked(stage)
    question = stage.last("supporter/ask-how-it-went")
    fresh = stage.answers(question, "We met, and he would like the reading, please send the resources.")
    assert [x.to for x in fresh if x.name == "peer/tell-resources"] == [MARK]
    again = stage.answers(question, "met, please send the resources")
    assert "peer/tell-resources" not in names(again)
