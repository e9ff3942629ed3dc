"""Somebody of the programme is the one to be supported: nothing of it ever reaches that person as an office or a supporter."""

from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from tests.journeys.steps import BEATRICE, JANET, MAURA, RAVI, in_pass, names, referred, the_case, writes


def test_a_supporter_who_is_referred_is_neither_listed_nor_taken_by_name(stage: Stage) -> None:
    question = referred(stage, "Ravi Thibodeau")
    assert "Ravi Thibodeau" not in [line.split(",")[0].strip(" 1234567890") for line in question.text.splitlines()]
    stage.answers(question, "Ravi Thibodeau")
    assert not [x for x in stage.letters_to(RAVI) if x.name.startswith("supporter/")]


def test_a_coordinator_who_is_referred_hears_nothing_of_it(stage: Stage) -> None:
    writes(
        stage,
        BEATRICE,
        PORTLAND,
        "Maura",
        "Could somebody reach out to Maura Quill? She had a hard week.\n\nBeatrice\n",
    )
    assert the_case(stage).owner != MAURA
    for hours in (12.1, 6, 7, 24):
        in_pass(stage, hours=hours)
    assert not stage.letters_to(MAURA)


def test_nor_when_it_is_a_sign_of_danger(stage: Stage) -> None:
    writes(
        stage,
        BEATRICE,
        SYSTEM,
        "Maura",
        "I am scared of what Maura Quill might do to herself. She said goodbye today.\n\nBeatrice\n",
    )
    for _ in range(5):
        in_pass(stage, minutes=11)
    assert not stage.letters_to(MAURA)
    assert stage.letters_to(JANET, "ask-crisis")


def test_the_system_coordinator_herself_is_held_by_another(stage: Stage) -> None:
    fresh = writes(
        stage,
        BEATRICE,
        SYSTEM,
        "Janet",
        "Could somebody reach out to Janet Thibodeau? She had a hard week.\n\nBeatrice\n",
    )
    assert not [x for x in fresh if x.to == JANET]
    assert names(fresh) == ["coordinator/ask-match", "referrer/tell-received"]
    in_pass(stage, hours=30)
    assert not [x for x in stage.letters_to(JANET) if the_case(stage).id in x.everything]


def test_a_supporter_who_asks_for_themselves_is_a_peer(stage: Stage) -> None:
    fresh = writes(
        stage,
        f"Ravi Thibodeau <{RAVI}>",
        PORTLAND,
        "Me",
        "This time it is me who could use somebody to talk to.\n\nRavi\n",
    )
    assert names(fresh) == ["coordinator/ask-match", "peer/tell-received"]
