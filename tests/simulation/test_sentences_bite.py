"""The sentences bite: where a wall of the service is taken away, some history breaks the sentence that stands behind it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from mailer.casework.desk import Desk
from mailer.model.case import Case, Due
from mailer.model.record import SeenMail
from mailer.service.doors import Edges
from tests.simulation.runner import play

_ENOUGH = 40  # histories in which a missing wall must show


def _nobody_is_excluded(_case: Case, _desk: Desk) -> dict[str, str]:
    return {}


def _no_reminders(opened: datetime, due: datetime, *_rest: object) -> tuple[Due, ...]:
    return (Due("system", opened + (due - opened) * 9),)


def _left_in_inbox(_seen: SeenMail, _edges: Edges) -> bool:
    return True


def _slow_pages(_desk: Desk, since: datetime, step: int) -> Due:
    return Due("page", since + timedelta(hours=3), step)


@pytest.mark.parametrize(
    "wall, without, sentence",
    [
        ("mailer.casework.matching.supporter_exclusions", _nobody_is_excluded, "nobody_excluded_is_asked"),
        ("mailer.casework.moves.promise_dues", _no_reminders, "a_promise_is_kept_or_its_breach_is_told_before"),
        ("mailer.service.passes.file_seen", _left_in_inbox, "every_mail_is_done_or_held"),
        ("mailer.casework.safety._next_page", _slow_pages, "danger_pages_until_somebody_answers"),
    ],
)
def test_a_missing_wall_is_found(
    monkeypatch: pytest.MonkeyPatch, seed: int, wall: str, without: Callable[..., object], sentence: str
) -> None:
    monkeypatch.setattr(wall, without)
    if "exclusions" in wall:
        monkeypatch.setattr("mailer.casework.exclusion.supporter_exclusions", without)
    found = set[str]()
    for number in range(seed, seed + _ENOUGH):
        found.add(play(number).sentence)
        if sentence in found:
            return
    pytest.fail(f"not found in {_ENOUGH} histories: {sentence}; found {found}")
