"""Hands letters over to the submission server: one connection, kept; one letter, one reader, one plain outcome.

Three answers are told apart, because what follows differs: the letter has left, may leave later, never will. The fourth
is no answer: where the line breaks or falls silent after the letter was handed over, the server may have it, and
nobody can know (`unknown`). A letter that was surely not taken because an old connection had died is tried once more
at once. Decides nothing about when to try again, writes no letter, and repeats no server text: it may quote an address.

aiosmtplib speaks asyncio and the service does not: an asyncio.Runner of our own runs its loop only while a letter is
being handed over. A thread would buy nothing (a pass sends one letter after the other) and would have to be woken,
watched and ended.
"""

import asyncio
import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

import aiosmtplib

from mailer.edges.server import Server
from mailer.edges.smtp_outcome import CLOSING, Outcome, Step, Stopped, codes_of, outcome_of, root_of
from mailer.edges.trust import read_secret, tls_context
from mailer.model.errors import CannotEver, CannotNow

__all__ = ["Outcome", "Submission"]

T = TypeVar("T")

_NEVER_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f<>]")


class Submission:
    """One submission server (RFC 6409), or any SMTP server that takes our mail."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._runner: asyncio.Runner | None = None
        self._smtp: aiosmtplib.SMTP | None = None
        self._lock = threading.Lock()

    def send(self, raw: bytes, envelope_from: str, to: str) -> Outcome:
        """Hands one letter over to one reader. `envelope_from` may be empty: the null reverse-path (RFC 5321, 4.5.5).

        Never raises for what goes wrong outside: the Outcome tells, also where the secret or the ca_file cannot be read.
        """
        with self._lock:
            try:
                code, text = self._run(self._hand_over(raw, envelope_from.strip("<>"), to))
            except Stopped as stopped:
                return outcome_of(self.server, stopped)
            except (CannotNow, CannotEver) as trouble:
                return Outcome("later", None, trouble.plain, trouble.reason, server_away=True)
            return Outcome("left", code, "The letter has left.", codes_of(code, text))

    def check(self) -> list[str]:
        """Connects and logs in, sends nothing, and says what is well; else CannotNow or CannotEver."""
        with self._lock:
            try:
                return self._run(self._look())
            except Stopped as stopped:
                outcome = outcome_of(self.server, stopped)
                lasting = (
                    isinstance(root_of(stopped.cause), ssl.SSLError)
                    or (stopped.code or 0) >= 500
                    or (stopped.step == "login" and stopped.code is None)
                )
                raise (CannotEver if lasting else CannotNow)(outcome.plain, outcome.reason) from None

    def close(self) -> None:
        """Says goodbye; never fails."""
        with self._lock:
            if self._runner is None:
                return
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                self._run(self._leave())
            self._runner.close()
            self._runner = None

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        if self._runner is None:
            self._runner = asyncio.Runner()
        return self._runner.run(work)

    async def _look(self) -> list[str]:
        smtp, _ = await self._connection()
        any_script = smtp.supports_extension("smtputf8")
        await self._leave()
        told = {"tls": "encrypted (TLS)", "starttls": "encrypted (STARTTLS)", "none": "NOT encrypted"}
        logged_in = "logged in" if self._logs_in else "no login asked for"
        return [
            f"{self.server}: {logged_in}, {told[self.server.security]}",
            "addresses in any script (SMTPUTF8)" if any_script else "addresses in ASCII only (no SMTPUTF8)",
        ]

    @property
    def _logs_in(self) -> bool:
        return self.server.password is not None or self.server.oauth_token is not None

    async def _connection(self) -> tuple[aiosmtplib.SMTP, bool]:
        """The connection that stands, and True; or a new one, logged in, and False."""
        if self._smtp is not None and self._smtp.is_connected:
            return self._smtp, True
        server = self.server
        token = read_secret(server, server.oauth_token) if server.oauth_token else None
        password = read_secret(server, server.password) if server.password and token is None else None
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            timeout=server.timeout_seconds,
            local_hostname=_own_name(),
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=None if server.security == "none" else tls_context(server),
        )
        step: Step = "connecting"
        try:
            await smtp.connect()
            if smtp.is_ehlo_or_helo_needed:
                try:
                    await smtp.ehlo()
                except aiosmtplib.SMTPHeloError:
                    await smtp.helo()  # RFC 5321, 3.2: a server may be older than EHLO
            step = "login"
            if token is not None:
                await smtp.auth_xoauth2(server.username, token)
            elif password is not None:
                await smtp.login(server.username, password)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            smtp.close()
            raise Stopped(step, error) from None
        self._smtp = smtp
        return smtp, False

    async def _hand_over(self, raw: bytes, envelope_from: str, to: str) -> tuple[int, str]:
        try:
            return await self._transaction(raw, envelope_from, to)
        except Stopped as stopped:
            if not stopped.worth_another_connection:
                raise
            self._drop()
            return await self._transaction(raw, envelope_from, to)

    async def _transaction(self, raw: bytes, envelope_from: str, to: str) -> tuple[int, str]:
        """One mail transaction (RFC 5321, 3.3), step by step, so that what broke is known to the step."""
        smtp, reused = await self._connection()
        step: Step = "sender"
        try:
            to, options, encoding = _envelope(smtp, raw, envelope_from, to)
            await smtp.mail(envelope_from, options=options, encoding=encoding)
            step = "reader"
            await smtp.rcpt(to, encoding=encoding)
            step = "content"
            answer = await smtp.data(raw)
            return answer.code, answer.message
        except aiosmtplib.SMTPDataError as error:
            if error.code // 100 == 2:  # RFC 5321, 4.3.2: any 2yz is a yes, aiosmtplib knows 250 alone
                return error.code, error.message
            await self._after_refusal(error.code)
            raise Stopped(step, error, reused) from None
        except aiosmtplib.SMTPResponseException as error:
            await self._after_refusal(error.code)
            raise Stopped(step, error, reused) from None
        except (aiosmtplib.SMTPNotSupported, ValueError) as error:  # the address was not even said
            await self._after_refusal(0)
            raise Stopped("reader", error, reused) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            self._drop()
            raise Stopped(step, error, reused) from None

    async def _after_refusal(self, code: int) -> None:
        """RSET, so that the next letter starts clean; a connection that is being closed is let go."""
        if code in (CLOSING, -1) or self._smtp is None:
            self._drop()
            return
        try:
            await self._smtp.rset()
        except (aiosmtplib.SMTPException, OSError):
            self._drop()

    async def _leave(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None and smtp.is_connected:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await smtp.quit(timeout=2)
            smtp.close()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _envelope(smtp: aiosmtplib.SMTP, raw: bytes, envelope_from: str, to: str) -> tuple[str, list[str], str]:
    """The reader's address as this server takes it, the options of MAIL, and the encoding of both addresses."""
    if _NEVER_IN_AN_ADDRESS.search(envelope_from + to) or "@" not in to:
        raise ValueError("address")  # aiosmtplib would send the part of it that it understands
    local, _, domain = to.rpartition("@")
    if local.isascii() and not domain.isascii():
        to = f"{local}@{domain.encode('idna').decode('ascii')}"  # needs no SMTPUTF8 then (RFC 5891)
    options: list[str] = []
    if smtp.supports_extension("size"):
        options.append(f"SIZE={len(raw)}")  # RFC 1870: refused before it is sent
    if not raw.isascii() and smtp.supports_extension("8bitmime"):
        options.append("BODY=8BITMIME")  # RFC 6152
    header = raw.partition(b"\r\n\r\n")[0] if b"\r\n\r\n" in raw else raw.partition(b"\n\n")[0]
    if (envelope_from + to).isascii() and header.isascii():
        return to, options, "ascii"
    if not smtp.supports_extension("smtputf8"):  # RFC 6531
        raise aiosmtplib.SMTPNotSupported("SMTPUTF8")
    return to, [*options, "SMTPUTF8"], "utf-8"


def _own_name() -> str:
    """What EHLO says. Never a DNS look-up: on a machine without one it takes longer than all the rest."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"  # RFC 5321, 4.1.4: else an address literal
