"""Somebody called the coordinator, who writes it down: "new referral", a name, a number."""

from mailer.demo.stage import PORTLAND, Stage
from tests.journeys.steps import MAURA, names, the_case, writes

WHO = f"Maura Quill <{MAURA}>"


def test_a_new_referral_opens_a_case_without_an_acknowledgement(stage: Stage) -> None:
    fresh = writes(stage, WHO, PORTLAND, "New referral", "New referral: Mark Young, 207-555-0123\n")
    assert names(fresh) == ["coordinator/ask-match"]
    assert fresh[0].to == MAURA
    assert the_case(stage).peer.name == "Mark Young"
    assert the_case(stage).peer.phone == "+12075550123"


def test_a_name_the_directory_does_not_have_is_taken_as_it_is(stage: Stage) -> None:
    fresh = writes(stage, WHO, PORTLAND, "New referral", "New referral: Zebulon Quimby, 207-555-0123\n")
    assert names(fresh) == ["coordinator/ask-match"]
    assert the_case(stage).peer.resolved == "text"


def test_without_a_name_it_is_asked_for(stage: Stage) -> None:
    fresh = writes(stage, WHO, PORTLAND, "New referral", "New referral\n")
    assert names(fresh) == ["coordinator/ask-unclear"]
    assert not list(stage.edges.store.cases())
