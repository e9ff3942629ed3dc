"""Puts what pydantic found wrong with the settings into words: the place, the trouble, the cure. Reads nothing."""

import difflib
from typing import get_args

from pydantic import BaseModel, ValidationError

from mailer.edges.settings_schema import Config
from mailer.model.errors import SettingWrong


def nearest(name: str, known: list[str]) -> str:
    """A hint at the likeliest known name, or empty text."""
    near = difflib.get_close_matches(name, known, 1, 0.5)
    return f" Did you mean {near[0]!r}?" if near else ""


def troubles_of(error: ValidationError, source: str) -> list[SettingWrong]:
    """pydantic's findings, as place, trouble and cure."""
    troubles = []
    for found in error.errors():
        loc = found["loc"]
        place = _place(loc)
        key = str(loc[-1]) if loc else ""
        if found["type"] == "extra_forbidden":
            known = _keys_at(loc[:-1])
            near = difflib.get_close_matches(key, known, 1, 0.4)
            cure = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(known)}."
            troubles.append(SettingWrong(source, place, "unknown key", cure))
        elif found["type"] == "missing":
            troubles.append(SettingWrong(source, place, "is missing", f"Add {key} = …; config.example.toml shows it."))
        else:
            message = found["msg"].removeprefix("Value error, ")
            troubles.append(
                SettingWrong(
                    source,
                    place,
                    message[:1].lower() + message[1:],
                    "Correct it; config.example.toml explains each key.",
                )
            )
    return troubles


def _place(loc: tuple[int | str, ...]) -> str:
    """("mailbox", 0, "imap", "port") -> "mailbox 1, imap.port"; the names of types that pydantic adds are left out."""
    words = ""
    path: list[str] = []
    for part in loc:
        if isinstance(part, int):
            words, path = f"{words}{'.'.join(path)} {part + 1}, ", []
        elif part.isidentifier() and not part[:1].isupper() and "[" not in part:
            path.append(part)
    return (words + ".".join(path)).rstrip(", ")


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that a table at this place may have."""
    model: type[BaseModel] | None = Config
    for part in loc:
        if isinstance(part, int) or model is None or part not in model.model_fields:
            continue
        model = _table_in(model.model_fields[part].annotation)
    return list(model.model_fields) if model else []


def _table_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        if found := _table_in(inner):
            return found
    return None
