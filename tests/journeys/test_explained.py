"""`explain` says what is understood from a mail and why, as the contract's JSON; creates nothing, needs no secret."""

import json
from pathlib import Path

import pytest

from mailer.demo.people import answered, written
from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.commanded import Command
from tests.journeys.steps import BEATRICE, MARK, MAURA, REFERRAL, referred


@pytest.fixture
def mail(stage: Stage, tmp_path: Path) -> Path:
    raw, _ = written(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"), stage.now)
    file = tmp_path / "referral.eml"
    file.write_bytes(raw)
    return file


def test_a_referral_in_the_form_of_the_contract(stage: Stage, command: Command, mail: Path) -> None:
    done = command(stage, "explain", "--json", str(mail))
    told = json.loads(done.out)
    assert done.status == 0
    assert list(told) == ["file", "kind", "referral", "peers", "outside", "avoid", "safety", "letters", "because"]
    assert told["peers"] == [
        {
            "name": "Mark Young", "email": MARK, "phone": "+12075551289", "contact": "any", "region": "portland",
            "coordinator": MAURA, "resolved": "directory",
        }
    ]  # fmt: skip
    assert [x["letter"] for x in told["letters"]] == ["referrer/tell-received", "coordinator/ask-match"]
    assert all(set(reason) == {"field", "rule", "words"} for reason in told["because"])


def test_an_answer_in_the_form_of_the_contract(stage: Stage, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "answer.eml"
    file.write_bytes(answered(referred(stage), "2", stage.now)[0])
    done = command(stage, "explain", "--as", "coordinator", "--to", "coordinator/ask-match", "--json", str(file))
    told = json.loads(done.out)
    assert list(told) == ["file", "as", "intents", "argument", "text", "safety", "because"]
    assert (told["as"], told["intents"], told["argument"], told["text"], told["safety"]) == (
        "coordinator",
        ["assign"],
        "2",
        "2",
        False,
    )


def test_it_creates_nothing_and_needs_no_secret(
    stage: Stage, command: Command, mail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PEERSUPPORT_PASSWORD")
    assert command(stage, "explain", str(mail)).status == 0
    assert not list(stage.edges.store.cases())
    assert stage.letters == []


@pytest.mark.parametrize(
    "words, status",
    [(("nowhere.eml",), 1), (("--as", "wizard", "x.eml"), 2), (("--to", "peer/ask-nothing", "x.eml"), 2), ((), 2)],
)
def test_what_is_wrong_is_said_with_its_cure(
    stage: Stage, command: Command, words: tuple[str, ...], status: int
) -> None:
    done = command(stage, "explain", *words)
    assert done.status == status
    assert done.err
