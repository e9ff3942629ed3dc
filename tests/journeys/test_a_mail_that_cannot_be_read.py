"""A mail that fails three times lies where a person sees it, the coordinator knows, and the others were dealt with meanwhile."""

from collections.abc import Callable

import pytest

import mailer.service.passes as passes
from mailer.demo.stage import PORTLAND, Stage
from mailer.service.reading import Reading, read_mail
from tests.journeys.steps import BEATRICE, MAURA, REFERRAL, names


@pytest.fixture
def one_that_fails(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., Reading] = read_mail

    def read(message: object, **more: object) -> Reading:
        if "kerfuffle" in str(getattr(message, "text", "")):
            raise ValueError("a fault of ours")
        return real(message, **more)

    monkeypatch.setattr(passes, "read_mail", read)
    stage.write("Vera Example <vera@harborview.example>", PORTLAND, "hello", "A kerfuffle of bytes.\n")
    stage.write(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"))


@pytest.mark.usefixtures("one_that_fails")
def test_the_next_mail_goes_on_in_the_same_pass(stage: Stage) -> None:
    stage.one_pass()
    assert names(stage.letters) == ["coordinator/ask-match", "referrer/tell-received"]
    assert len(stage.server.mails("peertopeer")) == 1
    stage.stays_in_inbox = 1


@pytest.mark.usefixtures("one_that_fails")
def test_after_three_passes_a_person_is_told_without_a_word_of_it(stage: Stage) -> None:
    for _ in range(3):
        stage.one_pass()
    assert len(stage.server.mails("peertopeer", "Needs a person")) == 1
    [told] = [x for x in stage.letters_to(MAURA) if x.name == "coordinator/tell-forwarded"]
    assert "kerfuffle" not in told.everything
    stage.one_pass()
    assert len(stage.letters_to(MAURA, "tell-forwarded")) == 1
