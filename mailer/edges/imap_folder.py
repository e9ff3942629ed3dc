"""What is done to mails in one folder over a Session: find by Message-ID, read, delete, purge by age.

Raw bytes and UIDs only; deletes exactly the UIDs it is given. Knows no intake, keeps nothing between two calls.
"""

import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import TypeVar

from mailer.edges.imap_session import Session, internal_date, records
from mailer.edges.imap_trouble import Refused
from mailer.model.errors import CannotEver

T = TypeVar("T")

UID = re.compile(rb"\bUID (\d+)")
_CHUNK = 200  # UIDs in one command
_MESSAGE_ID = re.compile(rb"^message-id:[ \t\r\n]*(.*?)\s*$", re.IGNORECASE | re.DOTALL)
_MONTH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def open_folder(session: Session, name: str, read_only: bool) -> bool:
    """Selects a folder; False where there is none. A refusal for any other reason is no absence."""
    try:
        session.select(name, read_only)
    except Refused:
        if session.exists(name):
            raise
        return False
    session.noop()
    return True


def find(session: Session, name: str, message_id: str, read_only: bool) -> list[int]:
    """UIDs of the mails with that Message-ID. SEARCH finds parts of words, so each find is looked at."""
    wanted = message_id.strip()
    words = max(re.split(r"[^!#-\[\]-~]+", wanted), key=len)  # what can stand between quotes as it is
    if not words or not open_folder(session, name, read_only):
        return []
    found = session.search("HEADER", "Message-ID", f'"{words}"')
    ids = message_ids(session, found)
    return [uid for uid in found if ids.get(uid) == wanted]


def purge(session: Session, name: str, before: datetime, keep: Collection[str], *words: str) -> int:
    """Deletes what was received before that moment and fits the further SEARCH words; gives how many mails."""
    if not open_folder(session, name, read_only=False):
        return 0
    # SEARCH BEFORE knows days without a zone; two days later is surely wide enough, the exact time is compared here
    day = before + timedelta(days=2)
    candidates = session.search("BEFORE", f"{day.day}-{_MONTH[day.month - 1]}-{day.year}", *words)
    old: list[int] = []
    for chunk in _chunks(candidates):
        for attributes, _ in records(session.uid("FETCH", chunk, "(UID INTERNALDATE)")):
            uid, received = UID.search(attributes), internal_date(attributes)
            if uid and received and received < before:
                old.append(int(uid.group(1)))
    if keep and old:
        ids = message_ids(session, old)
        old = [uid for uid in old if ids.get(uid) not in keep]
    remove(session, old)
    return len(old)


def _chunks(uids: list[int]) -> list[str]:
    return [",".join(map(str, uids[start : start + _CHUNK])) for start in range(0, len(uids), _CHUNK)]


def body(session: Session, uid: int) -> bytes | None:
    for attributes, literal in records(session.uid("FETCH", str(uid), "(UID BODY.PEEK[])")):
        if b"BODY[]" in attributes:
            return literal
    return None


def message_ids(session: Session, uids: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in _chunks(uids):
        for attributes, header in records(session.uid("FETCH", chunk, "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")):
            uid, value = UID.search(attributes), _MESSAGE_ID.match(header)
            if uid and value:
                found[int(uid.group(1))] = value.group(1).decode("utf-8", "replace")
    return found


def remove(session: Session, uids: list[int]) -> None:
    r"""\Deleted and UID EXPUNGE (RFC 4315): a plain EXPUNGE would carry off what a person has marked."""
    if uids:
        needs_uidplus(session)
    for chunk in _chunks(uids):
        session.uid("STORE", chunk, "+FLAGS.SILENT", r"(\Deleted)")
        session.uid("EXPUNGE", chunk)


def needs_uidplus(session: Session) -> None:
    if "UIDPLUS" not in session.capabilities:
        raise CannotEver(
            f"The mail server {session.server} cannot delete a single mail (it lacks UIDPLUS, RFC 4315): "
            "this service needs a server that can.",
            "imap no UIDPLUS",
        )


def creating(session: Session, folder: str, act: Callable[[], T]) -> T:
    """Makes the folder where somebody has deleted it meanwhile ([TRYCREATE], RFC 3501, 7.1), and acts again."""
    try:
        return act()
    except Refused as refused:
        if refused.code != "TRYCREATE" and session.exists(folder):
            raise
    session.make(folder)
    return act()
