"""A sign of danger in the answer of a peer or a supporter: a person at once, with the words; and it closes nothing."""

import pytest

from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.steps import DENISE, JANET, MARK, MAURA, names, reached_out, the_case

DANGER = "No thanks. There is no point, they would all be better off without me."


def test_a_peers_no_with_a_sign_of_danger_closes_nothing(stage: Stage) -> None:
    fresh = stage.answers(reached_out(stage), DANGER)
    assert set(names(fresh)) == {"coordinator/ask-crisis", "peer/tell-crisis"}
    assert sorted(x.to for x in fresh) == sorted([MAURA, DENISE, JANET, MARK])
    assert the_case(stage).state is State.REACHED_OUT


def test_its_words_go_to_coordinator_and_backup_and_the_mail_waits_for_a_person(stage: Stage) -> None:
    fresh = stage.answers(reached_out(stage), DANGER)
    assert all("better off without me" in x.flat for x in fresh if x.name == "coordinator/ask-crisis")
    assert len(stage.server.mails("peertopeer", "Needs a person")) == 1


@pytest.mark.parametrize(
    "words", ["He told me he does not want to wake up tomorrow.", "She said she cannot promise to be safe tonight."]
)
def test_a_supporters_report_pages_and_the_case_stays_open(stage: Stage, words: str) -> None:
    reached_out(stage)
    fresh = stage.answers(stage.last("supporter/tell-handover"), f"We met. {words}")
    assert names(fresh) == ["coordinator/ask-crisis"] * 3
    assert {x.to for x in fresh} == {MAURA, DENISE, JANET}  # with nobody on call, all who stand in are paged
    assert the_case(stage).is_open


def test_a_further_answer_of_the_peer_goes_to_a_person_while_it_stands(stage: Stage) -> None:
    outreach = reached_out(stage)
    stage.answers(outreach, DANGER)
    fresh = stage.answers(outreach, "Never mind, it was a long day.")
    assert "coordinator/ask-crisis" in names(fresh)
    assert "supporter/tell-peer-wrote" not in names(fresh)
