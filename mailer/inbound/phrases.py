"""The phrases of rules/*.toml, and where they stand in a text.

A rule is data a coordinator can read: a name, what it says, and the phrases that say it. A phrase is written in words:

    call me                  these words, whatever stands between them (line breaks, commas)
    (call|phone|ring) me     one of several; an alternative may be of several words
    [please] call me         what stands in [] may be missing
    suicid*                  a word that begins so
    call .. me               up to 3 words between; `...` up to 6, `....` up to 12
    ^yes   no$               at the start, at the end of a sentence
    #                        a number in digits
    {who}                    the words that the file's [words] table gives under that name

A contraction stands for its long form and its sloppy one: `don't` finds "do not" and "dont", `I'm` finds "I am", "im".
Letter case, accents and the shape of quotes do not matter. Every pattern is bounded: none costs more than linear time.
Decides nothing: it only says which rule's words stand where.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import attrgetter

from mailer.inbound.anchors import Tokens, anchor_groups, anchors
from mailer.model.errors import SettingWrong

_BETWEEN = r"[^\w$]{1,4}"
# A word of a gap is taken whole (possessively): were an apostrophe sometimes the word's and sometimes the gap's, a run
# of them could be divided in more ways than a life is long. What an elision leaves before a word (l', d') counts as none.
_ANY_WORD = r"[\w$][\w'$]{0,60}+"
_ELIDED = r"(?:[\w$]{1,24}')?"
_BLOT = "\u00a7"
_BARE_WORD = re.compile(r"[a-z0-9]+")
_SHAPES = str.maketrans(
    "\u2019\u2018\u02bc\u00b4`\u201c\u201d\u2013\u2014\u2010\u2011\u00a0\u202f\u00f8\u00d8\u0142\u0141\u0111\u0110",
    "'''''\"\"----  oOlLdD",
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]{0,2}\s+|\n\s*\n+|\n(?=\s{0,4}[-*•·>]\s)|\n(?=\s{0,4}\d{1,2}[.)]\s)")


_ABBREVIATED = re.compile(r"(?:\b(?:dr|drs|mr|mrs|ms|st|prof|mt|vs|e\.g|i\.e|approx|ext|nov|dec|oct)|\b[a-hj-z])\.$")


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def fold(text: str) -> str:
    """The text without accents, in lower case, with plain quotes: character for character, so that places stay."""
    if text.isascii():
        return text.replace("`", "'").lower()
    text = text.translate(_SHAPES)
    if text.isascii():
        return text.lower()
    return "".join(c.lower() if c.isascii() else _fold_char(c) for c in text)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text: as written, folded, and where it starts in the whole."""

    text: str
    folded: str
    start: int = 0

    @property
    def words(self) -> frozenset[str]:
        return frozenset(re.findall(r"[a-z0-9']+", self.folded))

    @cached_property
    def bare_words(self) -> frozenset[str]:
        """The words without what stands around an apostrophe: what phrases are looked up by."""
        return frozenset(_BARE_WORD.findall(self.folded))


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text; a list item or a paragraph ends one too. Abbreviated titles do not."""
    folded = fold(text)
    pieces: list[Sentence] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATED.search(folded[start : match.start()][-8:]) and "\n\n" not in match.group():
            continue
        if text[start : match.start()].strip():
            pieces.append(Sentence(text[start : match.start()], folded[start : match.start()], start))
        start = match.end()
    if text[start:].strip():
        pieces.append(Sentence(text[start:], folded[start:], start))
    return tuple(pieces)


@dataclass(frozen=True)
class Rule:
    """One rule: `field` is what it speaks of (safety, kind …), `says` the value it speaks for, `traits` the rest."""

    name: str
    field: str
    says: str
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()
    language: str = "en"
    weight: float = 1.0
    traits: Mapping[str, str] | None = None

    def trait(self, name: str) -> str:
        return (self.traits or {}).get(name, "")


@dataclass(frozen=True)
class Hit:
    """A rule whose words stand in a sentence. `start` and `end` count in the whole text."""

    rule: Rule
    words: str
    start: int
    end: int
    sentence: Sentence


@dataclass(frozen=True)
class _Entry:
    """One phrase of one rule, and its place in the order of the book."""

    order: int
    rule: Rule
    phrase: str
    needs: tuple[frozenset[str], ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first tried: a mail meets few of all phrases, and a start must be quick."""
        return pattern_of(self.phrase)


_ORDER = attrgetter("order")


class _Shelf:
    """The phrases of one field, by a word that must stand in a sentence, so that few are tried on each."""

    def __init__(self) -> None:
        self.words: dict[str, dict[int, _Entry]] = {}  # by the place in the order of the book
        self.stems: dict[str, dict[int, _Entry]] = {}
        self.always: dict[int, _Entry] = {}

    def add(self, entry: _Entry, needed: frozenset[str]) -> None:
        if not needed:
            self.always[entry.order] = entry
        for anchor in needed:
            if anchor.endswith("*"):
                self.stems.setdefault(anchor[:4], {})[entry.order] = entry
            else:
                self.words.setdefault(anchor, {})[entry.order] = entry

    def likely(self, words: frozenset[str]) -> list[_Entry]:
        """The entries that may match, in the order of the book."""
        found = self.always.copy()
        for word in self.words.keys() & words:
            found.update(self.words[word])
        for stem in self.stems.keys() & {word[:4] for word in words} if self.stems else ():
            found.update(self.stems[stem])
        away = words.isdisjoint
        kept: list[_Entry] = []
        for entry in found.values():
            for needed in entry.needs:
                if away(needed):
                    break
            else:
                kept.append(entry)
        kept.sort(key=_ORDER)
        return kept


def taken_back(rule: Rule, where: Sentence) -> bool:
    """Does a phrase stand in the sentence that takes the rule's words back?"""
    return any(pattern_of(phrase).search(where.folded) for phrase in rule.unless)


class Phrasebook:
    """All rules, ready to be looked for. Built once; immutable afterwards."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._shelves: dict[str, _Shelf] = {}
        order = 0
        for rule in self.rules:
            if rule.field.endswith("-weight"):
                continue  # tables of words that weigh: looked up word by word, never searched for as phrases
            shelf = self._shelves.setdefault(rule.field, _Shelf())
            for phrase in rule.phrases:
                folded = fold(phrase)
                needed = anchors(folded)
                needs = tuple(group for group in anchor_groups(folded) if group != needed)
                shelf.add(_Entry(order, rule, phrase, needs), needed)
                order += 1

    def _likely(self, field: str, where: Sentence) -> list[_Entry]:
        shelf = self._shelves.get(field)
        return shelf.likely(where.bare_words) if shelf else []

    def find(self, field: str, where: Sentence) -> Iterator[Hit]:
        """Every rule of a field whose words stand in the sentence (each rule once, at its first place)."""
        found: set[str] = set()
        for entry in self._likely(field, where):
            rule = entry.rule
            if rule.name in found:
                continue
            match = entry.pattern.search(where.folded)
            if match is None or taken_back(rule, where):
                continue
            found.add(rule.name)
            start, end = match.span()
            yield Hit(rule, where.text[start:end], where.start + start, where.start + end, where)

    def find_every(self, field: str, where: Sentence) -> Iterator[Hit]:
        """Like find, but a rule once for each place where its words stand."""
        for entry in self._likely(field, where):
            if entry.pattern.search(where.folded) is None or taken_back(entry.rule, where):
                continue
            for match in entry.pattern.finditer(where.folded):
                start, end = match.span()
                yield Hit(entry.rule, where.text[start:end], where.start + start, where.start + end, where)

    def without(self, field: str, where: Sentence) -> Sentence:
        """The sentence with the words of a field's rules blotted out: no other rule finds them. `text` stays whole."""
        folded = where.folded
        for entry in self._likely(field, where):
            if entry.pattern.search(folded) and not taken_back(entry.rule, where):
                folded = entry.pattern.sub(lambda m: _BLOT * len(m.group()), folded)
        return where if folded == where.folded else replace(where, folded=folded)

    def find_all(self, field: str, where: Sequence[Sentence]) -> list[Hit]:
        return [hit for sentence in where for hit in self.find(field, sentence)]


def rules_of(tables: Mapping[str, object], source: str) -> list[Rule]:
    """The rules of one TOML file. Raises SettingWrong, which names the file, the rule and the cure."""
    rows = tables.get("rule", [])
    words = tables.get("words", {})
    rules: list[Rule] = []
    if not isinstance(words, dict) or not all(isinstance(v, str) for v in words.values()):
        raise SettingWrong(source, "[words]", "must give text for each name", 'for example who = "he|she|they"')
    if not isinstance(rows, list):
        raise SettingWrong(source, "rule", "must be a list of tables", "write each rule under its own [[rule]]")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise SettingWrong(source, f"rule {number}", "is no table", "write it under [[rule]]")
        place = f"rule {number} {row.get('name', 'without a name')!r}"
        for key in ("name", "field", "says", "any"):
            if not row.get(key):
                raise SettingWrong(source, place, f"lacks {key!r}", f"add {key} = …")
        phrases, unless = row["any"], row.get("unless", [])
        for key, value in (("any", phrases), ("unless", unless)):
            if not isinstance(value, list) or not all(isinstance(p, str) and p.strip() for p in value):
                raise SettingWrong(source, place, f"{key!r} must be a list of phrases", 'for example any = ["call me"]')
            for phrase in () if str(row["field"]).endswith("-weight") else value:  # entries of a table are words
                try:
                    _expression(_with_words(phrase, words))
                except ValueError as error:
                    raise SettingWrong(source, place, f"phrase {phrase!r}: {error}", "see rules/README.md") from None
        known = {"name", "field", "says", "any", "unless", "language", "weight"}
        rules.append(
            Rule(
                name=str(row["name"]),
                field=str(row["field"]),
                says=str(row["says"]),
                phrases=tuple(_with_words(p, words) for p in phrases),
                unless=tuple(_with_words(p, words) for p in unless),
                language=str(row.get("language", "en")),
                weight=float(row.get("weight", 1.0)),
                traits={k: str(v) for k, v in row.items() if k not in known},
            )
        )
    return rules


_NAMED = re.compile(r"\{(\w+)\}")


def _with_words(phrase: str, words: Mapping[str, str]) -> str:
    """The phrase with `{name}` replaced by its list in brackets; an unknown name stays, and fails as a phrase."""
    return _NAMED.sub(lambda m: f"({words[m.group(1)]})" if m.group(1) in words else m.group(), phrase)


_WORDS_BETWEEN = {"..": 3, "...": 6, "....": 12}


@lru_cache(maxsize=8192)
def pattern_of(phrase: str) -> re.Pattern[str]:
    """The bounded regular expression of a phrase. Raises ValueError where brackets do not match."""
    # a gap holds no letter, so words end where gaps begin: only the first and the last need to be looked around
    return re.compile(rf"(?<!\w)(?:{_expression(phrase)})(?!\w)")


def _expression(phrase: str) -> str:
    return _alternatives(Tokens(fold(phrase)), closing="")


def _alternatives(tokens: Tokens, closing: str) -> str:
    branches = [_sequence(tokens, closing)]
    while tokens.peek() == "|":
        tokens.take()
        branches.append(_sequence(tokens, closing))
    if tokens.peek() != closing:
        raise ValueError(f"expected {closing or 'the end'!r}, found {tokens.peek() or 'the end'!r}")
    tokens.take()
    return "|".join(branches)


def _sequence(tokens: Tokens, closing: str) -> str:
    """A run of items. `glue` is the gap that must stand before the next word."""
    out, glue = "", ""
    while (token := tokens.peek()) not in ("|", closing, ""):
        if token in (")", "]"):
            raise ValueError(f"a {token!r} too many")
        tokens.take()
        if token == "^":
            out += r"\A\W{0,4}"
        elif token == "$":
            out, glue = out + r"\W{0,4}\Z", ""
        elif token in _WORDS_BETWEEN:
            glue = rf"{_BETWEEN}(?:{_ANY_WORD}{_BETWEEN}){{0,{_WORDS_BETWEEN[token]}}}?{_ELIDED}"
        elif token == "(":
            out, glue = f"{out}{glue}(?:{_alternatives(tokens, ')')})", _BETWEEN
        elif token == "[":
            inner = _alternatives(tokens, "]")
            # the gap belongs to the optional words, before them where something stands before, else behind
            out = f"{out}(?:{glue}(?:{inner}))?" if glue else f"{out}(?:(?:{inner}){_BETWEEN})?"
        else:
            out, glue = out + glue + _word(token), _BETWEEN
    return out


# What stands behind the apostrophe, in full. "is/has" only behind a pronoun: elsewhere 's is a possessive.
_LONG = {"m": "am", "re": "are", "ve": "have", "ll": "will|shall", "d": "would|had"}
_PRONOUNS = frozenset(("he", "she", "it", "that", "there", "here", "who", "what", "where", "how", "everything"))
# Without the apostrophe these are other words.
_KEEP_APOSTROPHE = frozenset(("we're", "we'll", "he'll", "she'll", "who're", "she'd", "we'd", "he'd"))


def _word(token: str) -> str:
    if token == "#":
        return r"\d+"
    if token.endswith("*"):
        return rf"{re.escape(token[:-1])}\w{{0,20}}"
    if "{" in token:
        raise ValueError(f"{token!r} is not in the [words] table")
    forms = _forms(token)
    return forms[0] if len(forms) == 1 else f"(?:{'|'.join(forms)})"


def _forms(token: str) -> list[str]:
    """A word, and for a contraction its other spellings."""
    plain = re.escape(token)
    if "'" not in token:
        return [plain]
    forms = [plain if token in _KEEP_APOSTROPHE else plain.replace("'", "'?")]
    stem, _, tail = token.partition("'")
    if token.endswith("n't"):
        whole = {"can't": "can ?not", "won't": r"will\s{1,2}not", "shan't": r"shall\s{1,2}not"}
        forms.append(whole.get(token, rf"{re.escape(stem[:-1])}\s{{1,2}}not"))
    elif tail in _LONG:
        forms.append(rf"{re.escape(stem)}\s{{1,2}}(?:{_LONG[tail]})")
    elif tail == "s" and stem in _PRONOUNS:
        forms.append(rf"{re.escape(stem)}\s{{1,2}}(?:is|has)")
    return forms
