"""`once`: one pass, told in lines. `--dry-run` rehearses it on a copy of the store that is thrown away."""

import shutil
import sys
import tempfile
from pathlib import Path

from mailer.edges.clock import real_time, rehearsed
from mailer.edges.journal import open_journal
from mailer.edges.settings import Settings, read_settings
from mailer.edges.store import Store, open_tinydb
from mailer.edges.store.keys import new_key
from mailer.service.books import Keys
from mailer.service.passes import PassReport, Service
from mailer.service.wiring import close, edges_of, key_path, keys_of, known_key, load_books, open_store


def once(config: Path, now: str | None, *, dry_run: bool) -> int:
    """One pass. 0 done, 1 where a server was away or another instance runs."""
    settings = read_settings(config)
    books = load_books(settings)
    clock = rehearsed(now) if now else real_time
    journal = open_journal()
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="peer-support-") as folder:
            store, keys = _copy_of_store(settings, Path(folder))
            edges = edges_of(settings, store, journal, now=clock, dry_run=True)
            try:
                report = Service(books, keys, edges).one_pass()
            finally:
                close(edges)
        print("Rehearsed: nothing was sent, stored or moved.")
        return tell(report)
    opened = open_store(settings)
    edges = edges_of(settings, opened.store, journal, now=clock)
    try:
        report = Service(books, opened.keys, edges).one_pass()
    finally:
        close(edges)
    if opened.made_key:
        tell_of_key(settings)
    return tell(report)


def tell(report: PassReport) -> int:
    """Prints what a pass did. The exit status: 1 where a server was away."""
    for line in report.lines:
        print(line)
    print(
        f"{report.read} mails read, {report.left} letters left"
        + (f", {report.maybe_twice} of unknown fate" if report.maybe_twice else "")
        + (f", {report.failed} refused" if report.failed else "")
    )
    for trouble in report.troubles:
        print(trouble, file=sys.stderr)
    return 1 if report.server_away else 0


def tell_of_key(settings: Settings) -> None:
    path = key_path(settings)
    print(
        f"A new key was made: {path.name if path else ''}, beside the settings. Keep a copy in a safe place, apart from the data:\n"
        "without it nothing in the data can be read, and with it everything can.",
        file=sys.stderr,
    )


def _copy_of_store(settings: Settings, folder: Path) -> tuple[Store, Keys]:
    data = folder / "data"
    data.mkdir()
    if settings.data_dir.exists():
        # the journal before its keys: a service that runs meanwhile adds keys first, and a copy must not lack one
        for path in sorted(settings.data_dir.iterdir(), key=lambda p: p.name != "journal"):
            if path.is_file():
                shutil.copy2(path, data / path.name)
    master = known_key(settings) or new_key()
    return open_tinydb(data, master), keys_of(master)
