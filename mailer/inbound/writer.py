"""Who writes: the referrer, as the address, the display name, the signature and the words say.

Knows a member of staff who writes from home by their name. Never takes a shared mailbox or a display name of an office for a
person.
"""

import re
from dataclasses import dataclass

from mailer.inbound.lexicon import key
from mailer.inbound.names import Mention, mentions
from mailer.inbound.people import Match, People, Said
from mailer.inbound.phrases import Phrasebook, fold
from mailer.inbound.places import Place
from mailer.inbound.spoken import Spoken
from mailer.model.address import Address
from mailer.model.organisation import Organisation, Person

_OFFICE = re.compile(
    r"\b(?:office|team|department|dept|events?|safety|quality|review|desk|service|services|support|forms?|mail|voice|notification|"
    r"noreply|no-reply|admin|clinic|group|program|programme|staff|committee|system|hospital|center|centre|and|peer|intranet|reporting|risk|line)\b"
)
_I_AM = re.compile(
    r"\b(?:i'?m|i am|i've been|i work|i practice|soy|je suis|my name is|this is|here|i have been|trabajo|je travaille)\b"
)


NOBODY = Match("text")


@dataclass(frozen=True)
class Writer:
    """The referrer. `person` is the directory's row; `community` the place that directory, signature or display name give."""

    address: Address | None
    reply_to: Address | None = None
    person: Person | None = None
    match: Match = NOBODY
    name: str | None = None
    community: str | None = None
    personal: bool = False  # writes from an address that is not the organisation's
    relayed: bool = False  # a machine passes the words on: its own address is nobody's
    stranger: bool = False  # neither the address nor the words say that they work here
    places: tuple[Place, ...] = ()


def domains(organisation: Organisation) -> frozenset[str]:
    """The mail domains of the organisation: of its communities, its intakes and its staff."""
    found = {d.lower() for c in organisation.communities for d in c.domains}
    found |= {a.rpartition("@")[2].lower() for i in organisation.intakes for a in (i.address, *i.aliases)}
    return frozenset(found)


def is_ours(address: Address | None, organisation: Organisation) -> bool:
    """True for an address at one of the organisation's domains, or at a host below one of them."""
    if address is None:
        return False
    domain = address.domain
    return (
        any(domain == d or domain.endswith("." + d) for d in domains(organisation))
        or organisation.person(address.email) is not None
    )


def writer(
    address: Address | None, reply_to: Address | None, signature: str, read: Spoken, people: People, organisation: Organisation,
    book: Phrasebook, *, relayed: bool = False,
) -> Writer:  # fmt: skip
    """The writer of some words, from whatever says who that is."""
    ours = is_ours(address, organisation)
    by_address = people.by_address(address.email) if address and not relayed else None
    places = people.places.find(signature[:2000])
    display = address.name if address else ""
    own_places = [*places, *people.places.find(display), *_first_person(read)]
    name = None if by_address else _name(address, display, signature, read, people, book, relayed)
    match = Match("directory", (by_address,), "address") if by_address else Match("text")
    if name is not None:
        said = Said(near=_said(own_places))
        match = people.named(name.words, said, titled=name.titled)
        if match.how.startswith("misspelt") and ours and not relayed:
            match = Match("text")  # the mail system spells its own people's names
        if len(name.words) == 1 and match.fit != "directory":
            match = Match("text")
    person = match.people[0] if match.fit == "directory" else None
    community = person.community if person else _community([*places, *people.places.find(display)])
    if community is None and match.fit == "ambiguous":
        shared = {p.community for p in match.people}
        community = shared.pop() if len(shared) == 1 else None
    claims = bool(places) or bool(_STAFF_LETTERS.search(f"{signature[:600]} {display}")) or _works_here(read)
    stranger = not ours and not relayed and person is None and match.fit == "text" and not claims
    written = person.name if person else name.name if name else None
    return Writer(
        address,
        reply_to,
        person,
        match,
        written,
        community,
        not ours and not relayed,
        relayed,
        stranger,
        tuple(own_places),
    )


def _works_here(read: Spoken) -> bool:
    """True where the writer says "I'm a urologist", "one of the residents", "I work here"."""
    for sentence in read.sentences[:40]:
        if not _I_AM.search(sentence.whole.folded):
            continue
        if _WORK.search(sentence.whole.folded):
            return True
        begin, end = sentence.whole.start, sentence.whole.start + len(sentence.whole.text)
        if any(begin <= p.start < end and p.kind in ("department", "role") for p in read.places) and _A_KIND.search(
            sentence.whole.folded
        ):
            return True
    return False


_STAFF_LETTERS = re.compile(r"\b(?:M\.?D|D\.?O|NP|FNP|PA-?C?|CRNA|RN)\b")
_WORK = re.compile(
    r"\bi (?:work|practice|round|take call) (?:for you|here|at|in|with|on)\b|\bon staff\b"
    r"|\bmy (?:shift|residents|attending|service|or|panel|clinic)\b"
)
_A_KIND = re.compile(r"\b(?:i'?m|i am|soy|je suis|one of|as|this is)\b")


def _first_person(read: Spoken) -> list[Place]:
    """The places and departments of sentences in which the writer says who they are."""
    found: list[Place] = []
    for sentence in read.sentences[:40]:
        opening = sentence is read.sentences[0] and " your " not in sentence.whole.folded
        if opening or _I_AM.search(sentence.whole.folded):
            begin, end = sentence.whole.start, sentence.whole.start + len(sentence.whole.text)
            found += [p for p in read.places if begin <= p.start < end]
    return found


def _said(places: list[Place]) -> Said:
    def of(kind: str) -> frozenset[str]:
        return frozenset(i for p in places if p.kind == kind for i in p.ids)

    return Said(of("role"), of("department"), of("community"), of("region"))


def _community(places: list[Place]) -> str | None:
    """The one community that places agree on; the narrowest that is named."""
    narrow = [p.ids for p in places if p.kind == "community"]
    single = [ids for ids in narrow if len(ids) == 1]
    for ids in single or narrow:
        if len(ids) == 1:
            return next(iter(ids))
    return None


def _name(
    address: Address | None, display: str, signature: str, read: Spoken, people: People, book: Phrasebook, relayed: bool
) -> Mention | None:
    """The writer's name: in the signature, in "this is …", under the text, in a form's field, or shown beside the address."""
    candidates: list[Mention] = []
    candidates += [m for m in mentions(signature[:600], people) if m.strength != "unknown" or m.start < 3][:1]
    for sentence in read.sentences[:60]:
        for hit in sentence.hits(book, "role"):
            if hit.rule.says == "speaker":
                candidates += [w for w in sentence.inside(hit)[-1:] if isinstance(w, Mention)]
    if display and relayed:
        candidates = [*mentions(_turned(display), people)[:1], *candidates]
    if not relayed:
        last_line = read.text.rstrip().rpartition("\n")[2]
        above = read.text.rstrip()[: len(read.text.rstrip()) - len(last_line)]
        if len(last_line) < 60 and above.endswith(
            "\n\n"
        ):  # a name alone under the text signs it; in a list it does not
            at = len(read.text.rstrip()) - len(last_line)
            candidates += [
                m
                for m in read.mentions
                if m.start >= at and not read.text[at : m.start].strip(" -–—") and len(read.text.rstrip()) - m.end < 12
            ][:1]
        if display and not _OFFICE.search(fold(display)) and "&" not in display:
            candidates += mentions(_turned(display), people)[:1]
        if (
            not candidates
            and display
            and re.fullmatch(r"[^\W\d_]+(?:[ '’-][^\W\d_]+\.?){1,3}", _turned(display))
            and not _OFFICE.search(fold(display))
        ):
            words = tuple(_turned(display).split())
            if all(w[0].isupper() for w in words) and len(key(words[-1])) > 1:
                return Mention(words, display, 0, len(display), "full")
    if (
        len(candidates) > 0 and len(candidates[0].words) == 1
    ):  # signs with the first name; the full one stands in the text
        given = key(candidates[0].words[0])
        named = {
            m.name: m for m in read.mentions if len(m.words) > 1 and people.lexicon.one_given(given, key(m.words[0]))
        }
        if len(named) == 1 and not any(len(c.words) > 1 for c in candidates):
            candidates += named.values()
    full = [m for m in candidates if len(m.words) > 1 and len(key(m.words[0])) > 1 and len(key(m.words[-1])) > 1]
    local = address.email.partition("@")[0] if address and not relayed else ""
    parts = tuple(w.capitalize() for w in re.split(r"[._]", local) if w.isalpha() and len(w) > 1)
    if not full and len(parts) == 2 and people.knows(key(parts[0]), key(parts[1])):
        return Mention(parts, local, 0, len(local), "full")
    return next(iter([*full, *candidates]), None)


def _turned(display: str) -> str:
    """ "Lee, Kim (Legal)" as "Kim Lee"."""
    bare = re.sub(
        r"\([^()]{0,100}\)|\[[^\[\]]{0,100}\]|(?<!\s),?\s{1,4}(?:M\.?D|D\.?O|NP|PA-?C?|RN|CRNA|PhD)\b\.?.*$",
        "",
        display,
    ).strip(" \"'")
    family, comma, given = bare.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else bare
