"""The journey through a real Dovecot and an smtp-sink, each pass of `once` a process of its own. With -s it tells each pass."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailer.demo.stage import PORTLAND, SYSTEM
from tests.servers.dovecot import Dovecot
from tests.servers.realm import Realm
from tests.servers.smtp_sink import SmtpSink

BEATRICE = "Beatrice Bouchard <beatrice.bouchard@harborview.example>"
CALEB = "Caleb Chowdhury <caleb.chowdhury@pinecoast.example>"
REFERRAL = "Hello,\n\nWould somebody please reach out to Mark Young? A quibble over quinces, and he has gone very quiet.\n\nBeatrice Bouchard, DO\n"
OUTSIDE = "I could use somebody to talk to about a bad outcome, from outside Pemaquid, who doesn't know me.\n\nCaleb Chowdhury\n"


@pytest.fixture
def realm(tmp_path: Path, dovecot: Dovecot, sink: SmtpSink) -> Realm:
    return Realm(tmp_path, dovecot, sink, uuid.uuid4().hex[:8])


def a_pass(realm: Realm, told: str) -> list[str]:
    """One pass, told; the names of the letters that left in it, sorted."""
    before = len(realm.letters())
    done = realm.once()
    assert done.returncode == 0, done.stderr
    fresh = realm.letters()[before:]
    print(f"\n{told}")
    for letter in fresh:
        print(f"   -> {letter.name:30} {letter.to:42} {letter.subject}")
    return sorted(letter.name for letter in fresh)


def test_a_referral_goes_the_whole_way(realm: Realm) -> None:
    now = datetime.now(UTC)
    realm.write(BEATRICE, PORTLAND, "A colleague", REFERRAL, now)
    assert a_pass(realm, "a colleague writes") == ["coordinator/ask-match", "referrer/tell-received"]
    realm.answer(realm.last("coordinator/ask-match"), "2", now)
    assert "supporter/ask-invitation" in a_pass(realm, "the coordinator answers 2")
    realm.answer(realm.last("supporter/ask-invitation"), "yes", now)
    assert a_pass(realm, "the supporter says yes") == [
        "coordinator/tell-accepted",
        "peer/ask-outreach",
        "supporter/tell-handover",
    ]
    realm.answer(realm.last("peer/ask-outreach"), "No thanks, but do send the reading.", now)
    assert a_pass(realm, "the peer says no, and asks for the reading") == [
        "coordinator/tell-outcome", "peer/tell-resources", "peer/tell-understood", "supporter/tell-released",
    ]  # fmt: skip
    assert a_pass(realm, "a pass with nothing to do") == []
    status = json.loads(realm.run("status", "--json").stdout)
    [case] = status["cases"]
    assert (case["state"], case["outcome"]) == ("closed", "declined")
    assert not realm.folder_of(PORTLAND, "INBOX")
    assert len(realm.folder_of(PORTLAND, "Handled")) == 3
    for letter in realm.letters():
        if letter.name.startswith(("supporter/", "peer/")):
            assert "quince" not in letter.everything


def test_an_outside_request_goes_the_whole_way_and_leaves_no_trace_with_the_local_coordinator(realm: Realm) -> None:
    now = datetime.now(UTC)
    realm.write(CALEB, PORTLAND, "Could I talk to somebody?", OUTSIDE, now)
    assert a_pass(realm, "a peer asks for somebody from elsewhere") == ["coordinator/ask-match", "peer/tell-received"]
    assert realm.last("coordinator/ask-match").to == "janet.thibodeau@pinecoast.example"
    assert not realm.folder_of(PORTLAND, "Handled")
    assert len(realm.folder_of(SYSTEM, "Handled")) == 1
    realm.answer(realm.last("coordinator/ask-match"), "2", now)
    assert "supporter/ask-invitation" in a_pass(realm, "the system coordinator answers 2")
    realm.answer(realm.last("supporter/ask-invitation"), "Yes", now)
    assert a_pass(realm, "the supporter says yes") == [
        "coordinator/tell-accepted",
        "peer/tell-introduction",
        "supporter/tell-handover",
    ]
    realm.answer(realm.last("peer/tell-introduction"), "Yes, Thursday please.", now)
    assert "supporter/tell-peer-wrote" in a_pass(realm, "the peer wants to talk")
    assert not [x for x in realm.letters() if x.to == "ingrid.soule@pinecoast.example"]


def test_the_mailbox_under_a_new_uidvalidity_brings_no_second_letter(realm: Realm) -> None:
    now = datetime.now(UTC)
    raw = realm.write(BEATRICE, PORTLAND, "A colleague", REFERRAL, now)
    realm.deliver(raw, PORTLAND, now)
    assert len(a_pass(realm, "the same mail twice")) == 2
    realm.deliver(raw, PORTLAND, now)
    realm.dovecot.rebuild(realm.login(PORTLAND))
    assert a_pass(realm, "the mailbox under a new UIDVALIDITY, the mail in it again") == []
    assert len(json.loads(realm.run("status", "--json").stdout)["cases"]) == 1
    assert not realm.folder_of(PORTLAND, "INBOX")


def test_a_dry_run_sends_stores_and_moves_nothing(realm: Realm) -> None:
    realm.write(BEATRICE, PORTLAND, "A colleague", REFERRAL, datetime.now(UTC))
    done = realm.once(None, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "coordinator/ask-match" in done.stdout
    assert realm.letters() == []
    assert len(realm.folder_of(PORTLAND, "INBOX")) == 1
    assert not (realm.folder / "data").exists()


def test_a_second_instance_ends_with_one_and_touches_nothing(realm: Realm) -> None:
    import subprocess
    import time

    serving = subprocess.Popen(
        realm.command("serve"), env=realm.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + 90
        while not list(realm.folder.glob("data/*")) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(0.5)
        second = realm.once()
        assert second.returncode == 1
        assert "running" in second.stderr
        realm.write(BEATRICE, PORTLAND, "A colleague", REFERRAL, datetime.now(UTC))
        while len(realm.letters()) < 2 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert len(realm.letters()) == 2, "serve hears of new mail by IDLE"
    finally:
        serving.terminate()
        _, words = serving.communicate(timeout=20)
    assert serving.returncode == 0
    assert "Ended." in words


def test_a_server_that_is_away_is_said_once_plainly_and_nothing_is_lost(realm: Realm) -> None:
    realm.write(BEATRICE, PORTLAND, "A colleague", REFERRAL, datetime.now(UTC))
    realm.sink.stop()
    away = realm.once()
    assert away.returncode == 1
    assert away.stderr.count("No mail server listens at") == 1
    realm.sink.start()
    later = realm.once(datetime.now(UTC) + timedelta(minutes=30))
    assert later.returncode == 0, later.stderr
    assert len(realm.letters()) == 2
