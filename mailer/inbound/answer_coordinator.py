"""What a coordinator's answer means: assign, transfer, outside, hold, close, status, acknowledge, help, undo.

A wrong assignment invites the wrong person, so it is the most carefully read: whom a sentence chooses is told from whom
it only mentions, rules out or asks about, and anything contradictory is `unclear`, which asks back.
A decision holds no `acknowledge` beside it. Reads no clock: dates count from the time the mail was sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailer.inbound.answer_peer import Reading
from mailer.inbound.answer_words import heard, is_question, reason
from mailer.inbound.dates import DateFound, date_meant
from mailer.inbound.mentions import Known, Mention, known_names, marked, people_and_numbers, places
from mailer.inbound.phrases import Hit, Phrasebook, Sentence
from mailer.model.meaning import Intent, Reason
from mailer.model.organisation import Organisation

_ORDER = ("undo", "pause", "new", "close", "hold", "outside", "transfer", "status", "help", "escalate", "acknowledge")
_DECISIONS: tuple[Intent, ...] = ("assign", "transfer", "outside", "hold", "close", "undo", "new", "pause", "escalate")


# the page, what confirms its "seen", what reminds of it: while danger stands the flow holds, and "release" lets it go on
_CRISIS = ("coordinator/ask-crisis", "coordinator/tell-done", "coordinator/ask-overdue")
_UNTIL_WORDS = frozenset(("hold", "until", "till", "before", "not"))


@dataclass(frozen=True)
class _Choice:
    """Somebody chosen: what the mail calls them, how sure, and whether only as second choice."""

    mention: Mention
    hit: Hit
    later: bool
    at: int


def read_coordinator(
    sentences: Sequence[Sentence],
    book: Phrasebook,
    organisation: Organisation,
    *,
    sent: datetime,
    asked: str | None,
    listed: Sequence[str],
) -> Reading:
    """The intents of a coordinator's words, and the argument: whom, where to, or until when."""
    first: dict[str, Hit] = {}
    for sentence in sentences:
        for hit in heard(book, "coordinator", sentence, _ORDER):
            first.setdefault(hit.rule.says, hit)
    known = known_names(listed, organisation)
    choices, because = _choices(sentences, book, known)
    target = _target(sentences, book, organisation, wanted="transfer" in first)
    until = _until(sentences, first.get("hold"), sent)
    intents, reasons = _decisions(first, choices, target)
    reasons += because if "assign" in intents else []
    if asked in _CRISIS and not set(intents) & set(_DECISIONS):
        released = next((hit for sentence in sentences for hit in book.find("coordinator-release", sentence)), None)
        if released is not None:
            return Reading(("release",), (reason("release", released),))
    if not intents:
        return Reading(("unclear",), tuple(because[:1]))
    argument: str | tuple[str, ...] | None = None
    if "assign" in intents:
        names = tuple(choice.mention.value for choice in choices)
        argument = names[0] if len(names) == 1 else names
    elif "transfer" in intents and target is not None:
        argument = target[0].value
    elif "hold" in intents and until is not None:
        argument = until.day.isoformat()
    held = until.day if until is not None and "hold" in intents else None
    return Reading(tuple(intents), tuple(reasons), argument, held)


def _decisions(
    first: dict[str, Hit], choices: Sequence[_Choice], target: tuple[Mention, Hit] | None
) -> tuple[list[Intent], list[Reason]]:
    """Which intents hold together, each with its reason."""
    intents: list[Intent] = []
    reasons: list[Reason] = []
    if choices and not (target is not None and target[1].start <= choices[0].at):
        intents.append("assign")
    elif target is not None:
        intents.append("transfer")
        reasons.append(reason("transfer", target[1]))
    said: tuple[Intent, ...] = ("undo", "outside", "hold", "close", "status", "new", "pause", "escalate")
    for intent in said:
        if intent not in first:
            continue
        if intent == "outside" and (intents or "close" in first):
            continue  # "from another hospital, so 3": the number is the decision
        if intent == "close" and {"hold", "transfer"} & {*intents}:
            continue
        if intent == "hold" and "assign" in intents and not _UNTIL_WORDS & {*first["hold"].words.lower().split()}:
            continue  # "I'd sooner wait a day than get this wrong"
        intents.append(intent)
        reasons.append(reason(intent, first[intent]))
    if "help" in first and not set(intents) & set(_DECISIONS):
        if "status" not in intents:
            intents.append("help")
            reasons.append(reason("help", first["help"]))
    if "acknowledge" in first and not intents:
        intents.append("acknowledge")
        reasons.append(reason("acknowledge", first["acknowledge"]))
    return intents, reasons


# ---------------------------------------------------------------- whom


def _choices(sentences: Sequence[Sentence], book: Phrasebook, known: Known) -> tuple[list[_Choice], list[Reason]]:
    """Those who are chosen, first choices first; none where the mail contradicts itself or asks."""
    chosen: list[_Choice] = []
    rejected: set[str] = set()
    for number, sentence in enumerate(sentences):
        mentions = people_and_numbers(sentence, known)
        last = number == len(sentences) - 1 and number > 0
        for mention in mentions:
            if last and mention.kind == "name" and _only_a_name(sentence, mention):
                continue  # a name alone at the end is who signs
            verdict, hit = _verdict(sentence, mentions, mention, book, after=bool(chosen))
            if hit is None:
                continue
            if verdict == "reject":
                rejected.add(mention.value)
            else:
                chosen.append(_Choice(mention, hit, verdict == "later", sentence.start + mention.start))
    kept: dict[str, _Choice] = {}
    for choice in chosen:
        if choice.mention.value not in rejected and not any(
            _same(choice.mention, other.mention) for other in kept.values()
        ):
            kept[choice.mention.value] = choice
    ordered = [choice for choice in kept.values() if not choice.later] + [
        choice for choice in kept.values() if choice.later
    ]
    if len([choice for choice in ordered if not choice.later]) != 1:
        return [], []  # nobody, or several at once: asked back
    return ordered, [reason("assign", choice.hit) for choice in ordered]


def _verdict(
    sentence: Sentence, mentions: Sequence[Mention], mention: Mention, book: Phrasebook, *, after: bool
) -> tuple[str, Hit | None]:
    """Is this one chosen, ruled out, a second choice, or only spoken of? Ruled out wins."""
    shown = marked(sentence, mentions, mention, "@whom", "@other")
    hits = {hit.rule.says: hit for hit in _of(book, "coordinator-choice", shown)}
    asks = is_question(sentence)
    if "reject" in hits:
        return "reject", hits["reject"]
    if asks and not _asks_politely(shown, book):
        return "", None
    if "later" in hits and (after or any(other.start < mention.start for other in mentions)):
        return "later", hits["later"]
    if "later" in hits and hits["later"].words.startswith(("second", "2nd")):
        return "later", hits["later"]
    if "choose" in hits and (mention.kind != "stranger" or _names_a_stranger(hits["choose"])):
        return "choose", hits["choose"]
    return "", None


def _of(book: Phrasebook, field: str, sentence: Sentence) -> Iterator[Hit]:
    return book.find(field, sentence)


def _asks_politely(shown: Sentence, book: Phrasebook) -> bool:
    """ "Could you ask @whom?" is a wish; "does @whom know her?" is a question."""
    return any(True for _ in book.find("coordinator-polite", shown))


def _names_a_stranger(hit: Hit) -> bool:
    """Nobody's list has this name: only where the words say ask, invite, please and the like is it a choice."""
    return len(hit.words.split()) > 1 or hit.words.strip(" .!") == "@whom"


def _only_a_name(sentence: Sentence, mention: Mention) -> bool:
    rest = sentence.folded[: mention.start] + sentence.folded[mention.end :]
    return not any(char.isalnum() or char in ".!?" for char in rest)


def _same(one: Mention, other: Mention) -> bool:
    """Two words for one choice: "#2 (Ravi)" is told elsewhere; "Olive" and "Olive Marsh" are the same."""
    return bool(set(one.value.lower().split()) & set(other.value.lower().split()))


# ---------------------------------------------------------------- where, and until when


def _target(
    sentences: Sequence[Sentence], book: Phrasebook, organisation: Organisation, *, wanted: bool
) -> tuple[Mention, Hit] | None:
    """The region that a case is to go to; None where none or several are meant."""
    found: dict[str, tuple[Mention, Hit]] = {}
    bare: dict[str, tuple[Mention, Hit]] = {}
    for sentence in sentences:
        mentions = places(sentence, organisation)
        for mention in mentions:
            shown = marked(sentence, mentions, mention, "@place", "@elsewhere")
            hits = {hit.rule.says: hit for hit in _of(book, "coordinator-place", shown)}
            if "from" in hits and "to" not in hits:
                continue
            if "to" in hits and (mention.whole or hits["to"].words.strip(" .!,") != "@place"):
                found.setdefault(mention.value, (mention, hits["to"]))
            elif "mention" in hits:
                bare.setdefault(mention.value, (mention, hits["mention"]))
    if wanted and not found:
        found = bare
    return next(iter(found.values())) if len(found) == 1 else None


def _until(sentences: Sequence[Sentence], hold: Hit | None, sent: datetime) -> DateFound | None:
    """The date of a hold: in its own sentence if there is one, else in the others."""
    if hold is None:
        return None
    own = date_meant(hold.sentence.text, sent.date(), near=hold.start - hold.sentence.start)
    if own is not None:
        return own
    for sentence in sentences:
        if sentence is not hold.sentence:
            other = date_meant(sentence.text, sent.date())
            if other is not None:
                return other
    return None
