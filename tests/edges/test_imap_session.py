"""Reading what a server says: pure, so any answer may be tried."""

from datetime import UTC, datetime, timedelta, timezone
from imaplib import Time2Internaldate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.edges.imap_session import internal_date, records
from mailer.edges.imap_trouble import code_of

ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1990, 1, 2), datetime(2090, 1, 1), timezones=ZONES))  # noqa: DTZ001 - the zone comes apart
def test_every_time_of_receipt_is_read_as_it_was_written(moment: datetime) -> None:
    written = Time2Internaldate(moment).encode()
    assert internal_date(b"1 (UID 7 INTERNALDATE " + written + b")") == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    "said",
    [b"", b"1 (UID 7)", b'INTERNALDATE "99-Mar-2026 10:00:00 +0000"', b'INTERNALDATE "01-Xyz-2026 10:00:00 +0000"'],
)
def test_a_time_that_is_none_is_none(said: bytes) -> None:
    assert internal_date(said) is None


def test_a_day_of_one_digit_may_begin_with_a_blank() -> None:
    assert internal_date(b'INTERNALDATE " 5-Mar-2026 10:00:00 -0500"') == datetime(2026, 3, 5, 15, tzinfo=UTC)


def test_what_stands_behind_a_literal_belongs_to_its_mail() -> None:
    said = [
        (b"1 (BODY[] {5}", b"hello"),
        b" UID 101)",
        b"2 (FLAGS (\\Seen))",
        (b"3 (UID 103 X {1}", b"a"),
        (b" BODY[] {2}", b"bc"),
        b")",
        None,
    ]
    assert records(said) == [
        (b"1 (BODY[] {5}  UID 101)", b"hello"),
        (b"2 (FLAGS (\\Seen))", b""),
        (b"3 (UID 103 X {1}  BODY[] {2} )", b"abc"),
    ]


@given(st.lists(st.one_of(st.none(), st.binary(), st.tuples(st.binary(), st.binary()))))
def test_no_answer_breaks_the_reading(said: list[object]) -> None:
    assert len(records(said)) <= len(said)


@pytest.mark.parametrize(
    "said, code",
    [
        ([b"[TRYCREATE] no such mailbox"], "TRYCREATE"),
        ([b"no such mailbox"], ""),
        ("[UNAVAILABLE] later", "UNAVAILABLE"),
        ([], ""),
        (None, ""),
    ],
)
def test_the_response_code_is_read_and_the_rest_is_not(said: object, code: str) -> None:
    assert code_of(said) == code
