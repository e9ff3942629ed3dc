""" "Please don't email me, call my cell": the peer gets no mail at all, and the supporter is told to call."""

from mailer.demo.stage import SYSTEM, Stage
from tests.journeys.steps import CALEB, names, self_referred, the_case, writes

WISH = (
    "I could use somebody to talk to. Please call my cell only, 207-555-0177, and do not email me.\n\nCaleb Chowdhury\n"
)
LATER = "I could use somebody to talk to, but please only call me, 207-555-0177, no emails please.\n\nCaleb Chowdhury\n"
HIM = "caleb.chowdhury@pinecoast.example"


def test_not_even_the_arrival_is_confirmed(stage: Stage) -> None:
    fresh = writes(stage, CALEB, SYSTEM, "Could I talk to somebody?", WISH)
    assert names(fresh) == ["coordinator/ask-match"]
    assert the_case(stage).peer.contact == "phone"


def test_the_supporter_is_told_to_call_and_gets_no_address(stage: Stage) -> None:
    stage.answers(self_referred(stage, WISH), "1")
    fresh = stage.answers(stage.last("supporter/ask-invitation"), "yes")
    assert names(fresh) == ["coordinator/tell-accepted", "supporter/tell-handover"]
    handover = stage.last("supporter/tell-handover")
    assert "207-555-0177" in handover.text
    assert HIM not in handover.text


def test_to_the_end_of_the_case_nothing_is_written_to_them(stage: Stage) -> None:
    stage.answers(self_referred(stage, WISH), "1")
    stage.answers(stage.last("supporter/ask-invitation"), "yes")
    stage.wait(days=8)
    stage.answers(stage.last("supporter/ask-how-it-went"), "He said no, but he would like the resources.")
    assert stage.letters_to(HIM) == []


def test_a_wish_that_comes_later_holds_at_the_moment_of_sending(stage: Stage) -> None:
    stage.answers(self_referred(stage, "I could use somebody to talk to.\n\nCaleb Chowdhury\n"), "1")
    writes(stage, CALEB, SYSTEM, "One more thing", LATER)
    before = len(stage.letters_to(HIM))
    stage.answers(stage.last("supporter/ask-invitation"), "yes")
    assert len(stage.letters_to(HIM)) == before
