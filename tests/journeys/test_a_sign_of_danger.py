"""A sign of danger is read first: a person is told at once, the writer gets the crisis lines, and the flow holds."""

from mailer.demo.stage import SOUTHERN, SYSTEM, Stage

JOSEPH = "Joseph Nguyen <joseph.nguyen@saltmarsh.example>"
WORDS = "I don't think I can go on like this. I am not safe on my own tonight.\n\nJoseph\n"
THEO = "theo.lavallee@saltmarsh.example"


def test_the_writer_and_a_person_are_written_to_at_once_and_no_match_is_asked(stage: Stage) -> None:
    stage.write(JOSEPH, SOUTHERN, "", WORDS)
    stage.one_pass()
    names = {letter.name for letter in stage.letters}
    assert names == {"peer/tell-crisis", "coordinator/ask-crisis"}
    crisis = stage.last("peer/tell-crisis")
    assert "988" in crisis.text
    assert "911" in crisis.text
    assert stage.letters_to(THEO, "ask-crisis")


def test_pages_go_on_until_somebody_answers(stage: Stage) -> None:
    stage.write(JOSEPH, SOUTHERN, "", WORDS)
    stage.one_pass()
    before = len(stage.letters)
    stage.wait(minutes=11)
    assert len(stage.letters) > before
    stage.answer(stage.letters_to(THEO, "ask-crisis")[0], "I have him on the phone.")
    stage.one_pass()
    quiet = len([x for x in stage.letters if x.name == "coordinator/ask-crisis"])
    stage.wait(minutes=30)
    assert len([x for x in stage.letters if x.name == "coordinator/ask-crisis"]) == quiet


def test_the_crisis_letter_comes_once_a_day(stage: Stage) -> None:
    stage.write(JOSEPH, SOUTHERN, "", WORDS)
    stage.one_pass()
    stage.write(JOSEPH, SOUTHERN, "again", WORDS)
    stage.wait(hours=1)
    assert len(stage.letters_to("joseph.nguyen@saltmarsh.example", "tell-crisis")) == 1


def test_worry_about_somebody_else_is_answered_to_the_one_who_wrote(stage: Stage) -> None:
    stage.write(
        "Beatrice Bouchard <beatrice.bouchard@harborview.example>", SYSTEM, "Mark",
        "I am scared of what Mark Young might do to himself. He said goodbye to everybody today.\n\nBeatrice\n",
    )  # fmt: skip
    stage.one_pass()
    assert stage.last("referrer/tell-crisis").to == "beatrice.bouchard@harborview.example"
    assert not stage.letters_to("mark.young@harborview.example")
