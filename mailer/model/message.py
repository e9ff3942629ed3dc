"""A mail that arrived, as inbound/parse.py reads it: text already decoded, nothing judged yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailer.model.address import Address


@dataclass(frozen=True)
class Attachment:
    """A part that is no body text. `text` holds the words of a text or calendar part, else it is empty."""

    filename: str
    content_type: str
    text: str = ""


@dataclass(frozen=True)
class Passage:
    """One writer's words inside a mail: the newest, or a forwarded mail's."""

    text: str
    author: Address | None = None
    reply_to: Address | None = None
    subject: str = ""
    date: datetime | None = None
    signature: str = ""


@dataclass(frozen=True)
class InboundMessage:
    """One mail. Header names are in lower case; dates carry their zone; lists keep the order of the mail.

    `text` is the whole body as plain text. `own` is what the writer of this mail wrote: quoted mail, forwarded mail,
    signature, legal footers, mobile footers and "external sender" banners are off. `signature` is what was taken off as
    signature. `forwarded` are the forwarded mails, newest first. `quoted` is the quoted rest (our own earlier letters among it, reply marks too).
    `words_of` says whose words count: `own` where there are any, else the newest forwarded passage.
    """

    message_id: str  # with <>, or "" where missing
    author: Address  # From; email "" where it cannot be read
    subject: str
    date: datetime | None
    digest: str  # SHA-256 of the raw bytes, hex
    size: int
    headers: Mapping[str, tuple[str, ...]]
    text: str
    own: str
    signature: str = ""
    quoted: str = ""
    forwarded: tuple[Passage, ...] = ()
    sender: Address | None = None
    reply_to: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    return_path: str | None = None  # None: no such header; "": the null reverse-path (RFC 5321, 4.5.5)
    attachments: tuple[Attachment, ...] = ()
    report: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fields of a delivery-status or disposition-notification part (RFC 3464, RFC 8098), lower-case names."""
    returned_headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Headers of the mail that a bounce returns, so that the letter it names can be found."""
    content_type: str = "text/plain"
    content_types: tuple[str, ...] = ()  # of every part, in order, lower case
    calendar_method: str = ""  # of a text/calendar part: REQUEST, REPLY, COUNTER ...
    oddities: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first value of a header, or empty text."""
        values = self.headers.get(name.lower(), ())
        return values[0] if values else ""
