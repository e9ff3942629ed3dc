"""Who is meant: the staff, looked up by address or by a name as mails write it.

Knows nicknames, dropped accents, initials, last-first, first names alone and misspellings. Built once from the directory;
a lookup costs well under a millisecond with 50,000 staff. Never guesses: where several fit, it gives them all.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mailer.inbound.lexicon import Lexicon, key
from mailer.inbound.places import Gazetteer
from mailer.model.organisation import Organisation, Person

Fit = Literal["directory", "ambiguous", "text"]
_SOUNDS_ALIKE = ("ck", "ckq", "sz", "fp", "gj", "iy", "ei", "ao", "jy", "vw", "bv", "sc", "eo")


@dataclass(frozen=True)
class Said:
    """What a mail says of a person besides the name. `attached` stands beside the name itself, the rest somewhere near it."""

    roles: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    communities: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    doctor: bool = False
    near: "Said | None" = None


@dataclass(frozen=True)
class Match:
    """Who fits a name: one of the directory, several, or nobody (`text`). `how` names the way it was found."""

    fit: Fit
    people: tuple[Person, ...] = ()
    how: str = ""


@dataclass(frozen=True)
class _Entry:
    person: Person
    givens: frozenset[str]
    families: frozenset[str]
    splits: frozenset[tuple[str, str]] = field(default_factory=frozenset)


class People:
    """An index over the organisation's directory, with the lexicon and the places it was built with."""

    def __init__(self, organisation: Organisation, lexicon: Lexicon) -> None:
        self.organisation = organisation
        self.lexicon = lexicon
        self.places = Gazetteer(organisation, lexicon)
        self._full: dict[tuple[str, str], list[_Entry]] = {}
        self._family: dict[str, list[_Entry]] = {}
        self._given: dict[str, list[_Entry]] = {}
        self._families_by_letter: dict[str, list[str]] = {}
        for person in organisation.directory:
            self._add(person)
        for family in self._family:
            self._families_by_letter.setdefault(family[:1], []).append(family)
        self.family_words = frozenset(self._family)
        self.work_words = _work_words(organisation)
        self.given_words = frozenset(self._given)
        self.all_given = (
            self.given_words
            | lexicon.given
            | frozenset(other for g in self._given for other in lexicon.same_given.get(g, ()))
        )

    def _add(self, person: Person) -> None:
        words = person.name.split()
        splits = frozenset((key(" ".join(words[:i])), key(" ".join(words[i:]))) for i in range(1, len(words)))
        givens = frozenset(g for g, _ in splits) | {key(words[0])} if words else frozenset()
        families = frozenset(f for _, f in splits)
        if len(words) == 3 and len(key(words[1])) > 2 and key(words[1]) not in self.lexicon.given:
            families |= {key(words[1])}  # the first of two family names (García Fernández) also stands alone
        givens |= {key(part) for part in words[0].split("-") if len(part) > 2} if words else frozenset()
        entry = _Entry(person, givens, families, splits)
        for split in splits:
            self._full.setdefault(split, []).append(entry)
        for family in families:
            self._family.setdefault(family, []).append(entry)
        for given in givens:
            self._given.setdefault(given, []).append(entry)

    def by_address(self, email: str) -> Person | None:
        """The member of staff with that address, tags and letter case aside."""
        return self.organisation.person(email) if email else None

    def knows(self, given: str, family: str) -> bool:
        """True where somebody of the directory is called exactly so (as keys)."""
        return (given, family) in self._full

    def givens_of(self, family: str) -> frozenset[str]:
        """The given names (as keys) of all who have that family name."""
        return frozenset(g for e in self._family.get(family, ()) for g in e.givens)

    def knows_family_only(self, family: str) -> bool:
        """True where a word is somebody's family name and nobody's given name."""
        return family in self.family_words and family not in self.all_given

    def named(self, words: Sequence[str], said: Said, *, titled: bool = False, home: str | None = None) -> Match:
        """Who of the directory a name means, in given-family order, narrowed by what the mail says and last by the
        referrer's own community (`home`)."""
        if len(words) == 1:
            return self._single(words[0], said, titled, home)
        for how, entries in self._tiers(words):
            people = _unique(entries)
            if not people:
                continue
            sure = how in ("full name", "full name, turned")
            kept = self._agreeing(people, said) if not sure else people
            if not kept:
                continue
            narrowed = self._narrow(kept, said, home)
            if len(narrowed) > 1 and sure is False and how == "misspelt":
                return Match("ambiguous", narrowed, how)
            return Match("directory" if len(narrowed) == 1 else "ambiguous", narrowed, how)
        return Match("text", (), "not in the directory")

    def _tiers(self, words: Sequence[str]) -> Iterator[tuple[str, list[_Entry]]]:
        splits = [(key(" ".join(words[:i])), key(" ".join(words[i:]))) for i in range(1, len(words))]
        if len(words) > 2:  # a middle name or initial that the directory lacks
            splits.append((key(words[0]), key(words[-1])))
        yield "full name", [e for s in splits for e in self._full.get(s, ())]
        yield "full name, turned", [e for g, f in splits for e in self._full.get((f, g), ())]
        yield (
            "nickname",
            [
                e
                for g, f in splits
                for e in self._family.get(f, ())
                if any(self.lexicon.one_given(g, eg) for eg in e.givens)
            ],
        )
        yield "initial", [
            e for g, f in splits if len(g) <= 2
            for e in self._family.get(f, ()) if _initials_fit(g, e)
        ]  # fmt: skip
        yield "initial, turned", [
            e for e in (self._family.get(key(" ".join(words[:-1])), ()) if len(key(words[-1])) == 1 else ())
            if _initials_fit(key(words[-1]), e)
        ]  # fmt: skip
        yield "initial of the family name", [
            e for g, f in splits if len(f) == 1 and len(g) > 1
            for given in (g, *self.lexicon.same_given.get(g, ()))
            for e in self._given.get(given, ()) if any(family.startswith(f) for family in e.families)
        ]  # fmt: skip
        yield "misspelt", [e for s in splits for e in self._misspelt(*s)]

    def _misspelt(self, given: str, family: str) -> Iterator[_Entry]:
        """Persons whose name is a slip away. A name that is itself somebody's name is no slip of another's."""
        slips = self._near_families(family)
        for near in slips:
            for entry in self._family[near]:
                if any(self.lexicon.one_given(given, g) for g in entry.givens) or (
                    len(given) == 1 and _initials_fit(given, entry)
                ):
                    yield entry
        if given in self.all_given or len(given) < 4:
            return
        for near in (family, *slips):
            for entry in self._family.get(near, ()):
                if any(_slip(given, g) for g in entry.givens):
                    yield entry

    def _near_families(self, family: str) -> list[str]:
        if family in self.family_words or len(family) < 4:
            return []
        letters = family[0] + "".join(c for pair in _SOUNDS_ALIKE if family[0] in pair for c in pair if c != family[0])
        return [
            near
            for letter in dict.fromkeys(letters)
            for near, _, _ in process.extract(
                family, self._families_by_letter.get(letter, []), scorer=OSA.distance, score_cutoff=3, limit=None
            )
            if _slip(family, near)
        ]

    def _single(self, word: str, said: Said, titled: bool, home: str | None) -> Match:
        name = key(word)
        entries = list(self._family.get(name, ()))
        how = "family name"
        if not titled:
            given = self._given.get(name, [])
            nicked = [e for other in self.lexicon.same_given.get(name, ()) for e in self._given.get(other, ())]
            if given or nicked:
                entries, how = [*given, *nicked, *entries], "first name"
        elif not entries and name in self._given:
            entries, how = list(self._given[name]), "first name"  # "Dr. Olga"
        if not entries:
            entries = [e for f in self._near_families(name) for e in self._family[f]]
            how = "misspelt family name"
        people = _unique(entries)
        if not people:
            return Match("text", (), "not in the directory")
        people = self._agreeing(people, said) or people
        narrowed = self._narrow(people, said, home)
        if len(narrowed) > 1:
            return Match("ambiguous", narrowed, how)
        alone = narrowed[0]
        corroborated = self._agrees(alone, said) and (said.departments or said.communities or alone.community == home)
        if how == "misspelt family name" and not corroborated:
            return Match("text", (), "not in the directory")
        if not self._agrees(alone, said):
            return Match("text", (), "not in the directory")
        if how == "first name" and not corroborated and len(_unique(entries)) > 1:
            return Match("ambiguous", _unique(entries), how)
        return Match("directory", narrowed, how)

    # narrowing

    def _agreeing(self, people: Sequence[Person], said: Said) -> tuple[Person, ...]:
        return tuple(p for p in people if self._agrees(p, said))

    def _agrees(self, person: Person, said: Said) -> bool:
        """True where nothing that stands beside the name speaks against the person."""
        if said.departments and self.places.group_of(person.department) not in said.departments:
            return False
        return not (said.communities and person.community not in said.communities)

    def _narrow(self, people: Sequence[Person], said: Said, home: str | None) -> tuple[Person, ...]:
        """Credential and role, department, place, and last the referrer's community: each counts where somebody is left."""
        for part in (said, said.near or Said()):
            for fits in self._tests(part):
                people = [p for p in people if fits(p)] or people
        return tuple([p for p in people if p.community == home] or people) if home else tuple(people)

    def _tests(self, said: Said) -> Iterator[Callable[[Person], bool]]:
        if said.doctor:
            yield lambda p: p.role in ("physician", "resident", "fellow")
        if said.roles:
            yield lambda p: p.role in said.roles
        if said.departments:
            yield lambda p: self.places.group_of(p.department) in said.departments
        if said.communities:
            yield lambda p: p.community in said.communities
        if said.regions:
            yield lambda p: self.places.region_of.get(p.community) in said.regions


def _work_words(organisation: Organisation) -> re.Pattern[str] | None:
    """The names of the organisation's mail domains, as people say them: "my pinecoast account"."""
    domains = {d for c in organisation.communities for d in c.domains}
    domains |= {a.rpartition("@")[2] for i in organisation.intakes for a in (i.address, *i.aliases)}
    labels = {d.partition(".")[0] for d in domains if len(d.partition(".")[0]) >= 5}
    return (
        re.compile(rf"(?<![\w@.])(?:{'|'.join(map(re.escape, sorted(labels)))})(?![\w.]?\w)", re.IGNORECASE)
        if labels
        else None
    )


def _unique(entries: Iterable[_Entry]) -> tuple[Person, ...]:
    return tuple({e.person.email: e.person for e in entries}.values())


def _initials_fit(given: str, entry: _Entry) -> bool:
    """ "L" or "JP" for Leila, Jean-Paul."""
    if len(given) == 1:
        return any(g.startswith(given) for g in entry.givens)
    parts = entry.person.name.replace("-", " ").split()
    return len(parts) > 2 and given == (key(parts[0])[:1] + key(parts[1])[:1])


def _slip(written: str, meant: str) -> bool:
    """One slip in a name of four to six letters, two in a longer one, three in one of ten: never more."""
    if written == meant:
        return True
    longest = max(len(written), len(meant))
    allowed = 1 if longest <= 6 else 2 if longest < 10 else 3
    if min(len(written), len(meant)) < 4 or abs(len(written) - len(meant)) > allowed:
        return False
    return OSA.distance(written, meant, score_cutoff=allowed) <= allowed
