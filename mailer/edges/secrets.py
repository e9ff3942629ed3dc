"""Secrets: named in the settings, read when their server is used, never kept.

A secret is `env:NAME` or `file:PATH`. A plain value is refused, so that no settings file ever holds one.
"""

import os
from collections.abc import Callable
from pathlib import Path

from mailer.model.errors import CannotEver


def secret_trouble(text: str) -> str | None:
    """What is wrong with a secret as written, or None. Never repeats the text: it may be a password."""
    scheme, _, rest = text.partition(":")
    if scheme in ("env", "file") and rest.strip():
        return None
    return 'a secret must not stand here in plain; write "env:NAME" or "file:PATH"'


def reader_of(text: str, base: Path) -> Callable[[], str]:
    """A function that reads the secret at each call. Raises CannotEver where it is not there, and says what to set."""
    scheme, _, rest = text.partition(":")

    def from_environment() -> str:
        value = os.environ.get(rest)
        if value is None:
            raise CannotEver(
                f"The environment variable {rest} is not set. Set it, for example: export {rest}=…",
                f"secret env:{rest} missing",
            )
        return value

    def from_file() -> str:
        path = base / Path(rest).expanduser()
        try:
            return path.read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise CannotEver(
                f"The secret file {path.name} cannot be read ({error.strerror}). Put the secret there, readable for this account.",
                f"secret file {path.name}: errno {error.errno}",
            ) from None

    return from_environment if scheme == "env" else from_file
