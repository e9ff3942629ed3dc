"""What the words of an answer speak for, all weighed together: a vote beside the rules of one role.

Rules know phrases; people say yes and no in more ways than phrases know. For each intent of a role the words, and the pairs of
words, of an answer weigh for or against. Where the rules find nothing and the words are sure, the words decide; where the
rules conclude what the words plainly deny, it is `unclear`, which asks back. Never finds whom, where or until when, so never
assigns, transfers or holds; ends a case or a contact only where it is very sure.
The weights are data (rules/answer-weights.toml), made by tests/training/weigh_answers.py. Reads no file: they are handed in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, sqrt

from mailer.inbound.answer_peer import Reading
from mailer.inbound.phrases import Phrasebook, Sentence
from mailer.inbound.weighing import plain_words
from mailer.model.meaning import Intent, Reason, Role

RULE = "the weighed words"
START = "@start"
"""The entry of what an intent weighs before any word."""

_MOST = 400  # words that are weighed: an answer is short, or its first page says it
_LONGEST = 2
_FEWEST = 4  # known entries below which the words are no witness
_FEWEST_AGAINST = 10  # words and pairs from which they may speak against a rule
_CARRIED = 4  # entries named in the reason
_NAME = "xnamex"
_LIKELY = 0.5
_INTENTS: tuple[Intent, ...] = (
    "assign", "transfer", "outside", "hold", "close", "status", "acknowledge", "help", "accept", "decline", "met",
    "no-answer", "peer-declined", "resources", "ongoing", "handback", "stop", "unclear",
)  # fmt: skip
_ENDING = frozenset(("stop", "close"))  # what cannot well be taken back
_NEEDS_MORE = frozenset(("assign", "transfer", "hold"))  # whom, where to, until when: the rules find it, or nobody does
_KEPT = frozenset(("stop", "escalate", "undo", "pause", "resume", "release", "new"))
"""What the rules conclude whatever the words weigh: a stop is obeyed, and the rest is hardly ever said in other words."""
_CONTRARY = (
    ("accept", "decline"), ("met", "no-answer"), ("met", "peer-declined"), ("close", "outside"), ("no-answer", "peer-declined"),
)  # fmt: skip
_CAPITAL = re.compile(r"(?<![\w'])[^\W\d_a-z][a-z][\w'’-]*")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "january february march april may june july august september october november december monday tuesday wednesday"
        " thursday friday saturday sunday christmas thanksgiving easter please yes no not thanks thank",
    )
)


def _nameless(sentence: Sentence) -> str:
    """The folded sentence without names: a capital inside a sentence stands for a person or a place."""
    if sentence.text.isupper():
        return sentence.folded
    out, at = [], 0
    for match in _CAPITAL.finditer(sentence.text):
        word = sentence.folded[match.start() : match.end()]
        if not sentence.text[: match.start()].strip() or word.partition("'")[0] in _COMMON:
            continue
        out += [sentence.folded[at : match.start()], _NAME]
        at = match.end()
    return "".join([*out, sentence.folded[at:]])


def traits(sentences: Sequence[Sentence], asked: str | None) -> frozenset[str]:
    """The words and pairs of words of an answer, with `^` and `$` where sentences begin and end; and the letter answered."""
    found: set[str] = set()
    left = _MOST
    for sentence in sentences:
        words = plain_words(_nameless(sentence))[:left]
        left -= len(words)
        marked = ["^", *words, "$"] if words else []
        for length in range(1, _LONGEST + 1):
            found.update(" ".join(marked[at : at + length]) for at in range(len(marked) - length + 1))
        if sentence.text.rstrip().endswith("?"):
            found.add("@question")
    found -= {"^", "$"}
    if asked is not None:
        found.add("@" + asked.rpartition("/")[2])
    return frozenset(found)


@dataclass(frozen=True)
class Scale:
    """What each entry weighs for one intent of one role, and from where on the words decide or speak against."""

    intent: Intent
    entries: Mapping[str, float]


@dataclass(frozen=True)
class Scales:
    """All of a role: a scale for each intent, and the shares of certainty from which on something is done."""

    each: tuple[Scale, ...]
    take: float
    ending: float
    against: float
    plain: float


@lru_cache(maxsize=8)
def scales_of(book: Phrasebook, role: Role) -> Scales | None:
    """The scales that stand among the rules for a role; None where a book has none, and then the rules stand alone."""
    head = next((rule for rule in book.rules if rule.field == "answer-scale"), None)
    if head is None:
        return None
    tables: dict[Intent, dict[str, float]] = {}
    for rule in book.rules:
        if rule.field == "answer-weight" and rule.trait("role") == role:
            intent = next((one for one in _INTENTS if one == rule.says), None)
            if intent is not None:
                tables.setdefault(intent, {}).update(dict.fromkeys(rule.phrases, rule.weight))
    each = tuple(Scale(intent, table) for intent, table in tables.items())
    return Scales(each, *(float(head.trait(name)) for name in ("take", "ending", "against", "plain")))


def sure_of(found: frozenset[str], scales: Scales) -> dict[Intent, float]:
    """How sure the words are of each intent, from 0 to 1. Empty where too few of them are known."""
    known = [trait for trait in found if any(trait in scale.entries for scale in scales.each)]
    if len(known) < _FEWEST:
        return {}
    share = 1.0 / sqrt(max(1, len(found)))
    weights = {
        scale.intent: scale.entries.get(START, 0.0) + share * sum(scale.entries.get(trait, 0.0) for trait in known)
        for scale in scales.each
    }
    return {intent: 1.0 / (1.0 + exp(-max(-30.0, min(30.0, weight)))) for intent, weight in weights.items()}


def weighed(
    reading: Reading, sentences: Sequence[Sentence], role: Role, asked: str | None, book: Phrasebook
) -> Reading:
    """The reading of the rules, with the vote of the words in it."""
    scales = scales_of(book, role)
    if scales is None:
        return reading
    found = traits(sentences, asked)
    sure = sure_of(found, scales)
    if not sure:
        return reading
    if reading.intents == ("unclear",):
        taken = _taken(sure, scales)
        return Reading(taken, tuple(_reasons(taken, found, scales))) if taken else reading
    others = [share for intent, share in sure.items() if intent not in reading.intents]
    if role == "coordinator" or len(found) < _FEWEST_AGAINST:
        return reading  # a command, with its ids and names, says what it says; so do a few words
    doubted = [intent for intent in reading.intents if sure.get(intent, 1.0) < scales.against]
    if doubted and not _KEPT & {*reading.intents} and max(others, default=0.0) >= scales.plain:
        against = max(sure, key=lambda intent: -1.0 if intent in reading.intents else sure[intent])
        return Reading(("unclear",), (*reading.because, *_reasons((against,), found, scales, concluded="unclear")))
    return reading


def _taken(sure: Mapping[Intent, float], scales: Scales) -> tuple[Intent, ...]:
    """What the words are sure enough of; nothing where they are as sure that nothing can be told, or that somebody is chosen."""
    taken = tuple(
        intent for intent, share in sure.items() if share >= (scales.ending if intent in _ENDING else scales.take)
    )
    if {"unclear", *_NEEDS_MORE} & {intent for intent, share in sure.items() if share >= _LIKELY}:
        return ()
    if "stop" in taken:
        taken = tuple(intent for intent in taken if intent not in ("decline", "accept"))
    return () if any({*pair} <= {*taken} for pair in _CONTRARY) else taken


def _reasons(
    intents: Sequence[Intent], found: frozenset[str], scales: Scales, *, concluded: Intent | None = None
) -> Iterator[Reason]:
    """Why: the few entries that weighed most."""
    for scale in scales.each:
        if scale.intent in intents:
            heavy = sorted((-scale.entries[trait], trait) for trait in found if scale.entries.get(trait, 0.0) > 0)
            yield Reason(f"intents: {concluded or scale.intent}", RULE, ", ".join(t for _, t in heavy[:_CARRIED]))
