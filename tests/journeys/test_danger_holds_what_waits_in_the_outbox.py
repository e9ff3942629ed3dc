"""An outreach that could not leave yet when a sign of danger comes: it waits until a person has released the flow."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import BEATRICE, REFERRAL

MARK = "mark.young@harborview.example"


def test_it_leaves_only_after_the_release(stage: Stage) -> None:
    stage.server.refuse(MARK, 450, "4.7.1 greylisted")
    stage.write(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"))
    stage.one_pass()
    stage.answer(stage.last("coordinator/ask-match"), "1")
    stage.one_pass()
    stage.answer(stage.last("supporter/ask-invitation"), "yes")
    stage.one_pass()
    stage.answer(stage.last("supporter/tell-handover"), "I am worried. He said he does not want to live any more.")
    stage.wait(minutes=5)
    stage.server.accept(MARK)
    stage.wait(minutes=30)
    assert not stage.letters_to(MARK)
    stage.answer(stage.letters_to("maura.quill@harborview.example", "ask-crisis")[-1], "GO ON")
    stage.one_pass()
    stage.wait(hours=1)
    assert [x.name for x in stage.letters_to(MARK)] == ["peer/ask-outreach"]
