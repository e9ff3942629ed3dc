"""Words that weigh together: how much the words and word pairs of a few sentences speak for danger, and how much against.

Beside the rules of safety*.toml, which know phrases; this one adds up small evidence, for signs that are veiled or spread over
neighbouring sentences. The weights are data (rules/safety-weights.toml): a table that a coordinator can read and correct.
A mail weighs what its heaviest sentence, or run of two or three sentences, weighs; so more words never make a sign lighter.
Says nothing about how grave a sign is; reads no file: the weights are handed in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailer.inbound.phrases import Sentence

RULE = "safety: words that weigh together"

_WORD = re.compile(r"[a-z]+(?:'[a-z]{1,2}(?![a-z]))?|\d+|[?]")
_SENTENCES = 3  # a veiled sign is often spread over neighbouring sentences
_LONGEST = 3  # words of one entry
_MOST_WORDS = 90  # of one sentence: a list without full stops is read in pieces of this length
_CARRIED = 4  # entries named in the reason

# One form for what means the same here: fewer and clearer weights.
_SAME = {
    "he": "she", "him": "her", "his": "her", "himself": "herself", "hers": "her",
    "husband": "wife", "spouse": "wife", "partner": "wife",
    "won't": "will not", "can't": "can not", "cannot": "can not", "cant": "can not", "wont": "will not", "dont": "do not",
    "doesnt": "does not", "didnt": "did not", "isnt": "is not", "wasnt": "was not", "wouldnt": "would not",
    "couldnt": "could not", "im": "i am", "ive": "i have", "id": "i would", "ill": "ill", "hes": "she is", "shes": "she is",
    "wanna": "want to", "gonna": "going to", "anymore": "any more", "tmrw": "tomorrow", "u": "you", "w": "with",
    "abt": "about", "pls": "please", "thats": "that is", "its": "it is", "someone": "somebody", "everyone": "everybody",
    "anyone": "anybody", "no one": "nobody",
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
    """The table: what each entry weighs, the weight of no words at all, and from where on there is a sign."""

    entries: Mapping[str, float]
    start: float
    threshold: float


@dataclass(frozen=True)
class Weighed:
    """The heaviest run of sentences of a mail, what it weighs, and the entries that carried most."""

    weight: float
    words: str = ""
    carried: tuple[str, ...] = ()


def weighs_words(words: Sequence[str], weights: Weights) -> float:
    """What a run of words weighs: the start, and each entry of the table that stands in it, once."""
    table = weights.entries
    return weights.start + sum(table[entry] for entry in set(entries(words)) if entry in table)


def runs(found: Sequence[Sentence]) -> Iterator[list[str]]:
    """The words of each sentence, and of each two and three neighbouring ones."""
    spoken: list[list[str]] = []
    for sentence in found:
        words = plain_words(sentence.folded)
        spoken.extend(words[at : at + _MOST_WORDS] for at in range(0, len(words), _MOST_WORDS))
    for length in range(1, _SENTENCES + 1):
        for at in range(len(spoken) - length + 1):
            yield [word for words in spoken[at : at + length] for word in words]
