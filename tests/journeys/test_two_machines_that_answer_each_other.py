"""A writer whose every mail looks like a person's and who never stops: after a day's worth the acknowledgements end, the work does not."""

from mailer.demo.stage import PORTLAND, Stage
from mailer.service import limits

INQUIRER = "Margaret Eaton <margaret.eaton@pinecoast.example>"


def test_one_address_is_acknowledged_only_so_often_a_day(stage: Stage) -> None:
    for number in range(limits.MOST_A_DAY + 3):
        stage.write(
            INQUIRER,
            PORTLAND,
            f"A question {number}",
            "Is what one tells a supporter confidential? Who can use the program?\n",
        )
    stage.one_pass()
    assert len(stage.letters_to("margaret.eaton@pinecoast.example")) == limits.MOST_A_DAY
    assert len([x for x in stage.letters if x.name == "coordinator/tell-forwarded"]) == limits.MOST_A_DAY + 3
    stage.write(INQUIRER, PORTLAND, "The next day", "Is what one tells a supporter confidential?\n")
    stage.wait(hours=25)
    assert len(stage.letters_to("margaret.eaton@pinecoast.example")) == limits.MOST_A_DAY + 1
