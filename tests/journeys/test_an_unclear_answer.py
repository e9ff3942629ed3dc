"""What could mean two things is one question back, and nothing is done."""

from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.steps import MAURA, names, referred, the_case


def test_a_first_name_of_two_is_asked_about(stage: Stage) -> None:
    [back] = stage.answers(referred(stage), "Kenji please")
    assert (back.name, back.to) == ("coordinator/ask-unclear", MAURA)
    assert "Kenji Eaton" in back.text
    assert "Kenji Sewall" in back.text
    assert the_case(stage).state is State.OPEN


def test_the_number_to_the_question_back_is_of_its_own_list(stage: Stage) -> None:
    [back] = stage.answers(referred(stage), "Kenji please")
    first = next(line for line in back.text.splitlines() if line.split()[:1] == ["1"])
    fresh = stage.answers(back, "1")
    assert "supporter/ask-invitation" in names(fresh)
    surname = stage.last("supporter/ask-invitation").to.partition("@")[0].partition(".")[2]
    assert surname in first.lower()


def test_words_that_say_nothing_get_one_question_with_the_likely_readings(stage: Stage) -> None:
    [back] = stage.answers(referred(stage), "Hm, the weather in Portland is terrible and the ferry is late.")
    assert back.name == "coordinator/ask-unclear"
    assert "CLOSE" in back.text
    assert "HOLD" in back.text


def test_two_decisions_at_once_are_asked_about(stage: Stage) -> None:
    fresh = stage.answers(referred(stage), "Hold it until December 1, and ask for somebody outside.")
    assert names(fresh) == ["coordinator/ask-unclear"]
    assert the_case(stage).state is State.OPEN
