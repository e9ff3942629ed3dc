"""What became of a letter at the submission server, in one value with two texts.

From how far the hand-over got and what ended it: left, later, never, or unknown. No server text comes through, only its
codes: the text may quote an address.
"""

import re
import socket
import ssl
from dataclasses import dataclass
from typing import Literal

import aiosmtplib

from mailer.edges.server import Server

Kind = Literal["left", "later", "never", "unknown"]
Side = Literal["sender", "reader", "content"]
Step = Literal["connecting", "login", "sender", "reader", "content"]

CLOSING = 421  # RFC 5321, 4.2.3: the server closes the connection
_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")
_LOGIN_WANTED = {454, 523, 524, 525, 530, 534, 535, 538}  # RFC 4954, 6: log in, or encrypt, first
_SEND_AS_DENIED = "5.7.60"  # Exchange, after the letter: not this login's address


@dataclass(frozen=True)
class Outcome:
    """What became of a letter. `plain` is for a person, `reason` for the log: status codes alone, no address.

    `server_away`: the trouble is the server's as a whole (down, login refused, certificate), so the other letters of
    this pass need not be tried. What comes after the sender was named is held against this letter alone: one that a
    server chokes on must not stand in the way of the others. `refused` tells what the server would not have.
    """

    kind: Kind
    code: int | None
    plain: str
    reason: str
    server_away: bool = False
    refused: Side | None = None


class Stopped(Exception):
    """How far the hand-over got, and what ended it. `reused`: on a connection that had stood before."""

    def __init__(self, step: Step, cause: Exception, reused: bool = False) -> None:
        self.step, self.cause, self.reused = step, cause, reused
        found = getattr(cause, "code", None)
        # aiosmtplib's -1 stands for an answer that was no answer
        self.code: int | None = found if isinstance(found, int) and found > 0 else None
        super().__init__(step)

    @property
    def worth_another_connection(self) -> bool:
        """An old connection had died or was just being closed, and the letter had surely not been taken."""
        return (
            self.reused
            and self.code in (None, CLOSING)
            and self.step in ("sender", "reader")
            and not isinstance(self.cause, ValueError)
        )


def codes_of(code: int | None, text: str = "") -> str:
    """The status code and, where there is one, the enhanced one (RFC 3463); nothing of the text."""
    enhanced = _ENHANCED.match(text)
    return " ".join(part for part in (str(code or ""), enhanced.group(1) if enhanced else "") if part)


def root_of(error: BaseException) -> BaseException:
    while error.__cause__ is not None and not isinstance(error, TimeoutError):
        error = error.__cause__
    return error


def outcome_of(server: Server, stopped: Stopped) -> Outcome:
    step, code, cause = stopped.step, stopped.code, stopped.cause
    codes = codes_of(code, getattr(cause, "message", "")) or type(root_of(cause)).__name__
    if step == "connecting":
        return Outcome("later", code, _why_away(server, cause), f"smtp {step} {codes}", server_away=True)
    if step == "login":
        plain = f"The submission server {server} refused the login: please check username and password."
        if code is None:
            plain = f"The submission server {server} offers no login that fits: please check port and security."
            if isinstance(cause, OSError):
                plain = f"The connection to the submission server {server} broke."
        elif code // 100 == 4:
            plain = f"The submission server {server} takes no login just now."
        return Outcome("later", code, plain, f"smtp {step} {codes}", server_away=True)
    if isinstance(cause, aiosmtplib.SMTPNotSupported | ValueError):
        return Outcome(
            "never",
            None,
            "The reader's address cannot be written in the form that the mail server takes.",
            f"smtp address {codes}",
            refused="reader",
        )
    if code is None:
        if step == "content":
            return Outcome(
                "unknown",
                None,
                "The letter was handed over, but the server's answer never came: it may have left.",
                f"smtp {step} no answer {codes}",
            )
        return Outcome(
            "later",
            None,
            f"The connection to the submission server {server} broke.",
            f"smtp {step} {codes}",
            server_away=step == "sender",
        )
    return _refusal(server, step, code, codes)


def _refusal(server: Server, step: Side, code: int, codes: str) -> Outcome:
    """4yz may pass later, 5yz never will (RFC 5321, 4.2.1)."""
    reason = f"smtp {step} {codes}"
    if code == CLOSING:
        return Outcome(
            "later",
            code,
            f"The submission server {server} is closing the connection just now.",
            reason,
            server_away=step == "sender",
        )
    if step != "content" and code in _LOGIN_WANTED:
        return Outcome(
            "later",
            code,
            f"The submission server {server} wants a login, or encryption, first: please "
            "check username, password and security.",
            reason,
            server_away=True,
        )
    side: Side = "sender" if codes.endswith(_SEND_AS_DENIED) else step
    what = {"sender": "the sender's address", "reader": "the reader's address", "content": "the letter"}[side]
    if code // 100 == 4:
        return Outcome("later", code, f"The mail server does not take {what} just now.", reason, refused=side)
    cure = {
        "sender": "Please check that the login may send as this address.",
        "reader": "Please check the address.",
        "content": "Please ask whoever runs the mail server.",
    }[side]
    return Outcome("never", code, f"The mail server refused {what} for good. {cure}", reason, refused=side)


def _why_away(server: Server, cause: Exception) -> str:
    root = root_of(cause)
    if isinstance(root, ssl.SSLCertVerificationError):
        return (
            f"The certificate of {server} is not trusted ({root.verify_message}). If the server has an authority of "
            "its own, name that authority's certificate as ca_file; if not, somebody may be in between."
        )
    if isinstance(root, ssl.SSLError):
        return f"No encrypted connection to {server}: please check port and security."
    if isinstance(root, socket.gaierror):
        return f"The name of the mail server {server} is not known here: please check host and network."
    if isinstance(root, ConnectionRefusedError):
        return f"No mail server listens at {server}."
    if isinstance(root, TimeoutError):
        return f"The submission server {server} did not answer in time."
    if type(cause) is aiosmtplib.SMTPException:
        return f"The submission server {server} offers no STARTTLS: please check port and security."
    return f"The submission server {server} cannot be reached just now."
