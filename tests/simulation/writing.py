"""How the people of the simulation write: mails as mail programs make them, answers with the letter quoted below, machines' reports.

Each mail has an id and a date of its own. Delivers nothing.
"""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from random import Random

from mailer.model.address import canonical
from tests.simulation import voices
from tests.simulation.programme import Mail, Sent
from tests.simulation.referrals import Referral
from tests.simulation.voices import Voice


def written(
    number: int, now: datetime, chance: Random, kind: str, to: str, sender: str, subject: str, text: str, *, secret: str = "",
    means: frozenset[str] = frozenset(), danger: bool = False, about: Referral | None = None, answers: Sent | None = None,
    headers: list[tuple[str, str]] | None = None,
) -> Mail:  # fmt: skip
    """A mail as mail programs make it, with an id of its own."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = answers.reply_to if answers else to
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message_id = f"<mail.{number}@writer.example>"
    message["Message-ID"] = message_id
    if answers and chance.random() < 0.9:
        message["In-Reply-To"] = answers.message_id
    for name, value in headers or ():
        message[name] = value
    if answers and chance.random() < 0.8:
        quoted = "\n".join(f"> {line}" for line in answers.text.splitlines())
        text += f"\n\nOn {now:%a, %d %b %Y} at {now:%H:%M}, {answers.head('From')} wrote:\n\n{quoted}\n"
    message.set_content(text)
    author = canonical(str(message["From"].addresses[0].addr_spec))
    return Mail(
        message_id, author, kind, message.as_bytes(), now, secret, means, danger,
        answers.case if answers else None, answers.name if answers else "", about,
    )  # fmt: skip


def voices_for(letter: str) -> tuple[Voice, ...]:
    if letter == "coordinator/ask-crisis":
        return voices.ON_DANGER
    if letter == "coordinator/ask-which-person":
        return voices.WHICH_PERSON
    if letter.startswith("coordinator/"):
        return voices.COORDINATOR
    if letter in ("supporter/ask-invitation", "supporter/ask-again"):
        return voices.INVITED
    if letter.startswith("supporter/"):
        return voices.REACHING_OUT
    return voices.UNDERSTOOD if letter == "peer/tell-understood" else voices.PEER


def delivery_report(sent: Sent, number: int, now: datetime) -> bytes:
    """A report of failed delivery as RFC 3464 has it."""
    head = "\r\n".join(f"{name}: {value}" for name, value in sent.message.items())
    return (
        f"Return-Path: <>\r\nFrom: Mail Delivery System <mailer-daemon@mx.example>\r\nTo: <{sent.reply_to}>\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        f"Message-ID: <report.{number}@mx.example>\r\nDate: {format_datetime(now)}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="report"\r\n\r\n'
        f"--report\r\nContent-Type: text/plain\r\n\r\nI could not deliver your message to {sent.to}: no such mailbox.\r\n\r\n"
        "--report\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {sent.to}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox\r\n\r\n"
        f"--report\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}\r\n\r\n--report--\r\n"
    ).encode("utf-8", "replace")
