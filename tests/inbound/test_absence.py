"""Until when somebody is away."""

from datetime import UTC, date, datetime

import pytest

from mailer.inbound.absence import until

SENT = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    "words, day",
    [
        ("out until November 30", date(2026, 11, 30)),
        ("out through Friday, December 4", date(2026, 12, 4)),
        ("back on Monday the 30th", date(2026, 11, 30)),
        ("returning Monday", date(2026, 11, 30)),
        ("back in the office on 12/7", date(2026, 12, 7)),
        ("back on 2026-12-01", date(2026, 12, 1)),
        ("until 4 January", date(2027, 1, 4)),
        ("until January 4, 2027", date(2027, 1, 4)),
        ("until the 1st", date(2026, 12, 1)),
        ("back tomorrow", date(2026, 11, 25)),
        ("from November 20 to December 2", date(2026, 12, 2)),
        ("jusqu'au 24 novembre inclusivement", date(2026, 11, 24)),
        ("de retour le 7 décembre", date(2026, 12, 7)),
        ("absent jusqu'au 07/12", date(2026, 12, 7)),
        ("hasta el 5 de diciembre", date(2026, 12, 5)),
        ("regreso el lunes", date(2026, 11, 30)),
        ("bis zum 4. Dezember im Urlaub", date(2026, 12, 4)),
        ("until further notice", None),
        ("I will get back to you", None),
        ("call 207-555-0101 until 5 pm", None),
        ("until February 30", None),
    ],
)
def test_the_day_that_is_named(words: str, day: date | None) -> None:
    assert until(words, SENT) == day


def test_without_a_date_of_its_own_a_mail_names_no_day() -> None:
    assert until("back on Monday", None) is None
