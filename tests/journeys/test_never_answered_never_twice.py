"""Machines are left alone, and what was read is never read twice."""

from datetime import timedelta

from mailer.demo.people import Letter, written
from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from mailer.demo.story import delivery_report

BEATRICE = "Beatrice Bouchard <beatrice.bouchard@harborview.example>"
TEXT = "Would somebody please reach out to Mark Young? He has gone very quiet.\n\nBeatrice Bouchard\n"


def test_an_out_of_office_gets_no_letter(stage: Stage) -> None:
    stage.write(
        "Thomas Lee <thomas.lee@harborview.example>", SYSTEM, "Automatic reply: Touching base",
        "I am out of the office until November 30.\n", headers=[("Auto-Submitted", "auto-replied")],
    )  # fmt: skip
    stage.one_pass()
    assert stage.letters == []
    assert len(stage.server.mails("peersupport", "Ignored")) == 1


def test_the_same_mail_twice_is_one_case_and_one_set_of_letters(stage: Stage) -> None:
    raw, _ = written(BEATRICE, PORTLAND, "A colleague", TEXT, stage.now)
    stage.deliver(raw, PORTLAND)
    stage.deliver(raw, PORTLAND)
    stage.deliver(raw, SYSTEM)
    stage.one_pass()
    stage.one_pass()
    assert len(stage.letters) == 2
    assert len(list(stage.edges.store.cases())) == 1
    assert stage.server.mails("peertopeer") == []
    assert stage.server.mails("peersupport") == []


def test_a_mailbox_under_a_new_uidvalidity_is_not_answered_again(stage: Stage) -> None:
    stage.write(BEATRICE, PORTLAND, "A colleague", TEXT)
    stage.one_pass()
    [kept] = stage.server.mails("peertopeer", "Handled")
    stage.server.rebuild("peertopeer")
    stage.deliver(kept, PORTLAND)
    stage.restart()
    stage.one_pass()
    assert len(stage.letters) == 2
    assert stage.server.mails("peertopeer") == []


def test_a_bounce_of_an_invitation_is_told_to_the_coordinator(stage: Stage) -> None:
    stage.write(BEATRICE, PORTLAND, "A colleague", TEXT)
    stage.one_pass()
    stage.answer(stage.last("coordinator/ask-match"), "1")
    stage.one_pass()
    stage.deliver(delivery_report(stage.last("supporter/ask-invitation")), PORTLAND)
    stage.one_pass()
    assert stage.last("coordinator/tell-undelivered").to == "maura.quill@harborview.example"
    assert not [x for x in stage.letters if "mailer-daemon" in x.to]


def test_a_reply_with_the_mark_from_somebody_else_changes_nothing(stage: Stage) -> None:
    stage.write(BEATRICE, PORTLAND, "A colleague", TEXT)
    stage.one_pass()
    question = stage.last("coordinator/ask-match")
    stage.answer(question, "1", sender="Somebody Else <somebody@elsewhere.example>")
    stage.one_pass()
    assert not [x for x in stage.letters if x.name == "supporter/ask-invitation"]
    assert not stage.letters_to("somebody@elsewhere.example")


def test_the_mark_is_found_in_any_one_of_its_three_places(stage: Stage) -> None:
    for number, (keep_address, keep_ids, keep_body) in enumerate(
        ((True, False, False), (False, True, False), (False, False, True))
    ):
        stage.write(
            BEATRICE,
            PORTLAND,
            f"A colleague {number}",
            TEXT.replace("Mark Young", ("Caleb Lee", "Aisha Smith", "Luca Bell")[number]),
        )
        stage.one_pass()
        question = stage.last("coordinator/ask-match")
        stage.deliver(_bare_answer(stage, question, keep_address, keep_ids, keep_body), PORTLAND)
        before = len([x for x in stage.letters if x.name == "supporter/ask-invitation"])
        stage.one_pass()
        after = len([x for x in stage.letters if x.name == "supporter/ask-invitation"])
        assert after == before + 1, (keep_address, keep_ids, keep_body)


def _bare_answer(stage: Stage, question: Letter, address: bool, ids: bool, body: bool) -> bytes:
    quoted = "\n".join(f"> {line}" for line in question.text.splitlines()) if body else ""
    raw, _ = written(
        f"Maura Quill <{question.to}>", question.reply_to if address else PORTLAND, "Re: your letter",
        f"1\n\nOn Tuesday somebody wrote:\n{quoted}\n" if body else "1\n", stage.now, answers=question if ids else None,
    )  # fmt: skip
    return raw


def test_mail_older_than_three_days_stays_where_it_is_at_the_first_reading(stage: Stage) -> None:
    stage.stays_in_inbox = 1
    raw, _ = written(BEATRICE, PORTLAND, "A colleague", TEXT, stage.now)
    stage.server.deliver(raw, PORTLAND, stage.now - timedelta(hours=80))
    report = stage.one_pass()
    assert stage.letters == []
    assert any("1 older than 72 hours left" in line for line in report.lines)
    stage.restart()
    stage.one_pass()
    assert len(stage.server.mails("peertopeer")) == 1
