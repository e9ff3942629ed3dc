"""The indexes stay as small as what they speak of, whatever changed how often."""

from dataclasses import replace

from mailer.edges.store.index import CaseIndex, Lookup
from mailer.model.case import Due
from tests.edges.store.store_samples import SUPPORTER, a_case, hours


def test_a_deadline_that_moves_ten_thousand_times_leaves_no_heap_of_old_ones() -> None:
    index = CaseIndex()
    for n in range(10_000):
        index.put(replace(a_case(), dues=(Due("page", hours(n)),)))
    assert len(index._heap) < 100
    assert index.due(hours(9_998)) == []
    assert index.due(hours(9_999)) == ["K7F2"]


def test_a_dropped_case_leaves_nothing_behind() -> None:
    index, empty = CaseIndex(), CaseIndex()
    index.put(replace(a_case(), supporter=SUPPORTER, event="E", dues=(Due("page", hours(1)),)))
    index.loads()
    index.drop("K7F2")
    index.due(hours(2))
    for name, held in vars(index).items():
        expected = vars(empty)[name]
        assert vars(held) == vars(expected) if isinstance(held, Lookup) else held == expected, name
