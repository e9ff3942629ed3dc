"""A stage for each journey: the embedded mail server, the made-up organisation, the real service; a Tuesday morning.

When a story is over, what holds for every story is looked at: see after_each.py.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest

from mailer.demo.stage import Stage, today_at
from tests.journeys import after_each
from tests.journeys.commanded import Command

Staging = Callable[..., Stage]


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage(today_at(15)) as stage:
        yield stage
        after_each.check(stage)


@pytest.fixture
def staged() -> Iterator[Staging]:
    """A stage with other settings or at another time: `staged(lambda text: text.replace(…), now=…)`."""
    with ExitStack() as stack:

        def start(change: Callable[[str], str] = lambda text: text, now: datetime | None = None) -> Stage:
            stage = stack.enter_context(Stage(now or today_at(15), change))
            stack.callback(after_each.check, stage)
            return stage

        yield start


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)
