"""A stop: no letter to the peer at all, remembered by a keyed hash that outlives the case."""

import pytest

from mailer.demo.stage import PORTLAND, Stage
from mailer.model.case import Outcome
from mailer.service.purging import purge
from tests.journeys.steps import MARK, MAURA, names, reached_out, referred, the_case, writes

WHO = f"Mark Young <{MARK}>"


@pytest.mark.parametrize("words", ["Please never contact me again.", "STOP"])
def test_the_peer_gets_nothing_and_the_others_hear_it_neutrally(stage: Stage, words: str) -> None:
    fresh = stage.answers(reached_out(stage), words)
    assert names(fresh) == ["coordinator/tell-outcome", "supporter/tell-released"]
    assert the_case(stage).outcome is Outcome.DECLINED


def test_it_works_without_a_mark(stage: Stage) -> None:
    reached_out(stage)
    fresh = writes(stage, WHO, PORTLAND, "stop", "Please stop writing to me and never contact me again.\n")
    assert names(fresh) == ["coordinator/tell-outcome", "supporter/tell-released"]


def test_a_later_referral_of_that_person_reaches_nobody_but_the_coordinator(stage: Stage) -> None:
    stage.answers(reached_out(stage), "Please never contact me again.")
    stage.new_letters()
    stage.write(
        "Susan Rahman <susan.rahman@pinecoast.example>",
        PORTLAND,
        "A colleague",
        "Could somebody reach out to Mark Young?\n",
    )
    stage.one_pass()
    fresh = stage.new_letters()
    assert [(x.name, x.to) for x in fresh if x.name != "referrer/tell-received"] == [
        ("coordinator/tell-outcome", MAURA)
    ]


def test_it_outlives_the_case_and_a_restart(stage: Stage) -> None:
    stage.answers(reached_out(stage), "Please never contact me again.")
    stage.wait(days=20)
    purge(stage.service.books, stage.edges)
    assert not list(stage.edges.store.cases())
    stage.restart()
    stage.new_letters()
    stage.write(
        "Susan Rahman <susan.rahman@pinecoast.example>",
        PORTLAND,
        "A colleague",
        "Could somebody reach out to Mark Young?\n",
    )
    stage.one_pass()
    assert "coordinator/ask-match" not in names(stage.new_letters())


def test_words_that_only_lean_to_a_request_lift_nothing(stage: Stage) -> None:
    stage.answers(reached_out(stage), "Please never contact me again.")
    text = "One more thing about me: I am back on the walnut ward on Monday.\n"
    fresh = writes(stage, WHO, PORTLAND, "Re: A colleague", text)
    assert "peer/tell-received" not in names(fresh)
    assert "coordinator/ask-unclear" in names(fresh)
    assert stage.edges.store.stopped(stage.service.keys.stop_hash(MARK))


def test_only_that_persons_own_request_lifts_it(stage: Stage) -> None:
    stage.answers(reached_out(stage), "Please never contact me again.")
    fresh = writes(
        stage, WHO, PORTLAND, "Could I talk to somebody?", "I could use somebody to talk to after all.\n\nMark Young\n"
    )
    assert names(fresh) == ["coordinator/ask-match", "peer/tell-received"]
    stage.answers(stage.last("coordinator/ask-match"), "1")
    fresh = stage.answers(stage.last("supporter/ask-invitation"), "yes")
    assert "peer/tell-introduction" in names(fresh)


def test_the_stop_of_one_is_not_the_stop_of_another(stage: Stage) -> None:
    stage.answers(reached_out(stage), "Please never contact me again.")
    assert referred(stage, "Aisha Smith").name == "coordinator/ask-match"
