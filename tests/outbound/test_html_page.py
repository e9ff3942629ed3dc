"""The HTML part: well formed, phone-readable, dark by night, nothing remote, links to mail, telephone and the web alone."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from mailer.model.errors import SettingWrong
from mailer.model.letters import Letter
from mailer.outbound.page import Layout, href_of
from tests.outbound.letter_desk import all_samples, composed, composing, html_text, sample, sources

WITH_HTML = [
    pytest.param(letter, id=f"{letter.name}-{n}")
    for n, letter in enumerate(all_samples())
    if html_text(composed(letter).raw)
]
VOID = {"meta", "br", "hr"}


class Reading(HTMLParser):
    """Reads a page strictly: every element closed, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.troubles: list[str] = []
        self.hrefs: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.hrefs += [value or "" for name, value in attrs if name == "href"]
        if tag == "a" and "a" in self.open:
            self.troubles.append("a link in a link")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.troubles.append(f"</{tag}> closes nothing")


@pytest.mark.parametrize("letter", WITH_HTML)
def test_the_page_is_well_formed_and_loads_nothing(letter: Letter) -> None:
    page = html_text(composed(letter).raw)
    reading = Reading(page)
    assert (reading.troubles, reading.open) == ([], [])
    assert not reading.tags & {"img", "script", "link", "iframe", "form", "object", "base", "svg", "video"}
    assert not {name for name in reading.attributes if name.startswith("on")}
    assert not re.search(r"url\(|@import|src=", page)


@pytest.mark.parametrize("letter", WITH_HTML)
def test_links_lead_to_mail_telephone_and_secure_pages_alone(letter: Letter) -> None:
    for href in Reading(html_text(composed(letter).raw)).hrefs:
        assert href.startswith(("mailto:", "tel:", "https://"))


@pytest.mark.parametrize("letter", WITH_HTML)
def test_the_page_is_made_for_a_phone_by_day_and_by_night(letter: Letter) -> None:
    page = html_text(composed(letter).raw)
    assert '<html lang="' in page
    assert "width=device-width" in page
    assert '<meta name="color-scheme" content="light dark">' in page
    assert "@media (prefers-color-scheme: dark)" in page
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", page.replace('font-size: 14px;">Please keep', ""))]
    assert min(s for s in sizes if s != 14) >= 16


def test_styles_stand_in_the_elements() -> None:
    page = html_text(composed(sample("peer/ask-outreach")).raw)
    assert '<p class="p" style="margin: 0 0 18px;">' in page


def test_a_tapped_answer_begins_a_mail_that_comes_home() -> None:
    letter = sample("supporter/ask-invitation")
    [yes, no] = [h for h in Reading(html_text(composed(letter).raw)).hrefs if "body=" in h]
    mail = urlsplit(yes)
    assert unquote(mail.path) == f"colleagues.coast+{composing(letter).mark}@harborside.example"
    assert parse_qs(mail.query) == {"subject": ["Re: A request for you (K7F2)"], "body": ["YES"]}
    assert no.endswith("&body=NO")


def test_a_number_can_be_tapped_for_each_candidate() -> None:
    hrefs = Reading(html_text(composed(sample("coordinator/ask-match")).raw)).hrefs
    assert [h.rpartition("body=")[2] for h in hrefs if "body=" in h] == [
        "1",
        "2",
        "3",
        "outside",
        "hold%20until%20Monday",
        "close",
    ]


@pytest.mark.parametrize(
    "text, href",
    [
        ("911", "tel:911"),
        ("988 (call or text)", "tel:988"),
        ("207-555-0123", "tel:+12075550123"),
        ("1-888-409-0141", "tel:+18884090141"),
        ("+1 207 555 0123", "tel:+12075550123"),
        ("june@harborside.example", "mailto:june@harborside.example"),
        ("https://www.harborside.example/a?b=1&c", "https://www.harborside.example/a?b=1&c"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ('https://x.example/"onclick=', None),
        ("words", None),
    ],
)
def test_where_a_link_leads(text: str, href: str | None) -> None:
    assert href_of(text) == href


def test_a_layout_without_its_places_is_refused() -> None:
    with pytest.raises(SettingWrong, match="@@body@@ must stand there once"):
        Layout(sources()["layout.html"].replace("@@body@@", ""))
