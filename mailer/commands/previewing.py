"""`preview`: every letter with sample data on one page, HTML and plain side by side."""

from pathlib import Path

from mailer.commands.wiring import load_books
from mailer.edges.settings import read_settings
from mailer.outbound.preview import preview_page, sample_letters

_DEMO = Path(__file__).resolve().parents[1] / "demo" / "organisation" / "config.toml"


def preview(config: Path, out: Path) -> int:
    """Writes the page. Without settings of its own it shows the made-up organisation's letters."""
    if not config.exists():
        print(f"{config} is not there: these are the letters of a made-up organisation.")
    books = load_books(read_settings(config if config.exists() else _DEMO))
    out.mkdir(parents=True, exist_ok=True)
    page = out / "index.html"
    page.write_text(preview_page(sample_letters(books.organisation, books.templates)), encoding="utf-8")
    print(f"Every letter stands in {page}")
    return 0
