"""The region that a peer's case belongs to: the first of six rules that applies.

Pure routing of what is already understood. Never leaves a case without a region: the intake address is the last resort.
"""

from collections.abc import Iterable, Sequence

from mailer.inbound.people import Match, Said
from mailer.inbound.places import Place
from mailer.inbound.writer import Writer
from mailer.model.message import InboundMessage
from mailer.model.organisation import SYSTEM, Organisation


def region_of(
    match: Match, places: Said, writer: Writer, message: InboundMessage, organisation: Organisation, *, outside: bool, asked: Sequence[Place]
) -> tuple[str, str]:  # fmt: skip
    """The region's id, and the rule that gave it."""
    if outside:
        wanted = _one(r for place in asked for r in _regions_of_place(place, organisation))
        return (
            (wanted, "region 1: the region that is asked for")
            if wanted
            else (SYSTEM, "region 1: somebody from elsewhere")
        )
    if match.people:
        home = _one(organisation.region_of_community(p.community) or "" for p in match.people)
        if home:
            return home, "region 2: the directory's community"
    for said in (places, places.near or Said()):
        named = {organisation.region_of_community(c) or "" for c in said.communities} or set(said.regions)
        if len(named) == 1 and "" not in named:
            return named.pop(), "region 3: the place that the mail gives"
    if writer.community:
        home = organisation.region_of_community(writer.community) or ""
        if home:
            return home, "region 4: the referrer's community"
    named = {r for p in writer.places if p.kind in ("community", "region") for r in _regions_of_place(p, organisation)}
    if len(named) == 1:
        return named.pop(), "region 4: the place that the referrer gives"
    if writer.address is not None:
        domain = writer.address.domain
        users = {
            c.region
            for c in organisation.communities
            for d in c.domains
            if domain == d.lower() or domain.endswith("." + d.lower())
        }
        if len(users) == 1:
            return users.pop(), "region 5: the sender's domain"
    return intake_region(message, organisation), "region 6: the intake address"


def intake_region(message: InboundMessage, organisation: Organisation) -> str:
    """The region of the intake address that a mail was sent to; delivery tells where To and Cc do not."""
    for address in (*message.delivered_to, *(a.email for a in (*message.to, *message.cc))):
        intake = organisation.intake(address)
        if intake is not None:
            return intake.region
    return SYSTEM


def _regions_of_place(place: Place, organisation: Organisation) -> set[str]:
    if place.kind == "region":
        return set(place.ids)
    return {r for c in place.ids if (r := organisation.region_of_community(c))}


def _one(regions: Iterable[str]) -> str:
    found = {r for r in regions if r}
    return found.pop() if len(found) == 1 else ""
