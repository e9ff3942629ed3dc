"""The words of a mail with its persons, places and departments marked.

Each sentence is given a second form in which they are replaced by the words that the phrases of rules/*.toml know
({name}, {place}, {dept}), and a way back to what stood there. Judges nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mailer.inbound.names import Mention, mentions
from mailer.inbound.people import People
from mailer.inbound.phrases import Hit, Phrasebook, Sentence, fold, sentences
from mailer.inbound.places import Place

MOST = 40_000
"""Characters read for meaning; a mail that is longer is cut here, and says so."""
_LONGEST = 1_500
_SLOTS = {"community": "xplacex", "region": "xplacex", "department": "xdeptx"}


@dataclass(frozen=True)
class Slot:
    """Where, in the marked form of a sentence, somebody or some place stands."""

    start: int
    end: int
    what: Mention | Place


@dataclass(frozen=True)
class Marked:
    """A sentence, as written and in its marked form."""

    whole: Sentence
    marked: Sentence
    slots: tuple[Slot, ...]
    _found: dict[str, tuple[Hit, ...]] = field(default_factory=dict, compare=False, repr=False)

    def inside(self, hit: Hit) -> tuple[Mention | Place, ...]:
        """What stands in the slots that a rule's words cover."""
        return tuple(s.what for s in self.slots if hit.start <= s.start and s.end <= hit.end)

    def words(self, hit: Hit) -> str:
        """A rule's words as the mail has them."""
        out, at = [], hit.start
        for slot in self.slots:
            if hit.start <= slot.start and slot.end <= hit.end:
                out += [self.marked.text[at : slot.start], slot.what.written]
                at = slot.end
        return " ".join("".join([*out, self.marked.text[at : hit.end]]).split())

    def hits(self, book: Phrasebook, about: str) -> tuple[Hit, ...]:
        """Every place where a rule of a field speaks; looked for once, however often it is asked for."""
        if about not in self._found:
            self._found[about] = tuple(book.find_every(about, self.marked))
        return self._found[about]

    def plain_hits(self, book: Phrasebook, about: str, idioms: str) -> tuple[Hit, ...]:
        """Like hits, with the words of another field's rules blotted out before."""
        both = f"{about} less {idioms}"
        if both not in self._found:
            self._found[both] = tuple(book.find_every(about, book.without(idioms, self.marked)))
        return self._found[both]


@dataclass(frozen=True)
class Spoken:
    """A text, read once: its sentences, and whom and what it names."""

    text: str
    sentences: tuple[Marked, ...]
    mentions: tuple[Mention, ...]
    places: tuple[Place, ...]
    cut: bool = False

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    def sentence_at(self, start: int) -> Marked | None:
        """The sentence that a place of the text lies in."""
        return next((m for m in self.sentences if m.whole.start <= start < m.whole.start + len(m.whole.text)), None)


def spoken(text: str, people: People) -> Spoken:
    """Read a text. No more than MOST characters of it."""
    cut = len(text) > MOST
    text = _WIDE.sub("   ", text[:MOST])  # a table's columns stand no further apart than words
    places = people.places.find(text)
    named = mentions(text, people, places)
    free = [p for p in places if not any(m.start < p.end and p.start < m.end for m in named)]
    pieces = [piece for sentence in sentences(text) for piece in _short(sentence)]
    return Spoken(
        text, tuple(_marked(pieces, sorted([*named, *free], key=lambda w: w.start), people)), named, tuple(free), cut
    )


def _short(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence without end (a table, a log) in pieces, so that no phrase looks at more than a paragraph."""
    for at in range(0, len(sentence.text), _LONGEST):
        yield Sentence(sentence.text[at : at + _LONGEST], sentence.folded[at : at + _LONGEST], sentence.start + at)


def _marked(pieces: Sequence[Sentence], marks: Sequence[Mention | Place], people: People) -> Iterator[Marked]:
    at = 0
    for piece in pieces:
        begin, end = piece.start, piece.start + len(piece.text)
        while at < len(marks) and marks[at].start < begin:
            at += 1
        out: list[str] = []
        slots: list[Slot] = []
        length, last, look = 0, begin, at
        while look < len(marks) and marks[look].start < end:
            mark = marks[look]
            look += 1
            word = "xnamex" if isinstance(mark, Mention) else _SLOTS.get(mark.kind, "")
            if not word or mark.start < last or mark.end > end:
                continue
            before = piece.text[last - begin : mark.start - begin]
            out += [before, word]
            length += len(before)
            slots.append(Slot(length, length + len(word), mark))
            length, last = length + len(word), mark.end
        out.append(piece.text[last - begin :])
        marked = (
            people.work_words.sub(lambda m: "xorgx".ljust(len(m.group())), "".join(out))
            if people.work_words
            else "".join(out)
        )
        yield Marked(piece, Sentence(marked, fold(marked)), tuple(slots))


_WIDE = re.compile(r"[ \t\u00a0]{4,}")
_ITEM = re.compile(r"[ \t>]{0,8}(?:[-*•·–+]|\(?\d{1,2}[.)])[ \t]+")
_HELPERS = frozenset(
    [
        "and",
        "or",
        "&",
        "plus",
        "also",
        "our",
        "the",
        "a",
        "an",
        "dr",
        "dr.",
        "doctor",
        "with",
        "both",
        "including",
        "as",
        "well",
        "then",
        "from",
        "of",
        "in",
        "at",
        "who",
        "is",
        "by",
        "for",
        "one",
        "resident",
        "fellow",
        "attending",
        "new",
        "np",
        "md",
        "do",
        "pa",
        "crna",
        "rn",
    ]
)


def groups(read: Spoken) -> list[list[Mention]]:
    """Persons named in one breath ("A, B and C"), or in one list, belong together."""
    found: list[list[Mention]] = []
    for mention in read.mentions:
        if found and _together(read, found[-1][-1], mention):
            found[-1].append(mention)
        else:
            found.append([mention])
    return found


def in_list(read: Spoken, mention: Mention) -> bool:
    """True where the name heads an item of a list or a row of a table."""
    line = read.text[read.text.rfind("\n", 0, mention.start) + 1 : mention.start]
    return bool(_ITEM.fullmatch(line))


def heads_line(read: Spoken, mention: Mention) -> bool:
    """True where nothing but a list mark stands before the name on its line."""
    line = read.text[read.text.rfind("\n", 0, mention.start) + 1 : mention.start]
    return not line.strip(" \t-*•·–+>|0123456789.)(")


def _together(read: Spoken, left: Mention, right: Mention) -> bool:
    between = read.text[left.end : right.start]
    if len(between) > 200:
        return False
    if heads_line(read, left) and heads_line(read, right) and "\n" in between:
        blank = "\n\n" in between.replace(" ", "")
        same = in_list(read, left) == in_list(read, right)
        return same and (not blank or in_list(read, left)) and between.count("\n") <= 3
    if "\n\n" in between or len(between) > 90:
        return False
    bare = re.sub(r"\([^()]{0,60}\)", " ", between)
    for place in read.places:
        if left.end <= place.start and place.end <= right.start:
            bare = bare.replace(place.written, " ")
    words = re.findall(r"[^\W\d_]+", fold(bare))
    joint = bool(re.search(r",|&|\+|/|;|\band\b|\bor\b|\bplus\b|\by\b|\bet\b|\n", fold(bare)))
    return (
        joint
        and not re.search(r"[.!?:]\s", re.sub(r"\b(?:dr|st|m\.d|d\.o)\.", "", fold(bare)))
        and all(w in _HELPERS for w in words)
    )
