"""Runs a command of the program on a stage's settings, in this process: what it prints, and its exit status."""

import sys
from dataclasses import dataclass

import pytest

from mailer.commands import main
from mailer.demo.stage import Stage
from mailer.service.wiring import close


@dataclass(frozen=True)
class Printed:
    """What a command said, and how it ended."""

    status: int
    out: str
    err: str


class Command:
    """`command(stage, "status", "--json")`: the stage's service is closed meanwhile, as one store has one writer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, stage: Stage, *words: str) -> Printed:
        close(stage.edges)
        self._capsys.readouterr()
        self._monkeypatch.setattr(sys, "argv", ["run.py", "--config", str(stage.config), *words])
        status = main()
        printed = self._capsys.readouterr()
        stage.open_service()
        return Printed(status, printed.out, printed.err)
