"""Plays many histories and says what came of them: figures, and for each failure its seed, its step and what happened.

Spread over processes of their own where there are many: a history is a matter of one processor.
"""

import os
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import cache
from multiprocessing import get_context

from mailer.demo.stage import ORGANISATION
from mailer.edges.settings import read_settings
from mailer.service.books import Books
from mailer.service.wiring import load_books
from tests.simulation.broken import Broken
from tests.simulation.history import EDITION, Figures, History

STEPS = 36
_LINES = 70  # of what happened, as a failure shows it
_PORTION = 10


@dataclass(frozen=True)
class Outcome:
    """A history that was played: its figures, or the sentence that did not hold and the way there."""

    seed: int
    figures: Figures | None = None
    sentence: str = ""
    story: str = ""
    edition: int = EDITION

    def __str__(self) -> str:
        if not self.sentence:
            return f"seed {self.seed}: {self.figures}"
        then = "" if self.edition == EDITION else f" --edition {self.edition}"
        return f"{self.story}\n\nPlay it again: pytest tests/simulation --seed {self.seed} --one{then}"


@cache
def books() -> Books:
    return load_books(read_settings(ORGANISATION / "config.toml"))


def play(seed: int, steps: int = STEPS, edition: int = EDITION) -> Outcome:
    """One history. Whatever goes wrong in it is told, not raised."""
    history = History(seed, books(), edition)
    try:
        return Outcome(seed, history.run(steps))
    except Broken as broken:
        sentence, why = broken.sentence, str(broken)
    except Exception as trouble:  # noqa: BLE001 - a history that breaks the service is a finding like another
        sentence, why = type(trouble).__name__, "".join(traceback.format_exception(trouble, limit=-8))
    told = "\n".join(history.people.told[-_LINES:])
    return Outcome(seed, None, sentence, f"Seed {seed}, step {history.people.steps}: {why}\n{told}", edition)


def play_portion(seeds: tuple[int, ...]) -> list[Outcome]:
    return [play(seed) for seed in seeds]


def play_many(seeds: Iterable[int], workers: int, edition: int = EDITION) -> Iterator[Outcome]:
    """The histories of many seeds, in processes of their own where there is more than one worker; earlier editions by one."""
    todo = tuple(seeds)
    if workers <= 1 or edition != EDITION:
        yield from (play(seed, edition=edition) for seed in todo)
        return
    portions = [todo[n : n + _PORTION] for n in range(0, len(todo), _PORTION)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for outcomes in pool.map(play_portion, portions):
            yield from outcomes


def processors() -> int:
    return min(4, os.cpu_count() or 1)


@dataclass
class Sum:
    """What many histories came to."""

    histories: int = 0
    steps: int = 0
    mails: int = 0
    letters: int = 0
    cases: int = 0
    passes: int = 0
    kills: int = 0

    def add(self, outcome: Outcome) -> None:
        self.histories += 1
        for part in fields(Figures):
            if outcome.figures and part.name != "seed":
                setattr(self, part.name, getattr(self, part.name) + getattr(outcome.figures, part.name))

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, part.name):,} {part.name}" for part in fields(self))


def failures_by_sentence(outcomes: Iterable[Outcome]) -> Counter[str]:
    return Counter(outcome.sentence for outcome in outcomes if outcome.sentence)
