"""What people have said so far, from the moment the service has dealt with it: noes, stops, permissions.

Worked out from what they meant, at each commit; the sentences of each commit are judged here too.
"""

from mailer.model.address import canonical
from mailer.model.case import Case, State
from mailer.model.record import Change
from tests.simulation.broken import hold
from tests.simulation.programme import Mail, Programme, Sent

_MOVES: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.INVITED, State.HELD, State.CLOSED, State.REACHED_OUT, State.TALKING}),
    State.INVITED: frozenset({State.OPEN, State.HELD, State.CLOSED, State.REACHED_OUT, State.TALKING}),
    State.REACHED_OUT: frozenset({State.TALKING, State.OPEN, State.INVITED, State.CLOSED}),
    State.TALKING: frozenset({State.OPEN, State.INVITED, State.CLOSED}),
    State.HELD: frozenset({State.OPEN, State.INVITED, State.CLOSED}),
    State.CLOSED: frozenset({State.OPEN, State.HELD}),
}
"""Where a case may be found after one decision: a late yes is asked and accepted at once, a handback may ask the next choice."""


class Knowledge:
    """Watches the commits of a programme."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.noes: set[str] = set()  # cases whose peer said no
        self.stops: set[str] = set()  # addresses whose owner said stop
        self.permitted: set[str] = set()  # cases whose peer may be sent the resources
        self.purged: set[str] = set()
        self.changed = True
        programme.watchers.append(self._on_commit)

    def _on_commit(self, change: Change, before: dict[str, Case | None]) -> None:
        for seen in change.seen:
            mail = self.programme.mails.get(seen.message_id)
            if mail is not None and seen.filing is not None:
                if mail.done_at is None:
                    mail.done_at = self.programme.now
                    self._means(mail, change)
                mail.filing = seen.filing
        for case in change.cases:
            self.a_state_moves_only_by_the_table(case, before.get(case.id))
            self.pages_stop_only_for_an_answer(case, before.get(case.id), change)
        self.a_command_that_names_another_case_changes_neither(change, before)
        self.purged |= set(change.erased_cases)
        self.changed = True

    def _means(self, mail: Mail, change: Change) -> None:
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
            self.noes -= self._asked_for_by(mail, change)
        if mail.kind == "peer" and "accept" in mail.means:
            self.stops.discard(canonical(mail.author))

    def _asked_for_by(self, mail: Mail, change: Change) -> set[str]:
        """The cases in which a mail asks for its own writer: whoever refers themselves later has thought better of their no."""
        own = {canonical(mail.author)} | ({canonical(mail.referral.writer.email)} if mail.referral else set())
        cases = [c for c in change.cases if mail.message_id in c.mail_ids]
        return {c.id for c in cases if own & {canonical(e) for e in (c.peer.email, c.peer.directory_email) if e}}

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

    def a_command_that_names_another_case_changes_neither(self, change: Change, before: dict[str, Case | None]) -> None:
        """Nor is another office's case spoken of in what comes back. Pages may stop: any words of an office stop them."""
        name = "a_command_that_names_another_case_changes_neither"
        for mail in [m for s in change.seen if (m := self.programme.mails.get(s.message_id)) and m.names]:
            own = before.get(mail.names)
            if own is not None and own.is_open and canonical(own.owner) == mail.author:
                continue  # it has come to the writer since
            for case in change.cases:
                was = before.get(case.id)
                still = was is not None and (was.state, was.owner, was.supporter) == (
                    case.state,
                    case.owner,
                    case.supporter,
                )
                hold(still, name, f"{case.id} was {was.state if was else 'not there'} and is {case.state}")
            told = [q.letter for q in change.queued if mail.names.encode() in q.raw]
            hold(not told, name, f"{told} speak of {mail.names}")

    def mails_of(self, case_id: str | None) -> list[Mail]:
        case = self.programme.store.case(case_id) if case_id else None
        ids = case.mail_ids if case else ()
        return [self.programme.mails[i] for i in ids if i in self.programme.mails]

    def peer_addresses(self, case_id: str | None) -> frozenset[str]:
        case = self.programme.store.case(case_id) if case_id else None
        found = (case.peer.email, case.peer.directory_email) if case else ()
        return frozenset(canonical(e) for e in found if e)

    def different(self) -> list[Sent]:
        return list({s.message_id: s for s in self.programme.sent}.values())
