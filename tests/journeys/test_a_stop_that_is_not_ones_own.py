""" "Don't contact him again" is no stop of the one who writes it: a person reads it, and nothing of it is lost."""

import pytest

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import BEATRICE, names, referred, the_case, writes

SUPPORTER = "Susan Rahman <susan.rahman@pinecoast.example>"
STAFF = BEATRICE


@pytest.mark.parametrize(
    "text",
    [
        "Please disregard my referral of Mark Young. Do not contact him again, he asked me to tell you.\n\nBeatrice Bouchard",
        "Please don't contact him any more. He has found somebody.\n\nBeatrice Bouchard",
    ],
)
@pytest.mark.parametrize("in_thread", [True, False])
def test_a_referrer_who_takes_it_back_reaches_the_coordinator(stage: Stage, text: str, in_thread: bool) -> None:
    referred(stage)
    thread = [("In-Reply-To", stage.last("referrer/tell-received").message_id)] if in_thread else []
    fresh = writes(stage, BEATRICE, PORTLAND, "About my mail", text, headers=thread)
    assert "coordinator/ask-unclear" in names(fresh)
    assert len(stage.server.mails("peertopeer", "Handled")) == 2
    assert not stage.edges.store.stops()


def test_a_referrer_of_an_open_case_is_read_by_a_person_whatever_they_want_stopped(stage: Stage) -> None:
    referred(stage)
    fresh = writes(stage, BEATRICE, PORTLAND, "lists", "Please take me off this list.\n\nBeatrice Bouchard")
    assert names(fresh) == ["coordinator/tell-forwarded"]
    assert the_case(stage).is_open


@pytest.mark.parametrize("who", [STAFF, SUPPORTER])
def test_staff_without_a_case_are_remembered_and_their_mail_is_kept_for_a_while(stage: Stage, who: str) -> None:
    assert writes(stage, who, PORTLAND, "stop", "Please never contact me again.") == []
    assert len(stage.edges.store.stops()) == 1
    assert len(stage.server.mails("peertopeer", "Handled")) == 1
