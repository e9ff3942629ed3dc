"""How long it takes to understand a mail, as a ratio to a bare email.message_from_bytes of the same bytes in the same run.

    python -m tests.bench.bench_reading

Three rows: the labelled mail of tests/mail/more, a mail of 5 MB, and a mail that names somebody among 50,000 staff.
Milliseconds are the processor's, not the clock's: other work beside it counts for nothing. It only measures.
"""

import email
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mailer.demo.stage import ORGANISATION
from mailer.edges.files import read_rules, shipped
from mailer.edges.settings import read_settings
from mailer.inbound.lexicon import lexicon_of
from mailer.inbound.people import People
from mailer.inbound.understand import understand
from mailer.model.organisation import Organisation, Person
from mailer.service.books import Books
from mailer.service.reading import read_message
from mailer.service.wiring import load_books

STAFF = 50_000
BIG = 5_000_000
ROUNDS = 5  # for the rows of one mail
_SYLLABLES = (
    "ba",
    "den",
    "fi",
    "gor",
    "hal",
    "ker",
    "lin",
    "mo",
    "nar",
    "os",
    "pel",
    "quin",
    "ros",
    "sta",
    "tor",
    "wen",
)


@dataclass(frozen=True)
class Row:
    """Milliseconds of each mail, whole and bare."""

    what: str
    whole: tuple[float, ...]
    bare: tuple[float, ...]

    def __str__(self) -> str:
        middle, worst = statistics.median(self.whole), _worst(self.whole)
        bare, bare_worst = statistics.median(self.bare), _worst(self.bare)
        return (
            f"{self.what:<42} {len(self.whole):>6} {middle:>10.2f} {worst:>10.2f} {bare:>9.3f} {bare_worst:>9.3f} "
            f"{middle / bare:>9.1f} {worst / bare_worst:>8.1f}"
        )


def _worst(values: Sequence[float]) -> float:
    """The 99th percentile; of a few values the greatest."""
    return statistics.quantiles(values, n=100)[98] if len(values) >= 100 else max(values)


def _timed(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1e3


def _read(raw: bytes, books: Books) -> None:
    understand(read_message(raw, books), books.organisation, books.people, books.phrases)


def _measure(what: str, mails: Sequence[bytes], books: Books) -> Row:
    """Each mail whole and bare, by turns; a first round is not counted, for patterns are compiled at their first use."""
    for raw in mails[:50]:
        _read(raw, books)
    whole, bare = [], []
    for raw in mails:
        bare.append(_timed(partial(email.message_from_bytes, raw)))
        whole.append(_timed(partial(_read, raw, books)))
    return Row(what, tuple(whole), tuple(bare))


def labelled_mail(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.eml"))]


def big_mail() -> bytes:
    """A referral that carries a document, and one whose text alone is large, would differ: this is the text, the slower one."""
    line = "Thank you for looking into this, it has been a long week on the ward and we are all tired.\n"
    head = (
        "From: Beatrice Bouchard <beatrice.bouchard@harborview.example>\nTo: peertopeer@harborview.example\nSubject: A colleague\n"
        "Date: Tue, 17 Nov 2026 10:00:00 -0500\nMessage-ID: <big@harborview.example>\nContent-Type: text/plain; charset=utf-8\n\n"
        "Would somebody please reach out to Mark Young?\n\n"
    )
    return (head + line * (BIG // len(line))).encode().replace(b"\n", b"\r\n")


def many_staff(organisation: Organisation) -> tuple[Organisation, list[bytes]]:
    """An organisation of 50,000, and mails that name some of them, misspelt now and then."""
    chance = Random(7)

    def name() -> str:
        return f"{''.join(chance.choices(_SYLLABLES, k=2)).title()} {''.join(chance.choices(_SYLLABLES, k=3)).title()}"

    communities = [c.id for c in organisation.communities]
    staff = tuple(
        Person(
            name(), f"person{n}@harborview.example", "MD", None, "physician", "Radiology", chance.choice(communities)
        )
        for n in range(STAFF)
    )
    mails = []
    for n, person in enumerate(chance.sample(staff, 40)):
        said = person.name if n % 2 else person.name[:-2] + person.name[-1] + person.name[-2]
        mails.append(
            (
                f"From: Beatrice Bouchard <beatrice.bouchard@harborview.example>\r\nTo: peertopeer@harborview.example\r\n"
                f"Subject: A colleague\r\nMessage-ID: <n{n}@harborview.example>\r\n\r\n"
                f"Would somebody please reach out to {said}? It was a hard night.\r\n"
            ).encode()
        )
    return replace(organisation, directory=(*organisation.directory, *staff)), mails


def main() -> None:
    books = load_books(read_settings(ORGANISATION / "config.toml"))
    print(
        f"{'':<42} {'mails':>6} {'median ms':>10} {'p99 ms':>10} {'bare ms':>9} {'p99':>9} {'×median':>9} {'×p99':>8}"
    )
    folder = Path(__file__).resolve().parents[1] / "mail" / "more"
    print(_measure("labelled mail", labelled_mail(folder), books), flush=True)
    print(_measure("a mail of 5 MB", [big_mail()] * ROUNDS, books), flush=True)
    large, mails = many_staff(books.organisation)
    begin = time.perf_counter()
    people = People(large, lexicon_of(read_rules(shipped("rules"))))
    many = replace(books, organisation=large, people=people)
    _read(mails[0], many)
    print(f"(an index of {STAFF:,} names: {time.perf_counter() - begin:.1f} s, once)")
    print(_measure(f"a name among {STAFF:,} staff", mails, many), flush=True)


if __name__ == "__main__":
    main()
