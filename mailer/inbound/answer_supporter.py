"""What a supporter's answer means: to an invitation yes or no; later, how it went.

The letter answered decides what a bare yes or no says. Before a supporter has accepted nothing can have "gone" yet, and
afterwards a no to go on is a handback. What they say of the peer ("she said no") is never their own no.
"""

from collections.abc import Sequence

from mailer.inbound.answer_peer import Reading
from mailer.inbound.answer_words import denied, heard, is_question, reason
from mailer.inbound.phrases import Hit, Phrasebook, Sentence
from mailer.model.meaning import Intent, Reason

_INVITED = frozenset(("supporter/ask-invitation", "supporter/ask-again"))
_ORDER = (
    "resume", "pause", "escalate", "handback", "no-resources", "resources", "peer-declined", "no-answer", "ongoing", "met", "decline", "question",
    "accept",
)  # fmt: skip
_COURSE: tuple[Intent, ...] = ("no-answer", "peer-declined", "met", "ongoing", "handback")
_TOLD = ("met", "no-answer", "peer-declined")
_SURE_YES = ("count me in", "i'm in", "i will do it", "i'll do it", "i accept", "put me down", "gladly", "absolutely")
_BARE_YES = frozenset(("yes", "yep", "yeah", "yup", "y", "oui", "si", "sure", "ok", "okay", "👍"))


def read_supporter(sentences: Sequence[Sentence], book: Phrasebook, asked: str | None) -> Reading:
    """The intents of a supporter's words. `asked` names the letter answered."""
    reading = _read(sentences, book, asked, "supporter")
    if reading.intents == ("unclear",) and not reading.because:  # an open question is no hint
        back = next((hit for sentence in sentences for hit in book.find("supporter-back", sentence)), None)
        if back is not None:
            return Reading(("resume",), (reason("resume", back),))
        return _read(sentences, book, asked, "supporter-faint")
    return reading


def _read(sentences: Sequence[Sentence], book: Phrasebook, asked: str | None, field: str) -> Reading:
    hits: list[tuple[Sentence, Hit]] = []
    for sentence in sentences:
        asks = is_question(sentence)  # "has she answered?" tells nothing
        hits += [
            (sentence, hit)
            for hit in heard(book, field, sentence, _ORDER)
            if not (asks and hit.rule.says in _TOLD) and not (hit.rule.says in ("accept", "met") and denied(hit))
        ]
    first: dict[str, Hit] = {}
    for _, hit in hits:
        first.setdefault(hit.rule.says, hit)
    if "pause" in first:
        return _reading(("pause",), first)
    if "resume" in first and not first.keys() & {*_COURSE, "accept", "decline"}:
        return _reading(("resume",), first)
    if "escalate" in first:  # somebody has to look: no guess about the rest
        return _reading(("escalate", *(intent for intent in _course(first) if intent in ("met", "handback"))), first)
    if asked in _INVITED:
        return _invited(hits, first)
    course = _course(first)
    if asked is None:
        # which letter is not known: what has happened since outweighs a yes or a no
        if "handback" in course and course == ["handback"] and "accept" not in first and not _took_it(sentences):
            return _reading(("decline",), {"decline": first["handback"]})
        return _reading(tuple(course), first) if course else _invited(hits, first)
    if course:
        return _reading(tuple(course), first)
    return _afterwards(sentences, first)


def _course(first: dict[str, Hit]) -> list[Intent]:
    """What has happened, as far as it was said. A peer's no is no silence; reading alone may be all that is said."""
    course: list[Intent] = [intent for intent in _COURSE if intent in first]
    if "met" in course and "peer-declined" in course and first["peer-declined"].rule.weight < 1:
        course.remove("peer-declined")
    if "peer-declined" in course:
        course = [intent for intent in course if intent not in ("no-answer", "met", "ongoing")]
    if "no-answer" in course and "met" in course:
        course.remove("no-answer")
    if "handback" in course and "ongoing" in course:
        course.remove("ongoing")
    if "resources" in first:
        course.append("resources")
    return course


def _took_it(sentences: Sequence[Sentence]) -> bool:
    """Do the words speak of an earlier yes, or of a peer already being theirs?"""
    words = frozenset().union(*(sentence.bare_words for sentence in sentences))
    earlier = {
        "accepted",
        "said",
        "agreed",
        "took",
        "promised",
        "back",
        "continue",
        "carry",
        "longer",
        "after",
        "reassign",
        "yet",
    }
    return bool(words & earlier)


def _invited(hits: Sequence[tuple[Sentence, Hit]], first: dict[str, Hit]) -> Reading:
    """Yes or no to an invitation. A no that stands anywhere beside a yes is a no: asking somebody else hurts nobody."""
    if "decline" in first:
        sentences = {hit.start: sentence for sentence, hit in hits}
        accepts = [hit for _, hit in hits if hit.rule.says == "accept"]
        last_no = [hit for _, hit in hits if hit.rule.says == "decline"][-1]
        later_yes = (
            accepts
            and accepts[-1].start > last_no.start
            and sentences[accepts[-1].start] is not sentences[last_no.start]
        )
        if not (later_yes and _plain_yes(accepts[-1])):
            return _reading(("decline",), first)
    if "handback" in first and "accept" not in first:
        return _reading(("decline",), {"decline": first["handback"]})
    if "accept" in first:
        sentence = next(sentence for sentence, hit in hits if hit is first["accept"])
        asks = "question" in first and (is_question(sentence) or first["question"].start < first["accept"].start)
        if not (asks and not _plain_yes(first["accept"])):
            return _reading(("accept",), first)
    return _reading(("unclear",), {"unclear": first["question"]} if "question" in first else {})


def _plain_yes(hit: Hit) -> bool:
    words = " ".join(hit.words.lower().split())
    return any(word.strip(",.!") in _BARE_YES for word in words.split()) or any(sure in words for sure in _SURE_YES)


def _afterwards(sentences: Sequence[Sentence], first: dict[str, Hit]) -> Reading:
    """After an acceptance, where nothing is said of what happened: a bare yes is met, a no to go on a handback."""
    words = frozenset().union(*(sentence.bare_words for sentence in sentences))
    if "decline" in first and len(words) > 2:
        return _reading(("handback",), {"handback": first["decline"]})
    if "accept" in first and "decline" not in first and _plain_yes(first["accept"]) and len(words) <= 6:
        return _reading(("met",), {"met": first["accept"]})
    return _reading(("unclear",), {})


def _reading(intents: tuple[Intent, ...], first: dict[str, Hit]) -> Reading:
    because: list[Reason] = [reason(intent, first[intent]) for intent in intents if intent in first]
    return Reading(intents, tuple(because))
