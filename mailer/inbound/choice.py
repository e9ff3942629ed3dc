"""Who of a mail is to be supported: the writer, those asked for, somebody without a name.

Compares what the words say for each, and what type of referral it is. How they are reached is for reach.py, who of the directory
they are was looked up before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mailer.inbound import contact
from mailer.inbound.kind import ENOUGH, Evidence
from mailer.inbound.people import People
from mailer.inbound.persons import PEER, Figure, chosen, whole
from mailer.inbound.phrases import Phrasebook
from mailer.inbound.spoken import Marked, Spoken
from mailer.inbound.writer import Writer
from mailer.model.meaning import Reason, ReferralType
from mailer.model.message import InboundMessage
from mailer.model.organisation import Organisation


@dataclass(frozen=True)
class Setting:
    """What every step needs: the mail, its words, the writer, and what the words are compared with."""

    message: InboundMessage
    read: Spoken
    subject: Spoken
    writer: Writer
    people: People
    organisation: Organisation
    book: Phrasebook

    @cached_property
    def numbers(self) -> tuple[contact.Number, ...]:
        """The telephone numbers of the words, found once."""
        return contact.numbers(self.read.text, self.area)

    @property
    def area(self) -> str | None:
        """The area code of the programme's own telephone, for numbers given without one."""
        known = contact.e164(self.organisation.phone)
        return known[2:5] if known and known.startswith("+1") else None

    @cached_property
    def sentences(self) -> tuple[Marked, ...]:
        return (*self.subject.sentences, *self.read.sentences)


@dataclass(frozen=True)
class Chosen:
    """The type, the persons to be supported (the writer apart), whether the writer is one, whether one more has no name."""

    type: ReferralType
    figures: tuple[Figure, ...] = ()
    writer: bool = False
    unnamed: bool = False
    because: tuple[Reason, ...] = ()


def choose(setting: Setting, found: Sequence[Figure], evidence: Evidence, *, own_of_another: bool = False) -> Chosen:
    """Who is to be supported. `own_of_another`: the words are a plea that somebody else passed on."""
    others = [f for f in found if not _is_writer(f, setting.writer)]
    named = [f for f in others if f.score >= PEER]
    us = () if reasons_of(setting, "not-me") else reasons_of(setting, "with-me")
    routine = evidence.of("event") >= ENOUGH
    own = evidence.own + evidence.of("prior-self")
    theirs = evidence.others + evidence.of("prior-others") + 0.5 * routine + 0.3 * bool(named)
    not_named = reasons_of(setting, "unnamed-other")
    theirs += 0.4 * bool(not_named) + 0.3 * bool(evidence.of("prior-others"))
    if not any(whole(f) for f in others) and not evidence.of("colleague", "hint-colleague"):
        theirs -= evidence.of("prior-others")  # a first name in passing
    own = (
        own if setting.writer.name or setting.writer.personal or evidence.of("self") >= ENOUGH else 0.0
    )  # an office asks for others
    if not own_of_another and not us and own > theirs and not (routine and named):
        return Chosen("self", (), True, False, evidence.reasons("referral", ("self", "hint-self", "ask")))
    must = max(theirs, evidence.referral) >= ENOUGH
    peers = tuple(chosen(others, must=must, several=bool(reasons_of(setting, "several"))))
    unnamed_hits = reasons_of(setting, "unnamed")
    with_me = bool(us) and bool(peers) and not own_of_another
    because = tuple(r for f in peers for r in f.reasons[:2])
    if with_me:
        because += us[:1]
    unnamed = bool(unnamed_hits) and bool(peers)
    if not peers and not own_of_another and own > 0 and (us or not not_named or own > theirs):
        return Chosen("self", (), True, False, evidence.reasons("referral", ("self", "hint-self", "ask")))
    if not peers:
        because += not_named[:1]
        return Chosen(
            "event" if routine and evidence.of("event") > evidence.others else "colleague", (), False, True, because
        )
    count = len(peers) + with_me + unnamed
    kind: ReferralType = "event" if count > 1 or (routine and _is_notice(setting)) else "colleague"
    reasons = evidence.reasons("referral", ("event",) if kind == "event" else ("colleague", "hint-colleague"))
    return Chosen(kind, peers, with_me, unnamed, (*reasons, *because))


def _is_notice(setting: Setting) -> bool:
    return bool(reasons_of(setting, "notice"))


def reasons_of(setting: Setting, field: str) -> tuple[Reason, ...]:
    return tuple(
        Reason("peers", hit.rule.name, sentence.words(hit))
        for sentence in setting.sentences
        for hit in sentence.hits(setting.book, field)
    )


def _is_writer(figure: Figure, writer: Writer) -> bool:
    if writer.person is not None and figure.match.fit == "directory":
        return figure.match.people[0].email == writer.person.email
    return bool(writer.name) and figure.best.name == writer.name
