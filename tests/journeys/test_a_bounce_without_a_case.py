"""A letter that belongs to no case bounces, or is refused: somebody hears of it all the same."""

from mailer.demo.stage import PORTLAND, Stage
from mailer.demo.story import delivery_report
from tests.journeys.steps import JANET, in_pass, names, writes

ASKS = "Is what one tells a supporter confidential? Who can use the program?\n"
INQUIRER = "Margaret Eaton <margaret.eaton@pinecoast.example>"


def test_the_operator_hears_that_the_coordinator_was_not_reached(stage: Stage) -> None:
    writes(stage, INQUIRER, PORTLAND, "A question", ASKS)
    stage.deliver(delivery_report(stage.last("coordinator/tell-forwarded")), PORTLAND)
    fresh = in_pass(stage)
    assert names(fresh) == ["operator/tell-trouble"]
    assert fresh[0].to == JANET


def test_letters_refused_for_good_stand_in_the_digest(stage: Stage) -> None:
    stage.one_pass()
    stage.server.refuse("margaret.eaton@pinecoast.example")
    writes(stage, INQUIRER, PORTLAND, "A question", ASKS)
    stage.wait(hours=24)
    digest = stage.last("coordinator/tell-digest", JANET)
    assert "refused for good" in digest.text
