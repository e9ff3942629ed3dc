"""A simulated programme: random histories, judged after every pass by the sentences of sentences.py.

A sample in the ordinary run, two thousand with PEER_SUPPORT_EXHAUSTIVE. Each failure prints the seed that plays it again.
"""

from tests.simulation.runner import Sum, play_many, processors


def test_no_case_is_forgotten_and_no_one_is_pressed_whatever_happens(seed: int, histories: int) -> None:
    total, broken = Sum(), []
    for outcome in play_many(range(seed, seed + histories), processors() if histories > 1 else 1):
        total.add(outcome)
        if outcome.sentence:
            broken.append(str(outcome))
    print(total)
    assert not broken, f"{len(broken)} of {histories} histories:\n\n" + "\n\n".join(broken[:5])


def test_the_same_seed_is_the_same_history(seed: int) -> None:
    [first], [again] = list(play_many([seed], 1)), list(play_many([seed], 1))
    assert first == again
