"""Whose words are whose, as the mail programs people use write quotes, forwards, signatures and footers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailer.inbound.reply_text import Setting, split
from mailer.model.address import Address

WRITER = Address("bea.ashdown@clinic.example", "Beatrice Ashdown")
OURS = frozenset({"support@programme.example"})
ANSWER = Setting(WRITER, "RE: Touching base", answers=True, ours=OURS)
FORWARD = Setting(WRITER, "FW: a favour", answers=False, ours=OURS)
LETTER = "Dear Beatrice,\n\nWould you like to talk?\n\nAnn"


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


ATTRIBUTIONS = [
    "On Mon, Nov 16, 2026 at 3:05 PM Peer Support <support@programme.example> wrote:",
    "On Mon, Nov 16, 2026 at 3:05 PM Pine Coast Health Peer Support\n<support@programme.example> wrote:",
    "On Mon, Nov 16, 2026 at 3:05 PM The Peer Support Programme of Pine Coast\nHealth and Friends <\nsupport@programme.example> wrote:",
    "On Nov 8, 2026, at 12:10 PM, Peer Support <support@programme.example> wrote:",
    "On 11/10/26 09:15, Peer Support wrote:",
    "On Monday, November 16, 2026 at 03:05:12 PM EST, Peer Support <support@programme.example> wrote:",
    "On Monday, November 16th, 2026 at 3:05 PM, Peer Support <support@programme.example> wrote:",
    "On 16 Nov 2026, at 15:05, Peer Support <support@programme.example> wrote:",
    "---- On Mon, 16 Nov 2026 15:05:12 -0500 Peer Support <support@programme.example> wrote ----",
    "Peer Support <support@programme.example> writes:",
    "Le lun. 16 nov. 2026 à 15:05, Peer Support <support@programme.example> a écrit :",
    "Le 16/11/2026 à 15:05, Peer Support a écrit :",
    "El lun, 16 nov 2026 a las 15:05, Peer Support (<support@programme.example>) escribió:",
    "El 16/11/26 a las 15:05, Peer Support escribió:",
    "Am 16.11.26 um 15:05 schrieb Peer Support:",
    "Am Mo., 16. Nov. 2026 um 15:05 Uhr schrieb Peer Support <support@programme.example>:",
    "Il giorno lun 16 nov 2026 alle ore 15:05 Peer Support <support@programme.example> ha scritto:",
    "Op ma 16 nov. 2026 om 15:05 schreef Peer Support <support@programme.example>:",
    "Em seg., 16 de nov. de 2026 às 15:05, Peer Support <support@programme.example> escreveu:",
    "2026-11-16 15:05 GMT-05:00 Peer Support <support@programme.example>:",
]

BLOCKS = [
    "From: Peer Support <support@programme.example>\nSent: Monday, November 16, 2026 3:05 PM\n"
    "To: Beatrice Ashdown <bea.ashdown@clinic.example>\nSubject: Touching base",
    "________________________________\nFrom: Peer Support <support@programme.example>\n"
    "Sent: Monday, November 16, 2026 3:05 PM\nTo: Beatrice Ashdown\nSubject: Touching base",
    "*From:* Peer Support <support@programme.example>\n*Sent:* Monday, November 16, 2026 3:05 PM\n*To:* Beatrice Ashdown\n*Subject:* Touching base",
    "-----Original Message-----\nFrom: Peer Support <support@programme.example>\n"
    "Sent: Monday, November 16, 2026 3:05 PM\nTo: Ashdown, Beatrice\nSubject: Touching base",
    "-------- Original message --------\nFrom: Peer Support <support@programme.example>\n"
    "Date: 11/16/26 3:05 PM (GMT-05:00)\nTo: Beatrice Ashdown\nSubject: Touching base",
    "------- Original Message -------\nOn Monday, November 16th, 2026 at 3:05 PM, Peer Support <support@programme.example> wrote:",
    "De : Peer Support <support@programme.example>\nEnvoyé : lundi 16 novembre 2026 15:05\nÀ : Beatrice Ashdown\nObjet : Touching base",
    "De: Peer Support <support@programme.example>\nEnviado: lunes, 16 de noviembre de 2026 15:05\nPara: Beatrice Ashdown\nAsunto: Touching base",
    "Von: Peer Support <support@programme.example>\nGesendet: Montag, 16. November 2026 15:05\nAn: Beatrice Ashdown\nBetreff: Touching base",
    "________________________________\nFrån: Peer Support <support@programme.example>\n"
    "Skickat: den 16 november 2026 15:05\nTill: Beatrice Ashdown\nÄmne: Touching base",
    "________________________________\nОт: Peer Support <support@programme.example>\nОтправлено: 16 ноября 2026\n"
    "Кому: Beatrice Ashdown\nТема: Touching base",
    "From: Peer Support <support@programme.example>\nSent: Monday, November 16, 2026 3:05 PM\n"
    "To: Ashdown, Beatrice <bea.ashdown@clinic.example>;\n Somebody Else <else@clinic.example>\n"
    "Cc: Third Person <third@clinic.example>\nSubject: Touching base",
    "From: Peer Support <support@programme.example>\n\nSent: Monday, November 16, 2026 3:05 PM\n\nTo: Beatrice Ashdown\n\nSubject: Touching base",
    "Begin forwarded message:\n\nFrom: Peer Support <support@programme.example>\nSubject: Touching base\n"
    "Date: November 16, 2026 at 3:05:00 PM EST\nTo: Beatrice Ashdown",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_answer_on_top_is_all_that_is_the_writers(attribution: str) -> None:
    found = split(f"Yes, please.\n\n{attribution}\n\n{quoted(LETTER)}\n", ANSWER)
    assert found.own == "Yes, please."
    assert "Would you like to talk?" in found.quoted


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize(
    "own",
    [
        "Yes, please.",
        "On reflection, yes.",
        "Yes.\nThursday at 3:05.",
        "Am Montag, gern.",
        "I saw him on 11/10/26.\nLe lundi va bien.",
    ],
)
def test_an_answer_right_above_the_attribution_is_the_writers(attribution: str, own: str) -> None:
    assert split(f"{own}\n{attribution}\n{quoted(LETTER)}\n", ANSWER).own == own
    assert split(f"{own}\nSent from my iPhone\n{attribution}\n{quoted(LETTER)}\n", ANSWER).own == own


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_answer_below_the_quote_is_the_writers(attribution: str) -> None:
    found = split(f"{attribution}\n{quoted(LETTER)}\n\nYes, please.\n", ANSWER)
    assert found.own == "Yes, please."


@pytest.mark.parametrize("attribution", [a for a in ATTRIBUTIONS if "writes:" not in a and not a.startswith("2026")])
def test_a_quote_without_marks_is_quoted_all_the_same(attribution: str) -> None:
    found = split(f"Yes, please.\n\n{attribution}\n\n{LETTER}\n", ANSWER)
    assert found.own == "Yes, please."


@pytest.mark.parametrize("block", BLOCKS)
def test_a_header_block_begins_the_quoted_letter(block: str) -> None:
    found = split(f"No, thank you.\n\n{block}\n\n{LETTER}\n", ANSWER)
    assert (found.own, found.forwarded) == ("No, thank you.", ())
    assert "Would you like to talk?" in found.quoted


FORWARDS = [
    "From: Lee Orne <lee.orne@clinic.example>\nSent: Monday, November 16, 2026 3:05 PM\nTo: Beatrice Ashdown\nSubject: a favour",
    "________________________________\nFrom: Lee Orne <lee.orne@clinic.example>\n"
    "Sent: Monday, November 16, 2026 3:05 PM\nTo: Beatrice Ashdown\nSubject: a favour",
    "---------- Forwarded message ---------\nFrom: Lee Orne <lee.orne@clinic.example>\n"
    "Date: Mon, Nov 16, 2026 at 3:05 PM\nSubject: a favour\nTo: Beatrice Ashdown <bea.ashdown@clinic.example>",
    "Begin forwarded message:\n\nFrom: Lee Orne <lee.orne@clinic.example>\nSubject: a favour\n"
    "Date: November 16, 2026 at 3:05:00 PM EST\nTo: Beatrice Ashdown",
    "-------- Forwarded Message --------\nSubject: \ta favour\nDate: \tMon, 16 Nov 2026 15:05:12 -0500\n"
    "From: \tLee Orne <lee.orne@clinic.example>\nTo: \tBeatrice Ashdown",
    "-------- Original message --------\nFrom: Lee Orne <lee.orne@clinic.example>\nDate: 11/16/26 3:05 PM (GMT-05:00)\n"
    "To: Beatrice Ashdown\nSubject: a favour",
    "---------- Message transféré ---------\nDe : Lee Orne <lee.orne@clinic.example>\nDate: lun. 16 nov. 2026 à 15:05\n"
    "Subject: a favour\nTo: Beatrice Ashdown",
    "---------- Mensaje reenviado ---------\nDe: Lee Orne <lee.orne@clinic.example>\nFecha: lun, 16 nov 2026 15:05\n"
    "Asunto: a favour\nPara: Beatrice Ashdown",
    "Début du message réexpédié :\n\nDe: Lee Orne <lee.orne@clinic.example>\nObjet: a favour\nDate: 16 novembre 2026 à 15:05\nÀ: Beatrice Ashdown",
    "*From:* Lee Orne <lee.orne@clinic.example>\n*Date:* November 16, 2026 at 3:05 PM\n*To:* Beatrice Ashdown\n*Subject:* a favour",
]


@pytest.mark.parametrize("block", FORWARDS)
def test_a_forward_without_a_word_lets_its_author_speak(block: str) -> None:
    found = split(f"\n\n{block}\n\nCould somebody call me?\n\nLee\n", FORWARD)
    assert found.own == ""
    [passage] = found.forwarded
    assert (passage.text, passage.author) == ("Could somebody call me?", Address("lee.orne@clinic.example", "Lee Orne"))
    assert passage.subject == "a favour"


@pytest.mark.parametrize("block", FORWARDS)
def test_signature_and_footers_above_a_forward_are_nothing(block: str) -> None:
    above = "Beatrice Ashdown\nPractice Manager, Neurology\nP 207-555-0101\n\nSent from my iPhone\n\n"
    found = split(f"{above}{block}\n\nCould somebody call me?\n", FORWARD)
    assert found.own == ""
    assert "207-555-0101" in found.signature


def test_a_chain_that_is_forwarded_gives_every_mail_newest_first() -> None:
    older = BLOCKS[0].replace("Peer Support <support@programme.example>", "Kim Doe <kim.doe@clinic.example>")
    found = split(
        f"See below.\n\n{FORWARDS[0]}\n\nCan you ask them?\n\n{older}\n\nI would like to talk to somebody.\n", FORWARD
    )
    assert found.own == "See below."
    assert [p.text for p in found.forwarded] == ["Can you ask them?", "I would like to talk to somebody."]
    assert [p.author.email for p in found.forwarded if p.author] == [
        "lee.orne@clinic.example",
        "kim.doe@clinic.example",
    ]


def test_a_forward_in_quote_marks_is_a_forward() -> None:
    block = quoted(f"{FORWARDS[3]}\n\nCould somebody call me?")
    [passage] = split(f"Please see to this.\n\n{block}\n", FORWARD).forwarded
    assert passage.text == "Could somebody call me?"
    [passage] = split(
        f"Begin forwarded message:\n\n{quoted(FORWARDS[0])}\n>\n> Could somebody call me?\n", FORWARD
    ).forwarded
    assert (passage.text, passage.author) == ("Could somebody call me?", Address("lee.orne@clinic.example", "Lee Orne"))


def test_a_letter_of_ours_is_quoted_even_where_it_is_forwarded() -> None:
    found = split(f"I'd be glad to.\n\n{BLOCKS[0]}\n\n{LETTER}\n", Setting(WRITER, "Fwd: Touching base", ours=OURS))
    assert (found.own, found.forwarded) == ("I'd be glad to.", ())


def test_an_empty_answer_above_a_colleagues_mail_lets_the_colleague_speak() -> None:
    setting = Setting(WRITER, "RE: rough night", answers=True, ours=OURS)
    [passage] = split(f"{FORWARDS[0]}\n\nI'd like to talk to somebody.\n", setting).forwarded
    assert passage.author == Address("lee.orne@clinic.example", "Lee Orne")


def test_an_empty_answer_to_a_letter_of_ours_says_nothing() -> None:
    found = split(f"\n{BLOCKS[0]}\n\n{LETTER}\n", ANSWER)
    assert (found.own, found.forwarded) == ("", ())


def test_answers_between_the_quoted_lines_keep_their_order() -> None:
    text = f"{ATTRIBUTIONS[3]}\n> Would you like to talk?\n\nYes, by phone.\n\n> May I send you something to read?\n\nPlease do.\n\nBea\n"
    found = split(text, ANSWER)
    assert found.own == "Yes, by phone.\n\nPlease do."
    assert found.signature == "Bea"


def test_answers_typed_into_an_outlook_quote_under_ones_name_are_the_writers() -> None:
    text = (
        f"See my answers below.\n\n{BLOCKS[0]}\n\nWould you like to talk?\n[Ashdown, Beatrice] Yes, please.\n"
        f"May I send you something?\n[Somebody Else] No."
    )
    found = split(text, ANSWER)
    assert found.own == "See my answers below.\n\n[Ashdown, Beatrice] Yes, please."


def test_a_header_in_one_row_begins_the_other_mail_too() -> None:
    row = (
        "-------- Original message --------From: {who} Date: 11/16/26  3:05 PM  (GMT-05:00) To: Bea Subject: Touching "
        "base Dear Beatrice, would you like to talk?"
    )
    found = split("Yes.\n\n" + row.format(who="Peer Support <support@programme.example>"), ANSWER)
    assert (found.own, found.forwarded) == ("Yes.", ())
    [passage] = split(row.format(who="Lee Orne <lee.orne@clinic.example>"), FORWARD).forwarded
    assert "would you like to talk?" in passage.text


@pytest.mark.parametrize(
    "prose",
    [
        "On Friday she wrote:\n\nI cannot go on like this.",
        "He texted me at 3:05 and wrote:\n\nI don't see the point any more.",
        "From: my heart.\nThank you all.",
        "To: Peer Support\nFrom: Event Review\nDate: 11/03/2026\nRe: event\n\nPlease contact Dr. Lee Orne.",
        "TO: Peer Support\nFROM: Event Review\nDATE: 11/03/2026\nSUBJECT: Reviewed event\n\nPlease contact Dr. Lee Orne.",
        "Two things:\n- Ann Orne\n- Lee Orne",
        ">90% of us feel like this.",
        "I wrote to her on 11/3.\n\nShe has not answered.",
        "----------\nPlease read this part first.\n----------\nI am worried about Lee.",
    ],
)
def test_a_persons_own_prose_is_never_taken_for_a_quote(prose: str) -> None:
    found = split(prose, Setting(WRITER, "worried", ours=OURS))
    assert found.own.replace("\n", "") == prose.replace("\n", "")


@pytest.mark.parametrize(
    "announced",
    [
        "2026年11月16日(月) 15:05 Peer Support <support@programme.example>:\n\n> Would you like to talk?",
        "Od: Peer Support <support@programme.example>\nOdesláno: pondělí 16. listopadu 2026 15:05\nKomu: Bea\n"
        "Předmět: Touching base\n\nWould you like to talk?",
    ],
)
def test_rarer_languages_are_left_to_the_library(announced: str) -> None:
    assert split(f"Yes.\n\n{announced}\n", ANSWER).own == "Yes."


LINES = st.sampled_from(
    [
        "",
        "",
        "Yes.",
        "I am not well.",
        "> quoted",
        ">> deeper",
        "-- ",
        "Bea",
        "Beatrice Ashdown, MD",
        "207-555-0101",
        "Sent from my iPhone",
        "From: Lee <lee@clinic.example>",
        "Sent: Monday, November 16, 2026 3:05 PM",
        "To: Bea",
        "Subject: hi",
        "On 11/10/26 09:15, Lee wrote:",
        "---------- Forwarded message ---------",
        "-----Original Message-----",
        "________________________________",
        "Thanks,",
        "- Ann",
        "CAUTION: This email originated from outside of the organization. Hello there",
        "This e-mail is confidential. If received in error, delete it.",
    ]
)


@given(st.lists(LINES | st.text(max_size=30), max_size=25), st.sampled_from(["", "RE: x", "FW: x"]), st.booleans())
def test_every_line_lies_in_exactly_one_place(lines: list[str], subject: str, answers: bool) -> None:
    text = "\n".join(lines)
    found = split(text, Setting(WRITER, subject, answers, OURS))
    assert "".join("".join(line for _, line in found.lines).split()) == "".join(text.split())
    own = "".join("".join(line for whose, line in found.lines if whose == "own").split())
    assert own == "".join(found.own.split())
    signature = "".join("".join(line for whose, line in found.lines if whose == "signature").split())
    assert signature == "".join(found.signature.split())


OUR_LETTER = (
    "On Mon, Nov 16, 2026 at 9:00 AM Peer Support <support@programme.example> wrote:\n\nHello,\n\nI volunteer with Peer Support.\n\n"
    "  YES  I would like to talk\n  NO   not now, thank you\n\nWarmly,\nKim\n\nPlease keep this line: oeeej7iqvjfncqipyp6nldbo2i\n"
)
EMERGENCY = (
    "\nThis mailbox is not an emergency service; it is not read at all hours.\n"
    "In danger or in crisis: call 911, or call or text 988 at any hour.\n"
)
REWRAPPED = (
    "\nThis mailbox is not an emergency service; it is not read\nat all hours.\n"
    "In danger or in crisis: call 911, or call or\ntext 988 at any hour.\n"
)


@pytest.mark.parametrize("end", ["", EMERGENCY, REWRAPPED])
@pytest.mark.parametrize("between", ["\n", "\n\n\n"])
def test_an_answer_typed_below_our_letter_that_nothing_marks_is_the_writers(end: str, between: str) -> None:
    found = split(
        f"{OUR_LETTER}{end}{between}Yes, please call me.\nI rang 988 last night.", Setting(answers=True, ours=OURS)
    )
    assert found.own == "Yes, please call me.\nI rang 988 last night."


@pytest.mark.parametrize("end", ["", EMERGENCY, REWRAPPED])
def test_where_nothing_is_typed_below_our_letter_nothing_is_the_writers(end: str) -> None:
    assert split(f"{OUR_LETTER}{end}", Setting(answers=True, ours=OURS)).own == ""


def test_an_answer_above_our_letter_makes_nothing_below_it_the_writers() -> None:
    found = split(
        f"No, thank you.\n\n{OUR_LETTER}\nScanned by a gateway that says so.", Setting(answers=True, ours=OURS)
    )
    assert found.own == "No, thank you."
