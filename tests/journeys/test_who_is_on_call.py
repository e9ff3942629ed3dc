"""On-call people are paged with the coordinator: an alert is short and tells nothing, a full page tells all and may stop the pages."""

from mailer.demo.stage import SYSTEM, Stage
from tests.journeys.conftest import Staging
from tests.journeys.steps import BEATRICE, MAURA, in_pass, names, the_case, writes

WORDS = "I am scared of what Mark Young might do to himself. He gave his mandolin away and said goodbye.\n\nBeatrice\n"
PAGER = "pager@paging.example"
DUTY = "duty@paging.example"


def on_call(text: str) -> str:
    return f'{text}\n[safety]\non_call = ["{PAGER}", {{ address = "Duty <{DUTY}>", detail = "full" }}]\n'


def in_danger(staged: Staging) -> Stage:
    stage = staged(on_call)
    writes(stage, BEATRICE, SYSTEM, "Mark", WORDS)
    return stage


def test_all_are_paged_at_once(staged: Staging) -> None:
    stage = in_danger(staged)
    assert {x.to for x in stage.letters if x.name == "coordinator/ask-crisis"} == {PAGER, DUTY, MAURA}


def test_an_alert_is_short_and_tells_the_case_and_a_number_only(staged: Staging) -> None:
    stage = in_danger(staged)
    [alert] = stage.letters_to(PAGER)
    assert len(alert.text.strip()) < 140
    assert the_case(stage).id in alert.text
    assert alert.html == ""
    for word in ("Mark", "Young", "Beatrice", "mandolin"):
        assert word not in alert.everything


def test_a_full_page_tells_what_was_written_and_its_answer_stops_the_pages(staged: Staging) -> None:
    stage = in_danger(staged)
    [page] = stage.letters_to(DUTY)
    assert "mandolin" in page.flat
    stage.answers(page, "On my way to him.")
    assert "coordinator/ask-crisis" not in names(in_pass(stage, minutes=40))


def test_an_answer_to_an_alert_does_not_stop_them(staged: Staging) -> None:
    stage = in_danger(staged)
    stage.answers(stage.letters_to(PAGER)[0], "ok")
    assert "coordinator/ask-crisis" in names(in_pass(stage, minutes=11))
