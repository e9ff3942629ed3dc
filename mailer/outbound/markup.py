"""The light markup of the templates: readable as it stands, read once, written twice (plain text and HTML).

    paragraph text over several lines     a line that ends with a backslash is broken there
    # A heading
    - an item                              indented lines below belong to it
    1. a numbered item
    [YES] what this answer means           an answer: on a phone a button that begins a mail with YES
    | Name: a row of a card                a row without a value is left out
    > words passed on, line by line
    ---                                    a line across
    <207-555-0100>, **strong words**       a number, address or link to tap; emphasis

Words that come from mail or from the settings are never read as markup: they enter as slots, numbered marks out of
Unicode's private use area, and become text only after the markup has been understood. Knows nothing of mail.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

OPEN, SHUT = "\ue000", "\ue001"
_SLOT = re.compile(rf"{OPEN}(\d+){SHUT}")
_INLINE = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|<(?P<link>[^<>\s][^<>]*)>")
_ANSWER = re.compile(r"\[([^\]]+)\] *(.*)")
_NUMBERED = re.compile(rf"(\d+|{OPEN}\d+{SHUT})\. +(.*)")
# Control characters and the marks that turn the direction of writing: nobody needs them, and they can hide words.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    r"\ue000\ue001\ud800-\udfff]"
)
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x85]")


@dataclass(frozen=True)
class Span:
    """A run of text, shown as it is."""

    text: str
    strong: bool = False
    link: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Heading:
    line: Line


@dataclass(frozen=True)
class Item:
    """An item of a list; `number` is empty in a plain list. `details` stand below it."""

    line: Line
    number: str = ""
    details: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Items:
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Answer:
    """Something the reader may answer: what they would write, what it means, and details."""

    says: str
    line: Line
    details: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Answers:
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Card:
    """Rows of label and value."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True)
class Quote:
    """Words passed on: lines as they were written."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Across:
    """A line across the page."""


Block = Paragraph | Heading | Items | Answers | Card | Quote | Across


def cleaned(value: str) -> str:
    """Text from anywhere, fit to be shown: line breaks made one kind, control and direction characters taken off."""
    if value.isprintable():  # most are; private use, controls and surrogates are not
        return value
    return _UNWANTED.sub("", _BREAKS.sub("\n", value).replace("\t", " "))


def one_line(value: str) -> str:
    return " ".join(cleaned(value).split())


def read_markup(text: str, values: Sequence[str]) -> tuple[Block, ...]:
    """The blocks of a template's text, in which slots stand for the values. Nothing in a value is ever markup."""
    reading = _Reading(tuple(values))
    for line in text.split("\n"):
        reading.take(line.rstrip())
    reading.end()
    return tuple(reading.blocks)


def filled(text: str, values: Sequence[str]) -> str:
    """The text with its slots replaced by their values, on one line."""
    return one_line(_SLOT.sub(lambda m: values[int(m.group(1))], text))


@dataclass
class _Reading:
    """One pass over the lines of a template. A block ends at a blank line, or where another kind begins."""

    values: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)
    paragraph: list[str] = field(default_factory=list)
    quote: list[str] = field(default_factory=list)
    rows: list[tuple[str, Line]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def take(self, line: str) -> None:
        if not line:
            self.end()
        elif line.startswith("# "):
            self.end()
            self.blocks.append(Heading(self.spans(line[2:])))
        elif line == "---":
            self.end()
            self.blocks.append(Across())
        elif line.startswith("> ") or line == ">":
            self.only(self.quote)
            self.quote.append(line[2:])
        elif line.startswith("| "):
            self.only(self.rows)
            label, _, value = line[2:].partition(": ")
            if spans := self.spans(value):
                self.rows.append((filled(label, self.values), spans))
        elif line.startswith("- "):
            self.only(self.items)
            self.items.append(Item(self.spans(line[2:])))
        elif match := _ANSWER.fullmatch(line):
            self.only(self.answers)
            self.answers.append(Answer(filled(match.group(1), self.values), self.spans(match.group(2))))
        elif match := _NUMBERED.fullmatch(line):
            self.only(self.items)
            self.items.append(Item(self.spans(match.group(2)), filled(match.group(1), self.values)))
        elif line.startswith("  ") and (self.items or self.answers):
            self.detail(self.spans(line))
        else:
            self.only(self.paragraph)
            self.paragraph.append(line)

    def detail(self, line: Line) -> None:
        if not line:
            return
        if self.items:
            last = self.items[-1]
            self.items[-1] = Item(last.line, last.number, (*last.details, line))
        else:
            asked = self.answers[-1]
            self.answers[-1] = Answer(asked.says, asked.line, (*asked.details, line))

    def only(self, kind: object) -> None:
        """End what is being read where it is of another kind."""
        if any(
            being and being is not kind for being in (self.paragraph, self.quote, self.rows, self.items, self.answers)
        ):
            self.end()

    def end(self) -> None:
        if self.paragraph and (lines := self.broken(self.paragraph)):
            self.blocks.append(Paragraph(lines))
        if self.quote and (words := self.quoted(self.quote)):
            self.blocks.append(Quote(words))
        if self.rows:
            self.blocks.append(Card(tuple(self.rows)))
        if items := tuple(item for item in self.items if item.line):
            self.blocks.append(Items(items))
        if self.answers:
            self.blocks.append(Answers(tuple(self.answers)))
        for being in (self.paragraph, self.quote, self.rows, self.items, self.answers):
            being.clear()

    def broken(self, lines: list[str]) -> tuple[Line, ...]:
        whole = "\n".join(lines).replace("\\\n", OPEN + SHUT).replace("\n", " ")
        return tuple(line for piece in whole.split(OPEN + SHUT) if (line := self.spans(piece.rstrip("\\"))))

    def quoted(self, lines: list[str]) -> tuple[str, ...]:
        text = _SLOT.sub(lambda m: self.values[int(m.group(1))], "\n".join(lines))
        rows = [row.rstrip() for row in cleaned(text).strip("\n ").split("\n")]
        # Mail is full of empty lines; one between paragraphs is enough.
        return tuple(r for n, r in enumerate(rows) if r or rows[n - 1]) if any(rows) else ()

    def spans(self, text: str) -> Line:
        found: list[Span] = []
        at = 0
        for match in _INLINE.finditer(text):
            self.add(found, text[at : match.start()])
            if match.group("strong"):
                self.add(found, match.group("strong"), strong=True)
            else:
                self.add(found, match.group("link"), link=True)
            at = match.end()
        self.add(found, text[at:])
        return tidied(found)

    def add(self, found: list[Span], text: str, strong: bool = False, link: bool = False) -> None:
        text = _SLOT.sub(lambda m: self.values[int(m.group(1))], text)
        text = re.sub(r"\s+", " ", cleaned(text))
        if text:
            found.append(Span(text, strong, link))


def tidied(spans: Sequence[Span]) -> Line:
    """The spans without blanks at both ends of the line; none where nothing but blanks is left."""
    kept = list(spans)
    while kept and not (first := kept[0].text.lstrip()):
        kept.pop(0)
    while kept and not (last := kept[-1].text.rstrip()):
        kept.pop()
    if not kept:
        return ()
    kept[0] = Span(first, kept[0].strong, kept[0].link)
    last = kept[-1].text.rstrip()
    kept[-1] = Span(last, kept[-1].strong, kept[-1].link)
    return tuple(kept)
