"""Weighs the words of a wish for a supporter from elsewhere anew, for rules/outside-weights.toml. A development script: needs scikit-learn.

usage: python -m tests.training.weigh_outside CONFIG [--judge] [FOLDER …]   (--judge only prints the figures of what is unseen)
Learns from outside_texts*.txt beside it (`outside` or `quiet`, a tab, a text), the sentences of tests/inbound/test_wishes.py and the
labelled referrals of tests/mail/ and of the folders that are named, where a mail with a wish is learnt by its heaviest run of
sentences. Names, places and departments are marks before anything is weighed, so that no person can get into the weights.
Deterministic; sends nothing and reads no mail but those.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from mailer.edges.settings import read_settings
from mailer.inbound.elsewhere import MOST_OF_RULES, SENTENCES, TABLE, entries_of
from mailer.inbound.parse import parse
from mailer.inbound.spoken import Marked, spoken
from mailer.inbound.weighing import runs
from mailer.inbound.whose_words import words_for
from mailer.inbound.wishes import ruled
from mailer.service.books import Books
from mailer.service.wiring import load_books
from tests.inbound.test_wishes import ANYWHERE, ELSEWHERE

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "rules" / "outside-weights.toml"
MAIL = HERE.parents[0] / "mail"
FOLDS = 5
STRENGTH = 1.0  # of the fit: less is more cautious
RARE = 2  # an entry seen in fewer texts is not learnt
LEAST = 0.05  # a lighter entry is left out of the file
RULES_ADD = 3.0  # what a whole rule (weight 1) adds to the scale
THRESHOLD = 0.1
HIGHEST_FLOOR = -1.0  # what the rules found is taken back below this, or lower
TEXT, REFERRAL = 0.7, 0.3  # how much a run of sentences without a wish counts

Run = frozenset[str]


@dataclass(frozen=True)
class Said:
    """A labelled text or mail: the entries of its sentences and their runs, what the rules say, and the label."""

    name: str
    whole: Run
    runs: list[Run]
    rules: float
    ruled: bool
    wished: bool


def _said(name: str, sentences: Sequence[Marked], books: Books, *, wished: bool) -> Said:
    said = ruled(sentences, books.phrases, books.people, frozenset())
    found = [entries_of(s.marked) for s in sentences]
    together = list(runs(found, SENTENCES)) or [frozenset[str]()]
    return Said(name, frozenset().union(*found), together, min(said.weight, MOST_OF_RULES), said.wished, wished)


def mails_of(folder: Path, books: Books) -> list[Said]:
    found = []
    for file in sorted(folder.glob("*.json")):
        label = json.loads(file.read_text(encoding="utf-8"))
        if label.get("kind") == "referral" and "outside" in label:
            words = words_for(
                parse(file.with_suffix(".eml").read_bytes()), None, books.people, books.organisation, books.phrases
            )
            subject, text = spoken(words.subject[:500], books.people), spoken(words.text, books.people)
            found.append(_said(file.stem, (*subject.sentences, *text.sentences), books, wished=bool(label["outside"])))
    return found


def texts(books: Books) -> list[Said]:
    found = []
    for file in sorted(HERE.glob("outside_texts*.txt")):
        for at, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            label, text = line.split("\t")
            found.append(
                _said(f"{file.stem} {at}", spoken(text, books.people).sentences, books, wished=label == "outside")
            )
    for wished, known in ((True, ELSEWHERE), (False, ANYWHERE)):
        found += [_said("known", spoken(text, books.people).sentences, books, wished=wished) for text in known]
    return found


@dataclass(frozen=True)
class Learnt:
    """The weights, and the weight of nothing."""

    entries: dict[str, float]
    start: float

    def total(self, said: Said) -> float:
        heaviest = max(self.start + sum(self.entries.get(entry, 0.0) for entry in run) for run in said.runs)
        return heaviest + RULES_ADD * said.rules


def learn(lines: Sequence[Said], mails: Sequence[Said]) -> Learnt:
    """Fits the weights: texts and quiet mail first, then twice more with the heaviest run of each mail that has a wish."""
    seen = Counter(entry for said in (*lines, *mails) for entry in said.whole)
    known = {entry for entry, times in seen.items() if times >= RARE}
    vectors = DictVectorizer()
    vectors.fit([dict.fromkeys(sorted(known), 1.0)])

    def table(found: Sequence[Run]) -> object:
        rows = vectors.transform([dict.fromkeys(sorted(run & known), 1.0) for run in found])
        rows.indices, rows.indptr = rows.indices.astype("int32"), rows.indptr.astype("int32")  # what liblinear takes
        return rows

    wishes = [said.whole for said in lines if said.wished]
    quiet = [run for said in lines if not said.wished for run in dict.fromkeys((*said.runs, said.whole))]
    quiet_mail = [run for said in mails if not said.wished for run in said.runs]
    base = [*wishes, *quiet, *quiet_mail]
    labels = [1] * len(wishes) + [0] * (len(quiet) + len(quiet_mail))
    counts = [1.5] * len(wishes) + [TEXT] * len(quiet) + [REFERRAL] * len(quiet_mail)
    bags = [said.runs for said in mails if said.wished]
    model = LogisticRegression(C=STRENGTH, max_iter=400, solver="liblinear", random_state=0)
    model.fit(table(base), labels, sample_weight=counts)
    for _ in range(2 if bags else 0):
        best = []
        for bag in bags:
            weights = list(model.decision_function(table(bag)))
            best.append(bag[weights.index(max(weights))])
        model.fit(table([*base, *best]), labels + [1] * len(best), sample_weight=counts + [1.5] * len(best))
    rows = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    return Learnt(
        {str(e): round(float(w), 2) for e, w in rows if abs(w) >= LEAST}, round(float(model.intercept_[0]), 2)
    )


def folded(last: Sequence[Said], lines: Sequence[Said], mails: Sequence[Said]) -> list[float]:
    """The totals of each of `last` by weights that have not seen it."""
    result = [0.0] * len(last)
    for fold in range(FOLDS):
        unseen = {id(said) for said in last[fold::FOLDS]}
        learnt = learn([x for x in lines if id(x) not in unseen], [x for x in mails if id(x) not in unseen])
        for at in range(fold, len(last), FOLDS):
            result[at] = learnt.total(last[at])
    return result


def figures(title: str, found: Sequence[Said], totals: Sequence[float]) -> None:
    print(f"{title}: threshold, recall, quiet, recall and quiet where the rules cannot be taken back")
    for threshold in (-0.5, 0.0, 0.3, 0.6, 1.0, 1.5):
        scale = [total >= threshold for total in totals]
        either = [said or mail.ruled for said, mail in zip(scale, found, strict=True)]
        shares = [
            sum(s == want for s, m in zip(said, found, strict=True) if m.wished == want)
            / sum(m.wished == want for m in found)
            for said in (scale, either)
            for want in (True, False)
        ]
        print(f"{threshold:5.1f}  " + "  ".join(f"{share:.3f}" for share in shares))


def main() -> None:
    books = load_books(read_settings(Path(sys.argv[1])))
    lines = texts(books)
    third = mails_of(MAIL / "third", books)
    folders = [MAIL / "more", MAIL / "second", *(Path(a) for a in sys.argv[2:] if a != "--judge")]
    mails = [mail for folder in folders for mail in mails_of(folder, books)]
    learnt = learn(lines, mails)
    figures("tests/mail/third unseen", third, [learnt.total(said) for said in third])
    figures("tests/mail/third, in folds", third, folded(third, lines, [*mails, *third]))
    figures("the texts, in folds", lines, folded(lines, lines, [*mails, *third]))
    if "--judge" in sys.argv:
        return
    learnt = learn(lines, [*mails, *third])
    lowest = min(learnt.total(said) for said in (*lines, *mails, *third) if said.wished and said.ruled)
    floor = round(min(HIGHEST_FLOOR, lowest - 0.05), 2)
    head = [
        "# What words weigh for a supporter from elsewhere (above zero) and against, beside the rules of outside.toml: which words speak",
        "# together decides, in a sentence or two neighbouring ones. From <threshold> on there is a wish; one that the rules found stays one",
        "# down to <floor>; <rules> is what a whole rule adds, <start> what no words weigh. An entry with ~ is of word groups (elsewhere.py):",
        "# a hospital, a campus and a place are one, somebody and a supporter too. xnamex, xplacex and xdeptx stand for a person, a place",
        "# and a department. Made by tests/training/weigh_outside.py; a change by hand holds until it is made again.",
        "",
        f"[{TABLE}]",
        f'"<start>" = {learnt.start}',
        f'"<rules>" = {RULES_ADD}',
        f'"<threshold>" = {THRESHOLD}',
        f'"<floor>" = {floor}',
    ]
    rows = [f"{json.dumps(entry)} = {weight}" for entry, weight in sorted(learnt.entries.items())]
    OUT.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    print(f"{len(rows)} entries written, floor {floor}")


if __name__ == "__main__":
    main()
