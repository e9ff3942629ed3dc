"""Which kind a mail leans to where the rules say too little: a small linear model, asked last and believed only where it is sure.

Its weights are data (rules/kind-weights.toml): a word or two neighbouring words, and what they speak for and against. A person
reads a weight as easily as a phrase. Learns nothing by itself; tests/training/weigh_kind.py weighs anew from labelled mail.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import exp, sqrt

_WORD = re.compile(r"[a-z0-9$]+(?:'[a-z]+)?|\?")
_MOST = 400
"""Words that are looked at: the first ones say what a mail is for."""
SURE = 0.7
"""The share from which a leaning is believed: cross-validated, more than nine of ten are right there."""
FEWEST = 12
"""Known words and pairs below which nothing is concluded: "ok" leans to what most mails are, and that is no reason."""
START = "<start>"
"""The entry that holds what each kind begins with, before any word."""
STRANGER = "<stranger>"


def traits(sentences: Iterable[str], *, stranger: bool) -> frozenset[str]:
    """The words and pairs of words of folded sentences; numbers are one word."""
    found = {STRANGER} if stranger else set()
    left = _MOST
    for sentence in sentences:
        words = ["#" if word.isdigit() else word for word in _WORD.findall(sentence)[:left]]
        left -= len(words)
        found.update(words)
        found.update(f"{one} {other}" for one, other in pairwise(words))
        if left <= 0:
            break
    return frozenset(found)


def leaning(found: frozenset[str], weights: Mapping[str, Sequence[float]], kinds: Sequence[str]) -> tuple[str, float]:
    """The likeliest kind and its share of the whole; ("", 0.0) where there are no weights."""
    start = weights.get(START)
    if not kinds or start is None or len(start) != len(kinds):
        return "", 0.0
    known = [weights[trait] for trait in found if trait in weights]
    if len(known) < FEWEST:
        return "", 0.0
    scale = 1.0 / sqrt(max(1, len(found)))
    scores = [start[i] + scale * sum(row[i] for row in known if i < len(row)) for i in range(len(kinds))]
    top = max(scores)
    shares = [exp(score - top) for score in scores]
    best = max(range(len(kinds)), key=lambda i: shares[i])
    return kinds[best], shares[best] / sum(shares)
