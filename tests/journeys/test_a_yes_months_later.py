"""A yes long after the close simply opens a new case, as of one who asks for themselves."""

from mailer.demo.stage import Stage
from mailer.model.case import Outcome
from tests.journeys.steps import MARK, MAURA, names, reached_out


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
