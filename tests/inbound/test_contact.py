"""Numbers as people write them, and the channels they allow."""

import pytest

from mailer.inbound.contact import best, channel, e164, numbers
from tests.inbound.programme import understood

AS_WRITTEN = [
    ("My cell is (207) 555-0133.", "+12075550133"),
    ("c: 207 555 0133", "+12075550133"),
    ("207.555.0133", "+12075550133"),
    ("+1 603 555 0118", "+16035550118"),
    ("O: 207.555.0134 / C: 207.555.0136 / Pager: 207.555.0137", "+12075550136"),
    ("Office 207-555-0132 | Fax 207-555-0199", "+12075550132"),
    ("Fax 207-555-0199", None),
    ("pager 207-555-0161", None),
    ("OR desk 207-555-0167", None),
    ("x5124 or ext. 0156", None),
    ("The cell is two oh seven five five five oh one six two that is all", "+12075550162"),
    ("two zero seven, triple five, oh one double three", "+12075550133"),
    ("Call 5 patients at 207 bed 3", None),
]
CHANNELS = [
    ("Please have someone contact me. Call my cell only: 207-555-0161.", "phone", "+12075550161"),
    ("Can someone reach me? Email only, please.", "email", "+12075550201"),
    ("Could somebody call me on my cell, 207 555 0162?", "any", "+12075550162"),
    ("I'd like to talk to a peer. Please do not phone me at work or at home.", "email", "+12075550201"),
    ("Could someone talk to me? Don't email me, my assistant reads it. 207-555-0163", "phone", "+12075550163"),
    ("I'd like a call. Pager 207-555-0164, office 207-555-0165.", "any", "+12075550165"),
    ("Please reach me, but don't call before noon. I need to talk to someone.", "any", "+12075550201"),
    ("Could someone call me? Email is best, though.", "any", "+12075550201"),
]


@pytest.mark.parametrize("text, number", AS_WRITTEN)
def test_a_number_is_read_as_it_is_written(text: str, number: str | None) -> None:
    assert best(numbers(text)) == number


@pytest.mark.parametrize("text, allowed, number", CHANNELS)
def test_a_mail_allows_a_channel_or_forbids_one(text: str, allowed: str, number: str) -> None:
    [peer] = understood(text).peers
    assert (peer.contact, peer.phone) == (allowed, number)


def test_what_is_no_number_is_none() -> None:
    assert e164("12") is None
    assert e164("call me") is None


def test_a_wish_forbids_nothing_and_two_prohibitions_leave_both() -> None:
    assert channel(["wants-phone"]) == "any"
    assert channel(["no-phone", "no-email"]) == "any"
    assert channel(["no-phone"]) == "email"
    assert channel(["no-phone", "wants-phone"]) == "any"
