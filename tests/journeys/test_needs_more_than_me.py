""" "This needs more than me": the coordinator is asked, without a detail of what the peer said."""

from mailer.demo.stage import Stage
from tests.journeys.steps import MAURA, reached_out, the_case


def test_the_coordinator_hears_that_more_is_needed_and_nothing_else(stage: Stage) -> None:
    reached_out(stage)
    fresh = stage.answers(stage.last("supporter/tell-handover"), "This needs more than me, because of the harpsichord.")
    [asked] = [x for x in fresh if x.name == "coordinator/ask-unclear"]
    assert asked.to == MAURA
    assert "harpsichord" not in asked.everything


def test_the_case_stays_open_with_its_supporter(stage: Stage) -> None:
    reached_out(stage)
    stage.answers(stage.last("supporter/tell-handover"), "This needs more than me.")
    assert the_case(stage).is_open
