"""The HTML part: the same blocks as the plain part, for a phone held in one hand, by day and by night.

No image, no script, nothing remote, nothing that tells the sender it was opened. Styles are inlined once, when the layout
is read, not letter by letter. Every word of a letter is escaped; links lead to mailto:, tel: and http(s): alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import quote

import css_inline

from mailer.model.errors import SettingWrong
from mailer.outbound.markup import Across, Answer, Answers, Block, Card, Heading, Items, Line, Paragraph, Quote

_PIECES = {
    "p": '<p class="p">@@</p>',
    "h": '<h2 class="h">@@</h2>',
    "ul": '<ul class="list">@@</ul>',
    "ol": '<ol class="list" start="@@">@@</ol>',
    "item": '<li class="item">@@</li>',
    "detail": '<span class="detail">@@</span>',
    "link": '<a class="link" href="@@">@@</a>',
    "words": '<blockquote class="words">@@</blockquote>',
    "card": '<table role="presentation" class="card"><!--@@--></table>',  # text itself may not stand in a table
    "row": '<tr><td class="row"><span class="label">@@</span> @@</td></tr>',
    "answer": '<table role="presentation" class="answer"><tr><td class="cell"><a class="tap" href="@@">@@</a></td></tr></table>',
    "says": '<strong class="says">@@</strong>',
    "across": '<hr class="across">',
    "end": '<div class="end">@@</div>',
    "mark": '<div class="mark">@@</div>',
}
_ALONE = {
    "item": ("<ul>", "</ul>"),
    "row": ("<table>", "</table>"),
}
_SLOTS = ("@@lang@@", "@@title@@", "@@body@@")
_WEB = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PHONE = re.compile(r"\+?\d[\d ().-]{1,18}\d|\d{3}")
_TAG_OR_WORD = re.compile(r"(?:<[^>]*>|[^\s<]+)+")
_LONG, _FOLD = 500, 100


@dataclass(frozen=True)
class Reply:
    """Where a tapped answer goes: `keep` is a line the new mail must hold, where its address cannot carry the mark."""

    address: str
    subject: str
    keep: str = ""

    def link(self, says: str) -> str:
        """A mailto: link that begins the answer (RFC 6068). It only opens a draft: no link scanner can answer by it."""
        # Quoted, so that nobody takes the line for the writer's own words.
        body = f"{says}\r\n\r\n> {self.keep}\r\n" if self.keep else says
        return f"{self._start}{quote(body, safe='')}"

    @cached_property
    def _start(self) -> str:
        return f"mailto:{quote(self.address, safe='@+')}?subject={quote(self.subject, safe='')}&body="


class Layout:
    """The shared layout, styles inlined, ready to be filled. Raises SettingWrong where a place to fill is missing."""

    def __init__(self, source: str) -> None:
        for slot in _SLOTS:
            if source.count(slot) != 1:
                raise SettingWrong(
                    "templates/layout.html", "", f"{slot} must stand there once", f"write {slot} where it belongs"
                )
        style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
        css = style.group(1) if style else ""
        shell = css_inline.inline(source).replace("\n\n", "\n")
        self._before, shell = shell.split("@@lang@@")
        self._mid, shell = shell.split("@@title@@")
        self._top, self._after = shell.split("@@body@@")
        self._pieces = {name: _inlined(name, piece, css) for name, piece in _PIECES.items()}

    def piece(self, name: str, *inner: str) -> str:
        """A styled element with its text (already escaped) put in."""
        parts = self._pieces[name]
        out = parts[0]
        for text, part in zip(inner, parts[1:], strict=True):
            out += text + part
        return out

    def page(
        self, blocks: Sequence[Block], end: Sequence[Line], keep: str, title: str, language: str, reply: Reply
    ) -> str:
        """The whole page. `end` are the closing lines, `keep` the line with the reply mark; both may be empty."""
        rows = [self._block(block, reply) for block in blocks]
        if keep:
            rows.append(self.piece("mark", escape(keep)))
        if end:
            rows.append(self.piece("end", "<br>\n".join(self._line(line) for line in end)))
        body = "\n".join(folded(row) for row in rows)
        return f"{self._before}{escape(language)}{self._mid}{escape(title)}{self._top}{body}{self._after.rstrip()}\n"

    def _line(self, line: Line) -> str:
        out = []
        for span in line:
            text = escape(span.text)
            if span.link and (href := href_of(span.text)):
                text = self.piece("link", escape(href), text)
            out.append(f"<strong>{text}</strong>" if span.strong else text)
        return "".join(out)

    def _with_details(self, line: Line, details: Sequence[Line]) -> str:
        return self._line(line) + "".join(" " + self.piece("detail", self._line(d)) for d in details)

    def _block(self, block: Block, reply: Reply) -> str:
        match block:
            case Paragraph(lines):
                return self.piece("p", "<br>\n".join(self._line(line) for line in lines))
            case Heading(line):
                return self.piece("h", self._line(line))
            case Quote(lines):
                return self.piece("words", "<br>\n".join(escape(line) for line in lines))
            case Card(rows):
                inner = "\n".join(self.piece("row", escape(label), self._line(line)) for label, line in rows)
                return self.piece("card", inner)
            case Items(items):
                inner = "\n".join(self.piece("item", self._with_details(item.line, item.details)) for item in items)
                first = items[0].number
                return (
                    self.piece("ol", first if first.isdecimal() else "1", inner) if first else self.piece("ul", inner)
                )
            case Answers(answers):
                return "\n".join(self._answer(answer, reply) for answer in answers)
            case Across():
                return self.piece("across")

    def _answer(self, answer: Answer, reply: Reply) -> str:
        says = self.piece("says", escape(answer.says))
        words = self._line(
            tuple(s if not s.link else type(s)(s.text, s.strong) for s in answer.line)
        )  # no link in a link
        details = "".join(" " + self.piece("detail", self._line(d)) for d in answer.details)
        return self.piece("answer", escape(reply.link(answer.says)), f"{says} &nbsp;{words}{details}")


def _inlined(name: str, piece: str, css: str) -> tuple[str, ...]:
    before, after = _ALONE.get(name, ("", ""))
    whole = css_inline.inline_fragment(f"{before}{piece}{after}", css)
    tag = re.match(r"<(\w+)", piece)
    start = whole.index(f"<{tag.group(1)}") if before and tag else 0
    end = whole.rindex(f"</{tag.group(1)}>") + len(tag.group(1)) + 3 if after and tag else len(whole)
    return tuple(whole[start:end].replace("<!--@@-->", "@@").split("@@"))


def href_of(text: str) -> str | None:
    """Where a link text leads: a web page, a mail address, a telephone number; None where it is neither."""
    if _WEB.fullmatch(text):
        return text
    if _MAIL.fullmatch(text):
        return f"mailto:{text}"
    if match := _PHONE.search(text):
        digits = re.sub(r"\D", "", match.group())
        national = len(digits) == 10 and not match.group().startswith("+")
        return f"tel:{'+1' if national else '+' if len(digits) > 6 else ''}{digits}"
    return None


def folded(html: str) -> str:
    """The same HTML in lines of moderate length, broken at blanks between words, never inside a tag."""
    out: list[str] = []
    for line in html.split("\n"):
        if len(line) <= _LONG:
            out.append(line)
            continue
        current = ""
        for match in _TAG_OR_WORD.finditer(line):
            word = match.group()
            if current and len(current) + len(word) + 1 > _FOLD:
                out.append(current)
                current = word
            else:
                current = f"{current} {word}" if current else word
        out.append(current)
    return "\n".join(out)
