"""Whose words of a mail are read: the sender's own, those of a forwarded mail, or what a machine relays.

Decides that and nothing else; what the words mean is for person_mail.py.
"""

import re
from dataclasses import dataclass

from mailer.inbound.automatic import MachineMail
from mailer.inbound.names import Mention
from mailer.inbound.people import People, Said
from mailer.inbound.phrases import Phrasebook
from mailer.inbound.spoken import spoken
from mailer.inbound.words import bare_subject, words_of
from mailer.inbound.writer import is_ours
from mailer.model.address import Address
from mailer.model.message import InboundMessage, Passage
from mailer.model.organisation import Organisation, Person


@dataclass(frozen=True)
class Words:
    """Whose words are read, and what lies behind them. `behind` is forwarded text below words of the sender's own."""

    text: str
    subject: str
    author: Address | None
    reply_to: Address | None
    signature: str
    behind: tuple[Passage, ...] = ()
    relayed: bool = False


def words_for(
    message: InboundMessage, found: MachineMail | None, index: People, organisation: Organisation, book: Phrasebook
) -> Words:
    """Whose words count: what a machine relays, the sender's own, or the newest forwarded text where the sender adds nothing."""
    subject = bare_subject(message.subject)
    if found is not None:
        author = found.author
        direct = author is not None and author.same(message.author)
        return Words(
            found.words if direct else form_lines(found.words),
            subject if direct or _ASKS.search(subject) else "",
            author,
            message.reply_to if direct else None,
            "",
            relayed=not direct,
        )
    passage = words_of(message)
    if (
        passage.author is not None
        and passage.author == message.author
        and passage.text.strip() in (message.own.strip(), subject)
    ):
        person = _on_behalf(message, index, organisation, book)
        author = Address(person.email, person.name) if person else message.author
        reply_to = message.reply_to if message.reply_to and not message.reply_to.same(message.author) else None
        return Words(passage.text, subject, author, None if person else reply_to, message.signature, message.forwarded)
    return Words(passage.text, bare_subject(passage.subject), passage.author, passage.reply_to, passage.signature)


# The form that was filled in says what is asked for; the subject of any other machine is its own.
_ASKS = re.compile(r"\brequest\b.{0,30}\bsupport(?:er)?\b|\bsupport(?:er)? request\b|\breferral\b", re.IGNORECASE)
_FIELD = re.compile(r"^[ \t]*([^\n:?]{2,60})([:?])[ \t]+(?=\S)", re.MULTILINE)


def form_lines(text: str) -> str:
    """A form's fields, each a paragraph of its own, so that no sentence runs from one into the next."""
    return _FIELD.sub(r"\n\n\1: ", text)


def _on_behalf(message: InboundMessage, index: People, organisation: Organisation, book: Phrasebook) -> Person | None:
    """The person for whom a shared mailbox writes; nobody where a person of the directory writes."""
    if organisation.person(message.author.email) or not is_ours(message.author, organisation):
        return None
    read = spoken(f"{bare_subject(message.subject)}\n\n{message.own[:2000]}", index)
    for sentence in read.sentences[:8]:
        for hit in sentence.hits(book, "on-behalf"):
            for what in sentence.inside(hit)[-1:]:
                if isinstance(what, Mention):
                    match = index.named(what.words, Said(), titled=what.titled)
                    if match.fit == "directory":
                        return match.people[0]
    return None
