"""Whose words are whose in the text of a mail: the writer's own, quoted mail, forwarded mail, signature, footers.

Every line that is not blank gets exactly one label, so that nothing a writer wrote is ever lost. Takes text and what the
headers say of it; knows no mail format and judges no meaning.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mailer.inbound.footers import banner_length
from mailer.inbound.headers import date_of
from mailer.inbound.quotes import Mark, block_date, mark_at
from mailer.inbound.second_opinion import first_quoted_line
from mailer.inbound.signature import labels, signs
from mailer.model.address import Address, canonical
from mailer.model.message import Passage

Whose = Literal["own", "signature", "footer", "quoted", "forwarded"]

_FORWARD_SUBJECT = re.compile(
    r"^\W{0,3}(?:\[[^\]]{0,40}\]\s*)?(?:fw|fwd|tr|rv|wg|i|enc|vs|doorst|vl|pd|转发)(?:\[\d+\])?\s?[:：]", re.IGNORECASE
)
_REPLY_SUBJECT = re.compile(
    r"^\W{0,3}(?:\[[^\]]{0,40}\]\s*)?(?:re|aw|sv|antw|ref|rif|r|odp|res|回复|答复)(?:\[\d+\])?\s?[:：]", re.IGNORECASE
)
_SENT = re.compile(r"^\W*(?:sent|envoyé|enviado|gesendet|inviato|verzonden|skickat|sendt)\b", re.IGNORECASE)
_TO = re.compile(r"^\W*(?:to|à|para|an)\s?\W{0,3}:", re.IGNORECASE)
_ANSWERED = re.compile(r"^\s*\[([^\]\d]{2,60})\]\s?[:\-]?\s*\w")
# How our letters end: the line that carries the mark and, for some readers, two lines on emergencies.
_KEEP_LINE = re.compile(r"(?:keep this line|conserve esta l.{1,2}nea|garder cette ligne)\s{0,2}:", re.IGNORECASE)
_KEPT = re.compile(r"^\W*[a-z2-7]{8,26}\W*$")
_EMERGENCY = re.compile(
    r"^\W*(?:this mailbox is not an emergency|in danger or in crisis|este buz.{1,2}n no es un servicio|en peligro o en crisis"
    r"|cette adresse n.est pas un service|en danger ou en crise)",
    re.IGNORECASE,
)
_REST_OF_IT = re.compile(
    r"^.{0,60}\b(?:hours?|hora|lue|988|911|texto)\W*$", re.IGNORECASE
)  # where a program wrapped it anew
_MOST_LINES = 8_000
_DEEPEST = 8


@dataclass(frozen=True)
class Setting:
    """What the headers say that helps to tell a reply from a forward. `ours` are our own addresses, canonical."""

    author: Address = field(default_factory=lambda: Address(""))
    subject: str = ""
    answers: bool = False  # it has In-Reply-To or References
    ours: frozenset[str] = frozenset()

    @property
    def forwards(self) -> bool:
        return bool(_FORWARD_SUBJECT.match(self.subject))

    @property
    def replies(self) -> bool:
        return bool(_REPLY_SUBJECT.match(self.subject))

    def is_ours(self, author: Address | None) -> bool:
        return author is not None and bool(author.email) and canonical(author.email) in self.ours


@dataclass(frozen=True)
class Split:
    """A text by whose words are whose. `lines` are all its lines, each with its label."""

    lines: tuple[tuple[Whose, str], ...]
    own: str
    signature: str
    quoted: str
    forwarded: tuple[Passage, ...]


def split(text: str, setting: Setting) -> Split:
    """Whose words are whose. Never raises."""
    lines = _lines(text)
    first = _Reading(lines, setting).read()
    if first.own.strip() or first.forwarded or not setting.ours or not first.quoted:
        return first
    # Nothing was written, and what is quoted is no letter of ours: somebody lets another's mail speak.
    second = _Reading(lines, setting, loose=True).read()
    return second if second.forwarded else first


def _lines(text: str) -> list[str]:
    """The lines; one that holds a gateway's banner and the writer's words behind it is cut in two."""
    lines: list[str] = []
    for line in text.split("\n"):
        length = banner_length(line) if line and len(lines) < 40 else 0
        lines += [line[:length].rstrip(), line[length:].strip()] if 0 < length < len(line.rstrip()) else [line]
    return lines


class _Forward:
    """A forwarded mail while it is being read: its header, and its lines."""

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.rows: list[str] = []
        self.inside: tuple[Passage, ...] = ()  # read already, from a run of ">" lines

    @property
    def blank(self) -> bool:
        return not self.inside and not any(row.strip() for row in self.rows)

    def passages(self) -> tuple[Passage, ...]:
        if self.inside:
            return self.inside
        author = self.mark.author
        marks = labels(self.rows, author or Address(""), others_follow=True)
        return (
            Passage(
                text=_joined(zip(marks, self.rows, strict=True), "own"),
                author=author,
                subject=self.mark.subject,
                date=date_of(block_date(self.mark.date)),
                signature=_joined(zip(marks, self.rows, strict=True), "signature"),
            ),
        )


class _Reading:
    """One reading of a text, line by line. `loose`: a quoted mail of somebody else counts as forwarded."""

    def __init__(self, lines: Sequence[str], setting: Setting, *, loose: bool = False, depth: int = 0) -> None:
        self.lines = list(lines)
        self.setting = setting
        self.loose = loose
        self.depth = depth
        self.whose: list[Whose] = ["own"] * len(self.lines)
        self.forwards: list[_Forward] = []

    def read(self) -> Split:
        at, region = 0, "own"
        while at < len(self.lines) and region != "quoted":
            at, region = self._step(at, region)
        self._label(at, len(self.lines), "quoted")
        self._below_our_letter(at)
        if not self.forwards and "quoted" not in self.whose and (self.setting.answers or self.setting.replies):
            if (quoted := first_quoted_line(self.lines)) is not None:
                self.whose[quoted:] = ["quoted"] * (len(self.lines) - quoted)
        self._signed_answers()
        self._own_segments()
        rows = tuple(zip(self.whose, self.lines, strict=True))
        passages = tuple(passage for forward in self.forwards for passage in forward.passages())
        return Split(rows, _joined(rows, "own"), _joined(rows, "signature"), _joined(rows, "quoted"), passages)

    def _step(self, at: int, region: str) -> tuple[int, str]:
        line = self.lines[at]
        if line.startswith(">"):
            return self._run(at, region)
        mark = mark_at(self.lines, at) if line and at < _MOST_LINES else None
        if mark is not None and not (region == "own" and self._is_memo(mark)):
            return mark.end, self._marked(mark, region)
        if region == "forwarded":
            self.forwards[-1].rows.append(line)
        self.whose[at] = "forwarded" if region == "forwarded" else "own"
        return at + 1, region

    def _label(self, start: int, end: int, whose: Whose) -> None:
        self.whose[start:end] = [whose] * (end - start)

    def _marked(self, mark: Mark, region: str) -> str:
        """The region that begins behind a mark."""
        forwarded = self._forwards(mark, region)
        self._label(mark.start, mark.end, "forwarded" if forwarded else "quoted")
        if forwarded:
            self.forwards.append(_Forward(mark))
            if mark.rest:
                self.forwards[-1].rows.append(mark.rest)
            return "forwarded"
        if mark.form == "attribution" and region == "own":
            # With ">" below, what has none is the writer's own answer; without, all of it is quoted.
            below = next((line for line in self.lines[mark.end :] if line.strip()), "")
            return "own" if below.startswith(">") else "quoted"
        return "quoted"

    def _forwards(self, mark: Mark, region: str) -> bool:
        """Does the mark begin a forwarded mail, and not one that is only quoted?"""
        if self.setting.is_ours(mark.author):
            return False
        if mark.form == "attribution":
            named = mark.author is not None and bool(mark.author.email)
            return (region == "forwarded" and self.forwards[-1].blank) or (region == "own" and self.loose and named)
        if mark.form == "forward" or self.loose or region == "forwarded" or self.setting.forwards:
            return True
        return not self.setting.replies and not self.setting.answers

    def _is_memo(self, mark: Mark) -> bool:
        """TO: FROM: DATE: RE: at the head of a memorandum the writer typed: their own words."""
        if mark.form != "block" or self.setting.forwards or self.setting.replies or self.setting.answers:
            return False
        rows = self.lines[mark.start : mark.end]
        if not re.match(r"^\W*[^\W\d_]", rows[0]) or rows[0].lstrip().startswith(("-", "_")):
            return False  # under a line of dashes or underscores: a mail program's work
        above = next((line for line in reversed(self.lines[: mark.start]) if line.strip()), "")
        named = mark.author is not None and bool(mark.author.email)
        return bool(_TO.match(above)) or (not named and not any(_SENT.match(row) for row in rows))

    def _run(self, at: int, region: str) -> tuple[int, str]:
        """A run of lines that begin with ">"."""
        end = at
        while end < len(self.lines) and self.lines[end].startswith(">"):
            end += 1
        inner = [_shallower(line) for line in self.lines[at:end]]
        if region == "forwarded" and self.forwards[-1].blank:
            self._label(at, end, "forwarded")
            self._forwarded_run(inner)
            return end, region
        if region == "own" and self._lonely(at, end):
            return end, region
        first = next((i for i, line in enumerate(inner) if line.strip()), None)
        mark = mark_at(inner, first) if region == "own" and first is not None and self.depth < _DEEPEST else None
        if mark is not None and mark.form != "attribution" and self._forwards(mark, "own"):
            sub = _Reading(inner, self.setting, loose=self.loose, depth=self.depth + 1).read()
            forward = _Forward(mark)
            forward.inside = sub.forwarded
            self.forwards.append(forward)
            self._label(at, end, "forwarded")
            return end, region
        self._label(at, end, "quoted")
        return end, region

    def _forwarded_run(self, inner: list[str]) -> None:
        """A forwarded mail that stands in ">" lines under its marker (Apple Mail as plain text)."""
        forward = self.forwards[-1]
        first = next((i for i, line in enumerate(inner) if line.strip()), None)
        mark = mark_at(inner, first) if first is not None and self.depth < _DEEPEST else None
        if mark is not None and mark.form == "block" and forward.mark.author is None:
            forward.mark = mark
            inner = inner[mark.end :]
        forward.rows += inner

    def _lonely(self, at: int, end: int) -> bool:
        """ ">90% sure" or "> 3 weeks": one line with a number, in a mail that quotes nothing."""
        return (
            end == at + 1
            and bool(re.match(r">{1,2}\s?=?\s?\d", self.lines[at]))
            and not (self.setting.answers or self.setting.replies)
            and "quoted" not in self.whose[:at]
        )

    def _below_our_letter(self, at: int) -> None:
        """What is typed below a letter of ours that no ">" marks: our letters end in lines we know, and quote nobody."""
        end = next((i + 1 for i in range(at, len(self.lines)) if _KEEP_LINE.search(self.lines[i])), None)
        if end is None or "own" in self._spoken_above(at):
            return
        while end < len(self.lines) and (not self.lines[end].strip() or _KEPT.match(self.lines[end])):
            end += 1
        while end < len(self.lines) and _EMERGENCY.match(self.lines[end]):
            end += 1
            if end < len(self.lines) and not _EMERGENCY.match(self.lines[end]) and _REST_OF_IT.match(self.lines[end]):
                end += 1
        for place in range(end, len(self.lines)):
            if self.lines[place].startswith(">") or (place < _MOST_LINES and mark_at(self.lines, place)):
                break
            self.whose[place] = "own"

    def _spoken_above(self, at: int) -> set[str]:
        """The labels of the lines above that hold words; a signature set aside."""
        marks = labels(self.lines[:at], self.setting.author, others_follow=True)
        return {
            w for w, m, line in zip(self.whose[:at], marks, self.lines[:at], strict=True) if m == "own" and line.strip()
        }

    def _signed_answers(self) -> None:
        """[Ann Lee] yes, please: Outlook puts the writer's name before what they type into a quoted mail."""
        for at, line in enumerate(self.lines):
            if line.lstrip().startswith("[") and self.whose[at] == "quoted" and (match := _ANSWERED.match(line)):
                if signs(self.setting.author, match.group(1)):
                    self.whose[at] = "own"

    def _own_segments(self) -> None:
        """Signature and footers leave what is labelled the writer's own."""
        start = 0
        while start < len(self.lines):
            if self.whose[start] != "own":
                start += 1
                continue
            end = start
            while end < len(self.lines) and self.whose[end] == "own":
                end += 1
            elsewhere = bool(self.forwards) or self._words_outside(start, end)
            self.whose[start:end] = labels(self.lines[start:end], self.setting.author, others_follow=elsewhere)
            start = end

    def _words_outside(self, start: int, end: int) -> bool:
        return any(
            w == "own" and line.strip() for w, line in zip(self.whose[:start], self.lines[:start], strict=True)
        ) or any(w == "own" and line.strip() for w, line in zip(self.whose[end:], self.lines[end:], strict=True))


def _shallower(line: str) -> str:
    rest = line[1:]
    return rest[1:] if rest.startswith(" ") else rest


def _joined(rows: Iterable[tuple[str, str]], wanted: Whose) -> str:
    """The lines of one label, with a blank line wherever others stood between."""
    out: list[str] = []
    gap = False
    for whose, line in rows:
        if whose == wanted and line.strip():
            if gap and out:
                out.append("")
            out.append(line.rstrip())
            gap = False
        else:
            gap = True
    return "\n".join(out)
