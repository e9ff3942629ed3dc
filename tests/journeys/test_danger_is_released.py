"""Nothing ordinary happens while danger stands; a coordinator's decision lets the flow go on."""

import pytest

from mailer.demo.stage import SYSTEM, Stage
from mailer.model.case import State
from tests.journeys.steps import BEATRICE, MARK, MAURA, in_pass, names, the_case, writes

WORDS = "I am scared of what Mark Young might do to himself. He said goodbye to everybody today.\n\nBeatrice\n"


def in_danger(stage: Stage) -> None:
    writes(stage, BEATRICE, SYSTEM, "Mark", WORDS)


def test_nobody_is_matched_and_the_peer_is_not_written_to(stage: Stage) -> None:
    in_danger(stage)
    assert set(names(stage.letters)) == {"coordinator/ask-crisis", "referrer/tell-crisis"}
    assert not stage.letters_to(MARK)


def test_the_pages_go_round_until_somebody_answers(stage: Stage) -> None:
    in_danger(stage)
    readers = [next(x.to for x in in_pass(stage, minutes=10, seconds=5)) for _ in range(2)]
    assert len({MAURA, *readers}) == 3
    everybody = in_pass(stage, minutes=10, seconds=5)
    assert MAURA in {x.to for x in everybody}


@pytest.mark.parametrize("words", ["GO ON", "Go on, please. I spoke to him and he is safe at home."])
def test_go_on_brings_the_list(stage: Stage, words: str) -> None:
    in_danger(stage)
    stage.answers(stage.last("coordinator/ask-crisis", MAURA), "Seen, I am calling him now.")
    fresh = stage.answers(stage.last("coordinator/tell-done", MAURA), words)
    assert names(fresh) == ["coordinator/ask-match"]
    assert not the_case(stage).in_danger


def test_a_close_is_a_decision_too(stage: Stage) -> None:
    in_danger(stage)
    stage.answers(stage.last("coordinator/ask-crisis", MAURA), "close")
    assert the_case(stage).state is State.CLOSED


def test_the_digest_has_its_own_line_for_it(stage: Stage) -> None:
    in_danger(stage)
    stage.answers(stage.last("coordinator/ask-crisis", MAURA), "Seen, I am calling him now.")
    digests = [x for x in in_pass(stage, hours=23) if x.name == "coordinator/tell-digest"]
    assert [x.to for x in digests] == [the_case(stage).owner]
    assert "danger" in digests[0].flat
