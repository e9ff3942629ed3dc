"""The service as it runs in earnest: a process of its own, a Dovecot, an smtp-sink, the made-up organisation in a folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mailer.demo.people import Letter, answered, written
from mailer.demo.stage import LOGINS, ORGANISATION
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.smtp_sink import SmtpSink

CHECKOUT = Path(__file__).resolve().parents[2]
LOGIN_OF = {address: login for login, addresses in LOGINS.items() for address in addresses}


class Realm:
    """One organisation on real servers. `logins` are the accounts of its three intakes, so that tests share one Dovecot."""

    def __init__(self, folder: Path, dovecot: Dovecot, sink: SmtpSink, prefix: str) -> None:
        self.dovecot, self.sink = dovecot, sink
        self.folder = Path(shutil.copytree(ORGANISATION, folder / "organisation"))
        self.config = self.folder / "config.toml"
        self.logins = {login: f"{prefix}-{login}" for login in LOGINS}
        text = self.config.read_text(encoding="utf-8")
        text = text.replace("port = 1143", f"port = {dovecot.server('any').port}").replace(
            "port = 1025", f"port = {sink.server().port}"
        )
        for login, own in self.logins.items():
            text = text.replace(f'username = "{login}"', f'username = "{own}"')
        self.config.write_text(text, encoding="utf-8")
        self.read = 0

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(CHECKOUT / "run.py"), "--config", str(self.config), *arguments]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PEERSUPPORT_PASSWORD": PASSWORD}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments), env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )

    def once(self, now: datetime | None = None, *more: str) -> subprocess.CompletedProcess[str]:
        """One pass in a process of its own."""
        return self.run("once", *(("--now", now.isoformat()) if now else ()), *more)

    def login(self, address: str) -> str:
        return self.logins[LOGIN_OF[address.partition("+")[0].partition("@")[0] + "@" + address.rpartition("@")[2]]]

    def deliver(self, raw: bytes, to: str, received: datetime | None = None) -> None:
        self.dovecot.deliver(raw, self.login(to), received)

    def write(
        self, sender: str, to: str, subject: str, text: str, now: datetime, *, headers: Sequence[tuple[str, str]] = ()
    ) -> bytes:
        raw, _ = written(sender, to, subject, text, now, headers=headers)
        self.deliver(raw, to, now)
        return raw

    def answer(self, letter: Letter, text: str, now: datetime) -> bytes:
        raw, _ = answered(letter, text, now)
        self.deliver(raw, letter.reply_to, now)
        return raw

    def letters(self) -> list[Letter]:
        """Every letter that arrived at the sink, oldest first."""
        return [Letter(letter.to[0] if letter.to else "", letter.raw) for letter in self.sink.letters()]

    def last(self, name: str, to: str = "") -> Letter:
        return [x for x in self.letters() if x.name == name and (not to or x.to.lower() == to)][-1]

    def folder_of(self, intake: str, folder: str) -> list[bytes]:
        """The mails in a folder of an intake, by a mail program of a person."""
        client = self.dovecot.client(self.login(intake))
        try:
            status, _ = client.select(f'"{folder}"', readonly=True)
            if status != "OK":
                return []
            _, found = client.uid("SEARCH", "ALL")
            uids = found[0].split() if found and found[0] else []
            mails = []
            for uid in uids:
                _, parts = client.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
                mails += [part[1] for part in parts if isinstance(part, tuple)]
            return mails
        finally:
            client.logout()
