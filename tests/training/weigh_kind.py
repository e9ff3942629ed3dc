"""Weighs the words of labelled mail anew, for rules/kind-weights.toml. A development script: needs scikit-learn, writes one file.

usage: python tests/training/weigh_kind.py CONFIG FOLDER…   (folders of NAME.eml with NAME.json; --judge only prints figures)
Names, places and departments are marks before anything is weighed, so that no person can get into the weights.
"""

import json
import re
import sys
from datetime import datetime
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

SEEN_TWICE = 3
KEPT = 1400
SURE = (0.5, 0.6, 0.7, 0.8)
LEFT_OUT = re.compile(r"\d")


def labelled(folder: Path, books: Books) -> list[tuple[frozenset[str], str]]:
    """The traits and the label of every mail of a folder that a person wrote and that starts something."""
    found: list[tuple[frozenset[str], str]] = []
    for label_file in sorted(folder.glob("*.json")):
        label = json.loads(label_file.read_text(encoding="utf-8"))
        if "as" in label or label.get("kind") in (None, "automatic", "bounce"):
            continue
        raw = label_file.with_suffix(".eml").read_bytes()
        meant = explain_mail(raw, books, datetime.now().astimezone()).meant
        if meant.kind in ("automatic", "bounce"):
            continue
        words = words_for(parse(raw), None, books.people, books.organisation, books.phrases)
        read, subject = spoken(words.text, books.people), spoken(words.subject[:500], books.people)
        who = writer(
            words.author, words.reply_to, words.signature, read, books.people, books.organisation, books.phrases
        )
        sentences = [s.marked.folded for s in (*subject.sentences, *read.sentences)]
        found.append((traits(sentences, stranger=who.stranger), label["kind"]))
    return found


def main() -> None:
    arguments = [a for a in sys.argv[1:] if a != "--judge"]
    books = load_books(read_settings(Path(arguments[0])))
    pairs = [pair for folder in arguments[1:] for pair in labelled(Path(folder), books)]
    counts: dict[str, int] = {}
    for found, _ in pairs:
        for trait in found:
            counts[trait] = counts.get(trait, 0) + 1
    usual = {t for t, n in counts.items() if n >= SEEN_TWICE and not LEFT_OUT.search(t)}
    rows = [{t: 1 / max(1, len(found)) ** 0.5 for t in found if t in usual} for found, _ in pairs]
    kinds = [kind for _, kind in pairs]
    columns = DictVectorizer()
    table = columns.fit_transform(rows)
    model = LogisticRegression(C=20, max_iter=800)
    weight = {"referral": 1.0, "unclear": 2.0, "other": 2.0}
    each = [weight.get(kind, 2.5) for kind in kinds]
    shares = cross_val_predict(model, table, kinds, cv=8, method="predict_proba", params={"sample_weight": each})
    names = sorted(set(kinds))
    for sure in SURE:
        for name in names:
            believed = [
                k for k, row in zip(kinds, shares, strict=True) if row.max() >= sure and names[row.argmax()] == name
            ]
            print(f"cross-validated: {name} at {sure}: {sum(k == name for k in believed)} of {len(believed)} right")
    if "--judge" in sys.argv:
        return
    model.fit(table, kinds, sample_weight=each)
    weights = dict(zip(columns.get_feature_names_out(), model.coef_.T.tolist(), strict=True))
    kept = sorted(weights, key=lambda t: -max(abs(w) for w in weights[t]))[:KEPT]
    lines = [
        "# What words speak for and against, where the rules of kind.toml say too little: one number for each of `kinds`, in their order.",
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
