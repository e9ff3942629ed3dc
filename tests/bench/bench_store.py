"""How long a commit takes with 100 to 100,000 cases, as ratios to a bare append and fsync of the same bytes in the same run.

    python -m tests.bench.bench_store            the table
    python -m tests.bench.bench_store --kills    what is left after 200 kill -9 (or --kills=N)

A commit is what one mail brings: a case's next version, a mail seen, two letters queued, two that left. It only measures.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mailer.edges.store import MasterKey, TinyStore, open_tinydb
from mailer.model.record import Change
from tests.crash.test_store_kills import killed_again_and_again
from tests.edges.store.store_samples import a_case, a_letter, a_mail

SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = 400
KEY = MasterKey(b"made up for the bench, 32 bytes.")


def fill(store: TinyStore, cases: int) -> None:
    for start in range(0, cases, 100):
        numbers = range(start, min(start + 100, cases))
        store.adopt(
            Change(cases=tuple(a_case(f"C{n}") for n in numbers), seen=tuple(a_mail(f"d{n}", n) for n in numbers))
        )


def one_mail(number: int, cases: int) -> Change:
    case_id = f"C{number * 7919 % cases}"
    return Change(
        cases=(replace(a_case(case_id), version=number + 2),),
        seen=(a_mail(f"new-{number}", cases + number, cases=(case_id,)),),
        queued=(a_letter(f"a-{number}", case_id), a_letter(f"b-{number}", case_id)),
        left=(f"a-{number - 1}", f"b-{number - 1}"),
    )


def timed(work: Callable[[], object]) -> float:
    """Microseconds."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1e6


def bare_append(descriptor: int, line: bytes) -> None:
    os.write(descriptor, line)
    os.fsync(descriptor)


class Flushes:
    """Counts the flushes while it is entered."""

    def __init__(self) -> None:
        self.flushes = 0

    def __enter__(self) -> None:
        self._counted = mock.patch.object(os, "fsync", wraps=os.fsync)
        self._fsync = self._counted.start()

    def __exit__(self, *_: object) -> None:
        self._counted.stop()
        self.flushes += self._fsync.call_count


def measure(folder: Path, cases: int) -> str:
    """One row: medians and 99th percentiles of a commit and of the bare append, taken by turns."""
    store = open_tinydb(folder / "data", KEY)
    fill(store, cases)
    store.tidy()
    counting = Flushes()
    commits, bare = [], []
    descriptor = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    size = 0
    for number in range(ROUNDS):
        change = one_mail(number, cases)
        before = (folder / "data" / "journal").stat().st_size
        with counting:
            commits.append(timed(partial(store.adopt, change)))
        size = max(1, (folder / "data" / "journal").stat().st_size - before)
        bare.append(timed(partial(bare_append, descriptor, os.urandom(size))))
    os.close(descriptor)
    closing = timed(store.close)
    journal = (folder / "data" / "journal").stat().st_size / 1e6
    opening = timed(lambda: open_tinydb(folder / "data", KEY).close())
    middle, worst = statistics.median(commits), statistics.quantiles(commits, n=100)[98]
    bare_middle, bare_worst = statistics.median(bare), statistics.quantiles(bare, n=100)[98]
    return (
        f"{cases:>9,} {middle:>10,.0f} {worst:>10,.0f} {bare_middle:>10,.0f} {bare_worst:>10,.0f} {middle / bare_middle:>8.2f} "
        f"{worst / bare_worst:>8.2f} {counting.flushes / ROUNDS:>8.2f} {size:>8,} {journal:>9.1f} "
        f"{opening / 1e6:>8.2f} {closing / 1e6:>8.2f}"
    )


def table(sizes: tuple[int, ...]) -> None:
    out = sys.stdout.write
    out(
        "    cases  commit µs        p99    bare µs        p99  ×median     ×p99  fsyncs/c  bytes/c journal MB   open s  close s\n"
    )
    for cases in sizes:
        with tempfile.TemporaryDirectory() as folder:
            out(measure(Path(folder), cases) + "\n")
            sys.stdout.flush()


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument(
        "--kills", type=int, nargs="?", const=200, default=0, help="kill a writer so many times (200)"
    )
    arguments.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    chosen = arguments.parse_args()
    if not chosen.kills:
        table(tuple(chosen.sizes))
        return
    seed = random.randrange(10**6)
    with tempfile.TemporaryDirectory() as folder:
        steps = killed_again_and_again(Path(folder) / "data", chosen.kills, seed)
    outcome = "no acknowledged one lost, none there by half, none unreadable"
    sys.stdout.write(f"{chosen.kills} × kill -9, {steps:,} commits: {outcome} (seed {seed})\n")


if __name__ == "__main__":
    main()
