"""Everybody who was there: as many blind cases, in one thread of the coordinator's, the first with the list of all."""

from mailer.demo.people import Letter
from mailer.demo.stage import SYSTEM, Stage
from tests.journeys.steps import PAULETTE, names

NADINE = "Nadine Frechette <nadine.frechette@pinecoast.example>"
EVENT = (
    "We lost a child in the ED at Oxford Hills last night. Please reach out to everyone who was there:\n\n"
    "- Sofía St. Pierre\n- Margaret Fernández\n- Yusuf Haddad, PA\n\nNadine Frechette\n"
)


def questions(stage: Stage) -> list[Letter]:
    stage.write(NADINE, SYSTEM, "Last night", EVENT)
    stage.one_pass()
    return stage.letters_to(PAULETTE, "ask-match")


def test_each_has_a_case_and_a_question_and_the_writer_one_acknowledgement(stage: Stage) -> None:
    assert len(questions(stage)) == 3
    assert names(stage.letters).count("referrer/tell-received") == 1


def test_the_questions_thread_under_the_first_which_lists_them(stage: Stage) -> None:
    first, second, third = questions(stage)
    assert first.message_id in str(second.message["References"])
    assert first.message_id in str(third.message["References"])
    ids = [case.id for case in stage.edges.store.cases()]
    assert all(case in first.everything for case in ids)
    assert sum(case in second.everything for case in ids) == 1


def test_none_of_them_supports_another(stage: Stage) -> None:
    for question in questions(stage):
        offered = [line for line in question.text.splitlines() if line.split()[:1] and line.split()[0].isdigit()]
        assert offered
        assert not [
            n for n in ("Sofía St. Pierre", "Margaret Fernández", "Yusuf Haddad") if any(n in line for line in offered)
        ]


def test_answers_in_one_thread_are_kept_apart(stage: Stage) -> None:
    first, second, third = questions(stage)
    stage.answers(second, "1")
    asked = stage.last("supporter/ask-invitation")
    stage.answers(third, "close")
    states = sorted(str(case.state) for case in stage.edges.store.cases())
    assert states == ["closed", "invited", "open"]
    assert "Margaret Fernández" in asked.text
    assert first.name == "coordinator/ask-match"
