"""A letter as mail: its headers, its parts, its end; and that nothing a mail brings along can change them."""

import re
from copy import copy
from dataclasses import fields, replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailer.model.address import Address
from mailer.model.letters import (
    AskCrisis,
    AskMatch,
    InquirerAbout,
    Letter,
    PeerOutreach,
    PeerResources,
    ReferrerReceived,
    TellForwarded,
)
from mailer.model.organisation import CrisisLine, Intake, Resource
from mailer.outbound.closing import CHECKED, EMERGENCY
from mailer.outbound.compose import ALERT_LIMIT
from mailer.outbound.sample import SAMPLE_DATE
from tests.outbound.letter_desk import (
    ORGANISATION,
    all_samples,
    composed,
    composing,
    html_text,
    parsed,
    plain_text,
    sample,
    sample_of,
)

SAMPLES = all_samples()
NAMED = [pytest.param(letter, id=f"{letter.name}-{n}") for n, letter in enumerate(SAMPLES)]
OUTSIDERS = [p for p, letter in zip(NAMED, SAMPLES, strict=True) if letter.reader in ("peer", "referrer", "inquirer")]
INSIDERS = [p for p, letter in zip(NAMED, SAMPLES, strict=True) if letter.reader in ("coordinator", "supporter")]
FORBIDDEN = re.compile(
    r"peer.?support|wellness|well-being|referr|\bevents?\b|incident|\bcases?\b|confidential|patient|crisis",
    re.IGNORECASE,
)
HOSTILE = (
    "x\r\nBcc: all@harborside.example",
    "\r\n\r\n--=_x\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>",
    "<script>alert(1)</script> {{ programme }} {% for %} \\\n# x\n> y\n[YES] z | a: b **c** <d>",
    "=?utf-8?b?QmNjOiB4?= \u202egnp.exe \x00\ud800",
)


@pytest.mark.parametrize("letter", NAMED)
def test_every_letter_reads_back_as_it_was_meant(letter: Letter) -> None:
    mail = composed(letter)
    message = parsed(mail.raw)
    assert message["To"].addresses[0].addr_spec == letter.to.email == mail.to
    assert message["Subject"] == mail.subject
    assert message["Message-ID"] == mail.message_id
    assert parsedate_to_datetime(message["Date"]) == SAMPLE_DATE
    assert parsedate_to_datetime(message["Date"]).utcoffset() == timedelta(hours=-5)
    assert message["Auto-Submitted"] in ("auto-generated", "auto-replied")
    assert message["X-Peer-Support-Letter"] == letter.name
    assert not [part.defects for part in message.walk() if part.defects]


@pytest.mark.parametrize("letter", NAMED)
def test_every_letter_is_seven_bit_clean_with_crlf_and_short_lines(letter: Letter) -> None:
    raw = composed(letter).raw
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("letter", NAMED)
def test_absence_notices_are_welcome_from_coordinators_and_supporters_alone(letter: Letter) -> None:
    inside = letter.reader in ("coordinator", "supporter")
    assert parsed(composed(letter).raw)["X-Auto-Response-Suppress"] == ("DR, RN, NRN" if inside else "All")


@pytest.mark.parametrize("letter", NAMED)
def test_an_answer_comes_home_by_address_id_and_line(letter: Letter) -> None:
    mail = composed(letter)
    mark = composing(letter).mark
    assert mark
    assert f"+{mark}@" in parsed(mail.raw)["Reply-To"]
    assert mark in mail.message_id
    if not (isinstance(letter, AskCrisis) and letter.alert_only):
        assert mark in plain_text(mail.raw)
        assert mark in html_text(mail.raw)


@pytest.mark.parametrize("letter", OUTSIDERS)
def test_letters_to_peers_referrers_and_inquirers_end_with_the_two_lines(letter: Letter) -> None:
    raw = composed(letter).raw
    ends = [tuple(re.sub(r"[<>]", "", line) for line in lines) for lines in EMERGENCY.values()]
    assert tuple(plain_text(raw).rstrip().split("\n")[-2:]) in ends
    shown = _bare(_words_of(html_text(raw)))
    assert any(shown.endswith(_bare(" ".join(lines))) for lines in ends)


@pytest.mark.parametrize("letter", OUTSIDERS)
def test_what_a_lock_screen_shows_of_an_outsiders_letter_is_neutral(letter: Letter) -> None:
    message = parsed(composed(letter).raw)
    first_line = plain_text(composed(letter).raw).split("\n")[0]
    names = ("June", "Winslow", "Omar", "Emergency")
    for shown in (message["Subject"], message["From"].addresses[0].display_name, first_line, message["Reply-To"]):
        assert not FORBIDDEN.search(shown)
        assert not any(name in shown for name in names)


@pytest.mark.parametrize("letter", INSIDERS)
def test_what_a_lock_screen_shows_of_an_insiders_letter_names_nobody(letter: Letter) -> None:
    message = parsed(composed(letter).raw)
    first_line = plain_text(composed(letter).raw).split("\n")[0]
    for shown in (message["Subject"], message["From"].addresses[0].display_name, first_line):
        assert not FORBIDDEN.search(shown.replace("The case is closed", ""))
        assert not any(name in shown for name in ("June", "Winslow", "Omar", "Reed"))
    assert (letter.case or "") in message["Subject"]


@pytest.mark.parametrize("letter", OUTSIDERS)
def test_a_case_id_is_nowhere_in_an_outsiders_letter(letter: Letter) -> None:
    with_case = replace(letter, case="K7F2")
    assert b"K7F2" not in composed(with_case).raw


@pytest.mark.parametrize("letter", NAMED)
def test_both_parts_carry_the_same_words(letter: Letter) -> None:
    raw = composed(letter).raw
    if isinstance(letter, AskCrisis) and letter.alert_only:
        assert not html_text(raw)
        return
    plain = re.sub(r"^-+$|^>", " ", plain_text(raw), flags=re.MULTILINE)
    assert _bare(plain) == _bare(_words_of(html_text(raw)))


@pytest.mark.parametrize("letter", NAMED)
def test_a_letter_holds_only_what_its_type_has_a_field_for(letter: Letter) -> None:
    text = composed(letter).raw.decode()
    has = {f.name for f in fields(letter)}
    if "words" not in has:
        assert "worried about June" not in text
        assert "Thursday after five" not in text
    if not has & {"phone", "peer", "words", "people"}:
        assert "555-0123" not in text
    if not has & {"writer"}:
        assert "omar.reed" not in text.replace("To: Omar Reed <omar.reed@harborside.example>", "")


@pytest.mark.parametrize("outcome", range(3))
def test_a_referrer_gets_the_same_words_whatever_happens(outcome: int) -> None:
    letter = ReferrerReceived(
        to=Address(f"r{outcome}@harborside.example"), region="coast", thread=("<x@y.example>",) * outcome
    )
    same = ReferrerReceived(to=Address("other@harborside.example"), region="coast", case="K7F2")
    assert plain_text(composed(letter, marked=False).raw) == plain_text(composed(same, marked=False).raw)


def _hostile(letter: Letter, text: str) -> Letter:
    """The letter with every text in it replaced, those in lists and the names beside addresses too."""
    new = copy(letter)
    for f in fields(letter):
        old = getattr(letter, f.name)
        changed: object = old
        if f.name in ("region", "language", "contact", "case"):
            continue
        if isinstance(old, str):
            changed = text
        elif isinstance(old, Address):
            changed = Address(old.email, text)
        elif f.name == "thread":
            changed = (*old, text, f"<{text}@x.example>")
        elif isinstance(old, tuple) and old and isinstance(old[0], str):
            changed = (text,) * len(old)
        object.__setattr__(new, f.name, changed)  # frozen, and of a type that only the letter knows
    return new


def _shape(raw: bytes) -> list[object]:
    """The headers and parts of a mail, and the elements of its HTML, links' targets aside."""
    message = parsed(raw)
    html = html_text(raw)
    return [
        [k for k in message if k not in ("In-Reply-To", "References")],
        [part.get_content_type() for part in message.walk()],
        len(message["To"].addresses),
        len(message["From"].addresses),
        sorted(set(re.findall(r"<(\w+)", html)) - {"br"}),  # words passed on keep their lines
        html.count('<a class="tap"'),
    ]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("letter", NAMED)
def test_no_field_can_change_headers_or_structure(letter: Letter, text: str) -> None:
    harmless, hostile = composed(_hostile(letter, "word")), composed(_hostile(letter, text))
    assert _shape(harmless.raw) == _shape(hostile.raw)
    assert "<script" not in html_text(hostile.raw)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SAMPLES), st.text(min_size=1, max_size=300))
def test_whatever_stands_in_a_field_the_mail_reads_back_whole(letter: Letter, text: str) -> None:
    mail = composed(_hostile(letter, f"w{text}d"))
    message = parsed(mail.raw)
    assert [k for k in message if k not in ("In-Reply-To", "References")] == [
        k for k in parsed(composed(_hostile(letter, "word")).raw) if k not in ("In-Reply-To", "References")
    ]
    assert max(map(len, mail.raw.split(b"\r\n"))) <= 998
    assert not [part.defects for part in message.walk() if part.defects]


@given(st.text(max_size=2000))
def test_words_arrive_as_they_were_written(words: str) -> None:
    letter = replace(sample_of(TellForwarded), words=f"begin {words} end")
    visible = re.sub(r"[^!-~]", "", words)
    plain = re.sub(r"^>", "", plain_text(composed(letter).raw), flags=re.MULTILINE)
    assert f"begin{visible}end" in re.sub(r"[^!-~]", "", plain)


def test_the_region_chooses_the_intake_and_a_region_without_one_the_systems() -> None:
    assert "colleagues.coast@" in parsed(composed(sample("referrer/tell-received")).raw)["From"]
    inland = replace(sample("referrer/tell-received"), region="inland")
    assert parsed(composed(inland).raw)["From"].addresses[0].addr_spec == "colleagues@harborside.example"


def test_where_tags_do_not_work_the_bare_address_is_answered_and_the_button_keeps_the_line() -> None:
    intake = Intake("colleagues@harborside.example", "system", plus=False)
    letter = replace(sample("supporter/ask-invitation"), region="system")
    mail = composed(letter, replace(ORGANISATION, intakes=(intake,)))
    mark = composing(letter).mark
    assert parsed(mail.raw)["Reply-To"] == "colleagues@harborside.example"
    assert f"body=YES%0D%0A%0D%0A%3E%20Please%20keep%20this%20line%3A%20{mark}" in html_text(mail.raw)


def test_the_envelope_is_the_intakes_or_tagged() -> None:
    letter = sample("peer/ask-outreach")
    assert composed(letter).envelope_from == "colleagues.coast@harborside.example"
    tagged = composed(letter, replace(ORGANISATION, tagged_envelope=True))
    assert tagged.envelope_from == f"colleagues.coast+{composing(letter).mark}@harborside.example"


def test_a_letter_without_a_mark_has_no_tag_and_no_line() -> None:
    mail = composed(sample("operator/tell-trouble"), marked=False)
    assert parsed(mail.raw)["Reply-To"] == "colleagues@harborside.example"
    assert "keep this line" not in plain_text(mail.raw)


def test_the_outreach_comes_from_the_supporter_or_from_whom_the_settings_name() -> None:
    letter = sample("peer/ask-outreach")
    assert parsed(composed(letter).raw)["From"].addresses[0].display_name == "Tomás Varga"
    named = replace(
        ORGANISATION,
        outreach_sender=Address("colleagues@harborside.example", "Ida Frost"),
        outreach_subject="Checking in",
    )
    message = parsed(composed(letter, named).raw)
    assert (str(message["From"]), message["Subject"]) == ("Ida Frost <colleagues@harborside.example>", "Checking in")


def test_a_thread_is_named_oldest_first_and_answered_at_its_newest() -> None:
    message = parsed(composed(sample("coordinator/tell-done")).raw)
    assert message["In-Reply-To"] == "<c2@harborside.example>"
    assert message["References"].split() == ["<c1@harborside.example>", "<c2@harborside.example>"]


def test_a_long_thread_keeps_its_first_and_its_newest() -> None:
    thread = tuple(f"<m{n}@x.example>" for n in range(90))
    references = parsed(composed(replace(sample("coordinator/tell-done"), thread=thread)).raw)["References"].split()
    assert (references[0], references[-1], len(references)) == (thread[0], thread[-1], 20)


def test_the_label_is_written_only_where_it_is_switched_on() -> None:
    assert (
        parsed(composed(sample("peer/ask-outreach"), replace(ORGANISATION, label_letters=False)).raw)[
            "X-Peer-Support-Letter"
        ]
        is None
    )


def test_an_alert_is_plain_text_under_140_characters_with_case_id_and_callback_only() -> None:
    page = AskCrisis(
        to=Address("pager7@oncall.example"), region="coast", case="K7F2", alert_only=True, callback="207-555-0144"
    )
    message = parsed(composed(page).raw)
    assert message.get_content_type() == "text/plain"
    assert message.get_content().strip() == "K7F2: please call 207-555-0144"
    assert len(composed(replace(page, callback="5" * 900)).raw.split(b"\r\n\r\n")[1].strip()) <= ALERT_LIMIT


def test_an_alert_tells_nothing_even_where_it_was_given_more() -> None:
    match = sample_of(AskMatch)
    page = replace(
        sample_of(AskCrisis, 1),
        peer=match.peer,
        writer=match.writer,
        words=match.words,
    )
    text = composed(page).raw.decode()
    assert not any(told in text for told in ("Winslow", "omar.reed", "worried"))


@pytest.mark.parametrize(
    "language, says", [("en", "A person has been told"), ("es", "Acabamos de avisar"), ("fr", "Une personne vient")]
)
@pytest.mark.parametrize("reader", ["peer", "referrer"])
def test_the_crisis_letter_speaks_three_languages_and_names_the_lines(reader: str, language: str, says: str) -> None:
    text = plain_text(composed(replace(sample(f"{reader}/tell-crisis"), language=language)).raw)
    assert says in " ".join(text.split())
    assert all(number in text for number in ("911", "988", "1-888-409-0141"))
    assert "http" not in text
    assert not re.search(r"K7F2|AM|PM|24/7", text)


def test_the_crisis_letter_prints_the_lines_of_the_settings() -> None:
    line = CrisisLine("Harborside night line", "207-555-0177", CHECKED)
    here = replace(ORGANISATION, crisis_lines=(line,))
    assert "Harborside night line: 207-555-0177" in plain_text(composed(sample("peer/tell-crisis"), here).raw)


def test_an_unknown_language_gets_english() -> None:
    letter = replace(sample("peer/tell-crisis"), language="pt")
    assert 'lang="en"' in html_text(composed(letter).raw)


def test_the_resources_of_the_settings_replace_the_built_in_set() -> None:
    own = replace(ORGANISATION, resources=(Resource("A quiet room", "Fourth floor, always open."),))
    text = plain_text(composed(sample("peer/tell-resources"), own).raw)
    assert "A quiet room" in text
    assert "Well-Being Index" not in text


def test_english_items_come_in_an_english_letter() -> None:
    letter = replace(sample_of(PeerResources, 1), resources=(Resource("A quiet room", "Fourth floor."),))
    assert "Here is the reading" in plain_text(composed(letter).raw)


def test_the_outreach_stands_that_the_referral_is_unknown() -> None:
    text = " ".join(plain_text(composed(sample_of(PeerOutreach)).raw).split())
    assert "as a matter of routine" in text
    assert not re.search(r"referr|told us|heard|worried|wrote to us|confidential", text)


def test_the_programmes_information_answers_what_people_ask() -> None:
    letter = InquirerAbout(to=Address("ines.cole@harborside.example"), region="coast")
    text = " ".join(plain_text(composed(letter).raw).split())
    for said in ("volunteer", "trained", "name and how to reach them", "voluntary", "one conversation", "No notes", "exception",
                 "outside your own hospital", "207-555-0144"):  # fmt: skip
        assert said in text


@pytest.mark.parametrize("letter", NAMED)
def test_no_letter_promises_too_much_or_uses_a_hurtful_word(letter: Letter) -> None:
    text = plain_text(composed(letter).raw).lower()
    assert not re.search(r"privilege|completely confidential|strictly confidential|committed suicide|guarantee", text)


def _words_of(html: str) -> str:
    body = re.sub(r".*</head>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def _bare(text: str) -> str:
    """The letters and digits alone, list signs and numbers of list items aside."""
    return re.sub(r"[\W_]", "", re.sub(r"(?m)^\d\. ", "", text))
