"""Made-up cases, letters and mails for the tests of the store, and the stores that must keep the contract. Invents no behaviour."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailer.edges.store import MasterKey, Store, open_tinydb
from mailer.model.case import Case, Mark, Peer, State
from mailer.model.record import OutboxState, Place, Queued, SeenMail

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
KEY = MasterKey(b"made up for the tests, 32 bytes.")

PEER_NAME, PEER_EMAIL = "Elizabeth Sewall", "elizabeth.sewall@harborview.example"
SUPPORTER, COORDINATOR = "theo.lindqvist@harborview.example", "maura.quill@harborview.example"
WORDS = b"a hard night in theatre"


def hours(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def a_case(case_id: str = "K7F2", version: int = 1, state: State = State.OPEN, opened: float = 0) -> Case:
    return Case(
        id=case_id,
        region="portland",
        owner=COORDINATOR,
        peer=Peer(
            PEER_NAME, PEER_EMAIL, phone="+12075550123", resolved="directory", candidates=("a@x.example", "b@x.example")
        ),
        source="colleague",
        opened_at=hours(opened),
        promise_at=hours(opened + 24),
        state=state,
        marks=(a_mark(f"mark-of-{case_id}"),),
        mail_ids=(f"<referral-{case_id}@harborview.example>",),
        version=version,
    )


def a_mark(mark: str) -> Mark:
    message_id = f"<{mark}@peer-support.example>"
    return Mark(mark, "coordinator/ask-match", "coordinator", COORDINATOR, message_id, NOON, listed=(SUPPORTER,))


def next_of(case: Case) -> Case:
    """The case as it is committed next; change more of it by `replace`."""
    return replace(case, version=case.version + 1)


def a_letter(
    letter_id: str = "letter-1", case: str | None = "K7F2", state: OutboxState = "waiting", tries: int = 0
) -> Queued:
    return Queued(
        id=letter_id,
        letter="coordinator/ask-match",
        case=case,
        to=COORDINATOR,
        envelope_from="peersupport@harborview.example",
        raw=b"Subject: A request (K7F2)\r\n\r\n" + WORDS + b"\r\n\xff\x00\n",
        message_id=f"<{letter_id}@peer-support.example>",
        queued_at=NOON,
        not_before=NOON,
        tries=tries,
        state=state,
    )


def a_mail(
    identity: str = "digest-1", uid: int = 1, received: float = 0, cases: tuple[str, ...] = ("K7F2",)
) -> SeenMail:
    return SeenMail(
        identity=identity,
        place=Place("peersupport@harborview.example", 1700000000, uid),
        received=hours(received),
        filing="Handled",
        message_id=f"<{identity}@harborview.example>",
        sender_hash="5e4d",
        cases=cases,
    )


class Opened:
    """A store and the way to close and open it again."""

    def __init__(self, opening: Callable[[], Store]) -> None:
        self._opening = opening
        self.store = opening()

    def again(self) -> Store:
        self.store.close()
        self.store = self._opening()
        return self.store


def tinydb(folder: Path) -> Iterator[Opened]:
    opened = Opened(lambda: open_tinydb(folder / "data", KEY))
    yield opened
    opened.store.close()


STORES: Mapping[str, Callable[[Path], Iterator[Opened]]] = {"tinydb": tinydb}
"""Every store must keep the same contract: another one joins here."""
