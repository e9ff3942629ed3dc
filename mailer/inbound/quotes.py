"""Where other people's mail begins in a text: attribution lines, header blocks, forward markers.

Knows how mail programs write them, in a dozen languages. Only points at lines; what they mean for the
writer's own words is decided in reply_text.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mailer.inbound.headers import address_in, date_of
from mailer.model.address import Address

Form = Literal["attribution", "block", "forward"]

# Header names in the language of the mail program that writes the block (Outlook, Apple, Thunderbird, Gmail).
_NAMES: dict[str, tuple[str, ...]] = {
    "from": ("from", "de", "von", "da", "van", "från", "fra", "lähettäjä", "od", "от", "expéditeur", "remitente", "差出人", "发件人", "寄件者"),
    "date": ("sent", "date", "envoyé", "envoyé le", "enviado", "enviado el", "enviado em", "fecha", "gesendet", "datum", "inviato", "data",
             "verzonden", "skickat", "sendt", "dato", "lähetetty", "wysłano", "отправлено", "дата", "sent at", "送信日時", "日付", "发送时间"),
    "to": ("to", "à", "para", "an", "a", "aan", "till", "til", "vastaanottaja", "do", "кому", "destinataire", "destinatario", "宛先", "收件人"),
    "cc": ("cc", "copie à", "kopie", "kopi", "kopia", "c.c.", "bcc", "reply-to", "répondre à", "importance", "attachments", "pièces jointes"),
    "subject": ("subject", "objet", "asunto", "betreff", "oggetto", "onderwerp", "ämne", "emne", "aihe", "assunto", "temat", "тема", "件名", "主题"),
}  # fmt: skip
_MEANS = {name: field for field, names in _NAMES.items() for name in names}
_FIELD = re.compile(r"^[*_\s]{0,4}([^\W\d_][\w .\-]{0,16}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}(?:\s+(.*))?$")
_DASHED = re.compile(r"^[-_*\s]{2,40}\s?([^\W\d_][\w\s.'\-]{3,50}?)\s?:?[-_*\s]{2,40}$")
_RULE = re.compile(r"^\s*[_-]{10,80}\s*$|^\s*[_*]{5,80}\s*$")
_FORWARDED = re.compile(
    r"forwarded (?:message|mail)|begin forwarded message|message transf[ée]r[ée]"
    r"|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])"
    r"|mensaje reenviado|inicio del mensaje reenviado|comienza el mensaje reenviado|weitergeleitete (?:nachricht"
    r"|e-?mail)|anfang der weitergeleiteten"
    r"|messaggio inoltrato|inizio messaggio inoltrato|mensagem (?:re)?encaminhada|doorgestuurd bericht"
    r"|vidarebefordrat|videresendt|wiadomo[śs][ćc] przekazana",
    re.IGNORECASE,
)
_IN_A_ROW = re.compile(
    r"^[-_]{2,40} ?([^-_:]{5,50})[-_]{2,40} ?(?:From|De|Von|Da)\s?:\s*+(.{3,150}?)(?:Date|Sent|Fecha|Datum|Data|Envoyé)\s?:(.*)$",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"original (?:message|appointment|mail)|message d['’]origine|message original|mensaje original"
    r"|urspr[üu]ngliche nachricht|original-?nachricht"
    r"|messaggio originale|mensagem original|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse"
    r"|reply message|messaggio di risposta",
    re.IGNORECASE,
)

_WROTE = (
    r"(?:wrote|writes|a écrit|écrit|escribió|escribi[oó]|schrieb|escreveu|ha scritto|scrisse|schreef|skrev"
    r"|napisał(?:\(a\))?|napisał[ao]?|kirjoitti|пишет|написал[а]?|dijo|写道|書きました)"
)
_VERBS = (
    "wrote",
    "writes",
    "écrit",
    "escribió",
    "schrieb",
    "escreveu",
    "scritto",
    "schreef",
    "skrev",
    "napisał",
    "following",
    "写道",
)
_SAID_LAST = re.compile(
    rf"^(?:-{{2,6}}\s*)?(?:On|Le|El|Il(?: giorno)?|Am|Em|Op|Den|På|Vào|W dniu|Dne|A |At |In (?:a )?message|Dana|Dňa"
    rf"|\d|[\"'“<\w]).{{0,400}}?\b{_WROTE}\s*(?:the following)?\s*[:：]?\s*(?:-{{2,6}})?\s*$", re.IGNORECASE)  # fmt: skip
_OPENS = re.compile(
    r"^(?:-{2,6}\s*)?(?:On|Le|El|Il|Am|Em|Op|Den|På|Vào|W dniu|Dne|In (?:a )?message|\d{1,4}[/.\-年])\b", re.IGNORECASE
)
_SAID_FIRST = re.compile(
    r"^(?:Am|Op|Den|På|Il|On|Dne)\b.{3,120}?\b(?:schrieb|schreef|skrev|wrote)\b.{1,200}[:：]\s*$", re.IGNORECASE
)
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}")
_TIMED = re.compile(r"\b\d{1,2}(?::|h|\.)\d{2}\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"[^\s<>()@\[\]]{1,100}@[^\s<>()@\[\]]{1,100}")


@dataclass(frozen=True)
class Mark:
    """Lines [start, end) that announce another mail: its form, its author and what else they say."""

    start: int
    end: int
    form: Form
    author: Address | None = None
    subject: str = ""
    date: str = ""
    rest: str = ""  # words of the other mail that stand in the mark's own line


def unquoted(line: str) -> tuple[int, str]:
    """How deep a line is quoted by ">", and what stands behind."""
    depth, rest = 0, line
    while (stripped := rest.lstrip(" ") if depth else rest).startswith(">") and depth < 40:
        depth += 1
        rest = stripped[1:]
    return depth, rest[1:] if depth and rest.startswith(" ") else rest


def mark_at(lines: Sequence[str], at: int) -> Mark | None:
    """The mark that begins at a line (lines without their ">"), if one does."""
    line = lines[at].strip()
    if not line or len(line) > 400:
        return None
    return (
        _one_line(line, at) or _dashed(lines, at) or _ruled(lines, at) or _block(lines, at) or _attribution(lines, at)
    )


def _one_line(line: str, at: int) -> Mark | None:
    """-------- Original message --------From: … Date: … To: … Subject: …, all in a row (Samsung's mail program)."""
    if not (match := _IN_A_ROW.match(line)):
        return None
    form: Form = "forward" if _FORWARDED.search(match.group(1)) else "block"
    return Mark(at, at + 1, form, address_in(match.group(2)), rest=match.group(3).strip())


def _dashed(lines: Sequence[str], at: int) -> Mark | None:
    """-----Original Message-----, ---------- Forwarded message ---------, Begin forwarded message: and their like."""
    line = lines[at].strip()
    if line[0] not in "-_*" and line[-1] != ":":
        return None
    bare = line.strip("-_*> ").rstrip(":").strip()
    if len(bare) > 60:
        return None
    if _FORWARDED.fullmatch(bare) or ("forward" in bare.lower() and _DASHED.match(line) and _FORWARDED.search(bare)):
        form: Form = "forward"
    elif _DASHED.match(line) and _ORIGINAL.search(bare):
        form = "block"
    elif _starts_forward(bare) and line.endswith(":"):
        form = "forward"
    else:
        return None
    block = _block(lines, _next(lines, at + 1), wanted=1)
    if block is None:
        # "Forwarded by Ann Lee on 11/3" (Notes) or a bare marker: what follows is the other mail all the same.
        return Mark(at, at + 1, form) if form == "forward" or _DASHED.match(line) else None
    return Mark(at, block.end, form, block.author, block.subject, block.date)


def _starts_forward(bare: str) -> bool:
    return bool(
        re.match(r"(?:begin|d[ée]but du|inicio del|comienza el|anfang der|inizio) ?", bare, re.IGNORECASE)
        and _FORWARDED.search(bare)
    )


def _ruled(lines: Sequence[str], at: int) -> Mark | None:
    """A line of underscores with a header block below, in whatever language (Outlook on the web and on phones)."""
    if not _RULE.match(lines[at]):
        return None
    below = _next(lines, at + 1)
    block = _block(lines, below, wanted=2) or _any_block(lines, below)
    return Mark(at, block.end, "block", block.author, block.subject, block.date) if block else None


def _next(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _block(lines: Sequence[str], at: int, wanted: int = 3) -> Mark | None:
    """From:, Sent:, To:, Subject: under one another. `wanted` is how many of them it takes."""
    if at >= len(lines) or not (first := _FIELD.match(lines[at])):
        return None
    if _MEANS.get(first.group(1).strip().lower()) not in ("from", "subject", "date") or (
        wanted > 2 and _field(first) != "from"
    ):
        return None
    found: dict[str, str] = {}
    end, blanks = at, 0
    for place in range(at, min(at + 16, len(lines))):
        line = lines[place]
        if not line.strip():
            blanks += 1
            # A converter may leave one blank line between the fields, never two.
            following = _FIELD.match(lines[place + 1]) if place + 1 < len(lines) else None
            if blanks > 3 or following is None or _field(following) is None or _field(following) in found:
                break
            continue
        match = _FIELD.match(line)
        name = _field(match) if match else None
        if match and name and name not in found:
            found[name] = (match.group(2) or "").strip()
            end = place + 1
        elif match and name == "cc":
            end = place + 1
        elif found and place == end and _goes_on(line, found):
            last = next(reversed(found))
            found[last] = f"{found[last]} {line.strip()}"  # a folded list of recipients
            end = place + 1
        else:
            break
    if (
        "from" not in found
        or len(set(found) - {"cc"}) < wanted
        or (wanted > 2 and not {"date", "subject"} & set(found))
    ):
        return None
    return Mark(at, end, "block", address_in(found["from"]), found.get("subject", ""), found.get("date", ""))


def _field(match: re.Match[str]) -> str | None:
    return _MEANS.get(match.group(1).strip(" *_").lower())


def _goes_on(line: str, found: dict[str, str]) -> bool:
    """A recipients' list or a subject that a mail program has folded."""
    last = next(reversed(found))
    if last in ("to", "cc"):
        return bool(_ADDRESSED.search(line)) or found[last].rstrip().endswith((";", ","))
    return (last == "from" and bool(re.match(r"^\s*<?\S+@\S+>?\s*$", line))) or (last == "subject" and not found[last])


def _any_block(lines: Sequence[str], at: int) -> Mark | None:
    """Three or more "Name: value" lines, one of them with an address, whatever their language."""
    end, author = at, None
    for place in range(at, min(at + 8, len(lines))):
        match = _FIELD.match(lines[place])
        if not match or not match.group(2):
            break
        if author is None and _ADDRESSED.search(match.group(2)):
            author = address_in(match.group(2))
        end = place + 1
    return Mark(at, end, "block", author) if end - at >= 3 and author else None


def _attribution(lines: Sequence[str], at: int) -> Mark | None:
    """On …, … wrote: — on one line, or wrapped over up to four."""
    joined = ""
    for count in range(4):
        if at + count >= len(lines) or not lines[at + count].strip():
            return None
        if count == 1 and not _wraps(lines[at].strip()):
            return None  # a line of prose above somebody's attribution is no part of it
        joined = f"{joined} {lines[at + count].strip()}".strip()
        if len(joined) > 420:
            return None
        if joined[-1] not in ":：-" and not joined.lower().endswith(_VERBS):
            continue
        if _is_attribution(joined, followed=_quoted_below(lines, at + count + 1), wrapped=count > 0):
            if any(_opens_later(lines, place, at + count + 1) for place in range(at + 1, at + count + 1)):
                return None
            address = _ADDRESSED.search(joined)
            who = _author(joined, address.group().strip("\"'.,;:") if address else "")
            return Mark(at, at + count + 1, "attribution", who, "", _when(joined))
    return None


def _wraps(first: str) -> bool:
    """Can this be the first line of an attribution? It names the day, and breaks off in the middle."""
    return (
        bool(_OPENS.match(first))
        and any(c.isdigit() for c in first[:60])
        and not re.search(r"(?<!\b[ap]\.m)[.!?]$", first)
    )


def _opens_later(lines: Sequence[str], at: int, end: int) -> bool:
    """Does the attribution begin in this line rather than above it?"""
    joined = " ".join(line.strip() for line in lines[at:end])
    return bool(_OPENS.match(joined)) and _is_attribution(joined, followed=False, wrapped=True)


def _is_attribution(text: str, *, followed: bool, wrapped: bool) -> bool:
    said = bool(_SAID_LAST.match(text) or _SAID_FIRST.match(text))
    dated, timed, addressed = bool(_DATED.search(text)), bool(_TIMED.search(text)), bool(_ADDRESSED.search(text))
    if said and not text.endswith((":", "：", "-")) and not (dated and timed and addressed):
        return False
    if said and (dated + timed + addressed >= 2):
        return True
    if said and followed:
        # "On Friday she wrote:" before a person's own ">"-less quotation is prose; before ">" it is a program's line.
        return dated or timed or addressed or not wrapped
    # 2026-11-16 15:05 GMT+01:00 Ann Lee <ann@example.org>:
    return followed and dated and timed and addressed and text.endswith(":")


def _quoted_below(lines: Sequence[str], at: int) -> bool:
    below = _next(lines, at)
    return below < len(lines) and lines[below].lstrip().startswith(">")


def block_date(text: str) -> str:
    """The date of a header block in the form of a Date header: 5:44 PM is 17:44."""
    match = re.search(r"\b(\d{1,2})(:\d{2}(?::\d{2})?)\s?([AaPp])\.?[Mm]\b", text)
    if not match:
        return text
    hour = int(match.group(1)) % 12 + (12 if match.group(3) in "Pp" else 0)
    return f"{text[: match.start()]}{hour:02d}{match.group(2)}{text[match.end() :]}"


def _author(text: str, email: str) -> Address | None:
    before = text.partition(email)[0] if email else re.sub(rf"\b{_WROTE}.*$", "", text, flags=re.IGNORECASE).rstrip()
    before = before.rstrip(" <([\"'“").removesuffix("mailto:").rstrip(" <([\"'")
    pieces = re.split(
        r"[,;]|\d{1,2}[:h.]\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?|\b(?:19|20)\d\d\b|\s[+-]\d{4}|\b(?:GMT|UTC|EST"
        r"|EDT|CET)\b\S*",
        before,
    )
    name = next((p.strip(" \"'“”<>():-") for p in reversed(pieces) if p.strip(" \"'“”<>():-")), "")
    name = re.sub(r"^(?:On|Le|El|Am|um|at|à|a las|schrieb|schreef|skrev|Uhr)\s+", "", name).strip()
    if not email and not name:
        return None
    return Address(email, name if not re.fullmatch(r"[\d\s/.\-:]*", name) else "")


def _when(text: str) -> str:
    match = re.search(r"(?:On|Le|El|Am)\s+(.{6,60}?\d{1,2}[:h.]\d{2}(?:\s?[AaPp]\.?[Mm]\.?)?)", text)
    return match.group(1) if match and date_of(match.group(1)) else ""
