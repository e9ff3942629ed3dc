"""A referral: of which type, who is to be supported, and how each of them is reached.

Takes the words with their persons already found, and the writer. Chooses nobody where it cannot tell: a peer is then
`ambiguous`, `text` or `unresolved`, and the coordinator chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from mailer.inbound import contact
from mailer.inbound.kind import ENOUGH, Evidence
from mailer.inbound.people import Match, People, Said
from mailer.inbound.persons import PEER, Figure, chosen, said_of, whole
from mailer.inbound.phrases import Phrasebook
from mailer.inbound.region import region_of
from mailer.inbound.spoken import Marked, Spoken
from mailer.inbound.wishes import Outside
from mailer.inbound.writer import Writer, is_ours
from mailer.model.address import Address
from mailer.model.meaning import Contact, PeerMeant, Reason, ReferralType
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
        known = contact.e164(self.organisation.phone)
        area = known[2:5] if known and known.startswith("+1") else None    # of numbers that are given without one
        return contact.numbers(self.read.text, area)

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
    us = _hits(setting, "with-me")
    routine = evidence.of("event") >= ENOUGH
    own = evidence.own + evidence.of("prior-self")
    theirs = evidence.others + evidence.of("prior-others") + 0.5 * routine + 0.3 * bool(named)
    not_named = _hits(setting, "unnamed-other")
    theirs += 0.4 * bool(not_named) + 0.3 * bool(evidence.of("prior-others"))
    if not any(whole(f) for f in others) and not evidence.of("colleague", "hint-colleague"):
        theirs -= evidence.of("prior-others")    # a first name in passing
    own = (
        own if setting.writer.name or setting.writer.personal or evidence.of("self") >= ENOUGH else 0.0
    )  # an office asks for others
    if not own_of_another and not us and own > theirs and not (routine and named):
        return Chosen("self", (), True, False, evidence.reasons("referral", ("self", "hint-self", "ask")))
    must = max(theirs, evidence.referral) >= ENOUGH
    peers = tuple(chosen(others, must=must, several=bool(_hits(setting, "several"))))
    unnamed_hits = _hits(setting, "unnamed")
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
    return bool(_hits(setting, "notice"))


def _hits(setting: Setting, field: str) -> tuple[Reason, ...]:
    return tuple(
        Reason("peers", hit.rule.name, sentence.words(hit))
        for sentence in setting.sentences
        for hit in sentence.hits(setting.book, field)
    )


def _is_writer(figure: Figure, writer: Writer) -> bool:
    if writer.person is not None and figure.match.fit == "directory":
        return figure.match.people[0].email == writer.person.email
    return bool(writer.name) and figure.best.name == writer.name


def peers_of(setting: Setting, picked: Chosen, wish: Outside) -> tuple[tuple[PeerMeant, ...], tuple[Reason, ...]]:
    """Each peer whole: name, address, number, channel, region."""
    peers: list[PeerMeant] = []
    because: list[Reason] = []
    outside_for = _outside_for(setting, picked, wish)
    if picked.writer:
        peer, rule = _writer_peer(setting, picked, wish if outside_for is None or "" in outside_for else Outside())
        peers.append(peer)
        because.append(rule)
    for figure in picked.figures:
        own_wish = wish if outside_for is None or figure.name in outside_for else Outside()
        peer, rule = _other_peer(setting, picked, figure, own_wish)
        peers.append(peer)
        because.append(rule)
    if picked.unnamed:
        places = _all_said(setting.read)
        region, rule_name = region_of(
            Match("text"),
            places,
            setting.writer,
            setting.message,
            setting.organisation,
            outside=wish.wished,
            asked=wish.asked,
        )
        alone = not picked.figures
        numbers = [n for n in setting.numbers if alone and not _is_mine(setting.read, n)]
        peers.append(
            PeerMeant(
                None,
                None,
                contact.best(numbers),
                _channel(setting, None, alone=alone)[0],
                region,
                "unresolved",
                outside=wish.wished,
            )
        )
        because.append(Reason("region", rule_name))
    return tuple(peers), tuple(dict.fromkeys(because))


def _outside_for(setting: Setting, picked: Chosen, wish: Outside) -> frozenset[str] | None:
    """Where several are named and the wish names one of them, it is that one's alone; None: it is everybody's."""
    if not wish.wished or len(picked.figures) + picked.writer < 2:
        return None
    words = {r.words for r in wish.because}
    names: set[str] = set()
    for sentence in setting.sentences:
        if any(w and w in " ".join(sentence.whole.text.split()) for w in words):
            if any(
                x in sentence.whole.folded
                for x in (" all ", " each ", "everybody", "everyone", "them ", " three", " both", "any of")
            ):
                return None
            within = [s.what for s in sentence.slots]
            names |= {f.name for f in picked.figures if any(m in within for m in f.mentions)}
    return frozenset(names) or None


def _writer_peer(setting: Setting, picked: Chosen, wish: Outside) -> tuple[PeerMeant, Reason]:
    writer, read = setting.writer, setting.read
    alone = not picked.figures
    channel, work = _channel(setting, None, alone=alone) if alone else (_channel(setting, None, alone=False)[0], False)
    row = writer.person
    asked = _asked_address(setting) if alone else None
    sender = writer.address.email if writer.address and not writer.relayed else None
    own_reply = writer.reply_to.email if writer.reply_to and not writer.relayed and writer.reply_to.email else None
    personal = (writer.personal and not asked) or (
        asked is not None and not is_ours(Address(asked), setting.organisation)
    )
    email = asked or own_reply or sender or (row.email if row else None)
    if own_reply and not is_ours(Address(own_reply), setting.organisation):
        personal = True
    if work and row is not None and asked is None:
        email = row.email
    text = f"{read.text}\n{_signature(setting)}"
    named = [n for n in contact.numbers(text, _area(setting)) if alone or n.mine or _is_mine(read, n)]
    phone = contact.best(named)
    if phone is None and row is not None and not personal and not (work and writer.personal):
        phone = row.phone
    match = writer.match
    region, rule = region_of(
        match,
        Said(near=_said_places(setting)),
        writer,
        setting.message,
        setting.organisation,
        outside=wish.wished,
        asked=wish.asked,
    )
    peer = PeerMeant(
        name=writer.name, email=email, phone=phone, contact=channel, region=region,
        resolved="directory" if row else match.fit if writer.name else "unresolved",
        directory_email=row.email if row else None,
        candidates=tuple(p.email for p in match.people) if match.fit == "ambiguous" else (),
        community=row.community if row else writer.community, outside=wish.wished,
    )  # fmt: skip
    return peer, Reason("region", rule)


def _said_places(setting: Setting) -> Said:
    places = setting.writer.places
    return Said(
        communities=frozenset(i for p in places if p.kind == "community" for i in p.ids),
        regions=frozenset(i for p in places if p.kind == "region" for i in p.ids),
    )


def _all_said(read: Spoken) -> Said:
    return Said(
        communities=frozenset(i for p in read.places if p.kind == "community" for i in p.ids),
        regions=frozenset(i for p in read.places if p.kind == "region" for i in p.ids),
    )


def _other_peer(setting: Setting, picked: Chosen, figure: Figure, wish: Outside) -> tuple[PeerMeant, Reason]:
    read, match = setting.read, figure.match
    alone = len(picked.figures) == 1 and not picked.writer
    row = match.people[0] if match.fit == "directory" else None
    given = _address_near(setting, figure, alone)
    if given and row is None and (person := setting.people.by_address(given)) is not None:
        row, match = person, Match("directory", (person,), "address")
    phone = contact.best(_numbers_of(setting, picked, figure, alone))
    personal = given is not None and not is_ours(Address(given), setting.organisation)
    if row is not None and not personal:
        phone = phone or row.phone
    channel = _channel(setting, figure, alone=alone)[0]
    said = said_of(figure.best, read) if figure.best in read.mentions else Said()
    if (
        alone
        and not (said.communities or said.regions or (said.near and (said.near.communities or said.near.regions)))
        and match.fit == "text"
    ):
        said = _all_said(read)
    region, rule = region_of(
        match, said, setting.writer, setting.message, setting.organisation, outside=wish.wished, asked=wish.asked
    )
    peer = PeerMeant(
        name=row.name if row else figure.best.name, email=given or (row.email if row else None), phone=phone, contact=channel,
        region=region, resolved="directory" if row else match.fit, directory_email=row.email if row else None,
        candidates=tuple(p.email for p in match.people) if match.fit == "ambiguous" else (),
        community=row.community if row else next(iter(said.communities), None) if len(said.communities) == 1 else None,
        outside=wish.wished,
    )  # fmt: skip
    return peer, Reason("region", rule)


# numbers and addresses


def _signature(setting: Setting) -> str:
    return setting.message.signature if not setting.message.forwarded or setting.message.own.strip() else ""


def _area(setting: Setting) -> str | None:
    """The area code of the programme's own telephone, for numbers given without one."""
    known = contact.e164(setting.organisation.phone)
    return known[2:5] if known and known.startswith("+1") else None


def _is_mine(read: Spoken, number: contact.Number) -> bool:
    """True where the words before a number say that it is the writer's own."""
    before = read.folded[max(0, number.start - 60) : number.start].rpartition(".")[2]
    last = max((before.rfind(w) for w in (" my ", " me ", "i'm ", " i ", "mine")), default=-1)
    theirs = max((before.rfind(w) for w in (" his ", " her ", " their ", " him ", "'s ", " she ", " he ")), default=-1)
    return number.mine or last > theirs or (before.lstrip().startswith("my ") and theirs < 0)


def _numbers_of(setting: Setting, picked: Chosen, figure: Figure, alone: bool) -> list[contact.Number]:
    """The numbers that the mail gives for a person: in the row or sentence of the name, or said to be his or hers."""
    read = setting.read
    found: list[contact.Number] = []
    for number in setting.numbers:
        if number.mine or _is_mine(read, number):
            continue
        before = [m for m in read.mentions if m.end <= number.start and any(m in f.mentions for f in picked.figures)]
        nearest = before[-1] if before else None
        between = read.text[nearest.end : number.start] if nearest else ""
        sentence = read.sentence_at(number.start)
        pronoun = (
            bool(sentence)
            and any(w in f" {sentence.whole.folded}" for w in (" his ", " her ", " their ", " him ", " she ", " he "))
            if sentence
            else False
        )
        if (
            nearest is not None
            and nearest in figure.mentions
            and ((len(between) < 120 and "\n\n" not in between) or pronoun or alone)
        ) or (alone and (pronoun or nearest is None) and (pronoun or figure.in_subject)):
            found.append(number)
    return found


def _address_near(setting: Setting, figure: Figure, alone: bool) -> str | None:
    """The address that the mail gives for a person."""
    read = setting.read
    for address, place in contact.addresses(read.text):
        if (
            setting.organisation.intake(address)
            or setting.organisation.is_office(address)
            or (setting.writer.address and setting.writer.address.same(address))
        ):
            continue
        person = setting.people.by_address(address)
        if person is not None:
            if any(p.email == person.email for p in figure.match.people):
                return person.email
            continue
        before = read.folded[max(0, place - 40) : place]
        if any(w in before for w in (" my ", " me ", "myself")) and not any(
            w in before for w in (" her ", " his ", " him ")
        ):
            continue
        nearest = [m for m in read.mentions if m.end <= place]
        if alone or (nearest and nearest[-1] in figure.mentions and place - nearest[-1].end < 160):
            return address
    return None


def _asked_address(setting: Setting) -> str | None:
    """The address that the writer asks to be reached at, where the words give one of their own."""
    for address, _ in contact.addresses(setting.read.text):
        if setting.organisation.intake(address) or setting.organisation.is_office(address):
            continue
        person = setting.people.by_address(address)
        if person is None or (setting.writer.person is not None and person.email == setting.writer.person.email):
            return address
    return None


def _channel(setting: Setting, figure: Figure | None, *, alone: bool) -> tuple[Contact, bool]:
    """The channel a person may be reached by, and whether the work address is asked for. Among several peers a wish is that
    of the one whom its sentence names, or who was named last."""
    says: list[str] = []
    last: Figure | None = None
    for sentence in setting.sentences:
        named = [s.what for s in sentence.slots]
        here = figure is not None and any(m in named for m in figure.mentions)
        if here:
            last = figure
        elif named:
            last = None
        hits = sentence.hits(setting.book, "contact")
        if not hits:
            continue
        mine = any(w in f" {sentence.whole.folded} " for w in (" me ", " my ", " i "))
        if alone or here or (figure is not None and last is figure) or (figure is None and mine and not named):
            says += [h.rule.says for h in hits]
    return contact.channel(says), "work" in says
