"""The built-in resources: complete, kind, in three languages; and how a set of one's own is read."""

import re

import pytest

from mailer.model.errors import SettingWrong
from mailer.model.organisation import Resource
from mailer.outbound.resources import fitting, resources_of
from tests.outbound.letter_desk import templates


def test_the_built_in_set_has_english_spanish_and_french() -> None:
    languages = [r.language for r in templates().resources]
    assert (languages.count("en") >= 8, languages.count("es") >= 4, languages.count("fr") >= 4) == (True, True, True)


@pytest.mark.parametrize("told", ["iOS and Android", "demographic data", "anonymous", "national benchmarks"])
def test_the_app_is_described_with_what_it_asks(told: str) -> None:
    [app] = [r for r in templates().resources if r.language == "en" and r.title == "Well-Being Index app"]
    assert told in app.text


def test_the_words_are_safe_and_links_are_secure() -> None:
    for resource in templates().resources:
        assert not re.search(r"committed|24/7|confidential", resource.text, re.IGNORECASE)
        assert resource.link == "" or resource.link.startswith("https://")


def test_what_fits_is_in_the_readers_language_and_region() -> None:
    some = (
        Resource("a", "x"),
        Resource("b", "x", language="fr"),
        Resource("c", "x", regions=("coast",)),
        Resource("d", "x", roles=("nurse",)),
    )
    assert [r.title for r in fitting(some, "en", "coast")] == ["a", "c"]
    assert [r.title for r in fitting(some, "fr", "coast")] == ["b"]
    assert [r.title for r in fitting(some, "pt", "inland")] == ["a"]


@pytest.mark.parametrize(
    "table, says",
    [
        ({"resource": "x"}, "must be a list"),
        ({"resource": [{"title": "x"}]}, "resource 1: needs a title and a text"),
        ({"resource": [{"title": "x", "text": "y", "url": "z"}]}, "unknown keys: url"),
        ({"resource": [{"title": "x", "text": "y", "roles": "nurse"}]}, "lists of text"),
    ],
)
def test_a_wrong_resource_is_named(table: dict[str, object], says: str) -> None:
    with pytest.raises(SettingWrong, match=says):
        resources_of(table, "rules/resources.toml")
