"""Random histories of a programme, checked after every step against sentences that must always hold.

People answer, are silent, change their minds, write twice, are away; letters bounce; time passes; the service sleeps. A
failure prints the steps that reproduce it.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mailer.casework import decide
from mailer.casework.exclusion import home_regions, may_hold, supporter_exclusions
from mailer.casework.to_coordinator import self_referred
from mailer.model.address import Address, canonical
from mailer.model.case import Outcome, State
from mailer.model.decision import Decision
from mailer.model.letters import AskMatch, AskOverdue, AskUnclear, Letter
from mailer.model.meaning import Intent
from tests.casework.office import GRETA, MATCHED, NAMES, NILS, NORA, ORGANISATION, SAM, SECRET, Play, outside, peer, referral, text_of

PEER_WORDS = "quietly, in the walled garden"
MAX_HISTORIES = 2000 if os.environ.get("PEER_SUPPORT_EXHAUSTIVE") else 60
_PEERS = ("Max Orr", "Kim Ash", "Joy Penn", "Ada Fenn", "Bo Lee")
_COORDINATOR: tuple[tuple[Intent, ...], ...] = (
    ("assign",), ("hold",), ("close",), ("outside",), ("transfer",), ("undo",), ("status",), ("acknowledge",), ("unclear",),
    ("release",), ("help",), ("assign", "hold"), ("status", "hold"),
)  # fmt: skip
_SUPPORTER: tuple[tuple[Intent, ...], ...] = (
    ("accept",), ("decline",), ("met",), ("no-answer",), ("peer-declined", "resources"), ("ongoing",), ("met", "ongoing"),
    ("handback",), ("unclear",), ("escalate",), ("no-answer", "handback"), ("met", "resources"),
)  # fmt: skip
_PEER: tuple[tuple[Intent, ...], ...] = (
    ("accept",), ("decline",), ("decline", "resources"), ("resources",), ("stop",), ("unclear",), ("accept", "resources"),
)  # fmt: skip


class Programme(RuleBasedStateMachine):
    """A programme of two regions, in which anything may happen."""

    def __init__(self) -> None:
        super().__init__()
        self.play = Play()
        self.play.after_each = self._judge
        self.warned: set[str] = set()
        self.no_more: dict[str, str] = {}

    # ------------------------------------------------------------------ what happens

    @rule(name=st.sampled_from(_PEERS), by=st.sampled_from(("Liv Stone", "self")), danger=st.booleans(),
          away=st.booleans(), avoid=st.sampled_from(((), ("Dr. Lee",), ("Nils Arden",), ("anesthesia",))),
          contact=st.sampled_from(("any", "any", "phone", "email")))  # fmt: skip
    def somebody_is_referred(
        self, name: str, by: str, danger: bool, away: bool, avoid: tuple[str, ...], contact: str
    ) -> None:
        writer = name if by == "self" else by
        meant = outside(name, by=writer) if away else referral(peer(name), by=writer)
        one = replace(meant.peers[0], contact="phone" if contact == "phone" else "email" if contact == "email" else "any")
        self.play.mail(replace(meant, avoid=avoid, safety=danger, peers=(one,)))

    @rule(away=st.booleans())
    def an_event_of_three(self, away: bool) -> None:
        people = [peer("Max Orr"), peer("Kim Ash"), peer("Joy Penn")]
        if away:
            people[1] = replace(people[1], outside=True, region="system")
        self.play.mail(replace(referral(*people), outside=away))

    def _answerable(self, reader: str) -> list[Letter]:
        return [x for x in self.play.sent if x.reader == reader and x.case and x.name.split("/")[1] != "tell-digest"]

    @precondition(lambda self: self._answerable("coordinator"))
    @rule(data=st.data(), intents=st.sampled_from(_COORDINATOR), safety=st.sampled_from((False, False, False, True)))
    def a_coordinator_answers(self, data: st.DataObject, intents: tuple[Intent, ...], safety: bool) -> None:
        letters = self._answerable("coordinator")
        letter = letters[-1 - data.draw(st.integers(0, min(6, len(letters) - 1)))]
        argument: str | tuple[str, ...] | None = None
        if "assign" in intents:
            argument = data.draw(st.sampled_from(("1", "2", "Lee", "Gus Tarn", "Eva Marsh", "Nobody Known", "9", ("1", "2"))))
        if "transfer" in intents:
            argument = data.draw(st.sampled_from(("north", "south", "system", "elsewhere")))
        self.play.answer(letter, *intents, argument=argument, safety=safety, text="so be it")

    @precondition(lambda self: self._answerable("supporter"))
    @rule(data=st.data(), intents=st.sampled_from(_SUPPORTER), safety=st.sampled_from((False, False, False, True)))
    def a_supporter_answers(self, data: st.DataObject, intents: tuple[Intent, ...], safety: bool) -> None:
        letters = self._answerable("supporter")
        letter = letters[-1 - data.draw(st.integers(0, min(4, len(letters) - 1)))]
        self.play.answer(letter, *intents, safety=safety, text="as it is")

    @precondition(lambda self: self._answerable("peer"))
    @rule(data=st.data(), intents=st.sampled_from(_PEER), safety=st.sampled_from((False, False, False, True)))
    def a_peer_answers(self, data: st.DataObject, intents: tuple[Intent, ...], safety: bool) -> None:
        letters = self._answerable("peer")
        letter = letters[-1 - data.draw(st.integers(0, min(4, len(letters) - 1)))]
        self.play.answer(letter, *intents, safety=safety, text=PEER_WORDS)

    @rule(hours=st.sampled_from((0.2, 1, 5, 7, 11, 25, 60, 200, 800)))
    def time_passes(self, hours: float) -> None:
        self.play.wait(hours=hours)

    @rule(hours=st.sampled_from((5, 25, 100)))
    def the_service_sleeps(self, hours: float) -> None:
        self.play.sleep_until(self.play.now + timedelta(hours=hours))

    @precondition(lambda self: [x for x in self.play.sent if x.case])
    @rule(data=st.data(), permanent=st.booleans())
    def a_letter_bounces(self, data: st.DataObject, permanent: bool) -> None:
        letters = [x for x in self.play.sent if x.case]
        letter = letters[-1 - data.draw(st.integers(0, min(5, len(letters) - 1)))]
        case = self.play.cases[letter.case or ""]
        self.play.apply(decide.on_undelivered(case, letter.name, letter.to.email, permanent, self.play.desk()))

    @rule(who=st.sampled_from((NILS, NORA, GRETA, SAM, Address("ada.fenn@north.example"))), days=st.integers(1, 9))
    def somebody_is_away(self, who: Address, days: int) -> None:
        until = (self.play.now + timedelta(days=days)).date()
        self.play.apply(decide.on_absence(who.email, until, self.play.desk()))

    @precondition(lambda self: self._answerable("peer") or self._answerable("supporter"))
    @rule(data=st.data(), danger=st.booleans())
    def somebody_else_answers(self, data: st.DataObject, danger: bool) -> None:
        letter = data.draw(st.sampled_from((*self._answerable("peer"), *self._answerable("supporter"))[-4:]))
        case, mark = self.play.mark_of(letter)
        came = self.play.arrival("stranger@elsewhere.example")
        before = self.play.cases[case.id]
        self.play.apply(decide.on_answer_from_elsewhere(mark, case, danger, came, self.play.desk(), PEER_WORDS))
        assert danger or replace(self.play.cases[case.id], marks=()) == replace(before, marks=())

    @rule(name=st.sampled_from(_PEERS))
    def a_peer_says_stop_in_a_new_mail(self, name: str) -> None:
        self.play.apply(decide.on_stop(self.play.arrival(NAMES[name].email), self.play.desk()))

    # ------------------------------------------------------------ what must hold

    def _judge(self, play: Play, decision: Decision, letters: Sequence[Letter]) -> None:
        seen: set[tuple[str, str, str | None]] = set()
        for letter in letters:
            what = (letter.name, letter.to.email, letter.case)
            assert what not in seen, f"{what} twice at once"
            seen.add(what)
            self._nobody_learns_too_much(letter)
            self._nobody_is_pressed(letter)
            if isinstance(letter, AskOverdue) or (isinstance(letter, AskMatch) and letter.handed_on):
                self.warned.add(letter.case or "")
        for case in decision.cases:
            if case.outcome is Outcome.DECLINED and case.state is State.CLOSED:
                self.no_more.setdefault(case.id, "declined")

    def _nobody_learns_too_much(self, letter: Letter) -> None:
        told = text_of(letter)
        if letter.reader in ("supporter", "peer", "referrer"):
            assert SECRET not in told, f"{letter.name} holds words of a referral"
            assert "Liv Stone" not in told or letter.reader == "referrer", f"{letter.name} says who referred"
        if PEER_WORDS in told:
            assert letter.name in ("supporter/tell-peer-wrote", "coordinator/ask-crisis", "coordinator/tell-forwarded")
        if letter.name == "coordinator/tell-forwarded" and PEER_WORDS in told:
            assert self_referred(self.play.cases[letter.case or ""]), "a peer's words for a coordinator"
        case = self.play.cases.get(letter.case or "")
        if case is None:
            return
        if letter.name.startswith("supporter/") and letter.name not in ("supporter/tell-handover", "supporter/tell-peer-wrote"):
            assert "@north.example" not in told.replace(letter.to.email, "") or case.peer.email not in told
        if letter.name == "coordinator/ask-crisis" and "alert_only=True" in told:
            assert case.peer.name is None or case.peer.name not in told
        if case.outside and letter.name.startswith("coordinator/ask") and not isinstance(letter, AskUnclear):
            homes = home_regions(case, self.play.desk())
            own = [a for r, a in ORGANISATION.offices() if r.id in homes and not a.same(GRETA)]
            assert not any(a.same(letter.to) for a in own), f"{letter.name} of an outside case to its own region"
        if isinstance(letter, AskMatch):
            excluded = supporter_exclusions(case, self.play.desk())
            assert not [c for c in letter.candidates if canonical(c.email) in excluded], "an excluded supporter is listed"

    def _nobody_is_pressed(self, letter: Letter) -> None:
        case = self.play.cases.get(letter.case or "")
        if letter.reader != "peer" or case is None:
            return
        allowed = ("peer/tell-understood", "peer/tell-resources", "peer/tell-crisis")
        if case.state is State.CLOSED:
            assert letter.name in allowed, f"{letter.name} after the close"
        if case.peer.contact == "phone":
            assert letter.name == "peer/tell-crisis", f"{letter.name} to one who wants to be called"

    @invariant()
    def every_open_case_has_an_owner_who_may_hold_it_and_a_next_deadline(self) -> None:
        desk = self.play.desk()
        for case in self.play.cases.values():
            if case.is_open:
                assert case.owner and case.next_due, f"{case.id} is forgotten"
                owner = next((a for _, a in ORGANISATION.offices() if a.same(case.owner)), None)
                assert owner, "owned by nobody of ours"
                assert may_hold(case, owner, desk), f"{owner} may not hold {case.id}"
            else:
                assert case.outcome and case.closed_at and not case.dues

    @invariant()
    def no_supporter_is_asked_who_may_never_be(self) -> None:
        desk = self.play.desk()
        for case in self.play.cases.values():
            if case.is_open and case.supporter and case.state is not State.OPEN:
                assert canonical(case.supporter) not in supporter_exclusions(case, desk)

    @invariant()
    def no_promise_is_broken_without_a_word_before(self) -> None:
        for case in self.play.cases.values():
            waiting = case.state in (State.OPEN, State.INVITED) and not case.in_danger
            if waiting and case.promise_at < self.play.now - timedelta(hours=3):
                assert case.id in self.warned, f"{case.id} is late, and nobody was told"

    @invariant()
    def whoever_supports_is_matched_and_whoever_is_matched_has_a_supporter(self) -> None:
        for case in self.play.cases.values():
            if case.state in (*MATCHED, State.INVITED):
                assert case.supporter


TestHistories = Programme.TestCase
TestHistories.settings = settings(
    max_examples=MAX_HISTORIES, stateful_step_count=30, deadline=None, derandomize=True,
    suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
)  # fmt: skip
