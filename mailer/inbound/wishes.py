"""What is wished of the supporter: one from elsewhere, and who must not be involved.

Reads the rules of rules/outside.toml and rules/avoid.toml over the marked sentences, and weighs their words
(elsewhere.py). Does not choose a supporter. A missed
wish for somebody from elsewhere is far worse than one too many.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailer.inbound.elsewhere import MOST_OF_RULES, RULE, heaviest_wish
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


@dataclass(frozen=True)
class Ruled:
    """What the rules say of a mail: how much for a wish and how much for somebody local, and which sentences are still to be weighed."""

    weight: float
    own: float
    asked: tuple[Place, ...]
    because: tuple[Reason, ...]
    left: tuple[Marked, ...]

    @property
    def wished(self) -> bool:
        local = self.own and self.weight < 1.0 + 0.5 * self.own and not self.asked and _only_veiled(self.because)
        return self.weight >= ENOUGH and not local


def outside(sentences: Sequence[Marked], book: Phrasebook, people: People, home: frozenset[str]) -> Outside:
    """The rules and the weighed words on one scale; without weights the rules stand alone.

    `home` are the communities of the peers and the referrer: a place asked for elsewhere is a wish for elsewhere."""
    said = ruled(sentences, book, people, home)
    wished, because, weights = said.wished, said.because, people.lexicon.elsewhere
    if weights is not None:
        weighed = heaviest_wish([s.marked for s in said.left], weights)
        total = weighed.weight + weights.rules * min(said.weight, MOST_OF_RULES)
        if total >= weights.threshold and not wished:
            wished, because = True, (*because, Reason("outside", RULE, ", ".join(weighed.carried)))
        elif total < weights.floor and not said.asked:
            wished = False
    return Outside(wished, said.asked if wished else (), because if wished else ())


def ruled(sentences: Sequence[Marked], book: Phrasebook, people: People, home: frozenset[str]) -> Ruled:
    """What the rules of outside.toml say."""
    near = home | people.places.regions(home)
    weight = own = 0.0
    asked: list[Place] = []
    because: list[Reason] = []
    left: list[Marked] = []
    seen: set[str] = set()
    for sentence in sentences:
        found = sentence.plain_hits(book, "outside", "outside-idiom")
        hits = [h for h in found if not _only_another_place(sentence, h, book, near)]
        if any(h.rule.says == "outside" for h in hits) or not _shuns_another_place(sentence, book, near):
            left.append(sentence)
        for hit in hits:
            rule = hit.rule
            if rule.says == "own":
                own += rule.weight
                continue
            if rule.says == "asked":
                place = next((p for p in reversed(sentence.inside(hit)) if isinstance(p, Place)), None)
                if place is None or not home or not place.ids.isdisjoint(near) or _refused(sentence, hit):
                    continue
                asked.append(place)
            if rule.name not in seen:
                weight += rule.weight
                seen.add(rule.name)
                because.append(Reason("outside", rule.name, sentence.words(hit)))
    return Ruled(weight, own, tuple(asked), tuple(because), tuple(left))


def _only_another_place(sentence: Marked, hit: Hit, book: Phrasebook, near: frozenset[str]) -> bool:
    """ "Nobody from {a hospital that is not the peer's}" keeps that hospital out, and asks for nobody from elsewhere."""
    if hit.rule.says != "outside":
        return False
    places = {p for p in sentence.inside(hit) if isinstance(p, Place) and p.kind != "department"}
    return bool(places) and places <= _shunned_elsewhere(sentence, book, near)


def _shuns_another_place(sentence: Marked, book: Phrasebook, near: frozenset[str]) -> bool:
    return bool(_shunned_elsewhere(sentence, book, near))


def _shunned_elsewhere(sentence: Marked, book: Phrasebook, near: frozenset[str]) -> frozenset[Place]:
    """The places of a sentence that must be kept out and are not the peer's own; none where that is not known."""
    if not near:
        return frozenset()
    return frozenset(
        what
        for hit in sentence.hits(book, "avoid")
        for what in (*sentence.inside(hit), *_joined(sentence, hit))
        if isinstance(what, Place) and what.kind != "department" and what.ids.isdisjoint(near)
    )


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
            r"^(?:please )?(?:don'?t|do not|not|never|nobody|no one|noone|keep\w*|leav\w+|anyone but|other than|without)\b(?: (?:anyone|anybody))?"
            r"(?: (?:from|in|the|our|tell|involve|inform|notify|copy|let|to|with))?\s*",
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
