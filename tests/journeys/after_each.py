"""What holds after every story, whatever happened in it: nobody learned what is not theirs to know.

Searches every byte that reached a reader for the rare words of the mails of the story: words that stand in no template and
in no list of the organisation. Knows nothing of the single stories.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import getaddresses
from functools import cache
from pathlib import Path

from mailer.casework.naming import written_phone
from mailer.demo.people import Letter
from mailer.demo.stage import LOGINS, ORGANISATION, Stage
from mailer.model.address import canonical
from mailer.model.case import Case

_PROJECT = Path(__file__).resolve().parents[2]
_OUTSIDERS = ("supporter/", "peer/", "referrer/", "inquirer/", "volunteer/", "operator/")
_BEFORE_A_YES = ("supporter/ask-invitation", "supporter/ask-again")
_PEERS_QUESTIONS = ("peer/ask-outreach", "peer/tell-introduction", "peer/tell-understood")


@dataclass(frozen=True)
class _Mail:
    """A mail of the story: who wrote it, what it answers, and its rare words."""

    author: str
    answers: frozenset[str]
    rare: frozenset[str]


def check(stage: Stage) -> None:
    """All invariants of a finished story."""
    letters = stage.letters
    mails = [_mail(raw) for raw in stage.posted]
    cases = list(stage.edges.store.cases())
    every_letter_is_a_machines_and_goes_to_a_person(letters)
    no_letter_leaves_twice(letters, stage.doubles)
    what_is_written_stays_with_those_it_is_for(letters, mails, cases)
    a_peers_answer_stays_with_the_supporter(letters, mails)
    before_a_yes_there_is_a_name_and_no_contact(letters, cases)
    nobody_learns_who_referred(letters, cases, stage)
    subjects_and_addresses_name_nobody(letters, cases)
    case_ids_are_for_offices_and_supporters(letters, cases)
    the_own_office_of_an_outside_peer_learns_nothing(letters, cases, stage)
    no_open_case_is_without_owner_and_deadline(cases)
    nothing_is_kept_in_clear(stage, mails, cases)
    every_mail_is_out_of_the_inbox(stage)


def every_letter_is_a_machines_and_goes_to_a_person(letters: Iterable[Letter]) -> None:
    own = {canonical(address) for addresses in LOGINS.values() for address in addresses}
    for letter in letters:
        assert str(letter.message["Auto-Submitted"]).startswith("auto-"), letter.name
        assert canonical(letter.to) not in own, letter.name
        assert "mailer-daemon" not in letter.to, letter.name
        assert [canonical(a) for _, a in getaddresses([str(letter.message["To"])])] == [canonical(letter.to)], (
            letter.name
        )
        assert not letter.message["Cc"]
        assert not letter.message["Bcc"]


def no_letter_leaves_twice(letters: list[Letter], doubles: int) -> None:
    ids = [letter.message_id for letter in letters]
    assert len(ids) - len(set(ids)) == doubles


def what_is_written_stays_with_those_it_is_for(
    letters: Iterable[Letter], mails: list[_Mail], cases: list[Case]
) -> None:
    """Words of a mail reach an office; the peer's own words their supporter too; never anybody else."""
    peers = {canonical(c.peer.email or "") for c in cases} | {canonical(c.peer.directory_email or "") for c in cases}
    named = _words(" ".join(c.peer.name or "" for c in cases))
    for letter in letters:
        if not letter.name.startswith(_OUTSIDERS):
            continue
        seen = _words(letter.everything)
        for mail in mails:
            own_words = letter.name == "supporter/tell-peer-wrote" and mail.author in peers
            found = mail.rare & seen - named
            assert own_words or not found, (letter.name, sorted(found))


def a_peers_answer_stays_with_the_supporter(letters: list[Letter], mails: list[_Mail]) -> None:
    asked = {letter.message_id: letter.to for letter in letters if letter.name in _PEERS_QUESTIONS}
    for mail in mails:
        if not any(canonical(asked.get(i, "")) == mail.author for i in mail.answers):
            continue
        for letter in letters:
            if letter.name not in ("supporter/tell-peer-wrote", "coordinator/ask-crisis"):
                found = mail.rare & _words(letter.everything)
                assert not found, (letter.name, sorted(found))


def before_a_yes_there_is_a_name_and_no_contact(letters: Iterable[Letter], cases: list[Case]) -> None:
    contacts = {x for c in cases for x in (c.peer.email, c.peer.phone, written_phone(c.peer.phone)) if x}
    for letter in letters:
        if letter.name in _BEFORE_A_YES:
            own = {canonical(letter.to)}
            assert not [x for x in contacts if x in letter.everything and canonical(x) not in own], letter.name


def nobody_learns_who_referred(letters: Iterable[Letter], cases: list[Case], stage: Stage) -> None:
    known = {a.name for _, a in stage.settings.organisation.offices()} | {c.peer.name for c in cases}
    known |= {s.name for s in stage.settings.organisation.supporters}
    who = {c.referrer_name for c in cases if c.referrer_name} - known
    where = {c.referrer for c in cases if c.referrer and c.referrer_name in who}
    for letter in letters:
        if letter.name.startswith(("peer/", "supporter/")):
            assert not [x for x in (*who, *where) if x in letter.everything], letter.name


def subjects_and_addresses_name_nobody(letters: Iterable[Letter], cases: list[Case]) -> None:
    people = {x for c in cases for x in (c.peer.name, c.peer.email, c.referrer_name, c.referrer) if x}
    for letter in letters:
        seen = " ".join(
            str(letter.message[h] or "") for h in ("Subject", "Reply-To", "From", "Message-ID", "References")
        )
        assert not [x for x in people if x in seen and x.lower() not in str(letter.message["From"]).lower()], (
            letter.name
        )


def case_ids_are_for_offices_and_supporters(letters: Iterable[Letter], cases: list[Case]) -> None:
    for letter in letters:
        if letter.name.startswith(("peer/", "referrer/", "inquirer/", "volunteer/")):
            assert not [c.id for c in cases if re.search(rf"\b{c.id}\b", letter.everything)], letter.name


def the_own_office_of_an_outside_peer_learns_nothing(
    letters: Iterable[Letter], cases: list[Case], stage: Stage
) -> None:
    system = stage.settings.organisation.region("system")
    elsewhere = {canonical(a.email) for a in (system.coordinator, *system.backups)} | stage.knew_before
    for case in cases:
        for region in (stage.settings.organisation.region(r) for r in case.home_regions if case.outside):
            if canonical(region.coordinator.email) in elsewhere:
                continue
            for letter in letters:
                if canonical(letter.to) == canonical(region.coordinator.email):
                    assert case.id not in letter.everything, letter.name


def no_open_case_is_without_owner_and_deadline(cases: Iterable[Case]) -> None:
    for case in cases:
        assert not case.is_open or (case.owner and case.next_due), case.state


def nothing_is_kept_in_clear(stage: Stage, mails: Iterable[_Mail], cases: Iterable[Case]) -> None:
    clear = {word for mail in mails for word in mail.rare if len(word) > 6}
    clear |= {x.lower() for c in cases for x in (c.peer.email, c.peer.name, c.referrer) if x and len(x) > 6}
    for path in stage.settings.data_dir.rglob("*"):
        if path.is_file():
            assert not [x for x in clear if x in path.name.lower()]
            content = path.read_bytes().lower()
            assert not [x for x in clear if x.encode() in content], path.suffix


def every_mail_is_out_of_the_inbox(stage: Stage) -> None:
    left = sum(len(stage.server.mails(login)) for login in LOGINS)
    assert left == stage.stays_in_inbox, f"{left} mails in INBOX"


# ------------------------------------------------------------------ words


def _mail(raw: bytes) -> _Mail:
    message = BytesParser(policy=default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("plain", "html"))
    text = part.get_content() if part is not None and part.get_content_maintype() == "text" else ""
    newest = re.split(r"(?m)^On .* wrote:\s*$", text)[0]
    author = getaddresses([str(message["From"] or "")])
    ids = frozenset(f"{message['In-Reply-To'] or ''} {message['References'] or ''}".split())
    own_name = _words(str(message["From"] or ""))
    return _Mail(canonical(author[0][1]) if author else "", ids, frozenset(_words(newest) - own_name - _ordinary()))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) >= 5)


@cache
def _ordinary() -> frozenset[str]:
    """Words that the service says by itself, and names that anybody may know: templates, sentences, lists."""
    places = [
        *(_PROJECT / "templates").rglob("*.*"),
        *(_PROJECT / "mailer" / "casework").glob("*.py"),
        *(_PROJECT / "mailer" / "outbound").glob("*.py"),
        *ORGANISATION.iterdir(),
    ]
    return _words(" ".join(path.read_text(encoding="utf-8") for path in places if path.is_file()))
