"""What a mail that starts something is for: a referral, a correction, a volunteer, a question, something else.

Adds up the evidence of rules/kind.toml for and against, and compares it with thresholds. Too little, or evidence that speaks
against itself, is `unclear`: never a guess. Does not say who is meant (referral.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailer.inbound.phrases import Hit, Phrasebook
from mailer.inbound.spoken import Marked
from mailer.model.meaning import Kind, Reason

ENOUGH = 0.9
"""Evidence from which a kind is believed."""
STRONG = 1.3
_OTHERS = ("thanks", "patient", "business", "legal", "press", "job", "spam")
_MORE = 0.25
"""What a further sentence of the same rule adds."""


@dataclass(frozen=True)
class Evidence:
    """The weights found for each value, and the hits behind them."""

    weights: dict[str, float] = field(default_factory=dict)
    hits: tuple[tuple[Marked, Hit], ...] = ()

    def of(self, *values: str) -> float:
        return sum(self.weights.get(value, 0.0) for value in values)

    @property
    def own(self) -> float:
        """That the writer asks for himself or herself. A request that names nobody goes to whom the mail speaks of."""
        own, others = self.of("self", "hint-self"), self.of("colleague", "hint-colleague")
        return own + (self.of("ask", "happened") if self._leans_to_self(own, others) else 0.0)

    @property
    def others(self) -> float:
        """That the writer asks for somebody else."""
        own, others = self.of("self", "hint-self"), self.of("colleague", "hint-colleague")
        return others + (0.0 if self._leans_to_self(own, others) else self.of("ask", "happened"))

    def _leans_to_self(self, own: float, others: float) -> bool:
        return own + self.of("prior-self") >= others + self.of("prior-others")

    @property
    def referral(self) -> float:
        found = max(self.own, self.others, self.of("event"), 0.5 * (self.others + self.of("event")) + 0.3)
        return found + self.of("prior-self", "prior-others") - self.of("vague")

    @property
    def said(self) -> float:
        """What the words themselves say for a referral, whoever is named in them."""
        return self.referral - self.of("prior-self", "prior-others")

    def reasons(self, field: str, values: Sequence[str]) -> tuple[Reason, ...]:
        """The rules behind some values, with the words of the mail; each rule once."""
        found: dict[str, Reason] = {}
        for sentence, hit in self.hits:
            if hit.rule.says in values and hit.rule.name not in found:
                found[hit.rule.name] = Reason(field, hit.rule.name, sentence.words(hit))
        return tuple(found.values())


@dataclass(frozen=True)
class Verdict:
    """The kind, and why."""

    kind: Kind
    because: tuple[Reason, ...]
    spam: bool = False


def weigh(sentences: Sequence[Marked], book: Phrasebook) -> Evidence:
    """All the evidence of a mail: a rule counts once, a little more where further sentences say it again."""
    hits: list[tuple[Marked, Hit]] = []
    weights: dict[str, float] = {}
    seen: set[str] = set()
    for sentence in sentences:
        here: set[str] = set()
        for hit in sentence.hits(book, "kind"):
            if hit.rule.name in here:
                continue
            here.add(hit.rule.name)
            hits.append((sentence, hit))
            weight = hit.rule.weight * (_MORE if hit.rule.name in seen else 1.0)
            says = _of_another(sentence, hit) if hit.rule.says == "self" else hit.rule.says
            weights[says] = weights.get(says, 0.0) + weight
            seen.add(hit.rule.name)
    return Evidence(weights, tuple(hits))


_FIRST = re.compile(r"\b(?:i|i'[a-z]{1,2}|id|im|ive|ill|me|my|mine|myself|we|us|our|je|j'|moi|yo|mi)\b")
_THIRD = re.compile(r"\b(?:he|she|they|him|her|them|xnamex)(?:'(?:d|s|ll|ve|re))?\b")
_SUBJECT = re.compile(rf"{_FIRST.pattern}|{_THIRD.pattern}")
_FOR_THEM = re.compile(r"\s{1,2}(?:to|with|for|on|in on|after)\s{1,2}(?:him|her|them|xnamex)\b")


def _of_another(sentence: Marked, hit: Hit) -> str:
    """What words that sound like a wish of one's own say where they are of somebody else: "she'd like to hear from someone",
    "I'd like someone to talk to him". A contact for another is a colleague's; a wish whose subject is he or she, as well."""
    start = sentence.marked.start
    words = sentence.marked.folded
    found = words[hit.start - start : hit.end - start]
    after = words[hit.end - start : hit.end - start + 24]
    if _FOR_THEM.search(found[-12:]) or _FOR_THEM.match(after):
        return "colleague"
    before = list(_SUBJECT.finditer(words[max(0, hit.start - start - 40) : hit.start - start]))
    if _FIRST.search(found) or not before:
        return "self"
    return "colleague" if _THIRD.fullmatch(before[-1].group()) else "self"


def decide(evidence: Evidence, *, staff: bool, stranger: bool, question: bool = False, danger: bool = False) -> Verdict:
    """The kind of a mail. `staff`: the writer is of the directory, or says to be staff; `stranger`: writes from a domain
    that is not the organisation's, and says nothing of working there; `question`: something is asked; `danger`: safety spoke."""
    referral = evidence.referral

    def verdict(kind: Kind, *values: str, spam: bool = False) -> Verdict:
        return Verdict(kind, evidence.reasons("kind", values), spam)

    if evidence.of("spam") >= STRONG and not staff:
        return verdict("other", "spam", spam=True)
    if evidence.of("legal") >= STRONG and (not staff or (evidence.said < ENOUGH and evidence.of("inquiry") < 0.8)):
        return verdict("other", "legal")
    correction = evidence.of("correction", "hint-correction") if evidence.of("correction") else 0.0
    if correction >= STRONG and (correction >= 1.7 or evidence.of("self", "colleague", "event") < 2.0):
        return verdict("correction", "correction", "hint-correction")
    volunteer = evidence.of("volunteer", "hint-volunteer")
    if volunteer >= 1.1 and evidence.of("volunteer") and evidence.of("self") < 2.0:
        return verdict("volunteer", "volunteer", "hint-volunteer")
    if stranger:
        alien = evidence.of("patient", "business", "press", "legal")
        if alien >= STRONG or (alien >= ENOUGH and alien >= 0.45 * max(evidence.of("self"), evidence.of("colleague"))):
            return verdict("other", "patient", "business", "press", "legal")
    elif evidence.of("press") >= STRONG or _house_business(evidence):
        return verdict("other", "business", "press")
    asked = evidence.of("inquiry")
    # A procedure that is asked for stays a question although danger is spoken of; danger of somebody asks for somebody.
    if asked >= 1.6 and danger and evidence.of("self", "colleague") < ENOUGH and not evidence.of("prior-self"):
        return verdict("inquiry", "inquiry", "no-contact")
    if asked >= 0.8 and evidence.of("no-contact") >= 0.8 and evidence.of("colleague") < STRONG:
        return verdict("inquiry", "inquiry", "no-contact")
    spoken_for = evidence.of("ask") >= 0.9 and evidence.of("hint-colleague", "hint-self", "prior-others") >= 0.45
    spoken_for = spoken_for or (
        bool(evidence.of("prior-others")) and evidence.of("colleague", "hint-colleague", "happened", "ask") >= 0.45
    )
    if asked >= 0.8 and evidence.of("self", "colleague") < ENOUGH and not spoken_for and not danger:
        if evidence.of("event") < ENOUGH or not evidence.of("prior-others"):
            return verdict("inquiry", "inquiry")
    thanks = evidence.of("thanks")
    if thanks >= 0.6 and evidence.of("self", "colleague", "event") < 0.8 and evidence.said < 1.5:
        return verdict("other", "thanks")
    if referral >= ENOUGH:
        return verdict("referral", "self", "colleague", "event", "hint-self", "hint-colleague", "ask", "happened")
    if evidence.of("no-contact") >= 0.8 and (asked or question):
        return verdict("inquiry", "inquiry", "no-contact")
    if stranger and evidence.of(*_OTHERS) >= 0.6:
        return verdict("other", *_OTHERS)
    if evidence.of("patient") >= ENOUGH and not staff:
        return verdict("other", "patient")
    known = evidence.reasons("kind", tuple(evidence.weights))
    return Verdict("unclear", (Reason("kind", "too little to tell by", known[0].words if known else ""),))


def _house_business(evidence: Evidence) -> bool:
    """Business of the house, where nothing asks for anybody; a colleague named with a hardship is no such thing."""
    if evidence.of("business") < ENOUGH or evidence.said >= ENOUGH or evidence.of("inquiry") >= ENOUGH:
        return False
    return not (evidence.of("prior-others") and evidence.of("hint-colleague", "ask"))
