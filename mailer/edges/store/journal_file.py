"""An append-only file of checksummed lines, one line a commit, one flush a line.

A line is `checksum length body`: BLAKE2b of the body (8 bytes, hex), the body's length (hex), and the body, JSON of
`[number, entries]`. Lines are numbered, so that a lost one is noticed. What a crash tore off at the end was never acknowledged
and is cut; any other damage is an error that names the line, and changes nothing. A failed write is cut away first of all.
Knows neither tables nor keys: an entry is a table's name, a document's id, and its body or None where it is removed.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from mailer.edges.store.durable import cannot_write, discard, flush, put_in_place, write_all
from mailer.model.errors import CannotEver

Body = Mapping[str, int | str]
Entry = tuple[str, str, Body | None]

FORMAT = "peer-support-journal-1"
_PREFIX = 16 + 1 + 8 + 1  # checksum, space, length, space
_HOLE = b"\0" * 8  # a block that never reached the disk when the power went reads as zeros
_LINE_OF_MANY = 64  # documents a line when the file is written anew


class JournalFile:
    """One journal. Call `replay` once after opening; then `append` and `rewrite`."""

    def __init__(self, path: Path, key_check: str, *, writable: bool = True) -> None:
        self.path = path
        self.torn_bytes = 0
        self._head = {"format": FORMAT, "key": key_check}
        self._writable = writable
        self._end = 0  # where the last good line ends
        self._number = 0
        self._sound = True  # False: bytes of a failed write may lie behind _end
        if writable and not path.exists():
            self._make()
        self._descriptor = os.open(path, os.O_RDWR if writable else os.O_RDONLY) if path.exists() else -1

    @property
    def size(self) -> int:
        return self._end

    def replay(self) -> Iterator[Sequence[Entry]]:
        """Every commit since the file was made, oldest first. Cuts a torn tail; raises CannotEver where a line is damaged."""
        if self._descriptor < 0:
            return  # only read, and nothing was ever written
        with open(self._descriptor, "rb", closefd=False) as file:
            for at, line in enumerate(file, 1):
                found = _read(line)
                if found is None:
                    rest = line + file.read()
                    if at > 1 and _is_torn(rest):
                        self.torn_bytes = len(rest)
                        break
                    raise self._damaged(at)
                number, content = found
                if at == 1:
                    self._check_head(content)
                elif number != self._number + 1 or not isinstance(content, list):
                    raise self._damaged(at)
                else:
                    yield content
                self._number = number
                self._end += len(line)
        if self._end == 0:
            raise self._damaged(1)
        if self.torn_bytes and self._writable:
            self._cut()

    def append(self, entries: Sequence[Entry]) -> None:
        """One commit. Durable when it returns; where it raises CannotNow, nothing of it is in the file.

        (A disk that refuses the flush and then the cut too leaves a line in doubt, as a crash would; the next append cuts it.)
        """
        line = _line(self._number + 1, entries)
        try:
            if not self._sound:
                self._reopen()
            self._sound = False  # until the line is whole: an interruption leaves it for the next append to cut
            os.lseek(self._descriptor, self._end, os.SEEK_SET)
            write_all(self._descriptor, line)
            flush(self._descriptor)
        except OSError as error:
            self._try_to_cut()
            raise cannot_write("The journal", error) from error
        self._number, self._end, self._sound = self._number + 1, self._end + len(line), True

    def rewrite(self, entries: Iterable[Entry]) -> None:
        """Replace the file by one that holds these entries alone. A crash leaves the old or the new one, whole."""
        new = self.path.with_name(self.path.name + ".new")
        try:
            descriptor, number, end = self._write_new(new, entries)
            try:
                put_in_place(new, self.path)
            except OSError:
                os.close(descriptor)
                raise
        except OSError as error:
            discard(new)
            raise cannot_write("The compacted journal", error) from error
        os.close(self._descriptor)
        self._descriptor, self._number, self._end, self._sound = descriptor, number, end, True

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _make(self) -> None:
        new = self.path.with_name(self.path.name + ".new")
        try:
            descriptor, _, _ = self._write_new(new, ())
            os.close(descriptor)
            put_in_place(new, self.path)
        except OSError as error:
            raise cannot_write("The journal", error) from error

    def _write_new(self, new: Path, entries: Iterable[Entry]) -> tuple[int, int, int]:
        descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            number, end = 0, 0
            for content in chain((self._head,), _by_many(entries)):
                line = _line(number, content)
                write_all(descriptor, line)
                number, end = number + 1, end + len(line)
            flush(descriptor)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor, number - 1, end

    def _check_head(self, head: object) -> None:
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            raise CannotEver(
                f"{self.path.name} is no journal that this version can read. Use the version that wrote it.",
                "journal: unknown format",
            )
        if head.get("key") != self._head["key"]:
            raise CannotEver(
                "The key does not fit the data: another key file was in use when the data folder was made. Put that key file back "
                "(from its back-up); without it nothing in the folder can be read.",
                "journal: wrong master key",
            )

    def _damaged(self, line: int) -> CannotEver:
        return CannotEver(
            f"{self.path.name} is damaged in line {line} (byte {self._end}). Nothing was changed. Keep a copy, "
            "and put the newest back-up of the journal in its place.",
            f"journal: line {line} damaged at byte {self._end}",
        )

    def _cut(self) -> None:
        """Cut what stands behind the last good line."""
        try:
            os.ftruncate(self._descriptor, self._end)
            flush(self._descriptor)
        except OSError as error:
            raise cannot_write("The journal", error) from error

    def _try_to_cut(self) -> None:
        """After a failed write; where even this fails, the next append tries again before it writes."""
        try:
            self._reopen()
        except OSError:
            return

    def _reopen(self) -> None:
        """A descriptor that failed a flush is not to be trusted with another one: open the file anew, cut the failed line away."""
        descriptor = os.open(self.path, os.O_RDWR)
        try:
            os.ftruncate(descriptor, self._end)
            flush(descriptor)
        except OSError:
            os.close(descriptor)
            raise
        os.close(self._descriptor)
        self._descriptor, self._sound = descriptor, True


def _line(number: int, content: object) -> bytes:
    body = json.dumps([number, content], separators=(",", ":"), ensure_ascii=True).encode("ascii")
    return b"%s %08x %s\n" % (blake2b(body, digest_size=8).hexdigest().encode("ascii"), len(body), body)


def _read(line: bytes) -> tuple[int, object] | None:
    """The number and content of a line, or None where it is not whole."""
    body = line[_PREFIX:-1]
    if line[-1:] != b"\n" or line[:_PREFIX] != b"%s %08x " % (
        blake2b(body, digest_size=8).hexdigest().encode("ascii"),
        len(body),
    ):
        return None
    number, content = json.loads(body)
    return number, content


def _is_torn(tail: bytes) -> bool:
    """Is this what a crash leaves of a line: its beginning, or blocks of it that never reached the disk?"""
    if _HOLE in tail:
        return True
    if b"\n" in tail:
        return False
    try:
        promised = int(tail[17:25], 16) if len(tail) >= _PREFIX else len(tail)
    except ValueError:
        return False
    return len(tail) < _PREFIX + promised + 1


def _by_many(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == _LINE_OF_MANY:
            yield batch
            batch = []
    if batch:
        yield batch
