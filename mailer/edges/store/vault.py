"""Sealed documents in a folder: TinyDB tables over the journal, each body encrypted, each case and letter under a key of its own.

    data_dir/journal     one line a commit; ids as keyed hashes, bodies sealed (journal_file.py)
    data_dir/case-keys   the keys of cases and letters, sealed under the master key, which lies elsewhere (keyring.py)
    data_dir/lock        held while an instance runs

Crash story: before the line is on the disk nothing of a commit is there, afterwards all of it; a torn line is cut at the next
start. Keys are on the disk before the line that needs them. What the journal removed, but a crash left in the files, goes at the
next start. Restoring an old journal beside the newest case-keys brings back nothing that was forgotten.
Knows no question but "the document of this id".
"""

import fcntl
import hmac
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import cast

from tinydb import TinyDB

from mailer.edges.store.documents import CASES, OUTBOX, SEEN, Kind, Value
from mailer.edges.store.durable import cannot_write
from mailer.edges.store.interface import AlreadyRunning
from mailer.edges.store.journal_file import Body
from mailer.edges.store.journal_storage import JournalStorage, JournalTable
from mailer.edges.store.keyring import Keyring
from mailer.edges.store.keys import MasterKey
from mailer.edges.store.sealing import as_text, from_text, hidden_id, seal, unseal
from mailer.model.errors import CannotEver, CannotNow

_REMEMBERED = (CASES.table, SEEN.table)  # removed from here means erased: the journal must not remember it


class _JournalledTinyDB(TinyDB):
    """TinyDB whose tables hand their storage only what changed."""

    table_class = JournalTable


class Batch:
    """What one commit writes and removes, sealed already."""

    def __init__(self) -> None:
        self.puts: dict[str, dict[int, Body]] = {}
        self.drops: dict[str, list[int]] = {}
        self.taken: list[int] = []  # keys taken for new documents
        self.spent: list[int] = []  # keys of letters that left: destroyed at the end of the pass
        self.destroyed: list[int] = []  # keys of what is erased: destroyed with this commit


class Vault:
    """One data folder. `read_only` takes no lock, writes nothing, and shows the state at its opening."""

    def __init__(self, data_dir: Path, key: MasterKey, *, read_only: bool = False) -> None:
        self._read_only = read_only
        self._closing = ExitStack()
        try:
            self._open(data_dir, key)
        except OSError as error:
            self._closing.close()
            raise CannotEver(
                "The data folder cannot be used. Check that it is a folder, and the rights of its files.",
                f"data folder: {type(error).__name__}",
            ) from error
        except BaseException:
            self._closing.close()
            raise

    def _open(self, data_dir: Path, key: MasterKey) -> None:
        self._ids_key, self._shared_key = key.derive("store-ids"), key.derive("store-documents")
        journal, keys = data_dir / "journal", data_dir / "case-keys"
        if not self._read_only:
            _lock(data_dir, self._closing)
            for left_over in (journal, keys):
                left_over.with_name(left_over.name + ".new").unlink(missing_ok=True)
        if keys.exists() and not journal.exists():
            raise CannotEver(
                "The journal is missing beside its case-keys. Put the newest back-up of the journal back.",
                "journal missing",
            )
        mentioned: set[int] = set()
        erased: set[str] = set()

        def watch(table: str, body: Body | None) -> None:
            if body is None:
                erased.add(table)
            else:
                mentioned.add(_key_number(body))

        check = hmac.digest(key.derive("store-check"), b"which key", "sha256").hex()[:16]
        self._database = _JournalledTinyDB(
            journal, check, storage=JournalStorage, writable=not self._read_only, watch=watch
        )
        self._closing.callback(self._database.close)
        self._storage = cast(JournalStorage, self._database.storage)
        mentioned.discard(0)
        self._keyring = Keyring(keys, key, needed=bool(mentioned), writable=not self._read_only)
        self._owes_compaction = bool(erased.intersection(_REMEMBERED))
        self._no_room = False
        used = {
            _key_number(body) for kind in (CASES.table, OUTBOX.table) for body in self._storage.table(kind).values()
        }
        gone = self._without_key()
        self._keyring.in_use(used, mentioned)
        self.forgotten_at_start = len(gone)
        if not self._read_only:
            if gone:
                with self._storage.one_line():
                    for table, doc_id in gone:
                        self._table(table).drop((doc_id,))
                self._owes_compaction = True
            self.tidy()

    @property
    def torn_bytes(self) -> int:
        """What a crash had left of an unacknowledged commit, and was cut."""
        return self._storage.journal.torn_bytes

    def get(self, kind: Kind[Value], plain_id: str) -> Value | None:
        doc_id = hidden_id(self._ids_key, kind.table, plain_id)
        body = self._table(kind.table).body(doc_id)
        return None if body is None else self._unsealed(kind, str(doc_id), body)

    def all(self, kind: Kind[Value]) -> Iterator[Value]:
        """Every document of a kind, in the order they were first written."""
        for doc_id, body in self._storage.table(kind.table).items():
            value = self._unsealed(kind, doc_id, body)
            if value is not None:
                yield value

    @contextmanager
    def commit(self) -> Iterator[Batch]:
        """Collect a batch; at the end of the body it is written, all of it or (after any exception) nothing."""
        if self._read_only:
            raise CannotEver("The store was opened for reading only.", "write to a store opened for reading")
        batch = Batch()
        try:
            yield batch
            self._write(batch)
        except BaseException:
            self._keyring.give_back(batch.taken)
            raise
        self._keyring.spend(batch.spent)
        erasing = any(batch.drops.get(table) for table in _REMEMBERED)
        self._owes_compaction = self._owes_compaction or erasing
        if erasing or (not self._no_room and (self._keyring.overdue or self._storage.worth_compacting)):
            self.tidy()

    def put(self, batch: Batch, kind: Kind[Value], value: Value, version: int | None = None) -> None:
        """Seal a document into the batch. Without a version it is one more than the stored one."""
        plain_id = kind.id_of(value)
        doc_id = hidden_id(self._ids_key, kind.table, plain_id)
        puts = batch.puts.setdefault(kind.table, {})
        before = puts.get(doc_id) or self._table(kind.table).body(doc_id)
        number = 0
        if kind.own_key:
            number = _key_number(before) if before is not None else self._keyring.take()
            if before is None:
                batch.taken.append(number)
        if version is None:
            version = int(before["v"]) + 1 if before is not None else 1
        key = self._key(number)
        if key is None:
            raise CannotEver(
                "A document's key was destroyed; it cannot be written again.", f"{kind.table}: key destroyed"
            )
        sealed = seal(key, _about(kind.table, str(doc_id), version, number), kind.write(value))
        puts[doc_id] = {"v": version, "k": number, "b": as_text(sealed)}

    def drop(self, batch: Batch, kind: Kind[Value], plain_id: str, *, at_once: bool = False) -> None:
        """Remove a document; its own key is destroyed with the commit (`at_once`), or at the end of the pass."""
        doc_id = hidden_id(self._ids_key, kind.table, plain_id)
        written = batch.puts.get(kind.table, {}).pop(doc_id, None)
        before = self._table(kind.table).body(doc_id)
        if before is not None:
            batch.drops.setdefault(kind.table, []).append(doc_id)
        body = before or written
        if kind.own_key and body is not None:
            (batch.destroyed if at_once else batch.spent).append(_key_number(body))

    def tidy(self) -> None:
        """Destroy what is due, compact where it is owed or worth it. A full disk leaves it for the next time."""
        if self._read_only:
            return
        try:
            if self._keyring.owes:
                self._keyring.settle()
            if self._owes_compaction or self._storage.worth_compacting:
                self.compact()
            self._no_room = False
        except CannotNow:
            self._no_room = True

    def compact(self) -> None:
        if self._keyring.owes:
            self._keyring.settle()  # first: afterwards nothing remembers that these keys were used
        self._storage.compact()
        self._owes_compaction = False

    def close(self) -> None:
        self.tidy()
        self._read_only = True
        self._closing.close()

    def _write(self, batch: Batch) -> None:
        with ExitStack() as both:
            if batch.destroyed:
                both.enter_context(self._keyring.destroying(batch.destroyed))
            both.enter_context(self._storage.one_line())
            for table, documents in batch.puts.items():
                if documents:
                    self._table(table).put(documents)
            for table, doc_ids in batch.drops.items():
                self._table(table).drop(doc_ids)

    def _table(self, name: str) -> JournalTable:
        return cast(JournalTable, self._database.table(name))

    def _key(self, number: int) -> bytes | None:
        return self._keyring.key(number) if number else self._shared_key

    def _unsealed(self, kind: Kind[Value], doc_id: str, body: Body) -> Value | None:
        number = _key_number(body)
        key = self._key(number)
        if key is None:
            return None
        about = _about(kind.table, doc_id, int(body["v"]), number)
        return kind.read(unseal(key, about, from_text(str(body["b"])), f"a document of {kind.table}"))

    def _without_key(self) -> list[tuple[str, int]]:
        """Documents of an older journal whose keys were destroyed since: what was forgotten stays forgotten."""
        return [
            (table, int(doc_id))
            for table in (CASES.table, OUTBOX.table)
            for doc_id, body in self._storage.table(table).items()
            if self._keyring.key(_key_number(body)) is None
        ]


def _key_number(body: Body) -> int:
    return int(body["k"])


def _about(table: str, doc_id: str, version: int, number: int) -> bytes:
    return f"{table}/{doc_id}/{version}/{number}".encode("ascii")


def _lock(data_dir: Path, closing: ExitStack) -> None:
    """One writer: the lock goes with the process, however it ends."""
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise cannot_write("The data folder", error) from error
    closing.callback(os.close, descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning(
            "Another instance is already running on this data folder. Stop it first, or leave the work to it.",
            "store locked",
        ) from None
