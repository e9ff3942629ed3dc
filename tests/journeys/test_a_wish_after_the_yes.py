"""A wish to be called comes when a supporter has accepted already: the supporter is told to call, and no letter leaves against it."""

from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from tests.journeys.steps import (
    BEATRICE,
    CALEB,
    MARK,
    MAURA,
    in_pass,
    invited,
    names,
    reached_out,
    self_referred,
    supporter_of,
    the_case,
    writes,
)

ASKS = "I could use somebody to talk to.\n\nCaleb Chowdhury\n"
CALL_ONLY = (
    "I could use somebody to talk to, but please only call me, 207-555-0177, no emails please.\n\nCaleb Chowdhury\n"
)
HE_WANTS_CALLS = (
    "Would somebody please reach out to Mark Young? Please call his cell only, 207-555-0166, and do not email him.\n\n"
    "Beatrice Bouchard, DO\n"
)


def test_a_peer_who_writes_again_is_called_from_then_on(stage: Stage) -> None:
    stage.answers(self_referred(stage, ASKS), "1")
    stage.answers(stage.last("supporter/ask-invitation"), "yes")
    fresh = writes(stage, CALEB, SYSTEM, "One more thing", CALL_ONLY)
    [told] = [x for x in fresh if x.name == "supporter/tell-handover"]
    assert told.to == supporter_of(stage)
    assert "There is something new" in told.flat
    assert "207-555-0177" in told.text
    assert "caleb.chowdhury@pinecoast.example" not in told.text
    assert not [x for x in fresh if x.name.startswith("peer/")]


def test_the_answer_to_the_outreach_brings_the_wish_with_its_words_and_lasts(stage: Stage) -> None:
    fresh = stage.answers(reached_out(stage), "Yes, please. Just don't email me, call my cell, 207-555-0188.")
    assert names(fresh) == ["supporter/tell-peer-wrote"]
    assert "call only, do not write" in fresh[0].flat
    assert MARK not in fresh[0].text
    assert (the_case(stage).peer.contact, the_case(stage).peer.phone) == ("phone", "+12075550188")


def test_a_no_that_forbids_mail_brings_no_letter_of_understanding(stage: Stage) -> None:
    fresh = stage.answers(reached_out(stage), "No thank you, I'd rather not talk. And please do not email me.")
    assert not [x for x in fresh if x.to == MARK]
    assert "coordinator/tell-outcome" in names(fresh)


def test_a_colleague_who_tells_it_later_is_heard_as_well(stage: Stage) -> None:
    reached_out(stage)
    fresh = writes(stage, BEATRICE, PORTLAND, "About Mark", HE_WANTS_CALLS)
    [told] = [x for x in fresh if x.name == "supporter/tell-handover"]
    assert "call only, do not write" in told.flat


def test_an_outreach_that_still_waits_is_held_back_and_the_supporter_is_told_to_call(stage: Stage) -> None:
    stage.server.refuse(MARK, 451, "4.3.0 later, please")
    stage.answers(invited(stage), "yes, gladly")
    stage.server.accept(MARK)
    writes(stage, BEATRICE, PORTLAND, "About Mark", HE_WANTS_CALLS)
    fresh = in_pass(stage, minutes=20)
    fresh += in_pass(stage, minutes=1)
    assert stage.letters_to(MARK) == []
    [told] = [x for x in fresh if x.name == "coordinator/tell-undelivered"]
    assert told.to == MAURA
    assert "wants to be called" in told.flat
    assert "The supporter is told to call." in told.flat
    last = stage.last("supporter/tell-handover")
    assert "call only, do not write" in last.flat
    assert the_case(stage).outreach_sent is False


def test_where_no_number_is_known_the_coordinator_is_asked_for_one(stage: Stage) -> None:
    robin = "Robin Example <robin.example@mail.example>"
    stage.answers(
        self_referred(stage, "I am a nurse at Harborview. I could use somebody to talk to.\n\nRobin Example\n", robin),
        "1",
    )
    stage.answers(stage.last("supporter/ask-invitation"), "yes")
    fresh = stage.answers(
        stage.last("peer/tell-introduction"), "Please don't email me any more, please call me instead."
    )
    [asked] = [x for x in fresh if x.name == "coordinator/ask-unclear"]
    assert "No number is known" in asked.flat
