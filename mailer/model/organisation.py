"""The organisation: regions, communities, staff and supporters, as the settings give them.

Immutable; read once at the start. Lookups that need cleverness (nicknames, misspellings) live in inbound/people.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from mailer.model.address import Address, canonical

SYSTEM = "system"
"""The id of the region that owns what no other region owns."""


@dataclass(frozen=True)
class Person:
    """A member of staff: one row of the directory. `phone` is E.164; `community` an id."""

    name: str
    email: str
    credential: str = ""
    phone: str | None = None
    role: str = ""
    department: str = ""
    community: str = ""


@dataclass(frozen=True)
class Supporter:
    """A trained volunteer: one row of the roster. `languages` are ISO 639-1 codes, `capacity` cases at once."""

    person: Person
    trained_on: date | None = None
    capacity: int = 1
    languages: tuple[str, ...] = ("en",)
    active: bool = True

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def address(self) -> Address:
        return Address(self.person.email, self.person.name)


@dataclass(frozen=True)
class Region:
    """A part of the organisation with a coordinator of its own."""

    id: str
    name: str
    coordinator: Address
    backups: tuple[Address, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Community:
    """A hospital or practice: where people know each other."""

    id: str
    name: str
    region: str
    aliases: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """An address people write to. `plus`: a +tag behind the local part reaches it as well."""

    address: str
    region: str
    aliases: tuple[str, ...] = ()
    plus: bool = True


@dataclass(frozen=True)
class OnCall:
    """Who is paged at a sign of danger; `alert` pages carry the case id and a callback only."""

    address: Address
    detail: Literal["alert", "full"] = "alert"


@dataclass(frozen=True)
class CrisisLine:
    """A number to call, as `[[safety.line]]` gives it. Empty `roles` or `regions`: for everybody."""

    name: str
    number: str
    checked_on: date
    roles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resource:
    """An item of peer/tell-resources. Empty `roles` or `regions`: for everybody."""

    title: str
    text: str
    link: str = ""
    roles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class Clock:
    """The promise and the reminders. Hours are elapsed hours; the zone is the programme's."""

    zone: ZoneInfo
    weekday_hours: float = 24
    weekend_hours: float = 48
    weekend: tuple[str, str] = ("Fri 17:00", "Mon 00:00")
    holidays: str = ""
    overdue_at: float = 0.5
    backup_at: float = 0.75
    system_at: float = 1.0
    ask_again_hours: float = 6
    next_choice_hours: float = 10
    how_it_went_days: tuple[int, ...] = (7, 14)
    no_answer_days: int = 30
    digest: time = time(8, 0)
    undo_minutes: int = 60
    page_minutes: int = 10


@dataclass(frozen=True)
class Organisation:
    """Everything the settings say of the programme, its places and its people."""

    name: str
    phone: str
    clock: Clock
    operator: Address
    regions: tuple[Region, ...]
    communities: tuple[Community, ...]
    intakes: tuple[Intake, ...]
    directory: tuple[Person, ...]
    supporters: tuple[Supporter, ...]
    eligible: tuple[str, ...] = ()
    on_call: tuple[OnCall, ...] = ()
    crisis_lines: tuple[CrisisLine, ...] = ()
    resources: tuple[Resource, ...] = ()
    outreach_subject: str = "Touching base"
    outreach_sender: Address | None = None
    outreach_remind: bool = False
    closed_days: int = 14
    mail_days: int = 14
    label_letters: bool = False
    tagged_envelope: bool = False
    confidentiality_text: str = ""
    authserv_id: str = ""  # commands count only where this server vouches for the author; empty: the mark is enough

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return {r.id: r for r in self.regions}

    @cached_property
    def _communities(self) -> dict[str, Community]:
        return {c.id: c for c in self.communities}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {canonical(p.email): p for p in self.directory}

    @cached_property
    def _supporters(self) -> dict[str, Supporter]:
        return {canonical(s.person.email): s for s in self.supporters}

    @cached_property
    def _intakes(self) -> dict[str, Intake]:
        return {canonical(a): i for i in self.intakes for a in (i.address, *i.aliases)}

    def region(self, id: str) -> Region:
        """The region of that id; the system region for an id that nobody has."""
        return self._regions.get(id) or self._regions[SYSTEM]

    def community(self, id: str) -> Community | None:
        return self._communities.get(id)

    def region_of_community(self, id: str) -> str | None:
        community = self._communities.get(id)
        return community.region if community else None

    def person(self, email: str) -> Person | None:
        """The one member of staff with that address, tags and letter case aside."""
        return self._people.get(canonical(email))

    def supporter(self, email: str) -> Supporter | None:
        return self._supporters.get(canonical(email))

    def intake(self, email: str) -> Intake | None:
        """The intake that an address, an alias or a tagged form of it belongs to."""
        return self._intakes.get(canonical(email))

    def intake_for(self, region: str) -> Intake:
        """The intake whose address stands in letters of a region: its own, else that of `system`."""
        own = next((i for i in self.intakes if i.region == region), None)
        return own or next((i for i in self.intakes if i.region == SYSTEM), self.intakes[0])

    def offices(self) -> Iterator[tuple[Region, Address]]:
        """Every coordinator and backup, with the region they hold."""
        for region in self.regions:
            for address in (region.coordinator, *region.backups):
                yield region, address

    def is_office(self, email: str) -> bool:
        return any(address.same(email) for _, address in self.offices())
