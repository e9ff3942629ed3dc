"""What an answer in a conversation means: the intents of a coordinator, a supporter or a peer, and their argument.

Takes the writer's newest words (no quoted mail, no signature), the edited subject, and the name of the letter that is
answered, since a bare yes, no or number answers that letter's question. Danger is read first, from the same words.
Never guesses: what it cannot tell is `unclear`, which changes nothing and asks back.
"""

from collections.abc import Sequence
from datetime import date, datetime

from mailer.inbound.answer_coordinator import read_coordinator
from mailer.inbound.answer_peer import Reading, read_peer
from mailer.inbound.answer_supporter import read_supporter
from mailer.inbound.answer_words import said
from mailer.inbound.dates import date_meant
from mailer.inbound.phrases import Phrasebook
from mailer.inbound.safety import read_safety
from mailer.model.meaning import Answer, Role
from mailer.model.organisation import Organisation


def read_answer(
    role: Role,
    text: str,
    subject_words: str,
    book: Phrasebook,
    organisation: Organisation,
    *,
    sent: datetime,
    asked: str | None = None,
    listed: Sequence[str] = (),
) -> Answer:
    """The meaning of an answer. `listed` are the names that the letter offered, in its order; `sent` is the mail's date."""
    safety = read_safety(text, subject_words, book)
    sentences = said(text, subject_words)
    if role == "peer":
        reading = read_peer(sentences, book, asked)
    elif role == "supporter":
        reading = read_supporter(sentences, book, asked)
    else:
        reading = read_coordinator(sentences, book, organisation, sent=sent, asked=asked, listed=listed)
    return Answer(
        role=role,
        intents=reading.intents,
        text=text,
        argument=reading.argument,
        hold_until=reading.hold_until or _resting_until(reading, text, sent),
        safety=safety.danger,
        because=(*(safety.because if safety.danger else ()), *reading.because),
    )


def _resting_until(reading: Reading, text: str, sent: datetime) -> date | None:
    """Until when a supporter asks not to be asked: "pause me until March"."""
    found = date_meant(text, sent.date()) if "pause" in reading.intents else None
    return found.day if found else None
