"""What must hold of the offices: each reads in its digest of what is its own, all of it and nothing else; and a case that
nobody takes care of comes to the backup and to the system office in time.

Judged from the organisation and the clock's settings, by plain rules of its own.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes

from mailer.model.address import canonical
from mailer.model.case import Case, State
from mailer.model.organisation import SYSTEM
from mailer.model.record import Change, Queued
from tests.simulation.broken import hold
from tests.simulation.knowledge import Knowledge
from tests.simulation.letter_sentences import secrets_in
from tests.simulation.programme import Programme, plain_part

_DIGEST = "coordinator/tell-digest"
_SECTIONS = {
    "Possible danger, not settled": "danger",
    "Late": "late",
    "Waiting": "waiting",
    "Held until a day": "held",
}
_ID = re.compile(r"\bK[BCDFGHJKMNPQRSTVWXYZ2-9]{4}\b")
_COUNT = re.compile(r'Mail under "Needs a person": (\d+)')
_SLACK = timedelta(minutes=1)


def _count_in(text: str) -> int:
    found = _COUNT.search(text)
    return int(found.group(1)) if found else 0


@dataclass(frozen=True)
class Unmatched:
    """A promise that runs for a case nobody is asked about: since when, and the reader who had it then."""

    promise_at: datetime
    region: str
    outside: bool
    since: datetime
    owner: str


class OfficeSentences:
    """Watches the commits; `judge` after each pass in which all was well."""

    def __init__(self, programme: Programme, known: Knowledge) -> None:
        self.programme, self.known = programme, known
        self.waiting: dict[str, Unmatched] = {}
        self.digests = 0
        programme.watchers.append(self._on_commit)

    def _on_commit(self, change: Change, _before: dict[str, Case | None]) -> None:
        for case in change.cases:
            self._followed(case)
        if any(fact.name == "digest" for fact in change.facts):
            self.digests += 1
            if self.digests > 1:  # the first one only starts the count
                self.each_office_reads_of_its_own_and_of_nothing_else([q for q in change.queued if q.letter == _DIGEST])

    # ------------------------------------------------------------------ digest

    def each_office_reads_of_its_own_and_of_nothing_else(self, letters: list[Queued]) -> None:
        name = "each_office_reads_of_its_own_and_of_nothing_else"
        expected = self._expected()
        read = {canonical(q.to): plain_part(message_from_bytes(q.raw)) for q in letters}
        hold(len(read) == len(letters), name, "two digests to one office")
        system = canonical(self.programme.organisation.region(SYSTEM).coordinator.email)
        for office, sections in expected.items():
            hold(office in read, name, f"{office} has no digest of {sections}")
        for office, text in read.items():
            hold(_stands_in(text) == expected.get(office, {}), name, f"{office} reads {_stands_in(text)}")
            self._names_nobody(office, text)
        if self.programme.healthy:
            every = {region.id for region in self.programme.organisation.regions}
            lying = len(self._lying(every))
            told = _count_in(read.get(system, ""))
            hold(told == lying, name, f"{lying} mails need a person, told {told}")
            for office, text in read.items():
                own = self._lying({r.id for r in self.programme.organisation.regions if r.coordinator.same(office)})
                told = _count_in(text)
                # a mail that lies in two mailboxes is one mail, and counted in one of them
                shared = self._lying(every, twice=True)
                fits = len(own - shared) <= told <= len(own)
                hold(
                    office == system or fits, name, f"{office} reads of {told} mails that need a person, of {len(own)}"
                )

    def _expected(self) -> dict[str, dict[str, set[str]]]:
        """For each office with anything to read: the case ids under each heading."""
        now, found = self.programme.now, dict[str, dict[str, set[str]]]()
        for case in self.programme.store.open_cases():
            if case.in_danger:
                section = "danger"
            elif case.state is State.HELD:
                section = "held"
            elif case.state in (State.OPEN, State.INVITED):
                section = "late" if case.promise_at <= now else "waiting"
            else:
                continue
            found.setdefault(canonical(case.owner), {}).setdefault(section, set()).add(case.id)
        return found

    def _lying(self, regions: set[str], *, twice: bool = False) -> set[str]:
        """The mails that lie for a person in the mailboxes of these regions; with `twice`, those that lie in several."""
        mine = [i.address for i in self.programme.organisation.intakes if i.region in regions]
        lies = Counter(
            m.message_id for address in mine for m in self.programme.boxes[address].folders["Needs a person"]
        )
        return {message_id for message_id, times in lies.items() if times > 1 or not twice}

    def _names_nobody(self, office: str, text: str) -> None:
        name = "a_digest_names_nobody"
        hold(not secrets_in(text), name, f"{office} reads words of a mail")
        for mail in self.programme.mails.values():
            for person in (*mail.referral.peers, mail.referral.writer) if mail.referral else ():
                hold(person.name not in text and person.email not in text, name, f"{office} reads {person.name}")

    # -------------------------------------------------------------- escalation

    def _followed(self, case: Case) -> None:
        """Notes from when on a promise has run without anything that would change it."""
        if case.in_danger or case.state is not State.OPEN:
            self.waiting.pop(case.id, None)
            return
        known = self.waiting.get(case.id)
        if known is None or (known.promise_at, known.region, known.outside) != (
            case.promise_at, case.region, case.outside,
        ):  # fmt: skip
            self.waiting[case.id] = Unmatched(
                case.promise_at, case.region, case.outside, self.programme.now, canonical(case.owner)
            )

    def what_nobody_takes_care_of_comes_to_the_next_in_time(self) -> None:
        """At its share of the promise, the backup; at its own, the system office. Whoever is away or may not know is passed over.

        After a time in which the service was down one letter speaks for what piled up: the system office's.
        """
        name = "what_nobody_takes_care_of_comes_to_the_next_in_time"
        organisation, now = self.programme.organisation, self.programme.now
        for case_id, waits in self.waiting.items():
            case = self.programme.store.case(case_id)
            if case is None or case.opened_at >= waits.promise_at:
                continue
            span = waits.promise_at - self._begin(case, waits)
            backup_at = waits.promise_at - span * (1 - organisation.clock.backup_at)
            system_at = waits.promise_at - span * (1 - organisation.clock.system_at)
            told = self._told(case_id)
            place = organisation.region(waits.region)
            backups = self._may_be_asked(case, [canonical(a.email) for a in place.backups], waits)
            first = waits.owner == canonical(place.coordinator.email)
            if first and backups and waits.since < backup_at and backup_at + _SLACK <= now < system_at:
                hold(told & set(backups), name, f"{case_id}: no backup was told; {waits}, told {sorted(told)}")
            system = self._may_be_asked(case, [canonical(organisation.region(SYSTEM).coordinator.email)], waits)
            if system and waits.since < system_at and now >= system_at + _SLACK:
                hold(
                    told & set(system), name, f"{case_id}: the system office was not told; {waits}, told {sorted(told)}"
                )

    def _begin(self, case: Case, waits: Unmatched) -> datetime:
        """When the promise began: at the arrival, or when it was made anew."""
        hours = [self.programme.organisation.clock.weekday_hours, self.programme.organisation.clock.weekend_hours]
        begins = [waits.promise_at - timedelta(hours=h) for h in hours]
        return next((at for at in begins if abs(at - case.opened_at) < _SLACK), max(begins))

    def _told(self, case_id: str) -> set[str]:
        """Whom a letter of the case was written to, also where their server would not have it: that is another sentence's."""
        letters = ("coordinator/ask-", "coordinator/tell-forwarded")
        queued = self.programme.queued.values()
        lists = case_id.encode()  # a reminder may list further cases
        return {
            canonical(q.to) for q in queued if q.letter.startswith(letters) and (q.case == case_id or lists in q.raw)
        }

    def _may_be_asked(self, case: Case, offices: list[str], waits: Unmatched) -> list[str]:
        """Those who may know of the case and were there all the while."""
        mails = self.known.mails_of(case.id)
        far = {email for m in mails if m.referral for email in m.referral.far}
        peers = {canonical(p.email) for m in mails if m.referral for p in m.referral.peers}
        if waits.outside:
            own = canonical(self.programme.organisation.region(SYSTEM).coordinator.email)
            offices = [o for o in offices if waits.region == SYSTEM and o == own]
        kept = far | peers | self.known.peer_addresses(case.id)
        return [o for o in offices if o not in kept and not self._was_away(o, waits.since)]

    def _was_away(self, office: str, since: datetime) -> bool:
        notes = (m for m in self.programme.mails.values() if m.author == office and m.away_until is not None)
        return any(m.away_until and m.away_until + timedelta(days=1) >= since for m in notes)


def _stands_in(text: str) -> dict[str, set[str]]:
    """The case ids of a digest, under each heading."""
    found, section = dict[str, set[str]](), ""
    for line in text.splitlines():
        section = _SECTIONS.get(line.strip(), section)
        for case_id in _ID.findall(line):
            found.setdefault(section, set()).add(case_id)
    return found
