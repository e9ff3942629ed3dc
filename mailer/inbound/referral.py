"""The peers of a referral, each whole: name, address, number, channel, region.

Takes the words with their persons already found, and the writer. Chooses nobody where it cannot tell: a peer is then
`ambiguous`, `text` or `unresolved`, and the coordinator chooses.
"""

from mailer.inbound import contact
from mailer.inbound.choice import Chosen, Setting
from mailer.inbound.people import Match, Said
from mailer.inbound.persons import Figure, said_of
from mailer.inbound.reach import address_near, asked_address, channel, is_mine, numbers_of, signature
from mailer.inbound.region import region_of
from mailer.inbound.spoken import Spoken
from mailer.inbound.wishes import Outside
from mailer.inbound.writer import is_ours
from mailer.model.address import Address
from mailer.model.meaning import PeerMeant, Reason


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
        numbers = [n for n in setting.numbers if alone and not is_mine(setting.read, n)]
        peers.append(
            PeerMeant(
                None,
                None,
                contact.best(numbers),
                channel(setting, None, alone=alone)[0],
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
    allowed, work = channel(setting, None, alone=alone)
    row = writer.person
    asked = asked_address(setting) if alone else None
    sender = writer.address.email if writer.address and not writer.relayed else None
    own_reply = writer.reply_to.email if writer.reply_to and not writer.relayed and writer.reply_to.email else None
    personal = (writer.personal and not asked) or (
        asked is not None and not is_ours(Address(asked), setting.organisation)
    )
    email = asked or own_reply or sender or (row.email if row else None)
    if own_reply and not is_ours(Address(own_reply), setting.organisation):
        personal = True
    work = work and alone
    if work and row is not None and asked is None:
        email = row.email
    text = f"{read.text}\n{signature(setting)}"
    named = [n for n in contact.numbers(text, setting.area) if alone or n.mine or is_mine(read, n)]
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
        name=writer.name, email=email, phone=phone, contact=allowed, region=region,
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
    given = address_near(setting, figure, alone)
    if given and row is None and (person := setting.people.by_address(given)) is not None:
        row, match = person, Match("directory", (person,), "address")
    phone = contact.best(numbers_of(setting, picked, figure, alone))
    personal = given is not None and not is_ours(Address(given), setting.organisation)
    if row is not None and not personal:
        phone = phone or row.phone
    allowed = channel(setting, figure, alone=alone)[0]
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
        name=row.name if row else figure.best.name, email=given or (row.email if row else None), phone=phone, contact=allowed,
        region=region, resolved="directory" if row else match.fit, directory_email=row.email if row else None,
        candidates=tuple(p.email for p in match.people) if match.fit == "ambiguous" else (),
        community=row.community if row else next(iter(said.communities), None) if len(said.communities) == 1 else None,
        outside=wish.wished,
    )  # fmt: skip
    return peer, Reason("region", rule)
