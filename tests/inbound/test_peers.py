"""Who is to be supported: those asked for, and nobody else whom a mail names."""

import pytest

from mailer.model.meaning import Understanding
from tests.inbound.programme import mail, people_index, phrasebook, programme, understood

NAMED = [
    (
        "Could you reach out to Zoe Lindgren? She and I worked with Ingrid Falk, who has already been in touch with you.",
        ["Zoë Lindgren"],
    ),
    (
        "Dear Hope,\n\nPlease call Marcus Bellamy. His patient, Mr. Robert Young, died in triage.\n\nKatarina Holm",
        ["Marcus Bellamy"],
    ),
    ("Bob Quimby told me about your program. I'd like someone to call me about a bad outcome.", ["Katarina Holm"]),
    (
        "Hi Ned, would you contact Aino Rautio and Deshawn Pruitt? Mei Tanaka will be leading the debrief. Elizabeth Varga was off that night.",
        ["Aino Rautio", "Deshawn Pruitt"],
    ),
    ("Susannah Quimby isn't eating. Her husband, Robert, asked me to write to you.", ["Susannah Quimby"]),
    ("Can you support our locum, Dr. Fenwick Abara? He lost a patient on his first shift here.", ["Fenwick Abara"]),
    ("Would someone call Carmen del Rio? Please don't involve Dr. Moreau, they don't get along.", ["Carmen del Río"]),
    ("Please call Rowan. Rowan Yates, peds resident. I've already told Dr. Falk.", ["Rowan Yates"]),
    (
        "I am writing on behalf of nobody but myself. Like Grace Park before me, I'd appreciate a call.",
        ["Katarina Holm"],
    ),
    (
        "Involved in the event:\n- Varga, Elizabeth MD\n- Rautio, Aino CRNA\n- Yates, Rowan MD\nReviewer: Tanaka, Mei MD",
        ["Aino Rautio", "Elizabeth Varga", "Rowan Yates"],
    ),
    ("Would you look in on Lizzie Varga? She delivered the twins.", ["Elizabeth Varga"]),
    ("Thomas Vargas in neurology had a stroke patient go badly, and I think a peer should call him.", ["Thomas Varga"]),
    (
        "We lost Dr. Rautio's husband this week, and she is back at work. Could someone be there for Aino?",
        ["Aino Rautio"],
    ),
]


def names(meant: Understanding) -> list[str]:
    return sorted(peer.name or "" for peer in meant.peers)


@pytest.mark.parametrize("text, expected", NAMED)
def test_those_asked_for_are_the_peers_and_nobody_else(text: str, expected: list[str]) -> None:
    assert names(understood(text)) == sorted(expected)


def test_who_fits_several_is_left_to_the_coordinator() -> None:
    [peer] = understood("Please reach out to Dr. Varga.", "Chiefs <chiefs@northfield.example>").peers
    assert (peer.resolved, peer.email, peer.phone) == ("ambiguous", None, None)
    assert len(peer.candidates) == 2


def test_somebody_who_is_not_named_is_a_peer_without_a_name() -> None:
    [peer] = understood("One of my residents took a death very hard. Could someone reach out to her?").peers
    assert (peer.name, peer.resolved) == (None, "unresolved")


def test_a_sender_from_home_is_answered_at_home_only() -> None:
    [peer] = understood("I'd like to talk to someone.\n\nZoe Lindgren, DO", "ZL <zl77@mailhome.example>").peers
    assert (peer.name, peer.email, peer.phone) == ("Zoë Lindgren", "zl77@mailhome.example", None)
    assert peer.directory_email == "zoe.lindgren@northfield.example"


def test_an_address_asked_for_wins_and_the_directory_s_number_rests() -> None:
    [peer] = understood("Could someone write to me? Please use kholm@mailhome.example, not this one.").peers
    assert (peer.email, peer.phone) == ("kholm@mailhome.example", None)


def test_reply_to_counts_as_an_address_asked_for() -> None:
    [peer] = understood("I'd like to talk to a supporter.", Reply_To="kh@mailhome.example").peers
    assert (peer.email, peer.phone) == ("kh@mailhome.example", None)


def test_the_number_of_the_referrer_is_not_the_peer_s() -> None:
    [peer] = understood("Please call Ingrid Falk. My own cell is 207-555-0177 if you need me.").peers
    assert peer.phone == "+12075550215"


def test_the_number_given_for_the_peer_is() -> None:
    [peer] = understood("Please call Ingrid Falk. Her cell is 207-555-0178.").peers
    assert peer.phone == "+12075550178"


def test_a_forwarded_plea_speaks_for_its_own_author() -> None:
    text = (
        "\r\n---------- Forwarded message ---------\r\nFrom: Grace Park <grace.park@northfield.example>\r\n"
        "Date: Mon, Nov 2, 2026\r\n"
        "Subject: a favor\r\nTo: Katarina Holm <katarina.holm@northfield.example>\r\n\r\n"
        "How does one reach the peer support people? I need to talk to one.\r\n"
    )
    meant = understood(text, subject="Fwd: a favor")
    assert (meant.referral, names(meant)) == ("self", ["Grace Park"])
    assert meant.referrer is not None
    assert meant.referrer.email == "grace.park@northfield.example"


def test_who_forwards_with_words_of_their_own_refers() -> None:
    text = (
        "See below. Could someone reach out to her?\r\n\r\n---------- Forwarded message ---------\r\n"
        "From: Grace Park <grace.park@northfield.example>\r\n"
        "Date: Mon, Nov 2, 2026\r\nSubject: tomorrow\r\nTo: Katarina Holm <katarina.holm@northfield.example>\r\n\r\n"
        "I can't do clinic. I have not slept since Friday.\r\n"
    )
    meant = understood(text, subject="Fwd: tomorrow")
    assert (meant.referral, names(meant)) == ("colleague", ["Grace Park"])


def test_a_shared_mailbox_writes_for_the_one_it_names() -> None:
    meant = understood(
        "Sent on behalf of Dr. Ingrid Falk. Please contact Robert Quimby, he had a hard case.",
        "ICU Office <icu@northfield.example>",
    )
    assert names(meant) == ["Robert Quimby"]
    assert meant.referrer is not None
    assert meant.referrer.email == "ingrid.falk@northfield.example"


def test_a_huge_mail_is_read_up_to_a_bound_which_is_said() -> None:
    meant = understood("I'd like to talk to a supporter. " + "word " * 20_000)
    assert meant.kind == "referral"
    assert any("characters were read" in reason.rule for reason in meant.because)


def test_the_indexes_are_built_once_and_shared() -> None:
    assert people_index() is people_index()
    assert phrasebook() is phrasebook()
    assert programme() is programme()
    assert mail("x").startswith(b"From: Katarina Holm")
