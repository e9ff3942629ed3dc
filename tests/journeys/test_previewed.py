"""`preview`: every letter with sample data on one page, without a server and without a secret."""

from pathlib import Path

import pytest

from mailer.demo.stage import Stage
from mailer.model.letters import LETTERS
from tests.journeys.commanded import Command


def test_every_letter_stands_on_the_page(stage: Stage, command: Command, tmp_path: Path) -> None:
    done = command(stage, "preview", "--out", str(tmp_path))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert done.status == 0
    assert not [letter.name for letter in LETTERS if letter.name not in page]


def test_it_needs_no_secret(stage: Stage, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEERSUPPORT_PASSWORD")
    assert command(stage, "preview", "--out", str(tmp_path)).status == 0
