"""What a peer's answer to an outreach means: accept, decline, resources, stop; else unclear, for the supporter to read.

A wish never to be contacted again beats everything else. Where a yes and a no stand in one mail, the last one said counts:
people come round at the end of a letter. Never answers, never closes anything.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mailer.inbound.answer_words import denied, heard, is_question, reason
from mailer.inbound.phrases import Hit, Phrasebook, Sentence
from mailer.model.meaning import Intent, Reason

_ORDER = ("stop", "both", "no-resources", "decline", "resources", "accept", "question")
_TALK = frozenset(
    ("talk", "talking", "call", "meet", "meeting", "conversation", "coffee", "chat", "speak", "speaking", "both")
)
_TO_TALK_TO = _TALK | {"somebody", "someone"}
_YES = frozenset(("yes", "yeah", "yep", "sure"))
_LISTED = 2  # so many ways beside the forbidden one are a list of what is forbidden
_ALSO = frozenset(("and", "also", "too", "well", "plus", "et", "aussi", "y", "tambien"))
_BARE_YES = frozenset(("yes", "yes please", "ok", "okay", "sure", "oui", "si"))
_POLITE = re.compile(
    r"^(?:please do|please|.*\bwould be\b.*|i would|i do|i'd take a\b.*|(?:i'd|i would|happy|glad) (?:to|like|love|appreciate|welcome)\b.*)$"
)
_OFFERS_READING = "peer/tell-understood"  # the letter whose bare yes means the resources (CONTRACT)


@dataclass(frozen=True)
class Reading:
    """The intents of an answer, in a fixed order, with the reasons; `argument` where one takes one."""

    intents: tuple[Intent, ...]
    because: tuple[Reason, ...]
    argument: str | tuple[str, ...] | None = None
    hold_until: date | None = None


def read_peer(sentences: Sequence[Sentence], book: Phrasebook, asked: str | None) -> Reading:
    """The intents of a peer's words. `asked` names the letter answered: a bare yes answers its question."""
    reading = _read(sentences, book, asked, "peer")
    return (
        reading
        if reading.intents != ("unclear",) or not _may_hint(reading)
        else _read(sentences, book, asked, "peer-faint")
    )


def _may_hint(reading: Reading) -> bool:
    """Are broader words looked at? Not where an open question was heard: that is for the supporter to read."""
    return not reading.because


def _read(sentences: Sequence[Sentence], book: Phrasebook, asked: str | None, field: str) -> Reading:
    hits = [
        (sentence, hit)
        for sentence in sentences
        for hit in heard(book, field, sentence, _ORDER)
        if not (hit.rule.says == "accept" and denied(hit))
    ]
    if stop := next((hit for _, hit in hits if hit.rule.says == "stop"), None):
        hits = [one for one in hits if one[1].rule.says != "stop"]
        left = _left_alone_or_only_so(sentences, hits, stop, book)
        if left.intents != ("accept",) or _yes_or_no(hits) is None:
            return left
    if both := next((hit for _, hit in hits if hit.rule.says == "both"), None):
        return Reading(("accept", "resources"), (reason("accept", both), reason("resources", both)))
    intents: list[Intent] = []
    because: list[Reason] = []
    answer = _yes_or_no([one for one in hits if not _only_polite(one, hits)])
    if answer is not None and asked == _OFFERS_READING:
        # only the reading was offered: a yes is for it, a no declines it and changes nothing
        if answer.rule.says == "accept" and not _wants_more(sentences):
            return Reading(("resources",), (reason("resources", answer),))
    if answer is not None:
        says: Intent = "accept" if answer.rule.says == "accept" else "decline"
        intents.append(says)
        because.append(reason(says, answer))
    if reading := next((hit for _, hit in hits if hit.rule.says == "resources"), None):
        intents.append("resources")
        because.append(reason("resources", reading))
    if intents:
        return Reading(tuple(intents), tuple(because))
    return Reading(("unclear",), tuple(reason("unclear", hit) for _, hit in hits[:1]))


def _left_alone_or_only_so(
    sentences: Sequence[Sentence], hits: Sequence[tuple[Sentence, Hit]], stop: Hit, book: Phrasebook
) -> Reading:
    """A stop; or, where one way is forbidden and another offered ("don't write to me, call my cell"), or a talk is wished
    for beside it, none. A wish to talk beside "never contact me again" is for the supporter to read.
    """
    alone = Reading(("stop",), (reason("stop", stop),))
    if any(True for sentence in sentences for _ in book.find("peer-left-alone", sentence)):
        return alone
    channel = any(True for sentence in sentences for _ in book.find("peer-channel", sentence))
    way = next((hit for sentence in sentences for hit in _ways(sentence, book)), None)
    if channel and way is not None:
        return Reading(("accept",), (reason("accept", way),))
    wish = _yes_or_no(hits)
    if wish is None or wish.rule.says != "accept" or is_question(wish.sentence):
        return alone
    apart = wish.end <= stop.start or wish.start >= stop.end
    words = frozenset(re.findall(r"[a-z]+", wish.words.lower()))
    if wish.sentence.start != stop.sentence.start:
        words |= wish.sentence.bare_words
    enough = _TO_TALK_TO if stop.sentence.bare_words & {"again", "ever"} else _TO_TALK_TO | _YES
    if not apart or not words & enough:
        return alone
    return (
        Reading(("accept",), (reason("accept", wish),))
        if channel
        else Reading(("unclear",), (reason("unclear", stop),))
    )


def _ways(sentence: Sentence, book: Phrasebook) -> list[Hit]:
    """The ways to be reached that a sentence offers; none where it lists what is forbidden ("don't call, text or email me")."""
    ways = [hit for hit in book.find_every("peer-way", book.without("peer-channel", sentence)) if not denied(hit)]
    return ways if len(ways) < _LISTED else []


def _yes_or_no(hits: Sequence[tuple[Sentence, Hit]]) -> Hit | None:
    """The last yes or no. A yes in a question about something else, beside an open doubt, is none."""
    answers = [(sentence, hit) for sentence, hit in hits if hit.rule.says in ("accept", "decline")]
    if not answers:
        return None
    sentence, last = answers[-1]
    firm = [(sentence, hit) for sentence, hit in answers if hit.rule.weight >= 1]
    if last.rule.weight < 1 and firm:
        sentence, last = firm[-1]  # "Yes, Wednesdays. No need for that.": what was offered beside it
    doubts = [hit for _, hit in hits if hit.rule.says == "question"]
    if (
        doubts
        and last.rule.says == "accept"
        and (is_question(sentence) or last.words.lower().strip(" ,.") in ("ok", "okay", "k"))
        and len(answers) == 1
        and (doubts[0].start <= last.start or len(last.words) <= 4)
    ):
        return None
    return last


def _only_polite(one: tuple[Sentence, Hit], hits: Sequence[tuple[Sentence, Hit]]) -> bool:
    """ "Whatever you have in writing would be great": a yes that speaks of the reading in its own sentence, not of a talk."""
    sentence, hit = one
    beside = {other.rule.says for where, other in hits if where is sentence}
    words = " ".join(hit.words.lower().split())
    if hit.rule.says != "accept" or "resources" not in beside:
        return False
    if words in _BARE_YES:  # "Yes, send it": yes to the reading; "Yes, and the reading too": to both
        return not sentence.bare_words & (_TALK | _ALSO)
    if not _POLITE.search(words):
        return False
    return "decline" in beside or not sentence.bare_words & _TALK


def _wants_more(sentences: Sequence[Sentence]) -> bool:
    """Does a yes to the offered reading speak of a talk in so many words?"""
    words = frozenset().union(*(sentence.bare_words for sentence in sentences))
    return bool(words & _TALK) and len(words) > 3
