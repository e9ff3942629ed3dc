"""Accepted before, and can't go on: the coordinator chooses again, and the peer is not asked a second time."""

from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.steps import MARK, names, reached_out, the_case


def test_the_coordinator_is_asked_again_with_a_new_promise(stage: Stage) -> None:
    reached_out(stage)
    fresh = stage.answers(stage.last("supporter/tell-handover"), "I have to hand this back, I'm sorry.")
    assert "coordinator/ask-rematch" in names(fresh)
    assert the_case(stage).state is State.OPEN


def test_the_peer_gets_no_second_outreach(stage: Stage) -> None:
    reached_out(stage)
    stage.answers(stage.last("supporter/tell-handover"), "I have to hand this back, I'm sorry.")
    stage.answers(stage.last("coordinator/ask-rematch"), "1")
    stage.answers(stage.last("supporter/ask-invitation"), "yes")
    assert len([x for x in stage.letters_to(MARK) if x.name == "peer/ask-outreach"]) == 1


def test_a_peer_who_said_yes_is_introduced_to_the_next_one(stage: Stage) -> None:
    stage.answers(reached_out(stage), "Yes please")
    stage.answers(stage.last("supporter/tell-handover"), "I have to hand this back, I'm sorry.")
    stage.answers(stage.last("coordinator/ask-rematch"), "1")
    fresh = stage.answers(stage.last("supporter/ask-invitation"), "yes")
    assert "peer/tell-introduction" in names(fresh)
