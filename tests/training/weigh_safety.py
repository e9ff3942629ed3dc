"""Makes rules/safety-weights.toml: learns from labelled sentences and mails what words weigh for danger and against it.

    python -m tests.training.weigh_safety THRESHOLD [FOLDER …]    writes the file and prints the figures; folders of labelled mail
                                                                  beside tests/mail are learnt from too
    python -m tests.training.weigh_safety --folds                 only the honest figures: tests/mail/third, each fold unseen by its weights

Deterministic: the same sentences give the same file. Learns from safety_signs*.txt and safety_quiet*.txt beside it (a sentence or
short mail a line), the tables of tests/inbound/safety_sentences.py, and the labelled mail of tests/mail/, where a mail with a
sign is learnt by its heaviest run of sentences. Needs scikit-learn, which only this script uses: install it by hand, it is
no dependency of the service or of its tests. Sends nothing and reads no mail but those.
"""

import json
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from mailer.inbound.parse import parse
from mailer.inbound.phrases import Phrasebook, rules_of, sentences
from mailer.inbound.safety import MOST_OF_RULES, SIGN, rules_weight
from mailer.inbound.weighing import runs, sentence_entries
from mailer.inbound.words import all_words
from tests.inbound.safety_hidden_signs import HIDDEN
from tests.inbound.safety_hidden_signs_french_spanish import HIDDEN_FRENCH_SPANISH
from tests.inbound.safety_near_misses import NEAR_MISSES
from tests.inbound.safety_sentences import QUIET, QUIET_MAILS, SIGNS, VEILED

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "rules"
OUT = RULES / "safety-weights.toml"
MAIL = HERE.parents[0] / "mail"
FOLDS = 4
STRENGTH = 1.0  # of the fit: less is more cautious
RARE = 2  # an entry seen in fewer runs is not learnt
LEAST = 0.15  # a lighter entry is left out of the file
HIGHEST_FLOOR = 2.0  # what the rules found is taken back below this, or lower
RULES_ADD = 3.0  # what a whole rule (weight 1) adds to the scale

Run = frozenset[str]
SENTENCES_WITH_SIGNS = (*SIGNS, *VEILED, *HIDDEN, *HIDDEN_FRENCH_SPANISH)


@dataclass(frozen=True)
class Mail:
    """A labelled mail: the entries of its runs of sentences, what the rules say, and the label."""

    name: str
    runs: list[Run]
    rules: float
    danger: bool


def book() -> Phrasebook:
    files = [f for f in sorted(RULES.glob("safety*.toml")) if f != OUT]
    return Phrasebook(rule for file in files for rule in rules_of(tomllib.loads(file.read_text("utf-8")), file.name))


def runs_of(text: str, subject: str = "") -> list[Run]:
    return list(runs([sentence_entries(s) for s in (*sentences(subject[:1000]), *sentences(text))])) or [frozenset()]


def mails_of(folder: Path, rules: Phrasebook) -> list[Mail]:
    found = []
    for label in sorted(folder.glob("*.json")):
        wanted = json.loads(label.read_text("utf-8"))
        if "safety" in wanted:
            message = parse(label.with_suffix(".eml").read_bytes())
            text = all_words(message)
            total = rules_weight(text, message.subject, rules)
            found.append(Mail(label.stem, runs_of(text, message.subject), total, bool(wanted["safety"])))
    return found


def lines(pattern: str) -> list[str]:
    files = sorted(HERE.glob(pattern))
    return [line for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]


def whole(text: str) -> Run:
    return frozenset().union(*(sentence_entries(s) for s in sentences(text)))


@dataclass(frozen=True)
class Learnt:
    """The weights, and the weight of nothing."""

    entries: dict[str, float]
    start: float

    def heaviest(self, found: Sequence[Run]) -> float:
        return max(self.start + sum(self.entries.get(entry, 0.0) for entry in run) for run in found)


def learn(mails: Sequence[Mail]) -> Learnt:
    """Fits the weights: sentences first, then twice more with the heaviest run of each mail that has a sign."""
    signs = [whole(text) for text in (*lines("safety_signs*.txt"), *SENTENCES_WITH_SIGNS)]
    quiet = [run for text in (*lines("safety_quiet*.txt"), *QUIET, *QUIET_MAILS, *NEAR_MISSES) for run in runs_of(text)]
    quiet_mail = [run for mail in mails if not mail.danger for run in mail.runs]
    seen: dict[str, int] = {}
    for run in (*signs, *quiet, *quiet_mail, *(run for mail in mails if mail.danger for run in mail.runs)):
        for entry in run:
            seen[entry] = seen.get(entry, 0) + 1
    known = {entry for entry, times in seen.items() if times >= RARE}
    vectors = DictVectorizer()
    vectors.fit([dict.fromkeys(sorted(known), 1.0)])

    def rows(found: Sequence[Run]) -> list[dict[str, float]]:
        return [dict.fromkeys(sorted(run & known), 1.0) for run in found]

    base = rows([*signs, *quiet, *quiet_mail])
    labels = [1] * len(signs) + [0] * (len(quiet) + len(quiet_mail))
    counts = [1.5] * len(signs) + [0.7] * len(quiet) + [0.25] * len(quiet_mail)
    bags = [rows(mail.runs) for mail in mails if mail.danger]
    model = LogisticRegression(C=STRENGTH, max_iter=400, solver="liblinear", random_state=0)
    model.fit(_table(vectors, base), labels, sample_weight=counts)
    for _ in range(2 if bags else 0):
        best = [_heaviest_row(bag, list(model.decision_function(_table(vectors, bag)))) for bag in bags]
        everything = _table(vectors, [*base, *best])
        model.fit(everything, labels + [1] * len(best), sample_weight=counts + [1.0] * len(best))
    weights = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    return Learnt(
        {str(entry): round(float(w), 1) for entry, w in weights if abs(w) >= LEAST}, float(model.intercept_[0])
    )


def _table(vectors: DictVectorizer, rows: Sequence[dict[str, float]]) -> object:
    table = vectors.transform(rows)
    table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")  # what liblinear takes
    return table


def _heaviest_row(bag: Sequence[dict[str, float]], weights: Sequence[float]) -> dict[str, float]:
    return bag[max(range(len(bag)), key=lambda at: weights[at])]


def totals(found: Sequence[Mail], learnt: Learnt) -> list[float]:
    return [learnt.heaviest(mail.runs) + RULES_ADD * min(mail.rules, MOST_OF_RULES) for mail in found]


def floor_of(learnt: Learnt, found: Sequence[Mail], rules: Phrasebook) -> float:
    """Where the scale may take back what the rules found: no labelled sign lies below it."""
    floor = HIGHEST_FLOOR
    for text in SENTENCES_WITH_SIGNS:
        if (total := rules_weight(text, "", rules)) >= SIGN:
            floor = min(floor, learnt.heaviest(runs_of(text)) + RULES_ADD * min(total, MOST_OF_RULES))
    signs = [mail for mail in found if mail.danger and mail.rules >= SIGN]
    return min([floor, *totals(signs, learnt)]) - 0.05


def figures(found: Sequence[Mail], weights: Sequence[float], threshold: float) -> tuple[float, float, float, float]:
    """Recall and quiet of the scale, then of rules or scale."""
    signs, calm = sum(m.danger for m in found) or 1, sum(not m.danger for m in found) or 1
    floor = HIGHEST_FLOOR
    scale = [
        weight >= (floor if mail.rules >= SIGN else threshold) for mail, weight in zip(found, weights, strict=True)
    ]
    either = [said or mail.rules >= SIGN for mail, said in zip(found, scale, strict=True)]

    def share(said: Sequence[bool], danger: bool) -> float:
        return sum(s == danger for s, m in zip(said, found, strict=True) if m.danger == danger) / (
            signs if danger else calm
        )

    return share(scale, True), share(scale, False), share(either, True), share(either, False)


def folded(last: Sequence[Mail], others: Sequence[Mail]) -> list[float]:
    """The totals of each mail by weights that have not seen it."""
    result = [0.0] * len(last)
    for fold in range(FOLDS):
        learnt = learn([*others, *(mail for at, mail in enumerate(last) if at % FOLDS != fold)])
        for at in range(fold, len(last), FOLDS):
            result[at] = totals([last[at]], learnt)[0]
    return result


def written(learnt: Learnt, threshold: float, floor: float) -> str:
    """The file: the scale, then a rule for each weight with its entries, heaviest first."""
    head = (HERE / "safety-weights.head.toml").read_text("utf-8")
    out = [
        head.replace("START", f"{learnt.start:.2f}")
        .replace("RULES", f"{RULES_ADD:.1f}")
        .replace("THRESHOLD", f"{threshold:.2f}")
        .replace("FLOOR", f"{floor:.2f}")
    ]
    groups: dict[float, list[str]] = {}
    for entry, weight in learnt.entries.items():
        if weight:
            groups.setdefault(weight, []).append(entry)
    for weight in sorted(groups, key=lambda w: -w if w > 0 else 100 - w):
        says = "for" if weight > 0 else "against"
        entries = ",\n".join("  " + ", ".join(f'"{e}"' for e in part) for part in _rows(sorted(groups[weight])))
        out.append(
            f'[[rule]]\nname = "safety: words that weigh {weight:+.1f}"\nfield = "safety-weight"\nsays = "{says}"\n'
            f"weight = {weight}\nany = [\n{entries},\n]\n"
        )
    return "\n".join(out)


def _rows(entries: Sequence[str]) -> list[list[str]]:
    return [list(entries[at : at + 8]) for at in range(0, len(entries), 8)]


def main(arguments: Sequence[str]) -> None:
    rules = book()
    last, more = mails_of(MAIL / "third", rules), [*mails_of(MAIL / "more", rules), *mails_of(MAIL / "second", rules)]
    unseen = folded(last, more)
    print("tests/mail/third, each fold unseen: threshold; scale recall, quiet; rules or scale recall, quiet")
    for threshold in (x / 2 for x in range(0, 13)):
        print(f"{threshold:5.1f}  " + "  ".join(f"{value:.3f}" for value in figures(last, unseen, threshold)))
    if "--folds" in arguments:
        return
    threshold = float(arguments[0]) if arguments else 3.0
    others = [mail for folder in arguments[1:] for mail in mails_of(Path(folder), rules)]
    learnt = learn([*more, *last, *others])
    floor = floor_of(learnt, [*more, *last, *others], rules)
    OUT.write_text(written(learnt, threshold, floor), "utf-8")
    print(f"{len(learnt.entries)} entries written, threshold {threshold}, floor {floor:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
