"""Authentication-Results: only the pinned server's topmost word counts."""

import pytest

from mailer.inbound.authentication import is_authenticated
from mailer.inbound.parse import parse
from mailer.model.message import InboundMessage


def mail(*headers: str, sender: str = "ann@hospital.example") -> InboundMessage:
    return parse("\r\n".join((*headers, f"From: {sender}", "Subject: x", "", "2", "")).encode())


@pytest.mark.parametrize(
    "header, vouched",
    [
        ("mx.hospital.example; dmarc=pass header.from=hospital.example", True),
        ("mx.hospital.example; dkim=pass header.d=hospital.example", True),
        ("mx.hospital.example; spf=pass smtp.mailfrom=bounce@mail.hospital.example", True),
        ("mx.hospital.example; dkim=pass header.d=elsewhere.example", False),
        (
            "mx.hospital.example; dmarc=fail header.from=hospital.example; spf=softfail smtp.mailfrom=hospital.example",
            False,
        ),
        ("mx.elsewhere.example; dmarc=pass header.from=hospital.example", False),
        ("mx.hospital.example (dmarc=pass); none", False),
        ("", False),
    ],
)
def test_only_an_aligned_pass_of_the_pinned_server_counts(header: str, vouched: bool) -> None:
    assert is_authenticated(mail(f"Authentication-Results: {header}"), "mx.hospital.example") is vouched


def test_the_topmost_word_of_the_pinned_server_wins() -> None:
    forged = mail(
        "Authentication-Results: mx.hospital.example; dmarc=fail header.from=hospital.example",
        "Authentication-Results: mx.hospital.example; dmarc=pass header.from=hospital.example",
    )
    assert not is_authenticated(forged, "mx.hospital.example")


def test_exchange_online_is_read_in_its_own_way() -> None:
    assert is_authenticated(mail("X-MS-Exchange-Organization-AuthAs: Internal"), "exchange-online")
    assert not is_authenticated(mail("X-MS-Exchange-Organization-AuthAs: Anonymous"), "exchange-online")
