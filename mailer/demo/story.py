"""The story of the demo: one referral the whole way, an outside request, an event of three, an absence, a bounce, a sign of danger.

Each step is one line for the reader; every letter is a real one, made by the real service and sent over real SMTP.
"""

from collections.abc import Callable

from mailer.demo.people import Letter
from mailer.demo.stage import PORTLAND, SYSTEM, Stage

Tell = Callable[[str], None]


def play(stage: Stage, tell: Tell) -> None:
    """Plays everything. `tell` takes one line at a time."""
    for title, scene in (
        ("1. A colleague writes about a colleague", _referral),
        ("2. Somebody asks for a supporter from elsewhere", _outside),
        ("3. A hard event, three people", _event),
        ("4. An out-of-office is left alone", _absence),
        ("5. A letter bounces", _bounce),
        ("6. A sign of danger", _danger),
    ):
        tell("")
        tell(title)
        scene(stage, tell)


def _pass(stage: Stage, tell: Tell) -> list[Letter]:
    """One pass of the service, its letters told."""
    stage.one_pass()
    fresh = stage.new_letters()
    for letter in fresh:
        tell(f"     -> {letter.name:28} to {letter.to:42} “{letter.subject}”")
    if not fresh:
        tell("     -> no letter")
    return fresh


def _said(text: str) -> str:
    """The first words of a mail, as the story quotes them."""
    first = " ".join(text.split())
    return first if len(first) <= 96 else f"{first[:95]}…"


def _writes(
    stage: Stage, tell: Tell, who: str, to: str, subject: str, text: str, *headers: tuple[str, str]
) -> list[Letter]:
    tell(f"   {who.partition(' <')[0]} writes to {to}: “{_said(text)}”")
    stage.write(who, to, subject, text, headers=headers)
    return _pass(stage, tell)


def _answers(stage: Stage, tell: Tell, letter: Letter, text: str) -> list[Letter]:
    tell(f"   {letter.to} answers: “{_said(text)}”")
    stage.answer(letter, text)
    return _pass(stage, tell)


def _referral(stage: Stage, tell: Tell) -> None:
    _writes(
        stage, tell, "Beatrice Bouchard <beatrice.bouchard@harborview.example>", PORTLAND, "A colleague",
        "Hello,\n\nWould somebody please reach out to Mark Young? A complaint came in on Friday, and he has gone very quiet.\n\n"
        "Beatrice Bouchard, DO\n",
    )  # fmt: skip
    _answers(stage, tell, stage.last("coordinator/ask-match"), "2")
    _answers(stage, tell, stage.last("supporter/ask-invitation"), "Yes, gladly.")
    _answers(stage, tell, stage.last("peer/ask-outreach"), "No thanks, but do send the reading.")


def _outside(stage: Stage, tell: Tell) -> None:
    _writes(
        stage, tell, "Caleb Chowdhury <caleb.chowdhury@pinecoast.example>", SYSTEM, "Could I talk to somebody?",
        "I could use somebody to talk to about a bad outcome. I would rather it were somebody "
        "from outside Pemaquid, who doesn't know me.\n\nCaleb Chowdhury\n",
    )  # fmt: skip
    _answers(stage, tell, stage.last("coordinator/ask-match"), "number two, please")
    _answers(stage, tell, stage.last("supporter/ask-invitation"), "yes")
    _answers(stage, tell, stage.last("peer/tell-introduction"), "Yes, thank you. Thursday after five is best.")


def _event(stage: Stage, tell: Tell) -> None:
    _writes(
        stage, tell, "Nadine Frechette <nadine.frechette@pinecoast.example>", SYSTEM, "Last night",
        "We lost a child in the ED at Oxford Hills last night. Please reach out to everyone who was there:\n\n"
        "- Sofía St. Pierre\n- Margaret Fernández\n- Yusuf Haddad, PA\n\nThank you.\n\nNadine Frechette\n",
    )  # fmt: skip


def _absence(stage: Stage, tell: Tell) -> None:
    _writes(
        stage, tell, "Thomas Lee <thomas.lee@harborview.example>", SYSTEM, "Automatic reply: Touching base",
        "I am out of the office until November 30 and will answer when I am back.\n",
        ("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"),
    )  # fmt: skip


def _bounce(stage: Stage, tell: Tell) -> None:
    letter = stage.last("coordinator/ask-match", "paulette.roy@pinecoast.example")
    answers = _answers(stage, tell, letter, "1")
    invitation = next((x for x in answers if x.name == "supporter/ask-invitation"), None)
    if invitation is None:
        return
    tell(f"   The mail server of {invitation.to} reports that there is no such mailbox.")
    stage.deliver(delivery_report(invitation), SYSTEM)
    _pass(stage, tell)


def _danger(stage: Stage, tell: Tell) -> None:
    _writes(
        stage, tell, "Joseph Nguyen <joseph.nguyen@saltmarsh.example>", SYSTEM, "(no subject)",
        "I don't think I can go on like this. I am not safe on my own tonight.\n\nJoseph\n",
    )  # fmt: skip
    _answers(stage, tell, stage.last("coordinator/ask-crisis"), "I have him on the phone.")


def delivery_report(letter: Letter) -> bytes:
    """A report of failed delivery as RFC 3464 has it, for a letter that left."""
    head = "\r\n".join(f"{name}: {value}" for name, value in letter.message.items())
    intake = letter.reply_to
    return (
        "Return-Path: <>\r\n"
        "From: Mail Delivery System <mailer-daemon@pinecoast.example>\r\n"
        f"To: <{intake}>\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        "Message-ID: <report.1@pinecoast.example>\r\nDate: Tue, 17 Nov 2026 15:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="report"\r\n\r\n'
        "--report\r\nContent-Type: text/plain\r\n\r\n"
        f"I could not deliver your message to {letter.to}: there is no such mailbox.\r\n\r\n"
        "--report\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.pinecoast.example\r\n\r\n"
        f"Final-Recipient: rfc822; {letter.to}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox\r\n\r\n"
        "--report\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"{head}\r\n\r\n--report--\r\n"
    ).encode("utf-8", "replace")
