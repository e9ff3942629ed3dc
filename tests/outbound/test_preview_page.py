"""The page of all letters: each one there, in a frame that can do nothing."""

from html import unescape

from mailer.outbound.preview import preview_page
from tests.outbound.letter_desk import all_samples, composed

PAGE = preview_page([(letter.name, composed(letter)) for letter in all_samples()], "Harborside letters")


def test_every_letter_is_on_the_page_and_in_the_index() -> None:
    for number, letter in enumerate(all_samples()):
        assert f'id="letter-{number}"' in PAGE
        assert f'href="#letter-{number}">{letter.name}' in PAGE


def test_frames_have_no_rights_and_the_page_runs_no_script() -> None:
    assert PAGE.count("<iframe") == PAGE.count(" sandbox title=") == 2 * (len(all_samples()) - 1)
    assert "<script" not in PAGE
    assert "http://" not in PAGE


def test_light_and_dark_are_both_shown_whatever_the_screen() -> None:
    assert "@media all {" in unescape(PAGE)
    assert "@media not all {" in unescape(PAGE)
    assert "prefers-color-scheme" not in PAGE


def test_what_a_mail_brings_along_stays_text() -> None:
    letter = all_samples()[0]
    page = preview_page([(letter.name, composed(letter))], "<b>x</b>")
    assert "<b>x</b>" not in page
