"""The same person referred by two colleagues is one case; the coordinator hears of the second referral, the peer of neither."""

from mailer.demo.people import Letter
from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from tests.journeys.steps import BEATRICE, MARK, MAURA, names, reached_out, referred, the_case, writes

SUSAN = "Susan Rahman <susan.rahman@pinecoast.example>"
AGAIN = "I am worried about Mark Young, he dropped his ukulele and left. Could somebody reach out?\n\nSusan Rahman\n"


def without_mark(letter: Letter) -> list[str]:
    return [line for line in letter.text.splitlines() if "keep this line" not in line]


def test_while_it_is_open_the_coordinator_gets_the_second_mail_with_the_first_case(stage: Stage) -> None:
    referred(stage)
    fresh = writes(stage, SUSAN, SYSTEM, "Mark Young", AGAIN)
    assert names(fresh) == ["coordinator/ask-match", "referrer/tell-received"]
    assert the_case(stage).id in stage.last("coordinator/ask-match").subject
    assert "ukulele" in stage.last("coordinator/ask-match").flat


def test_when_somebody_reaches_out_already_it_is_passed_on_and_the_peer_gets_no_second_letter(stage: Stage) -> None:
    reached_out(stage)
    fresh = writes(stage, SUSAN, PORTLAND, "Mark Young", AGAIN)
    assert [(x.name, x.to) for x in fresh if x.name.startswith("coordinator/")] == [
        ("coordinator/tell-forwarded", MAURA)
    ]
    assert len(stage.letters_to(MARK)) == 1


def test_both_writers_get_the_same_words(stage: Stage) -> None:
    referred(stage)
    writes(stage, SUSAN, PORTLAND, "Mark Young", AGAIN)
    first, second = (x for x in stage.letters if x.name == "referrer/tell-received")
    assert without_mark(first) == without_mark(second)


def test_a_further_mail_in_the_writers_own_thread_gets_no_second_acknowledgement(stage: Stage) -> None:
    referred(stage)
    received = stage.last("referrer/tell-received")
    stage.new_letters()
    stage.write(
        BEATRICE, PORTLAND, "Re: A colleague", "One thing more: Mark Young is off on Friday.\n", answers=received
    )
    stage.one_pass()
    assert "referrer/tell-received" not in names(stage.new_letters())
    assert the_case(stage)
