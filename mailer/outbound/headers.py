"""Header fields as RFC 5322 and RFC 2047 want them: short lines, 7-bit, and no way in for a line break.

Takes text from anywhere (a name in a mail may hold anything) and never fails: what cannot stand in a header is left out.
"""

import base64
import re
from collections.abc import Iterable
from contextlib import suppress

from mailer.model.address import Address
from mailer.outbound.markup import one_line

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOT_ATOM = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*")
_ORDINARY = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_PLAIN_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_WIDTH = 76
_NAME_LIMIT, _SUBJECT_LIMIT = 120, 180
_WORD_BYTES = 42  # 42 bytes are 56 base64 characters: an encoded-word stays under its 75 (RFC 2047, section 2)
_REFERENCES = 20


def field(name: str, value: str) -> str:
    """One header field, folded at blanks (RFC 5322, section 2.2.3)."""
    lines: list[str] = []
    current = f"{name}:"
    for word in value.split(" "):
        if len(current) + len(word) + 1 > _WIDTH and current.strip() and current != f"{name}:":
            lines.append(current)
            current = ""
        current += f" {word}"
    return "\r\n".join([*lines, current])


def text(value: str, limit: int = _SUBJECT_LIMIT) -> str:
    """Unstructured text, such as a subject: ASCII as it is, anything else as encoded-words (RFC 2047)."""
    value = shortened(one_line(value), limit)
    # "=?" in plain text would be taken for an encoded-word by its reader.
    return value if value.isascii() and "=?" not in value else _encoded(value)


def mailbox(address: Address) -> str:
    """A name and an address (RFC 5322, section 3.4), the name quoted or encoded where it must be."""
    name = shortened(one_line(address.name), _NAME_LIMIT)
    spec = addr_spec(address.email)
    if not name or name == spec:
        return spec
    if not name.isascii() or "=?" in name:
        shown = _encoded(name)
    elif _PLAIN_PHRASE.fullmatch(name):
        shown = name
    else:
        shown = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{shown} <{spec}>"


def addr_spec(email: str) -> str:
    """The address alone. A domain beyond ASCII in its IDNA form (RFC 5891); a local part beyond ASCII stays (RFC 6531)."""
    if _ORDINARY.fullmatch(email):
        return email
    local, _, domain = one_line(email).replace(" ", "").rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    domain = "".join(c for c in domain if c.isalnum() or c in ".-[]:_")
    local = local.removeprefix('"').removesuffix('"')
    if not _DOT_ATOM.fullmatch("".join(c if c.isascii() else "x" for c in local)):
        local = '"' + re.sub(r'(["\\])', r"\\\1", local) + '"'
    return f"{local}@{domain}"


def ids(values: Iterable[str]) -> list[str]:
    """The Message-IDs fit for References, each once: the first and the newest, since a thread may grow for months."""
    good = list(dict.fromkeys(value for value in (v.strip() for v in values) if _MESSAGE_ID.fullmatch(value)))
    return good if len(good) <= _REFERENCES else [good[0], *good[-(_REFERENCES - 1) :]]


def shortened(value: str, limit: int) -> str:
    return value if len(value) <= limit else value[: limit - 1].rstrip() + "…"


def _encoded(value: str) -> str:
    """Encoded-words in base64, none cut within a character."""
    words: list[str] = []
    chunk = b""
    for char in value:
        data = char.encode("utf-8")
        if len(chunk) + len(data) > _WORD_BYTES:
            words.append(_word(chunk))
            chunk = b""
        chunk += data
    return " ".join([*words, _word(chunk)])


def _word(data: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(data).decode('ascii')}?="
