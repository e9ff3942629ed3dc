"""Handing letters over: what left, what may leave later, what never will, and what nobody can know."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailer.demo.embedded import EmbeddedMailServer
from mailer.edges.server import Server
from mailer.edges.submission import Outcome, Submission
from mailer.model.errors import CannotEver, CannotNow
from tests.servers.certificate import make_certificate
from tests.servers.ports import HOST, free_port
from tests.servers.smtp_peer import DROP, SILENCE, SmtpPeer
from tests.servers.smtp_sink import SmtpSink

LETTER = b"From: intake@programme.example\r\nSubject: Touching base\r\n\r\nHello.\r\n.a line with a dot\r\n"
FROM = "intake@programme.example"
TO = "reader@hospital.example"


def sent_to(peer: SmtpPeer, timeout_seconds: float = 5) -> Outcome:
    submission = Submission(peer.server(timeout_seconds=timeout_seconds))
    outcome = submission.send(LETTER, FROM, TO)
    submission.close()
    return outcome


@pytest.fixture
def submission(embedded: EmbeddedMailServer) -> Iterator[Submission]:
    submission = Submission(embedded.smtp("intake"))
    yield submission
    submission.close()


def test_a_letter_leaves_as_it_was_written(sink: SmtpSink) -> None:
    submission = Submission(sink.server())
    assert submission.send(LETTER, FROM, TO).kind == "left"
    [letter] = sink.letters(expected=1)
    assert (letter.envelope_from, letter.to) == (FROM, (TO,))
    assert letter.raw == LETTER.replace(b"\r\n", b"\n")
    submission.close()


def test_many_letters_share_one_connection() -> None:
    with SmtpPeer() as peer:
        submission = Submission(peer.server())
        assert {submission.send(LETTER, FROM, TO).kind for _ in range(20)} == {"left"}
        submission.close()
        assert peer.connections == 1
        assert peer.letters == [LETTER] * 20


def test_the_reverse_path_may_be_empty(embedded: EmbeddedMailServer, submission: Submission) -> None:
    for nobody in ("", "<>"):
        assert submission.send(LETTER, nobody, TO).kind == "left"
    assert [letter.envelope_from for letter in embedded.sent] == ["", ""]


@pytest.mark.parametrize("address", ["jösé@hospital.example", "jose@münchen.example"])
def test_an_address_in_any_script_is_reached(
    embedded: EmbeddedMailServer, submission: Submission, address: str
) -> None:
    assert submission.send(LETTER, FROM, address).kind == "left"
    assert embedded.sent[0].raw == LETTER


def test_an_address_that_the_server_cannot_write_is_never_sent_to() -> None:
    with SmtpPeer() as peer:
        submission = Submission(peer.server())
        outcome = submission.send(LETTER, FROM, "jösé@hospital.example")
        assert (outcome.kind, outcome.refused, outcome.server_away) == ("never", "reader", False)
        assert submission.send(LETTER, FROM, "jose@münchen.example").kind == "left"
        assert "RCPT TO:<jose@xn--mnchen-3ya.example>" in peer.said
        submission.close()


@pytest.mark.parametrize("address", ["", "nobody", "two words@hospital.example", f"{TO}\r\nRSET", f"{TO}>"])
def test_what_is_no_address_is_never_said_to_a_server(address: str) -> None:
    with SmtpPeer() as peer:
        submission = Submission(peer.server())
        assert submission.send(LETTER, FROM, address).kind == "never"
        assert not any(line.startswith("RCPT") for line in peer.said)
        assert submission.send(LETTER, FROM, TO).kind == "left"
        submission.close()


def test_eight_bit_mail_and_size_are_announced_where_the_server_takes_them() -> None:
    with SmtpPeer(extensions=("SIZE 1000000", "8BITMIME")) as peer:
        submission = Submission(peer.server())
        submission.send("Subject: a\r\n\r\né\r\n".encode(), FROM, TO)
        assert f"MAIL FROM:<{FROM}> SIZE=18 BODY=8BITMIME" in peer.said
        submission.close()


@pytest.mark.parametrize(
    "command, answer, kind, refused, away",
    [
        ("RCPT", "550 5.1.1 reader@hospital.example unknown", "never", "reader", False),
        ("RCPT", "450 4.2.1 reader@hospital.example is busy", "later", "reader", False),
        ("RCPT", "421 4.7.0 not from here, not today", "later", None, False),
        ("RCPT", "530 5.7.0 authentication required", "later", None, True),
        ("MAIL", "550 5.7.1 not your address", "never", "sender", False),
        ("MAIL", "451 4.3.0 try again", "later", "sender", False),
        ("MAIL", "421 4.3.2 closing", "later", None, True),
        ("MAIL", "530 5.7.57 not authenticated", "later", None, True),
        ("DATA", "554 5.5.1 no", "never", "content", False),
        ("DATA", "451 4.3.0 no", "later", "content", False),
        (".", "554 5.7.1 the content is refused", "never", "content", False),
        (".", "452 4.3.1 disk full", "later", "content", False),
        (".", "421 4.3.0 going down", "later", None, False),
        (".", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "never", "sender", False),
        ("CONNECT", "554 5.7.1 nobody wants you", "later", None, True),
        ("CONNECT", "421 4.3.2 too busy", "later", None, True),
    ],
)
def test_each_refusal_is_what_its_code_says(
    command: str, answer: str, kind: str, refused: str | None, away: bool
) -> None:
    with SmtpPeer({command: answer}) as peer:
        outcome = sent_to(peer)
    assert (outcome.kind, outcome.code, outcome.refused, outcome.server_away) == (kind, int(answer[:3]), refused, away)
    assert TO not in outcome.reason + outcome.plain
    assert answer.split()[0] in outcome.reason


def test_any_answer_that_begins_with_two_is_a_yes() -> None:
    with SmtpPeer({".": "251 will forward"}) as peer:
        assert sent_to(peer).kind == "left"


def test_a_letter_refused_leaves_the_connection_for_the_next() -> None:
    with SmtpPeer({"RCPT": "550 5.1.1 unknown"}) as peer:
        submission = Submission(peer.server())
        assert [submission.send(LETTER, FROM, TO).kind for _ in range(2)] == ["never", "left"]
        submission.close()
        assert peer.connections == 1


@pytest.mark.parametrize("after_the_dot", [DROP, SILENCE])
def test_no_answer_after_the_dot_is_unknown(after_the_dot: str) -> None:
    with SmtpPeer({".": after_the_dot}) as peer:
        outcome = sent_to(peer, timeout_seconds=0.4)
        assert (outcome.kind, outcome.code) == ("unknown", None)
        assert peer.letters == [LETTER]


def test_after_an_unknown_letter_the_next_one_leaves() -> None:
    with SmtpPeer({".": DROP}) as peer:
        submission = Submission(peer.server())
        assert [submission.send(LETTER, FROM, TO).kind for _ in range(2)] == ["unknown", "left"]
        submission.close()


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_line_cut_before_the_letter_is_later(command: str) -> None:
    with SmtpPeer({command: DROP}) as peer:
        assert sent_to(peer).kind == "later"
        assert peer.letters == []


def test_a_connection_that_died_of_idleness_is_made_anew_without_a_word() -> None:
    with SmtpPeer() as peer:
        submission = Submission(peer.server())
        submission.send(LETTER, FROM, TO)
        peer.hang_up()
        assert submission.send(LETTER, FROM, TO).kind == "left"
        submission.close()
        assert peer.connections == 2
        assert len(peer.letters) == 2


def test_a_server_that_closes_after_so_many_letters_is_asked_anew() -> None:
    with SmtpPeer({"MAIL": ["250 OK", "421 4.7.0 too many letters on this connection"]}) as peer:
        submission = Submission(peer.server())
        assert [submission.send(LETTER, FROM, TO).kind for _ in range(2)] == ["left", "left"]
        submission.close()


def test_a_restarted_server_is_found_again(sink: SmtpSink) -> None:
    submission = Submission(sink.server())
    assert submission.send(LETTER, FROM, TO).kind == "left"
    sink.stop()
    outcome = submission.send(LETTER, FROM, TO)
    assert (outcome.kind, outcome.server_away) == ("later", True)
    sink.start()
    assert submission.send(LETTER, FROM, TO).kind == "left"
    assert len(sink.letters(expected=2)) == 2
    submission.close()


def test_a_server_that_is_away_is_said_at_once() -> None:
    submission = Submission(Server(HOST, free_port(), "none", timeout_seconds=2))
    began = time.monotonic()
    outcome = submission.send(LETTER, FROM, TO)
    assert (outcome.kind, outcome.server_away) == ("later", True)
    assert "No mail server listens" in outcome.plain
    assert time.monotonic() - began < 1
    with pytest.raises(CannotNow, match="No mail server listens"):
        submission.check()


def test_a_server_that_never_greets_is_given_up() -> None:
    with SmtpPeer({"CONNECT": SILENCE}) as peer:
        outcome = sent_to(peer, timeout_seconds=0.3)
    assert (outcome.kind, outcome.server_away) == ("later", True)
    assert "did not answer in time" in outcome.plain


def test_a_wrong_password_keeps_the_letter_and_says_the_cure(embedded: EmbeddedMailServer) -> None:
    submission = Submission(embedded.smtp("intake", password="not this"))
    outcome = submission.send(LETTER, FROM, TO)
    assert (outcome.kind, outcome.server_away, outcome.reason) == ("later", True, "smtp login 535 5.7.8")
    with pytest.raises(CannotEver, match="please check username and password"):
        submission.check()
    submission.close()


def test_a_login_that_cannot_be_had_just_now_is_later() -> None:
    with SmtpPeer({"AUTH": "454 4.7.0 temporary"}, extensions=("AUTH PLAIN",)) as peer:
        submission = Submission(peer.server(login="intake"))
        with pytest.raises(CannotNow, match="no login just now"):
            submission.check()


def test_a_server_without_any_login_is_said() -> None:
    with SmtpPeer() as peer:
        submission = Submission(peer.server(login="intake"))
        with pytest.raises(CannotEver, match="offers no login"):
            submission.check()


def test_a_token_is_shown_as_xoauth2_wants_it() -> None:
    with SmtpPeer(extensions=("AUTH XOAUTH2",)) as peer:
        server = Server(HOST, peer.port, "none", "intake", oauth_token=lambda: "token")
        submission = Submission(server)
        assert submission.send(LETTER, FROM, TO).kind == "left"
        submission.close()
        assert any(line.startswith("AUTH XOAUTH2 ") for line in peer.said)


def test_a_token_that_is_refused_keeps_the_letter() -> None:
    script = {"AUTH": "334 eyJzdGF0dXMiOiI0MDEifQ==", "": "535 5.7.3 authentication unsuccessful"}
    with SmtpPeer(script, extensions=("AUTH XOAUTH2",)) as peer:
        server = Server(HOST, peer.port, "none", "intake", oauth_token=lambda: "expired")
        outcome = Submission(server).send(LETTER, FROM, TO)
    assert (outcome.kind, outcome.code, outcome.server_away) == ("later", 535, True)


def test_a_secret_that_cannot_be_read_is_said_without_its_place() -> None:
    def unreadable() -> str:
        raise FileNotFoundError("/somewhere/secret")

    submission = Submission(Server(HOST, free_port(), "none", "intake", unreadable))
    outcome = submission.send(LETTER, FROM, TO)
    assert (outcome.kind, outcome.server_away) == ("later", True)
    assert "secret" in outcome.plain
    assert "somewhere" not in outcome.plain + outcome.reason
    with pytest.raises(CannotEver, match="secret"):
        submission.check()


def test_starttls_is_verified_and_used(tmp_path: Path) -> None:
    with SmtpPeer(certificate=make_certificate(tmp_path)) as peer:
        submission = Submission(peer.server("starttls"))
        assert submission.send(LETTER, FROM, TO).kind == "left"
        assert any("STARTTLS" in line for line in submission.check())
        submission.close()
        stranger = Submission(Server(HOST, peer.port, "starttls", timeout_seconds=3))
        outcome = stranger.send(LETTER, FROM, TO)
        assert (outcome.kind, outcome.server_away) == ("later", True)
        assert "ca_file" in outcome.plain
        with pytest.raises(CannotEver, match="ca_file"):
            stranger.check()
        stranger.close()
        assert len(peer.letters) == 1


def test_a_letter_never_goes_unencrypted_where_encryption_is_asked_for() -> None:
    with SmtpPeer() as peer:
        submission = Submission(peer.server("starttls"))
        outcome = submission.send(LETTER, FROM, TO)
        assert (outcome.kind, outcome.server_away) == ("later", True)
        assert "no STARTTLS" in outcome.plain
        assert peer.letters == []
        submission.close()


def test_closing_twice_is_no_trouble(embedded: EmbeddedMailServer) -> None:
    submission = Submission(embedded.smtp())
    submission.send(LETTER, FROM, TO)
    submission.close()
    submission.close()
    assert submission.send(LETTER, FROM, TO).kind == "left"
    submission.close()
