"""Random histories of a programme, checked after every step against sentences that must always hold.

People answer, are silent, change their minds, write twice, are away; letters bounce; time passes; the service sleeps;
weekends, holidays and the change of the clocks go by. A failure names its seed and its steps: the seed reproduces it.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from mailer.casework import decide
from mailer.casework.exclusion import home_regions, may_hold, supporter_exclusions
from mailer.casework.to_coordinator import self_referred
from mailer.model.address import Address, canonical
from mailer.model.case import Case, State
from mailer.model.decision import Decision
from mailer.model.letters import AskMatch, AskOverdue, AskUnclear, Letter
from mailer.model.meaning import Contact, Intent
from tests.casework.office import (
    GRETA,
    MATCHED,
    NAMES,
    NILS,
    NORA,
    ORGANISATION,
    SAM,
    SECRET,
    Play,
    outside,
    peer,
    referral,
    text_of,
)

PEER_WORDS = "quietly, in the walled garden"
EXHAUSTIVE = bool(os.environ.get("PEER_SUPPORT_EXHAUSTIVE"))
SEEDS_IN_ALL, SAMPLE, STEPS = 2400, 80, 40
_PEERS = ("Max Orr", "Kim Ash", "Joy Penn", "Ada Fenn", "Bo Lee")
_STARTS = (
    datetime(2026, 11, 10, 15, tzinfo=UTC),  # a Tuesday
    datetime(2026, 11, 25, 21, tzinfo=UTC),  # the eve of Thanksgiving
    datetime(2026, 10, 30, 22, tzinfo=UTC),  # the Friday before the clocks go back
    datetime(2027, 3, 12, 23, tzinfo=UTC),  # the Friday before they go forward
)
_COORDINATOR: tuple[tuple[Intent, ...], ...] = (
    ("assign",), ("assign",), ("assign",), ("hold",), ("close",), ("outside",), ("transfer",), ("undo",), ("status",),
    ("acknowledge",), ("unclear",), ("release",), ("help",), ("assign", "hold"), ("status", "hold"),
)  # fmt: skip
_SUPPORTER: tuple[tuple[Intent, ...], ...] = (
    ("accept",), ("accept",), ("decline",), ("met",), ("no-answer",), ("peer-declined", "resources"), ("ongoing",),
    ("met", "ongoing"), ("handback",), ("unclear",), ("escalate",), ("no-answer", "handback"), ("met", "resources"),
)  # fmt: skip
_PEER: tuple[tuple[Intent, ...], ...] = (
    ("accept",), ("decline",), ("decline", "resources"), ("resources",), ("stop",), ("unclear",), ("accept", "resources"),
)  # fmt: skip
_WISHES: tuple[Contact, ...] = ("any", "any", "any", "phone", "email")


class Programme:
    """A programme of two regions, in which anything may happen."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.play = Play(now=self.chance.choice(_STARTS))
        self.play.after_each = self._judge
        self.warned: set[str] = set()
        self.told: list[str] = []
        self._steps: tuple[Callable[[], str], ...] = (
            self.somebody_is_referred, self.somebody_is_referred, self.an_event_of_three, self.a_coordinator_answers,
            self.a_coordinator_answers, self.a_coordinator_answers, self.a_supporter_answers, self.a_supporter_answers,
            self.a_peer_answers, self.a_peer_answers, self.time_passes, self.time_passes, self.the_service_sleeps,
            self.a_letter_bounces, self.somebody_is_away, self.somebody_else_answers, self.a_peer_says_stop_in_a_new_mail,
        )  # fmt: skip

    def live(self, steps: int) -> None:
        for _ in range(steps):
            step = self.chance.choice(self._steps)
            self.told.append(f"{self.play.now:%a %d %H:%M} {step.__name__}: {step()}")
            self.every_open_case_has_an_owner_who_may_hold_it_and_a_next_deadline()
            self.no_supporter_is_asked_who_may_never_be()
            self.no_promise_is_broken_without_a_word_before()
            self.whoever_is_matched_has_a_supporter()

    # ------------------------------------------------------------------ what happens

    def somebody_is_referred(self) -> str:
        name = self.chance.choice(_PEERS)
        by = self.chance.choice((name, "Liv Stone"))
        meant = outside(name, by=by) if self.chance.random() < 0.3 else referral(peer(name), by=by)
        one = replace(meant.peers[0], contact=self.chance.choice(_WISHES))
        avoid = self.chance.choice(((), (), ("Dr. Lee",), ("Nils Arden",), ("anesthesia",)))
        self.play.mail(replace(meant, avoid=avoid, safety=self.chance.random() < 0.2, peers=(one,)))
        return f"{name} by {by}, {one.contact}, {avoid}, outside {meant.outside}"

    def an_event_of_three(self) -> str:
        people = [peer("Max Orr"), peer("Kim Ash"), peer("Joy Penn")]
        away = self.chance.random() < 0.3
        if away:
            people[1] = replace(people[1], outside=True, region="system")
        self.play.mail(replace(referral(*people), outside=away))
        return f"outside {away}"

    def _a_letter(self, reader: str) -> Letter | None:
        found = [x for x in self.play.sent if x.reader == reader and x.case][-6:]
        return self.chance.choice(found) if found else None

    def _danger(self) -> bool:
        return self.chance.random() < 0.12

    def a_coordinator_answers(self) -> str:
        letter, intents = self._a_letter("coordinator"), self.chance.choice(_COORDINATOR)
        if letter is None:
            return "nothing"
        argument: str | tuple[str, ...] | None = None
        if "assign" in intents:
            argument = self.chance.choice(
                ("1", "2", "3", "Lee", "Gus Tarn", "Eva Marsh", "Nobody Known", "9", ("1", "2"))
            )
        if "transfer" in intents:
            argument = self.chance.choice(("north", "south", "system", "elsewhere"))
        self.play.answer(letter, *intents, argument=argument, safety=self._danger(), text="so be it")
        return f"{letter.name} of {letter.case}: {intents} {argument}"

    def a_supporter_answers(self) -> str:
        letter, intents = self._a_letter("supporter"), self.chance.choice(_SUPPORTER)
        if letter is None:
            return "nothing"
        self.play.answer(letter, *intents, safety=self._danger(), text="as it is")
        return f"{letter.name} of {letter.case}: {intents}"

    def a_peer_answers(self) -> str:
        letter, intents = self._a_letter("peer"), self.chance.choice(_PEER)
        if letter is None:
            return "nothing"
        self.play.answer(letter, *intents, safety=self._danger(), text=PEER_WORDS)
        return f"{letter.name} of {letter.case}: {intents}"

    def _soon(self, hours: float) -> float:
        """Somebody who is paged every ten minutes answers some time."""
        paged = any(d.what == "page" for c in self.play.cases.values() for d in c.dues)
        return min(hours, 2.2) if paged else hours

    def time_passes(self) -> str:
        hours = self._soon(self.chance.choice((0.2, 1, 5, 7, 11, 25, 60, 200, 800)))
        self.play.wait(hours=hours)
        return f"{hours} hours"

    def the_service_sleeps(self) -> str:
        hours = self.chance.choice((5, 25, 100))
        end = self.play.now + timedelta(hours=hours)
        self.warned |= {c.id for c in self.play.cases.values()}  # while it sleeps, it can warn nobody
        letters = self.play.sleep_until(end)
        for case in self.play.cases:
            mine = [
                x for x in letters if x.case == case and x.reader == "coordinator" and not x.name.endswith("crisis")
            ]
            assert len(mine) <= 3, f"a flood after the sleep: {[x.name for x in mine]}"
        return f"{hours} hours"

    def a_letter_bounces(self) -> str:
        letter = self._a_letter(self.chance.choice(("coordinator", "supporter", "peer", "referrer")))
        if letter is None:
            return "nothing"
        case, permanent = self.play.cases[letter.case or ""], self.chance.random() < 0.7
        self.play.apply(decide.on_undelivered(case, letter.name, letter.to.email, permanent, self.play.desk()))
        return f"{letter.name} of {letter.case}"

    def somebody_is_away(self) -> str:
        who = self.chance.choice((NILS, NORA, GRETA, SAM, Address("ada.fenn@north.example")))
        until = (self.play.now + timedelta(days=self.chance.randint(1, 9))).date()
        self.play.apply(decide.on_absence(who.email, until, self.play.desk()))
        return who.email

    def somebody_else_answers(self) -> str:
        letter, danger = self._a_letter(self.chance.choice(("peer", "supporter"))), self._danger()
        if letter is None:
            return "nothing"
        case, mark = self.play.mark_of(letter)
        came = self.play.arrival("stranger@elsewhere.example")
        before = self.play.cases[case.id]
        self.play.apply(decide.on_answer_from_elsewhere(mark, case, danger, came, self.play.desk(), PEER_WORDS))
        assert danger or replace(self.play.cases[case.id], marks=(), dues=()) == replace(before, marks=(), dues=())
        return f"{letter.name} of {letter.case}"

    def a_peer_says_stop_in_a_new_mail(self) -> str:
        name = self.chance.choice(_PEERS)
        self.play.apply(decide.on_stop(self.play.arrival(NAMES[name].email), self.play.desk()))
        return name

    # ------------------------------------------------------------ what must hold

    def _judge(self, _play: Play, _decision: Decision, letters: Sequence[Letter]) -> None:
        seen: set[tuple[str, str, str | None]] = set()
        for letter in letters:
            what = (letter.name, letter.to.email, letter.case)
            assert what not in seen, f"{what} twice at once"
            seen.add(what)
            self._nobody_learns_too_much(letter)
            self._nobody_is_pressed(letter)
            if isinstance(letter, AskOverdue) or (isinstance(letter, AskMatch) and letter.handed_on):
                self.warned.add(letter.case or "")

    def _nobody_learns_too_much(self, letter: Letter) -> None:
        told = text_of(letter)
        if letter.reader in ("supporter", "peer", "referrer"):
            assert SECRET not in told, f"{letter.name} holds words of a referral"
            assert "Liv Stone" not in told or letter.reader == "referrer", f"{letter.name} says who referred"
        if PEER_WORDS in told:
            assert letter.name in ("supporter/tell-peer-wrote", "coordinator/ask-crisis", "coordinator/tell-forwarded")
        if letter.name == "coordinator/tell-forwarded" and PEER_WORDS in told:
            case = self.play.cases[letter.case or ""]
            wrote = self_referred(case) or any(m.letter == "peer/tell-received" for m in case.marks)
            assert wrote, "a peer's words for a coordinator"
        about = self.play.cases.get(letter.case or "")
        if about is None:
            return
        self._of_a_case(letter, about, told)

    def _of_a_case(self, letter: Letter, case: Case, told: str) -> None:
        if letter.name.startswith("supporter/") and letter.name not in (
            "supporter/tell-handover",
            "supporter/tell-peer-wrote",
        ):
            assert "@north.example" not in told.replace(letter.to.email, "") or str(case.peer.email) not in told
        if letter.name == "coordinator/ask-crisis" and "alert_only=True" in told:
            assert case.peer.name is None or case.peer.name not in told
        if case.outside and letter.name.startswith("coordinator/ask") and not isinstance(letter, AskUnclear):
            homes = home_regions(case, self.play.desk())
            own = [a for r, a in ORGANISATION.offices() if r.id in homes and not a.same(GRETA)]
            assert not any(a.same(letter.to) for a in own), f"{letter.name} of an outside case to its own region"
        if isinstance(letter, AskMatch):
            excluded = supporter_exclusions(case, self.play.desk())
            assert not [c for c in letter.candidates if canonical(c.email) in excluded], (
                "an excluded supporter is listed"
            )

    def _nobody_is_pressed(self, letter: Letter) -> None:
        case = self.play.cases.get(letter.case or "")
        if letter.reader != "peer" or case is None:
            return
        allowed = ("peer/tell-understood", "peer/tell-resources", "peer/tell-crisis")
        if case.state is State.CLOSED:
            assert letter.name in allowed, f"{letter.name} after the close"
        if case.peer.contact == "phone":
            assert letter.name == "peer/tell-crisis", f"{letter.name} to one who wants to be called"

    def every_open_case_has_an_owner_who_may_hold_it_and_a_next_deadline(self) -> None:
        desk = self.play.desk()
        for case in self.play.cases.values():
            if case.is_open:
                assert case.owner, f"{case.id} belongs to nobody"
                assert case.next_due, f"{case.id} is forgotten"
                owner = next((a for _, a in ORGANISATION.offices() if a.same(case.owner)), None)
                assert owner, "owned by nobody of ours"
                assert may_hold(case, owner, desk), f"{owner} may not hold {case.id}"
            else:
                assert case.outcome
                assert case.closed_at
                assert not case.dues

    def no_supporter_is_asked_who_may_never_be(self) -> None:
        desk = self.play.desk()
        for case in self.play.cases.values():
            if case.is_open and case.supporter and case.state is not State.OPEN:
                assert canonical(case.supporter) not in supporter_exclusions(case, desk)

    def no_promise_is_broken_without_a_word_before(self) -> None:
        for case in self.play.cases.values():
            waiting = case.state in (State.OPEN, State.INVITED) and not case.in_danger
            if waiting and case.promise_at < self.play.now - timedelta(hours=3):
                assert case.id in self.warned, f"{case.id} is late, and nobody was told"

    def whoever_is_matched_has_a_supporter(self) -> None:
        for case in self.play.cases.values():
            if case.state in (*MATCHED, State.INVITED):
                assert case.supporter


@pytest.mark.parametrize("block", range(24 if EXHAUSTIVE else 8))
def test_a_history_keeps_every_sentence(block: int) -> None:
    size = (SEEDS_IN_ALL if EXHAUSTIVE else SAMPLE) // (24 if EXHAUSTIVE else 8)
    for seed in range(block * size, (block + 1) * size):
        programme = Programme(seed)
        try:
            programme.live(STEPS)
        except AssertionError as error:
            story = "\n".join(programme.told[-12:])
            pytest.fail(f"seed {seed}: {error}\n{story}\n(then the step that failed)")
