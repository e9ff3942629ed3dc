"""A service that was down catches up at its first pass: in order, and one letter for what piled up."""

from mailer.demo.people import written
from mailer.demo.stage import PORTLAND, Stage
from mailer.demo.story import delivery_report
from tests.journeys.steps import BEATRICE, JANET, MAURA, RAVI, REFERRAL, in_pass, invited, names, referred, the_case


def test_reminder_backup_and_system_office_that_piled_up_are_one_letter(stage: Stage) -> None:
    referred(stage)
    stage.restart()
    fresh = [x for x in in_pass(stage, hours=30) if x.name != "coordinator/tell-digest"]
    assert [(x.name, x.to) for x in fresh] == [("coordinator/ask-match", JANET)]


def test_a_silent_supporter_is_let_go_without_being_asked_again_first(stage: Stage) -> None:
    invitation = invited(stage)
    fresh = in_pass(stage, hours=11)
    assert names(fresh) == ["coordinator/ask-rematch", "supporter/tell-released"]
    assert next(x for x in fresh if x.name == "supporter/tell-released").to == invitation.to


def test_mail_that_came_meanwhile_is_dealt_with_before_its_deadline_speaks(stage: Stage) -> None:
    question = referred(stage)
    stage.answer(question, "1")
    fresh = in_pass(stage, hours=12, minutes=30)
    assert "coordinator/ask-overdue" not in names(fresh)
    assert "supporter/ask-invitation" in names(fresh)


def test_a_referral_that_waited_a_day_unread_is_promised_from_its_arrival(stage: Stage) -> None:
    raw, _ = written(BEATRICE, PORTLAND, "A colleague", REFERRAL.format(peer="Mark Young"), stage.now)
    stage.deliver(raw, PORTLAND)
    arrived = stage.now
    fresh = in_pass(stage, hours=30)
    assert names(x for x in fresh if x.name != "coordinator/tell-digest").count("coordinator/ask-match") == 1
    assert (the_case(stage).promise_at - arrived).total_seconds() == 24 * 3600
    later = in_pass(stage, hours=2, minutes=5)
    assert len([x for x in later if x.to == JANET]) == 1


def three_cases(stage: Stage) -> list[str]:
    for peer in ("Mark Young", "Aisha Smith", "Kenji Eaton"):
        referred(stage, peer)
    return [x.message_id for x in stage.letters_to(MAURA, "coordinator/ask-match")]


def test_reminders_of_several_cases_are_one_letter_to_their_coordinator(stage: Stage) -> None:
    three_cases(stage)
    stage.restart()
    fresh = in_pass(stage, hours=13)
    assert [(x.name, x.to) for x in fresh] == [("coordinator/ask-overdue", MAURA)]
    ids = {case.id for case in stage.edges.store.open_cases()}
    assert all(i in fresh[0].text for i in ids)
    assert in_pass(stage, hours=1) == []


def test_a_reminder_of_several_cases_that_is_refused_hands_each_of_them_on(stage: Stage) -> None:
    three_cases(stage)
    stage.restart()
    stage.server.refuse(MAURA)
    in_pass(stage, hours=13)
    owners = {case.owner for case in stage.edges.store.open_cases()}
    assert MAURA not in owners
    stage.one_pass()
    asked = [x for x in stage.letters if x.name == "coordinator/ask-match" and x.to in owners]
    assert all(any(case.id in x.everything for x in asked) for case in stage.edges.store.open_cases())


def test_a_reminder_of_several_cases_that_bounces_hands_each_of_them_on(stage: Stage) -> None:
    three_cases(stage)
    stage.restart()
    [reminder] = in_pass(stage, hours=13)
    stage.deliver(delivery_report(reminder), PORTLAND)
    stage.one_pass()
    assert MAURA not in {case.owner for case in stage.edges.store.open_cases()}


def test_what_is_handed_on_at_once_is_one_thread_whose_head_lists_the_rest(stage: Stage) -> None:
    three_cases(stage)
    stage.restart()
    fresh = [x for x in in_pass(stage, hours=30) if x.name != "coordinator/tell-digest"]
    assert [(x.name, x.to) for x in fresh] == [("coordinator/ask-match", JANET)] * 3
    head, *others = fresh
    assert "Others that come to you now" in head.text
    assert all(head.message_id in str(x.message["References"]) for x in others)
    [digest] = stage.letters_to(JANET, "coordinator/tell-digest")
    assert digest.text.count("late") >= 3


def test_the_answers_to_a_gathered_reminder_count_each_for_its_own_case(stage: Stage) -> None:
    three_cases(stage)
    in_pass(stage, hours=13)
    fresh = stage.answers(stage.last("coordinator/ask-overdue"), "1")
    assert names(fresh) == ["coordinator/tell-done", "supporter/ask-invitation"]
    assert sorted(c.state for c in stage.edges.store.open_cases()) == ["invited", "open", "open"]


def test_a_supporter_of_two_is_asked_about_one_and_a_day_later_about_the_other(stage: Stage) -> None:
    for peer in ("Mark Young", "Aisha Smith"):
        stage.answers(referred(stage, peer), "Ravi Thibodeau")
        if stage.letters[-1].name == "coordinator/ask-unclear":
            stage.answers(stage.letters[-1], "1")
        stage.answers(stage.last("supporter/ask-invitation"), "yes")
    stage.restart()
    fresh = in_pass(stage, days=8)
    assert [x.to for x in fresh if x.name == "supporter/ask-how-it-went"] == [RAVI]
    assert [x.to for x in in_pass(stage, days=1, minutes=1) if x.name == "supporter/ask-how-it-went"] == [RAVI]


def test_days_of_digests_that_were_missed_are_one(stage: Stage) -> None:
    stage.answers(referred(stage), "hold until December 1")
    stage.restart()
    fresh = in_pass(stage, days=5)
    assert [x.to for x in fresh] == [MAURA]


def test_cases_whose_supporters_were_silent_come_back_in_one_thread(stage: Stage) -> None:
    for peer, choice in (("Mark Young", "1"), ("Aisha Smith", "2")):
        stage.answers(referred(stage, peer), choice)
    stage.restart()
    fresh = in_pass(stage, hours=11)
    assert names(fresh) == ["coordinator/ask-rematch"] * 2 + ["supporter/tell-released"] * 2
    head = next(x for x in fresh if x.name == "coordinator/ask-rematch")
    assert "Others that come to you now" in head.text
