"""One mail to two intakes is one case and one acknowledgement, whichever copy is read first."""

import pytest

from mailer.demo.people import written
from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from tests.journeys.steps import BEATRICE, REFERRAL, the_case


@pytest.mark.parametrize("first, second", [(PORTLAND, SYSTEM), (SYSTEM, PORTLAND)])
def test_one_case_and_one_set_of_letters(stage: Stage, first: str, second: str) -> None:
    raw, _ = written(BEATRICE, f"{first}, {second}", "A colleague", REFERRAL.format(peer="Mark Young"), stage.now)
    stage.deliver(raw, first)
    stage.one_pass()
    stage.deliver(raw, second)
    stage.one_pass()
    assert the_case(stage).peer.name == "Mark Young"
    assert len(stage.letters) == 2


def test_the_same_id_with_another_date_is_a_new_mail(stage: Stage) -> None:
    raw, message_id = written(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"), stage.now)
    stage.deliver(raw, PORTLAND)
    stage.one_pass()
    other, other_id = written(
        BEATRICE, PORTLAND, "Another", REFERRAL.format(peer="Aisha Smith"), stage.now.replace(hour=16)
    )
    stage.deliver(other.replace(other_id.encode(), message_id.encode()), PORTLAND)
    stage.wait(hours=1)
    assert len(list(stage.edges.store.cases())) == 2


def test_an_answer_counts_in_whichever_mailbox_it_lands(stage: Stage) -> None:
    stage.write(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"))
    stage.one_pass()
    question = stage.last("coordinator/ask-match")
    raw, _ = written(
        f"Maura Quill <{question.to}>", SYSTEM, f"Re: {question.subject}", "2\n", stage.now, answers=question
    )
    stage.deliver(raw, SYSTEM)
    stage.one_pass()
    assert stage.last("supporter/ask-invitation")
