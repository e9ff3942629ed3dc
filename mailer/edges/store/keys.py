"""The master key: made once, kept in one small file outside the data, and the keys derived from it.

Without this file nothing in the store can be read, by anybody: back it up. It is never rotated, because the hashes of those who
asked never to be contacted again depend on it. Never logs or prints a key.
"""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mailer.edges.store.durable import cannot_write, flush_directory, write_beside
from mailer.model.errors import CannotEver

_MARK = "peer-support-key-1:"
_WORDS = """\
# The key of the peer support service. Everything it keeps is encrypted under this key.
# Keep a copy where only those who run the service can reach it (a password manager, a sealed envelope), apart from the
# back-ups of the data. Without it nothing can be read again; with it, everything can. Never change the line below.
"""


@dataclass(frozen=True)
class MasterKey:
    """The key that all others come from. Shown nowhere: its repr is empty."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != 32:
            raise ValueError("a master key has 32 bytes")

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (reply-marks, stop-hashes, …), the same for ever (HKDF, RFC 5869)."""
        return _derive(self.secret, purpose)

    @classmethod
    def from_text(cls, text: str, where: str = "The key") -> "MasterKey":
        """The key of a key file's text. Raises CannotEver, which never quotes the text."""
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        try:
            if len(lines) != 1 or not lines[0].startswith(_MARK):
                raise ValueError
            return cls(base64.b64decode(lines[0].removeprefix(_MARK), validate=True))
        except (ValueError, binascii.Error):
            raise CannotEver(
                f"{where} is no key of this service: it should hold one line that begins with {_MARK} "
                "Put the right file back from its back-up.",
                "master key unreadable",
            ) from None

    def text(self) -> str:
        """The content of the key file, with the words that say to back it up."""
        return f"{_WORDS}{_MARK}{base64.b64encode(self.secret).decode('ascii')}\n"


@lru_cache(maxsize=64)
def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"peer-support/{purpose}".encode()).derive(secret)


def new_key() -> MasterKey:
    return MasterKey(secrets.token_bytes(32))


def load_or_make_key(path: Path, data_dir: Path | None = None) -> MasterKey:
    """The key in a file, which is made (mode 0600) where there is none and no data waits for one.

    `data_dir` is where the store lies: the key must not lie within it, and where data is there already a missing key is
    an error, not a reason to make another.
    """
    if data_dir is not None and path.resolve().is_relative_to(data_dir.resolve()):
        raise CannotEver(
            f"The key {path.name} lies inside the data folder, so every back-up of the data would carry it. "
            "Set [store] key to a place outside.",
            "master key inside the data folder",
        )
    try:
        return MasterKey.from_text(path.read_text("utf-8", errors="replace"), f"The key file {path.name}")
    except FileNotFoundError:
        pass
    except OSError as error:
        raise CannotEver(
            f"The key file {path.name} cannot be read. Check its rights.", f"master key: {type(error).__name__}"
        ) from error
    if data_dir is not None and (data_dir / "journal").exists():
        raise CannotEver(
            f"The key file {path.name} is missing, but there is data made with it. Put it back from its back-up.",
            "master key missing",
        )
    return _make(path)


def _make(path: Path) -> MasterKey:
    key = new_key()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = write_beside(path, key.text().encode("utf-8"))
        try:
            os.link(new, path)  # fails where somebody else made one meanwhile: a key is never overwritten
        finally:
            new.unlink()
        flush_directory(path.parent)
    except FileExistsError:
        return load_or_make_key(path)
    except OSError as error:
        raise cannot_write(f"The key file {path.name}", error) from error
    return key
