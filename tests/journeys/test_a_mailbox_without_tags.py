"""Where +tags do not reach a mailbox, Reply-To is the bare address, and answers are known all the same."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.conftest import Staging
from tests.journeys.steps import names, referred


def untagged(text: str) -> str:
    return text.replace(f'address = "{PORTLAND}"', f'address = "{PORTLAND}"\nplus = false')


def test_the_bare_address_is_answered(staged: Staging) -> None:
    stage = staged(untagged)
    question = referred(stage)
    assert question.reply_to == PORTLAND
    assert "supporter/ask-invitation" in names(stage.answers(question, "1"))


def test_otherwise_the_reply_goes_to_a_tagged_one(stage: Stage) -> None:
    assert referred(stage).reply_to.startswith("peertopeer+")
