"""What starts a case in the simulation: who writes about whom, what they ask for, and who must therefore never be asked.

The facts are worked out here from the made-up organisation by plain rules, not by the code under test.
"""

from dataclasses import dataclass, field
from random import Random

from mailer.model.address import canonical
from mailer.model.organisation import SYSTEM, Organisation, Person
from tests.simulation import voices


@dataclass(frozen=True)
class Referral:
    """A referral as its writer means it."""

    writer: Person
    writer_address: str
    peers: tuple[Person, ...]
    text: str
    secret: str
    subject: str = "A colleague"
    outside: bool = False
    never: frozenset[str] = frozenset()  # supporters who may not be asked, canonical addresses
    calls_only: bool = False
    danger: bool = False
    plain: bool = True  # one clear thing is asked: what becomes of it can be foretold
    far: frozenset[str] = field(default=frozenset())  # offices that may learn nothing at all

    @property
    def own(self) -> bool:
        return self.writer in self.peers


class Staff:
    """The people of the organisation, sorted for the plays."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        offices = {canonical(a.email) for _, a in organisation.offices()}
        supporters = {canonical(s.person.email) for s in organisation.supporters}
        names = [p.name for p in organisation.directory]
        plain = [p for p in organisation.directory if names.count(p.name) == 1 and p.email.split("@")[0].isascii()]
        self.peers = [p for p in plain if canonical(p.email) not in offices | supporters]
        self.supporters = [p for p in plain if canonical(p.email) in supporters]
        self.double = next(p.name for p in organisation.directory if names.count(p.name) == 2)

    def region_of(self, person: Person) -> str:
        return self.organisation.region_of_community(person.community) or SYSTEM

    def place_of(self, person: Person) -> str:
        community = self.organisation.community(person.community)
        return community.name if community else "here"

    def offices_of(self, region: str) -> frozenset[str]:
        """Coordinator and backups of a region; the system coordinator holds what belongs to nobody else."""
        place = self.organisation.region(region)
        system = self.organisation.region(SYSTEM).coordinator
        return frozenset(canonical(a.email) for a in (place.coordinator, *place.backups) if not a.same(system))

    def supporters_of(
        self, *, community: str = "", region: str = "", department: str = "", surname: str = ""
    ) -> frozenset[str]:
        found = (s.person for s in self.organisation.supporters)
        return frozenset(
            canonical(p.email)
            for p in found
            if (community and p.community == community)
            or (region and self.region_of(p) == region)
            or (department and p.department == department)
            or (surname and p.name.split()[-1] == surname)
        )


def referral(staff: Staff, chance: Random, cast: list[Person], secret: str) -> Referral:
    """A referral of one of the kinds that people write."""
    kind = chance.choices(("colleague", "self", "many", "danger", "home", "double"), (8, 5, 3, 2, 1, 1))[0]
    writer = chance.choice(cast)
    others = [p for p in cast if p != writer]
    peer = chance.choice(others)
    outside = calls = False
    never = {canonical(writer.email)}
    text, subject = "", "A colleague"
    peers: tuple[Person, ...] = (peer,)
    address, danger = writer.email, False
    if kind == "many":
        peers = tuple(chance.sample(others, chance.choice((2, 3))))
        text = voices.REFERS_MANY.format(peers="\n".join(f"- {p.name}" for p in peers), secret=secret)
        subject = "Last night"
    elif kind in ("self", "home"):
        peers = (writer,)
        text = chance.choice(voices.REFERS_ONESELF).format(secret=secret)
        if kind == "home":
            address = f"{writer.email.split('@')[0]}@home.example"
            text += f"\n\nI am {writer.name}, and I work at {staff.place_of(writer)}."
    elif kind == "danger":
        danger = True
        if chance.random() < 0.5:
            peers, text = (writer,), voices.IN_DANGER_ONESELF.format(secret=secret)
        else:
            text = voices.IN_DANGER.format(peer=peer.name, secret=secret)
    elif kind == "double":
        peers, text = (), chance.choice(voices.REFERS).format(peer=staff.double, secret=secret)
    else:
        text = chance.choice(voices.REFERS).format(peer=peer.name, secret=secret)
    never |= {canonical(p.email) for p in peers}
    far: frozenset[str] = frozenset()
    if kind in ("colleague", "self") and chance.random() < 0.6:
        wish = chance.choice(("outside", "calls", "lee", "cardiology", "belfast-bay"))
        one = peers[0]
        home = staff.region_of(one)
        if wish == "outside":
            outside = True
            text += voices.FROM_OUTSIDE.format(place=staff.place_of(one), them="me" if one == writer else "them")
            never |= staff.supporters_of(community=one.community, region=home)
            far = staff.offices_of(home)
        elif wish == "calls":
            calls = True
            text += voices.CALLS_ONLY.format(number=f"207-555-01{chance.randrange(10, 99)}")
        elif wish == "belfast-bay" and home != "midcoast":
            text += voices.AVOIDS[wish]
            never |= staff.supporters_of(community="belfast-bay")
        elif wish == "cardiology":
            text += voices.AVOIDS[wish]
            never |= staff.supporters_of(department="Cardiology")
        elif wish == "lee":
            text += voices.AVOIDS[wish]
            never |= staff.supporters_of(surname="Lee")
    text = chance.choice(voices.OPENINGS) + text + chance.choice(voices.CLOSINGS).format(me=writer.name)
    return Referral(
        writer, address, peers, text, secret, subject, outside, frozenset(never), calls, danger,
        plain=kind in ("colleague", "self", "many"), far=far,
    )  # fmt: skip
