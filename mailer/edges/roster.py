"""The directory and the roster of supporters: CSV files into checked rows.

Every row that cannot be used is named with its file and line and the cure; nothing is dropped in silence.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from mailer.model.errors import SettingWrong
from mailer.model.organisation import Person, Supporter

DIRECTORY_COLUMNS = ("name", "credential", "email", "phone", "role", "department", "community")
SUPPORTER_COLUMNS = (*DIRECTORY_COLUMNS, "trained_on", "capacity", "languages", "active")
Row = TypeVar("Row")
_YES = {"yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False}


def read_directory(
    path: Path, communities: frozenset[str], country: str = "US"
) -> tuple[tuple[Person, ...], list[SettingWrong]]:
    """The staff, and what is wrong. Names are kept as written; telephone numbers become E.164."""
    return _read(
        path, DIRECTORY_COLUMNS, lambda row, place, troubles: _person(row, place, path, communities, country, troubles)
    )


def read_supporters(
    path: Path, communities: frozenset[str], country: str = "US"
) -> tuple[tuple[Supporter, ...], list[SettingWrong]]:
    """The trained volunteers, and what is wrong."""

    def supporter(row: dict[str, str], place: str, troubles: list[SettingWrong]) -> Supporter | None:
        person = _person(row, place, path, communities, country, troubles)
        if person is None:
            return None
        trained: date | None = None
        if row["trained_on"]:
            try:
                trained = date.fromisoformat(row["trained_on"])
            except ValueError:
                troubles.append(
                    SettingWrong(
                        path.name, place, f"trained_on {row['trained_on']!r} is no date", "Write it as 2026-03-31."
                    )
                )
        if not row["capacity"].isdigit() or int(row["capacity"]) < 1:
            troubles.append(
                SettingWrong(
                    path.name,
                    place,
                    f"capacity {row['capacity']!r} is no number from 1",
                    "Write how many cases at once, such as 2.",
                )
            )
            return None
        active = _YES.get(row["active"].lower())
        if active is None:
            troubles.append(
                SettingWrong(path.name, place, f"active {row['active']!r} is neither yes nor no", "Write yes or no.")
            )
            return None
        languages = tuple(code.strip().lower() for code in row["languages"].split(";") if code.strip()) or ("en",)
        return Supporter(person, trained, int(row["capacity"]), languages, active)

    return _read(path, SUPPORTER_COLUMNS, supporter)


def _read(
    path: Path, columns: tuple[str, ...], make: Callable[[dict[str, str], str, list[SettingWrong]], Row | None]
) -> tuple[tuple[Row, ...], list[SettingWrong]]:
    troubles: list[SettingWrong] = []
    rows: list[Row] = []
    seen: dict[str, int] = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        return (), [SettingWrong(path.name, "", f"cannot be read ({error.strerror})", "Check the path under [people].")]
    except UnicodeDecodeError:
        return (), [SettingWrong(path.name, "", "is not UTF-8", "Save it as CSV UTF-8.")]
    for number, row in _rows(text):
        if number == 1:
            missing = [c for c in columns if c not in row]
            if missing:
                return (), [
                    SettingWrong(
                        path.name,
                        "line 1",
                        f"lacks the column {missing[0]!r}",
                        f"The columns are {', '.join(columns)}.",
                    )
                ]
            continue
        place = f"line {number}"
        if row.get("") is not None or len(row) < len(columns):
            troubles.append(
                SettingWrong(
                    path.name,
                    place,
                    "has another number of cells than the head",
                    "Put cells that hold a comma in quotes.",
                )
            )
            continue
        made = make(row, place, troubles)
        email = row["email"].lower()
        if email in seen:
            troubles.append(
                SettingWrong(
                    path.name, place, f"repeats the address of line {seen[email]}", "Keep one of the two rows."
                )
            )
        elif made is not None:
            seen[email] = number
            rows.append(made)
    return tuple(rows), troubles


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The head as row 1 (its names as keys), then each row with its line; surplus cells stand under ""."""
    reader = csv.reader(text.splitlines(keepends=True))
    head: list[str] = []
    for cells in reader:
        cells = [c.strip() for c in cells]
        if not head:
            head = [c.lower() for c in cells]
            yield 1, dict.fromkeys(head, "")
        elif any(cells):
            row = dict(zip(head, cells, strict=False))
            if len(cells) > len(head):
                row[""] = ",".join(cells[len(head) :])
            yield reader.line_num, row
    if not head:
        yield 1, {}


def _person(
    row: dict[str, str], place: str, path: Path, communities: frozenset[str], country: str, troubles: list[SettingWrong]
) -> Person | None:
    if not row["name"]:
        troubles.append(SettingWrong(path.name, place, "has no name", "Write the name in given-family order."))
        return None
    if trouble := address_trouble(row["email"]):
        troubles.append(SettingWrong(path.name, place, f"email {row['email']!r} {trouble}", "Correct the address."))
        return None
    if row["community"] not in communities:
        troubles.append(
            SettingWrong(
                path.name, place, f"unknown community {row['community']!r}", f"Known: {', '.join(sorted(communities))}."
            )
        )
        return None
    phone = None
    if row["phone"]:
        phone = e164(row["phone"], country)
        if phone is None:
            troubles.append(
                SettingWrong(
                    path.name,
                    place,
                    f"phone {row['phone']!r} is no telephone number",
                    "Write it as 207-555-0123, or leave it empty.",
                )
            )
            return None
    return Person(row["name"], row["email"], row["credential"], phone, row["role"], row["department"], row["community"])


def e164(text: str, country: str) -> str | None:
    """A telephone number as E.164, or None. Numbers reserved for examples are possible numbers, and pass."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def address_trouble(text: str) -> str | None:
    """What is wrong with an address in the settings, or None. `.example`, `.test` and `localhost` pass: they are for trying out."""
    local, _, domain = text.rpartition("@")
    if domain.split(".")[-1] in ("example", "test", "invalid", "localhost") and local and " " not in text:
        text = f"{local}@example.com"
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return "is no mail address"
    return None
