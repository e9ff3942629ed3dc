"""An IMAP peer that does what its script says, for troubles that no well-behaved server can be asked for.

One thread a connection. It knows no mail: whatever the script does not answer is answered with a bare OK.
"""

import contextlib
import socket
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from mailer.edges.server import Security, Server
from tests.servers.ports import HOST

DROP = "drop"  # cuts the line instead of an answer
SILENCE = "silence"  # never answers


class ImapPeer:
    """`script`: of a command (LOGIN, SELECT, "UID FETCH" ...) the answer's lines; `TAG` stands for the command's tag.

    `continued` are the answers, one after the other, to the lines that a client sends without a tag.
    """

    def __init__(self, script: Mapping[str, str] | None = None, continued: tuple[str, ...] = ()) -> None:
        self._script = {"CAPABILITY": "* CAPABILITY IMAP4rev1 UIDPLUS MOVE IDLE\nTAG OK done", **(script or {})}
        self._continued = list(continued)
        self.said: list[str] = []
        self._over = threading.Event()
        self._listening = socket.create_server((HOST, 0))
        self._open: list[socket.socket] = []
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
        for line in self._open:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=5)

    def server(self, security: Security = "none", token: str = "") -> Server:
        port: int = self._listening.getsockname()[1]
        return Server(
            HOST, port, security, "intake", lambda: "secret", (lambda: token) if token else None, timeout_seconds=0.5
        )

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(line)
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line:
            words = line.makefile("rb")
            line.sendall(b"* OK ready\r\n")
            tag = ""
            while raw := words.readline():
                said = raw.decode("utf-8", "replace").rstrip("\r\n")
                self.said.append(said)
                if " " in said:
                    tag, _, command = said.partition(" ")
                    name = next((known for known in self._script if command.upper().startswith(known)), "")
                    answer = self._script.get(name, "TAG OK done")
                else:
                    answer = self._continued.pop(0) if self._continued else "TAG OK done"
                if answer == DROP:
                    return
                if answer == SILENCE:
                    self._over.wait(10)
                    return
                line.sendall("".join(f"{part}\r\n" for part in answer.replace("TAG", tag).split("\n")).encode())
