"""A mail that a person moved from "Needs a person" back to INBOX is tried anew."""

import pytest
from imap_tools import MailBoxUnencrypted

import mailer.service.passes as passes
from mailer.demo.stage import PASSWORD, PORTLAND, Stage
from tests.journeys.steps import BEATRICE, REFERRAL, names, writes

LOGIN = "peertopeer"


def move_back(stage: Stage) -> None:
    """What a person does in a mail program."""
    with MailBoxUnencrypted(stage.server.host, stage.server.imap_port).login(LOGIN, PASSWORD, "Needs a person") as box:
        box.move(box.uids(), "INBOX")


def _falls_over(*_: object, **__: object) -> None:
    raise ValueError("a fault of ours")


def test_it_is_read_as_if_it_had_just_come(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.write(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"))
    with monkeypatch.context() as broken:
        broken.setattr(passes, "read_mail", _falls_over)
        for _ in range(3):
            stage.one_pass()
    assert len(stage.server.mails(LOGIN, "Needs a person")) == 1
    move_back(stage)
    stage.new_letters()
    stage.one_pass()
    assert names(stage.new_letters()) == ["coordinator/ask-match", "referrer/tell-received"]
    assert stage.server.mails(LOGIN, "Needs a person") == []


def test_what_is_still_unclear_lies_there_again(stage: Stage) -> None:
    writes(
        stage,
        "Vera Example <vera@harborview.example>",
        PORTLAND,
        "hm",
        "About yesterday, and the thing with the kettle.\n\nVera\n",
    )
    move_back(stage)
    stage.one_pass()
    assert len(stage.server.mails(LOGIN, "Needs a person")) == 1
    assert stage.server.mails(LOGIN) == []
