"""What every test may ask for: mail servers on loopback.

`embedded` needs nothing but Python. `dovecot` and `sink` need Debian's dovecot-imapd, dovecot-lmtpd and postfix: where
they are missing, the tests that ask for them are skipped on a developer's machine, and fail where CI is set.
"""

import os
from collections.abc import Iterator

import pytest

from mailer.demo.embedded import EmbeddedMailServer
from tests.servers.dovecot import Dovecot, dovecot_program
from tests.servers.smtp_sink import SmtpSink, sink_program

INTAKE = "intake@programme.example"
SECOND_INTAKE = "south@programme.example"


def installed(program: str | None, package: str) -> None:
    """Skips where the program is missing; fails where it must not be."""
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(f"{package} is not installed, and CI must not skip")
        pytest.skip(f"{package} is not installed")


@pytest.fixture
def embedded() -> Iterator[EmbeddedMailServer]:
    """A mail server in this process with two intakes, logins `intake` and `south`, password `open`."""
    with EmbeddedMailServer({"intake": ("open", [INTAKE]), "south": ("open", [SECOND_INTAKE])}) as server:
        yield server


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One Dovecot for all: take a login of your own. A test that stops it starts one of its own."""
    installed(dovecot_program(), "dovecot-imapd and dovecot-lmtpd")
    with Dovecot() as server:
        yield server


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """An smtp-sink of this test alone."""
    installed(sink_program(), "postfix")
    with SmtpSink() as server:
        yield server
