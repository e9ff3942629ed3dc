"""Whatever one mail or one case does to the service, the others go on; and what a person has taken care of is not counted for ever."""

import json
from datetime import timedelta

import pytest
from imap_tools import MailBoxUnencrypted

import mailer.service.passes as passes
from mailer.casework import decide
from mailer.demo.stage import PASSWORD, PORTLAND, Stage
from tests.journeys.commanded import Command
from tests.journeys.steps import BEATRICE, MAURA, REFERRAL, invited, names, referred, the_case
from tests.journeys.test_moved_back_to_the_inbox import LOGIN, move_back

UNCLEAR = "About yesterday, and the thing with the kettle.\n\nVera\n"


def _falls_over(*_: object, **__: object) -> None:
    raise ValueError("a fault of ours")


def test_a_mail_that_cannot_even_be_parsed_lies_where_a_person_sees_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.write(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"))
    with monkeypatch.context() as broken:
        broken.setattr(passes, "read_message", _falls_over)
        for _ in range(3):
            stage.one_pass()
    assert names(stage.letters_to(MAURA)) == ["coordinator/tell-forwarded"]
    assert len(stage.server.mails(LOGIN, "Needs a person")) == 1


def test_a_case_whose_deadline_fails_keeps_no_letter_waiting(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    invited(stage)
    stage.write(BEATRICE, PORTLAND, "Another", REFERRAL.format(peer="Caleb Chowdhury"))
    monkeypatch.setattr(decide, "on_deadline", _falls_over)
    stage.new_letters()
    report = stage.wait(hours=7)
    assert "referrer/tell-received" in names(stage.new_letters())
    assert [t for t in report.troubles if "deadlines of case" in t and "Mark" not in t]


def test_a_mail_without_a_message_id_is_tried_anew_as_well(stage: Stage) -> None:
    raw = b"From: Vera Example <vera@harborview.example>\r\nTo: x\r\nSubject: hm\r\n\r\nAbout yesterday, and the kettle.\r\n"
    stage.deliver(raw, PORTLAND)
    stage.one_pass()
    move_back(stage)
    lines = "\n".join(stage.one_pass().lines)
    assert "known already" not in lines
    assert len(stage.server.mails(LOGIN, "Needs a person")) == 1


def test_what_a_person_took_from_the_folder_needs_nobody_any_more(stage: Stage, command: Command) -> None:
    stage.write("Vera Example <vera@harborview.example>", PORTLAND, "hm", UNCLEAR)
    stage.one_pass()
    with MailBoxUnencrypted(stage.server.host, stage.server.imap_port).login(LOGIN, PASSWORD, "Needs a person") as box:
        box.move(box.uids(), "Handled")
    stage.now += timedelta(days=1)
    stage.one_pass()
    assert "coordinator/tell-digest" not in names(stage.letters)
    assert json.loads(command(stage, "status", "--json").out)["needs_a_person"] == 0


def test_an_error_that_nobody_foresaw_is_told_by_its_place_and_not_by_its_text(
    stage: Stage, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    referred(stage)

    def quotes(*_: object, **__: object) -> None:
        raise RuntimeError(f"about {the_case(stage).peer.name}, says the marmalade")

    monkeypatch.setattr(passes.Service, "one_pass", lambda _: quotes())
    done = command(stage, "once")
    assert done.status == 1
    assert "marmalade" not in done.err
    assert ": RuntimeError at" in done.err or "RuntimeError" in done.err
