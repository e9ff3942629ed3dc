"""The light markup: what a template may write, and that no value is ever read as markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.outbound.markup import (
    OPEN,
    SHUT,
    Answer,
    Answers,
    Block,
    Card,
    Heading,
    Item,
    Items,
    Paragraph,
    Quote,
    Span,
    cleaned,
    read_markup,
)
from mailer.outbound.plain import WIDTH, plain_of

SLOT = f"{OPEN}0{SHUT}"


@pytest.mark.parametrize(
    "text, block",
    [
        ("one\ntwo", Paragraph(((Span("one two"),),))),
        ("one\\\ntwo", Paragraph(((Span("one"),), (Span("two"),)))),
        ("# Title", Heading((Span("Title"),))),
        ("- a\n- b", Items((Item((Span("a"),)), Item((Span("b"),))))),
        ("1. a\n  more", Items((Item((Span("a"),), "1", ((Span("more"),),)),))),
        ("[YES] gladly", Answers((Answer("YES", (Span("gladly"),)),))),
        ("| Name: June", Card((("Name", (Span("June"),)),))),
        ("> so\n>\n> it", Quote(("so", "", "it"))),
        ("call <911> now", Paragraph(((Span("call "), Span("911", link=True), Span(" now")),))),
        ("**now**, please", Paragraph(((Span("now", strong=True), Span(", please")),))),
    ],
)
def test_the_markup_is_read(text: str, block: Block) -> None:
    assert read_markup(text, ()) == (block,)


def test_a_row_without_a_value_is_left_out() -> None:
    assert read_markup(f"| Phone: {SLOT}\n| Email: <{SLOT}>", ("",)) == ()


def test_another_kind_of_line_ends_a_block() -> None:
    assert [type(b) for b in read_markup("text\n- item\n> words\ntext", ())] == [Paragraph, Items, Quote, Paragraph]


SHAPES = (
    "{}",
    "# {}",
    "- {}",
    "1. {}",
    "{}. x",
    "[{}] x",
    "[x] {}",
    "| {}: x",
    "| x: {}",
    "a <{}> b",
    "**{}**",
    "a {}\\\nb",
)


@given(st.text(max_size=80), st.sampled_from(SHAPES))
def test_a_value_never_changes_the_structure(value: str, shape: str) -> None:
    with_word = read_markup(shape.replace("{}", SLOT), ("word",))
    with_value = read_markup(shape.replace("{}", SLOT), (f"w{value}d",))
    assert _structure(with_word) == _structure(with_value)


def _structure(blocks: tuple[Block, ...]) -> list[object]:
    """The kinds of blocks, and which spans are strong or links."""
    found: list[object] = []
    for block in blocks:
        found.append(type(block))
        match block:
            case Paragraph(lines):
                found.append([[(s.strong, s.link) for s in line] for line in lines])
            case Items(items):
                found.append([(bool(i.number), len(i.details)) for i in items])
            case Answers(answers):
                found.append(len(answers))
            case Card(rows):
                found.append([[(s.strong, s.link) for s in line] for _, line in rows])
    return found


@given(st.text(alphabet=st.characters(), max_size=200))
def test_words_passed_on_stay_one_quote(value: str) -> None:
    blocks = read_markup(f"> {SLOT}", (f"w{value}d",))
    assert len(blocks) == 1
    assert isinstance(blocks[0], Quote)


@given(st.text(alphabet=st.characters(), max_size=120))
def test_cleaned_text_holds_no_control_character(value: str) -> None:
    assert all(c == "\n" or ord(c) >= 32 for c in cleaned(value))


@given(st.lists(st.text(st.characters(categories=["L", "P"]), min_size=1, max_size=30), min_size=1, max_size=60))
def test_the_plain_part_is_72_columns_wide_and_loses_no_word(words: list[str]) -> None:
    plain = plain_of(read_markup(f"- {SLOT}", (" ".join(words),)))
    assert plain.removeprefix("- ").split() == words
    assert all(len(line) <= WIDTH for line in plain.split("\n"))


def test_a_long_link_is_not_broken() -> None:
    link = "https://www.harborside.example/" + "a" * 90
    assert link in plain_of(read_markup(f"see <{SLOT}>", (link,)))
