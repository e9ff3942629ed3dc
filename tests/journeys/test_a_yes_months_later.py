"""A yes long after the close simply opens a new case, as of one who asks for themselves."""

from mailer.demo.stage import Stage
from mailer.model.case import Outcome
from tests.journeys.steps import MARK, MAURA, names, reached_out, the_case, writes


def test_the_same_letter_answered_again_opens_a_new_case(stage: Stage) -> None:
    outreach = reached_out(stage)
    stage.answers(outreach, "No thanks.")
    stage.wait(days=10)
    fresh = stage.answers(outreach, "I would like to talk to somebody after all.")
    assert names(fresh) == ["coordinator/ask-match", "peer/tell-received"]
    first, second = sorted(stage.edges.store.cases(), key=lambda c: c.opened_at)
    assert first.outcome is Outcome.DECLINED
    assert second.is_open
    assert second.id != first.id


def test_the_words_of_that_yes_stay_out_of_the_coordinators_letter(stage: Stage) -> None:
    outreach = reached_out(stage)
    stage.answers(outreach, "No thanks.")
    fresh = stage.answers(outreach, "I would like to talk after all. The bassoon keeps me awake.")
    assert not [x for x in fresh if "bassoon" in x.everything]


def test_when_all_marks_are_forgotten_it_is_read_as_a_new_mail(stage: Stage) -> None:
    stage.answers(reached_out(stage), "No thanks.")
    stage.wait(days=120)
    stage.write(
        f"Mark Young <{MARK}>", "peertopeer@harborview.example", "Hello again",
        "A while ago you wrote to me. I would like to talk to somebody now.\n\nMark Young\n",
    )  # fmt: skip
    stage.new_letters()
    stage.one_pass()
    fresh = stage.new_letters()
    assert [(x.name, x.to) for x in fresh if x.name == "coordinator/ask-match"] == [("coordinator/ask-match", MAURA)]


def test_who_said_no_and_asks_for_themselves_is_answered_though_a_sign_of_danger_opened_the_first_case_again(
    stage: Stage,
) -> None:
    outreach = reached_out(stage)
    stage.answers(outreach, "No thanks.")
    stage.answers(stage.last("supporter/tell-handover"), "I am afraid they might hurt themselves.")
    assert the_case(stage).is_open
    asked = "Could I talk to somebody after all? It was a hard week.\n\nMark Young\n"
    fresh = writes(stage, f"Mark Young <{MARK}>", "peertopeer@harborview.example", "Hello", asked)
    assert "peer/tell-received" in names(fresh)  # the no is overtaken by their own word
    assert the_case(stage).peer_said_yes  # and no second outreach will come: they are introduced
