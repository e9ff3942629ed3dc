"""The items of peer/tell-resources: checked when read, chosen for a letter. The built-in set stands in rules/resources.toml."""

from collections.abc import Iterable, Mapping

from mailer.model.errors import SettingWrong
from mailer.model.organisation import Resource

_KEYS = frozenset({"title", "text", "link", "roles", "regions", "language"})


def resources_of(tables: Mapping[str, object], source: str) -> tuple[Resource, ...]:
    """The `[[resource]]` tables of a file that was read as TOML."""
    rows = tables.get("resource", [])
    if not isinstance(rows, list):
        raise SettingWrong(source, "resource", "must be a list of tables", "write each one under its own [[resource]]")
    return tuple(_resource(row, source, number) for number, row in enumerate(rows, 1))


def _resource(row: object, source: str, number: int) -> Resource:
    place = f"resource {number}"
    if not isinstance(row, dict) or not all(
        isinstance(row.get(key), str) and row[key].strip() for key in ("title", "text")
    ):
        raise SettingWrong(source, place, "needs a title and a text", 'write title = "…" and text = "…"')
    if unknown := sorted(set(row) - _KEYS):
        raise SettingWrong(
            source, place, f"has unknown keys: {', '.join(unknown)}", f"known: {', '.join(sorted(_KEYS))}"
        )
    return Resource(
        title=row["title"],
        text=" ".join(row["text"].split()),
        link=str(row.get("link", "")),
        roles=_texts(row.get("roles", []), source, place),
        regions=_texts(row.get("regions", []), source, place),
        language=str(row.get("language", "en")),
    )


def _texts(value: object, source: str, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SettingWrong(source, place, "roles and regions are lists of text", 'for example roles = ["physician"]')
    return tuple(value)


def fitting(resources: Iterable[Resource], language: str, region: str) -> tuple[Resource, ...]:
    """Those in the reader's language (English where there are none) for everybody here, of any role."""
    here = [r for r in resources if not r.roles and (not r.regions or region in r.regions)]
    return tuple(r for r in here if r.language == language) or tuple(r for r in here if r.language == "en")
