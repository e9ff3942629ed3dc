"""Writes every sample letter, as it leaves, into a file a person can read: `python -m tests.letters.write_letters`.

Run it after a change of words, then read the difference.
"""

from collections import Counter
from pathlib import Path

from tests.outbound.letter_desk import all_samples, composed

FOLDER = Path(__file__).parent


def letters_as_they_leave() -> dict[str, bytes]:
    """The bytes of every sample letter by the path of its file."""
    seen: Counter[str] = Counter()
    files: dict[str, bytes] = {}
    for letter in all_samples():
        seen[letter.name] += 1
        number = f"-{seen[letter.name]}" if seen[letter.name] > 1 else ""
        files[f"{letter.name}{number}.txt"] = composed(letter).raw
    return files


def main() -> None:
    for path, raw in letters_as_they_leave().items():
        (FOLDER / path).parent.mkdir(exist_ok=True)
        (FOLDER / path).write_bytes(raw)


if __name__ == "__main__":
    main()
