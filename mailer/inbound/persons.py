"""The persons of a mail: every mention of one person put together, and what the mail says of each.

Decides who is to be supported: never a patient, a relative, the coordinator, a supporter only spoken of, an example, one who
needs nothing. Which member of staff that is, is looked up here too; how they are reached is for referral.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mailer.inbound.kind import Evidence
from mailer.inbound.lexicon import key
from mailer.inbound.names import Mention
from mailer.inbound.people import Match, People, Said
from mailer.inbound.phrases import Phrasebook
from mailer.inbound.places import Place
from mailer.inbound.spoken import Spoken, groups, heads_line, in_list
from mailer.model.meaning import Reason

PEER = 0.9
"""What must be said of a person before it is believed that support is asked for."""
LIKELY = 0.45
_NEAR = 40
_RANK = {"full": 4, "titled": 3, "single": 2, "small": 1, "unknown": 0}


@dataclass
class Figure:
    """One person of a mail, with all that is said of them. Filled while the mail is read, not changed afterwards."""

    mentions: list[Mention]
    match: Match
    weight: float = 0.0
    against: float = 0.0
    reasons: list[Reason] = field(default_factory=list)
    in_subject: bool = False
    greeted: bool = False
    group: int = 0  # those named in one breath share a number

    @property
    def best(self) -> Mention:
        return max(self.mentions, key=lambda m: (len(m.words), _RANK[m.strength]))

    @property
    def name(self) -> str:
        return self.match.people[0].name if self.match.fit == "directory" else self.best.name

    @property
    def score(self) -> float:
        return self.weight + self.against


def said_of(mention: Mention, read: Spoken) -> Said:
    """The departments, places and roles beside a name, and those elsewhere in its line or sentence."""
    sentence = read.sentence_at(mention.start)
    begin = sentence.whole.start if sentence else mention.start
    end = begin + len(sentence.whole.text) if sentence else mention.end
    others = [m for m in read.mentions if m is not mention]
    end = min([end, *(m.start for m in others if mention.end <= m.start < end)])
    before = max([begin, *(m.end for m in others if begin <= m.end <= mention.start)])
    line_end = read.text.find("\n", mention.end)
    if heads_line(read, mention) and 0 <= line_end < end and read.text[mention.end : line_end].strip():
        end = line_end
    beside = [
        p for p in read.places
        if (mention.end <= p.start < end and _attached(read.text[mention.end : p.start], read, mention.end))
        or (p.start >= before and p.kind in ("department", "role") and 0 < mention.start - p.end <= 3
            and not read.text[p.end : mention.start].strip())
    ]  # fmt: skip
    near = [p for p in read.places if before <= p.start < end]
    return _said(beside, mention, _said(near, mention, None))


def _attached(between: str, read: Spoken, start: int) -> bool:
    """True where only small words, commas, brackets and other places stand between a name and a place."""
    if len(between) > _NEAR + 30 or "\n\n" in between:
        return False
    for place in read.places:
        if start <= place.start < start + len(between):
            between = between.replace(place.written, " ")
    words = (
        between.replace(",", " ")
        .replace("(", " ")
        .replace(")", " ")
        .replace(";", " ")
        .replace("-", " ")
        .replace(":", " ")
        .split()
    )
    return len(words) <= 4 and all(w.lower().strip(".'") in _SMALL for w in words)


_SMALL = frozenset(
    [
        "in",
        "of",
        "at",
        "from",
        "the",
        "a",
        "an",
        "our",
        "with",
        "md",
        "do",
        "np",
        "pa",
        "crna",
        "rn",
        "here",
        "over",
        "down",
        "up",
        "on",
        "is",
        "who",
        "my",
        "is",
        "was",
        "one",
        "over",
        "one's",
        "team",
        "attending",
        "department",
        "dept",
        "new",
        "and",
        "works",
        "working",
        "section",
        "division",
        "group",
        "out",
        "unit",
        "service",
        "as",
        "i'm",
        "we're",
        "hospital's",
        "locum",
        "chief",
        "also",
        "your",
        "'s",
        "pgy",
        "resident",
        "fellow",
        "–",
        "—",
        "|",
        "x",
    ]
)


def _said(places: Iterable[Place], mention: Mention, near: Said | None) -> Said:
    found: dict[str, set[str]] = {"role": set(), "department": set(), "community": set(), "region": set()}
    for place in places:
        found[place.kind] |= place.ids
    return Said(
        roles=frozenset(found["role"]),
        departments=frozenset(found["department"]),
        communities=frozenset(found["community"]),
        regions=frozenset(found["region"]),
        doctor=mention.titled,
        near=near,
    )


def figures(read: Spoken, subject: Spoken, people: People, home: str | None) -> list[Figure]:
    """All persons that the text or the subject names, each once."""
    found: list[Figure] = []
    everywhere = [(m, read) for m in read.mentions] + [(m, subject) for m in subject.mentions]
    for mention, where in sorted(
        everywhere, key=lambda pair: (-len(pair[0].words), pair[1] is subject, -_RANK[pair[0].strength])
    ):
        same = next((f for f in found if _same(f.best, mention, people)), None)
        if same is not None:
            same.mentions.append(mention)
            same.in_subject |= where is subject
            if same.match.fit != "directory" and len(same.best.words) == len(mention.words):
                again = _look_up(mention, where, people, home)
                if again.fit == "directory" or (same.match.fit == "text" and again.fit == "ambiguous"):
                    same.match = again
            continue
        found.append(Figure([mention], _look_up(mention, where, people, home), in_subject=where is subject))
    return sorted(found, key=lambda f: min(m.start for m in f.mentions))


def _look_up(mention: Mention, where: Spoken, people: People, home: str | None) -> Match:
    said = said_of(mention, where)
    roles = people.lexicon.credential_roles.get(mention.credential)
    if roles:
        said = Said(
            said.roles | frozenset(roles), said.departments, said.communities, said.regions, said.doctor, said.near
        )
    return people.named(mention.words, said, titled=mention.titled, home=home)


def _same(full: Mention, other: Mention, people: People) -> bool:
    """True where a shorter mention may be the person of a longer one."""
    mine, theirs = [key(w) for w in full.words], [key(w) for w in other.words]
    if mine == theirs:
        return True
    if len(theirs) == 1 and len(mine) > 1:
        if theirs[0] in mine[1:] or theirs[0] == "".join(mine[1:]):
            return True
        return not other.titled and any(people.lexicon.one_given(theirs[0], m) for m in mine[:-1])
    if len(theirs) >= 2 and len(mine) >= 2:
        given = people.lexicon.one_given(mine[0], theirs[0]) or (
            min(len(mine[0]), len(theirs[0])) == 1 and mine[0][0] == theirs[0][0]
        )
        family = mine[-1] == theirs[-1] or (len(theirs[-1]) == 1 and mine[-1].startswith(theirs[-1]))
        return family and given
    return False


def weigh_persons(found: Sequence[Figure], read: Spoken, subject: Spoken, evidence: Evidence, book: Phrasebook) -> None:
    """Add up, for each person, what the rules say; those named in one breath share it."""
    by_mention = {id(m): f for f in found for m in f.mentions}
    for sentence in (*read.sentences, *subject.sentences):
        if not sentence.slots:
            continue
        for field_name in ("role", "kind"):
            for hit in sentence.hits(book, field_name):
                if field_name == "kind" and hit.rule.says not in ("colleague", "hint-colleague"):
                    continue
                if hit.rule.says == "greeted" and sentence in subject.sentences:
                    continue  # a name for a subject is whom the mail is about
                for what in sentence.inside(hit)[-1:]:
                    figure = by_mention.get(id(what))
                    if figure is not None:
                        if (
                            hit.rule.says == "relative"
                            and figure.match.fit == "directory"
                            and len(figure.best.words) > 1
                        ):
                            continue  # a spouse who works here is no stranger to us
                        figure.greeted |= hit.rule.says == "greeted"
                        _count(
                            figure,
                            hit.rule.name,
                            hit.rule.weight if field_name == "role" else min(hit.rule.weight, 1.0),
                            sentence.words(hit),
                        )
    for figure in found:
        if figure.in_subject:
            figure.weight += 0.5
    for number, group in enumerate(groups(read), 1):
        group = [m for m in group if id(m) in by_mention and not by_mention[id(m)].greeted]
        for figure in (by_mention[id(m)] for m in group if id(m) in by_mention):
            figure.group = figure.group or number
        _share(group, by_mention, read, evidence)


def _count(figure: Figure, rule: str, weight: float, words: str) -> None:
    if any(r.rule == rule for r in figure.reasons):
        return
    figure.reasons.append(Reason("peers", rule, words))
    if weight > 0:
        figure.weight += weight
    else:
        figure.against += weight


def _share(group: Sequence[Mention], by_mention: dict[int, Figure], read: Spoken, evidence: Evidence) -> None:
    members = list({id(f): f for m in group if (f := by_mention.get(id(m)))}.values())
    listed = any(heads_line(read, m) for m in group) and (len(group) > 1 or in_list(read, group[0]))
    if listed and evidence.of("event", "colleague"):
        for figure in members:
            figure.weight += 1.0
            figure.reasons.append(Reason("peers", "stands in the list of those involved", figure.best.written))
    if len(members) < 2:
        return
    most = max((f.weight for f in members), default=0.0)
    least = min((f.against for f in members), default=0.0)
    spoken_for = [f for f in members if f.against < 0]
    for figure in members:
        if figure.against == 0 and figure.weight < most:
            figure.weight = most
        if least < 0 and len(spoken_for) * 2 >= len(members) and figure.weight < PEER:
            figure.against = min(figure.against, least)


def chosen(found: Sequence[Figure], *, must: bool, several: bool = False) -> list[Figure]:
    """Those to be supported. `must`: somebody is asked for, so the likeliest is taken where none is named outright;
    `several`: the mail says that there are more than one."""
    sure = [f for f in found if (f.score >= PEER and f.best.strength != "unknown") or f.score >= PEER + 0.1]
    if sure:
        return [
            f
            for f in found
            if f in sure or (f.against == 0 and not _doubtful(f) and (f.score >= LIKELY or (several and whole(f))))
        ]
    if not must:
        return []
    likely = [f for f in found if f.against > -0.5 and (f.best.strength != "unknown" or f.weight >= 0.5)]
    if not likely:
        return []
    likely = [f for f in likely if not _doubtful(f)] or likely
    first = max(likely, key=lambda f: f.score + 0.3 * whole(f))
    if several and whole(first):
        return [f for f in likely if whole(f) or f.group == first.group]
    return [
        f
        for f in likely
        if f is first or (f.group == first.group and first.group) or (f.score >= 0.3 and f.score >= first.score - 0.05)
    ]


def whole(figure: Figure) -> bool:
    """A name that says whom it means: two words, or a title."""
    return figure.best.strength in ("full", "titled") or (
        figure.best.strength == "small" and len(figure.best.words) > 1
    )


def _doubtful(figure: Figure) -> bool:
    """A word that may be no person's name at all."""
    return figure.best.strength == "unknown" or (
        figure.best.strength in ("single", "small") and figure.match.fit == "text"
    )
