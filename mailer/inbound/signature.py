"""Which of a writer's lines are the signature: the name at the end, credentials, title, place, telephone numbers.

Goes by the author's own name, so that a list of names, a last line such as "- Ann" or a request to be called is never
swallowed. In doubt a line stays the writer's words.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from mailer.inbound.footers import banner_length, is_list_footer, is_mobile, legal_lines
from mailer.inbound.phrases import fold
from mailer.model.address import Address

Label = Literal["own", "signature", "footer"]

_CREDENTIAL = (
    r"(?:m\.?d\.?|d\.?o\.?|n\.?p\.?|p\.?a\.?(?:-?c)?|r\.?n\.?|crna|ph\.?d\.?|m\.?p\.?h\.?|fac[a-z]{1,3}|faa[a-z]{1,3}"
    r"|facog|lcsw|lmsw|msw|msn|bsn|dnp|fnp(?:-[a-z]{1,2})?|aprn|agacnp\S*|pnp\S*|cnm|mba|mha|mhs|ms|ma|ba|bs|bsc|msc"
    r"|facp|facs|facep|faap|cpps|cphrm|cphq|cst|rrt|rpsgt|ccrn|cnor|pharmd|rph|psyd|dpm|dmd|dds|jd|esq|ret|jr|sr|ii"
    r"|iii|ed\.?d|mdiv|bcc|mbbs|mbchb|frcp\S*|pgy-?\d|pa-?s)"
)
_ONLY_CREDENTIAL = re.compile(rf"^\(?{_CREDENTIAL}\)?$", re.IGNORECASE)
_TITLE = frozenset(["dr", "dre", "prof", "professor", "mr", "mrs", "ms", "rev", "fr", "sr", "sister", "chaplain"])
_PHONE = re.compile(
    r"(?:\+?1[ .\-/]?)?\(?\b\d{3}\)?[ .\-/]{0,2}\d{3}[ .\-]?\d{4}\b|\+\d[\d ().\-]{7,18}\d|\bx\s?\d{2,5}\b"
    r"|\bext\.?\s?\d{2,5}\b"
)
_NET = re.compile(r"\S@\S{1,200}\.\S|\bhttps?://|\bwww\.", re.IGNORECASE)
_PLACE_WORD = re.compile(
    r"\b(?:hospitals?|hospitalists?|medic(?:al|ine)|center|centre|centro|health(?:care)?|clinic\w*|department|dept"
    r"|division|section|service|services|surger\w+|surgeon|physicians?|director|chief|chair|chairman|manager|manag\w+"
    r"|nurse|nursing|practitioner|assistant|associate|professor|coordinator|administrat\w+|office|officer|campus"
    r"|anesth\w+|anaesth\w+|\w+ology|\w+ologist|\w+iatry|\w+iatri\w+|obstetrics|orthop\w+|ob/?gyn|icu|nicu|picu|micu"
    r"|ed|er|or|pgy-?\d|resident|residency|fellow(?:ship)?|intern|attending|locum\w*|program(?:me)?|quality|safety"
    r"|risk|ethics|spiritual|care|pager|page|fax|cell|mobile|tel|phone|office|direct|desk|secretary|student"
    r"|university|school|college|institute|group|associates|partners|p\.?\s?a\.?|llc|inc|suite|street|st|avenue|ave"
    r"|road|rd|drive|floor|building|box|maine|me \d{5}|nh|new hampshire|peer support|pronouns|she|he|they|her|him"
    r"|them|h[ôo]pital|m[ée]decin\w*|infirmi\w+|chirurgi\w+|servicio|m[ée]dico|enfermer\w+|unit|emergency|critical"
    r"|family|trauma|neonat\w+|pediatric\w*|transplant|palliative|hospice|laboratory|lab|pharmacy|team|system|network"
    r"|consult\w*|lead|president|vice|dean|head|supervisor|specialist|technician|therapist|counsel\w*|social work\w*"
    r"|hr|human resources)\b",
    re.IGNORECASE,
)
_FUNCTION = re.compile(
    r"\b(?:i|i['’](?:m|d|ve|ll)|you|you['’]re|your|yours|we|we['’](?:d|ll|re|ve)|my|me|us|our|it|it['’]s|this|that"
    r"|there|if|please|pls|is|are|was|were|am|be|been|has|have|had|do|does|did|don['’]?t|can|can['’]t|cannot|could"
    r"|would|will|won['’]t|should|need|needs|want|wants|wish|think|know|thanks|thank|thx|yes|no|not|so|but|because"
    r"|when|who|what|how|why|ask|call|calls|text|reach|let|give|send|tell|try|said|says|just|about|any|some|someone"
    r"|somebody|anyone|je|nous|vous|est|pas|merci|s['’]il|por favor|gracias|puede|quiero|ich|bitte|danke|tonight"
    r"|tomorrow|today|help)\b",
    re.IGNORECASE,
)
# Pronouns in a signature, and the credential DO, are no words of a sentence.
_NO_FUNCTION = re.compile(r"\b(?:[Ss]he|[Hh]e|[Tt]hey)\s?/\s?\w+(?:\s?/\s?\w+)?|\bDO\b|\bD\.O\.|\bME\b(?= \d{5})")
_CLOSING = re.compile(
    r"^(?:(?:with |in )?(?:my |our |many |much |kind(?:est)? |warm(?:est)? |best |very |all (?:the |my )?|sincere "
    r"|deep(?:est)? )*"
    r"(?:regards|wishes|best|thanks(?: again| so much| a lot)?|thank you(?: so much| very much| again| kindly"
    r"| for (?:your|all you)\W[\w ]{0,30})?|thx|tx|ty|cheers|sincerely(?: yours)?|yours(?: (?:truly|sincerely"
    r"|faithfully|ever|always|in [\w ]{2,20}))?|respectfully(?: yours)?|warmly|cordially|appreciatively|gratefully"
    r"|fondly|gratitude|appreciation|blessings|peace|take care|hugs|love|v/?r|k?br|rgds|tia)"
    r"|merci(?: beaucoup| d['’]avance)?|cordialement|bien (?:à vous|cordialement)|(?:sinc[èe]res "
    r"|meilleures )?salutations(?: distingu[ée]es)?|amicalement|bonne journ[ée]e|(?:un |muchos "
    r"|cordiales )?saludos?(?: cordial(?:es)?)?|atentamente|(?:muchas |mil )?gracias|un abrazo"
    r"|(?:mit )?(?:freundlichen|besten|vielen|herzlichen|lieben) gr[üu](?:ß|ss)en?|viele gr[üu](?:ß|ss)e|mfg|lg"
    r"|danke)"
    r"\s?[,.!;:\-–—]{0,3}\s*(?::\)|🙏|❤️)?$",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r"^(?:--|__|—)\s?$")
# Short forms that do not begin as the name does; the others are known by their first letters.
_SHORT = {
    short: name
    for name, shorts in {
        "robert": "bob rob bobby", "william": "bill will billy", "elizabeth": "liz beth betsy libby betty", "margaret": "peg peggy meg maggie",
        "michael": "mike mick", "richard": "dick rick", "james": "jim jimmy", "john": "jack", "joseph": "joe joey", "thomas": "tom tommy",
        "katherine": "kate katie kathy kit", "anthony": "tony", "edward": "ted ned", "harold": "hal harry", "henry": "hank", "charles": "chuck",
        "susan": "sue", "beatrice": "bea", "patricia": "pat patty trish tricia", "alexandra": "sandy sasha", "jose": "pepe", "francisco": "paco",
        "ignacio": "nacho", "dolores": "lola", "nancy": "nan", "gabriel": "gabe", "david": "dave", "stephen": "steve", "gerald": "jerry",
        "walter": "wally",
    }.items()
    for short in shorts.split()
}  # fmt: skip


def labels(lines: Sequence[str], author: Address, *, others_follow: bool = False) -> list[Label]:
    """A label for each of the writer's lines. `others_follow`: forwarded mail stands below, so that the writer may have said nothing."""
    found: list[Label] = ["own"] * len(lines)
    _mark_footers(lines, found)
    _mark_delimited(lines, found)
    _mark_block(lines, found, _Author(author))
    if not others_follow and not any(lines[i].strip() for i in range(len(lines)) if found[i] == "own"):
        signed = [i for i in range(len(lines)) if found[i] == "signature" and lines[i].strip()]
        if len(signed) <= 2:
            for i in signed:  # a line or two and nothing else: that is what was written
                found[i] = "own"
    return found


def signs(author: Address, text: str) -> bool:
    """Is a text this author's name, or a short form of it?"""
    return _Author(author).signs(text)


def _mark_footers(lines: Sequence[str], found: list[Label]) -> None:
    for start, end in _paragraphs(lines):
        paragraph = lines[start:end]
        legal = start + legal_lines(paragraph)
        if legal < end:
            above = legal
            while (
                above > start
                and _contactish(lines[above - 1])
                and not _FUNCTION.search(lines[above - 1])
                and _PLACE_WORD.search(lines[above - 1])
            ):
                above -= 1  # the institution's name, as the footer's head
            found[above:end] = ["footer"] * (end - above)
        elif is_list_footer(paragraph) and end >= len(lines) - 3:
            found[start:end] = ["footer"] * (end - start)
        for i in range(start, end):
            ruled = re.fullmatch(r"\s*[_\-=*~]{5,}\s*", lines[i]) and (i + 1 >= end or found[i + 1] == "footer")
            if ruled or is_mobile(lines[i]) or banner_length(lines[i]) >= len(lines[i].rstrip()) > 0:
                found[i] = "footer"


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    found, start = [], None
    for i, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = i
        elif not line.strip() and start is not None:
            found.append((start, i))
            start = None
    return found


def _mark_delimited(lines: Sequence[str], found: list[Label]) -> None:
    """Behind "-- " stands the signature (RFC 3676, section 4.3); a sentence of the writer's there stays theirs."""
    at = next((i for i in range(len(lines) - 1, -1, -1) if found[i] == "own" and _DELIMITER.match(lines[i])), None)
    if at is None or sum(bool(line.strip()) for line in lines[at:]) > 16:
        return
    for start, end in _paragraphs(lines[at + 1 :]):
        paragraph = " ".join(lines[at + 1 + start : at + 1 + end])
        prose = len(paragraph.split()) >= 3 and re.search(
            r"\b(?:i|i['’](?:m|d|ve|ll)|me|my|he|she|him|her|je|yo|p\.?s)\b", paragraph, re.IGNORECASE
        )
        for i in range(at + 1 + start, at + 1 + end):
            if found[i] == "own" and not (prose and not _contactish(lines[i])):
                found[i] = "signature"
    found[at] = "footer"


def _mark_block(lines: Sequence[str], found: list[Label], author: "_Author") -> None:
    """The sign-off and the block under it, at the end."""
    rows = [i for i in range(len(lines)) if found[i] == "own" and lines[i].strip()]
    tail = rows[-14:]
    # above the last row that stands in no signature none begins
    alien = next((n for n in range(len(tail) - 1, -1, -1) if not _may_follow(lines[tail[n]].strip(), author)), 0)
    first_place = len(rows) - len(tail)
    start = next((n for n in range(alien, len(tail)) if _begins(lines, rows, first_place + n, tail[n:], author)), None)
    if start is None:
        return
    first = tail[start]
    for i in tail[start:]:
        if not re.match(r"\s*p\.?\s?s\b", lines[i], re.IGNORECASE):
            found[i] = "signature"
    place = rows.index(first)
    while place > 0 and (author.signs(lines[rows[place - 1]]) or _CLOSING.match(lines[rows[place - 1]].strip())):
        place -= 1
        found[rows[place]] = "signature"


def _may_follow(row: str, author: "_Author") -> bool:
    """Of the kind that stands in a signature, or a postscript, which may stand below one."""
    return _contactish(row) or bool(re.match(r"p\.?\s?s\b", row, re.IGNORECASE)) or author.signs(row)


def _begins(lines: Sequence[str], rows: list[int], place: int, block: list[int], author: "_Author") -> bool:
    """Does the signature begin in this line? All that follows must be of the kind that stands in signatures."""
    line = lines[rows[place]].strip()
    if len(line) > 140 or line.startswith(("- ", "* ", "• ", "– ", ">")) or re.match(r"\d{1,2}[.)]\s", line):
        return False
    above = lines[rows[place - 1]].strip() if place else ""
    closed = bool(_CLOSING.match(above))
    if above.endswith(":") and not closed:
        return False
    apart = place == 0 or closed or rows[place] > rows[place - 1] + 1 or author.signs(above)
    rest = [lines[i].strip() for i in block[1:]]
    rest = [r for r in rest if not re.match(r"p\.?\s?s\b", r, re.IGNORECASE)]
    if not all(_contactish(r) or author.signs(r) for r in rest):
        return False
    named = sum(_name_like(r) and not author.signs(r) for r in rest)
    strong = any(_strong(r) for r in (line, *rest))
    if named > (1 if strong else 0):
        return False  # a list of people
    if author.signs(line):
        # Alone and not set apart, "Kim" at the end of a paragraph is as likely the answer itself.
        return place > 0 or bool(rest) or strong
    if not _name_like(re.split(r"[,|(]", line, maxsplit=1)[0]) or not _contactish(line):
        return False
    if closed:
        return len(rest) <= 8
    # A shared mailbox: the person is not its author, but the block names the office.
    return apart and any(author.office_in(r) and _PLACE_WORD.search(r) for r in rest)


def _strong(line: str) -> bool:
    return bool(
        _PHONE.search(line)
        or _NET.search(line)
        or _PLACE_WORD.search(line)
        or ("," in line and _ONLY_CREDENTIAL.match(line.rpartition(",")[2].strip()))
    )


@lru_cache(maxsize=512)
def _contactish(line: str) -> bool:
    """Of the kind that stands under a name: a number, an address, a title, a department, a place."""
    line = line.strip().strip("*_ ")
    if len(line) > 160 or line.endswith(("?", "!", ":")) or re.match(r"(?:[-*•–]|\d{1,2}[.)])\s", line):
        return False
    if _DELIMITER.match(line) or re.fullmatch(r"[\W_]{3,}", line):
        return True
    if _FUNCTION.search(_NO_FUNCTION.sub("", line)):
        return False
    if _PHONE.search(line) or _NET.search(line):
        return len(line.split()) <= 16
    if line.endswith(".") and not re.search(r"\b[A-Za-z]{1,4}\.$", line):
        return False
    words = line.split()
    return len(words) <= 14 if _PLACE_WORD.search(line) or " | " in line else len(words) <= 5


def _name_like(text: str) -> bool:
    words = [
        w.strip(".,")
        for w in text.split()
        if not _ONLY_CREDENTIAL.match(w.strip(".,")) and w.strip(".,").lower() not in _TITLE
    ]
    if not 1 <= len(words) <= 4 or _PLACE_WORD.search(text) or any(c.isdigit() for c in text):
        return False
    return all(re.match(r"[^\W\d_]['’\w\-]*$", w) for w in words) and words[0][:1].isupper() and words[-1][:1].isupper()


class _Author:
    """The names by which a writer may sign: of the display name, and of the address."""

    def __init__(self, author: Address) -> None:
        name = re.sub(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]", " ", author.name)
        last, comma, first = name.partition(",")
        ordered = f"{first} {last}" if comma and not _ONLY_CREDENTIAL.match(first.strip()) else name
        local = re.sub(r"[\d_.\-+]+", " ", author.email.rpartition("@")[0])
        pieces = [
            p for p in re.findall(r"[^\W\d_]+", fold(ordered)) if not _ONLY_CREDENTIAL.match(p) and p not in _TITLE
        ]
        self.tokens = list(dict.fromkeys(pieces + [p for p in re.findall(r"[^\W\d_]+", fold(local)) if len(p) > 2]))
        self.initials = "".join(p[0] for p in pieces or self.tokens)
        self.office = frozenset(p for p in pieces if len(p) > 3)

    def signs(self, line: str) -> bool:
        """Is the line this writer's name, or a short form of it, with at most credentials and a title behind?"""
        line = line.strip().strip("*_~ ")
        if not line or len(line) > 140 or line[0] in "-–—•>":
            return False
        head = re.split(r"[,|;(\[/]|\s[-–—]\s", line, maxsplit=1)[0].strip()
        if head.endswith(("?", "!", ":")) or (head != line and not self._tail_fits(line[len(head) :])):
            return False
        letters = re.findall(r"[^\W\d_]+", fold(head))
        if not letters or letters[0] in ("ok", "no", "yes", "si", "oui", "non") or any(c.isdigit() for c in head):
            return False  # Olga Kim may sign as OK, but an answer is worth more than initials
        if (
            len(head) <= 8
            and self.initials
            and "".join(letters) in (self.initials, self.initials[0], self.initials[0] + self.initials[-1])
        ):
            return True
        words = [
            w for w in letters if w not in _TITLE and (w in self.tokens or len(w) == 1 or not _ONLY_CREDENTIAL.match(w))
        ]
        if not 1 <= len(words) <= 5:
            return False
        if len(words) > 1:
            # Whoever shares one name with the writer is somebody else: "Ann Lee" does not sign as "Lee Orne".
            return self._known(words[0]) and self._known(words[-1]) and any(len(w) > 1 for w in words)
        return words[0] in self.tokens or self._short(words[0])

    def _known(self, word: str) -> bool:
        """A name of the writer, a short form, an initial; or a name that the display name shortens to its initial."""
        return (
            word in self.tokens
            or self._short(word)
            or (len(word) == 1 and word in self.initials)
            or word[0] in self.tokens
        )

    def _tail_fits(self, tail: str) -> bool:
        """Behind the name: credentials, a title, a place; not the rest of a sentence."""
        return not _FUNCTION.search(_NO_FUNCTION.sub("", tail)) and not tail.rstrip().endswith(("?", "!"))

    def _short(self, word: str) -> bool:
        """Bea for Beatrice, Gabe for Gabriel, Mike for Michael."""
        if len(word) < 2:
            return False
        for token in self.tokens:
            if len(token) > 2 and (token.startswith(word) or _SHORT.get(word) == token):
                return True
            if len(word) >= 4 and len(token) >= 4 and token[:3] == word[:3] and word[-1] in "eiy" and len(word) <= 6:
                return True
        return False

    def office_in(self, line: str) -> bool:
        return bool(self.office.intersection(re.findall(r"[^\W\d_]+", fold(line))))
