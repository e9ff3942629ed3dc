"""One history of a programme, drawn from a seed: what people write, what they leave unanswered, and what breaks meanwhile.

The same seed gives the same history. Each step is told in a line; after each pass the sentences are judged.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from mailer.model.organisation import OnCall
from mailer.service.books import Books
from tests.simulation.people_around import People
from tests.simulation.programme import Programme, Sent
from tests.simulation.sentences import Sentences

STARTS = (
    datetime(2026, 10, 30, 19, 30, tzinfo=UTC),  # the Friday before the clocks go back (1 November)
    datetime(2026, 10, 31, 15, tzinfo=UTC),
    datetime(2026, 11, 25, 20, tzinfo=UTC),  # the eve of Thanksgiving
    datetime(2026, 12, 23, 14, tzinfo=UTC),
    datetime(2027, 3, 12, 21, tzinfo=UTC),  # the Friday before the clocks go forward (14 March)
    datetime(2027, 3, 13, 13, tzinfo=UTC),
    datetime(2026, 11, 10, 15, tzinfo=UTC),  # a Tuesday
    datetime(2026, 11, 13, 21, 30, tzinfo=UTC),  # a Friday, half an hour before the weekend
)
_SPANS = (0.1, 0.5, 1, 3, 6, 7, 11, 13, 19, 25, 40, 49, 80, 170)
EDITION = 2
"""Of the plays: a step that people learnt later is not played in an earlier edition, so that a seed of then plays what it played."""
_SIX_WEEKS = timedelta(days=42)
_POINTS = (
    "before a commit", "after a commit", "before filing", "after filing", "before expunging", "after expunging",
    "before putting", "after putting", "before sending", "after sending",
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """What a history came to."""

    seed: int
    steps: int
    mails: int
    letters: int
    cases: int
    passes: int
    kills: int


class History:
    """A play of one seed. `run` raises Broken where a sentence does not hold; `told` says what happened."""

    def __init__(self, seed: int, books: Books, edition: int = EDITION) -> None:
        self.seed, self.edition = seed, edition
        self.chance = Random(seed)
        organisation = replace(books.organisation, outreach_remind=self.chance.random() < 0.3)
        if self.chance.random() < 0.6:
            regional = books.organisation.regions[1].backups[0]
            full = (
                OnCall(regional, "full")
                if self.chance.random() < 0.3
                else OnCall(replace(regional, email="chaplain@ward.example"), "full")
            )
            organisation = replace(
                organisation, on_call=(OnCall(replace(regional, email="2075550199@pager.example", name="")), full)
            )
        self.programme = Programme(replace(books, organisation=organisation), self.chance, self.chance.choice(STARTS))
        self.sentences = Sentences(self.programme)
        self.people = People(self.programme, self.chance)
        self.cases = 0

    def run(self, steps: int) -> Figures:
        try:
            self._pass()
            for _ in range(steps):
                self.people.steps += 1
                self._step()
            self._end()
        finally:
            self.programme.close()
        p = self.programme
        return Figures(self.seed, self.people.steps, len(p.mails), len(p.sent), self.cases, p.passes, p.kills)

    def _pass(self) -> None:
        """Passes until one of them is not killed; then the sentences."""
        programme = self.programme
        for _ in range(4):
            letters = len(programme.sent)
            healthy = programme.healthy
            whole = programme.one_pass()
            for sent in programme.sent[letters:]:
                self.people.say(f"    -> {sent.name} to {sent.to} ({sent.case})")
            if not whole:
                self.people.say("    killed, and started again")
            self.sentences.judge(healthy and whole)
            if whole:
                return

    def _wait(self, hours: float) -> None:
        """Time goes by, and the service wakes whenever something is due."""
        programme = self.programme
        end = programme.now + timedelta(hours=hours)
        for _ in range(30):
            ahead = programme.next_moment()
            if not programme.up or ahead is None or ahead > end:
                programme.now = end
                break
            programme.now = ahead
            self._pass()
        if programme.up:
            self._pass()

    def _step(self) -> None:
        referred = sum(m.kind == "referral" for m in self.programme.mails.values())
        steps: dict[Callable[[], None], float] = {
            self.people.somebody_refers: 8 if referred < 2 else 2 if referred < 5 else 0,
            self.people.somebody_answers: 14,
            self._time_passes: 6,
            self.people.somebody_writes_again: 1.5,
            self.people.an_old_letter_is_answered: 2,
            self.people.something_else_arrives: 1,
            self.people.somebody_is_away: 1,
            self.people.a_letter_bounces: 1,
            self.people.an_office_writes: 1,
            self.people.a_stop_without_a_mark: 0.4,
            self.people.a_stranger_answers: 0.6,
            self.people.a_mail_comes_twice: 1,
            self.people.a_person_moves_a_mail_back: 0.6,
            self._a_server_fails: 1.5,
            self._the_process_is_killed: 1.5,
            self._the_service_ends_and_starts: 0.8,
            self._a_mailbox_is_rebuilt: 0.6,
        }
        if self.edition >= 2:
            steps[self.people.a_command_names_another_case] = 1
        self.chance.choices(list(steps), list(steps.values()))[0]()
        if self.programme.up and self.chance.random() < 0.85:
            self._pass()

    def _time_passes(self) -> None:
        paging = any(
            c.in_danger and c.danger and not c.danger.acknowledged_at for c in self.programme.store.open_cases()
        )
        hours = self.chance.choice(_SPANS[:3] if paging else _SPANS)
        self.people.say(f"{hours} hours pass")
        self._wait(hours)

    def _a_server_fails(self) -> None:
        programme, counter = self.programme, self.programme.counter
        trouble = self.chance.choice(("mailbox", "submission", "patience", "answer"))
        if trouble == "answer":
            counter.answers_lost, counter.lost_for_good = 1, self.chance.random() < 0.5
            programme.lost_answers += 1
        elif trouble == "patience" and (sent := self.people.recent(lambda s: bool(s.to))):
            counter.patience.add(sent.to)
        elif trouble in ("mailbox", "submission"):
            box = self.chance.choice(list(programme.boxes.values()))
            if trouble == "mailbox":
                box.away = True
            else:
                counter.away = True
            self.people.say(f"trouble: {trouble}")
            self._pass()
            self._wait(self.chance.choice((0.2, 2, 8)))
            box.away = counter.away = False
        self.people.say(f"trouble: {trouble}, over")

    def _the_process_is_killed(self) -> None:
        self.programme.traps.point = self.chance.choice(_POINTS)
        self.programme.traps.passes = self.chance.choice((0, 0, 1, 2))
        self.people.say(f"it will be killed {self.programme.traps.point}")
        if self.chance.random() < 0.7:
            self.people.somebody_answers()
        self._pass()
        self.programme.traps.point = ""

    def _the_service_ends_and_starts(self) -> None:
        if self.chance.random() < 0.5:
            hours = self.chance.choice((2, 14, 30, 75))
            self.programme.up = False
            self.people.say(f"the service is down for {hours} hours")
            self._wait(hours)
            self.programme.up = True
        else:
            self.people.say("the service ends and starts")
        self.programme.restart()

    def _a_mailbox_is_rebuilt(self) -> None:
        box = self.chance.choice(list(self.programme.boxes.values()))
        box.is_rebuilt()
        self.people.say(f"{box.address} is numbered anew")

    def _end(self) -> None:
        """Everything heals, and six weeks go by in which nobody writes, but for somebody who answers the pages."""
        counter = self.programme.counter
        counter.no_such_reader.clear()
        counter.answers_lost = 0
        self._pass()
        self._pass()
        self.people.say("nobody writes any more")
        for case in self.programme.store.open_cases():
            pages = [
                s
                for s in self.programme.sent
                if s.case == case.id and s.name == "coordinator/ask-crisis" and self._decides(s)
            ]
            if case.in_danger and pages:
                mail = self.people.write(
                    "office",
                    pages[-1].to,
                    f"Re: {pages[-1].subject}",
                    "close",
                    answers=pages[-1],
                    means=frozenset({"close"}),
                )
                self.programme.deliver(mail, pages[-1].reply_to)
                self._pass()
        self.cases = sum(1 for _ in self.programme.store.cases()) + len(self.sentences.known.purged)
        if self.chance.random() < 0.2:
            end = self.programme.now + _SIX_WEEKS
            for _ in range(
                _SIX_WEEKS.days
            ):  # a day by itself wakes the service a few times, and a page every ten minutes
                self._wait(24)
            if self.programme.now >= end:
                self.sentences.every_story_ends()

    def _decides(self, sent: Sent) -> bool:
        return self.programme.organisation.is_office(sent.to)
