"""Fresh ids and tokens: the one place where chance enters."""

import base64
import secrets

_LETTERS = "BCDFGHJKMNPQRSTVWXYZ"  # no vowels: an id never spells a word; no look-alikes
_SIGNS = _LETTERS + "23456789"
_LENGTH = 5


def fresh_ids(count: int) -> tuple[str, ...]:
    """Case ids, such as K7F2M: short enough to be said on the telephone, random, never a counter."""
    chance = secrets.token_bytes(2 * _LENGTH * count)
    # two bytes a sign: the few parts in a thousand by which some signs come more often do not matter for an id that is no secret
    numbers = [int.from_bytes(chance[i : i + 2], "big") for i in range(0, len(chance), 2)]
    return tuple(
        _LETTERS[numbers[at] % len(_LETTERS)] + "".join(_SIGNS[n % len(_SIGNS)] for n in numbers[at + 1 : at + _LENGTH])
        for at in range(0, len(numbers), _LENGTH)
    )


def token() -> str:
    """26 signs of 128 random bits, for the Message-ID of a letter that belongs to no case."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()
