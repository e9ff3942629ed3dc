"""kill -9 in the middle of writing: every acknowledged commit is there, none is there by half, none unreadable.

15 kills as a sample; PEER_SUPPORT_EXHAUSTIVE=1 makes them 200. The seed of the moments is shown where it fails.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from mailer.edges.store import open_tinydb
from mailer.edges.store.keyring import Keyring
from tests.crash.store_history import change_at
from tests.edges.store.store_in_dicts import InDicts
from tests.edges.store.store_samples import KEY

ROOT = Path(__file__).resolve().parents[2]
KILLS = 200 if os.environ.get("PEER_SUPPORT_EXHAUSTIVE") == "1" else 15


def acknowledged_before_kill(data_dir: Path, wait: float) -> int:
    """Let a writer work, kill it, and give the last step it acknowledged (0: none)."""
    command = [sys.executable, "-m", "tests.crash.store_writer", str(data_dir)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(wait)
        writer.kill()
        rest, _ = writer.communicate()
    whole = [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
    return int(whole[-1]) if whole else 0


def killed_again_and_again(data_dir: Path, kills: int, seed: int) -> int:
    """Kill a writer so many times; after each, compare everything with the history. Gives the number of acknowledged commits."""
    chance = random.Random(seed)
    kept, step = InDicts(), 0
    for _ in range(kills):
        acknowledged = acknowledged_before_kill(data_dir, chance.uniform(0, 0.15))
        store = open_tinydb(data_dir, KEY)
        try:
            fact = store.fact("step")
            reached = int(fact.value) if fact else 0
            assert reached in (acknowledged, acknowledged + 1), (
                f"acknowledged {acknowledged}, kept {reached}, seed {seed}"
            )
            while step < reached:
                step += 1
                kept.apply(change_at(step, kept))
            assert kept.is_what(store), f"seed {seed}"
        finally:
            store.close()
        keys = Keyring(data_dir / "case-keys", KEY, needed=True, writable=False)
        assert keys.held() <= len(kept.cases) + len(kept.letters) + 3 * 1024, "keys of what is gone are gone"
        assert sorted(path.name for path in data_dir.iterdir()) == ["case-keys", "journal", "lock"]
    return step


def test_a_killed_writer_loses_nothing_it_acknowledged_and_leaves_nothing_by_half(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    assert killed_again_and_again(tmp_path / "data", KILLS, seed) > 0
