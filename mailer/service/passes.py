"""One pass: each new mail, each deadline passed, each letter due.

The crash story of one mail, in the order of its steps:
  C1 before the commit    the mail is still in INBOX; it is read again; nothing was sent.
  C2 after it, not filed  the mail is known by its identity; it is only filed.
  C3 after SMTP took the letter, before that is noted
                          the same letter with the same Message-ID goes once more: the one double no mail system can avoid.
  C4 a mail that fails    never stops the next; after three passes it lies in "Needs a person" and the coordinator is told.
Conservation: every mail that ever arrived is done, or lies where a person sees it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from mailer.casework.desk import Desk, crisis_letter_fact
from mailer.edges.mailbox import Waiting
from mailer.model.case import Case
from mailer.model.decision import Decision
from mailer.model.errors import CannotEver, CannotNow
from mailer.model.letters import TellForwarded
from mailer.model.record import Bookmark, Change, Fact, Place, SeenMail
from mailer.service.books import Books, Keys
from mailer.service.caseless import told_lately, without_a_case
from mailer.service.desk import desk_of
from mailer.service.doors import Door, Edges
from mailer.service.filing import file_seen, lies_where_it_belongs, settled
from mailer.service.lettering import kept_unless_passed_on, write_letters
from mailer.service.limits import CRISIS_LETTERS, answered_enough, brings_the_crisis_letter, counted, not_written_again
from mailer.service.reading import Reading, identity_of, read_mail, read_message
from mailer.service.sending import send_waiting
from mailer.service.sweep import Sweep
from mailer.service.troubles import lasting_troubles

TRIES = 3
"""Passes in which a mail may fail before a person is asked."""


@dataclass
class PassReport:
    """What one pass did, in lines a person can read: case ids, letters and rules, no names."""

    lines: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    read: int = 0
    decided: int = 0
    left: int = 0
    maybe_twice: int = 0
    failed: int = 0

    @property
    def server_away(self) -> bool:
        return bool(self.troubles)


class Service:
    """All waiting mail, all that is due, each letter in the outbox once. One pass at a time; for one thread."""

    def __init__(self, books: Books, keys: Keys, edges: Edges) -> None:
        self.books, self.keys, self.edges = books, keys, edges
        self.store = edges.store
        self._prepared: set[str] = set()

    def one_pass(self) -> PassReport:
        """Do everything that can be done now. Mail that its own letters bring waits for the next pass."""
        report = PassReport()
        waiting: list[tuple[Door, Waiting]] = []
        for door in self.edges.doors:
            try:
                waiting += [(door, mail) for mail in self._waiting(door, report)]
            except (CannotNow, CannotEver) as trouble:
                report.troubles.append(trouble.plain)
                self.edges.journal.warning("mailbox away", mailbox=door.intake.region, reason=trouble.reason)
        for door, mail in self._to_be_read(waiting):
            if self.edges.stop.is_set():
                break
            try:
                self._take_in(door, mail, report)
            except (CannotNow, CannotEver) as trouble:
                report.troubles.append(trouble.plain)
                self.edges.journal.warning("mail not read", uid=mail.uid, reason=trouble.reason)
        self._time_passes(waiting, report)
        if not self.edges.dry_run:
            send_waiting(self.books, self.keys, self.edges, report, self._decided_at_sending)
            self._file(self.store.unfiled(), report)
        report.troubles = list(dict.fromkeys(report.troubles))
        if not self.edges.dry_run:
            self._tell_operator(report)
            report.troubles = list(dict.fromkeys(report.troubles))
            self.store.tidy()
        return report

    def _time_passes(self, waiting: Iterable[tuple[Door, Waiting]], report: PassReport) -> None:
        sweep = Sweep(
            self.books, self.keys, self.edges, lambda decision: self._commit_decision(decision, report), report.troubles
        )
        sweep.deadlines()
        sweep.digest(waiting)

    def _tell_operator(self, report: PassReport) -> None:
        """The operator hears of troubles that last; the letter leaves with the next pass."""
        try:
            lasting = lasting_troubles(report.troubles, self.store, self.books.organisation, self.edges.now())
            if lasting is not None:
                self._commit_decision(lasting, report)
        except CannotNow as trouble:
            report.troubles.append(trouble.plain)  # a full disk: said here, and told when there is room

    # ------------------------------------------------------------------ mail

    def _waiting(self, door: Door, report: PassReport) -> list[Waiting]:
        """What lies in INBOX. The first reading of a mailbox draws its line for good."""
        if door.intake.address not in self._prepared:
            door.mailbox.prepare(read_only=self.edges.dry_run)
            self._prepared.add(door.intake.address)
        now = self.edges.now()
        mails = [replace(mail, received=min(mail.received, now)) for mail in door.mailbox.waiting()]
        bookmark = self.store.bookmark(door.intake.address)
        if bookmark is None:
            cutoff = now - timedelta(hours=door.first_reading_hours)
            left = sum(mail.received < cutoff for mail in mails)
            bookmark = Bookmark(door.intake.address, now, cutoff, left)
            self.store.commit(Change(bookmarks=(bookmark,)))
            if left:
                report.lines.append(
                    f"first reading of {door.intake.address}: {left} older than {door.first_reading_hours:g} hours left where they are"
                )
                self.edges.journal.info("first reading", mailbox=door.intake.region, left=left)
        return mails

    def _to_be_read(self, waiting: Iterable[tuple[Door, Waiting]]) -> list[tuple[Door, Waiting]]:
        """What came since the line of the first reading, in order."""
        cutoffs = {mark.mailbox: mark.cutoff for mark in self.store.bookmarks()}
        fresh = [(door, mail) for door, mail in waiting if mail.received >= cutoffs[door.intake.address]]
        return sorted(fresh, key=lambda pair: pair[1].received)

    def _take_in(self, door: Door, mail: Waiting, report: PassReport) -> None:
        """One mail: read, decide, commit, file. A mail that fails is noted and never stops the next."""
        place = Place(door.intake.address, mail.uidvalidity, mail.uid)
        raw = door.mailbox.fetch(mail.uid)
        report.read += 1
        try:
            message = read_message(raw, self.books)
        except Exception as trouble:  # noqa: BLE001 - parsing never fails; if it did, the next mail goes on all the same (C4)
            self._unreadable(raw, place, mail, door, type(trouble).__name__, report)
            return
        seen = self.store.seen(identity_of(message))
        if seen is not None and seen.filing is not None and not self._moved_back(seen, door, place, message.message_id):
            self._file_again(seen, place, door)
            report.lines.append(f"{door.intake.address} {mail.uid}: known already, filed")
            return
        try:
            reading = read_mail(
                message, mailbox=door.intake.address, region=door.intake.region, received=mail.received,
                desk=self._desk(), store=self.store, books=self.books, keys=self.keys,
            )  # fmt: skip
            if seen is not None and not seen.tries:  # moved back by a person, and decided before
                reading = replace(reading, decision=not_written_again(reading.decision, crisis_told=seen.crisis_told))
            noted = self._commit_reading(reading, place, mail, seen, report)
        except (CannotNow, CannotEver):
            raise  # the store or a server: nothing was committed, the mail is read again
        except Exception as trouble:  # noqa: BLE001 - whatever a mail does to us, the next one goes on (C4)
            identity, why = identity_of(message), type(trouble).__name__
            noted = self._failed(identity, message.message_id, place, mail, seen, door, why, report)
        if noted.filing is not None:
            self._file([noted], report)

    def _unreadable(self, raw: bytes, place: Place, mail: Waiting, door: Door, why: str, report: PassReport) -> None:
        """A mail that cannot even be parsed is known by its bytes alone."""
        identity = f"digest:{hashlib.sha256(raw).hexdigest()}"
        noted = self._failed(identity, "", place, mail, self.store.seen(identity), door, why, report)
        if noted.filing is not None:
            self._file([noted], report)

    def _commit_reading(
        self, reading: Reading, place: Place, mail: Waiting, before: SeenMail | None, report: PassReport
    ) -> SeenMail:
        message, decision = reading.message, kept_unless_passed_on(reading.decision, self.store.case, self._desk())
        system = self.books.organisation.intake_for("system").address
        seen = SeenMail(
            identity=identity_of(message),
            place=place,
            received=mail.received,
            filing=decision.filing or "Handled",
            other_mailbox=system if decision.to_system_mailbox else None,
            message_id=message.message_id,
            sender_hash=self.keys.sender_hash(message.author.email),
            cases=tuple(case.id for case in decision.cases),
            needs_a_person=decision.filing == "Needs a person",
            crisis_told=brings_the_crisis_letter(decision) or (before is not None and before.crisis_told),
        )
        self._commit_decision(decision, report, seen=(seen,))
        return seen

    def _failed(
        self,
        identity: str,
        message_id: str,
        place: Place,
        mail: Waiting,
        before: SeenMail | None,
        door: Door,
        why: str,
        report: PassReport,
    ) -> SeenMail:
        tries = (before.tries if before else 0) + 1
        seen = SeenMail(identity, place, mail.received, None, tries=tries, message_id=message_id)
        self.edges.journal.error("mail failed", uid=mail.uid, tries=tries, reason=why)
        report.lines.append(f"{door.intake.address} {mail.uid}: could not be read (try {tries} of {TRIES})")
        if tries < TRIES:
            self.store.commit(Change(seen=(seen,)))
            return seen
        seen = replace(seen, filing="Needs a person", needs_a_person=True)
        region = self.books.organisation.region(door.intake.region)
        letter = TellForwarded(
            to=region.coordinator,
            region=region.id,
            what="a mail that the service could not read; it lies in the folder “Needs a person”",
            writer=None,
        )
        self._commit_decision(Decision(letters=(letter,), meant="unreadable"), report, seen=(seen,))
        return seen

    # ---------------------------------------------------------------- commit

    def _commit_decision(
        self, decision: Decision, report: PassReport, seen: tuple[SeenMail, ...] = (), sent: Change | None = None
    ) -> None:
        """Cases, seen mail, marks and letters in one commit; then what is urgent leaves at once.

        `sent`: what became of the letter whose sending brought this about.
        """
        sent = sent or Change()
        before = {case.id: self.store.case(case.id) for case in decision.cases}
        about = decision.about or (seen[0].identity if seen else "")
        now = self.edges.now()
        decision, told = told_lately(decision, self.store, now)
        cases, queued, withheld = write_letters(
            decision,
            self.store.case,
            self._desk(),
            self.books,
            self.keys,
            self.edges.token,
            lambda email: answered_enough(email, self.store, self.keys, now),
        )
        facts = [
            *decision.facts,
            *counted(queued, self.store, self.keys, now),
            *without_a_case(queued, self.keys, now, about),
            *told,
        ]
        for letter in queued:
            if letter.letter in CRISIS_LETTERS:
                name = crisis_letter_fact(self.keys.stop_hash(letter.to))
                facts.append(Fact(name, now.isoformat(), now + timedelta(hours=24)))
        self.store.commit(
            Change(
                cases=tuple(replace(case, version=self._next_version(case.id)) for case in cases),
                seen=(*seen, *settled(decision.settled, self.store)),
                queued=(*queued, *sent.queued),
                left=sent.left,
                stops=decision.stops,
                lifted=decision.lifted,
                facts=tuple(facts),
            )
        )
        self._say(decision, cases, before, [q.letter for q in queued], withheld, report)
        if not self.edges.dry_run and any(q.letter.endswith("-crisis") for q in queued):
            send_waiting(self.books, self.keys, self.edges, report, self._decided_at_sending, only_crisis=True)

    def _decided_at_sending(self, decision: Decision, report: PassReport, sent: Change) -> None:
        self._commit_decision(decision, report, sent=sent)

    def _next_version(self, case_id: str) -> int:
        stored = self.store.case(case_id)
        return (stored.version if stored else 0) + 1

    def _say(
        self,
        decision: Decision,
        cases: Iterable[Case],
        before: dict[str, Case | None],
        letters: list[str],
        withheld: tuple[str, ...],
        report: PassReport,
    ) -> None:
        report.decided += 1
        moves = []
        for case in cases:
            old = before.get(case.id)
            moves.append(f"{case.id} {old.state + '>' if old and old.state != case.state else ''}{case.state}")
        parts = [
            decision.meant or "mail",
            *moves,
            *(f"-> {name}" for name in letters),
            *(f"(withheld {name})" for name in withheld),
        ]
        if decision.filing:
            parts.append(f"[{decision.filing}]")
        report.lines.append("  ".join(parts))
        self.edges.journal.info(
            "decided",
            meant=decision.meant or "mail",
            case=",".join(case.id for case in cases) or None,
            state=",".join(moves) or None,
            letters=",".join(letters) or None,
            withheld=",".join(withheld) or None,
            because=",".join(dict.fromkeys(reason.rule for reason in decision.because)) or None,
        )

    # ---------------------------------------------------------------- filing

    def _moved_back(self, seen: SeenMail, door: Door, place: Place, message_id: str) -> bool:
        """Did a person move this mail from "Needs a person" back to INBOX? Then it is tried anew.

        A second copy of it, or the same INBOX under a new UIDVALIDITY, is none: the first still lies in the folder.
        """
        if not (seen.needs_a_person and seen.filed) or seen.place.mailbox != place.mailbox:
            return False
        if seen.place.uidvalidity != place.uidvalidity:
            return False
        if not message_id:  # known by all its bytes: a second delivery would differ in its trace fields (RFC 5321, 4.4)
            return seen.place.uid != place.uid
        return not door.mailbox.holds("Needs a person", message_id)

    def _file_again(self, seen: SeenMail, place: Place, door: Door) -> None:
        if self.edges.dry_run:
            return
        again = replace(seen, place=place, filed=False)
        if seen.other_mailbox and seen.filed and lies_where_it_belongs(seen, self.edges):
            door.mailbox.expunge(place.uid)  # an outside mail's second copy: the first lies in the system mailbox
        elif file_seen(again, self.edges):
            self.store.commit(Change(seen=(replace(again, filed=True),)))

    def _file(self, mails: Iterable[SeenMail], report: PassReport) -> None:
        """Put mail where it belongs. What cannot be filed now is filed at the next pass (C2)."""
        if self.edges.dry_run:
            return
        filed = []
        for seen in mails:
            try:
                if file_seen(seen, self.edges):
                    filed.append(replace(seen, filed=True))
            except (CannotNow, CannotEver) as trouble:
                report.troubles.append(trouble.plain)
                self.edges.journal.warning("not filed", reason=trouble.reason)
        if filed:
            self.store.commit(Change(seen=tuple(filed)))

    def _desk(self) -> Desk:
        return desk_of(self.books, self.keys, self.edges)
