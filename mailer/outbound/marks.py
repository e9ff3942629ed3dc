"""Reply marks: how an answer is known, whatever mail programs and servers do to it on its way.

A mark is 128 bits of HMAC-SHA256 over case, letter, reader and a sequence number, written in base32 (clients lower-case
addresses, some upper-case them). It travels three ways: in the +tag of Reply-To, in the Message-ID (which Exchange may
rewrite), and in a plain line of the body. Makes and finds marks; whose a mark is, and whether it still lives, the store says.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

from mailer.model.address import canonical, tag_of

LENGTH = 26
"""Characters of a mark: 128 bits, five to a character."""

KEEP_LINE = {
    "en": "Please keep this line:",
    "es": "Por favor, conserve esta línea:",
    "fr": "Merci de garder cette ligne :",
}
"""What stands before the mark in the body: discreet, and nothing about the programme."""

_BYTES = 16
_CHAR = "[a-zA-Z2-7]"
_WHOLE = re.compile(rf"{_CHAR}{{{LENGTH}}}")
_LOOSE = re.compile(rf"(?<![a-zA-Z0-9]){_CHAR}{{{LENGTH}}}(?![a-zA-Z0-9])")
# A quoted line that was wrapped within the mark: "line: 7f3kq\n> > 2abc". Bounded: a mark and a few quote signs between.
_KEPT = re.compile(
    rf"(?:keep this line|conserve esta l.{{1,2}}nea|garder cette ligne)\s{{0,2}}:"
    rf"[\s>|*]{{0,12}}({_CHAR}(?:[\s>|]{{0,8}}{_CHAR}){{{LENGTH - 1}}})(?![a-zA-Z0-9])",
    re.IGNORECASE,
)


def mark_for(key: bytes, case: str, letter: str, reader: str, sequence: int) -> str:
    """The mark of one letter to one reader of one case. The same input gives the same mark."""
    said = "".join(f"{len(part)}:{part}" for part in (case, letter, canonical(reader), str(sequence)))
    digest = hmac.new(key, said.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()[:_BYTES]
    return base64.b32encode(digest).decode("ascii").rstrip("=").lower()


def genuine(key: bytes, mark: str, case: str, letter: str, reader: str, sequence: int) -> bool:
    """Was this mark made by us, for that reader? Compared in constant time."""
    ours = mark_for(key, case, letter, reader, sequence)
    return hmac.compare_digest(ours.encode("ascii"), mark.lower().encode("utf-8", "replace"))


def message_id_for(token: str, domain: str) -> str:
    """A Message-ID (RFC 5322, section 3.6.4) that carries a mark, or another unique token where a letter has no mark."""
    left = re.sub(r"[^A-Za-z0-9._-]", "", token) or "letter"
    right = re.sub(r"[^A-Za-z0-9.-]", "", domain).strip(".") or "localhost"
    return f"<{left}@{right}>"


def marks_in(addresses: Iterable[str], ids: Iterable[str], text: str) -> tuple[str, ...]:
    """All that look like marks: in +tags, in Message-IDs, in the body (quoted and wrapped too), each once, likeliest first."""
    found: list[str] = []
    for address in addresses:
        found += [tag for tag in re.split(r"[+=]", tag_of(address.strip().strip("<>"))) if _WHOLE.fullmatch(tag)]
    for message_id in ids:
        local = message_id.strip().strip("<>").partition("@")[0]
        if _WHOLE.fullmatch(local):
            found.append(local)
    found += [re.sub(r"[\s>|]", "", kept) for kept in _KEPT.findall(text)]
    found += _LOOSE.findall(text)
    return tuple(dict.fromkeys(mark.lower() for mark in found))
