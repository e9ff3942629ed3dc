"""What every store promises, whatever stands behind it (mailer/edges/store/interface.py)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailer.edges.store import Stale
from mailer.model.case import Due, State
from mailer.model.record import Bookmark, Change, Fact, OutboxState, Place, Stop, StoreCounts
from tests.edges.store.store_samples import (
    NOON,
    PEER_EMAIL,
    PEER_NAME,
    STORES,
    SUPPORTER,
    Opened,
    a_case,
    a_letter,
    a_mail,
    a_mark,
    hours,
    next_of,
)


@pytest.fixture(params=list(STORES))
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    yield from STORES[request.param](tmp_path)


def test_what_is_committed_is_there_and_stays_there(opened: Opened) -> None:
    opened.store.commit(Change(cases=(a_case(),), queued=(a_letter(),), seen=(a_mail(),)))
    for store in (opened.store, opened.again()):
        assert store.case("K7F2") == a_case()
        assert store.queued("letter-1") == a_letter()
        assert store.seen("digest-1") == a_mail()


def test_what_is_unknown_is_none_and_no_error(opened: Opened) -> None:
    store = opened.store
    assert (store.case("?"), store.case_of_mark("?"), store.seen("?"), store.queued("?")) == (None,) * 4
    assert (store.bookmark("?"), store.fact("?")) == (None, None)
    assert store.seen_at(Place("?", 1, 1)) is None
    assert store.cases_of_mail("?") == store.cases_of_event("?") == store.open_cases() == []
    assert store.counts() == StoreCounts()


def test_times_come_back_aware_and_in_utc(opened: Opened) -> None:
    opened.store.commit(Change(cases=(a_case(),)))
    kept = opened.again().case("K7F2")
    assert kept is not None
    assert kept.opened_at == NOON
    assert kept.opened_at.isoformat() == NOON.isoformat()


@pytest.mark.parametrize("version", [0, 1, 3, 7])
def test_a_version_that_does_not_follow_the_stored_one_writes_nothing(opened: Opened, version: int) -> None:
    opened.store.commit(Change(cases=(a_case(),)))
    with pytest.raises(Stale, match="K7F2"):
        opened.store.commit(Change(cases=(a_case(version=version),), queued=(a_letter(),), facts=(Fact("f", "1"),)))
    assert opened.store.case("K7F2") == a_case()
    assert opened.store.outbox() == []
    assert opened.again().fact("f") is None


def test_a_new_case_begins_at_version_one(opened: Opened) -> None:
    with pytest.raises(Stale):
        opened.store.commit(Change(cases=(a_case(version=2),)))
    assert opened.store.case("K7F2") is None


def test_one_change_may_carry_a_case_through_two_versions(opened: Opened) -> None:
    opened.store.commit(Change(cases=(a_case(), next_of(a_case()))))
    assert opened.again().case("K7F2") == next_of(a_case())


def test_a_case_carried_over_keeps_the_version_it_brings(opened: Opened) -> None:
    opened.store.adopt(Change(cases=(a_case(version=9),)))
    opened.store.commit(Change(cases=(a_case(version=10),)))
    assert opened.again().case("K7F2") == a_case(version=10)


def test_a_case_is_found_by_each_of_its_reply_marks_and_by_no_former_one(opened: Opened) -> None:
    two = replace(a_case(), marks=(a_mark("first"), a_mark("second")))
    opened.store.commit(Change(cases=(two,)))
    opened.store.commit(Change(cases=(replace(next_of(two), marks=(a_mark("second"), a_mark("third"))),)))
    for store in (opened.store, opened.again()):
        found = [store.case_of_mark(mark) for mark in ("first", "second", "third")]
        assert [case.id if case else None for case in found] == [None, "K7F2", "K7F2"]


def test_the_cases_of_a_mail_and_of_an_event_come_oldest_first(opened: Opened) -> None:
    later, earlier = (
        replace(a_case(i, opened=o), mail_ids=("<m@x.example>",), event="E1") for i, o in (("B2", 2), ("C3", 1))
    )
    opened.store.commit(Change(cases=(later, earlier, a_case("A1"))))
    assert [case.id for case in opened.store.cases_of_mail("<m@x.example>")] == ["C3", "B2"]
    assert [case.id for case in opened.store.cases_of_event("E1")] == ["C3", "B2"]


def test_a_mail_or_mark_noted_twice_does_no_harm(opened: Opened) -> None:
    twice = replace(a_case(), mail_ids=("<m@x.example>",) * 2, marks=(a_mark("first"),) * 2)
    opened.store.commit(Change(cases=(twice,)))
    opened.store.commit(Change(cases=(replace(next_of(twice), mail_ids=(), marks=()),)))
    assert opened.store.cases_of_mail("<m@x.example>") == []
    assert opened.store.case_of_mark("first") is None


def test_open_cases_are_those_not_closed(opened: Opened) -> None:
    opened.store.commit(Change(cases=tuple(a_case(state.name, state=state) for state in State)))
    assert {case.state for case in opened.store.open_cases()} == set(State) - {State.CLOSED}
    assert len(list(opened.store.cases())) == len(State)


def test_due_cases_come_by_their_next_deadline_up_to_and_with_the_time(opened: Opened) -> None:
    due = {"A1": (9, 3), "B2": (2,), "C3": (4,), "D4": ()}
    cases = tuple(replace(a_case(i), dues=tuple(Due("ask-overdue", hours(h)) for h in at)) for i, at in due.items())
    opened.store.commit(Change(cases=cases))
    for store in (opened.store, opened.again()):
        assert [case.id for case in store.cases_due(hours(3))] == ["B2", "A1"]
        assert [case.id for case in store.cases_due(hours(3))] == ["B2", "A1"], "asking changes nothing"


def test_a_deadline_that_moved_is_not_due_at_its_former_time(opened: Opened) -> None:
    case = replace(a_case(), dues=(Due("page", hours(1)),))
    for _ in range(200):
        opened.store.commit(Change(cases=(case,)))
        case = replace(next_of(case), dues=(Due("page", hours(2 + case.version % 3)),))
    assert opened.store.cases_due(hours(1)) == []
    assert len(opened.store.cases_due(hours(9))) == 1


def test_loads_count_what_a_supporter_carries_and_when_they_were_last_asked(opened: Opened) -> None:
    states = {State.INVITED: 1, State.REACHED_OUT: 2, State.TALKING: 3, State.CLOSED: 8}
    cases = [
        replace(a_case(s.name, state=s), supporter=SUPPORTER.upper(), invited_at=hours(h)) for s, h in states.items()
    ]
    opened.store.commit(Change(cases=(*cases, a_case())))
    for store in (opened.store, opened.again()):
        assert store.loads() == {SUPPORTER: (3, hours(8))}


def test_a_supporter_who_was_released_carries_the_case_no_more(opened: Opened) -> None:
    case = replace(a_case(state=State.INVITED), supporter=SUPPORTER, invited_at=NOON)
    opened.store.commit(Change(cases=(case,)))
    assert opened.store.loads() == {SUPPORTER: (1, NOON)}
    opened.store.commit(Change(cases=(replace(next_of(case), state=State.OPEN, supporter=None),)))
    assert opened.store.loads() == {}


def test_mail_is_found_where_it_lay_and_by_its_sender(opened: Opened) -> None:
    opened.store.commit(Change(seen=(a_mail("d2", uid=2, received=1), a_mail("d1", uid=1))))
    assert opened.store.seen_at(a_mail("d2", uid=2).place) == a_mail("d2", uid=2, received=1)
    assert opened.store.seen_at(replace(a_mail().place, uidvalidity=7)) is None
    assert [mail.identity for mail in opened.store.seen_of_sender("5e4d")] == ["d1", "d2"]


def test_unfiled_mail_is_what_has_a_place_to_go_and_does_not_lie_there(opened: Opened) -> None:
    mails = (
        a_mail("to file", 1, received=1),
        a_mail("older", 2),
        replace(a_mail("filed", 3), filed=True),
        replace(a_mail("tried again", 4), filing=None, tries=1),
    )
    opened.store.commit(Change(seen=mails))
    for store in (opened.store, opened.again()):
        assert [mail.identity for mail in store.unfiled()] == ["older", "to file"]
    opened.store.commit(Change(seen=(replace(mails[0], filed=True),)))
    assert [mail.identity for mail in opened.store.unfiled()] == ["older"]


def test_mail_before_a_time_is_listed_oldest_first_for_the_purge(opened: Opened) -> None:
    opened.store.commit(Change(seen=tuple(a_mail(f"d{h}", h, received=h) for h in (3, 1, 2))))
    assert [mail.identity for mail in opened.store.seen_before(hours(3))] == ["d1", "d2"]
    opened.store.commit(Change(erased_seen=("d1",)))
    assert [mail.identity for mail in opened.again().seen_before(hours(9))] == ["d2", "d3"]


def test_letters_wait_in_the_order_they_were_queued_whatever_becomes_of_one(opened: Opened) -> None:
    opened.store.commit(Change(queued=(a_letter("z"), a_letter("a"))))
    opened.store.commit(Change(queued=(a_letter("m"),)))
    opened.store.commit(Change(queued=(a_letter("z", tries=1, state="unknown"),)))
    for store in (opened.store, opened.again()):
        assert [letter.id for letter in store.outbox()] == ["z", "a", "m"]
        assert [letter.id for letter in store.outbox("waiting")] == ["a", "m"]
        assert store.outbox("unknown") == [a_letter("z", tries=1, state="unknown")]


def test_a_letter_that_has_left_is_gone(opened: Opened) -> None:
    opened.store.commit(Change(queued=(a_letter("one"), a_letter("two"))))
    opened.store.commit(Change(left=("one", "never queued")))
    for store in (opened.store, opened.again()):
        assert [letter.id for letter in store.outbox()] == ["two"]
        assert store.queued("one") is None


def test_an_erased_case_takes_its_waiting_letters_along_but_not_those_of_the_same_change(opened: Opened) -> None:
    waiting = (a_letter("old"), a_letter("other", case="B2"), a_letter("kept"))
    opened.store.commit(Change(cases=(a_case(), a_case("B2")), queued=waiting))
    opened.store.commit(Change(erased_cases=("K7F2",), queued=(a_letter("farewell"), a_letter("kept", tries=1))))
    for store in (opened.store, opened.again()):
        assert store.case("K7F2") is None
        assert store.case_of_mark("mark-of-K7F2") is None
        assert [letter.id for letter in store.outbox()] == ["other", "kept", "farewell"]


def test_removal_wins_over_writing_in_one_change(opened: Opened) -> None:
    everything = Change(
        cases=(a_case(),), seen=(a_mail(),), queued=(a_letter(case=None),), stops=(Stop("h", NOON),), facts=(Fact("f", "1"),),
        erased_cases=("K7F2",), erased_seen=("digest-1",), left=("letter-1",), lifted=("h",), forgotten_facts=("f",),
    )  # fmt: skip
    opened.store.commit(everything)
    for store in (opened.store, opened.again()):
        assert (store.case("K7F2"), store.seen("digest-1"), store.queued("letter-1"), store.fact("f")) == (None,) * 4
        assert not store.stopped("h")
        assert store.counts() == StoreCounts()


def test_an_erased_case_may_be_opened_anew(opened: Opened) -> None:
    opened.store.commit(Change(cases=(a_case(),)))
    opened.store.commit(Change(erased_cases=("K7F2",)))
    opened.store.commit(Change(cases=(a_case(opened=5),)))
    assert opened.again().case("K7F2") == a_case(opened=5)


def test_stops_last_until_they_are_lifted(opened: Opened) -> None:
    opened.store.commit(Change(stops=(Stop("h1", NOON), Stop("h2", NOON))))
    opened.store.commit(Change(lifted=("h1",)))
    for store in (opened.store, opened.again()):
        assert (store.stopped("h1"), store.stopped("h2")) == (False, True)
        assert store.stops() == [Stop("h2", NOON)]


def test_facts_are_listed_by_the_beginning_of_their_name(opened: Opened) -> None:
    opened.store.commit(Change(facts=(Fact("away/b", "1", hours(1)), Fact("away/a", "2"), Fact("digest", "3"))))
    opened.store.commit(Change(facts=(Fact("away/a", "4"),), forgotten_facts=("digest",)))
    for store in (opened.store, opened.again()):
        assert store.facts("away/") == [Fact("away/a", "4"), Fact("away/b", "1", hours(1))]
        assert store.facts() == store.facts("away/")


def test_a_bookmark_is_kept_for_each_mailbox(opened: Opened) -> None:
    first, other = Bookmark("a@x.example", NOON, hours(-72)), Bookmark("b@x.example", NOON, hours(-72), left=4)
    opened.store.commit(Change(bookmarks=(first, other)))
    opened.store.commit(Change(bookmarks=(replace(first, left=1),)))
    assert opened.again().bookmark("a@x.example") == replace(first, left=1)
    assert len(opened.store.bookmarks()) == 2


def test_counts_follow_every_change(opened: Opened) -> None:
    states: tuple[OutboxState, ...] = ("waiting", "unknown", "failed", "failed")
    letters = tuple(a_letter(str(n), state=s) for n, s in enumerate(states))
    mails = (replace(a_mail("d1"), needs_a_person=True), a_mail("d2", 2))
    opened.store.commit(Change(cases=(a_case(), a_case("B2", state=State.CLOSED)), queued=letters, seen=mails))
    expected = StoreCounts(waiting=1, unknown=1, failed=2, needs_a_person=1, cases={"open": 1, "closed": 1})
    assert opened.store.counts() == opened.again().counts() == expected
    opened.store.commit(Change(seen=(replace(mails[0], needs_a_person=False),), left=("3",)))
    assert opened.store.counts() == replace(expected, failed=1, needs_a_person=0)


def test_compacting_changes_nothing_that_can_be_asked(opened: Opened) -> None:
    opened.store.commit(Change(cases=(a_case(), a_case("B2")), queued=(a_letter("b"), a_letter("a")), seen=(a_mail(),)))
    opened.store.commit(Change(cases=(next_of(a_case()),), left=("a",), facts=(Fact("f", "1"),)))
    before = list(opened.store.contents())
    opened.store.compact()
    assert list(opened.store.contents()) == before
    assert list(opened.again().contents()) == before


def test_the_contents_of_one_store_fill_another(opened: Opened, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    opened.store.commit(
        Change(cases=tuple(a_case(f"C{n}") for n in range(250)), queued=(a_letter(),), seen=(a_mail(),))
    )
    opened.store.commit(
        Change(stops=(Stop("h", NOON),), facts=(Fact("f", "1"),), bookmarks=(Bookmark("a@x.example", NOON, NOON),))
    )
    for other in STORES[request.node.callspec.params["opened"]](tmp_path / "other"):
        for change in opened.store.contents():
            other.store.adopt(change)
        assert list(other.again().contents()) == list(opened.store.contents())


def test_an_empty_change_is_no_trouble(opened: Opened) -> None:
    opened.store.commit(Change())
    assert opened.again().counts() == StoreCounts()


def test_a_text_that_cannot_be_written_is_an_error_that_does_not_quote_it_and_writes_nothing(opened: Opened) -> None:
    broken = replace(a_case("B2"), referrer_name=f"{PEER_NAME} \udcff")
    with pytest.raises(ValueError, match="UTF-8") as caught:
        opened.store.commit(Change(cases=(a_case(), broken)))
    assert PEER_NAME not in str(caught.value)
    assert PEER_EMAIL not in str(caught.value)
    assert opened.again().case("K7F2") is None
    opened.store.commit(Change(cases=(a_case(),)))
    assert opened.again().case("K7F2") == a_case()
