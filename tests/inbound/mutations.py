"""Mail broken by a seeded chance: bytes flipped, cut, parts nested, headers doubled, charsets that are none, lines without end.

Made from the labelled mail under tests/mail/more. The same number gives the same mail, whatever else is run.
"""

import base64
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

MAILS = Path(__file__).parents[1] / "mail" / "more"
_CHARSETS = (
    b"utf-7", b"utf-16", b"utf-32-le", b"iso-2022-jp", b"hz", b"idna", b"punycode", b"rot13", b"hex", b"base64", b"zlib", b"unicode-escape",
    b"x-unknown", b"undefined", b"big5", b"koi8-r", b"cp037", b"mbcs", b"utf-8\"; x=\"", b"*", b"", b"utf8''en'a",
    b"\x00", b"string-escape", b"7bit",
)  # fmt: skip
_ENCODINGS = (b"base64", b"quoted-printable", b"x-uuencode", b"8bit", b"binary", b"none", b"\xff", b"base64\r\n base64")
_TYPES = (
    b"text/html", b"text/plain", b"text/calendar; method=REPLY", b"multipart/mixed", b"multipart/alternative; boundary=x", b"message/rfc822",
    b"message/delivery-status", b"message/disposition-notification", b"multipart/report; boundary=\"--\"", b"text/rfc822-headers", b"text/enriched",
    b"message/partial", b"message/external-body", b"application/ics", b"multipart/digest; boundary=", b"text/plain; format=flowed; delsp=yes",
    b"application/ms-tnef", b"text", b"/", b"text/plain; charset*0*=utf-8''a; charset*1=b", b"application/octet-stream; name=\"a.eml\"",
)  # fmt: skip
_HEADERS = (
    b"From", b"To", b"Cc", b"Subject", b"Date", b"Message-ID", b"In-Reply-To", b"References", b"Reply-To", b"Sender", b"Return-Path",
    b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition", b"Auto-Submitted", b"Precedence",
    b"List-Id", b"Delivered-To", b"Received",
    b"Thread-Topic", b"X-Failed-Recipients",
)  # fmt: skip
_VALUES = (
    b"", b"=?utf-8?q?=", b"=?x?b?////?=", b"=?utf-7?q?+AAA-?= =?utf-16?b?AAA=?=", b"<>", b"<<>>@", b"@", b"a@b@c",
    b"\"\\", b"(((((", b"<a@[::1", b";;,,::",
    b"Mon, 99 Foo 99999 99:99:99 +9999", b"Tue, 31 Dec 9999 23:59:59 -2359", b"Mon, 01 Jan 0001 00:00:00 +2359", b"\xff\xfe\x00", b"undisclosed: ;",
    b"yes; no; (", b"1e999", b"=?utf-8?b?8J+YgA==?= <x@y.example>", b"a" * 3000, b"<" + b"x." * 700 + b"@y.example>", b", " * 900,
)  # fmt: skip
_WORDS = (
    b"On Mon, Nov 2, 2026 at 9:00 AM Lee <lee@mail.example> wrote:", b"-----Original Message-----", b"From: Lee\nSent: x\nTo: y\nSubject: z",
    b"> > >", b"--", b"-- ", b"________________________________", b"Sent from my iPhone", b"[EXTERNAL]", b"I am not safe.", b"call 207-555-0100",
    b"<blockquote type=cite>", b"<style>p{display:none}", b"<table><tr><td>", b"<!--", b"&#xFFFFFF;&#0;",
    b"\xed\xa0\x80", b"\x00\x01\x02", b"=\n=3D=ZZ",
    b"\xe2\x80\xae\xe2\x80\x8b", b"until February 30, 0000 or 99/99/9999", b"assign 99999999999999999999",
    b"hold until 31 November", b"\r\r\n", b"DTSTART:9",
)  # fmt: skip


@cache
def originals() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(MAILS.glob("*.eml")))


def mutated(number: int, seed: int = 1) -> bytes:
    """Mail `number` of a seed: one original, broken one to six times."""
    chance = random.Random(f"{seed}/{number}")
    raw = chance.choice(originals())
    for _ in range(chance.randint(1, 6)):
        raw = chance.choice(_WAYS)(raw, chance)
    return raw


def _place(raw: bytes, chance: random.Random) -> int:
    return chance.randint(0, len(raw))


def _flipped(raw: bytes, chance: random.Random) -> bytes:
    out = bytearray(raw)
    for _ in range(chance.choice((1, 5, 50, 500)) if out else 0):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _cut(raw: bytes, chance: random.Random) -> bytes:
    """The end, the start or a piece in the middle is missing."""
    one, two = sorted((_place(raw, chance), _place(raw, chance)))
    return chance.choice((raw[:one], raw[one:], raw[:one] + raw[two:], raw[one:two]))


def _with_doubled_header(raw: bytes, chance: random.Random) -> bytes:
    name, value = chance.choice(_HEADERS), chance.choice(_VALUES)
    lines = (name + chance.choice((b": ", b":", b" : ", b":\r\n ")) + value + b"\r\n") * chance.choice((1, 2, 40))
    return lines + raw if chance.random() < 0.5 else _into_head(raw, lines)


def _into_head(raw: bytes, lines: bytes) -> bytes:
    """Behind the first line of the head."""
    first, newline, rest = raw.partition(b"\n")
    return first + newline + lines + rest


def _with_odd_type(raw: bytes, chance: random.Random) -> bytes:
    """Another Content-Type or encoding in the place of one that stands there, else before all."""
    kind = chance.choice((rb"(?im)^content-type:[^\r\n]*", rb"(?im)^content-transfer-encoding:[^\r\n]*"))
    name, values = (b"Content-Type: ", _TYPES) if b"type" in kind else (b"Content-Transfer-Encoding: ", _ENCODINGS)
    line = name + chance.choice(values)
    found = list(re.finditer(kind, raw))
    if not found:
        return line + b"\r\n" + raw
    at = chance.choice(found)
    return raw[: at.start()] + line + raw[at.end() :]


def _with_odd_charset(raw: bytes, chance: random.Random) -> bytes:
    charset = chance.choice(_CHARSETS)
    if b"charset" not in raw:
        return b'Content-Type: text/plain; charset="' + charset + b'"\r\n' + raw
    return re.sub(rb"charset=\"?[\w.:-]*\"?", lambda _: b'charset="' + charset + b'"', raw)


def _with_odd_word(raw: bytes, chance: random.Random) -> bytes:
    """A header word declared in a charset that is none, or that decodes to something else."""
    word = base64.b64encode(raw[: chance.randint(0, 60)])
    line = (
        b"Subject: =?" + chance.choice(_CHARSETS) + b"?" + chance.choice((b"b", b"q", b"z")) + b"?" + word + b"?=\r\n"
    )
    return line + raw


def _nested(raw: bytes, chance: random.Random) -> bytes:
    """The whole mail as a part of another, or many times over."""
    kind = chance.choice(
        (b"multipart/mixed", b"multipart/alternative", b"multipart/report", b"multipart/digest", b"multipart/signed")
    )
    within = chance.choice((b"message/rfc822", b"text/plain", b"text/html", b"multipart/mixed; boundary=b0"))
    for level in range(chance.choice((1, 2, 7, 60, 150))):
        mark = b"b%d" % (level if chance.random() < 0.9 else 0)
        head = b"From: outer@mail.example\r\nContent-Type: " + kind + b'; boundary="' + mark + b'"\r\n\r\n--' + mark
        raw = head + b"\r\nContent-Type: " + within + b"\r\n\r\n" + raw[:20_000]
        if chance.random() < 0.7:
            raw += b"\r\n--" + mark + b"--\r\n"
    return raw


def _with_words(raw: bytes, chance: random.Random) -> bytes:
    at = _place(raw, chance)
    return (
        raw[:at]
        + (chance.choice(_WORDS) + chance.choice((b"", b"\n", b"\r\n", b" "))) * chance.choice((1, 3, 100))
        + raw[at:]
    )


def _repeated(raw: bytes, chance: random.Random) -> bytes:
    """A piece of the mail many times over."""
    at = _place(raw, chance)
    piece = raw[at : at + chance.choice((1, 4, 30, 200))]
    return raw[:at] + piece * chance.choice((3, 30, 100)) + raw[at:]


def _with_other_ends(raw: bytes, chance: random.Random) -> bytes:
    """Line ends of another kind, or none at all."""
    return raw.replace(b"\r\n", chance.choice((b"\n", b"\r", b"\n\r", b"\r\r\n", b"", b"\x0b", b"\x85")))


def _mixed(raw: bytes, chance: random.Random) -> bytes:
    """The head of one mail on the body of another; or the lines of one in another order."""
    if chance.random() < 0.5:
        return raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + chance.choice(originals()).partition(b"\r\n\r\n")[2]
    lines = raw.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped, _cut, _with_doubled_header, _with_odd_type, _with_odd_charset, _with_odd_word, _nested, _with_words,
    _repeated, _with_other_ends, _mixed,
)  # fmt: skip
