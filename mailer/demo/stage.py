"""The stage of the demo and of the journeys: the embedded mail server, the made-up organisation, the real service, and people who write.

Everything goes over IMAP and SMTP as it would in earnest; only the clock can be set. Nothing is kept when it ends.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from mailer.demo.embedded import EmbeddedMailServer
from mailer.demo.people import Letter, answered, written
from mailer.edges.journal import open_journal
from mailer.edges.settings import Settings, read_settings
from mailer.model.organisation import Organisation
from mailer.service.books import Books
from mailer.service.passes import PassReport, Service
from mailer.service.wiring import close, edges_of, load_books, open_store

ORGANISATION = Path(__file__).resolve().parent / "organisation"
PASSWORD = "a password for the stage alone"
LOGINS = {
    "peersupport": ["peersupport@pinecoast.example", "peer.support@pinecoast.example"],
    "peertopeer": ["peertopeer@harborview.example"],
    "saltmarsh": ["peersupport@saltmarsh.example"],
}
SYSTEM, PORTLAND, SOUTHERN = (addresses[0] for addresses in LOGINS.values())


class Stage:
    """One service on one embedded server. `now` is the time for the service; it stands until it is moved."""

    def __init__(self, now: datetime, change_settings: Callable[[str], str] = lambda text: text) -> None:
        self.now = now
        self._change = change_settings
        self._stack = ExitStack()
        self.read = 0
        self.posted: list[bytes] = []
        self.doubles = 0  # letters that a story makes leave twice on purpose
        self.knew_before: frozenset[str] = (
            frozenset()
        )  # offices that held a case before somebody from outside was asked for
        self.stays_in_inbox = 0  # mails that a story leaves in INBOX on purpose

    def __enter__(self) -> Self:
        self.server = self._stack.enter_context(
            EmbeddedMailServer({login: (PASSWORD, addresses) for login, addresses in LOGINS.items()})
        )
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="peer-support-")))
        self.folder = Path(shutil.copytree(ORGANISATION, folder / "organisation"))
        self.config = self.folder / "config.toml"
        text = self.config.read_text(encoding="utf-8")
        text = text.replace("port = 1143", f"port = {self.server.imap_port}").replace(
            "port = 1025", f"port = {self.server.smtp_port}"
        )
        self.config.write_text(self._change(text), encoding="utf-8")
        before = os.environ.get("PEERSUPPORT_PASSWORD")
        os.environ["PEERSUPPORT_PASSWORD"] = PASSWORD
        self._stack.callback(_restore, before)
        self.settings: Settings = read_settings(self.config)
        self.open_service()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        close(self.edges)
        self._stack.close()

    def open_service(self) -> None:
        opened = open_store(self.settings)
        journal = open_journal(quiet=True)
        self.edges = edges_of(self.settings, opened.store, journal, now=lambda: self.now)
        self.service = Service(_books_of(self.settings), opened.keys, self.edges)

    def restart(self) -> None:
        """The service ends and starts again on the same data."""
        close(self.edges)
        self.open_service()

    def read_settings_again(self) -> None:
        """Somebody has changed the settings or the lists: the service is started again with them."""
        close(self.edges)
        self.settings = read_settings(self.config)
        self.open_service()

    def one_pass(self) -> PassReport:
        return self.service.one_pass()

    def wait(self, **span: float) -> PassReport:
        """Time goes by; then a pass."""
        self.now += timedelta(**span)
        return self.one_pass()

    # --------------------------------------------------------------- people

    def write(
        self, sender: str, to: str, subject: str, text: str, *, cc: Sequence[str] = (), headers: Sequence[tuple[str, str]] = (), html: str = "",
        answers: Letter | None = None,
    ) -> str:  # fmt: skip
        """A mail from somebody. `sender` is `Name <address>`; gives its Message-ID."""
        raw, message_id = written(
            sender, to, subject, text, self.now, cc=cc, headers=headers, html=html, answers=answers
        )
        self.deliver(raw, to)
        return message_id

    def deliver(self, raw: bytes, to: str) -> None:
        """A mail comes in, as it is; noted in `posted`, so that a story can be searched for its words afterwards."""
        self.posted.append(raw)
        self.server.deliver(raw, to, self.now)

    def answer(self, letter: Letter, text: str, *, sender: str = "") -> str:
        """The reader of a letter replies to it, with the letter quoted below, as mail programs do."""
        raw, message_id = answered(letter, text, self.now, sender)
        self.deliver(raw, letter.reply_to)
        return message_id

    # -------------------------------------------------------------- letters

    @property
    def letters(self) -> list[Letter]:
        """Every letter that left so far, oldest first."""
        return [Letter(sent.to, sent.raw) for sent in self.server.sent]

    def new_letters(self) -> list[Letter]:
        """The letters that left since this was asked last."""
        every = self.letters
        fresh, self.read = every[self.read :], len(every)
        return fresh

    def answers(self, letter: Letter, text: str, *, sender: str = "") -> list[Letter]:
        """The reader of a letter replies; a pass; the letters that the reply brought."""
        self.new_letters()
        self.answer(letter, text, sender=sender)
        self.one_pass()
        return self.new_letters()

    def letters_to(self, address: str, name: str = "") -> list[Letter]:
        return [x for x in self.letters if x.to.lower() == address.lower() and name in x.name]

    def last(self, name: str, to: str = "") -> Letter:
        """The newest letter of a name (and reader)."""
        return [x for x in self.letters if x.name == name and (not to or x.to.lower() == to.lower())][-1]


_READ_ALREADY: dict[Organisation, Books] = {}


def _books_of(settings: Settings) -> Books:
    """The books of an organisation, read once a process: many stages have the same one."""
    if settings.organisation not in _READ_ALREADY:
        _READ_ALREADY[settings.organisation] = load_books(settings)
    return _READ_ALREADY[settings.organisation]


def _restore(password: str | None) -> None:
    if password is None:
        os.environ.pop("PEERSUPPORT_PASSWORD", None)
    else:
        os.environ["PEERSUPPORT_PASSWORD"] = password


def today_at(hour: int) -> datetime:
    """A weekday in November 2026 at that hour, UTC: a demo told on a Sunday would promise something else."""
    return datetime(2026, 11, 17, hour, tzinfo=UTC)
