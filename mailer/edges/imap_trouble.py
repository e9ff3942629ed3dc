"""How IMAP fails, in three kinds: the connection is lost, the server said no, and what a person is told of it.

Turns what imaplib, imap-tools and the socket raise into `Lost` or `Refused`, and those into CannotNow or CannotEver.
No server text comes through: it may name somebody.
"""

import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator

from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError

from mailer.edges.server import Server
from mailer.model.errors import CannotEver, CannotNow

_CODE = re.compile(rb"^\s*\[([A-Z-]+)")
PASSING = {"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "EXPUNGEISSUED", "OVERQUOTA"}
"""Response codes of a refusal that passes by itself (RFC 5530)."""


class Lost(Exception):
    """The connection broke, or what came over it made no sense: throw it away. `cause` tells what happened."""

    def __init__(self, cause: Exception) -> None:
        self.cause = cause
        super().__init__(type(cause).__name__)


class Refused(Exception):
    """The server said NO; the connection is sound. `code` is its RFC 5530 response code, or empty."""

    def __init__(self, command: str, code: str) -> None:
        self.command, self.code = command, code
        super().__init__(f"{command} NO {code}".strip())


@contextlib.contextmanager
def sound() -> Iterator[None]:
    """Turns every way in which imaplib, imap-tools and the socket fail into Lost or Refused."""
    try:
        yield
    except UnexpectedCommandStatusError as error:
        status, data = error.command_result[0], error.command_result[1]
        if status == "NO":
            raise Refused(type(error).__name__, code_of(data)) from None
        raise Lost(error) from None
    except (imaplib.IMAP4.error, ImapToolsError, OSError, UnicodeError) as error:
        raise Lost(error) from None


def code_of(data: object) -> str:
    """The response code at the head of a NO: `[TRYCREATE] no such mailbox` gives TRYCREATE (RFC 3501, 7.1)."""
    first = data[0] if isinstance(data, list | tuple) and data else data
    text = first if isinstance(first, bytes) else str(first).encode("ascii", "replace")
    found = _CODE.match(text)
    return found.group(1).decode("ascii") if found else ""


def trouble(server: Server, error: Lost | Refused) -> CannotNow | CannotEver:
    """The two texts for what went wrong."""
    if isinstance(error, Refused):
        plain = f"The mail server {server} refused what was asked of it ({error.code or 'no reason given'})."
        if error.code == "OVERQUOTA":
            plain = f"The mailbox on {server} is full. Please make room in it."
        return (CannotEver if error.code == "NOPERM" else CannotNow)(plain, f"imap {error}")
    cause = error.cause
    match cause:
        case ssl.SSLCertVerificationError():
            return CannotEver(
                f"The certificate of {server} is not trusted ({cause.verify_message}). If the server has an authority "
                "of its own, name that authority's certificate as ca_file; if not, somebody may be in between.",
                f"tls certificate: {cause.verify_message}",
            )
        case ssl.SSLError() if not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return CannotEver(
                f"No encrypted connection to {server}: please check port and security.",
                f"tls {cause.reason or type(cause).__name__}",
            )
        case TimeoutError():
            return CannotNow(f"The mail server {server} did not answer in time.", "imap timeout")
        case ConnectionRefusedError():
            return CannotNow(f"No mail server listens at {server}.", "imap connection refused")
        case socket.gaierror():
            return CannotNow(
                f"The name of the mail server {server} is not known here: please check host and network.",
                f"imap name lookup {cause.errno}",
            )
        case imaplib.IMAP4.readonly():
            return CannotEver(f"The mailbox on {server} can only be read.", "imap read-only")
        case OSError() | imaplib.IMAP4.abort():
            return CannotNow(f"The connection to the mail server {server} broke.", f"imap {type(cause).__name__}")
        case _:
            return CannotNow(f"The mail server {server} did not understand.", f"imap {type(cause).__name__}")
