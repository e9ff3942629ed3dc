"""Weighs the words of labelled answers anew, for rules/answer-weights.toml. A development script: needs scikit-learn.

usage: python tests/training/weigh_answers.py CONFIG FOLDER…   (folders of NAME.eml with NAME.json, whose label says "as")
Names inside a sentence are marks before anything is weighed, and words that are only ever names are left out.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from mailer.edges.settings import read_settings  # noqa: E402
from mailer.inbound.answer_weighing import START, traits  # noqa: E402
from mailer.inbound.answer_words import said  # noqa: E402
from mailer.inbound.parse import parse  # noqa: E402
from mailer.inbound.words import subject_words  # noqa: E402
from mailer.model.meaning import Role  # noqa: E402
from mailer.service.books import Books  # noqa: E402
from mailer.service.explanation import explain_answer  # noqa: E402
from mailer.service.wiring import load_books  # noqa: E402
from tests.inbound.answer_sentences import COORDINATOR, PEER, SUPPORTER  # noqa: E402

ROLES: tuple[Role, ...] = ("coordinator", "supporter", "peer")
LETTERS = {
    "invitation": "supporter/ask-invitation",
    "handover": "supporter/tell-handover",
    "how-it-went": "supporter/ask-how-it-went",
}
HEAD = Path(__file__).parent / "answer-weights.head.toml"
HERE = Path(__file__).parent
STRENGTH = 10.0
SEEN = 3
LEAST = 0.4  # an entry that moves no intent further is left out of the file
STEP = 0.2  # entries that weigh nearly the same share a rule
HELD = 3  # what a test holds to counts so often
RARE = 8  # intents with fewer examples are left to the rules
Labelled = tuple[str, str | None, str, frozenset[str]]  # words, letter answered, edited subject, intents


def written(role: Role) -> list[Labelled]:
    """The labelled lines beside this file, and the tables of the tests."""
    found: list[Labelled] = []
    for file in sorted(HERE.glob(f"answers*_{role}.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            intents, words, *letter = line.split("\t")
            asked = LETTERS[letter[0]] if letter else None
            found.append((words.replace(" / ", "\n"), asked, "", frozenset(intents.split("+"))))
    tested = len(found)
    for line in (ROOT / "tests/inbound/answers_more.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            who, letter_name, intents, _, words = line.split("\t")
            if who == role:
                found.append((words, letter_name or None, "", frozenset(intents.split("+"))))
    if role == "coordinator":
        found += [(words, None, "", frozenset(intents)) for words, intents, _ in COORDINATOR]
    elif role == "supporter":
        found += [(words, asked, "", frozenset(intents)) for words, intents, asked in SUPPORTER]
    else:
        found += [(words, None, "", frozenset(intents)) for words, intents in PEER]
    return found + found[tested:] * (HELD - 1)


def mailed(folder: Path, role: Role, books: Books) -> list[Labelled]:
    found: list[Labelled] = []
    for label_file in sorted(folder.glob("*.json")):
        label = json.loads(label_file.read_text(encoding="utf-8"))
        if label.get("as") == role and "intents" in label:
            raw = label_file.with_suffix(".eml").read_bytes()
            answer = explain_answer(raw, role, None, books, datetime.now().astimezone())
            subject = subject_words(parse(raw, ours=books.intake_addresses), ())
            found.append((answer.text, None, subject, frozenset(label["intents"])))
    return found


def names_in(answers: list[Labelled]) -> frozenset[str]:
    """Words that stand with a capital inside a sentence and nowhere without one."""
    texts = [words for words, *_ in answers]
    small = {word for text in texts for word in re.findall(r"(?<![\w'])[a-z]+", text)}
    large = {word.lower() for text in texts for word in re.findall(r"(?<=[\w,] )[A-Z][a-z]+", text)}
    return frozenset(large - small)


def main() -> None:
    books = load_books(read_settings(Path(sys.argv[1])))
    lines = [HEAD.read_text(encoding="utf-8")]
    everybody = {role: written(role) for role in ROLES}
    for role in ROLES:
        everybody[role] += [one for folder in sys.argv[2:] for one in mailed(Path(folder), role, books)]
    names = names_in([one for answers in everybody.values() for one in answers])
    for role in ROLES:
        rows: list[tuple[frozenset[str], frozenset[str]]] = []
        for words, asked, subject, intents in everybody[role]:
            sentences = said(words, subject)
            # which letter is answered is not always known: such answers are weighed both ways
            rows += [(traits(sentences, letter), intents) for letter in {asked, None}]
        counts = Counter(trait for found, _ in rows for trait in found)
        usual = {t for t, n in counts.items() if n >= SEEN and names.isdisjoint(t.split())}
        columns = DictVectorizer()
        table = columns.fit_transform([{t: len(f) ** -0.5 for t in f if t in usual} for f, _ in rows])
        table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")  # liblinear's own
        for intent, number in sorted(Counter(intent for _, intents in rows for intent in intents).items()):
            if number < RARE:
                continue
            model = LogisticRegression(C=STRENGTH, max_iter=2000, solver="liblinear", intercept_scaling=5.0)
            model.fit(table, [intent in intents for _, intents in rows])
            shelves: dict[float, list[str]] = defaultdict(list)
            shelves[round(float(model.intercept_[0]), 2)].append(START)
            for trait, weight in zip(columns.get_feature_names_out(), model.coef_[0].tolist(), strict=True):
                if abs(weight) >= LEAST:
                    shelves[round(weight / STEP) * STEP].append(trait)
            for weight in sorted(shelves, reverse=True):
                entries = ", ".join(json.dumps(trait) for trait in sorted(shelves[weight]))
                lines.append(
                    f'[[rule]]\nname = "{role}, {intent}: words that weigh {weight:+.2f}"\nfield = "answer-weight"\n'
                    f'role = "{role}"\nsays = "{intent}"\nweight = {weight:.2f}\nany = [{entries}]\n'
                )
    (ROOT / "rules" / "answer-weights.toml").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
