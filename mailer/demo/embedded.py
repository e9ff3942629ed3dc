"""A whole mail server inside this process: IMAP by pymap, SMTP by aiosmtpd, on free loopback ports, without rights.

For the demo and the tests. Mail to an account's address (with any +tag) lands in that account's INBOX; every letter
that was taken is noted in `sent`, wherever it went. Nothing leaves the process, nothing is written to disk, and all
is gone when it stops. It can be told to refuse an address, or to fall silent after a letter, so that the troubles of
real servers can be played. No security: it speaks plain text, to this machine alone.
"""

import asyncio
import logging
import threading
from argparse import Namespace
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Wildcard
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from mailer.edges.server import Server
from mailer.model.address import canonical

T = TypeVar("T")
_HOST = "127.0.0.1"
_LARGEST = 100 * 1024 * 1024


@dataclass(frozen=True)
class SentLetter:
    """A letter that the SMTP side took: the envelope, the bytes as they came (CRLF), the time."""

    envelope_from: str
    to: str
    raw: bytes
    at: datetime


class _Folder(MailboxData):
    """pymap drops custom keywords silently and makes up a new UIDVALIDITY at every start: neither here."""

    validity = 1

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return super().permanent_flags | {Wildcard}

    @property
    def uid_validity(self) -> int:
        return self.validity

    def stored(self) -> list[tuple[Message, bytes]]:
        return [(message, bytes(message._content or b"")) for message in self._messages.values()]


class _Folders(MailboxSet):
    def __init__(self) -> None:
        super().__init__()
        self._inbox = _Folder(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> ObjectId:
        if name in self._set:
            raise ValueError(name)
        self._set[name] = folder = _Folder(self._content_cache, self._thread_cache)
        return folder.mailbox_id

    def named(self, name: str) -> _Folder:
        folder = self._inbox if name.upper() == "INBOX" else self._set[name]
        if not isinstance(folder, _Folder):
            raise TypeError(name)
        return folder

    def names(self) -> list[str]:
        return ["INBOX", *sorted(self._set)]


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        return b"ready"  # pymap would look up the name of this machine at every connection


class EmbeddedMailServer:
    """`with EmbeddedMailServer({"login": ("password", ["intake@programme.example"])}) as server: ...`

    `clock` gives the time of receipt of what comes in by SMTP, so that a rehearsal may live at another time.
    """

    def __init__(
        self,
        accounts: Mapping[str, tuple[str, Sequence[str]]],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.sent: list[SentLetter] = []
        self.host = _HOST
        self.imap_port = 0
        self.smtp_port = 0
        self._passwords = {login: password for login, (password, _) in accounts.items()}
        self._owner = {canonical(address): login for login, (_, addresses) in accounts.items() for address in addresses}
        self._folders: dict[str, _Folders] = {}
        self._clock = clock
        self._refused: dict[str, tuple[int, str]] = {}
        self._drops: list[bool] = []
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._thread = threading.Thread(target=self._loop.run_forever, name="embedded mail server", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._call(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    # What a test or the demo does with it

    def imap(self, login: str, password: str | None = None) -> Server:
        """How an account's mailbox is reached; with another password where one is given."""
        word = self._passwords[login] if password is None else password
        return Server(_HOST, self.imap_port, "none", login, lambda: word, timeout_seconds=10)

    def smtp(self, login: str = "", password: str | None = None) -> Server:
        """How the SMTP side is reached, with a login or without."""
        if not login:
            return Server(_HOST, self.smtp_port, "none", timeout_seconds=10)
        word = self._passwords[login] if password is None else password
        return Server(_HOST, self.smtp_port, "none", login, lambda: word, timeout_seconds=10)

    def deliver(self, raw: bytes, to: str, received: datetime | None = None) -> None:
        """Puts a mail into the INBOX of the account that has this address, as it is but for CRLF line ends."""
        login = self._owner[canonical(to)]
        self._call(self._append(login, "INBOX", raw, received or self._clock()))

    def folders(self, login: str) -> list[str]:
        return self._folders[login].names()

    def mails(self, login: str, folder: str = "INBOX") -> list[bytes]:
        """The mails of a folder, oldest first; none where there is no such folder."""
        return [raw for _, raw in self._call(self._stored(login, folder))]

    def received(self, login: str, folder: str = "INBOX") -> list[datetime]:
        """The time of receipt of each mail of a folder."""
        return [message.internal_date for message, _ in self._call(self._stored(login, folder))]

    def flags(self, login: str, folder: str = "INBOX") -> list[frozenset[str]]:
        """The flags of each mail of a folder, without the session's own."""
        return [
            frozenset(bytes(flag).decode() for flag in message.permanent_flags)
            for message, _ in self._call(self._stored(login, folder))
        ]

    def rebuild(self, login: str) -> None:
        """Gives the account's INBOX another UIDVALIDITY, as after a restore from a backup."""
        self._folders[login].named("INBOX").validity += 1

    def refuse(self, address: str, code: int = 550, text: str = "5.1.1 no such mailbox") -> None:
        """From now on letters to this address are refused: 5yz for good, 4yz for now."""
        self._refused[canonical(address)] = (code, text)

    def accept(self, address: str) -> None:
        """Takes a refusal back."""
        self._refused.pop(canonical(address), None)

    def drop_after_the_dot(self, times: int = 1, taken: bool = True) -> None:
        """The next letters get no answer: the line is cut when they are whole. `taken` says whether they arrive."""
        self._drops += [taken] * times

    # Inside, on the loop's thread

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    async def _start(self) -> None:
        config = _Config(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            demo_data=False,
            demo_user="",
            demo_password="",
            host=_HOST,
            port=0,
            tls_enabled=False,
            reject_insecure_auth=False,
            reject_dnsbl=False,
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
        )
        config.apply_context()
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # aiosmtpd writes addresses into it
        login = Login(config)
        for name, password in self._passwords.items():
            login.users_dict[name] = UserMetadata(config, name, password=password)
            self._folders[name] = _Folders()
            config.set_cache[name] = (self._folders[name], FilterSet())
        imap = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(login, config))
        imap_side = await asyncio.start_server(imap, _HOST, 0)
        smtp_side = await self._loop.create_server(self._smtp_peer, _HOST, 0)
        self.imap_port = _port(imap_side)
        self.smtp_port = _port(smtp_side)
        self._stack.callback(imap_side.close)
        self._stack.callback(smtp_side.close)

    async def _stop(self) -> None:
        await self._stack.aclose()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _smtp_peer(self) -> SMTP:
        return SMTP(
            self,
            hostname="mail.example",
            ident="embedded",
            enable_SMTPUTF8=True,
            data_size_limit=_LARGEST,
            auth_require_tls=False,
            auth_required=False,
            authenticator=self._authenticate,
            loop=self._loop,
        )

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth_data: object
    ) -> AuthResult:
        known = isinstance(auth_data, LoginPassword) and self._passwords.get(
            auth_data.login.decode("utf-8", "replace")
        ) == auth_data.password.decode("utf-8", "replace")
        return AuthResult(success=known, handled=False)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """aiosmtpd's hook for RCPT TO."""
        if refusal := self._refused.get(canonical(address)):
            return f"{refusal[0]} {refusal[1]}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """aiosmtpd's hook for a whole letter."""
        raw = envelope.original_content or b""
        reverse_path = (envelope.mail_from or "").strip("<>")  # the null reverse-path comes as "<>"
        dropped = self._drops.pop(0) if self._drops else None
        if dropped is not False:
            for address in envelope.rcpt_tos:
                self.sent.append(SentLetter(reverse_path, address, raw, self._clock()))
                if login := self._owner.get(canonical(address)):
                    # RFC 5321, 4.4: who delivers finally writes the reverse-path on top
                    trace = f"Return-Path: <{reverse_path}>\r\nDelivered-To: {address}\r\n".encode()
                    await self._append(login, "INBOX", trace + raw, self._clock())
        if dropped is not None and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK"

    async def _append(self, login: str, folder: str, raw: bytes, received: datetime) -> None:
        literal = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        await self._folders[login].named(folder).append(AppendMessage(literal, received))

    async def _stored(self, login: str, folder: str) -> list[tuple[Message, bytes]]:
        folders = self._folders[login]
        return folders.named(folder).stored() if folder in folders.names() else []


def _port(server: asyncio.Server) -> int:
    address: tuple[str, int] = server.sockets[0].getsockname()
    return address[1]
