"""TinyDB's own methods over the journal: they work as documented, and write only what changed."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from mailer.edges.store.journal_storage import JournalStorage, JournalTable


class Journalled(TinyDB):
    table_class = JournalTable


def opened(path: Path) -> Journalled:
    return Journalled(path / "journal", "check", storage=JournalStorage)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Journalled]:
    database = opened(tmp_path)
    yield database
    database.close()


def state(database: TinyDB) -> dict[str, list[dict[str, object]]]:
    return {
        name: [dict(doc, id=doc.doc_id) for doc in database.table(name).all()] for name in sorted(database.tables())
    }


def test_inserting_updating_and_removing_survive_a_new_start(database: Journalled, tmp_path: Path) -> None:
    fruit = database.table("fruit")
    fruit.insert_multiple([{"name": "apple", "n": 1}, {"name": "pear", "n": 2}, {"name": "plum", "n": 3}])
    fruit.insert(Document({"name": "quince", "n": 4}, doc_id=2**118))
    fruit.update({"n": 20}, where("name") == "pear")
    fruit.upsert({"name": "fig", "n": 5}, where("name") == "fig")
    fruit.remove(where("name") == "apple")
    fruit.update(lambda doc: doc.update(n=99), doc_ids=[3])
    assert {doc["name"]: doc["n"] for doc in fruit} == {"pear": 20, "plum": 99, "quince": 4, "fig": 5}
    before = state(database)
    database.close()
    again = opened(tmp_path)
    assert state(again) == before
    assert again.table("fruit").get(doc_id=2**118) == {"name": "quince", "n": 4}
    again.close()


def test_searching_finds_what_was_changed_since_the_last_search(database: Journalled) -> None:
    fruit = database.table("fruit")
    fruit.insert({"n": 1})
    assert len(fruit.search(where("n") == 1)) == 1
    fruit.update({"n": 2})
    assert fruit.search(where("n") == 1) == []
    assert fruit.contains(where("n") == 2)


def test_dropping_tables_survives_a_new_start(database: Journalled, tmp_path: Path) -> None:
    for name in "abc":
        database.table(name).insert({"n": 1})
    database.drop_table("b")
    assert database.tables() == {"a", "c"}
    database.drop_tables()
    database.table("d").insert({"n": 1})
    database.table("e").insert({"n": 1})
    database.table("e").truncate()
    database.close()
    again = opened(tmp_path)
    assert again.tables() == {"d"}
    again.close()


def test_a_changed_document_alone_is_appended(database: Journalled, tmp_path: Path) -> None:
    table = database.table("many")
    table.insert_multiple({"text": f"document {n}"} for n in range(500))
    size = (tmp_path / "journal").stat().st_size
    table.update({"text": "changed"}, doc_ids=[250])
    line = (tmp_path / "journal").read_bytes()[size:]
    assert line.count(b"document") == 0
    assert line.count(b"changed") == 1
    assert len(line) < 100


def test_an_update_that_changes_nothing_writes_nothing(database: Journalled, tmp_path: Path) -> None:
    database.table("t").insert({"n": 1})
    size = (tmp_path / "journal").stat().st_size
    database.table("t").update({"n": 1})
    assert (tmp_path / "journal").stat().st_size == size


def test_changes_of_several_tables_in_one_line_are_one_commit(database: Journalled, tmp_path: Path) -> None:
    storage = database.storage
    assert isinstance(storage, JournalStorage)
    lines = (tmp_path / "journal").read_bytes().count(b"\n")
    with storage.one_line():
        database.table("a").insert({"n": 1})
        database.table("b").insert({"n": 1})
    assert (tmp_path / "journal").read_bytes().count(b"\n") == lines + 1


def test_an_exception_within_one_line_writes_nothing_of_it(database: Journalled) -> None:
    storage = database.storage
    assert isinstance(storage, JournalStorage)
    with suppress(ZeroDivisionError), storage.one_line():
        database.table("a").insert({"n": 1})
        database.table("b").insert({"n": 1 // 0})
    assert database.tables() == set()
    database.table("a").insert({"n": 2})
    assert database.table("a").all() == [{"n": 2}]


def test_plain_tinydb_works_on_the_storage_too(tmp_path: Path) -> None:
    plain = TinyDB(tmp_path / "journal", "check", storage=JournalStorage)
    table: Table = plain.table("t")
    table.insert_multiple([{"n": n} for n in range(3)])
    table.remove(where("n") == 1)
    table.update({"n": 7}, where("n") == 2)
    plain.close()
    again = TinyDB(tmp_path / "journal", "check", storage=JournalStorage)
    assert again.table("t").all() == [{"n": 0}, {"n": 7}]
    again.close()


def test_a_journal_table_over_another_storage_is_refused_at_once() -> None:
    with pytest.raises(TypeError):
        Journalled(storage=MemoryStorage).table("t")
