"""Writing to disk so that it stays: flushed files, flushed directories, replacement by rename.

Says what went wrong as CannotNow, with a cure. Knows nothing of what it writes.
"""

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path

from mailer.model.errors import CannotNow

_FULL_SYNC = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: fsync alone leaves the data in the drive's cache


def flush(descriptor: int) -> None:
    """Everything written to a file is on the disk when this returns."""
    if _FULL_SYNC is not None:
        fcntl.fcntl(descriptor, _FULL_SYNC)
    else:
        os.fsync(descriptor)


def flush_directory(path: Path) -> None:
    """The names in a directory (a rename, a new file) are on the disk when this returns."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """The whole of the data: a short write goes on where it stopped."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def write_beside(path: Path, data: bytes) -> Path:
    """Write a file's next content beside it, flushed, for its owner only; gives the path to be renamed."""
    new = path.with_name(path.name + ".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        write_all(descriptor, data)
        flush(descriptor)
    except OSError:
        discard(new)
        raise
    finally:
        os.close(descriptor)
    return new


def discard(new: Path) -> None:
    """Remove a file that is not needed; one that stays behind is overwritten or removed later."""
    with suppress(OSError):
        new.unlink()


def put_in_place(new: Path, path: Path) -> None:
    """Rename the new file over the old one: a crash leaves the one or the other whole."""
    new.replace(path)
    flush_directory(path.parent)


def cannot_write(what: str, error: OSError) -> CannotNow:
    """The trouble of a failed write, for the person and for the log. Names no content."""
    name = errno.errorcode.get(error.errno or 0, "unknown")
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        plain = (
            f"{what} could not be written: the disk (or the allowance on it) is full. Make room; nothing was lost, "
            "and the work is tried again."
        )
    else:
        plain = f"{what} could not be written ({name}). Check the disk and the rights of its folder; the work is tried again."
    return CannotNow(plain, f"{what}: write failed, {name}")
