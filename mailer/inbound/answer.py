"""What an answer in a conversation means: the intents of a coordinator, a supporter or a peer, and their argument.

Takes the writer's newest words (no quoted mail, no signature), the edited subject, and the name of the letter that is
answered, since a bare yes, no or number answers that letter's question. Danger is read first, from the same words.
Never guesses: what it cannot tell is `unclear`, which changes nothing and asks back.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

from mailer.inbound import contact
from mailer.inbound.answer_coordinator import read_coordinator
from mailer.inbound.answer_peer import Reading, read_peer
from mailer.inbound.answer_supporter import read_supporter
from mailer.inbound.answer_weighing import weighed
from mailer.inbound.answer_words import said
from mailer.inbound.dates import date_meant
from mailer.inbound.phrases import Phrasebook
from mailer.inbound.safety import read_safety
from mailer.model.meaning import Answer, Reason, Role
from mailer.model.organisation import Organisation

_BARE_YES = re.compile(
    r"(?:yes|yep|yeah|sure|please do|go ahead)\b[\s,.!]{0,3}(?:please|do|do so|thanks|thank you)?[\s.!]{0,3}",
    re.IGNORECASE,
)


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
        if asked == "coordinator/ask-unclear" and reading.intents == ("unclear",) and _BARE_YES.fullmatch(text.strip()):
            # a bare yes answers the question of its letter: "shall we ask them all the same?"
            reading = Reading(("acknowledge",), (Reason("intents: acknowledge", "answer: a bare yes", text.strip()),))
    reading = weighed(reading, sentences, role, asked, book)
    says = [hit.rule.says for one in sentences for hit in book.find_every("contact", one)] if role == "peer" else []
    allowed, phone = contact.wished(says, text)
    return Answer(
        role=role,
        intents=reading.intents,
        text=text,
        argument=reading.argument,
        hold_until=reading.hold_until or _resting_until(reading, text, sent),
        safety=safety.danger,
        because=(*(safety.because if safety.danger else ()), *reading.because),
        contact=allowed,
        phone=phone,
    )


def _resting_until(reading: Reading, text: str, sent: datetime) -> date | None:
    """Until when a supporter asks not to be asked: "pause me until March"."""
    found = date_meant(text, sent.date()) if "pause" in reading.intents else None
    return found.day if found else None
