"""Settings: a wrong one is named with its place and its cure, and a right one works as it stands."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mailer.edges.settings import read_settings
from mailer.model.errors import SettingsWrong

ORGANISATION = Path(__file__).resolve().parents[2] / "mailer" / "demo" / "organisation"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ORGANISATION, tmp_path / "organisation"))


def change(old: str, new: str, file: str = "config.toml") -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return apply


BROKEN = {
    "an unknown key": (
        change("weekday_hours", "weekday_hour"),
        "programme.promise.weekday_hour",
        "Did you mean 'weekday_hours'",
    ),
    "a plain password": (
        change('"env:PEERSUPPORT_PASSWORD"', '"hunter2"'),
        "mailbox 1, imap.password",
        'write "env:NAME" or "file:PATH"',
    ),
    "a region nobody has": (
        change('region = "portland"', 'region = "portlnd"'),
        "unknown region 'portlnd'",
        "Did you mean 'portland'",
    ),
    "no system region": (change('id = "system"', 'id = "head"'), 'no region with id = "system"', "Add it"),
    "a coordinator without an address": (
        change("<maura.quill@harborview.example>", ""),
        "region 1, backups 1",
        "is no mail address",
    ),
    "a time zone that is none": (
        change("America/New_York", "Amerika/Neu York"),
        "programme.timezone",
        "America/New_York",
    ),
    "holidays of nowhere": (change("US-ME", "XX-YY"), "programme.promise.holidays", "US-ME"),
    "a missing table": (change("[smtp]", "[smtpp]"), "smtp", "is missing"),
    "broken TOML": (change('region = "system"', "region = system"), "is no valid TOML", "line"),
    "a directory row of an unknown community": (
        change("harborview", "harbourview", "directory.csv"),
        "directory.csv, line",
        "unknown community 'harbourview'",
    ),
    "a telephone number that is none": (
        change("207-555-1674", "call me", "directory.csv"),
        "directory.csv, line 2",
        "207-555-0123",
    ),
    "a supporter without capacity": (
        change(",3,en,yes", ",many,en,yes", "supporters.csv"),
        "supporters.csv, line 2",
        "such as 2",
    ),
    "a missing column": (
        change("community,trained_on", "hospital,trained_on", "supporters.csv"),
        "supporters.csv, line 1",
        "lacks the column",
    ),
    "an address of two mailboxes": (
        change("peertopeer@harborview.example", "peersupport@pinecoast.example"),
        "mailbox 2",
        "belongs to mailbox 1",
    ),
    "a port beyond all ports": (change("port = 1025", "port = 102500"), "smtp.port", "65535"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_said_with_its_place_and_its_cure(folder: Path, name: str) -> None:
    breaks, place, cure = BROKEN[name]
    breaks(folder)
    with pytest.raises(SettingsWrong) as caught:
        read_settings(folder / "config.toml")
    assert place in str(caught.value)
    assert cure in str(caught.value)


def test_the_made_up_organisation_is_read_as_it_stands(folder: Path) -> None:
    settings = read_settings(folder / "config.toml")
    assert len(settings.organisation.directory) == 260
    assert settings.organisation.intake("peer.support+tag@pinecoast.example") is not None
    assert settings.mailboxes[1].imap.port == 1143


def test_everything_wrong_is_said_at_once(folder: Path) -> None:
    change("US-ME", "XX-YY")(folder)
    change("207-555-1674", "call me", "directory.csv")(folder)
    with pytest.raises(SettingsWrong) as caught:
        read_settings(folder / "config.toml")
    assert len(caught.value.troubles) == 2


def test_a_refused_password_is_not_repeated(folder: Path) -> None:
    change('"env:PEERSUPPORT_PASSWORD"', '"hunter2"')(folder)
    with pytest.raises(SettingsWrong) as caught:
        read_settings(folder / "config.toml")
    assert "hunter2" not in str(caught.value)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match=r"config\.example\.toml"):
        read_settings(tmp_path / "config.toml")
