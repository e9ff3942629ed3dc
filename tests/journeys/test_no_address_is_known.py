"""A peer whose address nobody knows: the supporter is told to call, and the coordinator that it is so."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import BEATRICE, names, referred, the_case, writes

TEXT = "Would somebody please reach out to Zebulon Quimby, a travel nurse here? His cell is 207-555-0166.\n\nBeatrice Bouchard\n"


def test_the_supporter_calls(stage: Stage) -> None:
    writes(stage, BEATRICE, PORTLAND, "A colleague", TEXT)
    assert the_case(stage).peer.resolved == "text"
    stage.answers(stage.last("coordinator/ask-match"), "1")
    fresh = stage.answers(stage.last("supporter/ask-invitation"), "yes")
    assert names(fresh) == ["coordinator/tell-accepted", "supporter/tell-handover"]
    assert "207-555-0166" in stage.last("supporter/tell-handover").text


def test_without_a_number_either_the_coordinator_is_told(stage: Stage) -> None:
    stage.answers(referred(stage, "Zebulon Quimby, a travel nurse"), "1")
    stage.answers(stage.last("supporter/ask-invitation"), "yes")
    assert "No way to reach" in stage.last("coordinator/tell-accepted").flat
