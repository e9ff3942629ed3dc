"""The words that are data: nicknames, titles, credentials, departments, roles.

Read from the tables of rules/*.toml (`nicknames`, `names`, `departments`, `roles`, `credentials`), whichever file they stand in.
Opens no file: the service hands the tables in. Knows no rule of sentences (those are in phrases.py).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from mailer.inbound.elsewhere import elsewhere_weights
from mailer.inbound.phrases import fold
from mailer.inbound.weighing import Weights
from mailer.model.errors import SettingWrong

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """The form in which two names are compared: no accents, no case, no hyphens, dots, spaces or apostrophes."""
    return _NOT_A_LETTER.sub("", fold(text).replace("saint ", "st").replace("ß", "ss").replace("æ", "ae"))


@dataclass(frozen=True)
class Lexicon:
    """Word lists, folded; and, for each given name, every other form it may be written in."""

    same_given: Mapping[str, frozenset[str]] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    courtesy: frozenset[str] = frozenset()
    credentials: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    departments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    credential_roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weighed: tuple[str, ...] = ()
    weights: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    elsewhere: Weights | None = None

    def one_given(self, one: str, other: str) -> bool:
        """True where two given names (as keys) may be one person's: the same, or a short form of it."""
        return one == other or other in self.same_given.get(one, frozenset())


def lexicon_of(files: Mapping[str, Mapping[str, object]]) -> Lexicon:
    """The lexicon of all rule files: {file name: its TOML tables}. Raises SettingWrong where a table is no list of words."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    for source, content in files.items():
        for table in ("nicknames", "names", "departments", "roles", "credentials"):
            for name, words in _table(content.get(table, {}), source, table).items():
                row = tables.setdefault(table, {})
                row[name] = row.get(name, ()) + words
    weighed, weights = _weights(files)
    names = {name: frozenset(fold(w) for w in words) for name, words in tables.get("names", {}).items()}
    same: dict[str, set[str]] = {}
    for long, shorts in tables.get("nicknames", {}).items():
        family = [key(long), *(key(s) for s in shorts)]
        for short in family[1:]:
            same.setdefault(family[0], set()).add(short)
            same.setdefault(short, set()).add(family[0])
    nothing: frozenset[str] = frozenset()
    return Lexicon(
        same_given={name: frozenset(others) for name, others in same.items()},
        titles=names.get("titles", nothing),
        courtesy=names.get("courtesy", nothing),
        credentials=names.get("credentials", nothing),
        particles=names.get("particles", nothing),
        words=names.get("words", nothing),
        never=names.get("never", nothing),
        given=frozenset(key(n) for n in names.get("given", nothing)) | frozenset(same),
        departments={n: tuple(fold(w) for w in ws) for n, ws in tables.get("departments", {}).items()},
        roles={n: tuple(fold(w) for w in ws) for n, ws in tables.get("roles", {}).items()},
        credential_roles={fold(n): ws for n, ws in tables.get("credentials", {}).items()},
        weighed=weighed,
        weights=weights,
        elsewhere=elsewhere_weights(files),
    )


def _weights(
    files: Mapping[str, Mapping[str, object]],
) -> tuple[tuple[str, ...], dict[str, tuple[float, ...]]]:
    """The kinds of the table `kind_weights`, and for each of its words one number a kind."""
    kinds: tuple[str, ...] = ()
    weights: dict[str, tuple[float, ...]] = {}
    for source, content in files.items():
        rows = content.get("kind_weights", {})
        if not isinstance(rows, dict):
            raise SettingWrong(source, "kind_weights", "must be a table", "write it with tests/training/weigh_kind.py")
        for word, row in rows.items():
            if word == "kinds" and isinstance(row, list):
                kinds = tuple(str(kind) for kind in row)
            elif isinstance(row, list) and all(isinstance(w, int | float) for w in row):
                weights[str(word)] = tuple(float(w) for w in row)
            else:
                raise SettingWrong(
                    source, f"kind_weights.{word}", "must be a list of numbers", "one for each of `kinds`"
                )
    return kinds, weights


def _table(rows: object, source: str, table: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(rows, dict):
        raise SettingWrong(source, table, "must be a table of word lists", f"write it under [{table}]")
    found: dict[str, tuple[str, ...]] = {}
    for name, words in rows.items():
        if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
            raise SettingWrong(source, f"{table}.{name}", "must be a list of words", f'for example {name} = ["word"]')
        found[str(name)] = tuple(words)
    return found
