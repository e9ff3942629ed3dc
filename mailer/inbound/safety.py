"""Is somebody living in danger? Read first, from every mail: the words, the subject, a machine's relayed words.

High recall: missing a sign is the worst error there is, so a doubt counts as a sign, and a denial of danger is one.
What the rules of rules/safety*.toml find is weighed here by who is spoken of: a patient's suicide, somebody long dead,
a question of policy, an idiom or a help line's number is no sign by itself.
Never assesses how grave a sign is, never decides what is done about it: a person does.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from mailer.inbound.phrases import Hit, Phrasebook, Sentence, sentences
from mailer.inbound.weighing import heaviest, weighed_reason, weights_of
from mailer.model.meaning import Reason

SIGN = 0.5
"""From this sum of weights on there is a sign: one plain or veiled, two hints, or a hint and a concern."""

_WEIGHTS = {"danger": 1.0, "spoken": 1.0, "veiled": 0.5, "hint": 0.25, "concern": 0.25}
_MOST_CONCERN = 0.25  # worn out in many words is still worn out, and a doubt only beside a hint
_HELD_BACK = 0.15  # a patient's suicide: nothing alone, enough beside "and now she talks the same way"
MOST_OF_RULES = 1.5  # of the rules on the scale: many rules that say one thing are still one thing
_MOST = 200_000  # characters read of one mail: more than anybody writes about their life
_PEOPLE = frozenset(("i", "im", "ive", "me", "my", "myself", "he", "she", "him", "her", "his", "we", "us", "our"))


@dataclass(frozen=True)
class SafetyReading:
    """`danger`: a person is told now. `concern`: a person reads it before the next step. `because`: rules and words."""

    danger: bool = False
    concern: bool = False
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class _Sign:
    """A rule that spoke, and how much it weighs where it stood."""

    hit: Hit
    weight: float
    held_back: bool = False


def read_safety(text: str, subject: str, book: Phrasebook) -> SafetyReading:
    """What a mail's words say of danger. `text` is all that people other than the programme wrote in it."""
    found = (*sentences(subject[:1000]), *sentences(text[:_MOST]))
    signs = _heaviest_signs(found, book)
    because = tuple(Reason("safety", sign.hit.rule.name, " ".join(sign.hit.words.split())) for sign in signs)
    total = _total(signs)
    danger, scale = total >= SIGN, weights_of(book)
    if scale is not None:  # the rules and what the words weigh together lie on one scale
        weighed = heaviest(found, scale)
        together = weighed.weight + scale.rules * min(total, MOST_OF_RULES)
        # what is said plainly is never taken back, whatever the other words weigh
        plain = any(sign.hit.rule.says == "danger" and not sign.held_back for sign in signs)
        danger = (danger and plain) or together >= (scale.floor if danger else scale.threshold)
        if danger and total < SIGN:
            because = (weighed_reason(weighed), *because)
    if danger:
        return SafetyReading(danger=True, concern=True, because=because)
    # what the rules heard and the scale did not bear out is still read by a person before the next step
    if total >= SIGN or any(sign.hit.rule.says == "concern" for sign in signs):
        return SafetyReading(danger=False, concern=True, because=because)
    return SafetyReading()


def rules_weight(text: str, subject: str, book: Phrasebook) -> float:
    """What the rules alone weigh for a mail: the other side of the scale when the words' weights are learnt."""
    return _total(_heaviest_signs((*sentences(subject[:1000]), *sentences(text[:_MOST])), book))


def _heaviest_signs(found: Sequence[Sentence], book: Phrasebook) -> list[_Sign]:
    """Each rule that spoke, once, where it weighs most; heaviest first."""
    best: dict[str, _Sign] = {}
    each = [book.without("safety-idiom", sentence) for sentence in found]
    contexts = [{context.rule.says for context in book.find("safety-context", plain)} for plain in each]
    policy = any("policy" in about for about in contexts)
    for sentence, plain, about in zip(found, each, contexts, strict=True):
        if policy and not _PEOPLE & sentence.bare_words:
            about = about | {"policy"}  # a sentence of nobody, in a mail about a rule, a form or a course
        for sign in _signs(sentence, plain, about, book):
            known = best.get(sign.hit.rule.name)
            if known is None or sign.weight > known.weight:
                best[sign.hit.rule.name] = sign
    return sorted(best.values(), key=lambda sign: -sign.weight)


def _total(signs: Sequence[_Sign]) -> float:
    """What all signs weigh together. Held-back ones count once, concerns up to a bound."""
    held_back = max((sign.weight for sign in signs if sign.held_back), default=0.0)
    concerns = sum(sign.weight for sign in signs if sign.hit.rule.says == "concern")
    others = sum(sign.weight for sign in signs if not sign.held_back and sign.hit.rule.says != "concern")
    return others + held_back + min(concerns, _MOST_CONCERN)


def _signs(sentence: Sentence, plain: Sentence, about: Set[str], book: Phrasebook) -> Iterator[_Sign]:
    """The rules that speak in one sentence, idioms out (`plain`); what is said of others than the living weighs little."""
    hits = list(book.find("safety", plain))
    if not hits or ("readers" in about and not _PEOPLE & sentence.bare_words):
        return  # a newsletter that asks its readers how they are says nothing of anybody
    for hit in hits:
        if hit.rule.says == "spoken" and about & {"patient", "past", "policy"}:
            yield _Sign(hit, _HELD_BACK, held_back=True)
        else:
            yield _Sign(hit, _WEIGHTS.get(hit.rule.says, 1.0) * hit.rule.weight)
