"""Whatever happens in whatever order, a store holds and answers what plain dicts would; a new start changes nothing."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from mailer.edges.store import Stale
from mailer.model.case import Case, Due, State
from mailer.model.record import Bookmark, Change, Fact, Filing, Queued, SeenMail, Stop
from tests.edges.store.store_in_dicts import InDicts
from tests.edges.store.store_samples import NOON, STORES, Opened, a_case, a_letter, a_mail, a_mark, hours

CASE_IDS, LETTER_IDS, HASHES = st.sampled_from("ABCDEF"), st.sampled_from("uvwxyz"), st.sampled_from("ghij")
SUPPORTERS = st.sampled_from([None, "theo@harborview.example", "ines@harborview.example"])
TIMES = st.integers(-3, 3).map(hours)
FILINGS: st.SearchStrategy[Filing | None] = st.sampled_from([None, "Handled", "Needs a person", "expunge"])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    case_id = draw(CASE_IDS)
    return replace(
        a_case(case_id, state=draw(st.sampled_from(State)), opened=draw(st.integers(-2, 2))),
        supporter=draw(SUPPORTERS),
        invited_at=draw(st.none() | TIMES),
        event=draw(st.sampled_from([None, "E1", "E2"])),
        mail_ids=tuple(draw(st.lists(st.sampled_from(["<1@x.example>", "<2@x.example>"]), max_size=2, unique=True))),
        marks=tuple(a_mark(f"{case_id}-{n}") for n in draw(st.sets(st.integers(0, 3)))),
        dues=tuple(Due("page", at) for at in draw(st.lists(TIMES, max_size=2))),
        avoid=tuple(draw(st.lists(st.text(st.characters(codec="utf-8"), max_size=5), max_size=2))),
    )


@st.composite
def mails(draw: st.DrawFn) -> SeenMail:
    uid = draw(st.integers(1, 6))
    return replace(
        a_mail(f"digest-{uid}", uid, received=draw(st.integers(-2, 2))),
        filing=draw(FILINGS),
        filed=draw(st.booleans()),
        needs_a_person=draw(st.booleans()),
        sender_hash=draw(st.sampled_from(["s1", "s2"])),
    )


@st.composite
def letters(draw: st.DrawFn) -> Queued:
    letter = a_letter(
        draw(LETTER_IDS), draw(st.none() | CASE_IDS), draw(st.sampled_from(["waiting", "unknown", "failed"]))
    )
    return replace(letter, raw=draw(st.binary(max_size=40)))


def several(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(of, max_size=2).map(tuple)


class History(RuleBasedStateMachine):
    """One store beside the dicts."""

    kind = "tinydb"

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.opening: Iterator[Opened] = STORES[self.kind](self.folder)
        self.opened = next(self.opening)
        self.expected = InDicts()

    def teardown(self) -> None:
        if hasattr(self, "opening"):
            assert list(self.opening) == []
            shutil.rmtree(self.folder)

    @rule(
        cases=st.lists(cases(), max_size=3, unique_by=lambda case: case.id),
        seen=st.lists(mails(), max_size=2, unique_by=lambda mail: mail.identity),
        queued=st.lists(letters(), max_size=3, unique_by=lambda letter: letter.id),
        left=several(LETTER_IDS),
        stops=several(HASHES),
        lifted=several(HASHES),
        erased=several(CASE_IDS) | st.just(()),
    )
    def something_happens(
        self,
        cases: list[Case],
        seen: list[SeenMail],
        queued: list[Queued],
        left: tuple[str, ...],
        stops: tuple[str, ...],
        lifted: tuple[str, ...],
        erased: tuple[str, ...],
    ) -> None:
        known = self.expected.cases
        following = tuple(
            replace(case, version=known[case.id].version + 1 if case.id in known else 1) for case in cases
        )
        change = Change(
            cases=following,
            seen=tuple(seen),
            queued=tuple(queued),
            left=left,
            stops=tuple(Stop(address_hash, NOON) for address_hash in stops),
            lifted=lifted,
            facts=(Fact("moves", str(len(known))),),
            bookmarks=(Bookmark("intake@x.example", NOON, NOON, left=len(left)),),
            erased_cases=erased,
        )
        self.opened.store.commit(change)
        self.expected.apply(change)

    @rule(case=cases(), wrong=st.sampled_from([-1, 0, 2]))
    def somebody_was_faster(self, case: Case, wrong: int) -> None:
        stored = self.expected.cases.get(case.id)
        with pytest.raises(Stale):
            self.opened.store.commit(Change(cases=(replace(case, version=(stored.version if stored else 0) + wrong),)))

    @rule(identities=st.lists(st.integers(1, 6).map("digest-{}".format), max_size=3))
    def mail_is_purged(self, identities: list[str]) -> None:
        change = Change(erased_seen=tuple(identities), forgotten_facts=("moves",))
        self.opened.store.commit(change)
        self.expected.apply(change)

    @rule()
    def the_service_starts_anew(self) -> None:
        self.opened.again()

    @rule()
    def the_store_is_tidied(self) -> None:
        self.opened.store.tidy()

    @rule()
    def the_store_is_compacted(self) -> None:
        self.opened.store.compact()

    @invariant()
    def all_is_as_expected(self) -> None:
        if hasattr(self, "expected"):
            assert self.expected.is_what(self.opened.store)
            assert self.expected.answers_like(self.opened.store, NOON)


@pytest.mark.parametrize("kind", list(STORES))
def test_any_history_leaves_what_plain_dicts_would_hold(kind: str) -> None:
    machine = type("HistoryOf", (History,), {"kind": kind})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
