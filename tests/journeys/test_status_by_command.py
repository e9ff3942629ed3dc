"""`status` shows the cases without names, in the form of the contract."""

import json

from mailer.demo.stage import Stage
from tests.journeys.commanded import Command
from tests.journeys.steps import reached_out, referred, the_case


def test_the_json_has_the_fields_of_the_contract_and_no_name(stage: Stage, command: Command) -> None:
    referred(stage)
    done = command(stage, "status", "--json")
    told = json.loads(done.out)
    [case] = told["cases"]
    assert done.status == 0
    assert list(told) == ["cases", "outbox", "needs_a_person"]
    assert list(case) == ["id", "state", "outcome", "region", "due", "late", "safety"]
    assert (case["id"], case["state"], case["region"]) == (the_case(stage).id, "open", "portland")
    assert case["due"].startswith("2026-11-18T10:00:00-05:00")
    assert told["outbox"] == {"waiting": 0, "unknown": 0, "failed": 0}
    assert "Mark" not in done.out


def test_a_closed_case_shows_its_outcome_until_it_is_purged(stage: Stage, command: Command) -> None:
    stage.answers(reached_out(stage), "No thanks.")
    [case] = json.loads(command(stage, "status", "--json").out)["cases"]
    assert (case["state"], case["outcome"]) == ("closed", "declined")


def test_for_people_it_is_a_table(stage: Stage, command: Command) -> None:
    referred(stage)
    done = command(stage, "status")
    assert the_case(stage).id in done.out
    assert "Outbox" in done.out
