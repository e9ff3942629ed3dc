"""What a report of failed or delayed delivery says: which addresses, for good or not yet, and about which letter.

Reads the standard's parts first (RFC 3464), then what flufl.bounce knows of some twenty mail systems, then the words of
home-made notices. Believes nothing: whether the letter it names was ours is the casework's question.
"""

import logging
import re
from collections.abc import Iterable
from email.errors import MessageError
from email.message import Message

import flufl.bounce

from mailer.inbound.headers import ids
from mailer.inbound.machine_headers import unattended
from mailer.model.address import canonical
from mailer.model.meaning import Bounce
from mailer.model.message import InboundMessage

# The library logs what its detectors raise, and an exception may quote the mail: no word of a mail is for a log.
logging.getLogger("flufl.bounce").disabled = True

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}[A-Za-z0-9]")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")  # RFC 3463
_REPLY_CODE = re.compile(r"(?<!\d)([45]\d\d)[ -](?=[#\d<a-zA-Z])")
_SUBJECT = re.compile(
    r"undeliver|not delivered|delivery (?:status|failure|failed|report|problem|delay|has failed|incomplete"
    r"|unsuccessful)|mail delivery|returned (?:mail|to sender)|failure notice"
    r"|could ?n[o']t be delivered|message (?:you sent )?(?:was )?(?:delayed|rejected|blocked)|delayed mail|mail (?:failure|error"
    r"|undeliverable|delayed|returned)|nondeliverable|non remis|[ée]chec de (?:la )?(?:remise|distribution|livraison)"
    r"|avis de non|message non distribu"
    r"|no (?:se pudo entregar|entregado)|devuelto|error de entrega|unzustellbar|zustellung|mancata consegna"
    r"|niet bezorgd|warning: (?:could not send|message)|mailbox (?:full|unavailable)|permanent error"
    r"|transient failure",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"did(?: not|n['’]t) reach|(?:was|were|has|have|could|can|is|be|been)(?: not|n['’]t| unable to)?(?: be"
    r"| been)? (?:not )?(?:delivered|reached|deliverable)|(?:un(?:able|successful)|fail(?:ed|ure)|not able"
    r"|wasn['’]t able|couldn['’]t) (?:to )?(?:deliver|in delivering|be delivered)"
    r"|delivery (?:to the following|failed|has failed|attempt)|(?:address|user|mailbox|recipient"
    r"|account)[^.\n]{0,60}(?:not found|unknown|does(?: not|n['’]t) exist|no longer (?:accepts|exists|in use|valid"
    r"|active)|unavailable|disabled|rejected|full|over (?:its|quota)|couldn['’]t be found)"
    r"|no such (?:user|address|recipient|mailbox)|permanent (?:error|failure)|returned to (?:the )?sender"
    r"|host \S{3,80} said: 5\d\d|(?:was|been) (?:blocked|rejected|refused) by"
    r"|undeliverable|undelivered|n['’]a pas (?:pu être|été) (?:remis|distribu|livr)|no (?:se )?(?:ha )?(?:podido"
    r"|pudo) (?:ser )?entrega|konnte nicht zugestellt|remis\b.{0,20}impossible",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"delay(?:ed)?\b|still (?:being )?(?:retried|trying|in (?:the )?queue)|will (?:be retried|keep trying"
    r"|continue to (?:try|be)|retry)|temporar(?:y|ily)|(?:has|have) not (?:yet )?been delivered|warning only"
    r"|no action is required|retried until|retard[ée]|verzögert|retras",
    re.IGNORECASE,
)
_PERMANENT = re.compile(
    r"permanent|given up|giving up|gave up|does(?: not|n['’]t) exist|no such|not found|unknown|no longer"
    r"|couldn['’]t be found|undeliverable",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:final-?recipient|original-?recipient|recipients?|to|address(?:es)?|destinataires?|destinatarios?|empfänger"
    r"|failed recipient)\s*+:\s*+(?:rfc822;\s*+)?<?([^\s<>]{1,200}@[^\s<>]{1,190})>?",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"^[^\w\n]{0,20}(?:below this line is a copy|this is a copy of|original message|returned message|(?:the )?(?:header|text"
    r"|copy) of (?:your|the) (?:original )?message|-----)",
    re.IGNORECASE | re.MULTILINE,
)
_BY_ITSELF = re.compile(
    r"(?:automat(?:ic|ed)(?:ally generated)?|automatique|autom[áa]tico) (?:notice|message|notification|mail)?"
    r"|(?:avis|message|aviso|mensaje) automati(?:que|co)",
    re.IGNORECASE,
)
_MOST_SCANNED = 20_000


def bounce_of(message: InboundMessage) -> Bounce | None:
    """The report, or None where the mail is none."""
    return _reported(message) or _recognised(message) or _home_made(message)


def _reported(message: InboundMessage) -> Bounce | None:
    """A report by the standard: per recipient an Action and a Status (RFC 3464, section 2.3)."""
    if not any(kind.endswith("delivery-status") for kind in message.content_types):
        return None
    actions = [value.split()[0].lower() for value in message.report.get("action", ()) if value.split()]
    recipients = [
        _address(value)
        for value in message.report.get("final-recipient", ()) or message.report.get("original-recipient", ())
    ]
    statuses = [m.group(1) for value in message.report.get("status", ()) if (m := _STATUS.search(value))]
    failed: list[str] = []
    delayed: list[str] = []
    for place, recipient in enumerate(recipients):
        action = actions[place] if place < len(actions) else (actions[0] if actions else "failed")
        (failed if action == "failed" else delayed if action == "delayed" else []).append(recipient)
    if actions and not {"failed", "delayed"} & set(actions):
        return None  # delivered, relayed, expanded: good news
    if not failed and not delayed:
        failed = [a for a in (*message.headers.get("x-failed-recipients", ()), *_in_text(message)) if "@" in a][:10]
    status = next((s for s in statuses if s[0] == ("5" if failed else "4")), statuses[0] if statuses else "")
    only_delayed = bool(delayed) and not failed
    return Bounce(
        failed=_each(delayed if only_delayed else failed),
        permanent=bool(failed) and not status.startswith("4"),
        delayed=only_delayed,
        original_id=_original(message),
        status=status,
    )


def _recognised(message: InboundMessage) -> Bounce | None:
    """What flufl.bounce sees; asked only where something points to a report, for its detectors are quick to see one."""
    if not (
        _from_mail_system(message)
        or message.header("x-failed-recipients")
        or "x-ms-exchange-message-is-ndr" in message.headers
    ):
        return None
    try:
        temporary, permanent = flufl.bounce.all_failures(_as_stdlib(message))
    except (ValueError, AttributeError, TypeError, LookupError, AssertionError, RecursionError, MessageError):
        return None  # its detectors raise where headers are missing
    failed = _each([_text(a) for a in permanent] or [_text(a) for a in temporary])
    named = _each(a.strip() for value in message.headers.get("x-failed-recipients", ()) for a in value.split(","))
    if not failed and not named:
        return None
    status = _status(message)
    delayed = _is_delay(message, status) or (not permanent and not named)
    return Bounce(named or failed, not delayed and not status.startswith("4"), delayed, _original(message), status)


def _home_made(message: InboundMessage) -> Bounce | None:
    """A notice in somebody's own words: a subject or sender of such notices, words of failure, and an address."""
    notice = _notice(message)
    about = bool(_SUBJECT.search(message.subject))
    if not (about or _from_mail_system(message)) or not (_FAILED.search(notice) or _DELAYED.search(notice)):
        return None
    unwatched = unattended(message) is not None or bool(_BY_ITSELF.search(notice))
    if (
        not (_from_mail_system(message) or message.return_path == "" or _automatic(message) or unwatched)
        or message.own.count("?") > 2
    ):
        return None  # a person who writes of a mail that came back
    failed = _in_text(message)
    status = _status(message)
    delayed = _is_delay(message, status)
    return Bounce(
        failed, bool(failed) and not delayed and not status.startswith("4"), delayed, _original(message), status
    )


def _is_delay(message: InboundMessage, status: str) -> bool:
    notice = _notice(message)
    return (
        bool(_DELAYED.search(f"{message.subject}\n{notice}"))
        and not _PERMANENT.search(notice)
        and not status.startswith("5")
    )


def _automatic(message: InboundMessage) -> bool:
    return any(not value.lower().startswith("no") for value in message.headers.get("auto-submitted", ()))


def _from_mail_system(message: InboundMessage) -> bool:
    local = message.author.email.rpartition("@")[0].lower()
    name = message.author.name.lower()
    return local.startswith(
        (
            "mailer-daemon",
            "postmaster",
            "mailerdaemon",
            "microsoftexchange",
            "mdaemon",
            "bounce",
            "mail-daemon",
            "mailadmin",
            "mail-admin",
            "mailsystem",
            "mail-system",
            "maildelivery",
            "mail-delivery",
        )
    ) or (
        message.return_path in (None, "")
        and name.startswith(("mail delivery", "mail administrator", "system administrator", "microsoft outlook"))
    )


def _notice(message: InboundMessage) -> str:
    """The words of the notice, without the mail it returns."""
    text = message.text[:_MOST_SCANNED]
    cut = _COPY.search(text, 40) if len(text) > 40 else None
    return text[: cut.start()] if cut else text


def _in_text(message: InboundMessage) -> tuple[str, ...]:
    """The addresses a notice says it is about: those it names as recipients, else those it shows, our own and its own aside."""
    notice = _notice(message)
    to = {canonical(a.email) for a in (*message.to, *message.cc, message.author)} | {
        canonical(a) for a in message.delivered_to
    }
    named = _each(_NAMED.findall(notice))
    return _without(named, to) or _without(_each(_EMAIL.findall(notice)), to)


def _without(found: tuple[str, ...], to: set[str]) -> tuple[str, ...]:
    return tuple(
        a
        for a in found
        if canonical(a) not in to and not a.lower().startswith(("postmaster@", "mailer-daemon@", "abuse@", "support@"))
    )[:10]


def _status(message: InboundMessage) -> str:
    notice = _notice(message)
    if match := _STATUS.search(notice):
        return match.group(1)
    if match := _REPLY_CODE.search(notice):
        return f"{match.group(1)[0]}.0.0"
    return ""


def _original(message: InboundMessage) -> str:
    """The Message-ID of the mail that came back: of its returned headers, the report, the thread, or the text."""
    for values in (
        message.returned_headers.get("message-id", ()),
        message.report.get("original-message-id", ()),
        message.in_reply_to,
        message.references[::-1],
    ):
        if found := ids(values):
            return found[0]
    match = re.search(
        r"^[^\w\n]{0,20}message-id\s*:\s*(<[^<>\s]{3,300}>)", message.text[:100_000], re.IGNORECASE | re.MULTILINE
    )
    return match.group(1) if match else ""


def _address(value: str) -> str:
    """The address of a typed field: `rfc822; ann@example.org` (RFC 3464, section 2.1.2)."""
    found = _EMAIL.search(value.partition(";")[2] or value)
    return found.group().strip(".") if found else ""


def _each(values: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        if "@" in value:
            found.setdefault(canonical(value), value.strip(".,;:"))
    return tuple(found.values())


def _text(value: object) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)


def _as_stdlib(message: InboundMessage) -> Message:
    """The notice as the library wants it: its headers and its text."""
    mail = Message()
    for name in ("from", "to", "subject", "content-type", "x-failed-recipients"):
        if value := message.header(name):
            mail[name] = value.replace("\n", " ") if name != "content-type" else "text/plain; charset=utf-8"
    mail.set_payload(message.text[:_MOST_SCANNED])
    return mail
