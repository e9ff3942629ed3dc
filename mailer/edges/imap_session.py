"""One logged-in IMAP connection, spoken to in UIDs.

Connects, logs in, asks what the server can do *after* the login (imaplib asks before, and so never learns of MOVE),
finds the personal namespace, and speaks in UIDs. Every failure comes out as Lost (the connection is of no use any
more), Refused (the server said no), CannotNow or CannotEver. Decides nothing about mail and parses none.
"""

import contextlib
import imaplib
import re
import socket
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError
from imap_tools.imap_utf7 import utf7_decode
from imap_tools.utils import encode_folder

from mailer.edges.imap_trouble import PASSING, Lost, Refused, code_of, sound
from mailer.edges.server import Server
from mailer.edges.trust import read_secret, tls_context
from mailer.model.errors import CannotEver, CannotNow

INBOX = "INBOX"
_SLICE = 0.4  # seconds between two looks at the stop switch
# How long a silent server is believed to live: asked after two minutes, given up after four
_KEEPALIVE = {"TCP_KEEPIDLE": 120, "TCP_KEEPINTVL": 30, "TCP_KEEPCNT": 4}
_NAMESPACE = re.compile(rb'^\(\("((?:[^"\\]|\\.)*)" (?:"(\\?.)"|NIL)')
_DATE = re.compile(rb'INTERNALDATE "([ \d]\d)-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"')
_COPYUID = re.compile(rb"^\d+ \S+ (\d+)$")
_MONTHS = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")


class Stop(Protocol):
    """What a waiting place looks at: a threading.Event, or anything like it."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool: ...


class Session:
    """A connection that is logged in. One thread at a time."""

    def __init__(self, server: Server) -> None:
        self.server = server
        token = read_secret(server, server.oauth_token) if server.oauth_token else None
        password = read_secret(server, server.password) if server.password and token is None else ""
        with sound():
            self.box = _connected(server)
        try:
            self._log_in(password, token)
            self.capabilities = self._ask_capabilities()
            self.prefix, self.delimiter = self._ask_namespace()
        except BaseException:
            self.close(politely=False)
            raise
        self.uidvalidity = 0
        self._selected: tuple[str, bool] | None = None

    def _log_in(self, password: str, token: str | None) -> None:
        """RFC 3501, 6.2; XOAUTH2 where there is a token; SASL PLAIN where LOGIN cannot carry the words."""
        name, client = self.server.username, self.box.client
        mechanisms = frozenset(client.capabilities)
        try:
            if token is not None:
                first = f"user={name}\1auth=Bearer {token}\1\1".encode()
                answers = [b"", first]  # a refused token brings a challenge, which wants an empty answer
                client.authenticate("XOAUTH2", lambda _: answers.pop() if answers else b"")
            elif {"LOGINDISABLED", "AUTH=PLAIN"} & mechanisms == {"LOGINDISABLED"}:
                raise self._login_refused("PRIVACYREQUIRED")
            elif not (name + password).isascii() or ("LOGINDISABLED" in mechanisms and "AUTH=PLAIN" in mechanisms):
                self.box.login_utf8(name, password, initial_folder=None)
            else:
                self.box.login(name, password, initial_folder=None)
        except (imaplib.IMAP4.abort, OSError) as error:
            raise Lost(error) from None
        except UnexpectedCommandStatusError as error:
            raise self._login_refused(code_of(error.command_result[1])) from None
        except imaplib.IMAP4.error as error:
            raise self._login_refused(code_of(str(error))) from None

    def _login_refused(self, code: str) -> CannotNow | CannotEver:
        if code in PASSING:
            return CannotNow(f"The mail server {self.server} takes no login just now.", f"imap login NO {code}")
        if code == "PRIVACYREQUIRED":
            return CannotEver(
                f"{self.server} takes no login without encryption: please set security to tls or starttls.",
                f"imap login NO {code}",
            )
        return CannotEver(
            f"The mail server {self.server} refused the login: please check username and password.",
            f"imap login NO {code}".strip(),
        )

    def _ask_capabilities(self) -> frozenset[str]:
        with sound():
            _, data = self.box.client.capability()
        words = b" ".join(part for part in data if isinstance(part, bytes))
        capabilities = frozenset(words.decode("ascii", "replace").upper().split())
        self.box.client.capabilities = tuple(sorted(capabilities))
        return capabilities

    def _ask_namespace(self) -> tuple[str, str]:
        """Prefix and delimiter of the personal namespace (RFC 2342)."""
        with sound():
            if "NAMESPACE" in self.capabilities:
                _, data = self.box.client.namespace()
                found = _NAMESPACE.match(data[0]) if data and isinstance(data[0], bytes) else None
                if found:
                    prefix, delimiter = (re.sub(rb"\\(.)", rb"\1", part or b"") for part in found.groups())
                    return utf7_decode(prefix), utf7_decode(delimiter)
            roots = self.box.folder.list("", "")
            return "", roots[0].delim if roots else "/"

    def select(self, folder: str, read_only: bool) -> None:
        """SELECT, or EXAMINE where nothing may change; nothing at all where it is selected already."""
        if self._selected == (folder, read_only):
            return
        self._selected = None
        with sound():
            self.box.folder.set(folder, readonly=read_only)
            _, validity = self.box.client.response("UIDVALIDITY")
        first = validity[0] if validity else None
        self.uidvalidity = int(first) if isinstance(first, bytes) and first.isdigit() else 0
        self._selected = (folder, read_only)

    def exists(self, folder: str) -> bool:
        with sound():
            return self.box.folder.exists(folder)

    def make(self, folder: str) -> None:
        """CREATE and SUBSCRIBE; somebody else may have been quicker."""
        try:
            with sound():
                self.box.folder.create(folder)
        except Refused as refused:
            if refused.code != "ALREADYEXISTS" and not self.exists(folder):
                raise
        with sound():
            self.box.folder.subscribe(folder, value=True)

    def noop(self) -> None:
        """Lets the server tell what is new; a dead connection is found out here."""
        with sound():
            status, data = self.box.client.noop()
        if status != "OK":
            raise Refused("NOOP", code_of(data))

    def uid(self, command: str, *words: str | bytes) -> list[object]:
        """A UID command on the selected folder (RFC 3501, 6.4.8)."""
        with sound():
            status, data = self.box.client.uid(command, *(_text(word) for word in words))
        if status != "OK":
            raise Refused(f"UID {command}", code_of(data))
        return list(data)

    def search(self, *words: str) -> list[int]:
        found: list[int] = []
        for line in self.uid("SEARCH", *words):
            if isinstance(line, bytes):
                found += [int(word) for word in line.split() if word.isdigit()]
        return sorted(found)

    def place(self, command: str, uid: int, folder: str) -> int | None:
        """UID MOVE or UID COPY of one mail; its new UID by COPYUID (RFC 4315), None where there was no such mail."""
        self.box.client.untagged_responses.pop("COPYUID", None)
        self.uid(command, str(uid), encode_folder(folder))
        for code in self.box.client.untagged_responses.pop("COPYUID", []):
            if isinstance(code, bytes) and (found := _COPYUID.match(code)):
                return int(found.group(1))
        return None

    def append(self, folder: str, raw: bytes, received: datetime) -> None:
        with sound():
            self.box.append(raw, folder, dt=received)

    def idle(self, deadline: float, stop: Stop) -> bool:
        """IDLE (RFC 2177) until mail comes, the deadline (monotonic) or the stop switch. True where mail came."""
        begin: Callable[[], object] = self.box.idle.start
        end: Callable[[], object] = self.box.idle.stop
        while not stop.is_set() and time.monotonic() < deadline:
            with sound():
                begin()
                came, odd = self._listen(deadline, stop)
                end()  # a connection that died meanwhile is found out here
            if came:
                return True
            if odd:  # readable, yet no line: a TLS record without words, or the end of the connection
                self.noop()
        return False

    def _listen(self, deadline: float, stop: Stop) -> tuple[bool, bool]:
        while not stop.is_set() and (left := deadline - time.monotonic()) > 0:
            slice_ = min(_SLICE, left)
            began = time.monotonic()
            lines = self.box.idle.poll(timeout=slice_)
            if any(b"EXISTS" in line for line in lines):
                return True, False
            if any(b"* BYE" in line for line in lines):
                raise Lost(imaplib.IMAP4.abort("BYE"))
            if not lines and time.monotonic() - began < slice_ / 2:
                return False, True
        return False, False

    def close(self, politely: bool = True) -> None:
        """Ends the connection, with a goodbye unless it is broken anyhow; never fails."""
        if politely:
            with contextlib.suppress(imaplib.IMAP4.error, ImapToolsError, OSError):
                self.box.client.sock.settimeout(2)
                self.box.client.logout()
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            self.box.client.shutdown()


def _connected(server: Server) -> BaseMailBox:
    box: BaseMailBox
    if server.security == "tls":
        box = MailBox(server.host, server.port, server.timeout_seconds, ssl_context=tls_context(server))
    elif server.security == "starttls":
        context = tls_context(server)
        try:
            box = MailBoxStartTls(server.host, server.port, server.timeout_seconds, ssl_context=context)
        except (imaplib.IMAP4.error, ImapToolsError, ValueError) as error:
            if isinstance(error, OSError) or (isinstance(error, imaplib.IMAP4.abort) and "TLS" not in str(error)):
                raise  # the line broke; a missing offer is an abort too, told apart by imaplib's own words alone
            # Never in the clear instead: who strips the offer from the line would read along (RFC 8314)
            plain = f"The mail server {server} offers no STARTTLS: please check port and security."
            raise CannotEver(plain, "imap no STARTTLS") from None
    else:
        box = MailBoxUnencrypted(server.host, server.port, server.timeout_seconds)
    # A silent death of the line (a router that forgot us) must not look like a quiet mailbox.
    box.client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEPALIVE.items():
        if hasattr(socket, option):
            box.client.sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
    return box


def _text(word: str | bytes) -> str:
    return word.decode("ascii") if isinstance(word, bytes) else word


def records(data: Sequence[object]) -> list[tuple[bytes, bytes]]:
    """The answers of one FETCH: of each mail its attributes as text, and its literal (empty where it has none)."""
    found: list[tuple[bytes, bytes]] = []
    inside = False
    for item in data:
        if isinstance(item, tuple):
            head, literal = item[0], item[1]
            if inside:
                found[-1] = (found[-1][0] + b" " + head, found[-1][1] + literal)
            else:
                found.append((head, literal))
            inside = True
        elif isinstance(item, bytes):
            if inside:  # what stands behind a literal belongs to the same mail
                found[-1] = (found[-1][0] + b" " + item, found[-1][1])
            else:
                found.append((item, b""))
            inside = False
    return found


def internal_date(attributes: bytes) -> datetime | None:
    """INTERNALDATE in UTC. strptime would read the month's name in the language of the machine."""
    found = _DATE.search(attributes)
    if found is None or found.group(2) not in _MONTHS:
        return None
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = found.groups()
    zone = timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
    try:
        return datetime(
            int(year),
            _MONTHS.index(month) + 1,
            int(day),
            int(hour),
            int(minute),
            int(second),
            tzinfo=timezone(-zone if sign == b"-" else zone),
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
