"""The journal's file: what a crash tears off is cut, any other damage is named, a failed write leaves nothing behind."""

import errno
import os
import resource
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.edges.store import journal_file
from mailer.edges.store.journal_file import Body, Entry, JournalFile
from mailer.model.errors import CannotEver, CannotNow

LINES: list[list[Entry]] = [[("case", str(n), {"v": n, "b": "x" * n})] for n in range(1, 6)]


def written(path: Path, lines: Sequence[Sequence[Entry]] = LINES) -> bytes:
    journal = JournalFile(path, "check")
    list(journal.replay())
    for entries in lines:
        journal.append(entries)
    journal.close()
    return path.read_bytes()


def read_back(path: Path, key_check: str = "check") -> list[list[tuple[str, str, Body | None]]]:
    journal = JournalFile(path, key_check)
    try:
        return [[(table, doc_id, body) for table, doc_id, body in entries] for entries in journal.replay()]
    finally:
        journal.close()


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    written(tmp_path / "journal")
    assert read_back(tmp_path / "journal") == LINES


def test_a_tail_torn_at_any_byte_is_cut_and_the_rest_stands(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    whole = written(path)
    start = whole.rindex(b"\n", 0, -1) + 1
    for end in range(start, len(whole)):
        path.write_bytes(whole[:end])
        assert read_back(path) == LINES[:-1]
        assert path.read_bytes() == whole[:start]


def test_after_a_cut_the_next_commit_follows_the_last_good_line(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(written(path)[:-3])
    journal = JournalFile(path, "check")
    list(journal.replay())
    assert journal.torn_bytes > 0
    journal.append(LINES[-1])
    journal.close()
    assert read_back(path) == LINES


def test_blocks_that_never_reached_the_disk_are_a_torn_tail(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    whole = written(path)
    start = whole.rindex(b"\n", 0, -1) + 1
    path.write_bytes(whole[: start + 30] + bytes(len(whole) - start - 31) + b"\n")
    assert read_back(path) == LINES[:-1]


def test_a_changed_byte_anywhere_is_an_error_that_names_the_line_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    whole = written(path)
    for at in range(len(whole)):
        damaged = whole[:at] + bytes([whole[at] ^ 0x05]) + whole[at + 1 :]
        path.write_bytes(damaged)
        line = whole[:at].count(b"\n") + 1
        with pytest.raises(CannotEver, match=f"line {line} "):
            read_back(path)
        assert path.read_bytes() == damaged


@pytest.mark.parametrize("lost", [1, 2, 3, 4])
def test_a_line_that_is_missing_in_the_middle_is_noticed(tmp_path: Path, lost: int) -> None:
    path = tmp_path / "journal"
    lines = written(path).splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:lost] + lines[lost + 1 :]))
    with pytest.raises(CannotEver, match=f"line {lost + 1} "):
        read_back(path)


def test_an_empty_file_in_place_of_the_journal_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "journal").touch()
    with pytest.raises(CannotEver, match="line 1 "):
        read_back(tmp_path / "journal")


def test_another_key_is_told_apart_from_damage(tmp_path: Path) -> None:
    written(tmp_path / "journal")
    with pytest.raises(CannotEver, match="key does not fit"):
        read_back(tmp_path / "journal", "another")


class FailingWrites:
    """A disk that takes `room` bytes and then no more, and may refuse to flush or to cut."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, room: int, flush: bool = True, cut: bool = True) -> None:
        self.room, self._write, self._flush, self._cut = room, os.write, flush, cut
        monkeypatch.setattr(os, "write", self.write)
        monkeypatch.setattr(journal_file, "flush", self.flush)
        if not cut:
            monkeypatch.setattr(os, "ftruncate", self.refuse)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        if self.room <= 0:
            self.refuse()
        taken = self._write(descriptor, bytes(data)[: self.room])
        self.room -= taken
        return taken

    def flush(self, _: int) -> None:
        if not self._flush:
            raise OSError(errno.EIO, "the disk is gone")

    def refuse(self, *_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")


@pytest.mark.parametrize("room", [0, 1, 20, 50])
def test_a_full_disk_leaves_nothing_of_the_commit_and_later_the_same_commit_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    path = tmp_path / "journal"
    before = written(path, LINES[:4])
    journal = JournalFile(path, "check")
    list(journal.replay())
    with monkeypatch.context() as patch:
        FailingWrites(patch, room)
        with pytest.raises(CannotNow, match="full") as caught:
            journal.append(LINES[4])
    assert caught.value.reason == "The journal: write failed, ENOSPC"
    assert path.read_bytes() == before
    journal.append(LINES[4])
    journal.close()
    assert read_back(path) == LINES


def test_a_flush_that_fails_leaves_nothing_of_the_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal"
    written(path, LINES[:4])
    journal = JournalFile(path, "check")
    list(journal.replay())
    with monkeypatch.context() as patch:
        FailingWrites(patch, 10_000, flush=False)
        with pytest.raises(CannotNow, match="EIO"):
            journal.append([("case", "lost", {"b": "y" * 500})])
    journal.append(LINES[4])
    journal.close()
    assert read_back(path) == LINES


def test_where_even_cutting_fails_the_next_commit_cuts_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal"
    written(path, LINES[:4])
    journal = JournalFile(path, "check")
    list(journal.replay())
    with monkeypatch.context() as patch:
        FailingWrites(patch, 400, cut=False)
        with pytest.raises(CannotNow):
            journal.append([("case", "lost", {"b": "y" * 500})])
    journal.append(LINES[4])
    journal.close()
    assert read_back(path) == LINES


@pytest.fixture
def small_files() -> Iterator[int]:
    """The system's own limit of a file's size, as a real full disk in the small."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    yield 2000
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def test_the_systems_own_refusal_to_grow_a_file_is_met_alike(tmp_path: Path, small_files: int) -> None:
    path = tmp_path / "journal"
    before = written(path)
    journal = JournalFile(path, "check")
    list(journal.replay())
    with pytest.raises(CannotNow, match="full"):
        journal.append([("case", "big", {"b": "y" * small_files})])
    assert path.read_bytes() == before
    with pytest.raises(CannotNow, match="full"):
        journal.rewrite([("case", "big", {"b": "y" * small_files})])
    assert [file.name for file in tmp_path.iterdir()] == ["journal"]
    journal.append([("case", "small", {"b": "y"})])
    journal.close()
    assert len(read_back(path)) == len(LINES) + 1


def test_an_interrupted_write_is_cut_by_the_next_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal"
    written(path, LINES[:4])
    journal = JournalFile(path, "check")
    list(journal.replay())

    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal_file, "flush", interrupted)
        with pytest.raises(KeyboardInterrupt):
            journal.append([("case", "lost", {"b": "y" * 500})])
    journal.append(LINES[4])
    journal.close()
    assert read_back(path) == LINES


@given(st.lists(st.tuples(st.sampled_from("ab"), st.text("0123456789", min_size=1), st.text()), max_size=200))
def test_a_file_written_anew_holds_the_entries_in_their_order(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("anew") / "journal"
    expected = [(table, doc_id, {"b": body}) for table, doc_id, body in entries]
    journal = JournalFile(path, "check")
    list(journal.replay())
    journal.append([("a", "1", None)])
    journal.rewrite(expected)
    journal.append([("z", "1", None)])
    journal.close()
    assert [entry for line in read_back(path) for entry in line] == [*expected, ("z", "1", None)]
