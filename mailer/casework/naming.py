"""Do these words name that person, department or place?

Simple and without nicknames: titles and credentials are off, accents and letter case do not matter, initials count, small
misspellings are forgiven. Guesses nobody: who asks gets every one that fits.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from mailer.model.address import canonical
from mailer.model.organisation import Community, Organisation, Person, Region

_TITLES = frozenset(
    {"dr", "doctor", "drs", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "madam", "nurse"}
)
_CREDENTIALS = frozenset(
    {"md", "do", "np", "pa", "pac", "crna", "rn", "aprn", "dnp", "phd", "mph", "facs", "ii", "iii", "jr", "sr", "cnm"}
)
_FILLERS = frozenset(
    {
        "a", "an", "the", "and", "or", "of", "in", "from", "at", "any", "anyone", "anybody", "nobody", "no", "one",
        "somebody", "please", "thanks", "thank", "you", "with", "is", "be", "people", "person", "staff", "team",
        "group", "folks", "colleagues", "everyone", "all", "our", "my", "their", "his", "her", "dept", "department",
        "division", "unit", "service", "community", "region", "office", "hospital", "center", "centre", "medical",
        "clinic", "practice", "system", "health"
    }
)  # fmt: skip
_PUNCTUATION = re.compile(r"[^\w@.+'-]+")


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower case, accents dropped, one kind of apostrophe."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@lru_cache(maxsize=8192)
def name_tokens(text: str) -> tuple[str, ...]:
    """The bare words of a name, in order: no titles, no credentials. "O'Brien" is one word, "Smith-Jones" two."""
    rough = _PUNCTUATION.sub(" ", folded(text)).replace("'", "").replace("-", " ").replace(".", " ")
    words = [w for w in rough.split() if w]
    bare = [w for w in words if w not in _TITLES and w not in _FILLERS]
    named = [w for w in bare if w not in _CREDENTIALS]
    return tuple(named or bare)


def _alike(said: str, real: str, likeness: float) -> bool:
    if said == real:
        return True
    if len(said) == 1 or len(real) == 1:
        return said[0] == real[0]
    return min(len(said), len(real)) >= 4 and fuzz.ratio(said, real) >= likeness


def fits_exactly(said: str, name: str) -> bool:
    """Every word said is a word of the name, letter for letter."""
    words, real = name_tokens(said), set(name_tokens(name))
    return bool(words) and all(w in real for w in words)


def fits_name(said: str, name: str, likeness: float = 86) -> bool:
    """Every word said is a word of the name, or nearly; an initial stands for a word."""
    words, real = name_tokens(said), list(name_tokens(name))
    if not words or all(len(w) == 1 for w in words):
        return False
    for word in words:
        found = next((r for r in real if _alike(word, r, likeness)), None)
        if found is None:
            return False
        real.remove(found)
    return True


def same_name(one: str, other: str, likeness: float = 92) -> bool:
    """Two full names that are one person's, as far as names can say."""
    return (
        len(name_tokens(one)) > 1
        and len(name_tokens(other)) > 1
        and (fits_name(one, other, likeness) or fits_name(other, one, likeness))
    )


def avoided_by_name(said: str, people: Iterable[tuple[str, str]], likeness: float) -> frozenset[str]:
    """The addresses of all (name, address) whom the words may mean: of three Lees all three; a full name only its owner.

    Too many is safer than too few: where the given name fits nobody (a nickname), all of that surname are meant.
    """
    everybody = [(name, canonical(email)) for name, email in people]
    if "@" in said:
        return frozenset(email for _, email in everybody if email in folded(said))
    words = name_tokens(said)
    if not words:
        return frozenset()
    exact = frozenset(email for name, email in everybody if fits_exactly(said, name))
    if exact:
        return exact
    near = frozenset(email for name, email in everybody if fits_name(said, name, likeness))
    if near or len(words) == 1:
        return near
    surname = words[-1]
    return frozenset(
        email for name, email in everybody if name_tokens(name) and _alike(surname, name_tokens(name)[-1], likeness)
    )


def _plain_words(text: str) -> tuple[str, ...]:
    rough = re.sub(r"[^\w&/-]+", " ", folded(text).replace("'", "")).replace("-", " ")
    return tuple(w for w in rough.split() if w not in _FILLERS)


def _same_stem(said: str, real: str) -> bool:
    """anesthesia and anesthesiology, surgeons and surgery: a long common beginning."""
    common = 0
    for one, other in zip(said, real, strict=False):
        if one != other:
            break
        common += 1
    return said == real or (common >= 5 and common >= 0.6 * max(len(said), len(real)))


def fits_department(said: str, department: str, other_names: Mapping[str, tuple[str, ...]]) -> bool:
    """The words mean that department: by a word of its name, or by another name of it from the rules."""
    words = _plain_words(said)
    if not words or not department:
        return False
    real = _plain_words(department)
    if all(any(_same_stem(w, r) for r in real) for w in words):
        return True
    others = next((names for key, names in other_names.items() if folded(key) == folded(department)), ())
    return any(_plain_words(other) == words for other in others)


def _fits_place(said: str, names: Iterable[str]) -> bool:
    words = set(_plain_words(said))
    return bool(words) and any(words <= set(_plain_words(name)) for name in names)


def fits_community(said: str, community: Community) -> bool:
    """The words mean that hospital or practice: its id, name, an alias, or a town of it; a part of a name is enough."""
    return _fits_place(said, (community.id, community.name, *community.aliases, *community.towns))


def fits_region(said: str, region: Region) -> bool:
    """The words mean that region, by its id, name or an alias."""
    return _fits_place(said, (region.id, region.name, *region.aliases))


@lru_cache(maxsize=4096)
def _described(credential: str, role: str, department: str, place: str) -> str:
    return ", ".join(part for part in (role or credential, department, place) if part)


def person_line(person: Person, organisation: Organisation) -> str:
    """Role, department, community, as one line."""
    community = organisation.community(person.community)
    return _described(person.credential, person.role, person.department, community.name if community else "")


def written_phone(phone: str | None) -> str | None:
    """A number as people write it: 207-555-0123; a foreign one stays as it is."""
    if phone and re.fullmatch(r"\+1\d{10}", phone):
        return f"{phone[2:5]}-{phone[5:8]}-{phone[8:]}"
    return phone
