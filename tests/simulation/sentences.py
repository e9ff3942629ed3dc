"""What must hold, whatever happens: one method a sentence. Judged by what people wrote and what left, not by what the code meant.

A sentence that does not hold raises Broken, with its name.
"""

import re
from collections import Counter
from datetime import datetime, timedelta

from mailer.model.address import canonical
from mailer.model.case import Case, Outcome, State
from mailer.model.organisation import SYSTEM
from mailer.model.record import Change
from tests.simulation.programme import Mail, Programme, Sent
from tests.simulation.referrals import Staff

_SECRET = re.compile(r"vrill[a-z]{3}")
_HELD_PEER = ("peer/tell-understood", "peer/tell-resources", "peer/tell-crisis")
_BREACH = ("coordinator/ask-overdue", "coordinator/ask-match", "coordinator/ask-rematch", "coordinator/ask-crisis")
_MOVES: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.INVITED, State.HELD, State.CLOSED, State.REACHED_OUT, State.TALKING}),
    State.INVITED: frozenset({State.OPEN, State.HELD, State.CLOSED, State.REACHED_OUT, State.TALKING}),
    State.REACHED_OUT: frozenset({State.TALKING, State.OPEN, State.INVITED, State.CLOSED}),
    State.TALKING: frozenset({State.OPEN, State.INVITED, State.CLOSED}),
    State.HELD: frozenset({State.OPEN, State.INVITED, State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN, State.HELD}),
}
"""Where a case may be found after one decision: a late yes is asked and accepted at once, a handback may ask the next choice."""


class Broken(AssertionError):
    """A sentence that does not hold."""

    def __init__(self, sentence: str, detail: str) -> None:
        self.sentence = sentence
        super().__init__(f"{sentence.replace('_', ' ')}: {detail}")


def hold(true: object, sentence: str, detail: str) -> None:
    if not true:
        raise Broken(sentence, detail)


class Sentences:
    """Watches a programme: each commit, and everything after each pass."""

    def __init__(self, programme: Programme, staff: Staff) -> None:
        self.programme, self.staff = programme, staff
        self.read = 0  # letters judged so far
        self.logged = 0
        self.said = 0
        self.noes: set[str] = set()  # cases whose peer said no
        self.stops: set[str] = set()  # addresses whose owner said stop
        self.permitted: set[str] = set()  # cases whose peer may be sent the resources
        self.promises: dict[tuple[str, datetime], datetime] = {}  # a promise, and when it was first seen
        self.acknowledged: set[str] = set()
        self.purged: set[str] = set()
        self.changed = True
        self.quiet_since: dict[str, datetime] = {}
        programme.watchers.append(self._on_commit)

    # ------------------------------------------------------- at each commit

    def _on_commit(self, change: Change, before: dict[str, Case | None]) -> None:
        for seen in change.seen:
            mail = self.programme.mails.get(seen.message_id)
            if mail is not None and seen.filing is not None:
                if mail.done_at is None:
                    mail.done_at = self.programme.now
                    self._means(mail)
                mail.filing = seen.filing
        for case in change.cases:
            self.a_state_moves_only_by_the_table(case, before.get(case.id))
            self.pages_stop_only_for_an_answer(case, before.get(case.id), change)
        self.purged |= set(change.erased_cases)
        self.changed = True

    def _means(self, mail: Mail) -> None:
        """What a mail changes for the sentences, from the moment it is dealt with."""
        case = self.programme.store.case(mail.case) if mail.case else None
        danger = case is not None and case.danger is not None and case.danger.stands
        if mail.kind == "peer" and not mail.danger:
            if "stop" in mail.means:
                self.stops.add(canonical(mail.author))
            if case is not None and not danger:
                if "decline" in mail.means and mail.answers != "peer/tell-understood":
                    self.noes.add(case.id)
                if "resources" in mail.means:
                    self.permitted.add(case.id)
        if mail.kind == "supporter" and case is not None and "resources" in mail.means:
            self.permitted.add(case.id)
        if mail.kind == "referral" and mail.referral is not None and mail.referral.own:
            self.stops.discard(canonical(mail.author))
            self.stops.discard(canonical(mail.referral.writer.email))
        if mail.kind == "peer" and "accept" in mail.means:
            self.stops.discard(canonical(mail.author))

    def a_state_moves_only_by_the_table(self, case: Case, before: Case | None) -> None:
        name = "a_state_moves_only_by_the_table"
        if before is None:
            hold(case.state in (State.OPEN, State.CLOSED), name, f"{case.id} begins {case.state}")
        elif before.state is not case.state:
            hold(case.state in _MOVES[before.state], name, f"{case.id} from {before.state} to {case.state}")
        closed = case.state is State.CLOSED
        hold(
            closed == (case.outcome is not None) == (case.closed_at is not None),
            name,
            f"{case.id}: an outcome if closed, none else",
        )
        matched = case.state in (State.INVITED, State.REACHED_OUT, State.TALKING)
        hold(not matched or case.supporter, name, f"{case.id} is {case.state} with nobody")

    def pages_stop_only_for_an_answer(self, case: Case, before: Case | None, change: Change) -> None:
        if before is None or before.danger is None or case.danger is None:
            return
        stopped = before.danger.acknowledged_at is None and case.danger.acknowledged_at is not None
        if not stopped:
            return
        mails = [self.programme.mails[s.message_id] for s in change.seen if s.message_id in self.programme.mails]
        hold(any(m.kind == "office" for m in mails), "pages_stop_only_for_an_answer", case.id)

    # --------------------------------------------------------- after a pass

    def judge(self, healthy: bool) -> None:
        """Everything that must hold after a pass. `healthy`: nothing was away, and nobody was killed in it."""
        fresh, self.read = self.programme.sent[self.read :], len(self.programme.sent)
        for sent in fresh:
            self.nobody_learns_what_is_not_for_them(sent)
            self.nobody_learns_who_else_is_meant(sent)
            self.the_own_region_of_an_outside_peer_learns_nothing(sent)
            self.a_peer_is_left_alone_after_a_no(sent)
            self.who_said_stop_hears_nothing(sent)
            self.who_wants_a_call_gets_no_letter(sent)
            self.resources_come_only_with_permission(sent)
            self.nobody_excluded_is_asked(sent)
            self.subjects_and_addresses_are_neutral(sent)
            self.the_contact_comes_after_the_yes(sent)
            self.the_crisis_letter_comes_once_a_day(sent)
            self.a_referrer_hears_that_it_arrived_and_no_more(sent)
        self.no_letter_leaves_twice(fresh)
        self.nobody_gets_the_same_twice_in_one_pass(fresh)
        self.every_open_case_has_an_owner_and_a_next_deadline()
        self.the_store_and_the_log_keep_no_word_and_no_name()
        self.a_promise_is_kept_or_its_breach_is_told_before(healthy)
        if healthy:
            self.every_mail_is_done_or_held()
            self.danger_pages_until_somebody_answers()
            self.nothing_waits_without_reason()

    def _mails_of(self, case_id: str | None) -> list[Mail]:
        case = self.programme.store.case(case_id) if case_id else None
        ids = case.mail_ids if case else ()
        return [self.programme.mails[i] for i in ids if i in self.programme.mails]

    def nobody_learns_what_is_not_for_them(self, sent: Sent) -> None:
        name = "nobody_learns_what_is_not_for_them"
        text = sent.everything
        for secret in set(_SECRET.findall(text)):
            mail = next(m for m in self.programme.mails.values() if m.secret == secret)
            where = f"{sent.name} to {sent.to} holds words of a {mail.kind} by {mail.author}"
            hold(sent.name.startswith("coordinator/") or sent.name == "supporter/tell-peer-wrote", name, where)
            case = self.programme.store.case(mail.case or sent.case or "")
            endangered = mail.danger or (case is not None and case.danger is not None)
            if mail.kind == "peer":
                ours = (
                    sent.name == "supporter/tell-peer-wrote"
                    and case is not None
                    and sent.to == canonical(case.supporter or "")
                )
                further = sent.name == "coordinator/tell-forwarded" and any(
                    m.referral and m.referral.own for m in self._mails_of(mail.case)
                )
                hold(ours or further or (sent.name == "coordinator/ask-crisis" and endangered), name, where)
            elif mail.kind in ("supporter", "stranger"):
                question = (
                    sent.name == "coordinator/tell-forwarded"
                    and mail.kind == "supporter"
                    and not mail.answers.endswith("handover")
                )
                hold(question or (sent.name == "coordinator/ask-crisis" and endangered), name, where)
            elif sent.name == "supporter/tell-peer-wrote":
                hold(canonical(mail.author) in self._peer_addresses(sent.case), name, where)
        if sent.name.startswith("operator/"):
            for mail in self.programme.mails.values():
                for peer in mail.referral.peers if mail.referral else ():
                    hold(peer.name not in text and peer.email not in text, name, f"{sent.name} names a peer")

    def _peer_addresses(self, case_id: str | None) -> frozenset[str]:
        case = self.programme.store.case(case_id) if case_id else None
        found = (case.peer.email, case.peer.directory_email) if case else ()
        return frozenset(canonical(e) for e in found if e)

    def nobody_learns_who_else_is_meant(self, sent: Sent) -> None:
        """Neither peer nor supporter learns who referred, or who else was named in the mail."""
        if not sent.name.startswith(("peer/", "supporter/")) or sent.case is None:
            return
        case = self.programme.store.case(sent.case)
        text = sent.everything
        for mail in self._mails_of(sent.case):
            if mail.referral is None or case is None:
                continue
            concerned = {canonical(p.email) for p in mail.referral.peers} & {*self._peer_addresses(sent.case)}
            people = [p for p in (*mail.referral.peers, mail.referral.writer) if p.name != case.peer.name]
            for person in people if concerned else ():
                told = person.name in text or person.email in text
                own = canonical(person.email) in (sent.to, canonical(case.supporter or ""), canonical(case.owner))
                hold(
                    not told or own, "nobody_learns_who_else_is_meant", f"{sent.name} to {sent.to} names {person.name}"
                )

    def the_own_region_of_an_outside_peer_learns_nothing(self, sent: Sent) -> None:
        name = "the_own_region_of_an_outside_peer_learns_nothing"
        if not sent.name.startswith("coordinator/"):
            return
        text = sent.everything
        for mail in self.programme.mails.values():
            referral = mail.referral
            if referral is None or sent.to not in referral.far or mail.done_at is None or mail.done_at > sent.queued_at:
                continue
            if mail.kind == "referral":
                hold(mail.secret not in text, name, f"{sent.name} to {sent.to} holds the words")
            case = self.programme.store.case(sent.case or "")
            about = case is not None and mail.message_id in case.mail_ids and case.outside
            answered = (
                sent.name == "coordinator/tell-not-done"
            )  # to one who held it before the wish came: no more than that
            hold(not about or answered, name, f"{sent.name} to {sent.to} is about {sent.case}")

    def a_peer_is_left_alone_after_a_no(self, sent: Sent) -> None:
        if sent.case in self.noes and sent.name.startswith("peer/"):
            hold(sent.name in _HELD_PEER, "a_peer_is_left_alone_after_a_no", f"{sent.name} of {sent.case}")
            understood = sum(s.name == sent.name and s.case == sent.case for s in self._different())
            hold(
                understood <= 1 or sent.name == "peer/tell-crisis",
                "a_peer_is_left_alone_after_a_no",
                f"{sent.name} again",
            )

    def _different(self) -> list[Sent]:
        return list({s.message_id: s for s in self.programme.sent}.values())

    def who_said_stop_hears_nothing(self, sent: Sent) -> None:
        if sent.name.startswith("peer/") and sent.to in self.stops:
            hold(sent.name == "peer/tell-crisis", "who_said_stop_hears_nothing", f"{sent.name} to {sent.to}")

    def who_wants_a_call_gets_no_letter(self, sent: Sent) -> None:
        if not sent.name.startswith("peer/") or sent.name == "peer/tell-crisis":
            return
        wishes = [
            m.referral.calls_only
            for m in self._mails_of(sent.case)
            if m.referral and m.done_at and m.done_at <= sent.queued_at
        ]
        hold(not (wishes and wishes[-1]), "who_wants_a_call_gets_no_letter", f"{sent.name} of {sent.case}")

    def resources_come_only_with_permission(self, sent: Sent) -> None:
        if sent.name == "peer/tell-resources":
            name = "resources_come_only_with_permission"
            hold(sent.case in self.permitted, name, str(sent.case))
            hold(
                sum(s.name == sent.name and s.case == sent.case for s in self._different()) == 1,
                name,
                f"{sent.case} twice",
            )

    def nobody_excluded_is_asked(self, sent: Sent) -> None:
        if sent.name not in ("supporter/ask-invitation", "supporter/ask-again", "supporter/tell-handover"):
            return
        for mail in self._mails_of(sent.case):
            if mail.referral is not None and mail.done_at is not None and mail.done_at <= sent.queued_at:
                hold(
                    sent.to not in mail.referral.never,
                    "nobody_excluded_is_asked",
                    f"{sent.name} to {sent.to} for {sent.case}",
                )

    def subjects_and_addresses_are_neutral(self, sent: Sent) -> None:
        name = "subjects_and_addresses_are_neutral"
        heads = f"{sent.letter.subject} {sent.reply_to} {sent.letter.message['From']}"
        hold(not _SECRET.search(heads), name, f"{sent.name}: words of a mail in {heads}")
        lower = heads.lower()
        for mail in self.programme.mails.values():
            for person in (*mail.referral.peers, mail.referral.writer) if mail.referral else ():
                case = self.programme.store.case(sent.case or "")
                helps = case is not None and canonical(person.email) == canonical(case.supporter or "")
                hold(helps or person.name.lower() not in lower, name, f"{sent.name} names {person.name}: {heads}")
        if sent.name.startswith(("peer/", "referrer/")):
            hold(sent.case is None or sent.case not in sent.letter.subject, name, f"{sent.name}: a case number")

    def the_contact_comes_after_the_yes(self, sent: Sent) -> None:
        if sent.name not in ("supporter/ask-invitation", "supporter/ask-again") or sent.case is None:
            return
        case = self.programme.store.case(sent.case)
        if case is None:
            return
        text = sent.text
        digits = "".join(re.findall(r"\d", text))
        hold(not case.peer.email or case.peer.email not in text, "the_contact_comes_after_the_yes", sent.name)
        hold(not case.peer.phone or case.peer.phone[-10:] not in digits, "the_contact_comes_after_the_yes", sent.name)

    def the_crisis_letter_comes_once_a_day(self, sent: Sent) -> None:
        if sent.name.endswith("/tell-crisis"):
            same = [
                s for s in self._different()
                if s.name.endswith("/tell-crisis") and s.to == sent.to and s.message_id != sent.message_id
                and timedelta(0) <= sent.queued_at - s.queued_at < timedelta(hours=24)
            ]  # fmt: skip
            hold(not same, "the_crisis_letter_comes_once_a_day", sent.to)

    def a_referrer_hears_that_it_arrived_and_no_more(self, sent: Sent) -> None:
        if not sent.name.startswith("referrer/"):
            return
        name = "a_referrer_hears_that_it_arrived_and_no_more"
        hold(sent.name in ("referrer/tell-received", "referrer/tell-crisis"), name, sent.name)
        wrote = sum(1 + m.moved_back for m in self.programme.mails.values() if canonical(m.author) == sent.to)
        heard = sum(s.name.startswith("referrer/") and s.to == sent.to for s in self._different())
        hold(heard <= wrote, name, f"{heard} letters for {wrote} mails of {sent.to}")

    def no_letter_leaves_twice(self, fresh: list[Sent]) -> None:
        if not fresh:
            return
        ids = Counter(s.message_id for s in self.programme.sent)
        for sent in fresh:
            if ids[sent.message_id] > 1:
                copies = {s.letter.raw for s in self.programme.sent if s.message_id == sent.message_id}
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
            hold(canonical(case.owner) not in self._peer_addresses(case.id), name, f"{case.id} is owned by its peer")

    def the_store_and_the_log_keep_no_word_and_no_name(self) -> None:
        name = "the_store_and_the_log_keep_no_word_and_no_name"
        if not self.changed:
            return
        self.changed = False
        kept = repr(
            (list(self.programme.store.cases()), self.programme.store.facts(), list(self.programme.store.all_seen()))
        )
        hold(not _SECRET.search(kept), name, "words of a mail in the store")
        text = self.programme.log.getvalue()
        lines = self.programme.said[self.said :]
        self.said = len(self.programme.said)
        new, self.logged = text[self.logged :] + "\n".join(lines), len(text)
        hold(not _SECRET.search(new), name, "words of a mail in the log")
        for mail in self.programme.mails.values():
            for person in (*mail.referral.peers, mail.referral.writer) if mail.referral else ():
                hold(person.name not in new and person.email not in new, name, f"{person.name} in the log")

    def a_promise_is_kept_or_its_breach_is_told_before(self, healthy: bool) -> None:
        """In the last quarter of the promise, and each day afterwards, somebody is told of a case that is not matched."""
        name = "a_promise_is_kept_or_its_breach_is_told_before"
        now = self.programme.now
        open_now = set()
        for case in self.programme.store.open_cases():
            if (
                case.in_danger
                or case.state not in (State.OPEN, State.INVITED)
                or canonical(case.owner) in self.programme.counter.no_such_reader
            ):
                continue
            open_now.add(case.id)
            seen = self.promises.setdefault((case.id, case.promise_at), now)
            span = case.promise_at - min(seen, case.opened_at if case.opened_at <= case.promise_at else seen)
            since = max(case.promise_at - span / 4, seen)
            if now < since or not healthy:
                continue
            told = [s.at for s in self.programme.sent if s.case == case.id and s.name in _BREACH]
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
        name = "danger_pages_until_somebody_answers"
        minutes = self.programme.organisation.clock.page_minutes
        paged = [s for s in self.programme.sent if s.name == "coordinator/ask-crisis"]
        for case in self.programme.store.open_cases():
            if not case.in_danger or case.danger is None or case.danger.acknowledged_at is not None:
                continue
            mates = {c.id for c in self.programme.store.cases_of_event(case.event)} if case.event else {case.id}
            last = max((s.at for s in paged if s.case in mates), default=None)
            answered = any(
                c.danger and c.danger.acknowledged_at for c in map(self.programme.store.case, sorted(mates)) if c
            )
            hold(answered or last is not None, name, f"{case.id}: nobody was ever paged")
            quiet = self.programme.now - last if last else timedelta(0)
            hold(answered or quiet <= timedelta(minutes=minutes), name, f"{case.id}: no page for {quiet}")

    def nothing_waits_without_reason(self) -> None:
        waiting = [
            q for q in self.programme.store.outbox() if q.state != "failed" and q.not_before <= self.programme.now
        ]
        told = [q.letter for q in waiting if not self._queued_while_sending(q.queued_at)]
        hold(not told, "nothing_waits_without_reason", f"{told}")

    def _queued_while_sending(self, queued_at: datetime) -> bool:
        """What a refusal brings about leaves at the next pass."""
        return queued_at == self.programme.now

    def every_story_ends(self) -> None:
        """At the end of a history, weeks later: what was reached out is closed, what is open is still somebody's."""
        for case in self.programme.store.open_cases():
            late = case.state in (State.REACHED_OUT, State.TALKING) and case.reached_out_at is not None
            hold(
                not late or case.in_danger, "every_story_ends", f"{case.id} is {case.state} since {case.reached_out_at}"
            )
        for case in self.programme.store.cases():
            hold(case.is_open or case.outcome in set(Outcome), "every_story_ends", f"{case.id} has no outcome")
        hold(SYSTEM in {r.id for r in self.programme.organisation.regions}, "every_story_ends", "no system office")
