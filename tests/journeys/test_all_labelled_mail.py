"""Labelled mail delivered as it is and read in one pass: nothing raises, every mail ends in a folder, no machine gets a letter.

A seeded sample in the ordinary run, all of it with --exhaustive.
"""

import json
import os
import random
from email import message_from_bytes
from email.utils import getaddresses
from pathlib import Path

from mailer.demo.stage import LOGINS, SYSTEM, Stage, today_at
from mailer.model.record import FOLDERS

MAIL = Path(__file__).resolve().parents[1] / "mail" / "more"
SEED = int(os.environ.get("PEER_SUPPORT_SEED", "1"))
ADDRESSES = {address: addresses[0] for addresses in LOGINS.values() for address in addresses}


def chosen() -> list[Path]:
    every = sorted(MAIL.glob("*.eml"))
    return every if os.environ.get("PEER_SUPPORT_EXHAUSTIVE") else random.Random(SEED).sample(every, 120)


def intake_of(raw: bytes) -> str:
    message = message_from_bytes(raw)
    named = [a.lower() for _, a in getaddresses([str(message.get(h, "")) for h in ("Delivered-To", "To", "Cc")])]
    return next((ADDRESSES[a] for a in named if a in ADDRESSES), SYSTEM)


def test_every_mail_ends_in_a_folder_and_no_machine_is_answered() -> None:
    with Stage(today_at(15)) as stage:
        deliver_and_read(stage, chosen())


def deliver_and_read(stage: Stage, files: list[Path]) -> None:
    machines: set[str] = set()
    people: set[str] = set()
    for path in files:
        raw = path.read_bytes()
        stage.deliver(raw, intake_of(raw))
        label = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        author = getaddresses([str(message_from_bytes(raw).get("From", ""))])
        where = machines if label.get("kind") in ("automatic", "bounce") else people
        where |= {address.lower() for _, address in author}
    report = stage.one_pass()
    assert report.read == len(files)
    assert not [line for line in report.lines if "could not be read" in line]
    assert all(stage.server.mails(login) == [] for login in LOGINS)
    filed = sum(len(stage.server.mails(login, folder)) for login in LOGINS for folder in FOLDERS)
    gone = sum("[expunge]" in line for line in report.lines)
    assert filed + gone == len(files)
    staff = {a.lower() for _, address in stage.settings.organisation.offices() for a in [address.email]}
    for letter in stage.letters:
        assert letter.to.lower() not in machines - people - staff, letter.name
