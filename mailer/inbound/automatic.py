"""Did a machine write this mail, and may it be answered? Two questions, two answers, each with its reason.

`answerable` goes by headers and errs on the side of silence. `machine` says which machine, whether it passes on a person's
words, and until when somebody is away; it errs on the side of reading. Phrases stand in rules/machine.toml.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from mailer.inbound.absence import until
from mailer.inbound.delivery_status import bounce_of
from mailer.inbound.machine_headers import automatic, bulk, marketing, notice_sender, refusals
from mailer.inbound.phrases import Hit, Phrasebook, Sentence, fold, sentences
from mailer.inbound.relayed import fields, form_author, form_words, has_transcript, passes_on, spoken_words, typed_note
from mailer.inbound.words import bare_subject
from mailer.model.address import Address
from mailer.model.meaning import Absence, Bounce, Reason
from mailer.model.message import InboundMessage

What = Literal[
    "bounce", "out-of-office", "auto-reply", "read-receipt", "list", "calendar-response", "ticket", "challenge",
    "secure-mail", "digest", "notification", "web-form", "voicemail", "incident-notice",
]  # fmt: skip

_MOST_READ = 6_000
_WHATS: dict[str, What] = {what: what for what in get_args(What)}
_CALENDAR_SUBJECT = re.compile(
    r"^\s*(?:accepted|declined|tentative(?:ly accepted)?|new time proposed|accepté|refusé|provisoire|aceptad[oa]"
    r"|rechazad[oa]|provisional|zugesagt|abgesagt|mit vorbehalt)\s*:",
    re.IGNORECASE,
)
_SECURE_ATTACHMENT = re.compile(
    r"\.rpmsg$|^securedoc.*\.html?$|^message(?:_zdm|_v\d)?\.(?:html?|rpmsg)$|^encrypted.*\.html?$", re.IGNORECASE
)
_COMMENT = re.compile(
    r"\b(?:comments?|message|notes?|remarks?|details|reason|concern|narrative|describe|description|commentaires?|comentarios?|mensaje)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|i['’](?:m|d|ve|ll)|me|my|je|moi|yo|mi)\b", re.IGNORECASE)
_AUTOREPLY_HEADERS = frozenset(
    (
        "x-autoreply",
        "x-autorespond",
        "x-auto-reply",
        "x-autoreply-from",
        "x-mail-autoreply",
        "x-autoresponder",
        "x-vacation",
        "x-oof",
    )
)
_CONDITION = re.compile(r"\b(?:if|for|should you|in case|en cas|si |en caso|para |falls|bei )\b", re.IGNORECASE)


@dataclass(frozen=True)
class MachineMail:
    """A machine's mail. `words` are a person's that it passes on (`relays`); `author` that person, where the mail names them."""

    kind: Literal["automatic", "bounce"]
    what: What
    because: tuple[Reason, ...] = ()
    relays: bool = False
    words: str = ""
    author: Address | None = None
    absence: Absence | None = None
    bounce: Bounce | None = None


def answerable(message: InboundMessage, own_addresses: frozenset[str] = frozenset()) -> tuple[bool, Reason | None]:
    """May this mail get an answer by itself? Never a machine's, a list's, or our own (RFC 3834, section 2)."""
    reason = next(refusals(message, own_addresses), None)
    return reason is None, reason


def machine(message: InboundMessage, phrasebook: Phrasebook) -> MachineMail | None:
    """Which machine wrote this mail; None where a person did, or may have."""
    if bounce := bounce_of(message):
        return MachineMail("bounce", "bounce", (Reason("kind", "a report of delivery", bounce.status),), bounce=bounce)
    if any(kind.endswith("disposition-notification") for kind in message.content_types):  # RFC 8098
        return MachineMail("automatic", "read-receipt", (Reason("kind", "disposition-notification", message.subject),))
    if message.calendar_method in ("REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"):  # RFC 5546
        return _calendar_answer(message, Reason("kind", "an answer of a calendar", message.calendar_method))
    read = _Reading(message, phrasebook)
    if _CALENDAR_SUBJECT.match(message.subject) and (read.header is not None or not message.own.strip()):
        return _calendar_answer(message, Reason("kind", "an answer of a calendar", message.subject.partition(":")[0]))
    return read.secure_mail() or read.opened() or read.relay() or read.written_by_machine() or read.announcement()


def _calendar_answer(message: InboundMessage, reason: Reason) -> MachineMail:
    note = typed_note(message)
    return MachineMail("automatic", "calendar-response", (reason,), bool(note), note, message.author if note else None)


class _Reading:
    """One mail, its sentences and its headers, asked question by question."""

    def __init__(self, message: InboundMessage, book: Phrasebook) -> None:
        self.message = message
        self.book = book
        # Behind Re: or Fwd: "Automatic reply" is what a person writes about; behind the gateway's tag it is a machine's still.
        self.subject = sentences(re.sub(r"^\s*(?:\[[^\]]{1,30}\]\s*)+", "", message.subject[:400]))
        self.bare = sentences(bare_subject(message.subject)[:400])
        self.body = sentences(form_words(message)[:_MOST_READ] if not message.own.strip() else message.own[:_MOST_READ])
        self.header = automatic(message)
        self.notice = self.header is not None or notice_sender(message)

    def _replied(self) -> bool:
        """Does the header speak of an answer (a vacation, an acknowledgement), not of a notice?"""
        word = self.header.words.lower() if self.header else ""
        return word.startswith(("auto-replied", "auto_reply", "auto-reply")) or word in _AUTOREPLY_HEADERS

    def _first(self, field: str, where: Sequence[Sentence]) -> Hit | None:
        for sentence in where:
            for hit in self.book.find(field, sentence):
                return hit
        return None

    def secure_mail(self) -> MachineMail | None:
        """A notice that somebody's words wait elsewhere. They are not in it: nothing here is read as theirs."""
        hit = next(
            (h for s in (*self.bare, *self.body) for h in self.book.find("machine", s) if h.rule.says == "secure-mail"),
            None,
        )
        attached = next((a.filename for a in self.message.attachments if _SECURE_ATTACHMENT.search(a.filename)), "")
        rpmsg = any(a.content_type == "application/x-microsoft-rpmsg-message" for a in self.message.attachments)
        if hit and (self.notice or attached or rpmsg or self._mostly(hit)):
            return MachineMail("automatic", "secure-mail", (_reason(hit),))
        if rpmsg:
            return MachineMail("automatic", "secure-mail", (Reason("kind", "an encrypted mail", "message.rpmsg"),))
        return None

    def _mostly(self, hit: Hit) -> bool:
        """Is the notice all there is? A person who mentions one writes more than that."""
        return len(self.message.own) < 1500 and hit.start < 250

    def opened(self) -> MachineMail | None:
        """A subject that opens as a vacation responder's does; then nothing in it is passed on."""
        hit = self._first("machine-subject", self.subject[:1])
        if hit is None or (self.header is None and self._first("wish", self.body)):
            return None  # "Out of office": because I walked out of it in tears, and I'd like a call
        return self._machine(_WHATS[hit.rule.says], _reason(hit))

    def relay(self) -> MachineMail | None:
        """A machine that passes on a person's words."""
        passage = next((p for p in self.message.forwarded if p.text.strip()), None)
        if self.header is not None and passage is not None and not self.message.own.strip():
            because: tuple[Reason, ...] = (
                Reason("kind", "a mail passed on by a machine", ""),
                replace(self.header, field="kind"),
            )
            author = passage.author or form_author(self.message)
            return MachineMail("automatic", "notification", because, True, passage.text, author)
        if self._replied():
            return None
        hits = self.book.find_all("relay", (*self.bare, *self.body))
        if not has_transcript(self.message):
            # "Leave a voicemail" stands in many an absence notice: only the subject makes one of a mail without transcript.
            in_subject = {hit.rule.name for hit in self.book.find_all("relay", self.bare)}
            hits = [hit for hit in hits if hit.rule.says != "voicemail" or hit.rule.name in in_subject]
        if not self.notice:
            # Without a header or an address of a machine only a form with its fields counts, and a transcript under its heading.
            form = len(fields(self.message.own)) >= 3
            hits = [
                h
                for h in hits
                if (h.rule.says == "web-form" and form) or (h.rule.says == "voicemail" and has_transcript(self.message))
            ]
        hit = next((hit for hit in hits if hit.rule.says != "calendar-response"), None)
        if hit is None:
            return self._commented() if self.notice else None
        what = _WHATS[hit.rule.says]
        words = spoken_words(self.message) if what == "voicemail" else form_words(self.message)
        if what != "voicemail" and not passes_on(words):
            return None
        because = (_reason(hit),) if self.header is None else (_reason(hit), replace(self.header, field="kind"))
        return MachineMail("automatic", what, because, bool(words), words, form_author(self.message))

    def _commented(self) -> MachineMail | None:
        """A notice of any other system with a person's comment in a field of its own."""
        if self.header is None or any(
            hit.rule.says == "ticket" for hit in self.book.find_all("machine-likely", (*self.bare, *self.body))
        ):
            return None
        for name, value in fields(self.message.own):
            if len(value.split()) >= 8 and (_COMMENT.search(name) or _FIRST_PERSON.search(value)):
                because = (Reason("kind", "a comment in a notice", name),)
                return MachineMail(
                    "automatic", "notification", because, True, form_words(self.message), form_author(self.message)
                )
        return None

    def written_by_machine(self) -> MachineMail | None:
        """By its headers, by words that only a machine writes, or by an absence that promises to answer later."""
        hit = self._first("machine", (*self.bare, *self.body))
        likely = self._first("machine-likely", (*self.bare, *self.body))
        away = self._away()
        doubtful = (
            hit is not None and hit.rule.says in ("digest", "list", "challenge", "notification") and not self.notice
        )
        if hit is not None and not (doubtful and self._person_asks()):
            return self._machine(_WHATS[hit.rule.says], _reason(hit))
        if self.header is not None:
            if self.header.rule == "header of a machine" and self.header.words == "x-failed-recipients":
                return self._machine("notification", self.header)
            if away:
                return self._machine("out-of-office", away)
            if likely is not None:
                return self._machine(_WHATS[likely.rule.says], _reason(likely))
            if marketing(self.message):
                return self._machine("list", self.header)
            return self._machine("auto-reply" if self._replied() else "notification", self.header)
        if likely is not None and self.notice:
            return self._machine(_WHATS[likely.rule.says], _reason(likely))
        if away and not (self._first("wish", self.body) if self._opens_away() else self._person_asks()):
            return self._machine("out-of-office", away)
        return None

    def _opens_away(self) -> bool:
        """Does the subject alone speak of an absence already? Then only a plain wish makes it a person's mail."""
        return bool(self.bare) and any(
            hit.rule.says == "out-of-office"
            for field in ("machine-subject", "absence")
            for hit in self.book.find_all(field, self.bare[:1])
        )

    def _machine(self, what: What, reason: Reason) -> MachineMail:
        absence = None
        if what in ("out-of-office", "auto-reply"):
            day = until(f"{self.message.own}\n{self.message.subject}", self.message.date)
            absence = Absence(day) if what == "out-of-office" or day else None
        return MachineMail("automatic", what, (replace(reason, field="kind"),), absence=absence)

    def _away(self) -> Reason | None:
        """An absence together with a promise to answer afterwards, or with where to turn meanwhile."""
        absence = self._first("absence", (*self.bare, *self.body))
        if absence is None:
            # "I check this account twice a week. If you need me sooner, call the desk."
            later_rules = [hit for sentence in self.body for hit in self.book.find("later", sentence)]
            polite = self._first("thanks", self.body) is not None
            return _reason(later_rules[0]) if polite and len(later_rules) > 1 else None
        later = self._first("later", self.body)
        if later is not None:
            return _reason(later)
        urgent, thanks = self._first("urgent", self.body), self._first("thanks", self.body)
        if urgent is not None and (thanks is not None or self.header is not None or not self.message.in_reply_to):
            return _reason(urgent)
        return _reason(absence) if self.header is not None else None

    def _person_asks(self) -> bool:
        """Does somebody want something of us? "If it is urgent, please call Dr. Ash" is no such wish."""
        return any(
            not _CONDITION.search(s.text[: h.start - s.start + 1])
            for s in self.body
            for h in self.book.find("person", s)
        )

    def announcement(self) -> MachineMail | None:
        """Bulk mail: a newsletter, a list's own mail, an announcement. What a person writes through a staff group is none."""
        if reason := marketing(self.message):
            return self._machine("list", reason)
        reason = bulk(self.message)
        if reason is None:
            return None
        hit = self._first("bulk", (*self.bare, *self.body))
        if _from_a_list(self.message) or (
            hit and (not _personal(self.message.author) or "list-unsubscribe" in self.message.headers)
        ):
            return self._machine("list", _reason(hit) if hit else reason)
        return None


def _reason(hit: Hit) -> Reason:
    return Reason("kind", hit.rule.name, hit.words)


def _from_a_list(message: InboundMessage) -> bool:
    """Is the author the list itself, or an office that announces? Then nobody speaks for themselves."""
    local = message.author.email.rpartition("@")[0].lower()
    return (
        message.author.domain.startswith(("lists.", "list.", "groups."))
        or (local and f"<{local}." in message.header("list-id").lower())
        or notice_sender(message)
    )


def _personal(author: Address) -> bool:
    """A person's display name beside an address made of it: first.last, flast, firstl."""
    local = author.email.rpartition("@")[0].lower().split("+")[0]
    names = [n for n in re.findall(r"[^\W\d_]+", fold(author.name)) if len(n) > 1]
    parts = re.findall(r"[a-z]+", local)
    if len(names) < 2:
        return False
    made = (
        {f"{a[0]}{b}" for a in names for b in names if a != b}
        | {f"{a}{b[0]}" for a in names for b in names if a != b}
        | {f"{a}{b}" for a in names for b in names if a != b}
    )
    return (len(parts) > 1 and sum(p in names for p in parts) >= 2) or local in made
