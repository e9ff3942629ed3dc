"""run.py: prepares .venv by itself with what the machine has, says what is missing, and is quick the second time."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import run


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """An empty place for .venv; the steps that would be run are noted, not run."""
    steps: list[list[str]] = []
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(run, "step", steps.append)
    (tmp_path / ".venv").mkdir()
    return steps


def test_uv_is_taken_where_it_is_there(fresh: list[list[str]]) -> None:
    assert run.installer(sys.executable, "/usr/bin/uv")[:3] == ["/usr/bin/uv", "pip", "install"]
    assert fresh[0][:2] == ["/usr/bin/uv", "venv"]


def test_a_debian_without_ensurepip_gets_its_venv_by_the_pip_at_hand(
    fresh: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "pip_version", lambda _: (23, 0))
    command = run.installer("python3", None)
    assert command[:4] == ["python3", "-m", "pip", "--python"]
    assert "--without-pip" in fresh[0]


def test_where_even_pip_is_missing_the_sentence_says_what_to_install(
    fresh: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "pip_version", lambda _: (0, 0))
    failed = subprocess.CompletedProcess[str]([], 1)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(run.CannotPrepare, match="apt-get install python3-pip"):
        run.installer("python3", None)
    assert fresh == []


def test_an_index_that_uv_cannot_reach_is_tried_by_pip(fresh: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/uv")
    monkeypatch.setattr(run, "pip_version", lambda _: (23, 0))

    def step(command: list[str]) -> None:
        fresh.append(command)
        if command[:2] == ["/usr/bin/uv", "pip"]:
            raise run.CannotPrepare("no index")

    monkeypatch.setattr(run, "step", step)
    run.prepare("run")
    run.PYTHON.parent.mkdir(parents=True)
    run.PYTHON.touch()
    assert run.ready("run")
    assert any("--python" in command and command[1:3] == ["-m", "pip"] for command in fresh)


def test_the_second_time_nothing_is_installed(fresh: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    run.PYTHON.parent.mkdir(parents=True)
    run.PYTHON.touch()
    run.stamp("dev").write_text(run.wanted("dev"), encoding="utf-8")
    assert run.ready("run")
    assert run.ready("dev")
    run.stamp("dev").write_text("3.11 another lock", encoding="utf-8")
    assert not run.ready("run")


def test_no_lock_names_a_host_and_every_package_has_its_hash() -> None:
    for lock in run.LOCKS.values():
        text = lock.read_text(encoding="utf-8")
        assert "http" not in text
        packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert packages
        assert all(line.endswith("\\") for line in packages), "each is followed by its hashes"
