"""A sign of danger pages from wherever it is written: below an answer, after the close, by somebody who has left the list."""

from mailer.demo.people import Letter
from mailer.demo.stage import SYSTEM, Stage
from mailer.model.case import State
from tests.journeys.steps import BEATRICE, JANET, in_pass, invited, names, reached_out, referred, the_case

DANGER = "He called me, and he says that he can't go on and wants to end his life."
PASSED_ON = """FYI

---------- Forwarded message ----------
From: Mark Young <mark.young@home.example>
Date: Tue, Nov 17, 2026 at 8:00 AM
Subject: hello
To: me

I want to end my life.
"""


def pages(letters: list[Letter]) -> list[Letter]:
    return [x for x in letters if x.name == "coordinator/ask-crisis"]


def test_in_a_mail_that_a_supporter_passes_on_below_two_words_of_their_own(stage: Stage) -> None:
    fresh = stage.answers(invited(stage), PASSED_ON)
    assert pages(fresh)
    assert the_case(stage).in_danger
    assert "end my life" in pages(fresh)[0].text


def test_in_a_coordinators_answer_about_a_case_that_is_closed(stage: Stage) -> None:
    question = referred(stage)
    stage.answers(question, "close")
    assert pages(stage.answers(question, DANGER))
    assert the_case(stage).state is State.OPEN


def test_in_a_further_mail_of_the_referrer_it_is_about_the_same_person_though_the_case_was_closed(stage: Stage) -> None:
    stage.answers(referred(stage), "close")
    fresh = stage.answers(stage.last("referrer/tell-received"), "He now says that he wants to end his life.")
    assert the_case(stage).is_open
    assert "Mark Young" in pages(fresh)[0].text


def test_in_an_answer_of_somebody_who_has_left_the_list_of_supporters(stage: Stage) -> None:
    invitation = invited(stage)
    leaves_the_list(stage, invitation.to)
    assert pages(stage.answers(invitation, DANGER))


def test_the_owner_hears_of_any_other_answer_of_theirs(stage: Stage) -> None:
    invitation = invited(stage)
    leaves_the_list(stage, invitation.to)
    assert names(stage.answers(invitation, "Yes, gladly")) == ["coordinator/tell-not-done"]


def test_the_words_of_an_answer_are_shown_although_the_referral_named_others(stage: Stage) -> None:
    text = "Two colleagues were in the room: Mark Young at Harborview and Caleb Chowdhury. Please reach out to both.\n\nBeatrice Bouchard"
    stage.write(BEATRICE, SYSTEM, "After Tuesday", text)
    stage.one_pass()
    case = next(c for c in stage.edges.store.cases() if c.peer.name == "Mark Young")
    assert not case.words_for_owner
    [question] = [x for x in stage.letters if x.name == "coordinator/ask-match" and case.id in x.everything]
    stage.answers(question, "1")
    stage.answers(stage.last("supporter/ask-invitation"), "Yes")
    fresh = stage.answers(stage.last("peer/ask-outreach"), "No. I do not want to be alive any more, says the zinnia.")
    assert [page for page in pages(fresh) if "zinnia" in page.text]


def test_who_is_paged_later_hears_where_the_words_of_an_answer_lie(stage: Stage) -> None:
    stage.answers(reached_out(stage), "I do not want to be alive any more, says the zinnia.")
    page = in_pass(stage, minutes=10)[0]
    assert "Needs a person" in page.flat
    assert "zinnia" not in page.text
    assert "marmalade" not in page.text, "the referral's words are not what showed the danger"
    everybody = [p for minutes in (10, 10) for p in in_pass(stage, minutes=minutes)]
    assert JANET in {p.to for p in everybody}


def leaves_the_list(stage: Stage, email: str) -> None:
    """The row goes from supporters.csv, and the service is started again."""
    path = stage.folder / "supporters.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if email not in row), encoding="utf-8")
    stage.read_settings_again()
