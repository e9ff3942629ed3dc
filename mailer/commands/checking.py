"""`check`: what is well and what is not, line by line. Changes nothing, sends nothing."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from mailer.edges.clock import real_time
from mailer.edges.settings import Settings, read_settings
from mailer.model.errors import CannotEver, CannotNow
from mailer.model.organisation import Organisation
from mailer.service.books import Books
from mailer.service.wiring import load_books, open_doors

_LINE_AGE = timedelta(days=180)


@dataclass(frozen=True)
class Line:
    """One finding."""

    what: str
    well: bool
    text: str


def check(config: Path, *, as_json: bool, offline: bool) -> int:
    """0 where all is well, 1 where something is not; wrong settings raise SettingsWrong (2)."""
    settings = read_settings(config)
    books = load_books(settings)
    lines = [*_files(settings, books), *_safety(books.organisation, real_time().date())]
    if not offline:
        lines += _servers(settings)
    well = all(line.well for line in lines)
    if as_json:
        print(json.dumps({"well": well, "lines": [vars(line) for line in lines]}, ensure_ascii=False))
    else:
        for line in lines:
            print(f"{'ok ' if line.well else '!! '} {line.what}: {line.text}")
        print("All is well." if well else "Not all is well: see the lines with !!.")
    return 0 if well else 1


def _files(settings: Settings, books: Books) -> list[Line]:
    organisation = settings.organisation
    active = sum(s.active for s in organisation.supporters)
    lines = [
        Line(
            "settings",
            True,
            f"{len(organisation.intakes)} mailboxes, {len(organisation.regions)} regions, {len(organisation.communities)} communities",
        ),
        Line("directory", True, f"{len(organisation.directory)} people"),
        Line(
            "supporters",
            active > 0,
            f"{len(organisation.supporters)}, {active} of them active"
            if active
            else "nobody is active: no match can be made",
        ),
        Line("rules", True, f"{len(books.phrases.rules)} rules"),
        Line("templates", True, f"{len(books.templates.names)} letters"),
    ]
    for region in organisation.regions:
        here = [
            s
            for s in organisation.supporters
            if s.active and organisation.region_of_community(s.person.community) == region.id
        ]
        if region.id != "system" and not here:
            lines.append(
                Line(f"region {region.id}", False, "no active supporter; referrals there need somebody from elsewhere")
            )
        if not region.backups:
            lines.append(
                Line(
                    f"region {region.id}", False, 'no backup: nobody stands in for the coordinator. Add backups = ["…"]'
                )
            )
    return lines


def _safety(organisation: Organisation, today: date) -> list[Line]:
    on_call = organisation.on_call
    lines = [
        Line("safety.on_call", bool(on_call), f"{len(on_call)} paged at a sign of danger")
        if on_call
        else Line(
            "safety.on_call",
            False,
            'nobody: the region\'s coordinator and backups are paged. Add on_call = ["…"] under [safety]',
        )
    ]
    for line in organisation.crisis_lines:
        fresh = today - line.checked_on <= _LINE_AGE
        text = (
            f"checked on {line.checked_on}"
            if fresh
            else f"last checked on {line.checked_on}: call it, then set checked_on"
        )
        lines.append(Line(f"safety.line {line.name}", fresh, text))
    return lines


def _servers(settings: Settings) -> list[Line]:
    lines: list[Line] = []
    submissions = set()
    for door in open_doors(settings):
        lines += _one(f"mailbox {door.intake.address}", door.mailbox.check)
        door.mailbox.close()
        if id(door.submission) not in submissions:
            submissions.add(id(door.submission))
            lines += _one(f"submission {door.submission.server}", door.submission.check)
            door.submission.close()
    return lines


def _one(what: str, look: Callable[[], list[str]]) -> list[Line]:
    try:
        return [Line(what, True, "; ".join(look()))]
    except (CannotNow, CannotEver) as trouble:
        return [Line(what, False, trouble.plain)]
