"""Words that weigh together: how much the words and word pairs of a few sentences speak for danger, and how much against.

Beside the rules of safety*.toml, which know phrases; this one adds up small evidence, for signs that are veiled or spread over
neighbouring sentences. The weights are data (rules/safety-weights.toml): a table that a coordinator can read and correct.
A mail weighs what its heaviest sentence, or run of two or three sentences, weighs; so more words never make a sign lighter.
The form of that file is that of all rules: a group of entries a rule, which share a weight; what speaks against is below zero.
Says nothing about how grave a sign is; reads no file: the weights are handed in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailer.inbound.phrases import Phrasebook, Sentence
from mailer.model.meaning import Reason

RULE = "safety: words that weigh together"

_WORD = re.compile(r"[a-z]+(?:'[a-z]{1,2}(?![a-z]))?|\d+")
_SENTENCES = 3  # a veiled sign is often spread over neighbouring sentences
_LONGEST = 3  # words of one entry
_LONGEST_SENTENCE = 1500  # characters weighed of one sentence
_CARRIED = 4  # entries named in the reason

# One form for what means the same here: fewer and clearer weights.
_SAME = {
    "he": "she", "him": "her", "his": "her", "himself": "herself", "hers": "her",
    "husband": "wife", "spouse": "wife", "partner": "wife",
    "won't": "will not", "can't": "can not", "cannot": "can not", "cant": "can not", "wont": "will not", "dont": "do not",
    "doesnt": "does not", "didnt": "did not", "isnt": "is not", "wasnt": "was not", "wouldnt": "would not",
    "couldnt": "could not", "im": "i am", "ive": "i have", "id": "i would", "hes": "she is", "shes": "she is",
    "wanna": "want to", "gonna": "going to", "anymore": "any more", "tmrw": "tomorrow", "u": "you", "w": "with",
    "abt": "about", "pls": "please", "thats": "that is", "its": "it is", "someone": "somebody", "everyone": "everybody",
    "anyone": "anybody",
}  # fmt: skip
_TAIL = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would", "s": "is"}


@lru_cache(maxsize=16384)
def _plain(word: str) -> tuple[str, ...]:
    """A word as the table spells it: contractions in full, she for he, # for a number."""
    if word.isdigit():
        return ("#",)
    if word in _SAME:
        return tuple(_SAME[word].split())
    stem, apostrophe, tail = word.partition("'")
    if not apostrophe:
        return (word,)
    if tail == "t" and stem.endswith("n"):
        return (stem[:-1], "not")
    stem = _SAME.get(stem, stem)
    return (stem, _TAIL[tail]) if tail in _TAIL else (stem,)


def plain_words(folded: str) -> list[str]:
    """The words of a folded text as the table spells them."""
    return [plain for word in _WORD.findall(folded) for plain in _plain(word)]


def entries(words: Sequence[str]) -> Iterator[str]:
    """Every word and short run of words, as the table could list them."""
    for length in range(1, _LONGEST + 1):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])


@dataclass(frozen=True)
class Weights:
    """The table: what each entry weighs, what no words at all weigh, what a rule that spoke adds, where a sign begins, and where one
    that the rules found ends."""

    entries: Mapping[str, float]
    start: float = 0.0
    rules: float = 0.0
    threshold: float = 0.0
    floor: float = 0.0


@dataclass(frozen=True)
class Weighed:
    """The heaviest run of sentences of a mail: what it weighs, and the entries that carried most of it."""

    weight: float
    carried: tuple[str, ...] = ()


NOTHING = Weighed(float("-inf"))


@lru_cache(maxsize=8)
def weights_of(book: Phrasebook) -> Weights | None:
    """The table that stands among the rules; None where a book has none, and then nothing is weighed."""
    head = next((rule for rule in book.rules if rule.field == "safety-scale"), None)
    if head is None:
        return None
    table = {entry: rule.weight for rule in book.rules if rule.field == "safety-weight" for entry in rule.phrases}
    return Weights(table, *(float(head.trait(name)) for name in ("start", "rules", "threshold", "floor")))


def heaviest(found: Sequence[Sentence], weights: Weights) -> Weighed:
    """What the heaviest sentence, or run of neighbouring sentences, weighs. Linear: each run is a few sentences."""
    return heaviest_run([sentence_entries(sentence) & weights.entries.keys() for sentence in found], weights)


def heaviest_run(found: Sequence[frozenset[str]], weights: Weights, longest: int = _SENTENCES) -> Weighed:
    """The same of sentences whose known entries are already picked out."""
    best, best_entries = NOTHING.weight, frozenset[str]()
    for run in runs(found, longest):
        weight = weights.start + sum(map(weights.entries.__getitem__, run))
        if weight > best:
            best, best_entries = weight, run
    if not best_entries:
        return Weighed(best)
    for_it = sorted(best_entries, key=lambda entry: (-weights.entries[entry], entry))
    return Weighed(best, tuple(entry for entry in for_it[:_CARRIED] if weights.entries[entry] > 0))


def runs(found: Sequence[frozenset[str]], longest: int = _SENTENCES) -> Iterator[frozenset[str]]:
    """The entries of each sentence, and of each two and three neighbouring ones together."""
    yield from found
    for length in range(2, longest + 1):
        for at in range(len(found) - length + 1):
            yield frozenset().union(*found[at : at + length])


def sentence_entries(sentence: Sentence) -> frozenset[str]:
    """Every entry that stands in a sentence."""
    return frozenset(entries(plain_words(sentence.folded[:_LONGEST_SENTENCE])))


def weighed_reason(weighed: Weighed) -> Reason:
    """The reason of a sign that only the weighing found: the entries that carried most."""
    return Reason("safety", RULE, ", ".join(weighed.carried))
