"""Where a mail goes once it is dealt with. Idempotent: done twice, it is done once."""

from collections.abc import Iterable
from dataclasses import replace

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
