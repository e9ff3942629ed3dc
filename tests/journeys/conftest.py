"""A stage for each journey: the embedded mail server, the made-up organisation, the real service; a Tuesday morning."""

from collections.abc import Iterator

import pytest

from mailer.demo.stage import Stage, today_at


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage(today_at(15)) as stage:
        yield stage
