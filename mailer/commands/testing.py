"""`test`: style, types and all tests, in one command. Works in a checkout; the tests are not part of the installed package."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]


def test(exhaustive: bool, arguments: Sequence[str]) -> int:
    """0 where everything passes. With ARGS only pytest runs, with them. The sample's seed is printed; PEER_SUPPORT_SEED sets another."""
    if not (_CHECKOUT / "tests").is_dir():
        print("The tests are in the project's checkout, not in the installed package.", file=sys.stderr)
        return 1
    started = time.monotonic()
    environment = dict(os.environ)
    # the same sample every time, so that a red run is red for what was changed; another seed draws another sample
    seed = environment.setdefault("PEER_SUPPORT_SEED", "1")
    if exhaustive:
        environment["PEER_SUPPORT_EXHAUSTIVE"] = "1"
    steps: list[list[str]] = []
    if not arguments:
        steps += [["ruff", "check", "."], ["ruff", "format", "--check", "--quiet", "."], ["mypy"]]
    workers = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"] if not arguments else []
    steps.append(["pytest", *workers, *arguments])
    print(f"Seed of the samples: {seed} (PEER_SUPPORT_SEED=N draws another)", flush=True)
    for step in steps:
        print(f"-- {' '.join(step)}", flush=True)
        code = subprocess.run([sys.executable, "-m", *step], cwd=_CHECKOUT, env=environment, check=False).returncode
        if code:
            print(f"{step[0]} found something (see above); {time.monotonic() - started:.0f} s.", flush=True)
            return 1
    print(f"All passed in {time.monotonic() - started:.0f} s.", flush=True)
    return 0
