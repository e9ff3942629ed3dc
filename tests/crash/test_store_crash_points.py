"""A crash at every step that reaches the disk: afterwards the state before or after stands, and what was erased is gone.

Every write, flush, rename, cut and removal of a file is a crash point; each work is done again and stopped at each of them.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailer.edges.store import TinyStore, keyring, open_tinydb
from mailer.edges.store.keyring import Keyring
from mailer.model.record import Change
from tests.crash.store_history import change_at, history
from tests.edges.store.store_in_dicts import InDicts
from tests.edges.store.store_samples import KEY, a_case, a_letter, next_of

POINTS = ("write", "fsync", "ftruncate", "replace", "rename", "unlink", "link")


class Crash(BaseException):
    """The machine stops here."""


@contextmanager
def crash_at(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Stop at the so many-th thing that reaches the disk; half of a write is written. Gives the points passed."""
    passed: list[str] = []

    def counted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            if len(passed) >= number:
                raise Crash  # a machine that stopped does nothing more, clearing up neither
            passed.append(name)
            if len(passed) == number:
                if name == "write" and isinstance(given[1], bytes | memoryview):
                    real(given[0], bytes(given[1])[: len(given[1]) // 2])
                raise Crash
            return real(*given, **named)

        return call

    with monkeypatch.context() as patch:
        for name in POINTS:
            patch.setattr(os, name, counted(name, getattr(os, name)))
        yield passed


STEPS = 40
ERASING = Change(erased_cases=("case-7", "case-8"), erased_seen=tuple(f"digest-{n}" for n in range(1, 30)))
LEAVING = Change(left=tuple(f"extra-{n}" for n in range(12)))
WAITING = Change(queued=tuple(a_letter(f"extra-{n}", case=None) for n in range(12)))
CROWD = Change(cases=tuple(a_case(f"crowd-{n}") for n in range(40)))
WORKS: dict[str, tuple[Change, ...]] = {
    "an ordinary commit": (change_at(STEPS + 1, history(STEPS)),),
    "cases and letters are erased": (ERASING,),
    "many letters leave": (LEAVING,),
    "new keys are needed": (CROWD,),
    "several commits in a row": (
        Change(cases=(a_case("new"),)),
        Change(cases=(next_of(a_case("new")),), erased_cases=("case-9",)),
    ),
    "nothing but tidying": (),
}


@pytest.fixture(autouse=True, scope="module")
def few_spare_keys() -> Iterator[None]:
    """So that a few cases are enough to need new keys."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyring, "_SPARE", 16)
        patch.setattr(keyring, "_SPENT", 8)
        yield


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, InDicts]:
    """A data folder with some history in it, closed, and what it holds."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    store, kept = open_tinydb(folder, KEY), InDicts()
    for step in range(1, STEPS + 1):
        change = change_at(step, kept)
        store.commit(change)
        kept.apply(change)
    store.commit(WAITING)
    kept.apply(WAITING)
    store.close()
    return folder, kept


def states_after(kept: InDicts, changes: tuple[Change, ...]) -> list[InDicts]:
    """The state before, and after each commit."""
    states = [kept]
    for change in changes:
        following = InDicts()
        for name, held in vars(states[-1]).items():
            setattr(following, name, dict(held))
        following.apply(change)
        states.append(following)
    return states


def work(folder: Path, changes: tuple[Change, ...], acknowledged: list[int]) -> None:
    store: TinyStore | None = None
    try:
        store = open_tinydb(folder, KEY)
        for change in changes:
            store.commit(change)
            acknowledged.append(1)
        store.tidy()
        store.compact()
        store.close()
    finally:
        if store is not None:
            store._vault._closing.close()  # the system lets go of a dead process's files and lock


@pytest.mark.parametrize("what", list(WORKS))
def test_a_crash_at_any_point_leaves_the_state_before_or_after(
    what: str, prepared: tuple[Path, InDicts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, kept = prepared
    states = states_after(kept, WORKS[what])
    number, crashed = 0, True
    while crashed:
        number += 1
        folder = tmp_path / str(number)
        shutil.copytree(base, folder)
        acknowledged: list[int] = []
        with crash_at(number, monkeypatch) as passed:
            try:
                work(folder, WORKS[what], acknowledged)
                crashed = False
            except Crash:
                crashed = True
        where = f"{what}: crash at point {number}, {passed[-1] if passed else 'none'}"
        store = open_tinydb(folder, KEY)
        possible = states[len(acknowledged) : len(acknowledged) + 2]
        assert any(state.equals(store) for state in possible), where
        assert sorted(path.name for path in folder.iterdir()) == ["case-keys", "journal", "lock"], where
        if WORKS[what] and WORKS[what][-1].erased_cases and states[-1].equals(store):
            bodies = (folder / "journal").read_bytes().count(b'"b":')
            assert bodies == sum(len(held) for held in vars(states[-1]).values()), (
                f"{where}: the journal remembers what was erased"
            )
        living = sum(1 for _ in store.cases()) + len(store.outbox())
        used = Keyring(folder / "case-keys", KEY, needed=True, writable=False)
        assert used.held() - store._vault._keyring.spare() == living, (
            f"{where}: a key of something that is gone is still there"
        )
        store.commit(Change(cases=(a_case("goes on"),)))
        store.close()
    assert number > 4


def test_a_crash_in_the_first_opening_leaves_a_store_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, crashed = 0, True
    while crashed:
        number += 1
        folder = tmp_path / str(number)
        with crash_at(number, monkeypatch):
            try:
                work(folder, (), [])
                crashed = False
            except Crash:
                crashed = True
        store = open_tinydb(folder, KEY)
        store.commit(Change(cases=(a_case(),)))
        store.close()
    assert number > 4
