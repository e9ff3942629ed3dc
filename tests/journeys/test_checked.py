"""`check` says line by line what is well and what is not; a wrong setting is named with its place and its cure."""

import json

import pytest

from mailer.demo.stage import Stage
from tests.journeys.commanded import Command
from tests.journeys.conftest import Staging

ON_CALL = '\n[safety]\non_call = ["pager@paging.example"]\n'


def test_all_well_is_zero(staged: Staging, command: Command) -> None:
    done = command(staged(lambda text: text + ON_CALL), "check")
    assert done.status == 0, done.out
    assert "All is well." in done.out


def test_nobody_on_call_is_said_and_is_one(stage: Stage, command: Command) -> None:
    done = command(stage, "check", "--json")
    told = json.loads(done.out)
    assert done.status == 1
    assert [line["what"] for line in told["lines"] if not line["well"]] == ["safety.on_call"]


def test_a_wrong_password_is_said_of_each_server_it_was_used_at(
    staged: Staging, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = staged(lambda text: text + ON_CALL)
    with monkeypatch.context() as wrong:
        wrong.setenv("PEERSUPPORT_PASSWORD", "not this one")
        done = command(stage, "check", "--json")
    bad = [line["what"] for line in json.loads(done.out)["lines"] if not line["well"]]
    assert done.status == 1
    assert len([what for what in bad if what.startswith("mailbox")]) == 3
    assert "not this one" not in done.out + done.err


def test_offline_leaves_the_servers_alone(stage: Stage, command: Command) -> None:
    done = command(stage, "check", "--offline", "--json")
    assert not [line for line in json.loads(done.out)["lines"] if line["what"].startswith("mailbox")]


@pytest.mark.parametrize(
    "change, named",
    [
        (("weekday_hours", "weekday_hour"), "weekday_hours"),
        (('region = "portland"\nimap', 'region = "atlantis"\nimap'), "atlantis"),
        (("[programme]", "[programme"), "config.toml"),
        (("directory.csv", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_a_wrong_setting_is_two_and_names_place_and_cure(
    stage: Stage, command: Command, change: tuple[str, str], named: str
) -> None:
    stage.config.write_text(stage.config.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    done = command(stage, "check")
    assert done.status == 2
    assert named in done.err
