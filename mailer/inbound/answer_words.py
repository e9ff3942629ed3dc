"""The words of an answer, made ready to be read: sentences and short lines apart, what the writer quotes left out.

Finds in each sentence what the rules of one role say, in an order that the role's reader gives: what was found takes its
words out, so that "no thank you" is not read as "thank you". Decides nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from mailer.inbound.phrases import Hit, Phrasebook, Sentence, sentences
from mailer.model.meaning import Reason

_MOST = 20_000  # characters of an answer that are read: a decision stands in the first pages, or nowhere
_SHORT_LINE = 48
_BLOT = "§"
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
    return tuple(sentence if alone else without_quotes(sentence) for sentence in sentences(whole))


def without_quotes(sentence: Sentence) -> Sentence:
    folded = _QUOTED.sub(lambda match: _BLOT * len(match.group()), sentence.folded)
    return sentence if folded == sentence.folded else replace(sentence, folded=folded)


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


def _place_in(order: Sequence[str], hit: Hit) -> int:
    return order.index(hit.rule.says) if hit.rule.says in order else len(order)


def without(sentence: Sentence, hit: Hit) -> Sentence:
    """The sentence with one rule's words blotted out."""
    start, end = hit.start - sentence.start, hit.end - sentence.start
    return replace(sentence, folded=sentence.folded[:start] + _BLOT * (end - start) + sentence.folded[end:])


def reason(intent: str, hit: Hit) -> Reason:
    return Reason(f"intents: {intent}", hit.rule.name, " ".join(hit.words.split()))


def is_question(sentence: Sentence) -> bool:
    return sentence.text.rstrip().rstrip("\"')”’").endswith("?")
