"""One referral from the first mail to the last letter, as each reader sees it."""

from mailer.demo.stage import PORTLAND, SYSTEM, Stage

BEATRICE = "Beatrice Bouchard <beatrice.bouchard@harborview.example>"
MARK = "mark.young@harborview.example"
MAURA = "maura.quill@harborview.example"
SECRET = "the complaint over the quince marmalade"
REFERRAL = f"Hello,\n\nWould somebody please reach out to Mark Young? It is {SECRET}, and he has gone very quiet.\n\nBeatrice Bouchard, DO\n"


def referred(stage: Stage) -> None:
    stage.write(BEATRICE, PORTLAND, "A colleague", REFERRAL)
    stage.one_pass()


def matched(stage: Stage, words: str = "2") -> str:
    """The supporter's address after the coordinator answered."""
    referred(stage)
    stage.answer(stage.last("coordinator/ask-match"), words)
    stage.one_pass()
    return stage.last("supporter/ask-invitation").to


def reached_out(stage: Stage) -> str:
    supporter = matched(stage)
    stage.answer(stage.last("supporter/ask-invitation"), "Yes, gladly")
    stage.one_pass()
    return supporter


def names(stage: Stage) -> list[str]:
    return [letter.name for letter in stage.letters]


def test_a_referral_brings_thanks_to_the_writer_and_a_question_to_the_coordinator(stage: Stage) -> None:
    referred(stage)
    assert sorted(names(stage)) == ["coordinator/ask-match", "referrer/tell-received"]
    assert stage.last("referrer/tell-received").to == "beatrice.bouchard@harborview.example"
    question = stage.last("coordinator/ask-match")
    assert question.to == MAURA
    assert "Mark Young" in question.text
    assert SECRET in question.flat


def test_the_invitation_tells_the_name_and_nothing_else(stage: Stage) -> None:
    matched(stage)
    invitation = stage.last("supporter/ask-invitation")
    assert "Mark Young" in invitation.text
    for word in (SECRET, "marmalade", MARK, "207-555-1289", "Beatrice", "complaint"):
        assert word not in invitation.everything


def test_the_number_on_the_list_is_the_one_who_is_asked(stage: Stage) -> None:
    referred(stage)
    question = stage.last("coordinator/ask-match")
    second = next(line for line in question.text.splitlines() if line.split()[:1] == ["2"])
    stage.answer(question, "2")
    stage.one_pass()
    surname = stage.last("supporter/ask-invitation").to.partition("@")[0].partition(".")[2]
    assert surname.lower() in second.lower().replace("'", "")


def test_a_name_does_as_well_as_a_number(stage: Stage) -> None:
    assert matched(stage, "Ravi") == "ravi.thibodeau@pinecoast.example"


def test_a_title_and_a_courtesy_do_not_hinder(stage: Stage) -> None:
    assert matched(stage, "Dr. Ravi Thibodeau please") == "ravi.thibodeau@pinecoast.example"


def test_after_a_yes_the_supporter_learns_the_contact_and_the_peer_is_written_to(stage: Stage) -> None:
    supporter = reached_out(stage)
    handover = stage.last("supporter/tell-handover")
    assert handover.to == supporter
    assert MARK in handover.text
    outreach = stage.last("peer/ask-outreach")
    assert outreach.to == MARK
    assert "Beatrice" not in outreach.everything
    assert "marmalade" not in outreach.everything
    assert stage.last("coordinator/tell-accepted").to == MAURA


def test_no_thanks_but_do_send_the_reading(stage: Stage) -> None:
    supporter = reached_out(stage)
    stage.answer(stage.last("peer/ask-outreach"), "No thanks, but do send the reading.")
    stage.new_letters()
    stage.one_pass()
    fresh = {letter.name: letter.to for letter in stage.new_letters()}
    assert fresh["peer/tell-understood"] == MARK
    assert fresh["peer/tell-resources"] == MARK
    assert fresh["coordinator/tell-outcome"] == MAURA
    assert fresh["supporter/tell-released"] == supporter
    assert "do send the reading" not in stage.last("coordinator/tell-outcome").everything


def test_a_yes_is_passed_to_the_supporter_and_kept_nowhere(stage: Stage) -> None:
    supporter = reached_out(stage)
    stage.answer(stage.last("peer/ask-outreach"), "Yes please. Thursday after the zucchini clinic would be good.")
    stage.one_pass()
    passed_on = stage.last("supporter/tell-peer-wrote")
    assert passed_on.to == supporter
    assert "zucchini" in passed_on.text
    assert not any("zucchini" in x.everything for x in stage.letters if not x.name.startswith("supporter/"))
    for login in ("peersupport", "peertopeer", "saltmarsh"):
        for folder in stage.server.folders(login):
            assert not any(b"zucchini" in raw for raw in stage.server.mails(login, folder)), folder


def test_several_peers_in_one_mail_are_several_cases_that_know_nothing_of_each_other(stage: Stage) -> None:
    stage.write(
        "Nadine Frechette <nadine.frechette@pinecoast.example>", SYSTEM, "Last night",
        "We lost a child in the ED at Oxford Hills last night. Please reach out to everyone who was there:\n\n"
        "- Sofía St. Pierre\n- Margaret Fernández\n- Yusuf Haddad, PA\n\nNadine Frechette\n",
    )  # fmt: skip
    stage.one_pass()
    questions = stage.letters_to("paulette.roy@pinecoast.example", "ask-match")
    assert len(questions) == 3
    stage.answer(questions[0], "1")
    stage.one_pass()
    stage.answer(stage.last("supporter/ask-invitation"), "yes")
    stage.one_pass()
    outside_readers = [x for x in stage.letters if x.name.split("/")[0] in ("peer", "supporter")]
    peers = ["St. Pierre", "Fernández", "Haddad"]
    for letter in outside_readers:
        assert sum(name in letter.text for name in peers) <= 1


def test_an_outside_request_tells_the_local_coordinator_nothing_at_all(stage: Stage) -> None:
    stage.write(
        "Caleb Chowdhury <caleb.chowdhury@pinecoast.example>", SYSTEM, "Could I talk to somebody?",
        "I could use somebody to talk to about a bad outcome, from outside Pemaquid, who doesn't know me.\n\nCaleb Chowdhury\n",
    )  # fmt: skip
    stage.one_pass()
    question = stage.last("coordinator/ask-match")
    assert question.to == "janet.thibodeau@pinecoast.example"
    stage.answer(question, "2")
    stage.one_pass()
    stage.answer(stage.last("supporter/ask-invitation"), "yes")
    stage.one_pass()
    assert stage.last("peer/tell-introduction").to == "caleb.chowdhury@pinecoast.example"
    assert not stage.letters_to("ingrid.soule@pinecoast.example")


def test_a_supporter_of_the_own_community_is_neither_listed_nor_taken_by_name_for_outside(stage: Stage) -> None:
    stage.write(
        "Caleb Chowdhury <caleb.chowdhury@pinecoast.example>", SYSTEM, "Could I talk to somebody?",
        "I could use somebody to talk to, from outside Pemaquid please.\n\nCaleb Chowdhury\n",
    )  # fmt: skip
    stage.one_pass()
    question = stage.last("coordinator/ask-match")
    assert "Ananya Bell" not in question.text
    stage.answer(question, "Ananya Bell")
    stage.one_pass()
    assert not stage.letters_to("ananya.bell@pinecoast.example")


def test_of_three_lees_to_be_avoided_all_three_are(stage: Stage) -> None:
    stage.write(
        BEATRICE, PORTLAND, "A colleague",
        "Would somebody please reach out to Mark Young? Please keep Dr. Lee out of it.\n\nBeatrice Bouchard\n",
    )  # fmt: skip
    stage.one_pass()
    question = stage.last("coordinator/ask-match")
    for name in ("Silas Lee", "Frank Lee"):
        assert name not in question.text
        stage.answer(question, name)
        stage.one_pass()
    assert not stage.letters_to("silas.lee@pinecoast.example") + stage.letters_to("frank.lee@pinecoast.example")
