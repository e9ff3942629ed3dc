"""A simulated programme: random histories, judged after every pass by the sentences of sentences.py.

A sample in the ordinary run, two thousand with PEER_SUPPORT_EXHAUSTIVE. Each failure prints the seed that plays it again.
"""

from datetime import UTC, datetime
from random import Random

from tests.simulation.programme import Programme
from tests.simulation.runner import Sum, books, play_many, processors


def test_no_case_is_forgotten_and_no_one_is_pressed_whatever_happens(seed: int, histories: int, edition: int) -> None:
    total, broken = Sum(), []
    for outcome in play_many(range(seed, seed + histories), processors() if histories > 1 else 1, edition):
        total.add(outcome)
        if outcome.sentence:
            broken.append(str(outcome))
    print(total)
    assert not broken, f"{len(broken)} of {histories} histories:\n\n" + "\n\n".join(broken[:5])


def test_the_same_seed_is_the_same_history(seed: int) -> None:
    [first], [again] = list(play_many([seed], 1)), list(play_many([seed], 1))
    assert first == again


def test_the_simulated_clock_counts_in_utc_as_the_real_one_does(seed: int) -> None:
    """A wall clock would take an hour off a keeping time that spans a change of the clocks."""
    programme = Programme(books(), Random(seed), datetime(2027, 3, 13, 13, tzinfo=UTC))
    try:
        for _ in range(3):
            ahead = programme.next_moment()
            assert ahead is not None
            assert ahead.tzinfo is UTC
            assert ahead > programme.now
            programme.now = ahead
    finally:
        programme.close()
