"""The keys of cases and letters: a random one for each, all in one small file, sealed under the master key.

The file holds more keys than are in use, so that opening a case or queueing a letter needs no write here: the key is on the disk
before the commit that names its number. Destroying a key is writing the file anew without it; numbers never come back.
Numbers are the only link to the data: the file knows neither cases nor letters. Of this file only the newest back-up is to be kept.
"""

import secrets
import struct
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mailer.edges.store.durable import cannot_write, discard, put_in_place, write_beside
from mailer.edges.store.keys import MasterKey
from mailer.edges.store.sealing import seal, unseal
from mailer.model.errors import CannotEver

_FORMAT = b"peer-support-case-keys-1\n"
_HEAD = struct.Struct(">QQ")  # next number, how many
_ENTRY = struct.Struct(">Q32s")
_SPARE = 1024  # unused keys held at least; a share of the used ones where there are many
_SPENT = 512  # destroyed at the latest when so many letters have left, if no pass ends before


class Keyring:
    """The keys by number. `in_use` must be told once after opening, before any key is taken."""

    def __init__(self, path: Path, master: MasterKey, *, needed: bool, writable: bool) -> None:
        """`needed`: the journal names keys, so a missing file is an error; else it is made."""
        self.path = path
        self._master = master.derive("case-keys")
        self._keys: dict[int, bytes] = {}
        self._next = 1
        self._free: list[int] = []
        self._spent: set[int] = set()
        if path.exists() or needed:
            self._load()
        elif writable:
            self._write((), _SPARE)

    def in_use(self, used: Collection[int], mentioned: Collection[int]) -> None:
        """Sort the keys after the journal was read: used, destroyed but still here (to be dropped), never used."""
        self._spent = {n for n in mentioned if n in self._keys and n not in used}
        self._free = sorted((n for n in self._keys if n not in used and n not in mentioned), reverse=True)

    def key(self, number: int) -> bytes | None:
        """The key, or None where it was destroyed. Raises CannotEver where this file is older than the data."""
        if number >= self._next:
            raise CannotEver(
                f"{self.path.name} is older than the journal: it lacks keys that were made later. Put the newest one back.",
                "case keys older than the journal",
            )
        return self._keys.get(number)

    def take(self) -> int:
        """The number of a key never used before, already on the disk."""
        if not self._free:
            self.settle()
        return self._free.pop()

    def give_back(self, numbers: Iterable[int]) -> None:
        """Keys that were taken for a commit that did not happen."""
        self._free.extend(numbers)

    def spend(self, numbers: Iterable[int]) -> None:
        """These keys are to be destroyed: nothing refers to them any more, and they leave the file at the next `settle`."""
        self._spent.update(numbers)

    def held(self) -> int:
        """How many keys the file holds, used or not."""
        return len(self._keys)

    def spare(self) -> int:
        """How many of them were never used."""
        return len(self._free)

    @property
    def overdue(self) -> bool:
        return len(self._spent) >= max(_SPENT, len(self._keys) // 16)

    @property
    def owes(self) -> bool:
        return bool(self._spent)

    def settle(self) -> None:
        """Write the file anew: without the spent keys, with enough unused ones."""
        used = len(self._keys) - len(self._free) - len(self._spent)
        self._write(self._spent, max(0, max(_SPARE, used // 8) - len(self._free)))

    @contextmanager
    def destroying(self, numbers: Collection[int]) -> Iterator[None]:
        """Destroy keys together with what the body commits: the new file is ready before, and takes its place after it.

        Crash in between: the journal says that they are destroyed, and `in_use` finds them at the next start.
        """
        going = self._spent.union(numbers)
        new = self._prepare(going, {})
        try:
            yield
        except BaseException:
            discard(new)
            raise
        self._spent = going  # whatever happens to the rename: nothing refers to them any more
        try:
            put_in_place(new, self.path)
        except OSError:
            return  # still owed: `settle` does it at the end of the pass
        self._drop(going)

    def _write(self, without: Collection[int], more: int) -> None:
        added = {self._next + n: secrets.token_bytes(32) for n in range(more)}
        gone = set(without)
        new = self._prepare(gone, added)
        try:
            put_in_place(new, self.path)
        except OSError as error:
            discard(new)
            raise cannot_write("The file of case keys", error) from error
        self._keys.update(added)
        self._next += more
        self._free = sorted((*self._free, *added), reverse=True)
        self._drop(gone)

    def _prepare(self, without: Collection[int], added: dict[int, bytes]) -> Path:
        kept = [(n, k) for n, k in (self._keys | added).items() if n not in without]
        plain = _HEAD.pack(self._next + len(added), len(kept)) + b"".join(_ENTRY.pack(n, k) for n, k in kept)
        try:
            return write_beside(self.path, _FORMAT + seal(self._master, _FORMAT, plain))
        except OSError as error:
            raise cannot_write("The file of case keys", error) from error

    def _drop(self, numbers: Collection[int]) -> None:
        for number in numbers:
            self._keys.pop(number, None)
        self._spent = self._spent.difference(numbers)

    def _load(self) -> None:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            raise CannotEver(
                f"{self.path.name} is missing, and without it no case can be read. Put its newest back-up back.",
                "case keys missing",
            ) from None
        if not content.startswith(_FORMAT):
            raise CannotEver(f"{self.path.name} is damaged. Put its newest back-up back.", "case keys: unknown format")
        plain = unseal(self._master, _FORMAT, content[len(_FORMAT) :], self.path.name)
        self._next, _ = _HEAD.unpack_from(plain)
        self._keys = dict(_ENTRY.iter_unpack(plain[_HEAD.size :]))
