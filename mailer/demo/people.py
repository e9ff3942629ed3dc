"""What people write and read: mails as mail programs make them, and letters as their readers get them. Sends nothing."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, default
from email.utils import format_datetime, formataddr, getaddresses, make_msgid


class Letter:
    """A letter as its reader gets it."""

    def __init__(self, to: str, raw: bytes) -> None:
        self.to = to
        self.raw = raw
        self.message = BytesParser(policy=default).parsebytes(raw)

    @property
    def name(self) -> str:
        return str(self.message["X-Peer-Support-Letter"] or "")

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        part = self.message.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def flat(self) -> str:
        """The plain words in one line, without the marks and breaks of quoted lines: for looking sentences up."""
        return " ".join(" ".join(line.removeprefix(">") for line in self.text.splitlines()).split())

    @property
    def html(self) -> str:
        part = self.message.get_body(("html",))
        return part.get_content() if part else ""

    @property
    def everything(self) -> str:
        """Headers and both parts, decoded: whatever a reader could see."""
        heads = "\n".join(f"{name}: {value}" for name, value in self.message.items())
        return f"{heads}\n{self.text}\n{self.html}"

    @property
    def reply_to(self) -> str:
        return getaddresses([str(self.message["Reply-To"] or self.message["From"])])[0][1]


def written(
    sender: str, to: str, subject: str, text: str, now: datetime, *, cc: Sequence[str] = (),
    headers: Sequence[tuple[str, str]] = (), html: str = "", answers: Letter | None = None,
) -> tuple[bytes, str]:  # fmt: skip
    """A mail from somebody, and its Message-ID. `sender` is `Name <address>`, `now` an aware time."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    if cc:
        message["Cc"] = ", ".join(cc)
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=getaddresses([sender])[0][1].rpartition("@")[2])
    if answers:
        message["In-Reply-To"] = answers.message_id
        message["References"] = " ".join([*str(answers.message["References"] or "").split(), answers.message_id])
    for name, value in headers:
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes(), str(message["Message-ID"])


def answered(letter: Letter, text: str, now: datetime, sender: str = "") -> tuple[bytes, str]:
    """The reply of a letter's reader, the letter quoted below as mail programs do; and its Message-ID."""
    name = letter.to.partition("@")[0].replace(".", " ").title()
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    body = f"{text}\n\nOn {now:%a, %d %b %Y} at {now:%H:%M}, {letter.message['From']} wrote:\n\n{quoted}\n"
    return written(
        sender or formataddr((name, letter.to)), letter.reply_to, f"Re: {letter.subject}", body, now, answers=letter
    )
