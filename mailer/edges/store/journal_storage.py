"""TinyDB's hooks over the journal: a Storage that appends what changed, and a Table that tells it only that.

TinyDB as it comes writes the whole file at each change; here one commit is one line and one flush, whatever the number of
documents. Every method of TinyDB's tables works on it (insert, update, search, drop_table …). Knows nothing of what it stores.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from tinydb.storages import Storage
from tinydb.table import Table

from mailer.edges.store.journal_file import Body, Entry, JournalFile

Documents = dict[str, Body]
Watch = Callable[[str, Body | None], None]
_OVERHEAD = 120  # bytes of an entry beside its body, about
_COMPACT_FROM = 1_000_000  # a journal below this is not worth compacting for its dead share


class JournalStorage(Storage):
    """All tables in memory, every change in the journal. Within `one_line` the changes of several tables are one commit."""

    def __init__(self, path: Path, key_check: str, *, writable: bool = True, watch: Watch | None = None) -> None:
        """`watch` is shown every entry that the journal still holds, while it is read."""
        self.journal = JournalFile(path, key_check, writable=writable)
        self._tables: dict[str, Documents] = {}
        self._live_bytes = 0
        self._pending: list[Entry] | None = None
        for entries in self.journal.replay():
            for table, doc_id, body in entries:
                if watch is not None:
                    watch(table, body)
                self._apply(table, doc_id, body)

    def table(self, name: str) -> Mapping[str, Body]:
        return self._tables.get(name, {})

    def keep(self, entries: Iterable[Entry]) -> None:
        """Append changes: at once, or at the end of `one_line`."""
        if self._pending is None:
            self._append(list(entries))
        else:
            self._pending.extend(entries)

    @contextmanager
    def one_line(self) -> Iterator[None]:
        """What is changed within is one commit: all of it, or (where the body or the write fails) nothing."""
        pending: list[Entry] = []
        self._pending = pending
        try:
            yield
        finally:
            self._pending = None
        self._append(pending)

    def read(self) -> dict[str, dict[str, Body]]:
        """The tables as plain TinyDB expects them: a copy, since it changes documents in place. A JournalTable needs none."""
        return {name: {doc_id: dict(body) for doc_id, body in docs.items()} for name, docs in self._tables.items()}

    def write(self, data: Mapping[str, Mapping[str, Body]]) -> None:
        """Take over a whole state, as plain TinyDB hands it: what differs is appended as one commit."""
        entries: list[Entry] = []
        for name in [*self._tables, *(n for n in data if n not in self._tables)]:
            before, after = self._tables.get(name, {}), data.get(name, {})
            entries += [(name, doc_id, None) for doc_id in before if doc_id not in after]
            entries += [(name, doc_id, body) for doc_id, body in after.items() if before.get(doc_id) != body]
        self.keep(entries)

    @property
    def worth_compacting(self) -> bool:
        """Is more than half of a journal of some size dead?"""
        return self.journal.size > _COMPACT_FROM and self.journal.size > 2 * self._live_bytes

    def compact(self) -> None:
        """Write the journal anew with the living documents alone: an append-only file remembers what was removed."""
        self.journal.rewrite(
            (name, doc_id, body) for name, docs in self._tables.items() for doc_id, body in docs.items()
        )

    def close(self) -> None:
        self.journal.close()

    def _append(self, entries: list[Entry]) -> None:
        if entries:
            self.journal.append(entries)
            for entry in entries:
                self._apply(*entry)

    def _apply(self, table: str, doc_id: str, body: Body | None) -> None:
        docs = self._tables.setdefault(table, {})
        before = docs.get(doc_id)
        if before is not None:
            self._live_bytes -= _weight(before)
        if body is None:
            docs.pop(doc_id, None)
            if not docs:
                del self._tables[table]
        else:
            docs[doc_id] = body
            self._live_bytes += _weight(body)


def _weight(body: Body) -> int:
    return _OVERHEAD + sum(len(value) for value in body.values() if isinstance(value, str))


class JournalTable(Table):
    """A TinyDB table that hands its storage only the documents that changed."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 10, persist_empty: bool = False) -> None:
        if not isinstance(storage, JournalStorage):
            raise TypeError("a JournalTable needs a JournalStorage")
        self._journal_storage = storage
        super().__init__(storage, name, cache_size, persist_empty)

    def put(self, documents: Mapping[int, Body]) -> None:
        """Write documents under their ids, new or not."""
        self._update_table(lambda table: table.update(documents))

    def drop(self, doc_ids: Iterable[int]) -> None:
        """Remove documents; one that is not there is no trouble."""

        def without(table: dict[int, Body]) -> None:
            for doc_id in doc_ids:
                table.pop(doc_id, None)

        self._update_table(without)

    def body(self, doc_id: int) -> Body | None:
        return self._journal_storage.table(self.name).get(str(doc_id))

    def _read_table(self) -> dict[str, Body]:
        return cast(dict[str, Body], self._journal_storage.table(self.name))

    def _update_table(self, updater: Callable[[dict[int, Body]], None]) -> None:
        changes = _Changes(self._journal_storage.table(self.name))
        updater(cast(dict[int, Body], changes))
        self._journal_storage.keep((self.name, doc_id, body) for doc_id, body in changes.made())
        self.clear_cache()


class _Changes(MutableMapping[int, Body]):
    """A table as TinyDB's updaters see it: reads what is there, notes what they change, copies nothing else."""

    def __init__(self, before: Mapping[str, Body]) -> None:
        self._before = before
        self._changed: dict[str, Body | None] = {}

    def made(self) -> Iterator[tuple[str, Body | None]]:
        for doc_id, body in self._changed.items():
            if self._before.get(doc_id) != body:
                yield doc_id, body

    def __getitem__(self, doc_id: int) -> Body:
        name = str(doc_id)
        if name not in self._changed:
            if name not in self._before:
                raise KeyError(doc_id)
            self._changed[name] = dict(self._before[name])  # an updater may change what it gets in place
        body = self._changed[name]
        if body is None:
            raise KeyError(doc_id)
        return body

    def __setitem__(self, doc_id: int, body: Body) -> None:
        self._changed[str(doc_id)] = dict(body)

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._changed[str(doc_id)] = None

    def __contains__(self, doc_id: object) -> bool:
        name = str(doc_id)
        return self._changed[name] is not None if name in self._changed else name in self._before

    def __iter__(self) -> Iterator[int]:
        yield from (int(name) for name in self._before if self._changed.get(name, ()) is not None)
        yield from (int(name) for name, body in self._changed.items() if body is not None and name not in self._before)

    def __len__(self) -> int:
        return sum(1 for _ in self)
