"""Seeds whose history once broke a sentence, played in every run.

Each cause has a short test of its own elsewhere: when the plays change, so does what a seed plays.
"""

import pytest

from tests.simulation.runner import play

FAILED_ONCE = {
    236: "a flagged mail that was moved back brought its writer a second crisis letter",
    381: "the end of a history was judged before its six weeks were over",
    483: "whoever said no and then referred themselves was taken for one to be left alone",
    584: "a mail was purged an hour too early over a change of the clocks",
    844: "the only reader of a page was put off by the server, and nobody else was paged at once",
    2045: "a reply mark spelt the beginning of a secret by chance",
    2061: "a mail that only leant to a referral lifted a stop",
    2187: "the word help between a greeting and thanks was taken for a request for support, and lifted a stop",
    2353: "a further mail in the thread that only leant to a referral lifted a stop",
}


@pytest.mark.parametrize("seed_of_then", FAILED_ONCE)
def test_a_history_that_failed_once_fails_no_more(seed_of_then: int) -> None:
    outcome = play(seed_of_then)
    assert not outcome.sentence, str(outcome)
