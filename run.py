#!/usr/bin/env python3
"""The front door from a checkout: prepares .venv at its first use, then hands over to mailer.commands.

Uses the standard library alone. Needs Python 3.11 and, at the first use, uv or pip. Installed as a package, the console
script `peer-support` is the same program and installs nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": HERE / "requirements.lock", "dev": HERE / "requirements-dev.lock"}
NEEDS_DEV = {"demo", "test"}  # the embedded mail server and the test tools


class CannotPrepare(Exception):
    """What hinders the preparation, with the cure."""


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - said plainly to whoever starts it with an older one
        print(
            f"This needs Python 3.11 or newer; this is {sys.version.split()[0]}. Start it with a newer one: python3.11 run.py",
            file=sys.stderr,
        )
        return 1
    kind = "dev" if NEEDS_DEV & set(sys.argv[1:]) else "run"
    if not ready(kind):
        try:
            prepare(kind)
        except CannotPrepare as trouble:
            print(trouble, file=sys.stderr)
            return 1
    if Path(sys.prefix).resolve() != VENV.resolve():
        sys.stdout.flush()
        os.execv(PYTHON, [str(PYTHON), str(Path(__file__).resolve()), *sys.argv[1:]])
    from mailer.commands import main as program

    return program()


def wanted(kind: str) -> str:
    """What the stamp must hold: the locked packages and the project's own declaration."""
    digest = hashlib.sha256()
    for path in (LOCKS[kind], HERE / "pyproject.toml"):
        digest.update(path.read_bytes())
    return f"{sys.version_info.major}.{sys.version_info.minor} {digest.hexdigest()}"


def stamp(kind: str) -> Path:
    return VENV / f"prepared-{kind}"


def ready(kind: str) -> bool:
    """True where .venv holds what is wanted. The developers' set holds the service's."""
    return any(
        PYTHON.exists() and stamp(have).exists() and stamp(have).read_text(encoding="utf-8") == wanted(have)
        for have in {kind, "dev"}
    )


def prepare(kind: str) -> None:
    """Makes .venv and installs the locked packages and the project into it. Raises CannotPrepare."""
    started = time.monotonic()
    print("Preparing .venv (at the first use only; about a minute) …", file=sys.stderr, flush=True)
    base = getattr(sys, "_base_executable", sys.executable)
    for old in VENV.glob("prepared-*"):
        old.unlink()
    uv = shutil.which("uv")
    try:
        install(installer(base, uv), kind)
    except CannotPrepare:
        if not uv:
            raise
        say("uv could not do it; trying pip")
        install(installer(base, None), kind)
    stamp(kind).write_text(wanted(kind), encoding="utf-8")
    print(f"Ready after {time.monotonic() - started:.0f} s.", file=sys.stderr, flush=True)


def install(command: list[str], kind: str) -> None:
    """The locked packages, then the project, by an installer's command. Raises CannotPrepare."""
    say(f"installing the packages of {LOCKS[kind].name}")
    step([*command, "--require-hashes", "-r", str(LOCKS[kind])])
    say("installing the project itself")
    step([*command, "--no-deps", "--no-build-isolation", "-e", str(HERE)])


def installer(base: str, uv: str | None) -> list[str]:
    """Makes .venv where it is missing; gives the command that installs into it: uv, else pip of this Python, else pip of .venv."""
    if uv:
        if not PYTHON.exists():
            say("making .venv with uv")
            step([uv, "venv", "--quiet", "--python", base, str(VENV)])
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    if pip_version(base) >= (22, 3):
        if not PYTHON.exists():
            say("making .venv")
            # without ensurepip, which a Debian without python3-venv lacks; the pip at hand installs into it
            step([base, "-m", "venv", "--without-pip", str(VENV)])
        return [
            base,
            "-m",
            "pip",
            "--python",
            str(PYTHON),
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
        ]
    if subprocess.run([base, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0:
        if not PYTHON.exists() or pip_version(str(PYTHON)) == (0, 0):
            say("making .venv with its own pip")
            step([base, "-m", "venv", "--clear", str(VENV)])
        return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    raise CannotPrepare(
        "This Python has no pip, and neither uv nor ensurepip is there to bring it.\n"
        "Install one of them once, for example on Debian or Ubuntu: sudo apt-get install python3-pip\n"
        "Then start this command again."
    )


def pip_version(python: str) -> tuple[int, int]:
    """The version of a Python's pip; (0, 0) where it has none."""
    run = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    words = run.stdout.split()
    if run.returncode or len(words) < 2:
        return (0, 0)
    numbers = [int(n) for n in words[1].split(".")[:2] if n.isdigit()]
    return (numbers[0], numbers[1] if len(numbers) > 1 else 0) if numbers else (0, 0)


def say(what: str) -> None:
    print(f"  {what} …", file=sys.stderr, flush=True)


def step(command: list[str]) -> None:
    """Runs one step; its own output is shown only where it fails."""
    # uv trusts what the machine trusts, as pip does
    environment = {"UV_NATIVE_TLS": "1", "UV_SYSTEM_CERTS": "1", **os.environ}
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, env=environment
    )
    if run.returncode:
        tail = "\n".join((run.stdout + run.stderr).strip().splitlines()[-12:])
        raise CannotPrepare(
            f"Preparing .venv failed at: {' '.join(command[:6])} …\n{tail}\n"
            "If this machine reaches no package index, set one for pip; else remove the folder .venv and try again."
        )


if __name__ == "__main__":
    sys.exit(main())
