"""The README is true: its commands, its letters, its rooms."""

import ast
import re
from pathlib import Path

from mailer.casework.state_picture import state_picture
from mailer.commands.app import app
from mailer.model.letters import LETTERS

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return README.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_every_letter_is_in_the_readme() -> None:
    listed = re.findall(r"^\| `([a-z]+/[a-z-]+)`", section("Letters"), re.MULTILINE)
    assert sorted(listed) == sorted(letter.name for letter in LETTERS)


def test_every_command_is_in_the_readme() -> None:
    listed = re.findall(r"^\| `([a-z-]+)", section("Commands"), re.MULTILINE)
    assert sorted(listed) == sorted(str(c.name or c.callback.__name__) for c in app.registered_commands if c.callback)


def test_every_journey_is_in_the_readme_with_the_sentence_it_opens_with() -> None:
    told = dict(re.findall(r"^\| `(test_\w+)` \| (.*) \|$", README.partition("### The journeys\n")[2], re.MULTILINE))
    stories = {path.stem: path for path in (PROJECT / "tests" / "journeys").glob("test_*.py")}
    assert sorted(told) == sorted(stories)
    for name, path in stories.items():
        opening = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert told[name] == " ".join(opening.split()), name


def test_every_room_it_names_is_there() -> None:
    for room in re.findall(r"^ ((?:mailer/)?[a-z]+/)", section("How it is built"), re.MULTILINE):
        assert (PROJECT / room).is_dir(), room


def test_nothing_stands_at_the_top_that_the_house_does_not_know() -> None:
    listed = {p.name for p in PROJECT.iterdir() if not p.name.startswith(".")} - {
        "mailer", "templates", "rules", "tests", "run.py", "config.example.toml", "pyproject.toml", "README.md", "LICENSE",
        "requirements.lock", "requirements-dev.lock", "config.toml", "data", "demo-letters", "preview", "peer-support.key",
    }  # fmt: skip
    assert not {name for name in listed if (PROJECT / name).is_dir() and name not in ("build", "dist", "__pycache__")}


def test_the_picture_of_the_states_is_drawn_from_the_code() -> None:
    assert state_picture() in README
