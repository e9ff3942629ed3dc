"""A real Dovecot from a private configuration in a folder of its own, on free ports, as root or as anybody else.

Any login is an account, with one password for all; mail arrives by LMTP or, with a time of receipt, by APPEND. What
clients said is kept as a raw log, so that a test can look at the wire.
"""

import grp
import imaplib
import os
import pwd
import shutil
import signal
import smtplib
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from mailer.edges.server import Security, Server
from tests.servers.certificate import Certificate, make_certificate
from tests.servers.ports import HOST, free_port, wait_until_closed, wait_until_open

PASSWORD = "a-made-up-password"


def dovecot_program() -> str | None:
    """Where Dovecot is installed, with LMTP; None where it is not."""
    found = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    return found if found and Path("/usr/lib/dovecot/lmtp").exists() else None


class Dovecot:
    """`prefix` and `separator` shape the personal namespace; `capability` replaces what is announced after the login."""

    def __init__(self, prefix: str = "", separator: str = "/", capability: str = "") -> None:
        program = dovecot_program()
        if program is None:
            raise FileNotFoundError("dovecot")
        self._program = program
        # Not under pytest's folder: that is closed to the account which Dovecot reads mail as, and sockets want short paths
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.folder.chmod(0o755)
        self.certificate: Certificate = make_certificate(self.folder / "tls")
        self.imap_port, self.imaps_port, self.lmtp_port = free_port(), free_port(), free_port()
        self.prefix = prefix
        self._process: subprocess.Popen[bytes] | None = None
        self._config = self.folder / "dovecot.conf"
        self._config.write_text(self._settings(prefix, separator, capability), encoding="utf-8")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """In the foreground, as the leader of a process group of its own: so all of it can be ended by one pid."""
        with (self.folder / "start.log").open("ab") as words:
            self._process = subprocess.Popen(
                [self._program, "-F", "-c", str(self._config)], stdout=words, stderr=words, start_new_session=True
            )
        try:
            for port in (self.imap_port, self.imaps_port, self.lmtp_port):
                wait_until_open(port)
        except TimeoutError:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends it at once, open sessions too, as a crash of the machine would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=10)
            for port in (self.imap_port, self.imaps_port, self.lmtp_port):
                wait_until_closed(port)
        self._process = None

    def server(self, login: str, security: Security = "none", password: str = PASSWORD, trusted: bool = True) -> Server:
        """How an account is reached. `trusted`: with the ca_file of the made-up authority."""
        return Server(
            HOST,
            self.imaps_port if security == "tls" else self.imap_port,
            security,
            login,
            lambda: password,
            timeout_seconds=10,
            ca_file=self.certificate.authority if trusted and security != "none" else None,
        )

    def deliver(self, raw: bytes, to: str, received: datetime | None = None) -> None:
        """By LMTP, as a mail server would; with a time of receipt by APPEND, because LMTP knows none but now."""
        if received is None:
            with smtplib.LMTP(HOST, self.lmtp_port) as lmtp:
                lmtp.sendmail("sender@elsewhere.example", [to], raw)
            return
        with self.client(to) as client:
            client.append("INBOX", "", received, raw)

    def client(self, login: str) -> imaplib.IMAP4:
        """A mail program of a person, logged in."""
        client = imaplib.IMAP4(HOST, self.imap_port, timeout=10)
        client.login(login, PASSWORD)
        return client

    def rebuild(self, login: str) -> None:
        """Gives INBOX another UIDVALIDITY, as a restore from a backup does."""
        doveadm = str(Path(self._program).parent.parent / "bin" / "doveadm")
        subprocess.run(
            [doveadm, "-c", str(self._config), "mailbox", "update", "--uid-validity", "4711", "-u", login, "INBOX"],
            check=True,
            capture_output=True,
            timeout=10,
        )

    def said(self) -> str:
        """Everything clients said to the IMAP server so far."""
        return "".join(
            path.read_text(encoding="utf-8", errors="replace") for path in sorted((self.folder / "wire").glob("*.in"))
        )

    def log(self) -> str:
        return (self.folder / "dovecot.log").read_text(encoding="utf-8", errors="replace")

    def _settings(self, prefix: str, separator: str, capability: str) -> str:
        root = os.geteuid() == 0
        mail = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.geteuid())
        group = grp.getgrgid(mail.pw_gid).gr_name
        for name in ("run", "mail", "wire"):
            (self.folder / name).mkdir()
            if root and name != "run":
                os.chown(self.folder / name, mail.pw_uid, mail.pw_gid)
        internal = (
            ""
            if root
            else f"default_internal_user = {mail.pw_name}\ndefault_internal_group = {group}\n"
            f"default_login_user = {mail.pw_name}\n"
        )
        return f"""
protocols = imap lmtp
{internal}
base_dir = {self.folder}/run
state_dir = {self.folder}/run
log_path = {self.folder}/dovecot.log
listen = {HOST}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{self.folder}/mail/%u
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login
ssl = yes
ssl_cert = <{self.certificate.certificate}
ssl_key = <{self.certificate.key}
recipient_delimiter = +
mail_max_userip_connections = 200
{f"imap_capability = {capability}" if capability else ""}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={mail.pw_uid} gid={mail.pw_gid} home={self.folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  prefix = {prefix}
  separator = {separator}
  mailbox "Sent Items" {{
    special_use = \\Sent
    auto = create
  }}
}}
protocol imap {{
  rawlog_dir = {self.folder}/wire
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.imap_port}
  }}
  inet_listener imaps {{
    port = {self.imaps_port}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {self.lmtp_port}
  }}
}}
"""
