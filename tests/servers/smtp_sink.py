"""Postfix's smtp-sink as the outgoing side: takes every letter, keeps each in a file. Stopped by its pid."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from mailer.edges.server import Server
from tests.servers.ports import HOST, free_port, wait_until_open

_ENVELOPE = re.compile(rb"^X-(Mail|Rcpt)-Args: <([^>]*)>", re.MULTILINE)
_OWN_HEADERS = re.compile(rb"\A(?:X-(?:Client|Helo|Mail|Rcpt)-[^\n]*\n)*Received: [^\n]*\n(?:[ \t][^\n]*\n)*")


@dataclass(frozen=True)
class SunkLetter:
    """What arrived: the envelope, and the letter with plain line feeds."""

    envelope_from: str
    to: tuple[str, ...]
    raw: bytes


def sink_program() -> str | None:
    """Where smtp-sink is installed; None where it is not."""
    return shutil.which("smtp-sink", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


class SmtpSink:
    """`options` are smtp-sink's own, such as ("-f", "RCPT") to refuse every reader."""

    def __init__(self, *options: str) -> None:
        program = sink_program()
        if program is None:
            raise FileNotFoundError("smtp-sink")
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="sink-"))
        user: tuple[str, ...] = ()
        if os.geteuid() == 0:  # smtp-sink refuses to stay root
            os.chown(self.folder, pwd.getpwnam("nobody").pw_uid, -1)
            user = ("-u", "nobody")
        self._command = [program, *user, "-d", f"{self.folder}/%H%M%S.", *options, f"{HOST}:{self.port}", "100"]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until_open(self.port)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=10)
        self._process = None

    def server(self) -> Server:
        return Server(HOST, self.port, "none", timeout_seconds=10)

    def letters(self, expected: int = 0, seconds: float = 5) -> list[SunkLetter]:
        """What has arrived, oldest first; waits until at least `expected` are whole."""
        end = time.monotonic() + seconds
        while True:
            found = [letter for path in sorted(self.folder.iterdir(), key=_age) if (letter := _read(path))]
            if len(found) >= expected or time.monotonic() > end:
                return found
            time.sleep(0.02)


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns


def _read(path: Path) -> SunkLetter | None:
    raw = path.read_bytes()
    own = _OWN_HEADERS.match(raw)
    if own is None or not raw.endswith(b"\n\n"):  # an empty line ends each dump
        return None
    named = [(kind, address.decode()) for kind, address in _ENVELOPE.findall(own.group())]
    return SunkLetter(
        next(address for kind, address in named if kind == b"Mail"),
        tuple(address for kind, address in named if kind == b"Rcpt"),
        raw[own.end() : -1],
    )
