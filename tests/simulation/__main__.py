"""python -m tests.simulation [FIRST] [COUNT] [WORKERS]: plays histories, prints the figures, and the first failure of each sentence."""

import sys

from tests.simulation.runner import Outcome, Sum, failures_by_sentence, play_many, processors


def main(first: int = 1, count: int = 60, workers: int = 0) -> int:
    total, outcomes, shown = Sum(), list[Outcome](), set[str]()
    for outcome in play_many(range(first, first + count), workers or processors()):
        total.add(outcome)
        outcomes.append(outcome)
        if outcome.sentence and outcome.sentence not in shown:
            shown.add(outcome.sentence)
            print(f"{outcome}\n{'-' * 100}", flush=True)
        if total.histories % 100 == 0:
            print(total, dict(failures_by_sentence(outcomes)), flush=True)
    print(total)
    for sentence, times in failures_by_sentence(outcomes).most_common():
        seeds = [o.seed for o in outcomes if o.sentence == sentence][:12]
        print(f"{times:5}  {sentence.replace('_', ' ')}  seeds {seeds}")
    return 1 if shown else 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
