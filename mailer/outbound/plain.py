"""The plain part: blocks as people write mail, 72 columns wide. A long word (a link) is never broken.

Adds and leaves out no word that the HTML part has.
"""

from collections.abc import Iterable, Sequence

from mailer.outbound.markup import Across, Answers, Block, Card, Heading, Items, Line, Paragraph, Quote

WIDTH = 72
_LABELS = 32


def plain_of(blocks: Sequence[Block]) -> str:
    """The whole letter as text, blocks apart by a blank line; ends with a line break."""
    return "\n\n".join("\n".join(_block(block)) for block in blocks) + "\n"


def said(line: Line) -> str:
    """The words of a line."""
    return "".join(span.text for span in line)


def wrapped(text: str, first: str = "", later: str = "", width: int = WIDTH) -> list[str]:
    """The text in lines of at most `width`, except where a single word is longer."""
    lines: list[str] = []
    current, empty = first, True
    for word in text.split(" "):
        if not empty and len(current) + len(word) + 1 > width:
            lines.append(current)
            current, empty = later, True
        current = current + word if empty else f"{current} {word}"
        empty = False
    lines.append(current.rstrip())
    return lines


def _block(block: Block) -> Iterable[str]:
    match block:
        case Paragraph(lines):
            for line in lines:
                yield from wrapped(said(line))
        case Heading(line):
            text = said(line)
            yield from wrapped(text)
            yield "-" * min(len(text), WIDTH)
        case Quote(lines):
            for row in lines:
                yield from wrapped(row, "> ", "> ")
        case Card(rows):
            wide = min(max(len(label) for label, _ in rows) + 3, _LABELS)
            for label, line in rows:
                yield from wrapped(said(line), f"  {label + ': ':<{wide}}", "  " + " " * wide)
        case Items(items):
            for item in items:
                sign = f"{item.number}. " if item.number else "- "
                yield from wrapped(said(item.line), sign, " " * len(sign))
                for line in item.details:
                    yield from wrapped(said(line), " " * len(sign), " " * len(sign))
        case Answers(answers):
            wide = min(max(len(answer.says) for answer in answers) + 3, _LABELS)
            for answer in answers:
                yield from wrapped(said(answer.line), f"  {answer.says + ' ':<{wide}}", "  " + " " * wide)
                for line in answer.details:
                    yield from wrapped(said(line), "  " + " " * wide, "  " + " " * wide)
        case Across():
            yield "-" * 24
