"""The walls of the house, held by a test: who may import whom, and where chance, clocks and files may enter."""

import ast
from pathlib import Path

import pytest

MAILER = Path(__file__).resolve().parents[1] / "mailer"
ALLOWED = {
    "model": {"model"},
    "inbound": {"inbound", "model"},
    "casework": {"casework", "model"},
    "outbound": {"outbound", "model"},
    "edges": {"edges", "model"},
    "service": {"service", "inbound", "casework", "outbound", "edges", "model"},
    "demo": {"demo", "service", "edges", "model", "outbound", "inbound"},
    "commands": {"commands", "service", "inbound", "casework", "outbound", "edges", "model", "demo"},
}
IMPURE = {
    "socket",
    "subprocess",
    "random",
    "secrets",
    "time",
    "threading",
    "requests",
    "imap_tools",
    "aiosmtplib",
    "tempfile",
    "shutil",
}
PURE_WINGS = ("model", "inbound", "casework", "outbound")


def files(room: str) -> list[Path]:
    return sorted((MAILER / room).rglob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_what_its_walls_allow(room: str) -> None:
    for path in files(room):
        rooms = {name.split(".")[1] for name in imports(path) if name.startswith("mailer.") and name.count(".")}
        assert rooms <= ALLOWED[room], f"{path.name} imports {rooms - ALLOWED[room]}"


@pytest.mark.parametrize("room", PURE_WINGS)
def test_no_clock_chance_file_or_socket_enters_a_pure_wing(room: str) -> None:
    for path in files(room):
        used = {name.split(".")[0] for name in imports(path)} & IMPURE
        assert not used, f"{path.name} imports {used}"
        text = path.read_text(encoding="utf-8")
        for word in ("datetime.now(", "date.today(", ".read_text(", ".write_text(", "open("):
            assert word not in text.replace("_open(", ""), f"{path.name} uses {word}"


def test_every_file_opens_with_its_promise() -> None:
    for path in sorted(MAILER.rglob("*.py")):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} has no docstring"


def test_no_file_grows_beyond_what_one_head_holds() -> None:
    for path in sorted(MAILER.rglob("*.py")):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path
