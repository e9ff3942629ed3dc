"""The master key and what is derived from it: made once, kept apart from the data, never shown, never made anew over data."""

import os
from pathlib import Path

import pytest

from mailer.edges.store import MasterKey, load_or_make_key, open_tinydb
from mailer.edges.store.keyring import Keyring
from mailer.edges.store.keys import new_key
from mailer.edges.store.sealing import hidden_id, seal, unseal
from mailer.model.errors import CannotEver
from tests.edges.store.store_samples import KEY


def test_the_key_is_made_once_for_its_owner_alone_with_the_words_to_back_it_up(tmp_path: Path) -> None:
    key = load_or_make_key(tmp_path / "peer-support.key", tmp_path / "data")
    assert (tmp_path / "peer-support.key").stat().st_mode & 0o777 == 0o600
    assert "back-ups" in (tmp_path / "peer-support.key").read_text()
    assert load_or_make_key(tmp_path / "peer-support.key", tmp_path / "data") == key
    assert [path.name for path in tmp_path.iterdir()] == ["peer-support.key"]


def test_a_key_within_the_data_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotEver, match="inside the data folder"):
        load_or_make_key(tmp_path / "data" / "peer-support.key", tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_key_is_not_made_anew_where_data_waits_for_it(tmp_path: Path) -> None:
    open_tinydb(tmp_path / "data", load_or_make_key(tmp_path / "key", tmp_path / "data")).close()
    (tmp_path / "key").unlink()
    with pytest.raises(CannotEver, match="Put it back"):
        load_or_make_key(tmp_path / "key", tmp_path / "data")
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize(
    "text",
    ["", "secret words", "peer-support-key-1:", "peer-support-key-1:c2hvcnQ=", "peer-support-key-1:!!", "\0" * 80],
)
def test_a_file_that_holds_no_key_is_refused_without_quoting_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text)
    with pytest.raises(CannotEver, match="is no key of this service") as caught:
        load_or_make_key(tmp_path / "key")
    assert "secret words" not in str(caught.value)
    assert (tmp_path / "key").read_text() == text


def test_a_key_that_cannot_be_read_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "key").mkdir()
    with pytest.raises(CannotEver, match="cannot be read"):
        load_or_make_key(tmp_path / "key")


def test_a_key_written_as_text_is_the_same_key() -> None:
    key = new_key()
    assert MasterKey.from_text(key.text()) == key


def test_no_key_shows_itself() -> None:
    assert repr(KEY) == "MasterKey()"


def test_the_derived_keys_stay_what_they_are_for_ever() -> None:
    """Changing one would forget who asked never to be contacted again, and break every reply mark."""
    assert KEY.derive("stop-hashes").hex() == "2dbd5444a5f01b426d06208e163bb9c220e1b87b7b8845342c348b7bba0e62c1"
    assert len({KEY.derive(purpose) for purpose in ("stop-hashes", "sender-hashes", "reply-marks", "case-keys")}) == 4


def test_a_sealed_document_opens_with_its_key_and_its_place_only() -> None:
    sealed = seal(bytes(32), b"case/1/1", b"words")
    assert unseal(bytes(32), b"case/1/1", sealed, "a document") == b"words"
    for key, about, data in (
        (b"x" * 32, b"case/1/1", sealed),
        (bytes(32), b"case/1/2", sealed),
        (bytes(32), b"case/1/1", sealed[:-1]),
        (bytes(32), b"case/1/1", b""),
    ):
        with pytest.raises(CannotEver, match="a document cannot be opened"):
            unseal(key, about, data, "a document")


def test_sealing_the_same_twice_never_looks_alike() -> None:
    assert len({seal(bytes(32), b"", b"words") for _ in range(100)}) == 100


def test_hidden_ids_tell_tables_apart_and_need_the_key() -> None:
    ids = {hidden_id(key, table, "K7F2") for key in (bytes(32), b"x" * 32) for table in ("case", "outbox")}
    assert len(ids) == 4


def test_a_key_once_destroyed_never_comes_back_under_its_number(tmp_path: Path) -> None:
    ring = Keyring(tmp_path / "case-keys", KEY, needed=False, writable=True)
    ring.in_use((), ())
    taken = [ring.take() for _ in range(2000)]
    assert len(set(taken)) == 2000
    ring.spend(taken[:1000])
    ring.settle()
    again = Keyring(tmp_path / "case-keys", KEY, needed=True, writable=True)
    again.in_use(taken[1000:], taken)
    assert [again.key(number) for number in taken[:1000]] == [None] * 1000
    assert all(again.key(number) == ring.key(number) for number in taken[1000:])
    assert not {again.take() for _ in range(2000)}.intersection(taken)


def test_a_damaged_file_of_case_keys_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "case-keys"
    Keyring(path, KEY, needed=False, writable=True)
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole[:40], b"x" + whole, whole[:200] + bytes([whole[200] ^ 1]) + whole[201:]):
        path.write_bytes(damaged)
        with pytest.raises(CannotEver, match="case-keys"):
            Keyring(path, KEY, needed=True, writable=True)


def test_two_makers_of_one_key_end_with_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = new_key()

    def somebody_was_first(_: object, path: Path) -> None:
        path.write_text(other.text())
        raise FileExistsError

    monkeypatch.setattr(os, "link", somebody_was_first)
    assert load_or_make_key(tmp_path / "key") == other
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
