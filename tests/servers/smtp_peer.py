"""An SMTP peer that does what its script says: refuses, closes, falls silent, drops the line.

One thread a connection; for troubles that no well-behaved server can be asked for.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from mailer.edges.server import Security, Server
from tests.servers.certificate import Certificate
from tests.servers.ports import HOST

DROP = "drop"  # cuts the line instead of an answer
SILENCE = "silence"  # never answers
_ORDINARY = {"CONNECT": "220 peer.example", "DATA": "354 go on", "QUIT": "221 bye", "AUTH": "235 2.7.0 welcome"}


class SmtpPeer:
    """`script`: of a command (CONNECT, EHLO, MAIL, RCPT, DATA, "." ...) the answers in their order, then ordinary ones.

    `extensions` are announced after EHLO. With a `certificate` it offers STARTTLS.
    """

    def __init__(
        self,
        script: Mapping[str, str | list[str]] | None = None,
        extensions: tuple[str, ...] = (),
        certificate: Certificate | None = None,
    ) -> None:
        self._script = {
            command: [answers] if isinstance(answers, str) else list(answers)
            for command, answers in (script or {}).items()
        }
        self._extensions = extensions
        self._certificate = certificate
        self.said: list[str] = []
        self.letters: list[bytes] = []
        self.connections = 0
        self._open: list[socket.socket] = []
        self._over = threading.Event()
        self._listening = socket.create_server((HOST, 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.hang_up()
        self._thread.join(timeout=5)

    def server(self, security: Security = "none", timeout_seconds: float = 5, login: str = "") -> Server:
        return Server(
            HOST,
            self.port,
            security,
            login,
            (lambda: "secret") if login else None,
            timeout_seconds=timeout_seconds,
            ca_file=self._certificate.authority if self._certificate else None,
        )

    def hang_up(self) -> None:
        """Cuts every line that stands, as a server does that was idle for too long."""
        for line in self._open:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._open.clear()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(line)
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError, ConnectionError):
            self._converse(line)
        line.close()

    def _converse(self, line: socket.socket) -> None:
        words = line.makefile("rb")
        if not self._answer(line, "CONNECT"):
            return
        while command := words.readline():
            self.said.append(command.decode("utf-8", "replace").rstrip("\r\n"))
            verb = command.split(b" ")[0].strip().decode().upper()
            if verb == "STARTTLS" and self._certificate:
                line.sendall(b"220 ready\r\n")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self._certificate.certificate, self._certificate.key)
                line = context.wrap_socket(line, server_side=True)
                self._open.append(line)
                words = line.makefile("rb")
                continue
            if not self._answer(line, verb):
                return
            if verb == "DATA" and self._last.startswith("354"):
                body = b""
                while (part := words.readline()) not in (b".\r\n", b""):
                    body += part[1:] if part.startswith(b".") else part
                self.letters.append(body)
                if not self._answer(line, "."):
                    return
            if verb == "QUIT":
                return

    def _answer(self, line: socket.socket, command: str) -> bool:
        answers = self._script.get(command, [])
        answer = answers.pop(0) if answers else _ORDINARY.get(command, "250 OK")
        self._last = answer
        if answer == DROP:
            line.shutdown(socket.SHUT_RDWR)
            return False
        if answer == SILENCE:
            self._over.wait(30)
            return False
        if command == "EHLO" and answer == "250 OK":
            offered = [*self._extensions, *(["STARTTLS"] if self._certificate else [])]
            answer = "\r\n".join(["250-peer.example", *(f"250-{word}" for word in offered), "250 HELP"])
        line.sendall(answer.encode() + b"\r\n")
        return not answer.startswith("421")
