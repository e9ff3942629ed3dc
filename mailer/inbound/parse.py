"""Read one mail: bytes in, an InboundMessage out.

Never raises, for any bytes, and never reads without bound; what was odd is listed in `oddities`. Judges nothing: whether a
machine wrote it, and what it means, is said elsewhere.
"""

import hashlib
import re
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser

from mailer.inbound.body import MOST_TEXT, UNREAD, Body, body_of
from mailer.inbound.decoding import text_of
from mailer.inbound.headers import addresses, date_of, decoded, delivered_to, ids, raw_headers, reverse_path
from mailer.inbound.reply_text import Setting, Split, split
from mailer.model.address import Address, canonical
from mailer.model.message import InboundMessage, Passage

_LARGE = 400_000
_MOST_SUBJECT = 1_000  # RFC 5322, section 2.1.1: a line has at most 998 characters
_MOST_BYTES = 12_000_000
_MOST_ROWS = 150_000
_MOST_NESTED = 100
_DEEPEST_MAIL = 6
_MOST_PASSAGES = 30
_LONG_ATTACHMENT = re.compile(rb"(?<=\n)((?:[A-Za-z0-9+/=]{60,76}\r?\n){4000})(?:[A-Za-z0-9+/=]{60,76}\r?\n)+")
_NESTING = re.compile(rb"boundary\s*=|message/(?:rfc822|global)\b", re.IGNORECASE)
# What the standard library's parser is known to raise for mail written to break it.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError, OverflowError)


def parse(raw: bytes, ours: frozenset[str] = frozenset()) -> InboundMessage:
    """The mail. `ours` are the intake addresses: mail of theirs that is quoted is a letter of ours, never a forwarded mail."""
    oddities: list[str] = []
    message = _message(raw, oddities)
    own = frozenset(canonical(address) for address in ours)
    try:
        body = body_of(message)
    except _BROKEN:
        oddities.append("parts that cannot be read")
        body = Body(text=_rough_text(raw))
    try:
        return _read(message, body, raw, own, oddities)
    except _BROKEN:
        # Nothing above is known to raise; should it, the mail still reaches a person, with its words.
        oddities.append("headers that cannot be read")
        return _read(Message(), Body(text=_rough_text(raw)), raw, own, oddities)


def _message(raw: bytes, oddities: list[str]) -> Message:
    """The MIME tree by the fast compat32 policy; the headers alone where the tree is a trap."""
    data = raw[:_MOST_BYTES]
    if len(raw) > _MOST_BYTES:
        oddities.append(f"{UNREAD} {_MOST_BYTES} of {len(raw)} bytes were read")
    if len(data) > _LARGE:
        data = _LONG_ATTACHMENT.sub(rb"\1", data)  # an attachment's bytes are not looked at
        if data.count(b"\n") > _MOST_ROWS:
            oddities.append(f"{UNREAD} the first {_MOST_ROWS} lines were read")
            data = b"\n".join(data.split(b"\n", _MOST_ROWS)[:_MOST_ROWS])
    # The parser recurses once per level, and each line passes through all open levels.
    if len(_NESTING.findall(data)) <= _MOST_NESTED:
        try:
            return message_from_bytes(data)
        except _BROKEN:
            pass
    oddities.append(f"{UNREAD} nested too deep, read without its parts")
    head = BytesHeaderParser().parsebytes(data[:1_000_000])
    for name in ("Content-Type", "Content-Transfer-Encoding"):
        del head[name]
    head.set_payload(_rough_text(data))
    return head


def _rough_text(raw: bytes) -> str:
    """The words between the MIME lines, for a mail whose parts cannot be told apart."""
    text = text_of(raw[: 2 * MOST_TEXT])[0].replace("\r\n", "\n")
    body = text.partition("\n\n")[2]
    rows = [
        row
        for row in body.split("\n")
        if not re.match(r"--\S|content-[\w-]+:|mime-version:|\s+boundary=", row, re.IGNORECASE)
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows))[:MOST_TEXT]


def _read(message: Message, body: Body, raw: bytes, ours: frozenset[str], oddities: list[str]) -> InboundMessage:
    headers = raw_headers(message)
    values = decoded(headers)
    author = next(iter(addresses(headers.get("from", ()))), None) or _nameless(values.get("from", ()))
    answered, references = ids(headers.get("in-reply-to", ())), ids(headers.get("references", ()))
    message_id = next(iter(ids(headers.get("message-id", ()))), "")
    subject = next(iter(values.get("subject", ())), "")
    if len(subject) > _MOST_SUBJECT:
        oddities.append(f"{UNREAD} {_MOST_SUBJECT} of {len(subject)} characters of the subject were read")
        subject = subject[:_MOST_SUBJECT]
    parted = split(body.text, Setting(author, subject, bool(answered or references), ours))
    forwarded = [*parted.forwarded]
    for mail in body.mails:
        forwarded += _passages(mail, ours, 1)
    return InboundMessage(
        message_id=message_id,
        author=author,
        subject=subject,
        date=date_of(next(iter(headers.get("date", ())), "")),
        digest=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        headers=values,
        text=body.text,
        own=parted.own,
        signature=parted.signature,
        quoted=parted.quoted,
        forwarded=tuple(forwarded[:_MOST_PASSAGES]),
        sender=next(iter(addresses(headers.get("sender", ()))), None),
        reply_to=next(iter(addresses(headers.get("reply-to", ()))), None),
        to=addresses(headers.get("to", ())),
        cc=addresses(headers.get("cc", ())),
        delivered_to=delivered_to(headers),
        in_reply_to=answered,
        references=references,
        return_path=reverse_path(headers.get("return-path", ())),
        attachments=tuple(body.attachments),
        report=body.report,
        returned_headers=body.returned,
        content_type=body.types[0] if body.types else "text/plain",
        content_types=tuple(body.types),
        calendar_method=body.calendar_method,
        oddities=(*oddities, *body.oddities, *_odd_headers(headers, author, message_id)),
    )


def _nameless(values: tuple[str, ...]) -> Address:
    return Address("", values[0].strip()[:200] if values else "")


def _odd_headers(headers: dict[str, list[str]], author: Address, message_id: str) -> list[str]:
    odd = []
    if not message_id:
        odd.append("no Message-ID: the digest is used instead")
    if not author.email:
        odd.append("no author's address")
    doubled = [
        name for name in ("from", "message-id", "subject", "date", "content-type") if len(headers.get(name, ())) > 1
    ]
    return odd + [f"more than one {name} header: the first counts" for name in doubled]


def _passages(mail: Message, ours: frozenset[str], depth: int) -> tuple[Passage, ...]:
    """An attached mail and the mails in it, newest first."""
    try:
        body = body_of(mail)
        headers = raw_headers(mail)
        values = decoded(headers)
        author = next(iter(addresses(headers.get("from", ()))), None)
        subject = next(iter(values.get("subject", ())), "")
        answers = bool(ids(headers.get("in-reply-to", ())) or ids(headers.get("references", ())))
        parted: Split = split(body.text, Setting(author or Address(""), subject, answers, ours))
    except _BROKEN:
        return ()
    outer = Passage(
        text=parted.own,
        author=author,
        reply_to=next(iter(addresses(headers.get("reply-to", ()))), None),
        subject=subject,
        date=date_of(next(iter(headers.get("date", ())), "")),
        signature=parted.signature,
    )
    inner = [*parted.forwarded]
    if depth < _DEEPEST_MAIL:
        for further in body.mails:
            inner += _passages(further, ours, depth + 1)
    return (outer, *inner)
