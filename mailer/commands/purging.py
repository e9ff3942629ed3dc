"""`purge`: what is past its keeping time goes, now. `serve` does it daily."""

import sys
from pathlib import Path

from mailer.edges.clock import real_time, rehearsed
from mailer.edges.journal import open_journal
from mailer.edges.settings import read_settings
from mailer.service.purging import purge
from mailer.service.wiring import close, edges_of, load_books, open_store


def purge_command(config: Path, now: str | None) -> int:
    """0 done; 1 where a server was away."""
    settings = read_settings(config)
    books = load_books(settings)
    edges = edges_of(settings, open_store(settings).store, open_journal(), now=rehearsed(now) if now else real_time)
    try:
        report = purge(books, edges)
    finally:
        close(edges)
    print(f"Gone: {report.cases} closed cases, {report.mails} filed mails, {report.letters} sent letters.")
    for trouble in report.troubles:
        print(trouble, file=sys.stderr)
    return 1 if report.troubles else 0
