"""At eight in the morning each office reads what waits, by ids alone; on Mondays also that all is well."""

from datetime import UTC, datetime, timedelta

import pytest

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.conftest import Staging
from tests.journeys.steps import JANET, MAURA, in_pass, invited, names, referred, the_case

BEFORE_EIGHT = datetime(2026, 11, 18, 12, 55, tzinfo=UTC)
AFTER_EIGHT = datetime(2026, 11, 18, 13, 5, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)


def test_it_comes_at_its_hour_and_once(stage: Stage) -> None:
    invited(stage)
    stage.now = BEFORE_EIGHT
    assert "coordinator/tell-digest" not in names(in_pass(stage))
    stage.now = AFTER_EIGHT
    digests = [x for x in in_pass(stage) if x.name == "coordinator/tell-digest"]
    assert [x.to for x in digests] == [the_case(stage).owner]
    assert "coordinator/tell-digest" not in names(in_pass(stage, hours=2))


def test_it_names_nobody(stage: Stage) -> None:
    stage.answers(referred(stage), "hold until December 1")
    stage.now = AFTER_EIGHT
    [digest] = [x for x in in_pass(stage) if x.name == "coordinator/tell-digest" and x.to == MAURA]
    assert the_case(stage).id in digest.text
    assert "Mark Young" not in digest.everything


def test_with_nothing_to_say_there_is_none(stage: Stage) -> None:
    stage.one_pass()
    stage.now = AFTER_EIGHT
    assert in_pass(stage) == []


def test_on_mondays_every_coordinator_hears_that_all_is_well(stage: Stage) -> None:
    stage.one_pass()
    stage.now = MONDAY
    readers = {x.to for x in in_pass(stage) if x.name == "coordinator/tell-digest"}
    assert {r.coordinator.email for r in stage.settings.organisation.regions} == readers


def test_what_needs_a_person_is_counted_for_its_own_office_and_the_system_office(stage: Stage) -> None:
    stage.write(
        "Vera Example <vera@harborview.example>",
        "peertopeer@harborview.example",
        "hm",
        "About yesterday, and the kettle.\n\nVera\n",
    )
    stage.one_pass()
    stage.now = AFTER_EIGHT
    digests = [x for x in in_pass(stage) if x.name == "coordinator/tell-digest"]
    assert sorted(x.to for x in digests) == [JANET, MAURA]
    assert all('under "Needs a person": 1' in x.flat for x in digests)


def test_the_hour_is_a_setting(staged: Staging) -> None:
    stage = staged(lambda text: f"{text}\n[clock]\ndigest = 06:30:00\n")
    stage.answers(referred(stage), "hold until December 1")
    stage.now = datetime(2026, 11, 18, 11, 35, tzinfo=UTC)
    assert "coordinator/tell-digest" in names(in_pass(stage))


def test_a_monday_on_which_the_service_was_down_is_made_up_for_once(stage: Stage) -> None:
    stage.one_pass()
    stage.now = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)  # Tuesday, 3:10 in the morning
    stage.restart()
    fresh = [x for x in in_pass(stage) if x.name == "coordinator/tell-digest"]
    assert {r.coordinator.email for r in stage.settings.organisation.regions} == {x.to for x in fresh}
    assert all("All is well" in x.flat for x in fresh)
    assert in_pass(stage, hours=6) == [], "once"


def test_a_mail_in_its_first_tries_stands_in_the_digest(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.one_pass()

    def broken(*_: object, **__: object) -> None:
        raise ValueError("a mail that does this to us")

    monkeypatch.setattr("mailer.service.passes.read_mail", broken)
    stage.write("Vera Example <vera@harborview.example>", PORTLAND, "hm", "About yesterday, and the kettle.\n\nVera\n")
    stage.now = AFTER_EIGHT
    fresh = in_pass(stage)
    assert sorted((x.name, x.to) for x in fresh) == [
        ("coordinator/tell-digest", JANET), ("coordinator/tell-digest", MAURA),
    ]  # fmt: skip
    assert all("could not be read yet, and is tried again: 1" in x.flat for x in fresh)
    stage.stays_in_inbox = 1


def test_mail_left_at_the_first_reading_stands_in_the_digest_until_somebody_has_seen_to_it(stage: Stage) -> None:
    stage.write("Vera Example <vera@harborview.example>", PORTLAND, "hm", "Long ago.\n\nVera\n")
    stage.now += timedelta(days=9)
    stage.one_pass()
    fresh = in_pass(stage, days=1)
    assert sorted(x.to for x in fresh) == [JANET, MAURA]
    assert all("from before this service began, left where it is: 1" in x.flat for x in fresh)
    stage.stays_in_inbox = 1
