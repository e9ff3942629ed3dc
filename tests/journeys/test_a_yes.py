"""The peer wants to talk: the supporter is told in the peer's own words, and nobody else is."""

from mailer.demo.stage import Stage
from mailer.model.case import State
from tests.journeys.steps import in_pass, names, reached_out, supporter_of, the_case


def test_the_supporter_gets_the_words_and_the_contact(stage: Stage) -> None:
    fresh = stage.answers(reached_out(stage), "Yes please, Thursday after my zumba class.")
    assert [(x.name, x.to) for x in fresh] == [("supporter/tell-peer-wrote", supporter_of(stage))]
    assert "zumba" in fresh[0].text
    assert the_case(stage).state is State.TALKING


def test_a_second_mail_of_the_peer_goes_the_same_way(stage: Stage) -> None:
    outreach = reached_out(stage)
    stage.answers(outreach, "Yes please.")
    fresh = stage.answers(outreach, "Could we make it Friday instead?")
    assert names(fresh) == ["supporter/tell-peer-wrote"]


def test_bare_thanks_close_nothing(stage: Stage) -> None:
    fresh = stage.answers(reached_out(stage), "Thanks.")
    assert names(fresh) == ["supporter/tell-peer-wrote"]
    assert the_case(stage).is_open


def test_a_yes_and_the_reading_are_both_done(stage: Stage) -> None:
    fresh = stage.answers(reached_out(stage), "Yes, I would like to talk, and please send the resources too.")
    assert names(fresh) == ["peer/tell-resources", "supporter/tell-peer-wrote"]


def test_silence_after_the_outreach_is_not_pressed(stage: Stage) -> None:
    peer = reached_out(stage).to
    in_pass(stage, days=6)
    in_pass(stage, days=8)
    assert [x.name for x in stage.letters_to(peer)] == ["peer/ask-outreach"]
