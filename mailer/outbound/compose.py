"""Make a letter into a mail: RFC 5322, plain text and HTML, ready for the outbox.

Takes the letter (everything its reader may learn), the words, the reply mark, the id and the time; gives back bytes.
Adds no fact of its own and reads no clock; the same input gives the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from mailer.model.address import Address
from mailer.model.letters import (
    AskCrisis,
    Letter,
    PeerCrisis,
    PeerIntroduction,
    PeerOutreach,
    PeerResources,
    ReferrerCrisis,
)
from mailer.model.organisation import Organisation
from mailer.outbound import headers, mime
from mailer.outbound.closing import emergency_lines, keep_line, lines_for
from mailer.outbound.page import Reply
from mailer.outbound.plain import plain_of, said, wrapped
from mailer.outbound.resources import fitting
from mailer.outbound.said import discreet
from mailer.outbound.templates_book import Filled, Templates

__all__ = ["Composed", "Composing", "Templates", "compose"]

ALERT_LIMIT = 139
"""A page for a pager or an SMS gateway is one message: under 140 characters."""

_ANSWERS = frozenset({
    "referrer/tell-received", "referrer/tell-crisis", "peer/tell-received", "peer/tell-crisis", "peer/tell-understood",
    "peer/tell-resources", "coordinator/tell-done", "coordinator/tell-not-done", "coordinator/tell-help",
    "coordinator/ask-unclear", "inquirer/tell-about", "volunteer/tell-thanks",
})  # fmt: skip
"""Letters that answer a mail: auto-replied; the others are auto-generated (RFC 3834, section 5)."""

_ABSENCE_WELCOME = frozenset({"coordinator", "supporter", "on-call"})


@dataclass(frozen=True)
class Composing:
    """What a letter is composed with. `date` is aware; `mark` None where no answer of this reader is to be known."""

    organisation: Organisation
    templates: Templates
    mark: str | None
    message_id: str
    date: datetime


@dataclass(frozen=True)
class Composed:
    """A mail as it will leave."""

    raw: bytes
    message_id: str
    envelope_from: str
    to: str
    subject: str


@dataclass(frozen=True)
class _Written:
    """The two bodies of a letter."""

    subject: str
    plain: str
    html: str


def compose(letter: Letter, composing: Composing) -> Composed:
    """The mail of a letter. Never fails for what a mail may have put into the letter; raises SettingWrong for a broken template."""
    organisation = composing.organisation
    sender = _sender(letter, organisation)
    intake = organisation.intake_for(letter.region)
    reply_to = _tagged(intake.address, composing.mark) if intake.plus else intake.address
    written = _written(letter, composing, reply_to, carried=intake.plus and composing.mark is not None)
    to = Address(headers.addr_spec(letter.to.email), letter.to.name)
    known = headers.ids(letter.thread)
    fields = [
        headers.field("From", headers.mailbox(sender)),
        headers.field("Reply-To", headers.addr_spec(reply_to)),
        headers.field("To", headers.mailbox(to)),
        headers.field("Subject", headers.text(written.subject)),
        f"Date: {format_datetime(composing.date.astimezone(organisation.clock.zone))}",
        f"Message-ID: {composing.message_id}",
        *([f"In-Reply-To: {known[-1]}", "References: " + "\r\n ".join(known)] if known else ()),
        f"Auto-Submitted: {'auto-replied' if letter.name in _ANSWERS else 'auto-generated'}",
        f"X-Auto-Response-Suppress: {'DR, RN, NRN' if letter.reader in _ABSENCE_WELCOME else 'All'}",
        *([f"X-Peer-Support-Letter: {letter.name}"] if organisation.label_letters else ()),
        "MIME-Version: 1.0",
    ]
    if written.html:
        body = mime.alternative(written.plain, written.html, composing.message_id)
    else:
        body = mime.part("plain", written.plain)
    raw = "\r\n".join(fields) + "\r\n" + body
    own = organisation.intake(sender.email) or intake
    tagged = organisation.tagged_envelope and own.plus  # where tags do not work, a bounce would never come home
    envelope = _tagged(sender.email, composing.mark) if tagged else sender.email
    return Composed(
        raw.encode("utf-8", "replace"), composing.message_id, headers.addr_spec(envelope), to.email, written.subject
    )


def _written(letter: Letter, composing: Composing, reply_to: str, carried: bool) -> _Written:
    words = _filled(composing).fill(letter, programme_of(composing.organisation, letter), _instead(letter, composing))
    if isinstance(letter, AskCrisis) and letter.alert_only:
        # The case id and a number to call, nothing else: no mark either, the address and the thread carry it.
        return _Written(words.subject, plain_of(words.blocks).replace("\n", " ").strip()[:ALERT_LIMIT] + "\n", "")
    keep = keep_line(composing.mark, words.language)
    end = emergency_lines(letter.reader, words.language)
    closing = ["\n".join(wrapped(keep)), "\n".join(row for line in end for row in wrapped(said(line)))]
    plain = plain_of(words.blocks) + "".join(f"\n{text}\n" for text in closing if text)
    reply = Reply(reply_to, f"Re: {words.subject}", "" if carried else keep)
    html = composing.templates.layout.page(words.blocks, end, keep, words.subject, words.language, reply)
    return _Written(words.subject, plain, html)


def _filled(composing: Composing) -> Filled:
    return composing.templates.for_zone(composing.organisation.clock.zone)


def programme_of(organisation: Organisation, letter: Letter) -> Mapping[str, str]:
    """What templates may say of the programme; nothing of its people."""
    return {
        "name": organisation.name,
        "phone": organisation.phone,
        "address": organisation.intake_for(letter.region).address,
        "confidentiality": organisation.confidentiality_text,
        "outreach_subject": organisation.outreach_subject,
    }


def _instead(letter: Letter, composing: Composing) -> Mapping[str, object]:
    """Fields that the settings or the built-in set fill where the letter leaves them empty."""
    organisation = composing.organisation
    if isinstance(letter, PeerResources):
        language = composing.templates.pick(letter)[1]
        chosen = letter.resources or fitting(
            organisation.resources or composing.templates.resources, language, letter.region
        )
        return {"resources": chosen, "lines": lines_for(letter.lines, organisation.crisis_lines, letter.region)}
    if isinstance(letter, PeerCrisis | ReferrerCrisis):
        return {"lines": lines_for(letter.lines, organisation.crisis_lines, letter.region)}
    return {}


def _sender(letter: Letter, organisation: Organisation) -> Address:
    """Whom the letter shows as its writer. A programme's name is shown without what a lock screen should not tell."""
    intake = organisation.intake_for(letter.region)
    if isinstance(letter, PeerOutreach) and organisation.outreach_sender:
        return Address(organisation.outreach_sender.email, organisation.outreach_sender.name or letter.supporter_name)
    if isinstance(letter, PeerOutreach | PeerIntroduction):
        return Address(intake.address, letter.from_name or letter.supporter_name)
    return Address(intake.address, discreet(letter.from_name or organisation.name))


def _tagged(address: str, mark: str | None) -> str:
    """The address with the mark as its tag (RFC 5233)."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{mark}@{domain}" if mark else address
