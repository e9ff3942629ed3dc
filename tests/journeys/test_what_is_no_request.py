"""Thanks, a lawyer, a patient, a secure-mail notice, spam: passed to a person or left alone, never answered by itself."""

import pytest

from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from tests.journeys.steps import MAURA, names, writes

THANKS = "Thank you so much for the lovely workshop last week. It meant a lot.\n\nGrace\n"
RECORDS = (
    "This office represents the plaintiff. Please produce all records of the matter by Friday.\n\nLex Example, Esq.\n"
)
PATIENT = "I am a patient of Dr. Young and need to reschedule my appointment and refill my prescription.\n\nPat\n"


@pytest.mark.parametrize(
    "sender, subject, text",
    [
        ("Grace Example <grace@harborview.example>", "Thank you", THANKS),
        ("Lex Example <lex@law.example>", "Records request", RECORDS),
        ("Pat Example <pat@home.example>", "Appointment", PATIENT),
    ],
)
def test_it_is_passed_to_the_coordinator_and_nobody_else_is_written_to(
    stage: Stage, sender: str, subject: str, text: str
) -> None:
    fresh = writes(stage, sender, PORTLAND, subject, text)
    assert [(x.name, x.to) for x in fresh] == [("coordinator/tell-forwarded", MAURA)]


def test_a_secure_mail_notice_is_passed_on_and_its_machine_not_answered(stage: Stage) -> None:
    fresh = writes(
        stage, "Secure Mail <noreply@secure.example>", SYSTEM, "You have received a secure message",
        "You have received an encrypted message. Click the link to read your secure message. It expires in 14 days.\n",
        headers=[("Auto-Submitted", "auto-generated")],
    )  # fmt: skip
    assert names(fresh) == ["coordinator/tell-forwarded"]


def test_spam_brings_nothing(stage: Stage) -> None:
    fresh = writes(
        stage, "Deals <deals@bargain.example>", SYSTEM, "Grow your practice with SEO",
        "Boost your revenue! Our SEO experts guarantee first page ranking. Click here to unsubscribe.\n",
        headers=[("List-Unsubscribe", "<mailto:off@bargain.example>"), ("Precedence", "bulk")],
    )  # fmt: skip
    assert fresh == []
    assert len(stage.server.mails("peersupport", "Ignored")) == 1


def test_what_nobody_can_tell_is_asked_and_lies_where_a_person_sees_it(stage: Stage) -> None:
    fresh = writes(
        stage,
        "Vera Example <vera@harborview.example>",
        PORTLAND,
        "hm",
        "About yesterday, and the thing with the kettle.\n\nVera\n",
    )
    assert names(fresh) == ["coordinator/ask-unclear", "referrer/tell-received"]
    assert len(stage.server.mails("peertopeer", "Needs a person")) == 1
