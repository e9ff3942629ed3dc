"""The words of an answer, made ready to be read: sentences and short lines apart, what the writer quotes left out.

Finds in each sentence what the rules of one role say, in an order that the role's reader gives: what was found takes its
words out, so that "no thank you" is not read as "thank you". Decides nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailer.inbound.phrases import Hit, Phrasebook, Sentence, sentences
from mailer.model.meaning import Reason

_MOST = 20_000  # characters of an answer that are read: a decision stands in the first pages, or nowhere
_SHORT_LINE = 48
_BLOT = "§"
_FILLER = "\u2060"  # word joiner: keeps the places of a text the same where a word put right is longer
_DENIED = re.compile(r"(?:\b(?:never|not|cannot|nor|neither)|n't)\s(?:ever\s|really\s|at all\s|very\s)?$")
_WORD = re.compile(r"[a-z]{4,}")
_OFTEN = frozenset(
    re.findall(
        r"\w+",
        "please assign accept accepted decline declined transfer outside status contact contacted appreciate definitely"
        " absolutely resources resource materials material tomorrow available conversation voicemail reading handout support"
        " supporter withdraw withdrawn acknowledge acknowledged received unable interested grateful thank thanks another"
        " someone somebody unfortunately different hospital region colleague invite choose second third honored happy"
        " talking reached answered response connected declining meeting schedule scheduled",
    )
)
_WORDS_TOO = frozenset(("pleas", "than", "chose", "meting", "accepted", "thank", "taking"))  # words of their own
# A short piece between double quotes is somebody's words, told; a quote that opens and never closes is none.
_QUOTED = re.compile(r"[\"“«][^\"“”«»\n]{2,160}[\"”»]")


def read_lines(text: str) -> str:
    """The text with a paragraph's end behind every short line that the next one does not continue."""
    lines = text[:_MOST].splitlines()
    out: list[str] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        out.append(line)
        starts = following.lstrip()[:1]
        if line.strip() and len(line.strip()) < _SHORT_LINE and starts and not starts.islower():
            out.append("")
    return "\n".join(out)


def said(text: str, subject_words: str = "") -> tuple[Sentence, ...]:
    """The sentences of an answer, an edited subject first; quoted words blotted out of what is searched."""
    whole = f"{subject_words}\n\n{read_lines(text)}" if subject_words.strip() else read_lines(text)
    alone = _QUOTED.fullmatch(whole.strip()) is not None
    return tuple(spelt(sentence if alone else without_quotes(sentence)) for sentence in sentences(whole))


def without_quotes(sentence: Sentence) -> Sentence:
    folded = _QUOTED.sub(lambda match: _BLOT * len(match.group()), sentence.folded)
    return sentence if folded == sentence.folded else replace(sentence, folded=folded)


def _slips(word: str) -> Iterator[str]:
    """The word with a letter left out, doubled or swapped with the next: how fingers and telephones miss."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at] + word[at:]
        yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word


_MEANT = {slip: word for word in _OFTEN for slip in _slips(word) if slip not in _OFTEN and slip not in _WORDS_TOO}


def spelt(sentence: Sentence) -> Sentence:
    """The sentence with common slips of spelling put right in what is searched. The text stays, at the same places."""
    if not sentence.bare_words & _MEANT.keys():
        return sentence
    text: list[str] = []
    folded: list[str] = []
    at = 0
    for match in _WORD.finditer(sentence.folded):
        meant = _MEANT.get(match.group())
        if meant is None:
            continue
        width = max(len(meant), len(match.group()))
        text += (sentence.text[at : match.start()], sentence.text[match.start() : match.end()].ljust(width, _FILLER))
        folded += (sentence.folded[at : match.start()], meant.ljust(width))
        at = match.end()
    return replace(sentence, text="".join([*text, sentence.text[at:]]), folded="".join([*folded, sentence.folded[at:]]))


def heard(book: Phrasebook, field: str, sentence: Sentence, order: Sequence[str]) -> list[Hit]:
    """What the rules of a field say in a sentence, taken in the order given; each takes its words out for the next."""
    left = book.without(f"{field.removesuffix('-faint')}-idiom", sentence)
    found: list[Hit] = []
    again = True
    while again:  # at most once a rule: each turn takes words out, or is the last
        again = False
        taken: list[Hit] = []
        for hit in sorted(book.find(field, left), key=lambda hit: _place_in(order, hit)):
            if any(hit.start < other.end and other.start < hit.end for other in taken):
                again = True  # its words were taken; it may stand in another place
            elif hit.rule.says in order:
                taken.append(hit)
                left = without(left, hit)
        known = {hit.rule.name for hit in found}
        found += [hit for hit in taken if hit.rule.name not in known]
        again = again and bool(taken)
    return sorted(found, key=lambda hit: hit.start)


def denied(hit: Hit) -> bool:
    """Does a "not" or "never" stand right before the words? "I never want to hear from you" wants nothing."""
    at = hit.start - hit.sentence.start
    return _DENIED.search(hit.sentence.folded[max(0, at - 24) : at]) is not None


def _place_in(order: Sequence[str], hit: Hit) -> int:
    return order.index(hit.rule.says) if hit.rule.says in order else len(order)


def without(sentence: Sentence, hit: Hit) -> Sentence:
    """The sentence with one rule's words blotted out."""
    start, end = hit.start - sentence.start, hit.end - sentence.start
    return replace(sentence, folded=sentence.folded[:start] + _BLOT * (end - start) + sentence.folded[end:])


def reason(intent: str, hit: Hit) -> Reason:
    return Reason(f"intents: {intent}", hit.rule.name, " ".join(hit.words.replace(_FILLER, "").split()))


def is_question(sentence: Sentence) -> bool:
    return sentence.text.rstrip().rstrip("\"')”’").endswith("?")
