"""A disk that refuses at any step: the commit is not there and says so, or it is there; afterwards the work goes on.

Every write, flush, rename and cut is a place to refuse, from there on until room is made. What a full disk still allows (removing,
cutting) is allowed in one run and refused in the other.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailer.edges.store import keyring, open_tinydb
from mailer.model.case import State
from mailer.model.errors import CannotNow
from mailer.model.record import Change
from tests.edges.store.store_in_dicts import InDicts
from tests.edges.store.store_samples import KEY, a_case, a_letter, a_mail

FULL = {"write", "fsync"}
GONE = {"write", "fsync", "replace", "ftruncate", "unlink"}
BEFORE = Change(
    cases=(a_case("A1"), a_case("B2", state=State.CLOSED)),
    queued=(a_letter("a", case="A1"), a_letter("b", case="B2")),
    seen=(a_mail("d1"),),
)
WORKS = {
    "an ordinary commit": Change(cases=(a_case("A1", version=2),), queued=(a_letter("c", case="A1"),), left=("a",)),
    "an erasure": Change(erased_cases=("B2",), erased_seen=("d1",)),
    "new keys": Change(cases=tuple(a_case(f"crowd-{n}") for n in range(40))),
    "an erasure and new keys": Change(cases=tuple(a_case(f"crowd-{n}") for n in range(40)), erased_cases=("B2",)),
}


@pytest.fixture(autouse=True, scope="module")
def few_spare_keys() -> Iterator[None]:
    """So that a few cases are enough to need new keys."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyring, "_SPARE", 16)
        patch.setattr(keyring, "_SPENT", 8)
        yield


@contextmanager
def refusing_from(number: int, refused: set[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A disk that refuses from the so many-th step on. Gives the steps."""
    steps: list[str] = []

    def refusing(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            steps.append(name)
            if len(steps) >= number:
                raise OSError(errno.ENOSPC, "no room")
            return real(*given, **named)

        return call

    with monkeypatch.context() as patch:
        for name in refused:
            patch.setattr(os, name, refusing(name, getattr(os, name)))
        yield steps


@pytest.mark.parametrize("refused", [FULL, GONE], ids=["full", "gone"])
@pytest.mark.parametrize("what", list(WORKS))
def test_a_disk_that_refuses_at_any_step_leaves_all_or_nothing_and_the_work_goes_on(
    what: str, refused: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = InDicts(), InDicts()
    before.apply(BEFORE)
    after.apply(BEFORE)
    after.apply(WORKS[what])
    number, reached = 0, True
    while reached:
        number += 1
        store = open_tinydb(tmp_path / str(number), KEY)
        store.commit(BEFORE)
        with refusing_from(number, refused, monkeypatch) as steps:
            try:
                store.commit(WORKS[what])
                done = True
            except CannotNow:
                done = False
            store.tidy()
        reached = len(steps) >= number
        if not done:
            assert before.is_what(store)
            assert refused == GONE or list((tmp_path / str(number)).glob("*.new")) == []
            shutil.copytree(tmp_path / str(number), tmp_path / "copy")
            store.commit(WORKS[what])
            copy = open_tinydb(tmp_path / "copy", KEY)
            # a disk that takes the line but refuses the flush and the cut leaves it in doubt until the next start, as a crash does
            assert before.equals(copy) or (refused == GONE and after.equals(copy))
            copy.close()
            shutil.rmtree(tmp_path / "copy")
        assert after.is_what(store)
        store.tidy()
        spare, living = store._vault._keyring.spare(), sum(1 for _ in store.cases()) + len(store.outbox())
        assert store._vault._keyring.held() == spare + living, f"{what}: refused from step {number}"
        store.close()
        again = open_tinydb(tmp_path / str(number), KEY)
        assert after.is_what(again)
        again.close()
    assert number > 2


def test_a_disk_full_while_compacting_costs_only_the_compaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_tinydb(tmp_path / "data", KEY)
    store.commit(BEFORE)
    with refusing_from(1, FULL, monkeypatch):
        with pytest.raises(CannotNow, match="full"):
            store.compact()
        store.tidy()
    store.commit(WORKS["an ordinary commit"])
    store.close()
    again = open_tinydb(tmp_path / "data", KEY)
    expected = InDicts()
    expected.apply(BEFORE)
    expected.apply(WORKS["an ordinary commit"])
    assert expected.is_what(again)
    again.close()
