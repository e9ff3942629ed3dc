"""What would happen to a mail, without a store: for `explain`. Decides with empty books, creates nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from mailer.casework import decide
from mailer.casework.desk import Arrival, Desk
from mailer.edges.chance import fresh_ids
from mailer.inbound.answer import read_answer
from mailer.inbound.automatic import answerable
from mailer.inbound.parse import parse
from mailer.inbound.understand import understand
from mailer.inbound.words import subject_words, unread, words_of
from mailer.model.meaning import Answer, Role, Understanding
from mailer.model.message import InboundMessage
from mailer.service.books import Books
from mailer.service.reading import identity_of


@dataclass(frozen=True)
class Explanation:
    """What a mail means, the peers with their coordinators, the letters it brings at once."""

    meant: Understanding
    peers: tuple[Mapping[str, str | None], ...]
    letters: tuple[dict[str, str], ...]

    def as_json(self, file: str) -> dict[str, object]:
        meant = self.meant
        return {
            "file": file,
            "kind": meant.kind,
            "referral": meant.referral,
            "peers": [dict(peer) for peer in self.peers],
            "outside": meant.outside,
            "avoid": list(meant.avoid),
            "safety": meant.safety,
            "letters": list(self.letters),
            "because": [asdict(reason) for reason in meant.because],
        }


def explain_mail(raw: bytes, books: Books, now: datetime) -> Explanation:
    """The explanation of a mail that answers nothing. `now` is aware; an older mail's own date is used."""
    message = parse(raw, ours=books.intake_addresses)
    region = _intake_region(message, books)
    meant = understand(message, books.organisation, books.people, books.phrases)
    at = min(message.date, now) if message.date else now
    may_answer, _ = answerable(message, books.intake_addresses)
    mailbox = books.organisation.intake_for(region).address
    arrival = Arrival(
        identity=identity_of(message), mailbox=mailbox, region=region, received=at, author=message.author,
        message_id=message.message_id, subject=message.subject, answerable=may_answer,
    )  # fmt: skip
    decision = decide.on_mail(meant, arrival, _empty_desk(books, at))
    owners = [case.owner for case in decision.cases]
    peers = tuple(
        {
            "name": peer.name,
            "email": peer.email,
            "phone": peer.phone,
            "contact": peer.contact,
            "region": peer.region,
            "coordinator": owners[number] if number < len(owners) else None,
            "resolved": peer.resolved,
        }
        for number, peer in enumerate(meant.peers)
    )
    letters = tuple(
        {"letter": letter.name, "to": letter.to.email}
        for letter in decision.letters
        if books.organisation.intake(letter.to.email) is None
    )
    return Explanation(meant, peers, letters)


def explain_answer(raw: bytes, role: Role, letter: str | None, books: Books, now: datetime) -> Answer:
    """What an answer of a role means; `letter` is the name of the letter it answers, where known."""
    message = parse(raw, ours=books.intake_addresses)
    answer = read_answer(
        role,
        words_of(message).text,
        subject_words(message, ()),
        books.phrases,
        books.organisation,
        sent=message.date or now,
        asked=letter,
    )
    return replace(answer, because=(*answer.because, *unread(message)))


def _intake_region(message: InboundMessage, books: Books) -> str:
    """The region of the intake the mail was delivered to, else of the one it is addressed to, else `system`."""
    for email in (*message.delivered_to, *(a.email for a in (*message.to, *message.cc))):
        intake = books.organisation.intake(email)
        if intake is not None:
            return intake.region
    return "system"


def _empty_desk(books: Books, now: datetime) -> Desk:
    return Desk(
        organisation=books.organisation,
        rulebook=books.rulebook,
        now=now,
        loads={},
        open_cases=(),
        fresh_ids=fresh_ids(128),
        stopped=lambda _: False,
        hash_of=lambda email: email,
        fetch_words=lambda _: None,
        crisis_letter_due=lambda _: True,
        away=lambda _: None,
        paused=lambda _: None,
    )
