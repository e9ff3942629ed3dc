"""The parts of a mail: which is its text, which are attachments, attached mails, reports and calendar answers.

Walks the MIME tree once, without recursion into attached mails (parse.py does that) and with a bound on everything.
Opens no attachment but text, and judges nothing.
"""

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from mailer.inbound.calendar_words import calendar_comment, calendar_method
from mailer.inbound.decoding import clean, header_text, text_of
from mailer.inbound.headers import decoded, raw_headers
from mailer.inbound.html_text import MOST_HTML, text_of_html
from mailer.model.message import Attachment

MOST_TEXT = 200_000
UNREAD = "more than is read:"
"""What an oddity begins with that tells of a bound: words.py finds it by this, so that a reader of the mail hears of it."""
_MOST_SOURCE = 2_000_000
_MOST_ATTACHED_TEXT = 20_000
_MOST_PARTS = 300
_DEEPEST = 120
_STUB = re.compile(
    r"\b(?:view|read|display|see|open|lire|afficher|ver|visualizar|anzeigen)\b.{0,80}\b(?:html|browser|web|navigateur"
    r"|navegador)\b"
    r"|\bhtml\b.{0,60}\b(?:capable|version|format|e-?mail client|required|only|mail(?:s)? (?:reader|program))\b"
    r"|\b(?:does not|doesn't|cannot|can't|unable to)\b.{0,40}\b(?:support|display|show|render)\b.{0,40}\bhtml\b",
    re.IGNORECASE | re.DOTALL,
)
_SHIFT = re.compile(r"^(>+)")


@dataclass
class Body:
    """What the walk found. `mails` are attached mails, still unread."""

    text: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    mails: list[Message] = field(default_factory=list)
    report: dict[str, tuple[str, ...]] = field(default_factory=dict)
    returned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    types: list[str] = field(default_factory=list)
    calendar_method: str = ""
    calendar_comment: str = ""
    oddities: list[str] = field(default_factory=list)


def body_of(message: Message) -> Body:
    body = Body()
    text = _Walk(body).text(message, 0, in_report=False)
    if len(text) > MOST_TEXT:
        body.oddities.append(f"{UNREAD} {MOST_TEXT} of {len(text)} characters of text were read")
        text = text[:MOST_TEXT]
    body.text = _normal(text)
    if body.calendar_comment and body.calendar_comment[:60] not in re.sub(r"\s+", " ", body.text):
        body.text = f"{body.text}\n\n{body.calendar_comment}".strip("\n")
    return body


def _normal(text: str) -> str:
    """Lines end in LF, none in blanks; odd blanks are blanks; invisible characters are gone."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]", " ", text)
    text = re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\u034f]", "", text)
    # "-- " keeps its blank: it is the signature delimiter (RFC 3676, section 4.3).
    lines = [line if line in ("-- ", "> -- ") else line.rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip("\n")


class _Walk:
    """One walk over one mail. Keeps count, so that no mail can make it endless."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.parts = 0

    def text(self, part: Message, depth: int, *, in_report: bool) -> str:
        self.parts += 1
        if self.parts > _MOST_PARTS or depth > _DEEPEST:
            self._odd(f"{UNREAD} {_MOST_PARTS} parts were read, no deeper than {_DEEPEST}")
            return ""
        kind = part.get_content_type().lower()
        self.body.types.append(kind)
        payload = part.get_payload()
        if kind.startswith("message/"):
            return self._enclosed(part, kind, in_report=in_report)
        if isinstance(payload, list):
            children = [child for child in payload if isinstance(child, Message)]
            if kind == "multipart/alternative":
                return self._alternative(children, depth, in_report=in_report)
            in_report = in_report or kind == "multipart/report"
            texts = [self.text(child, depth + 1, in_report=in_report) for child in children]
            return "\n\n".join(t for t in texts if t.strip())
        return self._leaf(part, kind)

    def _alternative(self, children: list[Message], depth: int, *, in_report: bool) -> str:
        """The plain alternative, unless it is empty or only points to the HTML one (RFC 2046, section 5.1.4)."""
        plain = ""
        rich: list[Message] = []
        for child in children:
            kind = child.get_content_type()
            if kind == "text/plain":
                plain = f"{plain}\n\n{self.text(child, depth + 1, in_report=in_report)}".strip("\n")
            elif kind == "text/calendar":
                self.text(child, depth + 1, in_report=in_report)
            else:
                rich.append(child)
        stub = not plain.strip() or (len(plain) < 300 and bool(_STUB.search(plain)))
        for child in reversed(rich):
            kept = (self.parts, len(self.body.types))
            if stub or child.is_multipart():
                text = self.text(child, depth + 1, in_report=in_report)
                if stub and text.strip():
                    plain, stub = text, False
            else:
                self.parts, self.body.types = kept[0] + 1, [*self.body.types, child.get_content_type().lower()]
        return plain

    def _leaf(self, part: Message, kind: str) -> str:
        filename = _filename(part)
        disposition = str(part.get("Content-Disposition", "")).strip().lower()
        attached = disposition.startswith("attachment")
        if kind == "text/calendar" or (
            kind in ("application/ics", "text/x-vcalendar") and not self.body.calendar_method
        ):
            calendar = self._decoded(part)
            self.body.calendar_method = self.body.calendar_method or calendar_method(
                calendar, str(part.get_param("method") or "")
            )
            self.body.calendar_comment = self.body.calendar_comment or calendar_comment(calendar)
            self.body.attachments.append(Attachment(filename, kind, calendar_comment(calendar)))
            return ""
        if kind == "text/rfc822-headers":
            self.body.returned = self.body.returned or _header_block(self._decoded(part))
            return ""
        if (
            kind in ("text/plain", "text/html", "text/enriched")
            and not attached
            and not (filename and self._has_text())
        ):
            text = self._decoded(part)
            if kind == "text/html" and len(text) > MOST_HTML:
                self._odd(f"{UNREAD} {MOST_HTML} of {len(text)} characters of HTML were read, styles and scripts aside")
            return text_of_html(text) if kind == "text/html" else _unflowed(part, text)
        if filename.lower().endswith(".eml"):
            self.body.mails.append(message_from_bytes(_bytes(part)[:_MOST_SOURCE]))
            self.body.attachments.append(Attachment(filename, kind))
            return ""
        words = ""
        if kind.startswith("text/"):
            words = self._decoded(part)[: 5 * _MOST_ATTACHED_TEXT]
            words = _normal(text_of_html(words) if kind == "text/html" else words)[:_MOST_ATTACHED_TEXT]
        if kind == "application/ms-tnef":
            self.body.oddities.append("winmail.dat: its contents are not read")
        self.body.attachments.append(Attachment(filename, kind, words))
        return ""

    def _has_text(self) -> bool:
        return any(kind in ("text/plain", "text/html") for kind in self.body.types[:-1])

    def _enclosed(self, part: Message, kind: str, *, in_report: bool) -> str:
        payload = part.get_payload()
        inner = [p for p in payload if isinstance(p, Message)] if isinstance(payload, list) else []
        if kind in ("message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
                    "message/global-disposition-notification", "message/feedback-report"):  # fmt: skip
            if kind == "message/delivery-status" and inner:  # the one kind the stdlib reads block by block
                blocks = [decoded(raw_headers(block)) for block in inner]
            else:
                blocks = [_header_block(block) for block in re.split(r"\r?\n[ \t]*\r?\n", self._decoded(part, inner))]
            for block in blocks:
                for name, values in block.items():
                    self.body.report[name] = (*self.body.report.get(name, ()), *values)
        elif kind in ("message/rfc822", "message/global") and inner:
            if in_report:
                self.body.returned = self.body.returned or decoded(raw_headers(inner[0]))
            else:
                self.body.mails.extend(inner[:20])
        elif kind in ("message/rfc822-headers", "message/global-headers"):
            self.body.returned = self.body.returned or _header_block(self._decoded(part, inner))
        self.body.attachments.append(Attachment(_filename(part), kind))
        return ""

    def _decoded(self, part: Message, inner: list[Message] | None = None) -> str:
        if inner:
            # The stdlib reads what a message/* part encloses as one mail: its headers are the block we want.
            return (
                "\n".join(f"{name}: {value}" for name, value in inner[0].raw_items())
                + "\n\n"
                + _plain_payload(inner[0])
            )
        declared = part.get_content_charset("") if part.get_param("charset") else ""
        data = _bytes(part)
        if len(data) > _MOST_SOURCE:
            self._odd(f"{UNREAD} {_MOST_SOURCE} of {len(data)} bytes of a part were read")
        text, odd = text_of(data[:_MOST_SOURCE], declared or "")
        if odd:
            self._odd(odd)
        return text

    def _odd(self, what: str) -> None:
        if what not in self.body.oddities:
            self.body.oddities.append(what)


def _bytes(part: Message) -> bytes:
    """The decoded payload; as it stands where its encoding is broken."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, TypeError, AssertionError, LookupError, IndexError):
        data = _plain_payload(part).encode("utf-8", "surrogateescape")
    return data if isinstance(data, bytes) else b""


def _plain_payload(part: Message) -> str:
    payload = part.get_payload()
    return payload if isinstance(payload, str) else ""


def _header_block(text: str) -> dict[str, tuple[str, ...]]:
    return decoded(raw_headers(message_from_bytes(text.strip().encode("utf-8", "surrogateescape") + b"\n\n")))


def _filename(part: Message) -> str:
    """The name of an attachment, whichever way it is encoded (RFC 2231, or RFC 2047 against the rule)."""
    try:
        name = part.get_filename("")
    except (ValueError, TypeError, LookupError, IndexError):
        return ""
    return clean(header_text(str(name))).replace("/", "_").replace("\\", "_").strip()[:200]


def _unflowed(part: Message, text: str) -> str:
    """format=flowed (RFC 3676): a line that ends in a blank goes on in the next, at the same depth of quoting."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    delete = str(part.get_param("delsp") or "").lower() == "yes"
    out: list[str] = []
    open_depth = -1
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len(match.group(1)) if (match := _SHIFT.match(line)) else 0
        line = line[depth:]
        line = line[1:] if line.startswith(" ") else line  # space-stuffing, section 4.4
        flows = line.endswith(" ") and line != "-- "
        content = line[:-1] if flows and delete else line
        if open_depth == depth and line != "-- ":
            out[-1] += content
        else:
            out.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if flows else -1
    return "\n".join(out)
