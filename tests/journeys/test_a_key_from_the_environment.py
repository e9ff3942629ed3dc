"""The store's key may stand in an environment variable instead of a file."""

import pytest

from mailer.demo.stage import Stage
from mailer.edges.store.keys import new_key
from tests.journeys.commanded import Command
from tests.journeys.conftest import Staging
from tests.journeys.steps import referred, the_case

ELSEWHERE = '\n[store]\nkey = "env:PEERSUPPORT_KEY"\n'


def test_it_opens_the_store_and_no_file_is_made(
    staged: Staging, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEERSUPPORT_KEY", new_key().text())
    stage: Stage = staged(lambda text: text + ELSEWHERE)
    referred(stage)
    assert the_case(stage).id in command(stage, "status").out
    assert command(stage, "once", "--dry-run").status == 0
    assert not [path.name for path in stage.folder.rglob("*") if "key" in path.name and path.parent == stage.folder]


@pytest.mark.parametrize("value, said", [(None, "is not set"), ("no key at all", "is no key of this service")])
def test_without_it_nothing_is_made_up(
    stage: Stage, command: Command, monkeypatch: pytest.MonkeyPatch, value: str | None, said: str
) -> None:
    before = stage.config.read_text(encoding="utf-8")
    monkeypatch.delenv("PEERSUPPORT_KEY", raising=False)
    if value:
        monkeypatch.setenv("PEERSUPPORT_KEY", value)
    stage.config.write_text(before + ELSEWHERE, encoding="utf-8")
    done = command(stage, "once")
    stage.config.write_text(before, encoding="utf-8")
    assert (done.status, said in done.err) == (1, True)
    assert "no key at all" not in done.err
