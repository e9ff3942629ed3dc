"""A mail that a person wrote: its kind, and for a referral who is meant and what is wished.

Asks the other rooms step by step and puts their answers together. A colleague who is named here is rarely named for anything but
support, and who writes here of something hard rarely writes for anything else: both count a little before any rule speaks.
"""

import re
from collections.abc import Mapping
from typing import get_args

from mailer.inbound.choice import Chosen, Setting, choose
from mailer.inbound.kind import ENOUGH, Evidence, Verdict, decide, weigh
from mailer.inbound.leaning import SURE_OF_NONE, UNDECIDED, leaning, traits
from mailer.inbound.names import Mention
from mailer.inbound.people import Match, People, Said
from mailer.inbound.persons import PEER, Figure, figures, weigh_persons
from mailer.inbound.phrases import Phrasebook
from mailer.inbound.places import Place
from mailer.inbound.referral import peers_of
from mailer.inbound.spoken import Spoken, spoken
from mailer.inbound.whose_words import Words
from mailer.inbound.wishes import Avoided, Outside, avoided, outside
from mailer.inbound.writer import Writer
from mailer.model.address import Address
from mailer.model.meaning import Kind, Reason, Understanding
from mailer.model.message import InboundMessage
from mailer.model.organisation import Organisation


class PersonMail:
    """One mail that a person wrote, asked step by step."""

    def __init__(
        self, message: InboundMessage, words: Words, read: Spoken, subject: Spoken, who: Writer, index: People,
        organisation: Organisation, book: Phrasebook, danger: bool,
    ) -> None:  # fmt: skip
        self.words, self.index, self.organisation, self.book = words, index, organisation, book
        self.setting = Setting(message, read, subject, who, index, organisation, book)
        self.who = who
        self.danger = danger

    def understanding(self) -> Understanding:
        setting = self.setting
        evidence = weigh(setting.sentences, self.book)
        staff = self.who.person is not None or (not self.who.stranger and not self.who.relayed)
        evidence = self._with_wishes(evidence)
        verdict = decide(
            evidence,
            staff=staff,
            stranger=self.who.stranger,
            question="?" in setting.read.text or "?" in setting.subject.text,
            danger=self.danger,
        )
        verdict = self._leaning(verdict, evidence)
        plea = False
        if verdict.kind == "unclear" and self.words.behind:
            below = self._behind()
            second = weigh(below.sentences, self.book)
            again = decide(second, staff=True, stranger=False)
            if again.kind == "referral":
                self.setting, evidence, verdict, plea = self._with(below), second, again, True
        if verdict.kind != "referral":
            return Understanding(kind=verdict.kind, because=verdict.because, spam=verdict.spam)
        picked, extra = self._picked(evidence, plea)
        setting = self.setting
        home = self._home(picked)
        wish = outside(setting.sentences, self.book, self.index, home)
        shunned = [a for a in avoided(setting.sentences, self.book) if not self._is_peer(a.what, picked)]
        wish = self._own_place_shunned(wish, shunned, home)
        peers, reasons = peers_of(setting, picked, wish)
        return Understanding(
            kind="referral", because=(*verdict.because, *picked.because, *extra, *wish.because, *(a.because for a in shunned), *reasons),
            referral=picked.type, peers=peers, outside=wish.wished, avoid=tuple(a.words for a in shunned),
        )  # fmt: skip

    def _with_wishes(self, evidence: Evidence) -> Evidence:
        """Who says what the supporter should be like asks for one; a sign of danger asks for somebody, too."""
        wished = outside(self.setting.sentences, self.book, self.index, frozenset()).wished
        more = 0.5 * wished + 0.6 * self.danger
        weights = {**evidence.weights, "ask": evidence.of("ask") + more}
        if not self.who.stranger and (_speaks_of(self.setting, self.who) or self._another_in_danger()):
            weights["prior-others"] = 0.9
        elif not self.who.stranger and _FIRST.search(self.setting.read.folded):
            weights["prior-self"] = 0.45
        return Evidence(weights, evidence.hits)

    def _another_in_danger(self) -> bool:
        read = self.setting.read
        if not self.danger:
            return False
        if any(_may_harm_themselves(read, m) for m in read.mentions):
            return True
        others = [m for m in read.mentions if len(m.words) > 1 and m.name != self.who.name]
        return bool(others) and len(_OF_THEM.findall(read.folded)) > 1

    def _leaning(self, verdict: Verdict, evidence: Evidence) -> Verdict:
        """The vote of all the words beside the rules' (leaning.py); a forwarded mail is left to the rules, which know whose words count."""
        if self.words.behind or verdict.spam or not self.index.lexicon.weights:
            return verdict
        found = traits((s.marked.folded for s in self.setting.sentences), stranger=self.who.stranger)
        kind, share = leaning(found, self.index.lexicon.weights, self.index.lexicon.weighed, verdict.kind)
        if not kind or kind == verdict.kind:
            return verdict
        if verdict.kind == "referral" and share < SURE_OF_NONE:
            return verdict  # a request overheard is worse than one read into a mail
        reason = (Reason("kind", LEANS, f"{kind} {share:.0%}"),)
        if share < UNDECIDED or kind not in _LEANT:
            return Verdict("unclear", reason)
        if kind == "referral" and verdict.kind == "unclear" and (self.who.stranger or evidence.of("vague")):
            return verdict
        return Verdict(_LEANT[kind], reason)

    # the persons

    def _figures(self, setting: Setting, evidence: Evidence) -> list[Figure]:
        home = self.who.community or self._spoken_home()
        found = figures(setting.read, setting.subject, self.index, home)
        weigh_persons(found, setting.read, setting.subject, evidence, self.book)
        for figure in found:
            best = figure.best
            if self.danger and any(_may_harm_themselves(setting.read, m) for m in figure.mentions):
                figure.weight += PEER
                figure.reasons.append(Reason("peers", "peers: may harm themselves", figure.best.name))
            vocative = _vocative(setting.read, figure)
            if vocative or (self._is_office(figure) and not _asked_for(figure)):
                figure.against -= 2.5
                figure.greeted = True
            if best.credential in ("rn", "lpn", "cna", "cst") and figure.match.fit == "text":
                figure.against -= 0.3
            if (
                best.courtesy
                and best.courtesy in ("mr", "mrs", "ms", "miss", "fr", "rev", "mme")
                and figure.match.fit != "directory"
            ):
                figure.against -= 1.0
        shunned = [a.what for a in avoided(setting.sentences, self.book) if a.what is not None]
        for figure in found:
            if any(m in shunned for m in figure.mentions):
                figure.against -= 3.0
        return found

    def _spoken_home(self) -> str | None:
        """The community that the writer speaks of as the own one."""
        ids = {i for p in self.who.places if p.kind == "community" for i in p.ids}
        return ids.pop() if len(ids) == 1 else None

    def _is_office(self, figure: Figure) -> bool:
        """True for a coordinator or backup, named whole, or by the first name where no colleague is meant by it."""
        names = {a.name.lower() for _, a in self.organisation.offices() if a.name}
        best = figure.best
        if figure.match.fit == "directory" and figure.match.people[0].name.lower() not in names:
            return False
        if best.courtesy:
            return any(n.split()[-1] == best.words[-1].lower() for n in names)
        return best.name.lower() in names or (
            len(best.words) == 1 and not best.titled and any(n.split()[0] == best.words[0].lower() for n in names)
        )

    def _picked(self, evidence: Evidence, plea: bool) -> tuple[Chosen, tuple[Reason, ...]]:
        found = self._figures(self.setting, evidence)
        if plea:
            return self._plea(found, evidence)
        picked = choose(self.setting, found, evidence, own_of_another=plea)
        if picked.type == "self" or picked.figures or not self.words.behind:
            return picked, ()
        # "See below", "the three in the attached": the persons are in the forwarded mail
        own = self.setting
        below = self._behind()
        combined = self._with(below)
        second = weigh(below.sentences, self.book)
        others = self._figures(combined, evidence)
        author = self.words.behind[0].author
        named = [f for f in others if author is None or not _is_author(f, author, self.index)]
        for figure in named:
            if figure.against > -0.5:
                figure.weight += 0.3
        many = any(s.hits(self.book, "several") for s in own.sentences)
        told = [f for f in named if f.against > -0.5 and (f.match.fit == "directory" or f.score >= ENOUGH)]
        if author is not None and not many and (not told or second.own > second.others + 0.9):
            return self._author_behind(picked)
        if many:
            for figure in named:
                if figure.against > -0.5:
                    figure.weight += 1.0
        self.setting = combined
        return choose(combined, named, evidence, own_of_another=False), ()

    def _plea(self, found: list[Figure], evidence: Evidence) -> tuple[Chosen, tuple[Reason, ...]]:
        """The sender only passes it on: its author asks, for somebody named there, else for himself or herself."""
        author = self.words.behind[0].author
        others = [f for f in found if author is None or not _is_author(f, author, self.index)]
        told = [f for f in others if f.against > -0.5 and f.match.fit in ("directory", "ambiguous")]
        if not told or evidence.of("self") > evidence.others + evidence.of("prior-others"):
            return self._author_behind(Chosen("colleague"))
        return choose(self.setting, others, evidence, own_of_another=True), ()

    def _author_behind(self, picked: Chosen) -> tuple[Chosen, tuple[Reason, ...]]:
        """The author of the forwarded mail is the one to be supported."""
        author = self.words.behind[0].author
        if author is None:
            return picked, ()
        person = self.index.by_address(author.email)
        text = person.name if person else author.name
        hinted = spoken(text, self.index)
        if not hinted.mentions and not person:
            return picked, ()
        figures_found = figures(hinted, spoken("", self.index), self.index, self.who.community)
        reason = Reason("peers", "the author of the forwarded mail", "")
        if person is not None:
            for figure in figures_found[:1]:
                figure.match = Match("directory", (person,), "address")
        return Chosen("colleague", tuple(figures_found[:1]), False, not figures_found, (*picked.because, reason)), ()

    def _behind(self) -> Spoken:
        return spoken("\n\n".join(p.text for p in self.words.behind), self.index)

    def _with(self, below: Spoken) -> Setting:
        s = self.setting
        joined = spoken(f"{s.read.text}\n\n{below.text}", self.index)
        return Setting(s.message, joined, s.subject, s.writer, s.people, s.organisation, s.book)

    # the wishes

    def _home(self, picked: Chosen) -> frozenset[str]:
        communities = {p.community for f in picked.figures for p in f.match.people if f.match.fit == "directory"}
        if (picked.writer or not communities) and self.who.community:
            communities.add(self.who.community)
        return frozenset(c for c in communities if c)

    def _own_place_shunned(self, wish: Outside, shunned: list[Avoided], home: frozenset[str]) -> Outside:
        """ "Nobody from {the peer's own place}" is a wish for elsewhere, too."""
        if wish.wished:
            return wish
        regions = self.index.places.regions(home)
        for one in shunned:
            if isinstance(one.what, Place) and one.what.kind in ("community", "region"):
                if not one.what.ids.isdisjoint(home) or not one.what.ids.isdisjoint(regions):
                    return Outside(True, (), (Reason("outside", one.because.rule, one.because.words),))
        return wish

    @staticmethod
    def _is_peer(what: Mention | Place | None, picked: Chosen) -> bool:
        return isinstance(what, Mention) and any(what in f.mentions for f in picked.figures)


_LEANT: Mapping[str, Kind] = {
    kind: kind for kind in get_args(Kind) if kind in ("referral", "correction", "volunteer", "inquiry", "other")
}
LEANS = "the weighed words lean to it"
_OF_THEM = re.compile(r"\b(?:he|she|him|her|his|hers)\b")
_THEMSELVES = re.compile(r"\b(?:himself|herself|themselves|themself)\b")
_FIRST = re.compile(r"\b(?:i|i'[a-z]{1,2}|im|ive|id|me|my|mine|je|j'|moi|mon|ma|yo|mi|me)\b")


def _may_harm_themselves(read: Spoken, mention: Mention) -> bool:
    """True where the sentence that names somebody whole goes on to "herself": in a mail of danger, it is of them."""
    sentence = read.sentence_at(mention.start)
    if sentence is None or len(mention.words) < 2:
        return False
    return _THEMSELVES.search(sentence.whole.folded, max(0, mention.end - sentence.whole.start)) is not None


def _asked_for(figure: Figure) -> bool:
    """True where a coordinator is named whole and plainly the one to be reached out to: they are colleagues too."""
    return len(figure.best.words) > 1 and figure.weight >= PEER and not figure.greeted


def _vocative(read: Spoken, figure: Figure) -> bool:
    """True for "Kim," or "Kim -" on the first line alone: the one who is written to."""
    first = min(figure.mentions, key=lambda m: m.start)
    before = read.text[: first.start].rstrip(" \t")
    if first not in read.mentions or (before and not before.endswith("\n\n")):
        return False
    return bool(re.match(r"[ ]?(?:[,:!–-]|and all|& co)[^\S\n]*\n", read.text[first.end : first.end + 12]))


def _speaks_of(setting: Setting, who: Writer) -> bool:
    """True where a colleague of the directory is named: whoever writes here of one rarely means anything else."""
    for read in (setting.read, setting.subject):
        for mention in read.mentions:
            if mention.strength == "unknown" or mention.courtesy:
                continue
            match = setting.people.named(mention.words, Said(), titled=mention.titled, home=who.community)
            if match.people and not (who.person is not None and who.person in match.people):
                if not _greeted(setting, mention):
                    return True
    return False


def _greeted(setting: Setting, mention: Mention) -> bool:
    sentence = setting.read.sentence_at(mention.start)
    if sentence is None or mention not in [s.what for s in sentence.slots]:
        return False
    return any(h.rule.weight < 0 and mention in sentence.inside(h) for h in sentence.hits(setting.book, "role"))


def _is_author(figure: Figure, author: Address, index: People) -> bool:
    person = index.by_address(author.email)
    if person is not None and figure.match.fit == "directory":
        return figure.match.people[0].email == person.email
    return figure.best.name.lower() == author.name.lower()
