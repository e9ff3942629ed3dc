"""What lies on the disk: nothing personal in clear, nothing that was forgotten; one writer; a clear word where files do not fit."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailer.edges.store import AlreadyRunning, MasterKey, TinyStore, open_tinydb
from mailer.edges.store.keyring import Keyring
from mailer.model.errors import CannotEver
from mailer.model.record import Bookmark, Change, Fact, Stop
from tests.edges.store.store_samples import (
    COORDINATOR,
    KEY,
    NOON,
    PEER_EMAIL,
    PEER_NAME,
    SUPPORTER,
    WORDS,
    a_case,
    a_letter,
    a_mail,
    next_of,
)

ALL = Change(
    cases=(replace(a_case(), supporter=SUPPORTER),),
    seen=(a_mail(),),
    queued=(a_letter(),),
    bookmarks=(Bookmark("peersupport@harborview.example", NOON, NOON),),
    stops=(Stop("0123456789abcdef", NOON),),
    facts=(Fact("away/theo", "until Monday"),),
)
NEVER_IN_CLEAR = (
    PEER_NAME, PEER_EMAIL, SUPPORTER, COORDINATOR, "harborview", "portland", "K7F2", "mark-of", "letter-1", "digest-1", "away",
    "Monday", "0123456789abcdef", "ask-match", WORDS.decode(),
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TinyStore]:
    store = open_tinydb(tmp_path / "data", KEY)
    yield store
    store.close()


def on_disk(folder: Path) -> bytes:
    return b"".join(path.name.encode() + path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def lines(folder: Path) -> int:
    return (folder / "data" / "journal").read_bytes().count(b"\n")


def key_numbers(folder: Path) -> set[int]:
    return set(Keyring(folder / "data" / "case-keys", KEY, needed=True, writable=False)._keys)


def test_one_commit_is_one_line(store: TinyStore, tmp_path: Path) -> None:
    before = lines(tmp_path)
    store.commit(ALL)
    assert lines(tmp_path) == before + 1


def test_nothing_personal_stands_in_any_file_in_clear(store: TinyStore, tmp_path: Path) -> None:
    store.commit(ALL)
    store.commit(Change(cases=(next_of(ALL.cases[0]),), left=("letter-1",)))
    for _ in range(2):
        content = on_disk(tmp_path)
        assert [word for word in NEVER_IN_CLEAR if word.encode() in content] == []
        store.compact()


def test_files_are_for_their_owner_alone(store: TinyStore, tmp_path: Path) -> None:
    store.commit(ALL)
    store.compact()
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data", *(tmp_path / "data").iterdir())}
    assert modes == {"data": 0o700, "journal": 0o600, "case-keys": 0o600, "lock": 0o600}


def test_an_erased_case_leaves_no_key_and_no_line_behind(store: TinyStore, tmp_path: Path) -> None:
    store.commit(Change(cases=(a_case("OTHER"),)))
    kept = key_numbers(tmp_path)
    before = (tmp_path / "data" / "journal").read_bytes()
    store.commit(Change(cases=(a_case(),), queued=(a_letter(),)))
    sealed = (tmp_path / "data" / "journal").read_bytes().removeprefix(before).split(b'"b":"')[1:]
    assert len(sealed) == 2
    store.commit(Change(erased_cases=("K7F2",)))
    assert len(kept - key_numbers(tmp_path)) == 2, "the keys of the case and of its letter"
    for body in sealed:
        assert body[:40] not in on_disk(tmp_path)


@pytest.mark.parametrize("ending", ["tidy", "compact", "close"])
def test_the_key_of_a_letter_that_left_goes_at_the_end_of_the_pass(
    store: TinyStore, tmp_path: Path, ending: str
) -> None:
    store.commit(Change(queued=(a_letter(),)))
    before = key_numbers(tmp_path)
    store.commit(Change(left=("letter-1",)))
    getattr(store, ending)()
    assert len(before - key_numbers(tmp_path)) == 1


def test_the_keys_of_many_letters_that_left_go_even_if_no_pass_ends(store: TinyStore, tmp_path: Path) -> None:
    store.commit(Change(queued=tuple(a_letter(f"letter-{n}") for n in range(600))))
    before = key_numbers(tmp_path)
    store.commit(Change(left=tuple(f"letter-{n}" for n in range(600))))
    assert len(before - key_numbers(tmp_path)) == 600


def test_purged_mail_is_remembered_by_no_file(store: TinyStore, tmp_path: Path) -> None:
    store.commit(Change(seen=(a_mail(),)))
    body = (tmp_path / "data" / "journal").read_bytes().split(b'"b":"')[1][:40]
    assert body in on_disk(tmp_path)
    store.commit(Change(erased_seen=("digest-1",)))
    assert body not in on_disk(tmp_path)


def test_opening_cases_and_queueing_letters_seldom_writes_the_key_file(store: TinyStore, tmp_path: Path) -> None:
    written = set()
    for n in range(200):
        store.commit(Change(cases=(a_case(f"C{n}"),)))
        written.add((tmp_path / "data" / "case-keys").stat().st_ino)
    assert len(written) == 1


def test_what_was_forgotten_stays_forgotten_when_an_older_journal_is_restored(tmp_path: Path) -> None:
    store = open_tinydb(tmp_path / "data", KEY)
    store.commit(Change(cases=(a_case(), a_case("OTHER")), queued=(a_letter(), a_letter("for other", case="OTHER"))))
    shutil.copy(tmp_path / "data" / "journal", tmp_path / "back-up")
    store.commit(Change(erased_cases=("K7F2",), left=("for other",)))
    store.close()
    shutil.copy(tmp_path / "back-up", tmp_path / "data" / "journal")
    store = open_tinydb(tmp_path / "data", KEY)
    assert [case.id for case in store.cases()] == ["OTHER"]
    assert store.outbox() == []
    assert store.forgotten_at_start == 3
    assert (tmp_path / "data" / "journal").read_bytes().count(b'"b":') == 1, (
        "the restored journal remembers only the case that is left"
    )
    store.close()
    assert open_tinydb(tmp_path / "data", KEY, read_only=True).forgotten_at_start == 0, "the files were put right"


def test_case_keys_older_than_the_journal_are_refused_with_the_cure(tmp_path: Path) -> None:
    store = open_tinydb(tmp_path / "data", KEY)
    shutil.copy(tmp_path / "data" / "case-keys", tmp_path / "back-up")
    store.commit(Change(cases=tuple(a_case(f"C{n}") for n in range(1200))))
    store.close()
    shutil.copy(tmp_path / "back-up", tmp_path / "data" / "case-keys")
    with pytest.raises(CannotEver, match="older than the journal"):
        open_tinydb(tmp_path / "data", KEY)


@pytest.mark.parametrize("lost, word", [("journal", "journal is missing"), ("case-keys", "case-keys is missing")])
def test_a_missing_file_is_named_and_not_made_anew(tmp_path: Path, lost: str, word: str) -> None:
    store = open_tinydb(tmp_path / "data", KEY)
    store.commit(ALL)
    store.close()
    (tmp_path / "data" / lost).unlink()
    with pytest.raises(CannotEver, match=word):
        open_tinydb(tmp_path / "data", KEY)
    assert not (tmp_path / "data" / lost).exists()


def test_another_master_key_is_refused_with_the_cure(tmp_path: Path) -> None:
    store = open_tinydb(tmp_path / "data", KEY)
    store.commit(ALL)
    store.close()
    before = on_disk(tmp_path)
    with pytest.raises(CannotEver, match="key does not fit the data"):
        open_tinydb(tmp_path / "data", MasterKey(bytes(32)))
    assert on_disk(tmp_path) == before


def test_a_document_put_in_place_of_another_does_not_open(tmp_path: Path) -> None:
    store = open_tinydb(tmp_path / "data", KEY)
    store.commit(Change(facts=(Fact("a", "1"), Fact("b", "2"))))
    vault = store._vault
    table = vault._table("fact")
    first, second = (doc.doc_id for doc in table.all())
    body = table.body(second)
    assert body is not None
    table.put({first: body})
    store.close()
    with pytest.raises(CannotEver, match="fact cannot be opened"):
        open_tinydb(tmp_path / "data", KEY)


def test_a_second_instance_is_refused_and_touches_nothing(store: TinyStore, tmp_path: Path) -> None:
    store.commit(ALL)
    before = on_disk(tmp_path)
    with pytest.raises(AlreadyRunning, match="already running"):
        open_tinydb(tmp_path / "data", KEY)
    assert on_disk(tmp_path) == before
    store.commit(Change(cases=(next_of(ALL.cases[0]),)))


def test_the_store_may_be_opened_again_after_a_close_or_a_failed_opening(tmp_path: Path) -> None:
    open_tinydb(tmp_path / "data", KEY).close()
    with pytest.raises(CannotEver):
        open_tinydb(tmp_path / "data", MasterKey(bytes(32)))
    store = open_tinydb(tmp_path / "data", KEY)
    store.close()
    store.close()


def test_reading_beside_a_running_service_sees_the_state_and_touches_nothing(store: TinyStore, tmp_path: Path) -> None:
    store.commit(ALL)
    before = on_disk(tmp_path)
    looking = open_tinydb(tmp_path / "data", KEY, read_only=True)
    assert list(looking.contents()) == list(store.contents())
    with pytest.raises(CannotEver, match="reading only"):
        looking.commit(Change(facts=(Fact("f", "1"),)))
    looking.tidy()
    looking.close()
    assert on_disk(tmp_path) == before


def test_reading_where_nothing_was_ever_kept_finds_nothing_and_makes_nothing(tmp_path: Path) -> None:
    looking = open_tinydb(tmp_path / "data", KEY, read_only=True)
    assert list(looking.contents()) == [Change()]
    looking.close()
    assert list(tmp_path.iterdir()) == []


def test_a_journal_of_mostly_dead_lines_is_compacted_by_itself(store: TinyStore, tmp_path: Path) -> None:
    case = replace(a_case(), avoid=("x" * 20_000,))
    for _ in range(200):
        store.commit(Change(cases=(case,)))
        case = next_of(case)
    assert (tmp_path / "data" / "journal").stat().st_size < 2_000_000


def test_a_data_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(Exception, match="data folder") as caught:
        open_tinydb(tmp_path / "data", KEY)
    assert hasattr(caught.value, "reason")
