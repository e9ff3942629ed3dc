"""`commands = "authenticated"`: a coordinator's or supporter's answer counts only where the mail server vouches for its author."""

from mailer.demo.people import Letter, answered
from mailer.demo.stage import PORTLAND, Stage
from mailer.model.case import State
from tests.journeys.conftest import Staging
from tests.journeys.steps import RAVI, names, referred, the_case, writes

SERVER = "mx.harborview.example"


def vouched(text: str) -> str:
    return f'{text}\n[security]\ncommands = "authenticated"\nauthserv_id = "{SERVER}"\n'


def answers(stage: Stage, letter: Letter, results: str) -> list[Letter]:
    raw, _ = answered(letter, "1", stage.now)
    stage.new_letters()
    stage.deliver((f"Authentication-Results: {results}\r\n".encode() if results else b"") + raw, PORTLAND)
    stage.one_pass()
    return stage.new_letters()


def test_a_pass_of_the_own_server_counts(staged: Staging) -> None:
    stage = staged(vouched)
    fresh = answers(stage, referred(stage), f"{SERVER}; dmarc=pass header.from=harborview.example")
    assert "supporter/ask-invitation" in names(fresh)


def test_without_one_nothing_is_done_and_the_coordinator_hears_why(staged: Staging) -> None:
    stage = staged(vouched)
    fresh = answers(stage, referred(stage), "")
    assert names(fresh) == ["coordinator/tell-not-done"]
    assert the_case(stage).state is State.OPEN


def test_a_pause_without_one_is_asked_back(staged: Staging) -> None:
    stage = staged(vouched)
    who = f"Ravi Thibodeau <{RAVI}>"
    assert names(writes(stage, who, PORTLAND, "A break", "Pause me\n")) == ["coordinator/ask-unclear"]
    assert "Ravi Thibodeau" in referred(stage).text


def test_another_servers_word_is_no_word(staged: Staging) -> None:
    stage = staged(vouched)
    fresh = answers(stage, referred(stage), "mx.elsewhere.example; dmarc=pass header.from=harborview.example")
    assert "supporter/ask-invitation" not in names(fresh)
