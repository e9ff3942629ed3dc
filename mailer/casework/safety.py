"""A sign of danger: who is told at once, who next, and what stops it.

On-call and coordinator are paged at once, then every few minutes the next one (backups, the system coordinator), then all
again, until somebody answers. The flow of the case holds until a coordinator decides. Nothing here assesses anything.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from mailer.casework.desk import Arrival, Desk
from mailer.casework.routing import backup_of, on_call_for, owner_address, page_ring
from mailer.casework.to_coordinator import how_to_get, peer_card, thread_with, words_again, writer_of
from mailer.casework.to_peer import crisis_to_peer, crisis_to_writer
from mailer.model.address import Address, canonical
from mailer.model.case import Case, Danger, Due
from mailer.model.letters import AskCrisis, Letter

_PEER, _WRITER = "the peer", "the person who wrote first"
_IN_AN_ANSWER = (
    "The words stood in an answer that came later: it lies in the folder Needs a person. The coordinator and the first "
    "backup have them by mail."
)


def ask_crisis(
    case: Case,
    to: Address,
    desk: Desk,
    *,
    words: str | None,
    writer: Address | None,
    writer_role: str,
    page: int,
    alert_only: bool = False,
    how: str = "",
) -> AskCrisis:
    """The page. An alert holds the case id and a number to call, nothing else: its type is left empty otherwise."""
    if alert_only:
        return AskCrisis(
            to=to, region=case.region, case=case.id, alert_only=True, page=page, callback=desk.organisation.phone
        )
    return AskCrisis(
        to=to,
        region=case.region,
        case=case.id,
        thread=thread_with(case, "coordinator", to.email),
        peer=peer_card(case, desk),
        writer=writer,
        writer_role=writer_role,
        words=words,
        how_to_get="" if words is not None else how or how_to_get(case, desk),
        page=page,
        callback=desk.organisation.phone,
    )


def alarm(
    case: Case,
    desk: Desk,
    *,
    words: str | None,
    writer: Address | None,
    writer_role: str,
    with_backup: bool = False,
    with_on_call: bool = True,
    in_answer: bool = False,
) -> tuple[Case, tuple[Letter, ...]]:
    """Danger stands from now on: the pages that leave at once. A new sign starts the pages anew.

    The words of an answer are always shown: what keeps a referral's words back says nothing of them.
    """
    shown = words if in_answer or case.words_for_owner else None
    moved = case.without_dues("page") if any(d.what == "page" for d in case.dues) else case
    since = case.danger.since if case.danger and case.danger.stands else desk.now
    moved = replace(moved, danger=Danger(since=since, pages=1, in_answer=in_answer))
    if with_on_call:
        moved = replace(moved, dues=(*moved.dues, _next_page(desk, desk.now, 1)))
    readers = [owner_address(moved, desk)]
    if with_backup and (backup := backup_of(moved, desk)):
        readers.append(backup)
    letters = [
        *(_to_on_call(moved, desk, shown, writer, writer_role, 1) if with_on_call else ()),
        *(ask_crisis(moved, r, desk, words=shown, writer=writer, writer_role=writer_role, page=1) for r in readers),
    ]
    if with_on_call and not desk.organisation.on_call:
        # CONTRACT, [safety] on_call: none: the region's coordinator and backups are paged
        letters += [
            ask_crisis(moved, r, desk, words=shown, writer=writer, writer_role=writer_role, page=1)
            for r in page_ring(moved, desk)
        ]
    return moved, tuple(_once(letters))


def page_again(case: Case, to: Address, desk: Desk, page: int) -> AskCrisis:
    """A later page: with the referral's words where they showed the danger. An answer's are kept nowhere but in its mail."""
    if case.danger is not None and case.danger.in_answer:
        return ask_crisis(case, to, desk, words=None, writer=None, writer_role="", page=page, how=_IN_AN_ANSWER)
    words, role = words_again(case, desk), _WRITER if case.referrer else _PEER
    return ask_crisis(case, to, desk, words=words, writer=writer_of(case), writer_role=role, page=page)


def _on_call_again(case: Case, desk: Desk, page: int) -> tuple[Letter, ...]:
    return tuple(
        ask_crisis(case, o.address, desk, words=None, writer=None, writer_role="", page=page, alert_only=True)
        if o.detail == "alert"
        else page_again(case, o.address, desk, page)
        for o in on_call_for(case, desk)
    )


def _to_on_call(
    case: Case, desk: Desk, words: str | None, writer: Address | None, writer_role: str, page: int
) -> tuple[Letter, ...]:
    return tuple(
        ask_crisis(
            case,
            o.address,
            desk,
            words=words if o.detail == "full" else None,
            writer=writer if o.detail == "full" else None,
            writer_role=writer_role,
            page=page,
            alert_only=o.detail == "alert",
        )
        for o in on_call_for(case, desk)
    )


def _once(letters: Iterable[Letter]) -> list[Letter]:
    """One page to a reader, though they hold two offices."""
    seen: dict[str, Letter] = {}
    for letter in letters:
        seen.setdefault(canonical(letter.to.email), letter)
    return list(seen.values())


def _next_page(desk: Desk, since: datetime, step: int) -> Due:
    return Due("page", since + timedelta(minutes=desk.organisation.clock.page_minutes), step)


def page(case: Case, due: Due, desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
    """The next one, while nobody has answered; after the last one, all again."""
    moved = case.without_dues("page")
    if case.danger is None or not case.danger.stands or case.danger.acknowledged_at:
        return moved, ()
    count = case.danger.pages + 1
    ring = page_ring(case, desk)
    at = (due.step - 1) % (len(ring) + 1)
    everybody = at == len(ring)
    readers = (owner_address(case, desk), *ring) if everybody else (ring[at],)
    letters = [
        *(_on_call_again(case, desk, count) if everybody else ()),
        *(page_again(case, r, desk, count) for r in readers),
    ]
    moved = replace(
        moved,
        danger=replace(case.danger, pages=count),
        dues=(*moved.dues, _next_page(desk, desk.now, due.step + 1)),
    )
    return moved, tuple(_once(letters))


def page_not_taken(case: Case, not_taken: Collection[str], desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
    """A mail server did not take a page. Where nobody was reached by the newest ones, the next one is paged at once.

    `not_taken`: Message-IDs of pages that were tried and have not left. Whoever is still tried for is passed over, so that
    servers that all ask for patience bring one page to each, and no more.
    """
    pages = [m for m in case.marks if m.letter == AskCrisis.name]
    due = next((d for d in case.dues if d.what == "page"), None)
    newest = max((m.sent_at for m in pages), default=desk.now)
    reached = any(m.sent_at == newest and m.message_id not in not_taken for m in pages)
    if due is None or reached or case.danger is None or not case.danger.stands or case.danger.acknowledged_at:
        return case, ()
    tried = {canonical(m.reader) for m in pages if m.message_id in not_taken}
    ring = page_ring(case, desk)
    at = (due.step - 1) % (len(ring) + 1)
    turn = [n for n in (*range(at, len(ring)), *range(at)) if canonical(ring[n].email) not in tried]
    if not turn:
        return case, ()
    count = case.danger.pages + 1
    rest = case.without_dues("page")
    moved = replace(
        rest,
        danger=replace(case.danger, pages=count),
        dues=(*rest.dues, _next_page(desk, desk.now, turn[0] + 2)),
    )
    return moved, (page_again(case, ring[turn[0]], desk, count),)


def acknowledged(case: Case, desk: Desk) -> Case:
    """Somebody answered: the pages stop. The flow still holds."""
    if not case.danger or not case.danger.stands or case.danger.acknowledged_at:
        return case
    kept = tuple(d for d in case.dues if d.what != "page")
    return replace(case, danger=replace(case.danger, acknowledged_at=desk.now), dues=kept)


def released(case: Case, desk: Desk) -> Case:
    """A coordinator decided: the ordinary flow goes on."""
    if not case.danger or not case.danger.stands:
        return case
    seen = acknowledged(case, desk)
    return replace(seen, danger=replace(seen.danger or case.danger, released_at=desk.now))


def crisis_letter(
    arrival: Arrival,
    desk: Desk,
    *,
    region: str,
    language: str,
    case_id: str | None,
    to_peer: Address | None = None,
    answerable: bool = True,
) -> tuple[Letter, ...]:
    """The letter to the one who wrote, once a day; to `to_peer` where a peer wrote. Never to a machine or an office."""
    to = to_peer or arrival.author
    organisation = desk.organisation
    ours = organisation.is_office(to.email) or organisation.supporter(to.email) or organisation.intake(to.email)
    if not (answerable and arrival.answerable) or not to.email or (ours and to_peer is None):
        return ()
    if not desk.crisis_letter_due(to.email):
        return ()
    write = crisis_to_peer if to_peer else crisis_to_writer
    return (write(to, arrival, desk, region, language, case_id),)
