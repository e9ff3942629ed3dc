"""A question is answered with the programme's information, and the coordinator sees it; an offer to help is thanked."""

from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from tests.journeys.steps import JANET, MAURA, names, writes

IRIS = "Iris Example <iris.example@harborview.example>"


def test_an_inquiry_is_answered_and_passed_on(stage: Stage) -> None:
    fresh = writes(
        stage,
        IRIS,
        PORTLAND,
        "A question",
        "Hello, is the peer support programme confidential? Can residents use it?\n\nIris Example\n",
    )
    assert names(fresh) == ["coordinator/tell-forwarded", "inquirer/tell-about"]
    assert stage.last("coordinator/tell-forwarded").to == MAURA
    assert "911" in stage.last("inquirer/tell-about").text


def test_a_volunteer_is_thanked_and_passed_on(stage: Stage) -> None:
    fresh = writes(
        stage,
        IRIS,
        SYSTEM,
        "Volunteering",
        "I would like to become a peer supporter. How do I sign up?\n\nIris Example\n",
    )
    assert names(fresh) == ["coordinator/tell-forwarded", "volunteer/tell-thanks"]
    assert stage.last("coordinator/tell-forwarded").to == JANET


def test_no_case_comes_of_it(stage: Stage) -> None:
    writes(stage, IRIS, PORTLAND, "A question", "Hello, is the peer support programme confidential?\n\nIris Example\n")
    assert not list(stage.edges.store.cases())
