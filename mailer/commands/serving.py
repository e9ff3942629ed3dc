"""`serve`: waits for mail by IDLE, and looks anyway at intervals; acts; keeps the clock. SIGTERM ends it between two commits."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from types import FrameType

import schedule

from mailer.commands.passing import tell_of_key
from mailer.edges.journal import open_journal
from mailer.edges.mailbox import Mailbox
from mailer.edges.settings import read_settings
from mailer.model.errors import CannotEver, CannotNow
from mailer.service.books import Books
from mailer.service.doors import Edges
from mailer.service.passes import Service
from mailer.service.purging import purge
from mailer.service.wiring import close, edges_of, load_books, open_doors, open_store

_IDLE_SECONDS = 25 * 60  # below the 29 minutes of RFC 2177
_LONGEST_WAIT = 15 * 60


def serve(config: Path) -> int:
    """Runs until SIGTERM or Ctrl-C. 0; 1 where another instance holds the store."""
    settings = read_settings(config)
    books = load_books(settings)
    journal = open_journal()
    stop, wake = Event(), Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()
        wake.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    opened = open_store(settings)
    if opened.made_key:
        tell_of_key(settings)
    edges = edges_of(settings, opened.store, journal, stop=stop)
    service = Service(books, opened.keys, edges)
    watchers = [Thread(target=watch, args=(door.mailbox, wake, stop), daemon=True) for door in open_doors(settings)]
    for watcher in watchers:
        watcher.start()
    print(
        f"{settings.organisation.name}: serving {len(edges.doors)} mailboxes. Ctrl-C ends it.",
        file=sys.stderr,
        flush=True,
    )
    try:
        keep_going(service, settings.config.clock.poll_seconds, wake, stop, _say, lambda: _purge(books, edges))
    finally:
        stop.set()
        for watcher in watchers:
            watcher.join(timeout=5)
        close(edges)
    print("Ended.", file=sys.stderr, flush=True)
    return 0


def keep_going(
    service: Service,
    poll_seconds: float,
    wake: Event,
    stop: Event,
    say: Callable[[str], None],
    daily: Callable[[], object],
) -> None:
    """Pass after pass: at once when woken, else at every sweep. While a server is away the waits grow, and it is said once."""
    sweeps = schedule.Scheduler()
    sweeps.every(max(1, int(poll_seconds))).seconds.do(wake.set)
    sweeps.every(24).hours.do(daily)
    daily()  # schedule forgets what was missed while the service was down
    known: set[str] = set()
    failures = 0
    while not stop.is_set():
        wake.clear()
        try:
            troubles = set(service.one_pass().troubles)
        except (CannotNow, CannotEver) as trouble:
            troubles = {trouble.plain}
        for new in sorted(troubles - known):
            say(new)
        if known and not troubles:
            say("All is well again.")
        known = troubles
        failures = failures + 1 if troubles else 0
        if failures:
            stop.wait(min(poll_seconds * 2 ** (failures - 1), _LONGEST_WAIT))
            continue
        while not wake.is_set() and not stop.is_set():
            sweeps.run_pending()
            wake.wait(timeout=max(0.1, min(sweeps.idle_seconds or 1.0, 5.0)))


def watch(mailbox: Mailbox, wake: Event, stop: Event) -> None:
    """Wakes the service when a mailbox reports something. IDLE is a hint only: where it fails, the sweeps find the mail."""
    failures = 0
    while not stop.is_set():
        try:
            if mailbox.wait(_IDLE_SECONDS, stop):
                wake.set()
            failures = 0
        except (CannotNow, CannotEver):
            failures += 1
            stop.wait(min(10 * 2**failures, _LONGEST_WAIT))
    mailbox.close()


def _purge(books: Books, edges: Edges) -> None:
    try:
        purge(books, edges)
    except (CannotNow, CannotEver) as trouble:
        _say(trouble.plain)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
