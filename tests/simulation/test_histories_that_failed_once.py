"""Seeds whose history once broke a sentence, played in every run.

Each is played in the edition of the plays in which it failed. Each cause has a short test of its own elsewhere, too.
"""

import pytest

from tests.simulation.runner import play

FAILED_ONCE = {  # edition, seed
    (1, 6): "a mail moved back after its case was purged is a new one, and its words are asked about",
    (1, 236): "a flagged mail that was moved back brought its writer a second crisis letter",
    (1, 381): "the end of a history was judged before its six weeks were over",
    (1, 483): "whoever said no and then referred themselves was taken for one to be left alone",
    (1, 584): "a mail was purged an hour too early over a change of the clocks",
    (1, 844): "the only reader of a page was put off by the server, and nobody else was paged at once",
    (1, 2045): "a reply mark spelt the beginning of a secret by chance",
    (1, 2061): "a mail that only leant to a referral lifted a stop",
    (1, 2187): "the word help between a greeting and thanks was taken for a request for support, and lifted a stop",
    (1, 2353): "a further mail in the thread that only leant to a referral lifted a stop",
    (2, 4137): "an unknown id of one letter and four digits was overlooked, and the letter's own case closed",
    (
        2,
        5114,
    ): "a stop without a mark was only asked about: its writer's own case was closed, and they had referred others",
}


@pytest.mark.parametrize("edition_of_then, seed_of_then", FAILED_ONCE)
def test_a_history_that_failed_once_fails_no_more(edition_of_then: int, seed_of_then: int) -> None:
    outcome = play(seed_of_then, edition=edition_of_then)
    assert not outcome.sentence, str(outcome)
