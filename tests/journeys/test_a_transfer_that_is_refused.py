"""A peer who wants somebody from elsewhere is never transferred to the own region, whose offices learn nothing."""

from mailer.demo.stage import Stage
from tests.journeys.steps import INGRID, JANET, names, self_referred, the_case

OUTSIDE = "I could use somebody to talk to about a bad outcome, from outside Pemaquid, who doesn't know me.\n\nCaleb Chowdhury\n"


def test_it_is_refused_with_the_reason(stage: Stage) -> None:
    question = self_referred(stage, OUTSIDE)
    assert question.to == JANET
    fresh = stage.answers(question, "transfer to Midcoast")
    assert names(fresh) == ["coordinator/tell-not-done"]
    assert "outside that region" in fresh[0].flat
    assert the_case(stage).owner == JANET
    assert not stage.letters_to(INGRID)


def test_to_another_region_it_may_go(stage: Stage) -> None:
    fresh = stage.answers(self_referred(stage, OUTSIDE), "transfer to Western Mountains")
    assert "coordinator/ask-match" in names(fresh)
    assert the_case(stage).region == "western"
    assert "Ananya Bell" not in stage.last("coordinator/ask-match").text


def test_a_coordinator_may_ask_for_outside_herself(stage: Stage) -> None:
    question = self_referred(stage, "I could use somebody to talk to about a bad outcome.\n\nCaleb Chowdhury\n")
    assert question.to == INGRID
    stage.knew_before = frozenset({INGRID})
    stage.answers(question, "Outside, please. She knows everybody here.")
    assert the_case(stage).outside
    assert the_case(stage).owner == JANET
