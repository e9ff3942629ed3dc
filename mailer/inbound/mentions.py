"""Who and where a coordinator's sentence speaks of: numbers on the list, names, addresses, regions and their places.

Finds them and puts a mark in their place (@whom, @other, @place), so that the rules of rules/coordinator.toml can say
what is meant of them. A number that counts something ("3 years", "at 3 pm", a telephone) is no number on a list.
Decides nothing, and knows nobody but those the letter listed and those the organisation gives.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mailer.inbound.phrases import Sentence, fold
from mailer.model.organisation import Organisation

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5,
             "top": 1, "head": 1, "middle": 2}  # fmt: skip
_CARDINALS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_MOST = 9  # a list is never longer than a person reads

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_DIGIT = re.compile(
    r"(?<![\w$.:/,+-])(?:(?P<sign>#|no\.?\s?|nr\.?\s?|number\s|option\s|choice\s|candidate\s)\s?)?(?P<number>\d{1,2})(?![\w:/%-])(?!\.\d)(?!,\d)"
)
# Behind a bare number these make it a count, a time or a date.
_COUNTED = re.compile(
    r"\s?(?:(?:more|other|of\sthe|of\sthem|of\sthese|of\sthose|of\syour|of\smy|of\sour|of\sus|different|small|young|long|full|good|bad|straight|whole)\s)?(?:years?|yrs?|months?|weeks?|wks?|days?|"
    r"hours?|hrs?|minutes?|mins?|times?|kids?|children|babies|patients?|people|cases?|deaths?|codes?|shifts?|calls?|nights?|pm|p\.m|am|a\.m|o'?clock|"
    r"miles|percent|letters|emails|messages|names?|supporters|three|two|four|have|referrals|others|jobs|doctors|residents|colleagues|daughters|sons|"
    r"committees?|meetings|surgeries|hospitals|towns|floors?|beds?|rooms?|(?:in\sthe\s)?(?:afternoon|morning)|tries|attempts|ones|jan|feb|mar|apr|may\s\d|jun|jul|aug|sep|oct|nov|dec)\b"
)
_BEFORE_COUNT = re.compile(
    r"(?:\b(?:at|about|around|by|since|until|till|nov(?:ember)?|dec(?:ember)?|oct(?:ober)?|jan(?:uary)?|feb(?:ruary)?|sept?(?:ember)?|march|april|may|june|july|aug(?:ust)?|ext|x|room|floor|bay|level|route|age|aged|after|before|page|grade|unit|ward|pgy|case|in|for|every|than|nearly|almost|over|under)\.?\s|[(/])$"
)
_ORDINAL = re.compile(
    r"\b(?:the|your|that|and|or|not|definitely|then|so)\s(?P<ordinal>first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th|last|top|middle|bottom)"
    r"(?P<noun>\s(?:one|name|person|choice|option|supporter|candidate|listed|on\s(?:the|your|that)\slist|of\s(?:the|your|these|those)\s(?:three|two|four|list|names))){0,2}"
    r"(?=\s?(?:[.,;!?)]|$|\s(?:please|for|would|is|seems|looks|if|and|or|then|will|who|sounds|because|as|thanks|has|works|instead|on|of|pls|plz|thx|definitely|to|it|gets|suggestion|though|again|sounds)\b))"
)
_BARE_ORDINAL = re.compile(
    r"\A\W{0,3}(?P<ordinal>first|second|third|fourth|fifth|last|1st|2nd|3rd|middle|top|bottom)(?P<noun>\s(?:one|name|choice|person|option))?"
    r"(?:\s(?:please|thanks|it\sis|works|on\s(?:the|your)\slist|of\sthe\s(?:list|lot|three|bunch)|for\s(?:me|this|her|him)|i\s(?:think|guess))){0,3}"
    r"(?=\W{0,3}\Z|\s?[,;.!-])"
)
# "top of the list", "the name at the bottom", "whoever is first": a place on the list, said about
_PLACED = re.compile(
    r"\b(?:the\s)?(?:(?:name|one|person|supporter|whoever|who|man|woman)\s(?:is\s|you\s(?:have|put|listed|named)\s|listed\s|named\s)?(?:at\s|on\s)?(?:the\s)?)?"
    r"(?P<ordinal>top|bottom|head|first|second|third|last|middle)\s(?:name\s|one\s|person\s|candidate\s|entry\s|suggestion\s|pick\s)?(?:of|on|in)\s(?:the|your|that)\s(?:list|bunch|lot)\b"
    r"|\b(?:name|one|person|whoever|who)\s(?:is\s|you\s(?:have|put|listed|named)\s|listed\s)?(?:at\sthe\s|on\s)?(?P<placed>top|bottom|first|second|third|last)\b"
    r"|\byour\s(?P<yours>first|second|third|last|top|middle)\s(?:suggestion|pick|name|candidate|choice|option|person|one|recommendation|proposal)\b"
)
_CARDINAL = re.compile(r"\b(?:number|option|choice|candidate|no\.)\s(?P<word>one|two|three|four|five|six)\b")
# "two is out", "which leaves three"
_CARDINAL_SAID = re.compile(
    r"(?:\A\W{0,3}(?=(?:two|three|four|five)\s(?:is|has|would|was|knows|won't|can't|works|looks|seems|sounds|then)\b)"
    r"|\b(?:leaves|leaving|left\swith|make\sit|go\swith|going\swith|pick|choose|take|try|invite)\s)(?P<word>one|two|three|four|five|six)\b"
    r"(?=\W{0,3}\Z|[,.;]|\s(?:is|has|would|was|knows|won't|can't|works|looks|seems|sounds|then|please)\b)"
)
_BARE_CARDINAL = re.compile(
    r"\A\W{0,3}(?:(?:i'd\ssay|let's\sgo\swith|go\swith|make\sit|i\sgo\sfor|yes|ok|okay|then|so|let's\ssay|i'll\stake),?\s)?(?P<word>one|two|three|four|five|six)"
    r"(?:,?\s(?:please|thanks|thank\syou|it\sis|for\s(?:me|this)|works|i\s(?:think|guess)|then))?(?=\W{0,3}\Z|,\s(?:she|he|they|because|since|then|if|and)\b)"
)
_STRANGER = re.compile(
    r"(?:\b(?:Dr|Drs|Mr|Ms|Mrs|Prof)\.?\s{1,2})?[A-Z][\w'’-]{1,30}(?:\s(?:[A-Z]\.|de|van|von|del|la|St\.)){0,2}(?:\s[A-Z][\w'’-]{1,30}){1,2}"
)
_TITLED = re.compile(r"\bDr\.?\s{1,2}([A-Z][\w'’-]{1,30})")
_NO_NAME = frozenset(
    re.findall(
        r"\w+",
        "the please ask try invite not yes no ok okay go use assign send for thanks thank hold until transfer close case"
        " status help outside peer support general emergency medicine surgery critical care family internal hospital"
        " medical center monday tuesday wednesday thursday friday saturday sunday january february march april may june"
        " july august september october november december thanksgiving christmas new year let could can would i we she he"
        " choose pick make anyone instead maybe then also but and or if so how what who none neither both is are was were did does do"
        " has have had his her my your our their this that these those there here when where which while since because after"
        " before with from about any some all each every sure yeah yep great good definitely probably perhaps only just let's"
        " i'd i'll i'm it's that's she's he's dear hi hello hey fine works should must give offer put tap start begin approach"
        " contact call tell get take have keep match pair connect sound line leaves proceed prefer vote suggest stick consider",
    )
)


@dataclass(frozen=True)
class Mention:
    """A number, name, address or place in a sentence, and where. `value` is what an argument would say."""

    kind: Literal["number", "name", "address", "stranger", "place"]
    value: str
    start: int
    end: int
    whole: bool = False  # a name that stands in full, or a region by its own name


@dataclass(frozen=True)
class Known:
    """The names that a choice may fall on, as they are looked for: folded full names, and single names that are theirs."""

    listed: tuple[str, ...]
    full: frozenset[str]
    single: frozenset[str]


def known_names(listed: Sequence[str], organisation: Organisation) -> Known:
    """Those the letter listed; where it listed none, all supporters."""
    names = tuple(listed) or tuple(supporter.name for supporter in organisation.supporters)
    everybody = (*names, *(supporter.name for supporter in organisation.supporters))
    full = frozenset(fold(name) for name in everybody)
    single = frozenset(part for name in names for part in re.findall(r"[\w'-]{3,}", fold(name)))
    return Known(tuple(listed), full, single - _NO_NAME)


def called_again(known: Known, folded: str) -> Known:
    """Somebody named in full may be called by one name in the next sentence."""
    parts = {part for name in known.full if name in folded for part in re.findall(r"[\w'-]{3,}", name)}
    return replace(known, single=known.single | (parts - _NO_NAME)) if parts else known


def people_and_numbers(sentence: Sentence, known: Known) -> list[Mention]:
    """Every number on the list, name and address of a sentence, in order, none within another."""
    text, folded = sentence.text, sentence.folded
    found: list[Mention] = [Mention("address", m.group(), *m.span(), whole=True) for m in _ADDRESS.finditer(text)]
    _add(found, _numbers(folded, len(known.listed)))
    _add(found, _names(text, folded, known))
    return sorted(found, key=lambda one: one.start)


def _add(found: list[Mention], more: Iterable[Mention]) -> None:
    for one in more:
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)


def _numbers(folded: str, listed: int) -> Iterable[Mention]:
    most = listed or _MOST
    for match in (*_PLACED.finditer(folded), *_ORDINAL.finditer(folded), *_BARE_ORDINAL.finditer(folded)):
        groups = match.groupdict()
        word = groups["ordinal"] or groups.get("placed") or groups.get("yours") or ""
        number = (listed or None) if word in ("last", "bottom") else _ORDINALS.get(word)
        if number and number <= most:
            yield Mention("number", str(number), *match.span())
    for match in (*_CARDINAL.finditer(folded), *_BARE_CARDINAL.finditer(folded), *_CARDINAL_SAID.finditer(folded)):
        if _CARDINALS[match["word"]] <= most:
            yield Mention("number", match_value(match), *match.span("word" if match.re is _CARDINAL_SAID else 0))
    for match in _DIGIT.finditer(folded):
        if not 1 <= int(match["number"]) <= most:
            continue
        counted = _COUNTED.match(folded, match.end()) or _BEFORE_COUNT.search(
            folded[max(0, match.start() - 14) : match.start()]
        )
        if match["sign"] or not counted:
            start = (
                match.start("number") if (match["sign"] or "").startswith(("choice", "candidate")) else match.start()
            )
            yield Mention("number", str(int(match["number"])), start, match.end())


def match_value(match: re.Match[str]) -> str:
    return str(_CARDINALS[match["word"]])


def _names(text: str, folded: str, known: Known) -> Iterable[Mention]:
    for full in sorted(known.full, key=len, reverse=True):
        for start in _places_of(full, folded):
            yield Mention("name", text[start : start + len(full)], start, start + len(full), whole=True)
    for match in _STRANGER.finditer(text):
        words = re.findall(r"[\w'-]+", fold(match.group()))
        lead = 0
        while lead < len(words) and (
            words[lead] in _NO_NAME or words[lead] in ("dr", "drs", "mr", "ms", "mrs", "prof")
        ):
            lead += 1
        rest = words[lead:]
        if not rest or any(word in _NO_NAME for word in rest):
            continue
        start = match.start() + fold(match.group()).find(rest[0])
        name = text[start : match.end()].removesuffix("'s").removesuffix("’s")
        end = start + len(name)
        if fold(name) in known.full:
            yield Mention("name", name, start, end, whole=True)
        elif len(rest) > 1:
            yield Mention("stranger", name, start, end, whole=True)
        elif rest[0] in known.single:
            yield Mention("name", name, start, end)
    for match in re.finditer(r"(?<![\w@.])(?:dr\.?\s{1,2})?([a-z][\w'-]{2,30})", folded):
        word = match.group(1).removesuffix("'s")
        capital = text[match.start(1)].isupper()
        if word in known.single and (capital or len(folded.split()) <= 4):
            yield Mention(
                "name", text[match.start(1) : match.start(1) + len(word)], match.start(), match.start(1) + len(word)
            )
    for match in _TITLED.finditer(text):
        yield Mention("stranger", match.group(1).removesuffix("'s"), *match.span())


def places(sentence: Sentence, organisation: Organisation) -> list[Mention]:
    """Every region, hospital, town and coordinator's name in a sentence; `value` is the region's id."""
    return sorted(_places(sentence.folded, organisation), key=lambda one: one.start)


def _places(folded: str, organisation: Organisation) -> list[Mention]:
    names: list[tuple[str, str, bool]] = []
    for region in organisation.regions:
        names += [(name, region.id, True) for name in (region.id, region.name, *region.aliases)]
        full = region.coordinator.name
        names += [(part, region.id, False) for part in (full, *full.split()[:1], *full.split()[-1:]) if part]
    for community in organisation.communities:
        names += [(name, community.region, False) for name in (community.name, *community.aliases, *community.towns)]
    found: list[Mention] = []
    for name, region_id, whole in sorted(names, key=lambda one: -len(one[0])):
        for start in _places_of(fold(name), folded):
            _add(found, (Mention("place", region_id, start, start + len(name), whole),))
    return found


def _places_of(name: str, folded: str) -> Iterable[int]:
    """Where a name stands as whole words."""
    start = folded.find(name)
    while name and start >= 0:
        end = start + len(name)
        before, behind = folded[start - 1 : start], folded[end : end + 1]
        if not (before.isalnum() or behind.isalnum()):
            yield start
        start = folded.find(name, end)


def unmarked(
    sentence: Sentence, mentions: Sequence[Mention], about: Mention, marks: tuple[str, str], start: int, end: int
) -> str:
    """The very words of the mail behind a stretch of the marked sentence."""
    shift = 0
    first, last = start, end
    for mention in mentions:
        length = len(marks[0] if mention is about else marks[1])
        at = mention.start + shift  # where the mark stands
        longer = (mention.end - mention.start) - length
        if at < start:
            first += longer
        if at < end:
            last += longer
        shift -= longer
    return sentence.text[first:last]


def marked(sentence: Sentence, mentions: Sequence[Mention], about: Mention, mark: str, other: str) -> Sentence:
    """The sentence with one mention as `mark` and the rest as `other`, ready for the rules."""
    pieces: list[str] = []
    at = 0
    for mention in mentions:
        pieces += (sentence.folded[at : mention.start], mark if mention is about else other)
        at = mention.end
    pieces.append(sentence.folded[at:])
    folded = "".join(pieces)
    return replace(sentence, folded=folded, text=folded)
