"""`explain`: what is understood from a mail, and why. Creates nothing, needs no secret, asks no server."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailer.edges.settings import read_settings
from mailer.inbound.parse import parse
from mailer.inbound.words import words_of
from mailer.model.errors import SettingWrong
from mailer.model.letters import LETTERS
from mailer.model.meaning import Answer, Reason, Role
from mailer.service.books import Books
from mailer.service.explanation import Explanation, explain_answer, explain_mail
from mailer.service.wiring import load_books


def explain(config: Path, files: Sequence[Path], role: str | None, letter: str | None, *, as_json: bool) -> int:
    """Prints one explanation a file: an object a line with `as_json`, else a picture for people. 1 where a file cannot be read."""
    reads_as = _role(role)
    if letter is not None and letter not in {kind.name for kind in LETTERS}:
        raise SettingWrong(
            "--to", "", f"{letter!r} is no letter", "The README lists them, for example coordinator/ask-match."
        )
    books = load_books(read_settings(config))
    console = Console(highlight=False)
    status = 0
    for file in files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            print(f"{file}: cannot be read ({error.strerror}). Check the path.", file=sys.stderr)
            status = 1
            continue
        if reads_as is None:
            found = explain_mail(raw, books, datetime.now().astimezone())
            print(json.dumps(found.as_json(str(file)), ensure_ascii=False)) if as_json else _draw_mail(
                console, file, raw, found, books
            )
        else:
            answer = explain_answer(raw, reads_as, letter, books, datetime.now().astimezone())
            print(json.dumps(_answer_json(str(file), answer), ensure_ascii=False)) if as_json else _draw_answer(
                console, file, answer
            )
    return status


_ROLES: dict[str, Role] = {"coordinator": "coordinator", "supporter": "supporter", "peer": "peer"}


def _role(text: str | None) -> Role | None:
    if text is not None and text not in _ROLES:
        raise SettingWrong("--as", "", f"{text!r} is no role", "Write coordinator, supporter or peer.")
    return _ROLES[text] if text else None


def _answer_json(file: str, answer: Answer) -> dict[str, object]:
    return {
        "file": file,
        "as": answer.role,
        "intents": list(answer.intents),
        "argument": list(answer.argument) if isinstance(answer.argument, tuple) else answer.argument,
        "text": answer.text,
        "safety": answer.safety,
        "because": [asdict(reason) for reason in answer.because],
    }


def _draw_mail(console: Console, file: Path, raw: bytes, found: Explanation, books: Books) -> None:
    meant = found.meant
    console.rule(str(file))
    head = Table.grid(padding=(0, 2))
    head.add_row("kind", meant.kind + (f" ({meant.referral})" if meant.referral else ""))
    for peer in found.peers:
        line = f"{peer['name'] or 'not named'}, {peer['resolved']}, region {peer['region']} -> {peer['coordinator'] or '-'}"
        reach = ", ".join(str(peer[k]) for k in ("email", "phone") if peer[k])
        head.add_row("peer", line)
        head.add_row("", f"{reach or 'no way to reach known'}; contact: {peer['contact']}")
    head.add_row("outside", "yes" if meant.outside else "no")
    if meant.avoid:
        head.add_row("avoid", ", ".join(meant.avoid))
    head.add_row("safety", Text("YES: a person is told at once", style="bold red") if meant.safety else "no")
    for letter in found.letters:
        head.add_row("letter", f"{letter['letter']} -> {letter['to']}")
    console.print(head)
    _draw_words(console, words_of(parse(raw, ours=books.intake_addresses)).text, meant.because)


def _draw_answer(console: Console, file: Path, answer: Answer) -> None:
    console.rule(str(file))
    head = Table.grid(padding=(0, 2))
    head.add_row("as", answer.role)
    head.add_row("intents", ", ".join(answer.intents))
    if answer.argument:
        head.add_row("argument", str(answer.argument))
    head.add_row("safety", Text("YES: a person is told at once", style="bold red") if answer.safety else "no")
    console.print(head)
    _draw_words(console, answer.text, answer.because)


def _draw_words(console: Console, words: str, because: Sequence[Reason]) -> None:
    """The text with the words that decided marked in it, and which rule each of them met."""
    text = Text(words.strip()[:4000])
    for reason in because:
        if reason.words:
            text.highlight_words([reason.words], "reverse", case_sensitive=False)
    console.print(text)
    rules = Table("field", "rule", "words", box=None)
    for reason in because:
        rules.add_row(reason.field, reason.rule, reason.words[:60])
    console.print(rules)
