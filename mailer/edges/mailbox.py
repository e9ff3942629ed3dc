"""An intake mailbox on an IMAP server: what waits in it, its bytes, and where it is filed.

Raw mail by UID only. Flags are left alone: a person may read along in the same mailbox. One mail is touched at a time,
and only that one: nobody else's deletions are expunged. Every failure is a CannotNow or a CannotEver; the connection
is then made anew at the next call, and a call that changed nothing is tried once more by itself.
Never parses a mail, decides where one belongs, or remembers anything beyond the connection but UIDVALIDITY and the
highest UID seen. One thread at a time: who waits while somebody else works needs a Mailbox of their own.
"""

import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from mailer.edges.imap_folder import UID, body, creating, find, needs_uidplus, purge, remove
from mailer.edges.imap_session import INBOX, Session, Stop, internal_date, records
from mailer.edges.imap_trouble import Lost, Refused, trouble
from mailer.edges.server import Server
from mailer.model.errors import CannotEver, CannotNow
from mailer.model.record import FOLDERS, Folder

T = TypeVar("T")

LONGEST_WAIT = 29 * 60.0  # RFC 2177: a server may log off who idles for half an hour
_POLL = 30.0  # seconds between two looks where the server has no IDLE
_SECURITY = {"tls": "encrypted (TLS)", "starttls": "encrypted (STARTTLS)", "none": "NOT encrypted"}
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Waiting:
    """A mail in INBOX: where it lies, when the server received it (UTC), how many bytes it has."""

    uidvalidity: int
    uid: int
    received: datetime
    size: int


class Mailbox:
    """One intake. `address` is its own; `sent_folder` overrides the folder that is marked \\Sent (RFC 6154)."""

    def __init__(self, address: str, server: Server, sent_folder: str | None = None) -> None:
        self.address = address
        self.server = server
        self._sent_folder = sent_folder
        self._session: Session | None = None
        self._read_only = False
        self._uidvalidity: int | None = None
        self._mark = (0, 0)  # UIDVALIDITY, and the highest UID that was listed or reported

    # What waits

    def waiting(self) -> list[Waiting]:
        """Every mail in INBOX, by UID. Calls that follow refuse to touch a mailbox that was rebuilt since."""
        return self._run(self._list_waiting)

    def _list_waiting(self, session: Session) -> list[Waiting]:
        session.select(INBOX, self._read_only)
        session.noop()  # pymap tells a search nothing new without it; harmless elsewhere
        self._uidvalidity = session.uidvalidity
        found: dict[int, Waiting] = {}
        for attributes, _ in records(session.uid("FETCH", "1:*", "(UID INTERNALDATE RFC822.SIZE)")):
            uid, size, received = UID.search(attributes), _SIZE.search(attributes), internal_date(attributes)
            if uid and size and received:  # anything else is a flag that somebody changed meanwhile
                number = int(uid.group(1))
                found[number] = Waiting(session.uidvalidity, number, received, int(size.group(1)))
        if found:
            self._mark = (session.uidvalidity, max(found))
        return [found[uid] for uid in sorted(found)]

    def lies_in_inbox(self, uidvalidity: int, uid: int) -> bool:
        """Is this very mail still in INBOX? Cheap, and unlike `waiting()` no new mark for `wait`."""

        def look(session: Session) -> bool:
            session.select(INBOX, self._read_only)
            session.noop()
            return session.uidvalidity == uidvalidity and session.search("UID", str(uid)) == [uid]

        return self._run(look)

    def fetch(self, uid: int) -> bytes:
        """The mail as it lies there. BODY.PEEK leaves the seen flag alone. CannotNow where it is gone."""
        raw = self._run(lambda session: body(self._inbox(session), uid))
        if raw is None:
            raise CannotNow("A mail left INBOX before it was read; somebody may have moved it.", "imap uid gone")
        return raw

    def wait(self, seconds: float, stop: Stop) -> bool:
        """Waits for mail: True when something came, False when the time was over or `stop` was set.

        Mail that came since this object last listed or waited counts too, so nothing falls between two waits; the first
        wait of all returns at once where INBOX is not empty. Where the server has no IDLE it is asked every half minute.
        CannotNow or CannotEver at once where it cannot be reached.
        """
        deadline = time.monotonic() + min(seconds, LONGEST_WAIT)

        def listen(session: Session) -> bool:
            session.select(INBOX, self._read_only)
            while not self._newer(session):
                left = deadline - time.monotonic()
                if left <= 0 or stop.is_set():
                    return False
                if "IDLE" in session.capabilities:
                    session.idle(deadline, stop)
                else:
                    stop.wait(min(left, _POLL))
            return True

        return self._run(listen)

    def _newer(self, session: Session) -> bool:
        """Is there mail beyond the mark? The mark moves on."""
        session.noop()
        validity, highest = self._mark
        if validity != session.uidvalidity:
            highest = 0
        # RFC 3501, 6.4.8: n:* names the last mail even where n is beyond it
        found = [uid for uid in session.search("UID", f"{highest + 1}:*") if uid > highest]
        self._mark = (session.uidvalidity, max(found, default=highest))
        return bool(found)

    # Where it is filed

    def file(self, uid: int, folder: Folder) -> int | None:
        """Moves one mail out of INBOX; gives its new UID where the server tells. A mail already gone is no error.

        UID MOVE (RFC 6851) is one step. Else COPY, then an expunge of that UID alone (RFC 4315): a crash between the two
        leaves the mail in both folders, never in none.
        """
        self._must_write()

        def move(session: Session) -> int | None:
            self._inbox(session)
            name = self._name(session, folder)
            if "MOVE" in session.capabilities:
                return creating(session, name, lambda: session.place("MOVE", uid, name))
            needs_uidplus(session)
            copied = creating(session, name, lambda: session.place("COPY", uid, name))
            if copied is not None:
                remove(session, [uid])
            return copied

        return self._run(move)

    def expunge(self, uid: int) -> None:
        """Deletes one mail of INBOX for good, and only that one."""
        self._must_write()
        self._run(lambda session: remove(self._inbox(session), [uid]))

    def put(self, folder: Folder, raw: bytes, received: datetime) -> None:
        """Adds a mail that comes from another mailbox, under the time at which it was received there.

        Not tried again by itself: the mail may lie there although the answer was lost. Ask `holds` first.
        """
        self._must_write()
        self._run(lambda session: session.noop())

        def append(session: Session) -> None:
            name = self._name(session, folder)
            creating(session, name, lambda: session.append(name, raw, received))

        self._run(append, again=False)

    # What lies in a folder

    def holds(self, folder: Folder, message_id: str) -> bool:
        """True where a mail with exactly this Message-ID lies in the folder."""
        return self._run(lambda session: bool(self._find(session, folder, message_id)))

    def fetch_from(self, folder: Folder, message_id: str) -> bytes | None:
        """The mail with this Message-ID, the newest where there are several; None where there is none."""

        def read(session: Session) -> bytes | None:
            found = self._find(session, folder, message_id)
            return body(session, found[-1]) if found else None

        return self._run(read)

    def remove_from(self, folder: Folder, message_id: str) -> int:
        """Deletes for good what has this Message-ID; gives how many mails that were."""
        self._must_write()

        def clear(session: Session) -> int:
            found = self._find(session, folder, message_id)
            remove(session, found)
            return len(found)

        return self._run(clear)

    def purge(self, folder: Folder, before: datetime, keep: Collection[str] = ()) -> int:
        """Deletes what was received before that moment, but for the Message-IDs to `keep`; gives how many mails."""
        self._must_write()
        return self._run(lambda session: purge(session, self._name(session, folder), before, keep))

    def purge_sent(self, before: datetime) -> int:
        """Deletes copies of the service's own letters that a host leaves in Sent; a person's mail has no such header."""
        self._must_write()

        def clear(session: Session) -> int:
            sent = self._sent(session)
            return purge(session, sent, before, (), "HEADER", "Auto-Submitted", "auto-") if sent else 0

        return self._run(clear)

    # The mailbox itself

    def prepare(self, read_only: bool = False) -> None:
        """Makes the folders that are missing. With `read_only` it makes nothing, and every changing call is refused."""
        self._read_only = read_only

        def make(session: Session) -> None:
            for folder in FOLDERS:
                name = self._name(session, folder)
                if not read_only and not session.exists(name):
                    session.make(name)
            session.select(INBOX, read_only)

        self._run(make)

    def check(self) -> list[str]:
        """Logs in, changes nothing, and says line by line what is well."""

        def look(session: Session) -> list[str]:
            needs_uidplus(session)
            session.select(INBOX, True)
            there = [folder for folder in FOLDERS if session.exists(self._name(session, folder))]
            missing = [folder for folder in FOLDERS if folder not in there]
            sent = self._sent(session)
            return [
                f"{self.server}: logged in, {_SECURITY[self.server.security]}",
                "mail is moved in one step (MOVE)"
                if "MOVE" in session.capabilities
                else "mail is copied, then deleted (no MOVE)",
                "new mail is announced (IDLE)"
                if "IDLE" in session.capabilities
                else "new mail is looked for every half minute (no IDLE)",
                f"folders there: {', '.join(there)}" if there else "folders there: none yet",
                *([f"folders to be made at the first pass: {', '.join(missing)}"] if missing else []),
                f"sent mail: {sent}" if sent else "sent mail: no folder is marked for it",
            ]

        return self._run(look)

    def close(self) -> None:
        """Says goodbye; the next call would connect anew."""
        self._forget_session(politely=True)

    def _forget_session(self, politely: bool) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close(politely)

    # Inside

    def _run(self, work: Callable[[Session], T], again: bool = True) -> T:
        """Runs a piece of work on the connection; on a broken one that stood before, once more on a new one."""
        while True:
            fresh = self._session is None
            try:
                if self._session is None:
                    self._session = Session(self.server)
                return work(self._session)
            except Refused as refused:
                raise trouble(self.server, refused) from None
            except Lost as lost:
                self._forget_session(politely=False)
                if fresh or not again:
                    raise trouble(self.server, lost) from None

    def _inbox(self, session: Session) -> Session:
        """INBOX as it was at the last `waiting()`: under another UIDVALIDITY a UID names another mail."""
        session.select(INBOX, self._read_only)
        if self._uidvalidity is not None and session.uidvalidity != self._uidvalidity:
            raise CannotNow(
                "The mailbox was rebuilt by its server; it is read anew at the next pass.", "imap uidvalidity changed"
            )
        return session

    def _must_write(self) -> None:
        if self._read_only:
            raise CannotEver("This is a rehearsal: the mailbox is only read.", "imap read-only by choice")

    def _name(self, session: Session, folder: Folder) -> str:
        return session.prefix + folder

    def _sent(self, session: Session) -> str | None:
        if self._sent_folder:
            return self._sent_folder
        return next(
            (found.name for found in session.box.folder.list() if "\\sent" in map(str.lower, found.flags)), None
        )

    def _find(self, session: Session, folder: Folder, message_id: str) -> list[int]:
        return find(session, self._name(session, folder), message_id, self._read_only)
