"""How a mail server is reached: plain values, the secret read only when the server is used."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True)
class Server:
    """One IMAP or SMTP server. `password` and `oauth_token` are read at each login; certificates are verified by default.

    `ca_file` is a PEM file of further trusted authorities; `timeout_seconds` counts for connecting and for each answer.
    """

    host: str
    port: int
    security: Security = "tls"
    username: str = ""
    password: Callable[[], str] | None = None
    oauth_token: Callable[[], str] | None = None
    timeout_seconds: float = 30.0
    ca_file: Path | None = None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
