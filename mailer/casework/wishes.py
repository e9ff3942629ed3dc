"""What a peer wishes, kept after the match too: to be called or written to, and to have the reading.

A supporter who knows another way hears of the new one. Reading that no mail may bring is handed over by a person: the owner
is told, and has it in the letter. Nothing that somebody asked for is left out in silence.
"""

from dataclasses import replace

from mailer.casework import to_coordinator, to_peer, to_supporter
from mailer.casework.desk import Arrival, Desk
from mailer.casework.routing import owner_address
from mailer.model.case import Case, State
from mailer.model.letters import Letter
from mailer.model.meaning import Contact

_MATCHED = (State.REACHED_OUT, State.TALKING)

CALLS_ONLY = "This person wants to be called, not written to."
NO_ADDRESS = "No address is known that mail may go to."
STOPPED = "This person has asked never to be contacted."


def wished(case: Case, contact: Contact, phone: str | None) -> Case:
    """The case with a later wish of its peer. Where calls alone were asked for, no reading of a mail lets mail go again."""
    if contact == "any" or (case.peer.contact == "phone" and contact == "email"):
        contact = case.peer.contact
    return replace(case, peer=replace(case.peer, contact=contact, phone=phone or case.peer.phone))


def told_of_the_new_way(before: Case, now: Case, desk: Desk) -> tuple[Letter, ...]:
    """The letters about a wish that came, or an address that failed, after a supporter had accepted: call instead, or write."""
    supporter = to_supporter.of_case(now, desk)
    same = (before.peer.contact, before.peer.phone) == (now.peer.contact, now.peer.phone)
    if same or supporter is None or now.state not in _MATCHED or now.supporter != before.supporter:
        return ()
    letters: list[Letter] = [to_supporter.handover(now, supporter, desk, wrote=False, changed=True)]
    if not now.peer.phone and now.peer.contact == "phone":
        letters.append(no_number(now, desk))
    return tuple(letters)


def no_number(case: Case, desk: Desk) -> Letter:
    """Calls alone are allowed and no number is known: the owner is asked for one."""
    question = f"{CALLS_ONLY} No number is known here. Please find one, and tell the supporter."
    return to_coordinator.ask_unclear(case, owner_address(case, desk), case.region, question)


def with_resources(case: Case, desk: Desk, arrival: Arrival | None = None) -> tuple[Case, tuple[Letter, ...]]:
    """The reading, once: by mail where mail is allowed, else the owner is asked to hand it over."""
    if case.resources_sent:
        return case, ()
    if not to_peer.may_be_written_to(case, desk):
        return by_hand(case, desk)
    sent = replace(case, resources_sent=True)
    return sent, (to_peer.resources(sent, desk, arrival),)


def by_hand(case: Case, desk: Desk) -> tuple[Case, tuple[Letter, ...]]:
    """No mail may bring the reading, or none arrived: the owner has it in a letter, once, to have it handed over."""
    moved = replace(case, resources_sent=False, resources_by_hand=True)
    if case.resources_by_hand:
        return moved, ()
    if to_peer.is_stopped(case, desk):
        cure = "Nothing is sent. Whoever is in touch with them already may hand the reading over; nobody else should."
        reason = STOPPED
    else:
        cure = "The reading was asked for. Please have it handed over: on paper, or by whoever is in touch with them."
        reason = CALLS_ONLY if case.peer.contact == "phone" else NO_ADDRESS
    letter = to_coordinator.tell_undelivered(
        moved, desk, "peer/tell-resources", to_coordinator.peer_name(case), cure, reason=reason,
        resources=to_peer.resources_for(case, desk),
    )  # fmt: skip
    return moved, (letter,)
