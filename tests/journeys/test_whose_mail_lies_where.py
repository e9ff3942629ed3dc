"""What concerns somebody whose own region learns nothing lies in the system mailbox alone; and no thread tells of a referrer."""

from mailer.demo.people import written
from mailer.demo.stage import PORTLAND, SYSTEM, Stage
from tests.journeys.steps import BEATRICE, self_referred

OUTSIDE = "Please have somebody from outside Harborview reach out to Mark Young.\n\nBeatrice Bouchard"


def test_an_outside_mail_that_came_to_both_mailboxes_lies_in_the_system_mailbox_alone(stage: Stage) -> None:
    for first, second in ((SYSTEM, PORTLAND), (PORTLAND, SYSTEM)):
        raw, message_id = written(BEATRICE, f"{SYSTEM}, {PORTLAND}", "A colleague", OUTSIDE, stage.now)
        for mailbox in (first, second):
            stage.deliver(raw, mailbox)
            stage.wait(minutes=1)
        assert holds(stage, SYSTEM, message_id)
        assert not holds(stage, PORTLAND, message_id)


def test_a_further_mail_about_that_person_leaves_the_regional_mailbox_too(stage: Stage) -> None:
    first = stage.write(BEATRICE, SYSTEM, "A colleague", OUTSIDE)
    stage.one_pass()
    second = stage.write(
        BEATRICE, PORTLAND, "Re: A colleague", "Thanks for looking into it.", headers=[("In-Reply-To", first)]
    )
    stage.one_pass()
    assert holds(stage, SYSTEM, second)
    assert not holds(stage, PORTLAND, second)


def test_a_peer_who_asked_for_themselves_cannot_tell_that_a_colleague_wrote_as_well(stage: Stage) -> None:
    self_referred(stage, "Could somebody talk with me? Rough weeks.\n\nCaleb Chowdhury")
    second = stage.write(
        BEATRICE, SYSTEM, "Caleb", "Could somebody reach out to Caleb Chowdhury? He is very quiet.\n\nBeatrice Bouchard"
    )
    stage.one_pass()
    stage.answers(stage.last("coordinator/ask-match"), "2")
    stage.answers(stage.last("supporter/ask-invitation"), "Yes")
    introduction = stage.last("peer/tell-introduction")
    assert introduction.message["References"]
    assert second not in introduction.everything


def holds(stage: Stage, mailbox: str, message_id: str) -> bool:
    door = stage.edges.door_of(mailbox)
    assert door is not None
    return door.mailbox.holds("Handled", message_id)
