"""A request for somebody from elsewhere leaves the regional mailbox, whose people could read it there."""

from mailer.demo.stage import SOUTHERN, SYSTEM, Stage
from tests.journeys.steps import JANET, THEO, in_pass, names

JOSEPH = "Joseph Nguyen <joseph.nguyen@saltmarsh.example>"
OUTSIDE = "I could use somebody to talk to, but somebody who isn't from Saltmarsh and doesn't know me, please.\n\nJoseph Nguyen\n"


def asked(stage: Stage) -> None:
    stage.write(JOSEPH, SOUTHERN, "A word", OUTSIDE)
    stage.one_pass()


def test_the_mail_lies_in_the_system_mailbox_alone(stage: Stage) -> None:
    asked(stage)
    assert stage.server.mails("saltmarsh", "Handled") == []
    assert len(stage.server.mails("peersupport", "Handled")) == 1


def test_letters_come_from_the_system_intake(stage: Stage) -> None:
    asked(stage)
    received = stage.last("peer/tell-received")
    assert SYSTEM in str(received.message["From"])
    assert stage.last("coordinator/ask-match").to == JANET


def test_neither_clock_nor_digest_tells_the_local_coordinator(stage: Stage) -> None:
    asked(stage)
    for hours in (12.1, 6, 7, 24):
        in_pass(stage, hours=hours)
    assert not stage.letters_to(THEO)
    assert "coordinator/ask-overdue" in names(stage.letters)
