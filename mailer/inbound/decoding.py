"""Bytes to text, whatever their charset is said to be.

Tries what is declared, then UTF-8, then windows-1252; guesses nothing beyond that, and never raises.
"""

import base64
import binascii
import quopri
import re

# Only codecs of text: "punycode" and the like are quadratic, "rot13" is no charset.
_CHARSET = re.compile(
    r"^(?:utf[-_]?\d|us-ascii|ascii|iso[-_]?\d|latin|cp[-_]?\d|windows|ibm|koi8|big5|gb|euc|shift|sjis|ks_c|mac|tis"
    r"|hz)",
    re.IGNORECASE,
)
_LATIN = re.compile(r"^(?:iso[-_]?8859[-_]1|latin[-_]?1|us-ascii|ascii)$", re.IGNORECASE)
_WORD = re.compile(
    r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]{0,4000})\?="
)  # RFC 2047, RFC 2231 section 5
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def text_of(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of some bytes, and what was odd about them (empty where nothing was)."""
    declared = declared.strip().strip("\"'").lower()
    high = not data.isascii()
    if high and (not declared or _LATIN.match(declared) or declared.startswith(("windows-125", "cp125"))):
        # Valid UTF-8 with high bytes is UTF-8, whatever is declared: chance does not write it.
        try:
            return clean(data.decode("utf-8")), "" if not declared else f"body declared {declared}, read as utf-8"
        except UnicodeDecodeError:
            pass
    if _LATIN.match(declared):
        # windows-1252 holds all of iso-8859-1 that anybody types, and the curly quotes that are sent under its name.
        return clean(data.decode("cp1252", "replace")), ""
    if declared and _CHARSET.match(declared):
        try:
            return clean(data.decode(declared)), ""
        except (UnicodeError, LookupError):
            pass
    for charset in ("utf-8", "cp1252"):
        try:
            return clean(data.decode(charset)), f"body declared {declared}, read as {charset}" if declared else ""
        except UnicodeDecodeError:
            continue
    return clean(data.decode("cp1252", "replace")), "some bytes could not be read"


def clean(text: str) -> str:
    """Without NULs, other control characters and lone surrogates."""
    return _CONTROL.sub("", text)


def header_text(raw: str) -> str:
    """A header's value as people read it: unfolded, raw 8-bit and encoded words decoded (RFC 2047)."""
    if not raw.isascii():
        raw = text_of(raw.encode("utf-8", "surrogateescape"))[0]
    raw = re.sub(r"[\r\n]+[ \t]?", " ", raw) if "\n" in raw or "\r" in raw else raw
    if "=?" not in raw:
        return clean(raw).strip()
    out: list[str] = []
    pending, charset, at = b"", "", 0
    for match in _WORD.finditer(raw):
        between = raw[at : match.start()]
        data = _word_bytes(match.group(2).lower(), match.group(3))
        apart = bool(between.strip()) or not at
        if pending and (apart or match.group(1).lower() != charset):
            out.append(text_of(pending, charset)[0])
            pending = b""
        if apart or (not out and not pending):
            out.append(between)
        # A character may be split over two words, against the rule; so bytes are joined first.
        pending, charset, at = pending + data, match.group(1).lower(), match.end()
    if pending:
        out.append(text_of(pending, charset)[0])
    out.append(raw[at:])
    return clean("".join(out)).strip()


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("ascii", "replace")
    if encoding == "q":
        return quopri.decodestring(data, header=True)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return data
