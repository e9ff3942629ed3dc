"""Words that weigh together for a supporter from elsewhere: the same scale as weighing.py, over marked sentences.

The rules of outside.toml know phrases and count most; these weights (rules/outside-weights.toml) add up small evidence, for a wish
that is put in words no rule knows, or that the next sentence makes plain. Names, places and departments are marks before
anything is weighed. What means the same for this question is one word: a hospital is a campus, whoever is somebody.
Where there are no weights the rules stand alone. Reads no file.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from mailer.inbound.phrases import Sentence
from mailer.inbound.weighing import Weighed, Weights, heaviest_run, plain_words
from mailer.model.errors import SettingWrong

RULE = "outside: words that weigh together"
TABLE = "outside_weights"
SCALE = ("<start>", "<rules>", "<threshold>", "<floor>")
"""What no words weigh; what a whole rule adds; where a wish begins; and below what the words take back one that the rules found."""
MOST_OF_RULES = 1.5
"""Rules that spoke count no more than this together."""
SENTENCES = 2  # a wish and its reason are seldom further apart
_LONGEST_SENTENCE = 1500  # characters weighed of one sentence

_GROUPS: Mapping[str, str] = {
    "somebody": "someone anyone anybody whoever person people supporter supporters volunteer volunteers listener voice ear ears "
    "clinician colleague doctor physician peer match face stranger's whomever folks",
    "hospital": "hospitals campus site facility institution place building center centre system network organization organisation xorgx",
    "town": "towns city county region area community valley island state district village zip neighborhood neighbourhood coast river",
    "near": "nearby close closer local locally neighboring next adjacent",
    "far": "farther further farthest distant distance away afar miles",
    "know": "knows knew known knowing recognize recognise recognizes recognized met meet meets met heard",
    "work": "works worked working practices practice practiced operate employed",
    "not": "never no nobody none without nor neither",
    "other": "another different elsewhere others",
    "see": "sees seeing saw seen pass passes face faces bump run",
    "we": "us our ours", "i": "me my mine myself", "they": "them their theirs", "is": "are was were be being been isn aren wasn",
    "would": "could can might may will should", "want": "wants like prefer rather wish wishes need needs hope",
    "a": "an the", "fine": "good ok okay great best better easiest ideal perfect", "matter": "matters mind minds care cares",
}  # fmt: skip
_ONE = {word: one for one, words in _GROUPS.items() for word in words.split()}


@lru_cache(maxsize=16384)
def _group(word: str) -> str:
    return _ONE.get(word, word)


def entries_of(sentence: Sentence) -> frozenset[str]:
    """Every entry that stands in a marked sentence: words, pairs as written, and pairs and triples of what they mean here."""
    words = plain_words(sentence.folded[:_LONGEST_SENTENCE])
    return frozenset(_entries(words, [_group(word) for word in words]))


def _entries(words: Sequence[str], means: Sequence[str]) -> Iterator[str]:
    yield from words
    for at, mean in enumerate(means):
        yield f"~{mean}"
        yield " ".join(words[at : at + 2])
        yield "~" + " ".join(means[at : at + 2])
        yield "~" + " ".join(means[at : at + 3])
        if at + 2 < len(means):
            yield f"~{mean} .. {means[at + 2]}"


def heaviest_wish(sentences: Sequence[Sentence], weights: Weights) -> Weighed:
    """What the heaviest sentence, or two neighbouring ones, weigh for a supporter from elsewhere."""
    return heaviest_run([entries_of(sentence) & weights.entries.keys() for sentence in sentences], weights, SENTENCES)


def elsewhere_weights(files: Mapping[str, Mapping[str, object]]) -> Weights | None:
    """The weights among the tables of the rules; None where there are none. Raises SettingWrong where one is no number."""
    found: dict[str, float] = {}
    for source, content in files.items():
        rows = content.get(TABLE, {})
        if not isinstance(rows, dict):
            raise SettingWrong(source, TABLE, "must be a table", "write it with tests/training/weigh_outside.py")
        for entry, weight in rows.items():
            if isinstance(weight, bool) or not isinstance(weight, int | float):
                raise SettingWrong(source, f"{TABLE}.{entry}", "must be a number", "above zero for, below it against")
            found[str(entry)] = float(weight)
    if not all(name in found for name in SCALE):
        return None
    start, rules, threshold, floor = (found.pop(name) for name in SCALE)
    return Weights(found, start, rules, threshold, floor)
