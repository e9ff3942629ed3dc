"""What is wished of the supporter: one from elsewhere, and who must not be involved.

Reads the rules of rules/outside.toml and rules/avoid.toml over the marked sentences. Does not choose a supporter. A missed
wish for somebody from elsewhere is far worse than one too many.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailer.inbound.names import Mention
from mailer.inbound.people import People
from mailer.inbound.phrases import Hit, Phrasebook
from mailer.inbound.places import Place
from mailer.inbound.spoken import Marked
from mailer.model.meaning import Reason

ENOUGH = 0.9


@dataclass(frozen=True)
class Outside:
    """Whether a supporter from elsewhere is asked for, the places that are asked for, and why."""

    wished: bool = False
    asked: tuple[Place, ...] = ()
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Avoided:
    """Somebody or some place that must not be involved, as the mail writes it."""

    words: str
    what: Mention | Place | None
    because: Reason


def outside(sentences: Sequence[Marked], book: Phrasebook, people: People, home: frozenset[str]) -> Outside:
    """`home` are the communities of the peers and the referrer: a place asked for elsewhere is a wish for elsewhere."""
    home_regions = people.places.regions(home)
    weight = own = 0.0
    asked: list[Place] = []
    because: list[Reason] = []
    seen: set[str] = set()
    for sentence in sentences:
        for hit in sentence.plain_hits(book, "outside", "outside-idiom"):
            rule = hit.rule
            if rule.says == "own":
                own += rule.weight
                continue
            if rule.says == "asked":
                place = next((p for p in reversed(sentence.inside(hit)) if isinstance(p, Place)), None)
                if place is None or not home or not (place.ids.isdisjoint(home) and place.ids.isdisjoint(home_regions)):
                    continue
                if _refused(sentence, hit):
                    continue
                asked.append(place)
            if rule.name not in seen:
                weight += rule.weight
                seen.add(rule.name)
                because.append(Reason("outside", rule.name, sentence.words(hit)))
    wished = weight >= ENOUGH and not (own and weight < 1.0 + 0.5 * own and not asked and _only_veiled(because))
    return Outside(wished, tuple(asked) if wished else (), tuple(because) if wished else ())


def _only_veiled(because: Sequence[Reason]) -> bool:
    return all("everybody knows" in r.rule or "not to meet" in r.rule for r in because)


_REFUSALS = (
    "not ",
    "n't ",
    "nobody",
    "no one",
    "never",
    "away",
    "outside",
    "except",
    " but ",
    "far ",
    "rather than",
    "instead of",
    "avoid",
)


def _refused(sentence: Marked, hit: Hit) -> bool:
    """True where the place is named to be kept away from: "not anyone from …", "far from …"."""
    before = sentence.marked.folded[max(0, hit.start - 30) : hit.end].rpartition("xplacex")[0]
    return any(word in before for word in _REFUSALS)


def avoided(sentences: Sequence[Marked], book: Phrasebook) -> tuple[Avoided, ...]:
    """Who must not be involved. A soft wish ("perhaps not a psychiatrist") is none."""
    found: dict[str, Avoided] = {}
    named: Mention | None = None
    for sentence in sentences:
        persons = [s.what for s in sentence.slots if isinstance(s.what, Mention)]
        named = persons[0] if persons else named
        for hit in sentence.hits(book, "avoid-named"):
            if named is not None:
                found.setdefault(
                    named.written.lower(),
                    Avoided(named.written, named, Reason("avoid", hit.rule.name, sentence.words(hit))),
                )
        hits = [*sentence.hits(book, "avoid"), *sentence.hits(book, "avoid-role")]
        if not hits or sentence.hits(book, "avoid-soft"):
            continue
        for hit in hits:
            things = sentence.inside(hit)
            if not things and hit.rule.field == "avoid":
                continue
            last = things[-1] if things else None
            words = last.written if last else _bare_role(sentence.words(hit))
            for what in (last, *_joined(sentence, hit)) if last else (None,):
                written = what.written if what else words
                if isinstance(what, Place) and any(
                    isinstance(a.what, Place) and a.what.ids == what.ids for a in found.values()
                ):
                    continue  # "no cardiologists, nobody from cardiology"
                found.setdefault(
                    written.lower(), Avoided(written, what, Reason("avoid", hit.rule.name, sentence.words(hit)))
                )
    return tuple(found.values())


_ROLE = re.compile(
    r"(?:\b(?:the|my)\s{1,3})?(?:\b\w{1,30}\s{1,3})?\b(?:chief|chair\w*|boss|supervisor|director|lead|attending|partners?|mentor|manager|risk|hr|"
    r"human resources|legal|quality|administration|leadership|management|health|credentialing|affairs)\b", re.IGNORECASE,
)  # fmt: skip


def _bare_role(words: str) -> str:
    """ "don't tell my division chief" as "my division chief"."""
    match = _ROLE.search(
        re.sub(
            r"^(?:please )?(?:don'?t|do not|not|never|anyone but|other than|without)\b(?: (?:tell|involve|inform|notify|copy|let|to|with))?\s*",
            "",
            words,
            flags=re.IGNORECASE,
        )
    )
    return match.group().strip() if match else words


def _joined(sentence: Marked, hit: Hit) -> tuple[Mention | Place, ...]:
    """ "Not Lee or Park", "nobody from surgery or anesthesia": what follows with "or" is meant too."""
    out: list[Mention | Place] = []
    end = hit.end
    for slot in sentence.slots:
        if slot.start >= hit.end and sentence.marked.folded[end : slot.start].strip(" ,") in (
            "or",
            "and",
            "nor",
            "or from",
            "or in",
            "",
        ):
            out.append(slot.what)
            end = slot.end
    return tuple(out)
