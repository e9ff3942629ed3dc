"""What is kept, as bytes and back: one kind for each table, by pydantic from the dataclasses of the model.

Never fails on what it wrote itself; a value that cannot be written is a plain error that does not quote it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from mailer.model.case import Case
from mailer.model.record import Bookmark, Fact, Queued, SeenMail, Stop

Value = TypeVar("Value")


@dataclass(frozen=True)
class Kind(Generic[Value]):
    """A table: its name, what lies in it, the plain id of a document, and whether each document has a key of its own.

    `part` and `join` take bytes out of a document and put them back, so that they need not pass through JSON.
    """

    table: str
    adapter: TypeAdapter[Value]
    id_of: Callable[[Value], str]
    own_key: bool = False
    part: Callable[[Value], tuple[Value, bytes]] | None = None
    join: Callable[[Value, bytes], Value] | None = None

    def write(self, value: Value) -> bytes:
        """JSON; where a part stands aside a line break (JSON has none) and its bytes as they are."""
        try:
            if self.part is None:
                return self.adapter.dump_json(value)
            head, raw = self.part(value)
            return self.adapter.dump_json(head) + b"\n" + raw
        except (PydanticSerializationError, UnicodeError):
            raise ValueError(f"a document of {self.table} holds text that cannot be written as UTF-8") from None

    def read(self, data: bytes) -> Value:
        if self.join is None:
            return self.adapter.validate_json(data)
        head, _, raw = data.partition(b"\n")
        return self.join(self.adapter.validate_json(head), raw)


CASES = Kind("case", TypeAdapter(Case), lambda case: case.id, own_key=True)
SEEN = Kind("seen", TypeAdapter(SeenMail), lambda seen: seen.identity)
OUTBOX = Kind(
    "outbox",
    TypeAdapter(Queued),
    lambda letter: letter.id,
    own_key=True,
    part=lambda letter: (replace(letter, raw=b""), letter.raw),
    join=lambda letter, raw: replace(letter, raw=raw),
)
BOOKMARKS = Kind("bookmark", TypeAdapter(Bookmark), lambda bookmark: bookmark.mailbox)
STOPS = Kind("stop", TypeAdapter(Stop), lambda stop: stop.address_hash)
FACTS = Kind("fact", TypeAdapter(Fact), lambda fact: fact.name)
