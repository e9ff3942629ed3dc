"""Weighs the words of labelled mail anew, for rules/kind-weights.toml. A development script: needs scikit-learn, writes one file.

usage: python tests/training/weigh_kind.py CONFIG FOLDER…   (folders of NAME.eml with NAME.json; --judge only prints figures)
Names, places and departments are marks before anything is weighed, so that no person can get into the weights.
"""

import json
import re
import sys
from collections import Counter
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from mailer.edges.settings import read_settings  # noqa: E402
from mailer.inbound.leaning import START, traits  # noqa: E402
from mailer.inbound.parse import parse  # noqa: E402
from mailer.inbound.spoken import spoken  # noqa: E402
from mailer.inbound.whose_words import words_for  # noqa: E402
from mailer.inbound.writer import writer  # noqa: E402
from mailer.service.books import Books  # noqa: E402
from mailer.service.explanation import explain_mail  # noqa: E402
from mailer.service.wiring import load_books  # noqa: E402

SEEN_TWICE = 2
STRENGTH = 30.0
LEAST = 0.3  # an entry that moves no kind further is left out of the file
LEFT_OUT = re.compile(r"\d")
HERE = Path(__file__).parent
WEIGHT = {"referral": 1.0, "unclear": 2.0, "other": 2.0}
USUAL_WEIGHT = 2.5
Pair = tuple[frozenset[str], str, str]  # traits, label, what the rules say


def read_mail(raw: bytes, books: Books) -> tuple[frozenset[str], str] | None:
    """The traits of a mail that a person wrote and that starts something, and the kind that is concluded today."""
    meant = explain_mail(raw, books, datetime.now().astimezone()).meant
    if meant.kind in ("automatic", "bounce"):
        return None
    words = words_for(parse(raw), None, books.people, books.organisation, books.phrases)
    read, subject = spoken(words.text, books.people), spoken(words.subject[:500], books.people)
    who = writer(words.author, words.reply_to, words.signature, read, books.people, books.organisation, books.phrases)
    return traits([s.marked.folded for s in (*subject.sentences, *read.sentences)], stranger=who.stranger), meant.kind


def labelled(folder: Path, books: Books) -> list[Pair]:
    found: list[Pair] = []
    for label_file in sorted(folder.glob("*.json")):
        label = json.loads(label_file.read_text(encoding="utf-8"))
        if "as" in label or label.get("kind") in (None, "automatic", "bounce"):
            continue
        if seen := read_mail(label_file.with_suffix(".eml").read_bytes(), books):
            found.append((seen[0], label["kind"], seen[1]))
    return found


def written(books: Books) -> list[Pair]:
    """The labelled texts beside this file: kind, subject and words, each on a line."""
    found: list[Pair] = []
    for file in sorted(HERE.glob("kind_texts_*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            kind, subject, body = line.split("\t")
            mail = EmailMessage()
            mail["From"], mail["Subject"] = (
                "robin.vance@" + sorted(books.intake_addresses)[0].partition("@")[2],
                subject,
            )
            mail.set_content(body.replace(" / ", "\n"))
            if seen := read_mail(mail.as_bytes(), books):
                found.append((seen[0], kind, seen[1]))
    return found


def main() -> None:
    arguments = [a for a in sys.argv[1:] if a != "--judge"]
    books = load_books(read_settings(Path(arguments[0])))
    mails = [pair for folder in arguments[1:] for pair in labelled(Path(folder), books)]
    pairs = [*mails, *written(books)]
    counts = Counter(trait for found, _, _ in pairs for trait in found)
    usual = {t for t, n in counts.items() if n >= SEEN_TWICE and not LEFT_OUT.search(t)}
    rows = [{t: 1 / max(1, len(found)) ** 0.5 for t in found if t in usual} for found, _, _ in pairs]
    kinds = [kind for _, kind, _ in pairs]
    columns = DictVectorizer()
    table = columns.fit_transform(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    each = [WEIGHT.get(kind, USUAL_WEIGHT) for kind in kinds]
    logs = cross_val_predict(model, table, kinds, cv=8, method="predict_log_proba", params={"sample_weight": each})
    names = sorted(set(kinds))
    alone = sum(names[row.argmax()] == kind for row, kind in zip(logs[: len(mails)], kinds, strict=False))
    print(f"cross-validated, the words alone: {alone} of {len(mails)} mails right")
    if "--judge" in sys.argv:
        return
    model.fit(table, kinds, sample_weight=each)
    weights = dict(zip(columns.get_feature_names_out(), model.coef_.T.tolist(), strict=True))
    kept = [t for t in weights if max(abs(w) for w in weights[t]) >= LEAST]
    lines = [
        "# What words speak for and against, beside the rules of kind.toml: one number for each of `kinds`, in their order.",
        "# Weighed from labelled mail by tests/training/weigh_kind.py. xnamex, xplacex and xdeptx stand for a person, a place, a department.",
        "",
        "[kind_weights]",
        f"kinds = {json.dumps(list(model.classes_))}",
        f"{json.dumps(START)} = {json.dumps([round(b, 2) for b in model.intercept_.tolist()])}",
        *(f"{json.dumps(t)} = {json.dumps([round(w, 1) for w in weights[t]])}" for t in sorted(kept)),
    ]
    (ROOT / "rules" / "kind-weights.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
