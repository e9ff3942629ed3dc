"""A letter that cannot be delivered: who waits for it hears it at once, and what to do."""

from mailer.demo.stage import PORTLAND, Stage
from mailer.demo.story import delivery_report
from mailer.model.case import State
from tests.journeys.steps import CHIDI, DENISE, JANET, MAURA, invited, names, reached_out, referred, the_case


def bounced(stage: Stage, name: str) -> list[str]:
    stage.new_letters()
    stage.deliver(delivery_report(stage.last(name)), PORTLAND)
    stage.one_pass()
    return names(stage.new_letters())


def test_an_invitation_that_bounced_is_no_answer_to_wait_for(stage: Stage) -> None:
    invited(stage)
    assert bounced(stage, "supporter/ask-invitation") == ["coordinator/ask-rematch", "coordinator/tell-undelivered"]
    assert the_case(stage).state is State.OPEN


def test_an_outreach_that_bounced_makes_the_supporter_call(stage: Stage) -> None:
    reached_out(stage)
    assert bounced(stage, "peer/ask-outreach") == ["coordinator/tell-undelivered", "supporter/tell-handover"]
    handover = stage.last("supporter/tell-handover")
    assert "207-555-1289" in handover.text
    assert "mark.young@harborview.example" not in handover.text


def test_a_question_to_the_coordinator_that_bounced_goes_to_the_backup(stage: Stage) -> None:
    assert referred(stage).to == MAURA
    bounced(stage, "coordinator/ask-match")
    assert stage.last("coordinator/ask-match").to == DENISE
    assert stage.letters_to(JANET, "operator/tell-trouble")


def test_a_refusal_by_the_server_counts_as_one(stage: Stage) -> None:
    stage.server.refuse(CHIDI)
    stage.answers(referred(stage), "Chidi Tran")
    stage.one_pass()
    assert stage.last("coordinator/tell-undelivered").to == MAURA
    assert the_case(stage).state is State.OPEN


def test_a_report_that_names_no_letter_of_ours_changes_nothing(stage: Stage) -> None:
    invited(stage)
    stage.new_letters()
    forged = delivery_report(stage.last("supporter/ask-invitation"))
    marks = [m.mark for m in the_case(stage).marks]
    for mark in marks:
        forged = forged.replace(mark.encode(), b"a" * len(mark))
    stage.deliver(forged, PORTLAND)
    stage.one_pass()
    assert stage.new_letters() == []
    assert the_case(stage).state is State.INVITED
