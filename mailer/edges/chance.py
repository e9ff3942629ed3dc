"""Fresh ids and tokens: the one place where chance enters."""

import secrets

_LETTERS = "BCDFGHJKMNPQRSTVWXYZ"  # no vowels: an id never spells a word; no look-alikes
_SIGNS = _LETTERS + "23456789"


def fresh_ids(count: int) -> tuple[str, ...]:
    """Case ids, such as K7F2M: short enough to be said on the telephone, random, never a counter."""
    return tuple(secrets.choice(_LETTERS) + "".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(count))


def token() -> str:
    """26 signs of 128 random bits, for the Message-ID of a letter that belongs to no case."""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(26))
