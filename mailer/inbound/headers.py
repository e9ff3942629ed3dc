"""The headers of a mail: names in lower case, values decoded, addresses, dates and ids taken out of them.

Never raises: what cannot be read is empty. Judges nothing.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from mailer.inbound.decoding import header_text
from mailer.model.address import Address

Headers = Mapping[str, tuple[str, ...]]

_MOST_HEADERS = 400
_LONGEST_VALUE = 20_000
_ID = re.compile(r"<[^<>\s]{1,900}>")
_BARE_ID = re.compile(r"[^<>\s,;]{1,400}@[^<>\s,;]{1,400}")
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"@]{1,200}@[^\s<>()\[\],;:\"@]{1,200}")
_ANGLE = re.compile(r"<([^<>]{0,500})>")


def raw_headers(message: Message) -> dict[str, list[str]]:
    """The values of every header as they stand in the mail, still encoded."""
    found: dict[str, list[str]] = {}
    for count, (name, value) in enumerate(message.raw_items()):
        if count >= _MOST_HEADERS:
            break
        found.setdefault(str(name).lower(), []).append(str(value)[:_LONGEST_VALUE])
    return found


def decoded(raw: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(header_text(value) for value in values) for name, values in raw.items()}


def addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """The mailboxes of raw address headers (RFC 5322, section 3.4), read leniently: an unquoted comma in a name is no end."""
    found: list[Address] = []
    for value in values:
        value = header_text(value) if not value.isascii() else re.sub(r"[\r\n]+", " ", value)
        chunk = ""
        for piece in _split(value):
            chunk = f"{chunk},{piece}" if chunk else piece
            if "@" in piece or "<" in piece:
                if address := _mailbox(chunk):
                    found.append(address)
                chunk = ""
    return tuple(found)


def _split(value: str) -> Iterable[str]:
    """Pieces between commas and semicolons that stand in no quotes, comment or angle brackets."""
    start, quoted, depth, angle = 0, False, 0, False
    skip = False
    for place, char in enumerate(value):
        if skip:
            skip = False
        elif char == "\\":
            skip = True
        elif char == '"' and not depth:
            quoted = not quoted
        elif quoted:
            continue
        elif char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif char == "<":
            angle = True
        elif char == ">":
            angle = False
        elif char in ",;" and not angle:
            yield value[start:place]
            start = place + 1
    yield value[start:]


def _mailbox(text: str) -> Address | None:
    text = text.strip()
    if match := list(_ANGLE.finditer(text))[-1:]:
        email, name = match[0].group(1).strip(), text[: match[0].start()]
        if "@" not in email and "@" in name:
            email, name = name, ""
    else:
        comment = re.search(r"\(([^()]{0,300})\)", text)
        name = comment.group(1) if comment else ""
        email = re.sub(r"\([^()]{0,300}\)", "", text).rpartition(":")[2]
    email = email.strip().strip("'\"")
    if email.lower().startswith("mailto:"):
        email = email[7:]
    if not (exact := _EMAIL.search(email)) and "@" not in email:
        return None
    return Address((exact.group() if exact else email).replace(" ", ""), display_name(name))


def display_name(text: str) -> str:
    """A display name without its quotes: `"Roy, Paulette"` is Roy, Paulette."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    text = header_text(re.sub(r"\\(.)", r"\1", text)).strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1].strip()
    return re.sub(r"\s+", " ", text).strip(" ,")


def address_in(text: str) -> Address | None:
    """The one person named in free text such as `Roy, Paulette <p.roy@example.org>` or `[mailto:p.roy@example.org]`."""
    text = re.sub(r"\[?mailto:([^\]\s>]{1,300})[\]>]?", r"<\1>", text.strip().strip("*"))
    text = re.sub(r"<<|>>", lambda m: m.group()[0], text)
    if found := addresses((text.replace(";", ","),)):
        return found[0]
    name = display_name(re.sub(r"[<>]", " ", text))
    return Address("", name) if name else None


def ids(values: Iterable[str]) -> tuple[str, ...]:
    """Message-IDs with their angle brackets, in order, each once (RFC 5322, section 3.6.4)."""
    found: dict[str, None] = {}
    for value in values:
        named = _ID.findall(value) or [f"<{bare}>" for bare in _BARE_ID.findall(value)]
        found.update(dict.fromkeys(named[:200]))
    return tuple(found)


def date_of(value: str) -> datetime | None:
    """A Date header's moment, with its zone; UTC where it gives none (RFC 5322, section 3.3)."""
    try:
        moment = parsedate_to_datetime(value.strip())
        moment.utcoffset()
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def reverse_path(values: Iterable[str]) -> str | None:
    """The Return-Path: None where there is none, "" for the null reverse-path (RFC 5321, section 4.5.5)."""
    for value in values:
        match = _ANGLE.search(value)
        return (match.group(1) if match else value).strip()
    return None


def delivered_to(raw: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Every address the mail is said to have been delivered for; a reply mark may survive in one of them alone."""
    found: dict[str, None] = {}
    for name in ("delivered-to", "x-original-to", "x-delivered-to", "envelope-to", "x-envelope-to", "x-forwarded-to"):
        for value in raw.get(name, []):
            found.update(dict.fromkeys(_EMAIL.findall(value)))
    for value in raw.get("received", []):
        if match := re.search(r"\bfor\s+<?([^\s<>;]{1,200}@[^\s<>;]{1,200})>?", value):
            found[match.group(1)] = None
    return tuple(found)
