"""A mail that nobody could tell: the coordinator says no, and it is done with; or yes, and is asked for the name."""

import re

import pytest

from mailer.demo.people import Letter
from mailer.demo.stage import LOGINS, PORTLAND, Stage
from tests.journeys.steps import BEATRICE, CALEB, MAURA, names, the_case, writes

UNCLEAR = "About our talk: please see to it.\n"


def asked(stage: Stage) -> Letter:
    writes(stage, BEATRICE, PORTLAND, "As discussed", UNCLEAR)
    return stage.last("coordinator/ask-unclear", MAURA)


def in_folder(stage: Stage, folder: str) -> int:
    return sum(len(stage.server.mails(login, folder)) for login in LOGINS)


@pytest.mark.parametrize(
    "words",
    ["No: nothing to do", "no", "Nothing to do here.", "That is spam.", "Not a request, I will answer it myself."],
)
def test_a_no_ends_it_and_the_mail_is_filed_as_done(stage: Stage, words: str) -> None:
    question = asked(stage)
    assert in_folder(stage, "Needs a person") == 1
    assert stage.answers(question, words) == []
    assert in_folder(stage, "Needs a person") == 0
    assert in_folder(stage, "Handled") == 2
    assert stage.edges.store.counts().needs_a_person == 0


def test_seen_alone_leaves_it_for_a_person_and_brings_no_second_question(stage: Stage) -> None:
    question = asked(stage)
    assert stage.answers(question, "Thanks, got it.") == []
    assert in_folder(stage, "Needs a person") == 1


def test_a_yes_is_asked_for_the_name_and_the_bare_name_opens_the_case(stage: Stage) -> None:
    [whom] = stage.answers(asked(stage), "yes")
    assert whom.name == "coordinator/ask-unclear"
    assert "Whom is the new referral about" in whom.flat
    assert names(stage.answers(whom, "Mark Young, 207-555-0123")) == ["coordinator/ask-match"]
    assert the_case(stage).peer.name == "Mark Young"
    assert in_folder(stage, "Needs a person") == 0


def test_a_new_referral_in_answer_to_it_opens_the_case_and_the_mail_is_done(stage: Stage) -> None:
    fresh = stage.answers(asked(stage), "New referral: Mark Young, 207-555-0123")
    assert names(fresh) == ["coordinator/ask-match"]
    assert in_folder(stage, "Needs a person") == 0


def test_a_referral_in_their_own_words_settles_it_too(stage: Stage) -> None:
    fresh = stage.answers(asked(stage), "Yes, it is one. Please reach out to Mark Young, he would welcome a call.")
    assert "coordinator/ask-match" in names(fresh)
    assert in_folder(stage, "Needs a person") == 0


@pytest.mark.parametrize("words", ["Not sure yet, will ask", "Gazebo wet again, sorry"])
def test_no_name_is_made_of_words_that_are_none(stage: Stage, words: str) -> None:
    [whom] = stage.answers(asked(stage), "yes")
    stage.answers(whom, words)
    assert not list(stage.edges.store.cases())


def test_what_is_still_unclear_is_asked_once_more_and_then_a_no_ends_it(stage: Stage) -> None:
    [again] = stage.answers(asked(stage), "Hm, the ferry is late again and the gazebo is wet.")
    assert again.name == "coordinator/ask-unclear"
    assert stage.answers(again, "No: nothing to do") == []
    assert in_folder(stage, "Needs a person") == 0


def test_two_mails_with_one_id_are_never_lost_for_a_no(stage: Stage) -> None:
    question = asked(stage)
    writes(stage, CALEB, PORTLAND, "As discussed", UNCLEAR, headers=[])
    first, twin = stage.posted[0], stage.posted[1]
    ids = [re.search(rb"(?im)^message-id: (\S+)", raw) for raw in (first, twin)]
    assert ids[0]
    assert ids[1]
    stage.deliver(twin.replace(ids[1][1], ids[0][1]), PORTLAND)
    stage.one_pass()
    assert in_folder(stage, "Needs a person") == 3
    assert stage.answers(question, "no") == []
    assert in_folder(stage, "Needs a person") == 3
    assert stage.edges.store.counts().needs_a_person == 2


def test_only_the_one_who_was_asked_can_end_it(stage: Stage) -> None:
    stage.answers(asked(stage), "No: nothing to do", sender="Sam Pike <sam.pike@elsewhere.example>")
    assert in_folder(stage, "Needs a person") >= 1
