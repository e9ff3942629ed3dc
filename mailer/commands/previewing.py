"""`preview`: every letter with sample data on one page, HTML and plain side by side."""

from datetime import UTC, datetime
from pathlib import Path

from mailer.edges.settings import read_settings
from mailer.outbound.compose import Composed, Composing, compose
from mailer.outbound.marks import mark_for, message_id_for
from mailer.outbound.preview import preview_page
from mailer.outbound.sample import samples
from mailer.service.books import Books
from mailer.service.wiring import load_books

_DEMO = Path(__file__).resolve().parents[1] / "demo" / "organisation" / "config.toml"
_KEY = b"a key for samples alone: no mark made with it is ever known"


def preview(config: Path, out: Path) -> int:
    """Writes the page. Without settings of its own it shows the made-up organisation's letters."""
    if not config.exists():
        print(f"{config} is not there: these are the letters of a made-up organisation.")
    books = load_books(read_settings(config if config.exists() else _DEMO))
    out.mkdir(parents=True, exist_ok=True)
    page = out / "index.html"
    page.write_text(preview_page(composed_samples(books), f"Letters of {books.organisation.name}"), encoding="utf-8")
    print(f"Every letter stands in {page}")
    return 0


def composed_samples(books: Books) -> list[tuple[str, Composed]]:
    """Every letter as it would leave, with sample data and a mark nobody knows."""
    made = []
    for number, letter in enumerate(samples(books.organisation)):
        mark = mark_for(_KEY, "SAMPLE", letter.name, letter.to.email, number)
        domain = books.organisation.intake_for(letter.region).address.rpartition("@")[2]
        composing = Composing(
            books.organisation,
            books.templates,
            mark,
            message_id_for(mark, domain),
            datetime(2026, 11, 17, 15, tzinfo=UTC),
        )
        made.append((letter.name, compose(letter, composing)))
    return made
