"""What must hold, whatever happens: one method a sentence, judged after each pass.

A sentence that does not hold raises Broken, with its name. Those of a single letter are in letter_sentences.py, those of a
single commit in knowledge.py.
"""

from collections import Counter
from datetime import datetime, timedelta

from mailer.model.address import canonical
from mailer.model.case import Case, State
from mailer.model.organisation import SYSTEM
from mailer.model.record import Queued
from mailer.service.sending import HELD_BY_DANGER
from tests.simulation.broken import hold
from tests.simulation.knowledge import Knowledge
from tests.simulation.letter_sentences import LetterSentences, secrets_in
from tests.simulation.office_sentences import OfficeSentences
from tests.simulation.programme import Programme, Sent

_BREACH = (
    "coordinator/ask-overdue",
    "coordinator/ask-match",
    "coordinator/ask-rematch",
    "coordinator/ask-crisis",
    "coordinator/ask-which-person",
)

_PAGE = "coordinator/ask-crisis"


def _tells_of(letter: str, about: str | None, text: str, case: str) -> bool:
    """Of its own case; a reminder also of those that it lists, since what piles up is one letter."""
    return about == case or (letter == "coordinator/ask-overdue" and case in text)


class Sentences:
    """Watches a programme: each commit, and everything after each pass."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.known = Knowledge(programme)
        self.of_letters = LetterSentences(programme, self.known)
        self.of_offices = OfficeSentences(programme, self.known)
        self.read = 0  # letters judged so far
        self.logged = 0
        self.said = 0
        self.promises: dict[tuple[str, datetime], datetime] = {}  # a promise, and when it was first seen
        self.quiet_since: dict[str, datetime] = {}

    def judge(self, healthy: bool) -> None:
        """Everything that must hold after a pass. `healthy`: nothing was away, and nobody was killed in it."""
        fresh, self.read = self.programme.sent[self.read :], len(self.programme.sent)
        for sent in fresh:
            self.of_letters.judge(sent)
        self.no_letter_leaves_twice(fresh)
        self.nobody_gets_the_same_twice_in_one_pass(fresh)
        self.every_open_case_has_an_owner_and_a_next_deadline()
        self.the_store_and_the_log_keep_no_word_and_no_name()
        self.a_promise_is_kept_or_its_breach_is_told_before(healthy)
        if healthy:
            self.every_mail_is_done_or_held()
            self.danger_pages_until_somebody_answers()
            self.nothing_waits_without_reason()
            self.of_offices.what_nobody_takes_care_of_comes_to_the_next_in_time()
            self.a_report_about_a_letter_without_a_case_is_told()

    def no_letter_leaves_twice(self, fresh: list[Sent]) -> None:
        if not fresh:
            return
        ids = Counter(s.message_id for s in self.programme.sent)
        for sent in fresh:
            if ids[sent.message_id] > 1:
                copies = {s.raw for s in self.programme.sent if s.message_id == sent.message_id}
                hold(len(copies) == 1, "no_letter_leaves_twice", f"{sent.name}: not the same bytes")
        doubles = sum(count - 1 for count in ids.values())
        reasons = self.programme.kills + self.programme.lost_answers
        hold(doubles <= reasons, "no_letter_leaves_twice", f"{doubles} doubles, {reasons} kills and lost answers")

    def nobody_gets_the_same_twice_in_one_pass(self, fresh: list[Sent]) -> None:
        """One letter for what piled up: deadlines never write the same letter of a case twice at once."""
        often = ("coordinator/ask-overdue", "supporter/ask-invitation", "supporter/ask-again", "supporter/ask-how-it-went",
                 "coordinator/tell-digest", "peer/ask-outreach", "peer/tell-introduction", "supporter/tell-handover")  # fmt: skip
        once = {s.message_id: s for s in fresh}.values()
        counts = Counter((s.name, s.to, s.case, s.queued_at) for s in once if s.name in often)
        for what, count in counts.items():
            hold(count == 1, "nobody_gets_the_same_twice_in_one_pass", f"{what} {count} times")

    def every_open_case_has_an_owner_and_a_next_deadline(self) -> None:
        name = "every_open_case_has_an_owner_and_a_next_deadline"
        for case in self.programme.store.open_cases():
            hold(self.programme.organisation.is_office(case.owner), name, f"{case.id} is owned by {case.owner!r}")
            hold(case.next_due is not None, name, f"{case.id} ({case.state}) waits for nothing")
            hold(
                canonical(case.owner) not in self.known.peer_addresses(case.id), name, f"{case.id} is owned by its peer"
            )

    def the_store_and_the_log_keep_no_word_and_no_name(self) -> None:
        name = "the_store_and_the_log_keep_no_word_and_no_name"
        if not self.known.changed:
            return
        self.known.changed = False
        kept = repr(
            (list(self.programme.store.cases()), self.programme.store.facts(), list(self.programme.store.all_seen()))
        )
        hold(not secrets_in(kept), name, "words of a mail in the store")
        text = self.programme.log.getvalue()
        lines = self.programme.said[self.said :]
        self.said = len(self.programme.said)
        new, self.logged = text[self.logged :] + "\n".join(lines), len(text)
        hold(not secrets_in(new), name, "words of a mail in the log")
        for mail in self.programme.mails.values():
            for person in (*mail.referral.peers, mail.referral.writer) if mail.referral else ():
                hold(person.name not in new and person.email not in new, name, f"{person.name} in the log")

    def a_promise_is_kept_or_its_breach_is_told_before(self, healthy: bool) -> None:
        """In the last quarter of the promise, and each day afterwards, somebody is told of a case that is not matched."""
        name = "a_promise_is_kept_or_its_breach_is_told_before"
        now = self.programme.now
        open_now = set()
        for case in self.programme.store.open_cases():
            if case.in_danger or case.state not in (State.OPEN, State.INVITED):
                continue
            open_now.add(case.id)
            seen = self.promises.setdefault((case.id, case.promise_at), now)
            span = case.promise_at - min(seen, case.opened_at if case.opened_at <= case.promise_at else seen)
            since = max(case.promise_at - span / 4, seen)
            if now < since or not healthy:
                continue
            told = [
                s.at for s in self.programme.sent if s.name in _BREACH and _tells_of(s.name, s.case, s.text, case.id)
            ]
            told += [
                now
                for q in self.programme.store.outbox("waiting")
                if q.letter in _BREACH and _tells_of(q.letter, q.case, q.raw.decode("ascii", "replace"), case.id)
            ]
            if now < case.promise_at:
                hold(
                    any(at >= case.promise_at - span for at in told),
                    name,
                    f"{case.id}: due {case.promise_at}, nobody was told",
                )
            else:
                last = max(told, default=None)
                quiet = self.quiet_since.get(case.id, now)
                late = last is None or now - last > timedelta(hours=26)
                hold(
                    not late or now - quiet <= timedelta(hours=26),
                    name,
                    f"{case.id}: late since {case.promise_at}, told {last}",
                )
        self.quiet_since = {case_id: self.quiet_since.get(case_id, now) for case_id in open_now}

    def every_mail_is_done_or_held(self) -> None:
        name = "every_mail_is_done_or_held"
        waiting = [i for box in self.programme.boxes.values() for i in box.in_inbox()]
        filed = Counter(i for box in self.programme.boxes.values() for i in box.in_folders())
        hold(not waiting, name, f"still in INBOX: {[self.programme.mails[i].kind for i in waiting]}")
        for mail in self.programme.mails.values():
            lies = filed[mail.message_id]
            hold(lies <= len(mail.boxes), name, f"a {mail.kind} lies {lies} times, came {len(mail.boxes)} times")
            old = self.programme.now - mail.at >= timedelta(days=self.programme.organisation.mail_days)
            if mail.filing == "expunge":
                hold(mail.kind in ("peer", "other"), name, f"a {mail.kind} was expunged")
                hold(lies == 0, name, f"a {mail.kind} that was passed on still lies there")
            elif not old:
                hold(lies >= 1, name, f"a {mail.kind} of {mail.author} lies nowhere")

    def danger_pages_until_somebody_answers(self) -> None:
        """A page that a server put off counts where it is tried again within the minute, and nobody else may be told."""
        name = "danger_pages_until_somebody_answers"
        minutes = self.programme.organisation.clock.page_minutes
        paged = [s for s in self.programme.sent if s.name == _PAGE]
        for case in self.programme.store.open_cases():
            if not case.in_danger or case.danger is None or case.danger.acknowledged_at is not None:
                continue
            mates = {c.id for c in self.programme.store.cases_of_event(case.event)} if case.event else {case.id}
            last = max((s.at for s in paged if s.case in mates), default=None)
            if self._every_page_is_put_off(case, mates):
                last = self.programme.now
            answered = any(
                c.danger and c.danger.acknowledged_at for c in map(self.programme.store.case, sorted(mates)) if c
            )
            hold(answered or last is not None, name, f"{case.id}: nobody was ever paged")
            quiet = self.programme.now - last if last else timedelta(0)
            hold(answered or quiet <= timedelta(minutes=minutes), name, f"{case.id}: no page for {quiet}")

    def _every_page_is_put_off(self, case: Case, mates: set[str]) -> bool:
        """All who stand in and may know of the case were tried just now, and every server asked for patience."""
        waiting = [q for q in self.programme.store.outbox("waiting") if q.case in mates and q.letter == _PAGE]
        soon = self.programme.now + timedelta(minutes=1)
        tried = {canonical(q.to) for q in waiting if q.tries and q.not_before <= soon}
        organisation = self.programme.organisation
        nearby = () if case.outside else organisation.region(case.region).backups
        line = {canonical(a.email) for a in (*nearby, organisation.region(SYSTEM).coordinator)}
        return bool(tried) and line - self.known.peer_addresses(case.id) <= tried

    def nothing_waits_without_reason(self) -> None:
        waiting = [
            q for q in self.programme.store.outbox() if q.state != "failed" and q.not_before <= self.programme.now
        ]
        told = [
            q.letter for q in waiting if not self._queued_while_sending(q.queued_at) and not self._held_by_danger(q)
        ]
        hold(not told, "nothing_waits_without_reason", f"{told}")

    def _queued_while_sending(self, queued_at: datetime) -> bool:
        """What a refusal brings about leaves at the next pass."""
        return queued_at == self.programme.now

    def _held_by_danger(self, letter: Queued) -> bool:
        """While a sign of danger stands, what belongs to the ordinary flow waits until a person releases it."""
        case = self.programme.store.case(letter.case) if letter.case else None
        return case is not None and case.in_danger and letter.letter in HELD_BY_DANGER

    def a_report_about_a_letter_without_a_case_is_told(self) -> None:
        """The operator hears of it, once a week; of a report about the operator's own letter nobody does: there would be no end."""
        told = [s.queued_at for s in self.programme.sent if s.name == "operator/tell-trouble"]
        told += [q.queued_at for q in self.programme.store.outbox() if q.letter == "operator/tell-trouble"]
        for mail in self.programme.mails.values():
            reports = mail.kind == "machine" and mail.answers and mail.case is None
            if reports and not mail.answers.startswith("operator/") and mail.done_at is not None:
                lately = any(timedelta(0) <= mail.done_at - at < timedelta(days=7) for at in told)
                hold(lately, "a_report_about_a_letter_without_a_case_is_told", mail.answers)

    def every_story_ends(self) -> None:
        """At the end of a history, weeks later: what was reached out is closed, what is open is still somebody's."""
        for case in self.programme.store.open_cases():
            late = case.state in (State.REACHED_OUT, State.TALKING) and case.reached_out_at is not None
            hold(
                not late or case.in_danger, "every_story_ends", f"{case.id} is {case.state} since {case.reached_out_at}"
            )
