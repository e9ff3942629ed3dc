"""Encrypting one document: AES-256-GCM with a fresh nonce, bound to its table, id, version and key (associated data).

A document that was moved to another place, or put back in an older version under a new number, does not open.
"""

import base64
import secrets
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mailer.model.errors import CannotEver

_NONCE = 12


def seal(key: bytes, about: bytes, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def unseal(key: bytes, about: bytes, sealed: bytes, what: str) -> bytes:
    """The plain bytes. `what` names the thing without its content, for the error."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    except (InvalidTag, ValueError):
        raise CannotEver(
            f"{what} cannot be opened: it was damaged or changed by another hand. Put the newest back-up in its place.",
            f"{what}: seal broken",
        ) from None


def as_text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode("ascii")


def from_text(text: str) -> bytes:
    return base64.b64decode(text)


def hidden_id(key: bytes, table: str, name: str) -> int:
    """The number under which a document lies: a keyed hash, since ids and addresses shall not stand in a file in clear."""
    return int.from_bytes(
        blake2b(f"{table}\0{name}".encode("utf-8", "surrogatepass"), key=key, digest_size=15).digest(), "big"
    )
