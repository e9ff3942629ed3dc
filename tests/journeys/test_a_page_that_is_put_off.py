"""A page that a mail server does not take just now has told nobody: the next one is paged at once, and the first is tried each minute."""

from mailer.demo.people import Letter
from mailer.demo.stage import SYSTEM, Stage
from tests.journeys.conftest import Staging
from tests.journeys.steps import BEATRICE, DENISE, JANET, MAURA, in_pass, writes

WORDS = "I am scared of what Mark Young might do to himself. He gave his mandolin away and said goodbye.\n\nBeatrice\n"
DUTY = "duty@paging.example"
GREY = (451, "4.7.1 please try again")


def on_call(text: str) -> str:
    return f'{text}\n[safety]\non_call = [{{ address = "Duty <{DUTY}>", detail = "full" }}]\n'


def paged(letters: list[Letter]) -> list[str]:
    return [x.to for x in letters if x.name == "coordinator/ask-crisis"]


def in_danger(stage: Stage, *asking_for_patience: str, code: tuple[int, str] = GREY) -> list[str]:
    for address in asking_for_patience:
        stage.server.refuse(address, *code)
    return paged(writes(stage, BEATRICE, SYSTEM, "Mark", WORDS))


def test_where_nobody_was_reached_the_next_one_is_paged_in_the_same_pass(staged: Staging) -> None:
    assert in_danger(staged(on_call), MAURA, DUTY) == [DENISE]


def test_and_the_one_after_that_where_that_page_is_put_off_too(staged: Staging) -> None:
    assert in_danger(staged(on_call), MAURA, DUTY, DENISE) == [JANET]


def test_where_somebody_was_reached_nobody_is_paged_early(staged: Staging) -> None:
    assert in_danger(staged(on_call), MAURA) == [DUTY]


def test_a_page_refused_for_good_beside_one_that_is_put_off_reached_nobody_either(staged: Staging) -> None:
    stage = staged(on_call)
    stage.server.refuse(DUTY)
    assert in_danger(stage, MAURA) == [DENISE]


def test_where_all_ask_for_patience_each_is_tried_every_minute_and_has_one_page(staged: Staging) -> None:
    stage = staged(on_call)
    everybody = (MAURA, DUTY, DENISE, JANET)
    assert in_danger(stage, *everybody) == []
    assert paged(in_pass(stage, minutes=1)) == []
    for address in everybody:
        stage.server.accept(address)
    assert sorted(paged(in_pass(stage, minutes=1))) == sorted(everybody)


def test_the_pages_go_on_behind_the_one_who_was_paged_early(staged: Staging) -> None:
    stage = staged(on_call)
    in_danger(stage, MAURA, DUTY)
    assert paged(in_pass(stage, minutes=10)) == [JANET]
