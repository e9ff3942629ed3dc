"""A mail that a person moved from "Needs a person" back to INBOX is tried anew."""

from dataclasses import replace

import pytest
from imap_tools import MailBoxUnencrypted

import mailer.service.passes as passes
from mailer.demo.stage import PASSWORD, PORTLAND, Stage
from mailer.inbound.people import People
from mailer.inbound.phrases import Phrasebook
from mailer.inbound.understand import understand
from mailer.model.meaning import Understanding
from mailer.model.message import InboundMessage
from mailer.model.organisation import Organisation
from tests.journeys.steps import BEATRICE, REFERRAL, in_pass, names, reached_out, writes

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


def test_a_sign_of_danger_pages_anew_but_its_writer_has_had_the_crisis_letter(stage: Stage) -> None:
    fresh = stage.answers(reached_out(stage), "There is no point, they would all be better off without me.")
    assert "peer/tell-crisis" in names(fresh)
    stage.answers(next(x for x in fresh if x.name == "coordinator/ask-crisis"), "I have them on the phone.")
    stage.wait(days=2)
    move_back(stage)
    fresh = in_pass(stage)
    assert "coordinator/ask-crisis" in names(fresh)
    assert "peer/tell-crisis" not in names(fresh)


def test_where_its_danger_was_not_seen_the_first_time_the_crisis_letter_is_written_now(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "I would be better off dead, and nobody would notice.\n\nBeatrice Bouchard\n"

    def unclear(
        message: InboundMessage, organisation: Organisation, people: People, phrases: Phrasebook
    ) -> Understanding:
        return replace(understand(message, organisation, people, phrases), kind="unclear", safety=False, peers=())

    with monkeypatch.context() as blind:
        blind.setattr("mailer.service.reading.understand", unclear)
        assert "peer/tell-crisis" not in names(writes(stage, BEATRICE, PORTLAND, "hm", words))
    move_back(stage)
    assert {"coordinator/ask-crisis", "peer/tell-crisis"} <= set(names(in_pass(stage)))
