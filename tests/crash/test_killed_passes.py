"""Passes killed at random moments by SIGKILL: nothing is lost, nothing is decided twice, and a double is the same letter again.

A sample in the ordinary run (its seed is printed by the test command), fifty kills with --exhaustive.
"""

import csv
import json
import os
import random
import subprocess
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from mailer.demo.stage import ORGANISATION, PORTLAND, SOUTHERN, SYSTEM
from tests.servers.dovecot import Dovecot
from tests.servers.realm import Realm
from tests.servers.smtp_sink import SmtpSink

KILLS = 50 if os.environ.get("PEER_SUPPORT_EXHAUSTIVE") else 5
SEED = int(os.environ.get("PEER_SUPPORT_SEED", "1"))
REFERRERS = [
    ("Beatrice Bouchard <beatrice.bouchard@harborview.example>", PORTLAND),
    ("Nadine Frechette <nadine.frechette@pinecoast.example>", SYSTEM),
    ("Lars Jellison <lars.jellison@pinecoast.example>", PORTLAND),
    ("Wren Fitzgerald <wren.fitzgerald@pinecoast.example>", SOUTHERN),
]


def colleagues() -> list[str]:
    """Names that one person of the directory alone bears: the same person twice would be one case."""
    with (ORGANISATION / "directory.csv").open(encoding="utf-8") as rows:
        names = [row["name"] for row in csv.DictReader(rows)]
    with (ORGANISATION / "supporters.csv").open(encoding="utf-8") as rows:
        supporters = {row["name"] for row in csv.DictReader(rows)}
    written = {sender.partition(" <")[0] for sender, _ in REFERRERS}
    return [name for name in names if names.count(name) == 1 and name not in supporters | written]


def test_every_referral_has_one_case_and_every_letter_leaves_however_often_it_is_killed(
    tmp_path: Path, dovecot: Dovecot, sink: SmtpSink
) -> None:
    chance = random.Random(SEED)
    realm = Realm(tmp_path, dovecot, sink, f"kill{SEED}-{os.getpid()}")
    now = datetime.now(UTC)
    begun = time.monotonic()
    realm.once()  # an empty pass: how long one takes here
    span = time.monotonic() - begun
    peers = colleagues()
    chance.shuffle(peers)
    referrals = 0
    kills = 0
    while kills < KILLS:
        for sender, intake in chance.sample(REFERRERS, 2):
            peer = peers.pop()
            realm.write(
                sender,
                intake,
                f"Note {referrals}",
                f"Hello,\n\nWould somebody please reach out to {peer}?\n\nThank you.\n",
                now,
            )
            referrals += 1
        process = subprocess.Popen(
            realm.command("once"), env=realm.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(timeout=chance.uniform(0.3, 1.3) * span)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
    assert realm.once().returncode == 0
    assert realm.once().returncode == 0
    status = json.loads(realm.run("status", "--json").stdout)
    letters = realm.letters()
    ids = Counter(letter.message_id for letter in letters)
    by_name = Counter(letter.name for letter in {x.message_id: x for x in letters}.values())
    doubles = sum(count - 1 for count in ids.values())
    print(f"{kills} kills, {referrals} referrals, {len(status['cases'])} cases, {len(ids)} letters, {doubles} doubles")
    assert len(status["cases"]) == referrals
    assert by_name["referrer/tell-received"] == referrals
    assert by_name["coordinator/ask-match"] + by_name["coordinator/ask-which-person"] == referrals
    assert status["outbox"] == {"waiting": 0, "unknown": 0, "failed": 0}
    bytes_of = {letter.message_id: {x.raw for x in letters if x.message_id == letter.message_id} for letter in letters}
    assert all(len(same) == 1 for same in bytes_of.values()), "a double must be the very same letter"
