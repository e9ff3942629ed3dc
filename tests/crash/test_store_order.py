"""In which order things reach the disk: what a kill cannot show, since the system keeps what a machine without power would lose."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailer.edges.store import keyring, load_or_make_key, open_tinydb
from mailer.model.record import Change
from tests.edges.store.store_samples import KEY, a_case, a_letter, next_of


@contextmanager
def steps_to_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every flush with the name of its file or folder, every rename with the name it gives."""
    steps: list[str] = []
    fsync, replace, link = os.fsync, os.replace, os.link

    def flushed(descriptor: int) -> None:
        inode = os.fstat(descriptor).st_ino
        steps.append("flush " + next(path.name for path in (folder, *folder.rglob("*")) if path.stat().st_ino == inode))
        fsync(descriptor)

    def renamed(old: Path, new: Path) -> None:
        steps.append(f"rename to {new.name}")
        replace(old, new)

    def linked(old: Path, new: Path) -> None:
        steps.append(f"link as {new.name}")
        link(old, new)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", flushed)
        patch.setattr(os, "replace", renamed)
        patch.setattr(os, "link", linked)
        yield steps


NEW_KEYS = ["flush case-keys.new", "rename to case-keys", "flush data"]
NEW_JOURNAL = ["flush journal.new", "rename to journal", "flush data"]


def test_a_commit_is_one_flush(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_tinydb(tmp_path / "data", KEY)
    with steps_to_disk(tmp_path, monkeypatch) as steps:
        store.commit(Change(cases=(a_case(), a_case("B2")), queued=(a_letter(),)))
        store.commit(Change(cases=(next_of(a_case()),), left=("letter-1",)))
    assert steps == ["flush journal", "flush journal"]
    store.close()


def test_new_keys_are_on_the_disk_before_the_line_that_names_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "_SPARE", 2)
    store = open_tinydb(tmp_path / "data", KEY)
    with steps_to_disk(tmp_path, monkeypatch) as steps:
        store.commit(Change(cases=(a_case("A"), a_case("B"), a_case("C"))))
    assert steps == [*NEW_KEYS, "flush journal"]
    store.close()


def test_an_erasure_has_its_new_key_file_ready_then_the_line_then_the_key_gone_then_the_journal_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_tinydb(tmp_path / "data", KEY)
    store.commit(Change(cases=(a_case(),)))
    with steps_to_disk(tmp_path, monkeypatch) as steps:
        store.commit(Change(erased_cases=("K7F2",)))
    assert steps == [NEW_KEYS[0], "flush journal", *NEW_KEYS[1:], *NEW_JOURNAL]
    store.close()


def test_the_keys_of_letters_that_left_go_before_the_journals_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_tinydb(tmp_path / "data", KEY)
    store.commit(Change(queued=(a_letter(),)))
    store.commit(Change(left=("letter-1",)))
    with steps_to_disk(tmp_path, monkeypatch) as steps:
        store.compact()
    assert steps == [*NEW_KEYS, *NEW_JOURNAL]
    store.close()


def test_the_master_key_is_on_the_disk_before_anything_is_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with steps_to_disk(tmp_path, monkeypatch) as steps:
        load_or_make_key(tmp_path / "key")
    assert steps == ["flush key.new", "link as key", f"flush {tmp_path.name}"]
