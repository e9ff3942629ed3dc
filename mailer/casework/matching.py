"""Which supporters fit a case, in which order, and why; and whom a coordinator means by a number, a name or an address.

Lists nobody who may never be asked, who is inactive, paused, away, full, or has said no to this case. Decides nothing: a person
chooses.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from mailer.casework.desk import Desk
from mailer.casework.exclusion import supporter_exclusions
from mailer.casework.naming import fits_exactly, fits_name, folded, name_tokens, person_line
from mailer.model.address import canonical
from mailer.model.case import Case
from mailer.model.letters import Candidate
from mailer.model.organisation import Person, Supporter

_NUMBER = re.compile(r"^\s*(?:#|no\.?|number)?\s*(\d{1,3})\s*[.)]?\s*$", re.IGNORECASE)
_LONGEST = 200  # of a name: more is no name
_ADDRESS = re.compile(r"[^\s<>,;:()@]{1,64}@[^\s<>,;:()@]{1,190}\.[^\s<>,;:()@.]{1,63}")


@dataclass(frozen=True)
class One:
    """Exactly this supporter is meant. `ask_back`: why a person should say it twice; empty where they were offered."""

    supporter: Supporter
    ask_back: str = ""


@dataclass(frozen=True)
class Several:
    """More than one fits."""

    supporters: tuple[Supporter, ...]


@dataclass(frozen=True)
class Nobody:
    """No supporter of the roster is meant by these words."""

    why: str


@dataclass(frozen=True)
class Excluded:
    """A supporter is meant who may never be asked for this case."""

    name: str
    reason: str


Found = One | Several | Nobody | Excluded


def why_not_free(supporter: Supporter, desk: Desk) -> str:
    """Why an allowed supporter is not offered: inactive, paused, away or full; empty where they are free."""
    taken = desk.load_of(supporter.person.email).open_cases
    if not supporter.active:
        return "is not active at present"
    if desk.is_paused(supporter.person.email):
        return "has asked for a pause"
    if desk.is_away(supporter.person.email):
        return "is away"
    if taken >= supporter.capacity:
        return f"has {taken} of {supporter.capacity} now"
    return ""


def _similar(one: str, other: str, desk: Desk) -> bool:
    return any(
        folded(one) in row and folded(other) in row
        for row in (tuple(folded(r) for r in group) for group in desk.rulebook.matching.similar_roles)
    )


def _language(case: Case) -> str | None:
    """The language asked for, else the one written in; English goes without saying."""
    wanted = case.wants_language or case.language
    return wanted if wanted and wanted != "en" else None


_LANGUAGES = {"es": "Spanish", "fr": "French", "pt": "Portuguese", "de": "German", "ar": "Arabic", "so": "Somali"}


def _weigh(case: Case, peer: Person | None, supporter: Supporter, desk: Desk) -> tuple[float, tuple[str, ...], str]:
    weights, organisation, person = desk.rulebook.matching.weights, desk.organisation, supporter.person
    score, why, mind = 0.0, list[str](), list[str]()
    community = case.peer.community or (peer.community if peer else "")
    home = organisation.region_of_community(community) if community else case.region
    if community and person.community == community:
        score, why = score + weights.own_community, [*why, "same hospital"]
    elif home and organisation.region_of_community(person.community) == home:
        score, why = score + weights.own_region, [*why, "nearby" if community else "in the region"]
    role, department = (peer.role, peer.department) if peer else (case.peer.role, case.peer.department)
    if role and folded(role) == folded(person.role):
        score, why = score + weights.same_role, [*why, f"also {_with_article(person.role)}"]
    elif role and _similar(role, person.role, desk):
        score, why = score + weights.similar_role, [*why, "similar role"]
    if department and folded(department) == folded(person.department):
        score, mind = score + weights.own_department, [*mind, "same department"]
    elif department:
        why.append("another department")
    language = _language(case)
    if language and language in supporter.languages:
        score, why = score + weights.language, [*why, f"speaks {_LANGUAGES.get(language, language)}"]
    load = desk.load_of(person.email)
    score += weights.busy * load.open_cases / max(supporter.capacity, 1)
    if load.open_cases:
        mind.append(f"has {load.open_cases} of {supporter.capacity} now")
    else:
        why.append("free")
    if load.last_asked and desk.now - load.last_asked < timedelta(days=desk.rulebook.matching.rest_days):
        score, mind = score + weights.asked_lately, [*mind, "was asked lately"]
    return score, tuple(why), ", ".join(mind)


def _with_article(role: str) -> str:
    return f"{'an' if role[:1].lower() in 'aeiou' else 'a'} {role}"


def candidates(case: Case, desk: Desk, *, all_that_fit: bool = False) -> tuple[Candidate, ...]:
    """The numbered list for the coordinator, best first."""
    excluded = supporter_exclusions(case, desk)
    refused = {canonical(e) for e in case.refused_by}
    peer = desk.organisation.person(case.peer.directory_email) if case.peer.directory_email else None
    long_ago = desk.now - timedelta(days=36500)
    rows = []
    for supporter in desk.organisation.supporters:
        email = canonical(supporter.person.email)
        if email in excluded or email in refused or why_not_free(supporter, desk):
            continue
        score, why, mind = _weigh(case, peer, supporter, desk)
        rows.append((-score, desk.load_of(email).last_asked or long_ago, supporter.name, supporter, why, mind))
    rows.sort(key=lambda row: row[:3])
    chosen = rows if all_that_fit else rows[: desk.rulebook.matching.list_length]
    return tuple(
        Candidate(n, s.name, s.person.email, person_line(s.person, desk.organisation), why, mind)
        for n, (_, _, _, s, why, mind) in enumerate(chosen, 1)
    )


def numbered(supporters: tuple[Supporter, ...], case: Case, desk: Desk) -> tuple[Candidate, ...]:
    """A few supporters as a numbered list of their own: for a question back."""
    peer = desk.organisation.person(case.peer.directory_email) if case.peer.directory_email else None
    rows = []
    for n, supporter in enumerate(supporters, 1):
        _, why, mind = _weigh(case, peer, supporter, desk)
        line = person_line(supporter.person, desk.organisation)
        rows.append(
            Candidate(n, supporter.name, supporter.person.email, line, why, why_not_free(supporter, desk) or mind)
        )
    return tuple(rows)


def is_number(said: str) -> bool:
    """A number of a list, and nothing else."""
    return bool(_NUMBER.match(said))


def find_supporter(said: str, case: Case, listed: tuple[str, ...], desk: Desk, *, confirmed: bool = False) -> Found:
    """Whom the coordinator means. `listed` are the addresses that the answered letter offered; among them a surname is enough.

    `confirmed`: the letter was a question back about exactly those listed.
    """
    roster = desk.organisation.supporters
    said = said[:_LONGEST]
    if number := _NUMBER.match(said):
        at = int(number.group(1)) - 1
        if not 0 <= at < len(listed):
            return Nobody(f"there is no number {at + 1} on that list")
        supporter = desk.organisation.supporter(listed[at])
        return _checked((supporter,) if supporter else (), said, case, listed, desk, confirmed)
    if address := _ADDRESS.search(said):
        supporter = desk.organisation.supporter(address.group().strip("."))
        return _checked((supporter,) if supporter else (), said, case, listed, desk, confirmed)
    offered = tuple(s for s in (desk.organisation.supporter(e) for e in listed) if s)
    likeness = desk.rulebook.matching.likeness
    for crowd in (offered, roster):
        for fits in (
            tuple(s for s in crowd if fits_exactly(said, s.name)),
            tuple(s for s in crowd if fits_name(said, s.name, likeness)),
        ):
            if fits:
                return _checked(fits, said, case, listed, desk, confirmed)
    words = name_tokens(said)
    surname = tuple(s for s in roster if len(words) > 1 and name_tokens(s.name)[-1:] == words[-1:])
    allowed = _allowed(surname, case, desk)
    return Several(allowed) if allowed else Nobody("nobody of that name is on the list of supporters")


def _allowed(supporters: tuple[Supporter, ...], case: Case, desk: Desk) -> tuple[Supporter, ...]:
    excluded = supporter_exclusions(case, desk)
    return tuple(s for s in supporters if canonical(s.person.email) not in excluded)


def _checked(
    fits: tuple[Supporter, ...], said: str, case: Case, listed: tuple[str, ...], desk: Desk, confirmed: bool
) -> Found:
    if not fits:
        return Nobody("nobody of that name is on the list of supporters")
    allowed = _allowed(fits, case, desk)
    if not allowed:
        excluded = supporter_exclusions(case, desk)
        reasons = {excluded[canonical(s.person.email)] for s in fits}
        if len(fits) > 1:
            return Excluded("Everybody of that name", "must not be asked for this case")
        return Excluded(fits[0].name, reasons.pop())
    if len(allowed) > 1:
        return Several(allowed)
    [supporter] = allowed
    offered = any(canonical(e) == canonical(supporter.person.email) for e in listed)
    if confirmed and offered:
        return One(supporter)
    reason = why_not_free(supporter, desk)
    if not reason and any(canonical(e) == canonical(supporter.person.email) for e in case.refused_by):
        reason = "has said no to this case"
    if not reason and len(fits) > 1 and not fits_full_name(said, supporter):
        reason = "is one of several of that name"
    if not reason and listed and not offered:
        reason = "was not on the list you answered"
    return One(supporter, reason)


def fits_full_name(said: str, supporter: Supporter) -> bool:
    return len(name_tokens(said)) > 1 and fits_exactly(said, supporter.name)
