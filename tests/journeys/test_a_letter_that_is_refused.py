"""A letter to an office that the mail server refuses for good, and that belongs to no case: the operator hears of it."""

from datetime import timedelta

from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from mailer.service.purging import purge
from tests.journeys.conftest import Staging
from tests.journeys.steps import JANET, MAURA, invited, names

QUESTION = "Is what I tell a peer supporter confidential? I only ask, about the quince.\n"


def refused(stage: Stage) -> None:
    stage.server.refuse(MAURA)
    stage.write("Vera Example <vera@harborview.example>", PORTLAND, "A question", QUESTION)
    stage.one_pass()
    stage.one_pass()


def test_the_operator_hears_of_it_without_a_word_of_the_mail(stage: Stage) -> None:
    refused(stage)
    [told] = [x for x in stage.letters_to(JANET) if x.name == "operator/tell-trouble"]
    assert "coordinator/tell-forwarded" in told.flat
    assert "quince" not in told.everything
    assert "vera" not in told.everything.lower()


def test_its_words_are_not_kept_longer_than_mail_is(stage: Stage) -> None:
    refused(stage)
    assert stage.edges.store.outbox("failed")
    stage.now += timedelta(days=15)
    purge(stage.service.books, stage.edges)
    assert stage.edges.store.outbox("failed") == []


def test_where_tags_do_not_work_the_envelope_has_none(staged: Staging) -> None:
    def change(text: str) -> str:
        return text.replace("[smtp]", '[smtp]\nenvelope = "tagged"').replace(
            'region = "portland"\nimap', 'plus = false\nregion = "portland"\nimap'
        )

    stage = staged(change)
    invited(stage)
    assert {sent.envelope_from for sent in stage.server.sent} == {PORTLAND}
    assert "coordinator/ask-match" in names(stage.letters)


def test_the_operator_hears_of_an_address_once_a_week_and_not_with_each_letter(stage: Stage) -> None:
    stage.server.refuse(MAURA)
    for n in range(4):
        stage.write(f"Vera Example <vera{n}@harborview.example>", PORTLAND, "A question", QUESTION)
        stage.one_pass()
        stage.one_pass()
    assert len(stage.letters_to(JANET, "operator/tell-trouble")) == 1
    stage.now += timedelta(days=8)
    stage.write("Vera Example <vera9@harborview.example>", PORTLAND, "A question", QUESTION)
    stage.one_pass()
    stage.one_pass()
    assert len(stage.letters_to(JANET, "operator/tell-trouble")) == 2


def test_where_the_system_offices_own_address_refuses_mail_its_backup_hears_of_it_once(stage: Stage) -> None:
    stage.server.refuse(JANET)
    for n in range(4):
        stage.write(f"Vera Example <vera{n}@pinecoast.example>", SYSTEM, "A question", QUESTION)
        stage.one_pass()
        stage.one_pass()
    stage.one_pass()
    told = [x for x in stage.letters if x.name == "operator/tell-trouble"]
    assert [x.to for x in told] == [MAURA]
    letters = [q.letter for q in stage.edges.store.outbox("failed")]
    assert letters.count("operator/tell-trouble") == 0
