"""The templates as a coordinator edits them: a mistake is named with its file and its cure before a letter leaves."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from mailer.model.errors import SettingWrong
from mailer.model.letters import LETTERS
from mailer.outbound.compose import Templates
from mailer.outbound.plain import plain_of
from tests.outbound.letter_desk import ORGANISATION, all_samples, composed, plain_text, sample, sources, templates


def test_every_letter_has_its_template_and_no_template_is_left_over() -> None:
    names = {path.partition(".")[0] for path in sources() if path.endswith(".txt") and not path.startswith("_")}
    assert names == {letter.name for letter in LETTERS} == set(templates().names)


def test_crisis_letters_speak_english_spanish_and_french() -> None:
    for name in ("peer/tell-crisis", "referrer/tell-crisis"):
        assert set(templates().languages(name)) == {"en", "es", "fr"}


@pytest.mark.parametrize(
    "path, text, says",
    [
        ("peer/ask-outreach.txt", None, "peer/ask-outreach.txt: is missing"),
        ("layout.html", None, "layout.html: is missing"),
        ("peer/ask-outreach.txt", "Hello,", "line 1: is no Subject line"),
        ("peer/ask-outreach.txt", "Subject: x\nBcc: y\n\nHello", "line 1: is no Subject line"),
        ("peer/ask-outreach.txt", "Subject: x\n\n{% if y %}", "line 1: Unexpected end"),
        ("supporter/ask-invitation.txt", "Subject: x\n\n{{ phone }}", "names phone"),
        ("peer/ask-outreach.txt", "Subject: x\n\n{{ writer }}", "may not learn"),
        ("referrer/tell-received.txt", "Subject: {{ outcome }}\n\nx", "names outcome"),
        ("peer/ask-outreach.txt", 'Subject: x\n\n{% include "_words" %}', "names how_to_get, words"),
        ("peer/ask-outreach.txt", 'Subject: x\n\n{% include "_nothing" %}', "includes '_nothing'"),
        ("peer/ask-outreach.txt", "Subject: x\n\n\ue0000\ue001", "private use"),
    ],
)
def test_a_wrong_template_is_named_with_its_place(path: str, text: str | None, says: str) -> None:
    files = sources()
    if text is None:
        del files[path]
    else:
        files[path] = text
    with pytest.raises(SettingWrong, match=says):
        Templates(files)


@pytest.mark.parametrize(
    "code", ["{{ to.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ to.name.__globals__ }}", "{{ peer_name.x }}"]
)
def test_a_template_reaches_nothing_but_its_letter(code: str) -> None:
    letter = sample("peer/ask-outreach")
    edited = Templates({**sources(), "peer/ask-outreach.txt": f"Subject: x\n\n{code}"})
    with pytest.raises(SettingWrong, match="cannot be filled"):
        edited.for_zone(ZoneInfo("America/New_York")).fill(letter, {}, {})


def test_an_edited_word_stands_in_both_parts() -> None:
    edited = Templates(
        {**sources(), "volunteer/tell-thanks.txt": "Subject: Thank you\n\nHow **kind** of you, {{ to.name }}."}
    )
    words = edited.for_zone(ZoneInfo("America/New_York")).fill(sample("volunteer/tell-thanks"), {}, {})
    assert words.subject == "Thank you"
    assert plain_of(words.blocks) == "How kind of you, Ines Cole.\n"


def test_times_are_said_in_the_programmes_zone() -> None:
    west = replace(ORGANISATION, clock=replace(ORGANISATION.clock, zone=ZoneInfo("America/Los_Angeles")))
    letter = sample("coordinator/ask-match")
    assert "Wednesday, November 25, 9:00 AM" in composed(letter).subject
    assert "Wednesday, November 25, 6:00 AM" in composed(letter, west).subject


def test_a_tag_alone_on_its_line_leaves_no_line_behind() -> None:
    text = plain_text(composed(sample("peer/tell-received", 1)).raw)
    assert "Then you hear from us who it is. As you wished" in " ".join(text.split())


@pytest.mark.parametrize("name", sorted(letter.name for letter in LETTERS))
def test_every_language_of_a_letter_is_among_the_samples(name: str) -> None:
    assert {letter.language for letter in all_samples() if letter.name == name} == set(templates().languages(name))
