"""What a bounce says, whichever mail system wrote it."""

import pytest

from mailer.inbound.delivery_status import bounce_of
from mailer.inbound.parse import parse
from mailer.model.meaning import Bounce

HEAD = "Return-Path: <>\nFrom: {sender}\nTo: support@programme.example\nSubject: {subject}\nDate: Mon, 16 Nov 2026 14:02:55 +0000\n"
RETURNED = "From: Support <support@programme.example>\nTo: lee@gone.example\nMessage-ID: <ps-1@programme.example>\nSubject: Touching base\n"


def report(
    action: str,
    status: str,
    recipient: str = "lee@gone.example",
    returned: str = "message/rfc822",
    kind: str = "message/delivery-status",
) -> Bounce | None:
    body = (
        f'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n--x\nContent-Type: text/plain\n\n'
        f"Sorry.\n\n--x\nContent-Type: {kind}\n\n"
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n\n"
        f"--x\nContent-Type: {returned}\n\n{RETURNED}\nDear Lee\n--x--\n"
    )
    return bounce_of(
        parse(
            (
                HEAD.format(sender="MAILER-DAEMON@mx.example", subject="Undelivered Mail Returned to Sender") + body
            ).encode()
        )
    )


def notice(
    body: str, sender: str = "MAILER-DAEMON@mx.example", subject: str = "failure notice", **headers: str
) -> Bounce | None:
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return bounce_of(parse((HEAD.format(sender=sender, subject=subject) + more + "\n" + body).encode()))


@pytest.mark.parametrize("kind", ["message/delivery-status", "message/global-delivery-status"])
@pytest.mark.parametrize(
    "returned", ["message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"]
)
def test_a_failure_by_the_standard_names_the_address_and_the_letter(kind: str, returned: str) -> None:
    found = report("failed", "5.1.1", returned=returned, kind=kind)
    assert found == Bounce(
        ("lee@gone.example",), permanent=True, delayed=False, original_id="<ps-1@programme.example>", status="5.1.1"
    )


def test_a_delay_by_the_standard_fails_nothing() -> None:
    found = report("delayed", "4.4.1")
    assert found is not None
    assert (found.failed, found.permanent, found.delayed, found.status) == (("lee@gone.example",), False, True, "4.4.1")


def test_a_failure_that_may_pass_is_not_for_good() -> None:
    found = report("failed", "4.2.2")
    assert found is not None
    assert (found.permanent, found.delayed) == (False, False)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_good_news_is_no_bounce(action: str) -> None:
    assert report(action, "2.0.0") is None


QMAIL = (
    "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
    "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<lee@gone.example>:\nThis address no longer accepts mail.\n\n"
    f"--- Below this line is a copy of the message.\n\nReturn-Path: <support@programme.example>\n{RETURNED}\nDear Lee, write to kim@clinic.example.\n"
)
EXIM = (
    "This message was created automatically by mail delivery software.\n\n"
    "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. "
    f"The following address(es) failed:\n\n  lee@gone.example\n    host mx.gone.example [192.0.2.1]\n"
    f"    SMTP error from remote mail server after RCPT TO:<lee@gone.example>:\n    550 5.1.1 User unknown\n\n"
    f"------ This is a copy of the message, including all the headers. ------\n\n{RETURNED}\nDear Lee\n"
)


@pytest.mark.parametrize(
    "body, sender, subject, headers",
    [
        (QMAIL, "MAILER-DAEMON@mx.example", "failure notice", {}),
        (
            EXIM,
            "Mail Delivery System <Mailer-Daemon@mx.example>",
            "Mail delivery failed: returning message to sender",
            {"X_Failed_Recipients": "lee@gone.example"},
        ),
        (
            EXIM,
            "Mail Delivery System <Mailer-Daemon@mx.example>",
            "Mail delivery failed: returning message to sender",
            {},
        ),
        (
            f"The following message was not delivered because the recipient's\nmailbox is over its size limit.\n\n"
            f"   Recipient: lee@gone.example\n   Error: 552 5.2.2 mailbox full\n\n{RETURNED}",
            "System Administrator <sysadmin@clinic.example>",
            "Message not delivered: mailbox full",
            {},
        ),
        (
            f"Your message did not reach lee@gone.example.\n\n550 no such user\n\n{RETURNED}",
            "Administrator <admin@clinic.example>",
            "Undeliverable: Touching base",
            {},
        ),
        (
            f"Your message wasn't delivered to lee@gone.example because the address couldn't be found.\n\n{RETURNED}",
            "Mail Delivery Subsystem <mailer-daemon@gone.example>",
            "Delivery Status Notification (Failure)",
            {},
        ),
        (
            f"Sorry, we were unable to deliver your message to the following address.\n\n<lee@gone.example>:\n"
            f"No mx record found for domain=gone.example\n\n--- Original message follows.\n\n{RETURNED}",
            "MAILER-DAEMON@mail.example",
            "Failure Notice",
            {},
        ),
        (
            f"Votre message n'a pas pu être remis à lee@gone.example : utilisateur inconnu (unknown).\n\n{RETURNED}",
            "postmaster@gone.example",
            "Non remis : Touching base",
            {},
        ),
    ],
)
def test_a_notice_in_a_mail_systems_own_words_is_read(
    body: str, sender: str, subject: str, headers: dict[str, str]
) -> None:
    found = notice(body, sender, subject, **headers)
    assert found is not None
    assert found.failed == ("lee@gone.example",)
    assert found.permanent
    assert found.original_id == "<ps-1@programme.example>"


def test_a_warning_in_a_mail_systems_own_words_is_a_delay() -> None:
    body = (
        "THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\n"
        "Your message could not be delivered for more than 4 hours.\nIt will be retried until it is 5 days old.\n\n"
        "<lee@gone.example>: connection timed out\n"
    )
    found = notice(body, subject="Delayed Mail (still being retried)")
    assert found is not None
    assert (found.failed, found.permanent, found.delayed) == (("lee@gone.example",), False, True)


def test_the_letter_is_found_by_the_thread_where_nothing_is_returned() -> None:
    found = notice("<lee@gone.example>: user unknown, could not be delivered", In_Reply_To="<ps-1@programme.example>")
    assert found is not None
    assert found.original_id == "<ps-1@programme.example>"


def test_a_notice_without_an_author_breaks_nothing() -> None:
    raw = b"Return-Path: <>\nSubject: failure notice\nX-Failed-Recipients: lee@gone.example\n\nYour message could not be delivered.\n"
    found = bounce_of(parse(raw))
    assert found is not None
    assert found.failed == ("lee@gone.example",)


@pytest.mark.parametrize(
    "words",
    [
        "My mail to Lee Orne was not delivered. Could you try lee@mail.example instead?",
        "Your letter never reached me; it was returned to sender. Please call me.",
        "I am sorry to have failed you all.",
        "The user account of lee@clinic.example is disabled, she left. Please contact her at home.",
    ],
)
def test_a_person_who_writes_of_returned_mail_is_no_bounce(words: str) -> None:
    raw = f"Return-Path: <ann@clinic.example>\nFrom: Ann Lee <ann@clinic.example>\nTo: support@programme.example\nSubject: not delivered\n\n{words}\n"
    assert bounce_of(parse(raw.encode())) is None


def test_what_the_library_stumbles_over_is_written_to_no_log(caplog: pytest.LogCaptureFixture) -> None:
    bounce_of(
        parse(b"Return-Path: <>\nSubject: failure notice\nX-Failed-Recipients:\nFrom: \n\nlee@gone.example is gone.\n")
    )
    assert not caplog.records
