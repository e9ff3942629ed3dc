"""What a coordinator's answer means: assign, transfer, outside, hold, close, status, acknowledge, help, undo.

A wrong assignment invites the wrong person, so it is the most carefully read: whom a sentence chooses is told from whom
it only mentions, rules out or asks about, and anything contradictory is `unclear`, which asks back.
A decision holds no `acknowledge` beside it. Reads no clock: dates count from the time the mail was sent.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailer.inbound.answer_peer import Reading
from mailer.inbound.answer_words import heard, is_question, reason
from mailer.inbound.dates import DateFound, date_meant
from mailer.inbound.mentions import (
    Known,
    Mention,
    called_again,
    known_names,
    marked,
    people_and_numbers,
    places,
    unmarked,
)
from mailer.inbound.phrases import Hit, Phrasebook, Sentence
from mailer.model.meaning import Intent, Reason
from mailer.model.organisation import Organisation

_ORDER = ("undo", "pause", "new", "close", "hold", "outside", "transfer", "status", "help", "escalate", "acknowledge")
_DECISIONS: tuple[Intent, ...] = ("assign", "transfer", "outside", "hold", "close", "undo", "new", "pause", "escalate")


# the page, what confirms its "seen", what reminds of it: while danger stands the flow holds, and "release" lets it go on
_CRISIS = ("coordinator/ask-crisis", "coordinator/tell-done", "coordinator/ask-overdue")
_SENDS_ON = re.compile(
    r"transfer|\bforward|reassign|re-?route|redirect|hand ?o|\b(?:send|pass|move|give|shift) (?:it|this|the case)"
)
_REFUSED = re.compile(r"(?:\b(?:(?<!why )not|never|rather than|instead of|without|no need to)|n't)\s(?:\w{1,12}\s)?$")
_CLOSES = re.compile(r"\b(?:close|withdraw|cancel|archive|delete)\b")
_NOT_DONE = re.compile(
    r"\b(?:not|never|before|rather than|instead of|without|than|if|unless|no need)\b[^.;]{0,20}$|n't [^.;]{0,20}$"
)
_IF_NOT = re.compile(r"\bif not\s?[,:;-]|\bif not (?:then|ask|try|go|please|use|invite)\b")
_WHOM = ("@whom", "@other")
_PLACE = ("@place", "@elsewhere")
_SHORT = 7  # words of a sentence that holds hardly more than a name
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
    known = called_again(known_names(listed, organisation), " ".join(sentence.folded for sentence in sentences))
    choices, because = _choices(sentences, book, known, decided=bool(first.keys() & {*_DECISIONS}))
    target = _target(sentences, book, organisation, wanted="transfer" in first)
    intents, reasons = _decisions(first, choices, target)
    if intents in ([], ["acknowledge"]):
        faint = _faintly(sentences, book)
        if faint is not None and (not intents or faint[0] in _DECISIONS):  # "Thanks, but she no longer wants it"
            intents, reasons = [faint[0]], [reason(*faint)]
            first.setdefault(*faint)
    until = _until(sentences, first.get("hold"), sent) if "hold" in intents else None
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
    held = until.day if until is not None else None
    return Reading(tuple(intents), tuple(reasons), argument, held)


def _decisions(
    first: dict[str, Hit], choices: Sequence[_Choice], target: tuple[Mention, Hit] | None
) -> tuple[list[Intent], list[Reason]]:
    """Which intents hold together, each with its reason."""
    intents: list[Intent] = []
    reasons: list[Reason] = []
    if choices and not (target is not None and target[1].start <= choices[0].at):
        intents.append("assign")
    if target is not None and ("assign" not in intents or _bidden(target[1], _SENDS_ON)):
        intents.append("transfer")
        reasons.append(reason("transfer", target[1]))
    said: tuple[Intent, ...] = ("undo", "outside", "hold", "close", "status", "new", "pause", "escalate")
    for intent in said:
        if intent not in first:
            continue
        if intent == "outside" and (intents or "close" in first):
            continue  # "from another hospital, so 3": the number is the decision
        if intent == "close" and {"hold", "transfer"} & {*intents} and not _bidden(first["close"], _CLOSES):
            continue  # "not ours any more, send it north": the reason of a transfer
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


def _bidden(hit: Hit, verbs: re.Pattern[str]) -> bool:
    """Is it said in the very word for it, and not as what is not to be done? Then it stands beside another decision."""
    at = hit.start - hit.sentence.start
    before = hit.sentence.folded[max(0, at - 28) : at]
    return verbs.search(hit.words.lower()) is not None and _NOT_DONE.search(before) is None


def _faintly(sentences: Sequence[Sentence], book: Phrasebook) -> tuple[Intent, Hit] | None:
    """What broader words say, where nothing was said outright; two decisions at once are none."""
    first: dict[str, Hit] = {}
    for sentence in sentences:
        for hit in heard(book, "coordinator-faint", sentence, _ORDER):
            first.setdefault(hit.rule.says, hit)
    decided = [says for says in _DECISIONS if says in first]
    if len(decided) > 1:
        return None
    said: tuple[Intent, ...] = ("outside", "hold", "close", "status", "help", "acknowledge")
    return next(((intent, first[intent]) for intent in said if intent in first), None)


# ---------------------------------------------------------------- whom


def _choices(
    sentences: Sequence[Sentence], book: Phrasebook, known: Known, *, decided: bool
) -> tuple[list[_Choice], list[Reason]]:
    """Those who are chosen, first choices first; none where the mail contradicts itself or asks.

    `decided`: something else was decided in so many words, so that a hint is no choice.
    """
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
                hit = _in_their_words(hit, sentence, mentions, mention, _WHOM)
                chosen.append(_Choice(mention, hit, verdict == "later", sentence.start + mention.start))
    if not chosen:
        chosen = list(_pointed_at(sentences, book, known, rejected)) or (
            [] if decided else list(_hinted(sentences, book, known, rejected))
        )
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


def _pointed_at(sentences: Sequence[Sentence], book: Phrasebook, known: Known, rejected: set[str]) -> Iterator[_Choice]:
    """ "Ravi has a gentle way. Ask him.": the one person named just before, where there is only one."""
    before: list[tuple[Sentence, list[Mention], Mention]] = []
    for sentence in sentences:
        mentions = people_and_numbers(sentence, known)
        hit = next(iter(book.find("coordinator-pronoun", sentence)), None)
        named = [(sentence, mentions, one) for one in mentions if one.kind != "stranger" or one.whole]
        near = named or before
        if hit is not None and not (is_question(sentence) and not _asks_politely(sentence, book)):
            fit = {one[2].value: one for one in near if one[2].value not in rejected}
            if len(fit) == 1:
                mention = next(iter(fit.values()))[2]
                yield _Choice(mention, hit, False, hit.start)
                return
        before = named or before


def _hinted(sentences: Sequence[Sentence], book: Phrasebook, known: Known, rejected: set[str]) -> Iterator[_Choice]:
    """Where nothing is said outright: a good word for the only person that the mail names."""
    named = {one.value for sentence in sentences for one in people_and_numbers(sentence, known)} - rejected
    if len(named) != 1:
        return
    for number, sentence in enumerate(sentences):
        mentions = people_and_numbers(sentence, known)
        for mention in mentions:
            if number and _only_a_name(sentence, mention):
                continue  # who signs
            shown = marked(sentence, mentions, mention, *_WHOM)
            hits = {found.rule.says: found for found in book.find("coordinator-hint", shown)}
            hit = hits.get("choose") or (hits.get("short") if len(shown.folded.split()) <= _SHORT else None)
            if hit is None and sentence.folded[: mention.start].rstrip().endswith(":"):
                hit = hits.get("announced")  # "let's stay at home: 3"
            if hit is not None and mention.value in named and mention.kind != "stranger" and not is_question(sentence):
                hit = _in_their_words(hit, sentence, mentions, mention, _WHOM)
                yield _Choice(mention, hit, False, sentence.start + mention.start)
                return


def _in_their_words(
    hit: Hit, sentence: Sentence, mentions: Sequence[Mention], about: Mention, marks: tuple[str, str]
) -> Hit:
    """The hit with the words of the mail in the place of the marks."""
    start, end = hit.start - sentence.start, hit.end - sentence.start
    return replace(hit, words=unmarked(sentence, mentions, about, marks, start, end))


def _verdict(
    sentence: Sentence, mentions: Sequence[Mention], mention: Mention, book: Phrasebook, *, after: bool
) -> tuple[str, Hit | None]:
    """Is this one chosen, ruled out, a second choice, or only spoken of? Ruled out wins."""
    shown = marked(sentence, mentions, mention, *_WHOM)
    hits = {hit.rule.says: hit for hit in _of(book, "coordinator-choice", shown)}
    asks = is_question(sentence)
    if "reject" in hits and "later" in hits and _IF_NOT.search(hits["later"].words):
        del hits["reject"]  # "2; if not, Ravi": the "not" is the first one's
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
            shown = marked(sentence, mentions, mention, *_PLACE)
            hits = {hit.rule.says: hit for hit in _of(book, "coordinator-place", shown)}
            if "from" in hits and "to" not in hits:
                continue
            if "to" in hits and _REFUSED.search(shown.folded[: hits["to"].start - shown.start]):
                continue  # "don't transfer it to Northfield"
            if "to" in hits and (mention.whole or hits["to"].words.strip(" .!,") != "@place"):
                found.setdefault(
                    mention.value, (mention, _in_their_words(hits["to"], sentence, mentions, mention, _PLACE))
                )
            elif "mention" in hits:
                bare.setdefault(
                    mention.value, (mention, _in_their_words(hits["mention"], sentence, mentions, mention, _PLACE))
                )
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
