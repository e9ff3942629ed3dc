"""The sentences bite: where a wall of the service is taken away, some history breaks the sentence that stands behind it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from mailer.casework.desk import Desk
from mailer.model.address import Address
from mailer.model.case import Case, Due
from mailer.model.decision import Decision
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


def _no_other_is_named(*_: object) -> None:
    return None


def _nobody_takes_over(_case: Case, _desk: Desk) -> Address | None:
    return None


def _never_late(_case: Case, _desk: Desk) -> bool:
    return False


def _not_told(*_report: object) -> Decision | None:
    return None


def _slow_pages(_desk: Desk, since: datetime, step: int) -> Due:
    return Due("page", since + timedelta(hours=3), step)


@pytest.mark.parametrize(
    "wall, without, sentence",
    [
        ("mailer.casework.matching.supporter_exclusions", _nobody_is_excluded, "nobody_excluded_is_asked"),
        ("mailer.casework.moves.promise_dues", _no_reminders, "a_promise_is_kept_or_its_breach_is_told_before"),
        ("mailer.service.passes.file_seen", _left_in_inbox, "every_mail_is_done_or_held"),
        (
            "mailer.casework.on_deadline.backup_of",
            _nobody_takes_over,
            "what_nobody_takes_care_of_comes_to_the_next_in_time",
        ),
        (
            "mailer.casework.on_deadline.still_to_ask",
            _nobody_takes_over,
            "what_nobody_takes_care_of_comes_to_the_next_in_time",
        ),
        ("mailer.casework.digest.is_late", _never_late, "each_office_reads_of_its_own_and_of_nothing_else"),
        ("mailer.service.reading.bounced", _not_told, "a_report_about_a_letter_without_a_case_is_told"),
        (
            "mailer.casework.which_cases.another_case_named",
            _no_other_is_named,
            "a_command_that_names_another_case_changes_neither",
        ),
        ("mailer.casework.safety._next_page", _slow_pages, "danger_pages_until_somebody_answers"),
    ],
)
def test_a_missing_wall_is_found(
    monkeypatch: pytest.MonkeyPatch, seed: int, wall: str, without: Callable[..., object], sentence: str
) -> None:
    monkeypatch.setattr(wall, without)
    if "still_to_ask" in wall:
        monkeypatch.setattr("mailer.casework.on_deadline.system_office", without)
    if "exclusions" in wall:
        monkeypatch.setattr("mailer.casework.exclusion.supporter_exclusions", without)
    found = set[str]()
    for number in range(seed, seed + _ENOUGH):
        found.add(play(number).sentence)
        if sentence in found:
            return
    pytest.fail(f"not found in {_ENOUGH} histories: {sentence}; found {found}")
