"""A made-up programme and a play on its desk: decisions are applied as the service would, without mail, store or clock.

Two regions and a system office. The system coordinator stands in everywhere, as in many real programmes.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mailer.casework import decide
from mailer.casework.desk import Arrival, Desk
from mailer.casework.rulebook import rulebook
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Due, Mark, State
from mailer.model.decision import Decision, Load
from mailer.model.letters import Letter
from mailer.model.meaning import Answer, Intent, PeerMeant, ReferralType, Role, Understanding
from mailer.model.organisation import (
    Clock,
    Community,
    CrisisLine,
    Intake,
    OnCall,
    Organisation,
    Person,
    Region,
    Resource,
    Supporter,
)

_ROOT = Path(__file__).parents[2]


def _rules(name: str) -> dict[str, object]:
    return tomllib.loads((_ROOT / "rules" / name).read_text(encoding="utf-8"))


RULES = rulebook(_rules("matching.toml"), _rules("flow.toml"))
ZONE = ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 11, 10, 15, 0, tzinfo=UTC)  # 10 in the morning

GRETA = Address("greta.voss@office.example", "Greta Voss")  # the system office, and everybody's backup
NILS = Address("nils.arden@north.example", "Nils Arden")  # coordinates the north
NORA = Address("nora.bly@north.example", "Nora Bly")  # his backup
SAM = Address("sam.oduya@south.example", "Sam Oduya")  # coordinates the south
PAGER = Address("pager@oncall.example", "")
FULL = Address("ward.chaplain@oncall.example", "Ward Chaplain")

PEOPLE: tuple[Person, ...] = (
    Person("Ada Fenn", "ada.fenn@north.example", "MD", "+12075550101", "physician", "Emergency Medicine", "birch"),
    Person("Bo Lee", "bo.lee@north.example", "MD", "+12075550102", "physician", "Cardiology", "birch"),
    Person("Cy Lee", "cy.lee@north.example", "NP", "+12075550103", "nurse practitioner", "Urology", "cedar"),
    Person("Di Lee", "di.lee@south.example", "MD", "+12075550104", "physician", "Anesthesiology", "dune"),
    Person("Eva Marsh", "eva.marsh@south.example", "MD", "+12075550105", "physician", "General Surgery", "dune"),
    Person(
        "Finn Okoro", "finn.okoro@north.example", "PA-C", "+12075550106", "physician assistant", "Oncology", "birch"
    ),
    Person("Gus Tarn", "gus.tarn@north.example", "MD", "+12075550107", "physician", "Trauma Surgery", "cedar"),
    Person("Hal Quince", "hal.quince@south.example", "DO", "+12075550108", "physician", "Pediatrics", "dune"),
    Person("Ines Råberg", "ines.raberg@north.example", "MD", "+12075550109", "physician", "Radiology", "birch"),
    # peers, referrers
    Person("Max Orr", "max.orr@north.example", "MD", "+12075550120", "physician", "Emergency Medicine", "birch"),
    Person("Liv Stone", "liv.stone@north.example", "RN", "+12075550121", "nurse", "Emergency Medicine", "birch"),
    Person("Joy Penn", "joy.penn@south.example", "MD", "+12075550122", "physician", "Pediatrics", "dune"),
    Person("Kim Ash", "kim.ash@north.example", "MD", "+12075550123", "resident", "Neurology", "cedar"),
    Person("Kim Ashe", "kim.ashe@south.example", "MD", "+12075550124", "physician", "Neurology", "dune"),
)
NAMES = {p.name: p for p in PEOPLE}
SUPPORTERS = tuple(
    Supporter(
        NAMES[name],
        capacity=capacity,
        languages=("en", *languages),
        active=active,
    )
    for name, capacity, languages, active in (
        ("Ada Fenn", 1, (), True),
        ("Bo Lee", 2, ("es",), True),
        ("Cy Lee", 1, (), True),
        ("Di Lee", 2, (), True),
        ("Eva Marsh", 3, ("fr",), True),
        ("Finn Okoro", 2, (), True),
        ("Gus Tarn", 1, (), False),
        ("Hal Quince", 2, (), True),
        ("Ines Råberg", 2, (), True),
    )
)
ORGANISATION = Organisation(
    name="Birch and Dune Peer Support",
    phone="207-555-0100",
    clock=Clock(zone=ZONE, holidays="US-ME"),
    operator=GRETA,
    regions=(
        Region("system", "System office", GRETA, (NILS,)),
        Region("north", "The North", NILS, (NORA, GRETA), ("Upper County",)),
        Region("south", "The South", SAM, (GRETA,)),
    ),
    communities=(
        Community("birch", "Birch Hospital", "north", ("Birch",), ("Birchtown",)),
        Community("cedar", "Cedar Clinic", "north", ("Cedar",), ("Cedarville",)),
        Community("dune", "Dune Medical Center", "south", ("Dune",), ("Dunes",)),
    ),
    intakes=(Intake("support@office.example", "system"), Intake("support@north.example", "north")),
    directory=PEOPLE,
    supporters=SUPPORTERS,
    on_call=(OnCall(PAGER), OnCall(FULL, "full")),
    crisis_lines=(CrisisLine("988", "988", date(2026, 10, 1)),),
    resources=(Resource("Coping", "Rest, and talk to somebody."),),
)

SECRET = "marmalade on the seventh floor"
WORDS = f"Please reach out. It was {SECRET}."


def peer(name: str) -> PeerMeant:
    """A peer as understood, resolved by the directory. Change it by dataclasses.replace."""
    row = NAMES[name]
    region = ORGANISATION.region_of_community(row.community) or "system"
    return PeerMeant(
        row.name, row.email, row.phone, region=region, resolved="directory", directory_email=row.email,
        community=row.community,
    )  # fmt: skip


def referral(*peers: PeerMeant, by: str = "Liv Stone") -> Understanding:
    """A referral as understood, by somebody of the directory. Change it by dataclasses.replace."""
    writer = Address(NAMES[by].email, by)
    own = bool(peers) and peers[0].directory_email == writer.email
    kind: ReferralType = "event" if len(peers) > 1 else "self" if own else "colleague"
    return Understanding("referral", referral=kind, peers=peers, referrer=writer, words=WORDS)


def outside(name: str, *, by: str = "Liv Stone") -> Understanding:
    """A referral of one peer, for whom somebody from elsewhere is asked."""
    one = replace(peer(name), outside=True, region="system")
    return replace(referral(one, by=by), outside=True)


@dataclass
class Play:
    """Everything the store would know, and every letter that left."""

    organisation: Organisation = ORGANISATION
    now: datetime = TUESDAY
    cases: dict[str, Case] = field(default_factory=dict)
    sent: list[Letter] = field(default_factory=list)
    stops: set[str] = field(default_factory=set)
    absences: dict[str, date] = field(default_factory=dict)
    pauses: dict[str, date] = field(default_factory=dict)
    crisis: dict[str, datetime] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    last: Decision = field(default_factory=Decision)
    withheld: list[tuple[str, str]] = field(default_factory=list)
    after_each: Callable[["Play", Decision, tuple[Letter, ...]], None] | None = None
    _ids: int = 0
    _mails: int = 0

    def desk(self) -> Desk:
        loads = {}
        for supporter in self.organisation.supporters:
            email = canonical(supporter.person.email)
            mine = [c for c in self.cases.values() if c.is_open and c.supporter and canonical(c.supporter) == email]
            asked = [
                c.invited_at
                for c in self.cases.values()
                if c.supporter and canonical(c.supporter) == email and c.invited_at
            ]
            loads[email] = Load(len(mine), max(asked, default=None))
        return Desk(
            organisation=self.organisation,
            rulebook=RULES,
            now=self.now,
            loads=loads,
            open_cases=tuple(c for c in self.cases.values() if c.is_open),
            fresh_ids=tuple(f"C{n:03}" for n in range(self._ids, self._ids + 40)),
            stopped=lambda email: _hash(email) in self.stops,
            hash_of=_hash,
            fetch_words=lambda case: self.words.get(case.mail_ids[0]) if case.mail_ids else None,
            crisis_letter_due=lambda email: (
                self.now - self.crisis.get(canonical(email), self.now - timedelta(days=9)) > timedelta(hours=24)
            ),
            away=lambda email: self.absences.get(_hash(email)),
            paused=lambda email: self.pauses.get(_hash(email)),
        )

    def arrival(self, author: Address | str, *, region: str = "north", thread: tuple[str, ...] = ()) -> Arrival:
        self._mails += 1
        who = author if isinstance(author, Address) else Address(author)
        return Arrival(
            identity=f"mail-{self._mails}", mailbox=self.organisation.intake_for(region).address, region=region,
            received=self.now, author=who, message_id=f"<mail-{self._mails}@writer.example>", thread=thread, subject="Hello",
        )  # fmt: skip

    # ------------------------------------------------------------- what arrives

    def mail(
        self, meant: Understanding, author: Address | str = "", *, region: str = "north", thread_cases: Sequence[Case] = (),
        arrival: Arrival | None = None,
    ) -> tuple[Letter, ...]:  # fmt: skip
        came = arrival or self.arrival(author or meant.referrer or Address(""), region=region)
        self.words[came.message_id] = meant.words
        return self.apply(decide.on_mail(meant, came, self.desk(), thread_cases=tuple(thread_cases)))

    def answer(
        self, letter: Letter, *intents: Intent, text: str = "", argument: str | tuple[str, ...] | None = None,
        until: date | None = None, safety: bool = False, sender: Address | None = None,
    ) -> tuple[Letter, ...]:  # fmt: skip
        """The reader of a letter answers it."""
        case, mark = self.mark_of(letter)
        roles: dict[str, Role] = {"supporter": "supporter", "peer": "peer"}
        meant = Answer(roles.get(mark.role, "coordinator"), intents, text, argument, until, safety)
        came = self.arrival(sender or letter.to)
        return self.apply(decide.on_answer(meant, mark, case, came, self.desk()))

    def deadline(self, case: Case, due: Due) -> tuple[Letter, ...]:
        return self.apply(decide.on_deadline(case, due, self.desk()))

    def wait(self, **span: float) -> tuple[Letter, ...]:
        """Time passes, deadline by deadline, as if the service were awake all the time."""
        return self.wait_until(self.now + timedelta(**span))

    def wait_until(self, end: datetime) -> tuple[Letter, ...]:
        letters: list[Letter] = []
        for _ in range(2000):
            waiting = [(c.next_due, c) for c in self.cases.values() if c.next_due]
            ripe = [(d, c) for d, c in waiting if d is not None and d.at <= end]
            if not ripe:
                self.now = max(self.now, end)
                return tuple(letters)
            due, case = min(ripe, key=lambda pair: (pair[0].at, pair[1].id))
            self.now = max(self.now, due.at)
            letters += self.deadline(case, due)
        raise AssertionError("deadlines go round in a circle")

    def sleep_until(self, end: datetime) -> tuple[Letter, ...]:
        """The service is down until then, and catches up in one sweep."""
        self.now = max(self.now, end)
        return self.wait_until(self.now)

    # ------------------------------------------------------------------- applying

    def mark_of(self, letter: Letter) -> tuple[Case, Mark]:
        assert letter.case is not None
        case = self.cases[letter.case]
        mine = [m for m in case.marks if m.letter == letter.name and m.reader == letter.to.email]
        return case, mine[-1]

    def apply(self, decision: Decision) -> tuple[Letter, ...]:
        before = self.desk()
        known = {c.id: c for c in decision.cases}
        assert len(known) == len(decision.cases), "a case twice in one decision"
        leaving = []
        for letter in decision.letters:
            case = known.get(letter.case or "") or self.cases.get(letter.case or "")
            why = decide.letter_allowed(letter, case, before)
            if why:
                self.withheld.append((letter.name, why))
                continue
            leaving.append(letter)
            if case:
                number = len(case.marks)
                mark = Mark(
                    f"{case.id}-{number}", letter.name, letter.reader, letter.to.email, f"<{case.id}-{number}@us.example>",
                    self.now, letter.listed, letter.asked,
                )  # fmt: skip
                known[case.id] = replace(case, marks=(*case.marks, mark))
        self.cases.update(known)
        self._ids += 40
        self.stops |= {s.address_hash for s in decision.stops}
        self.stops -= set(decision.lifted)
        for fact in decision.facts:
            what, _, whose = fact.name.partition(" ")
            kept = {"absence": self.absences, "pause": self.pauses}.get(what)
            if kept is not None and fact.until is not None and fact.until <= self.now:
                kept.pop(whose, None)
            elif kept is not None:
                kept[whose] = date.fromisoformat(fact.value)
        for letter in leaving:
            if letter.name.endswith("/tell-crisis"):
                self.crisis[canonical(letter.to.email)] = self.now
        self.sent += leaving
        self.last = decision
        if self.after_each:
            self.after_each(self, decision, tuple(leaving))
        return tuple(leaving)

    # -------------------------------------------------------------------- looking

    def case(self) -> Case:
        [case] = self.cases.values()
        return case

    def latest(self, name: str, to: Address | str | None = None) -> Letter:
        found = [x for x in self.sent if x.name == name and (to is None or x.to.same(to))]
        assert found, f"no {name} has left"
        return found[-1]

    def accepted_by(self, said: str = "1") -> Case:
        """The ordinary way to an outreach: the coordinator names somebody, who says yes."""
        self.answer(self.latest("coordinator/ask-match"), "assign", argument=said)
        self.answer(self.latest("supporter/ask-invitation"), "accept", text="yes")
        return self.case()


def _hash(email: str) -> str:
    return hashlib.sha256(canonical(email).encode()).hexdigest()[:16]


def names(letters: Iterable[Letter]) -> list[str]:
    """The letters and their readers, as a list one can read."""
    return [f"{x.name} > {x.to.email}" for x in letters]


def kinds(letters: Iterable[Letter]) -> list[str]:
    return [x.name for x in letters]


def text_of(letter: Letter) -> str:
    """Every word a letter holds."""
    return repr(letter)


MATCHED = (State.REACHED_OUT, State.TALKING)
