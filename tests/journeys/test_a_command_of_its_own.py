"""A coordinator's command in a fresh mail: done where the mail server vouches for who wrote it; else one question, and a yes does it."""

import pytest

from mailer.demo.people import Letter
from mailer.demo.stage import PORTLAND, SOUTHERN, Stage
from mailer.model.case import State
from tests.journeys.conftest import Staging
from tests.journeys.steps import MAURA, THEO, names, referred, the_case, writes

WHO = f"Maura Quill <{MAURA}>"
SERVER = "mx.harborview.example"
PASSED = (("Authentication-Results", f"{SERVER}; dmarc=pass header.from=harborview.example"),)


def vouched(text: str) -> str:
    return f'{text}\n[security]\ncommands = "authenticated"\nauthserv_id = "{SERVER}"\n'


def two_ids(stage: Stage) -> list[str]:
    return [referred(stage, peer).subject.partition(":")[0] for peer in ("Mark Young", "Aisha Smith")]


def says(stage: Stage, words: str, **more: object) -> list[Letter]:
    return writes(stage, WHO, PORTLAND, "A case", f"{words}\n", **more)


def states(stage: Stage) -> list[State]:
    return sorted(case.state for case in stage.edges.store.cases())


def test_a_close_by_its_id_is_asked_back_once_and_a_yes_closes_it(stage: Stage) -> None:
    one, _ = two_ids(stage)
    [back] = says(stage, f"Close {one}")
    assert (back.name, back.to) == ("coordinator/ask-unclear", MAURA)
    assert one in back.flat
    assert states(stage) == [State.OPEN, State.OPEN]
    [told] = stage.answers(back, "yes")
    assert told.name == "coordinator/tell-done"
    assert told.subject.startswith(one)
    assert states(stage) == [State.CLOSED, State.OPEN]


def test_numbers_are_asked_back_with_the_own_cases_and_then_mean_those(stage: Stage) -> None:
    two_ids(stage)
    [back] = says(stage, "close 3 and 5")
    assert back.name == "coordinator/ask-unclear"
    assert names(stage.answers(back, "1 and 2")) == ["coordinator/tell-done", "coordinator/tell-done"]
    assert states(stage) == [State.CLOSED, State.CLOSED]


def test_where_the_mail_server_vouches_it_is_done_at_once(staged: Staging) -> None:
    stage = staged(vouched)
    one, other = two_ids(stage)
    fresh = says(stage, f"Please close {one} and {other}, they are duplicates.", headers=PASSED)
    assert names(fresh) == ["coordinator/tell-done", "coordinator/tell-done"]
    assert {str(case.outcome) for case in stage.edges.store.cases()} == {"duplicate"}
    assert "taken back until" in fresh[0].flat


def test_in_answer_to_the_list_of_the_own_cases_it_is_done_at_once(stage: Stage) -> None:
    one, _ = two_ids(stage)
    [status] = says(stage, "status")
    assert names(stage.answers(status, f"Close {one}, please")) == ["coordinator/tell-done"]
    assert states(stage) == [State.CLOSED, State.OPEN]


def test_words_that_name_no_case_get_the_plain_question(stage: Stage) -> None:
    two_ids(stage)
    [back] = says(stage, "The cafeteria will close early on Friday.")
    assert back.name == "coordinator/ask-unclear"
    assert "STATUS" in back.flat


def test_where_it_does_not_vouch_nothing_is_done_and_one_question_comes_back(staged: Staging) -> None:
    stage = staged(vouched)
    one, _ = two_ids(stage)
    [back] = says(stage, f"Close {one}")
    assert back.name == "coordinator/ask-unclear"
    stage.answers(back, "yes")  # the answer is not vouched for either
    assert states(stage) == [State.OPEN, State.OPEN]


@pytest.mark.parametrize("headers", [(), PASSED])
def test_the_case_of_another_office_is_neither_closed_nor_told_of(
    staged: Staging, headers: tuple[tuple[str, str], ...]
) -> None:
    stage = staged(vouched if headers else lambda text: text)
    stage.write(
        "Sam Pike <sam.pike@elsewhere.example>",
        SOUTHERN,
        "A colleague",
        "Please reach out to Dr. Zebulon Quimby here.\n",
    )
    stage.one_pass()
    theirs = the_case(stage)
    assert theirs.owner == THEO
    referred(stage)
    fresh = says(stage, f"Close {theirs.id}", headers=headers)
    assert names(fresh) == ["coordinator/ask-unclear"]
    assert theirs.id not in fresh[0].everything
    assert states(stage) == [State.OPEN, State.OPEN]


def test_a_yes_of_somebody_else_to_the_question_closes_nothing(stage: Stage) -> None:
    one, _ = two_ids(stage)
    [back] = says(stage, f"Close {one}")
    stage.answers(back, "yes", sender=f"Theo Lavallee <{THEO}>")
    assert states(stage) == [State.OPEN, State.OPEN]
