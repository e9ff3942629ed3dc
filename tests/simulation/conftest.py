"""`pytest tests/simulation --seed N` plays the sample that begins with seed N; with `--one`, that history alone."""

import os

import pytest

from tests.simulation.history import EDITION


def pytest_addoption(parser: pytest.Parser) -> None:
    """Known where this folder is named on the command line; elsewhere the environment's seed counts."""
    parser.addoption("--seed", type=int, help="the first seed of the simulated histories")
    parser.addoption("--edition", type=int, default=EDITION, help="the edition of the plays")
    parser.addoption("--one", action="store_true", help="play that one history alone")


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    given = request.config.getoption("--seed", default=None)
    return int(given) if given is not None else int(os.environ.get("PEER_SUPPORT_SEED", "1"))


@pytest.fixture
def histories(request: pytest.FixtureRequest) -> int:
    if request.config.getoption("--one", default=False):
        return 1
    return 2000 if os.environ.get("PEER_SUPPORT_EXHAUSTIVE") else 60


@pytest.fixture
def edition(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--edition", default=EDITION))
