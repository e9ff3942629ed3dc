"""A request for a group without names goes to the coordinator as one."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import BEATRICE, MAURA, names, the_case, writes


def test_one_case_for_the_coordinator_to_plan(stage: Stage) -> None:
    fresh = writes(
        stage, BEATRICE, PORTLAND, "Our unit",
        "Could somebody come and support our night team? They lost a child yesterday.\n\nBeatrice Bouchard\n",
    )  # fmt: skip
    assert names(fresh) == ["coordinator/ask-match", "referrer/tell-received"]
    assert stage.last("coordinator/ask-match").to == MAURA
    assert the_case(stage).peer.name is None
