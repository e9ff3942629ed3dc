"""Where a mail goes once it is dealt with. Idempotent: done twice, it is done once."""

from collections.abc import Iterable
from dataclasses import replace

from mailer.edges.store import Store
from mailer.model.record import SeenMail
from mailer.service.doors import Edges


def file_seen(seen: SeenMail, edges: Edges) -> bool:
    """Put a mail into its folder, or expunge it. True where it lies right now, or is gone from INBOX anyway.

    Raises CannotNow where a mailbox is away.
    """
    door = edges.door_of(seen.place.mailbox)
    if door is None or seen.filing is None:
        return False
    if not door.mailbox.lies_in_inbox(seen.place.uidvalidity, seen.place.uid):
        _out_of_needs_a_person(seen, edges)
        return True  # moved already, or the mailbox was numbered anew: then it is met again and known by its identity
    if seen.filing == "expunge":
        door.mailbox.expunge(seen.place.uid)
        return True
    if seen.other_mailbox and seen.other_mailbox != seen.place.mailbox:
        other = edges.door_of(seen.other_mailbox)
        if other is not None:
            if not lies_where_it_belongs(seen, edges):
                other.mailbox.put(seen.filing, door.mailbox.fetch(seen.place.uid), seen.received)
            door.mailbox.expunge(seen.place.uid)  # after it lies there: a crash between leaves two, never none
            return True
    door.mailbox.file(seen.place.uid, seen.filing)
    return True


def settled(identities: Iterable[str], store: Store) -> tuple[SeenMail, ...]:
    """Mails that needed a person, who has decided: they belong to what was handled, and nobody counts them any more.

    One whose Message-ID another mail has too stays in its folder: they cannot be told apart there, and none must be lost.
    """
    done = []
    for seen in (store.seen(identity) for identity in identities if identity):
        if seen is None or not seen.needs_a_person:
            continue
        filing = seen.filing if _has_a_double(seen, store) or not seen.message_id else "Handled"
        done.append(replace(seen, needs_a_person=False, filing=filing, filed=filing == seen.filing and seen.filed))
    return tuple(done)


def _has_a_double(seen: SeenMail, store: Store) -> bool:
    return any(o.message_id == seen.message_id and o.identity != seen.identity for o in store.all_seen())


def _out_of_needs_a_person(seen: SeenMail, edges: Edges) -> None:
    """A mail that was settled goes from one folder to the other: first there, then here, so that a crash leaves two, never none."""
    door = edges.door_of(seen.other_mailbox or seen.place.mailbox)
    if door is None or seen.filing != "Handled" or not seen.message_id:
        return
    raw = door.mailbox.fetch_from("Needs a person", seen.message_id)
    if raw is None or _has_a_double(seen, edges.store):
        return
    if not door.mailbox.holds("Handled", seen.message_id):
        door.mailbox.put("Handled", raw, seen.received)
    door.mailbox.remove_from("Needs a person", seen.message_id)


def lies_where_it_belongs(seen: SeenMail, edges: Edges) -> bool:
    """Does the mail lie in its folder of the other mailbox already?"""
    other = edges.door_of(seen.other_mailbox or seen.place.mailbox)
    if other is None or seen.filing is None or seen.filing == "expunge" or not seen.message_id:
        return False
    return other.mailbox.holds(seen.filing, seen.message_id)


def no_longer_there(mails: Iterable[SeenMail], edges: Edges) -> tuple[SeenMail, ...]:
    """The mails that lay in "Needs a person" and that somebody has taken from there, noted so. Without a Message-ID nobody can tell."""
    gone = []
    for seen in [m for m in mails if m.needs_a_person and m.filed and m.message_id]:
        door = edges.door_of(seen.other_mailbox or seen.place.mailbox)
        if door is not None and not door.mailbox.holds("Needs a person", seen.message_id):
            gone.append(replace(seen, needs_a_person=False))
    return tuple(gone)
