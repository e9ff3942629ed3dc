"""Where a text names a community, a town, a region or a department.

A gazetteer is built once, from the organisation's settings and the lexicon; looking it up is one pass over the text.
Decides nothing about whose place it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from mailer.inbound.lexicon import Lexicon, key
from mailer.inbound.phrases import fold
from mailer.model.organisation import Organisation

PlaceKind = Literal["community", "region", "department", "role"]
_SHORT = 3
"""Abbreviations up to this length count in capitals only (ED, GI, IM, HMC), unless the mail uses none."""


@dataclass(frozen=True)
class Place:
    """A place or department in a text: `ids` are the communities (or the region, the department group, the roles) it may be."""

    kind: PlaceKind
    ids: frozenset[str]
    written: str
    start: int
    end: int


class Gazetteer:
    """Every name of a place, one pattern for all; the longest name wins."""

    def __init__(self, organisation: Organisation, lexicon: Lexicon) -> None:
        names: dict[str, list[tuple[PlaceKind, frozenset[str]]]] = {}

        def add(name: str, kind: PlaceKind, ids: frozenset[str]) -> None:
            folded = " ".join(fold(name).split())
            if folded:
                names.setdefault(folded, []).append((kind, ids))

        self.region_of = {c.id: c.region for c in organisation.communities}
        for community in organisation.communities:
            for name in (community.name, *community.aliases, *community.towns):
                add(name, "community", frozenset((community.id,)))
            stem = fold(community.name).removesuffix("hospital").removesuffix("medical center").strip()
            if len(stem.split()) < len(community.name.split()) and len(stem) > _SHORT:
                add(stem, "community", frozenset((community.id,)))
        # words that several communities of one name begin with ("Saltmarsh") mean all of them
        for first in {fold(c.name).split()[0] for c in organisation.communities}:
            ids = frozenset(c.id for c in organisation.communities if fold(c.name).split()[0] == first)
            if len(ids) > 1:
                add(first, "community", ids)
        for region in organisation.regions:
            for name in (region.name, *region.aliases):
                if region.id != "system":
                    add(name, "region", frozenset((region.id,)))
                    for part in re.split(r",| and ", name):
                        if len(part.split()) > 1 and "county" in fold(name) and "county" not in fold(part):
                            add(part, "region", frozenset((region.id,)))
        self.groups: dict[str, str] = {}
        for group, words in lexicon.departments.items():
            for word in (group, *words):
                add(word, "department", frozenset((group,)))
                self.groups.setdefault(key(word), group)
        for department in {p.department for p in organisation.directory if p.department}:
            add(department, "department", frozenset((self.group_of(department),)))
        for role, words in lexicon.roles.items():
            for word in words:
                add(word, "role", frozenset((role,)))
        self._by_first: dict[str, list[tuple[tuple[str, ...], PlaceKind, frozenset[str]]]] = {}
        for name, entries in names.items():
            words = tuple(_WORD.findall(name))
            kind, ids = _widest(entries)
            self._by_first.setdefault(words[0], []).append((words, kind, ids))
        for rows in self._by_first.values():
            rows.sort(key=lambda row: -len(row[0]))

    def group_of(self, department: str) -> str:
        """The group of a department of the directory; the department's own name where no group has it."""
        return self.groups.get(key(department), fold(department))

    def find(self, text: str) -> tuple[Place, ...]:
        """Every place in a text, in order, none overlapping."""
        folded = fold(text)
        tokens = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(folded)]
        capitals = sum(map(str.isupper, text))
        small = capitals * 40 < len(text)  # a mail without capitals names its places in small letters too
        found: list[Place] = []
        at = 0
        while at < len(tokens):
            row = self._at(tokens, at, folded)
            if row is None:
                at += 1
                continue
            words, kind, ids = row
            start, end = tokens[at][1], tokens[at + len(words) - 1][2]
            written = text[start:end]
            at += len(words)
            if (start and folded[start - 1] == "@") or folded[end : end + 1] == "@":
                at += 1 - len(words) if len(words) > 1 else 0
                continue
            if end - start <= _SHORT and not (
                written.isupper() or written in _PLURALS or (small and written in _QUIET)
            ):
                continue
            if kind in ("community", "region") and written.islower() and not small:
                if len(words) == 1 or end - start <= 2 * _SHORT:
                    continue
            found.append(Place(kind, ids, written, start, end))
        return tuple(found)

    def _at(
        self, tokens: Sequence[tuple[str, int, int]], at: int, folded: str
    ) -> tuple[tuple[str, ...], PlaceKind, frozenset[str]] | None:
        for row in self._by_first.get(tokens[at][0], ()):
            span = tokens[at : at + len(row[0])]
            if tuple(t[0] for t in span) != row[0]:
                continue
            if all(_GAP.fullmatch(folded, left[2], right[1]) for left, right in pairwise(span)):
                return row
        return None

    def regions(self, communities: Sequence[str] | frozenset[str]) -> frozenset[str]:
        return frozenset(self.region_of[c] for c in communities if c in self.region_of)


_WORD = re.compile(r"[a-z0-9&]+")
_GAP = re.compile(r"[\s\-/.'&]{1,3}")
_PLURALS = frozenset(("PAs", "NPs"))
_QUIET = frozenset(("ed", "er", "ob", "gi", "icu", "uro", "onc", "pa", "np", "pas", "nps", "fm", "ohh", "hmc", "mch"))


def _widest(entries: list[tuple[PlaceKind, frozenset[str]]]) -> tuple[PlaceKind, frozenset[str]]:
    """A town that two communities share means both; a community's name wins over a region's of the same name."""
    for kind in ("community", "region", "department", "role"):
        ids = [e[1] for e in entries if e[0] == kind]
        if ids:
            return kind, frozenset().union(*ids)
    return entries[0]
