"""The rules of casework as checked types: rules/matching.toml (who fits) and rules/flow.toml (waiting, and how long).

Takes what a TOML reader made of the two files. Says which file and key is wrong, and the cure; opens no file itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from mailer.model.case import Outcome
from mailer.model.errors import SettingWrong


@dataclass(frozen=True)
class Weights:
    """What counts, and how much, when supporters are put in order. More is better; a minus counts against."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    own_community: float = 4
    own_region: float = 2
    same_role: float = 3
    similar_role: float = 2
    own_department: float = -4
    language: float = 6
    busy: float = -3  # times the share of the capacity that is taken
    asked_lately: float = -2


@dataclass(frozen=True)
class Matching:
    """rules/matching.toml."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    weights: Weights = field(default_factory=Weights)
    list_length: int = 8
    rest_days: float = 14  # asked more recently than this counts as "asked lately"
    likeness: float = 86  # how alike two spellings of a name must be, of 100
    similar_roles: tuple[tuple[str, ...], ...] = ()
    department_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Flow:
    """rules/flow.toml: waiting times that no setting holds."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    hold_days: int = 7  # a hold without a date
    hold_days_most: int = 370
    remind_again_hours: float = 24  # after the promise has passed
    catch_up_hours: float = 2  # what was overdue already at its receipt gets this long
    in_time_hours: float = 2  # a silent supporter is let go so long before the promise
    close_reasons: Mapping[Outcome, tuple[str, ...]] = field(default_factory=dict)
    nothing_to_do: tuple[str, ...] = ()  # what ends a question about a mail without a case
    remind_peer_days: int = 7  # only where the settings turn the reminder on


@dataclass(frozen=True)
class Rulebook:
    """Both files, checked."""

    matching: Matching = field(default_factory=Matching)
    flow: Flow = field(default_factory=Flow)


T = TypeVar("T")

_MATCHING = TypeAdapter(Matching)
_FLOW = TypeAdapter(Flow)


def rulebook(matching: Mapping[str, object], flow: Mapping[str, object]) -> Rulebook:
    """The checked rules. Raises SettingWrong with file, key and cure."""
    return Rulebook(_checked(_MATCHING, matching, "rules/matching.toml"), _checked(_FLOW, flow, "rules/flow.toml"))


def _checked(kind: TypeAdapter[T], values: Mapping[str, object], source: str) -> T:
    try:
        return kind.validate_python(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        cure = "Remove the key, or correct its spelling." if "unexpected" in first["type"] else "Correct the value."
        raise SettingWrong(source, place, first["msg"], cure) from error
