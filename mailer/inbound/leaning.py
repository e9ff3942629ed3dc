"""Which kind a mail leans to by all its words: a small linear model, which votes beside the rules of kind.toml.

The rules know phrases, and what they conclude counts most (RULES); the words of the whole mail outweigh them only where they speak
plainly for another kind. Where neither is likelier than not, the kind is `unclear`.
The weights are data (rules/kind-weights.toml): a word or two neighbouring words, and what they speak for and against. A person
reads a weight as easily as a phrase. Learns nothing by itself; tests/training/weigh_kind.py weighs anew from labelled mail.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise, zip_longest
from math import exp, sqrt

_WORD = re.compile(r"[a-z0-9$]+(?:'[a-z]+)?|\?")
_MOST = 400
"""Words that are looked at: the first ones say what a mail is for."""
RULES = 2.5
"""What the rules' conclusion adds to its kind, as the natural logarithm of odds: chosen on mail that neither had seen."""
UNDECIDED = 0.5
"""The part of it that counts where the rules only say `unclear`; and the share below which nothing is believed."""
SURE_OF_NONE = 0.6
"""The share from which words may say that what the rules took for a referral is none."""
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


def leaning(
    found: frozenset[str], weights: Mapping[str, Sequence[float]], kinds: Sequence[str], ruled: str
) -> tuple[str, float]:
    """The likeliest kind and its share of the whole, with the vote of the rules (`ruled`) in it.

    ("", 0.0) where there are no weights or too few known words: then the rules stand alone."""
    start = weights.get(START)
    if not kinds or start is None or len(start) != len(kinds):
        return "", 0.0
    known = [weights[trait] for trait in found & weights.keys()]
    if len(known) < FEWEST:
        return "", 0.0
    scale = 1.0 / sqrt(max(1, len(found)))
    columns = zip_longest(start, *known, fillvalue=0.0)  # a row that a person cut short says nothing of the last kinds
    scores = [one + scale * sum(column) for one, *column in islice(columns, len(kinds))]
    if ruled in kinds:
        scores[kinds.index(ruled)] += RULES * (UNDECIDED if ruled == "unclear" else 1.0)
    top = max(scores)
    shares = [exp(score - top) for score in scores]
    best = max(range(len(kinds)), key=lambda i: shares[i])
    return kinds[best], shares[best] / sum(shares)
