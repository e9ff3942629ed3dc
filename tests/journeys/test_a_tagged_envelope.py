"""The envelope: the intake's plain address, or a tagged one, to which bounces come back with their mark."""

from mailer.demo.stage import PORTLAND, Stage
from mailer.demo.story import delivery_report
from tests.journeys.conftest import Staging
from tests.journeys.steps import invited, names


def tagged(text: str) -> str:
    return text.replace("[smtp]", '[smtp]\nenvelope = "tagged"')


def reverse_paths(stage: Stage) -> set[str]:
    return {sent.envelope_from for sent in stage.server.sent}


def test_plain_is_the_default(stage: Stage) -> None:
    invited(stage)
    assert reverse_paths(stage) == {PORTLAND}


def test_tagged_differs_from_letter_to_letter(staged: Staging) -> None:
    stage = staged(tagged)
    invited(stage)
    paths = reverse_paths(stage)
    assert len(paths) == len(stage.letters)
    assert all(path.startswith("peertopeer+") for path in paths)


def test_a_bounce_to_the_tagged_address_is_known_without_a_quoted_letter(staged: Staging) -> None:
    stage = staged(tagged)
    invitation = invited(stage)
    sent = next(s for s in stage.server.sent if s.to == invitation.to)
    report = delivery_report(invitation).replace(
        f"To: <{invitation.reply_to}>".encode(), f"To: <{sent.envelope_from}>".encode()
    )
    stage.deliver(report.partition(b"--report\r\nContent-Type: text/rfc822-headers")[0] + b"--report--\r\n", PORTLAND)
    stage.new_letters()
    stage.one_pass()
    assert "coordinator/tell-undelivered" in names(stage.new_letters())
