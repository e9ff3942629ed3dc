"""How a peer of a mail is reached: which of the numbers and addresses in it are that person's, and which channel is allowed.

Reads what contact.py finds. A number or address that the words give to somebody else is never taken.
"""

from bisect import bisect_right

from mailer.inbound import contact
from mailer.inbound.choice import Chosen, Setting
from mailer.inbound.persons import Figure
from mailer.inbound.spoken import Spoken
from mailer.model.meaning import Contact

MOST_NAMES = 100
"""Names and numbers looked at for whose a number is."""
_THEIRS = (" his ", " her ", " their ", " him ", " she ", " he ")


def signature(setting: Setting) -> str:
    return setting.message.signature if not setting.message.forwarded or setting.message.own.strip() else ""


def is_mine(read: Spoken, number: contact.Number) -> bool:
    """True where the words before a number say that it is the writer's own."""
    before = read.folded[max(0, number.start - 60) : number.start].rpartition(".")[2]
    last = max((before.rfind(w) for w in (" my ", " me ", "i'm ", " i ", "mine")), default=-1)
    theirs = max((before.rfind(w) for w in (" his ", " her ", " their ", " him ", "'s ", " she ", " he ")), default=-1)
    return number.mine or last > theirs or (before.lstrip().startswith("my ") and theirs < 0)


def numbers_of(setting: Setting, picked: Chosen, figure: Figure, alone: bool) -> list[contact.Number]:
    """The numbers that the mail gives for a person: in the row or sentence of the name, or said to be his or hers."""
    read = setting.read
    owners = sorted((m.end, f is figure) for f in picked.figures for m in f.mentions if m in read.mentions[:MOST_NAMES])
    found: list[contact.Number] = []
    for number in setting.numbers[:MOST_NAMES]:
        if number.mine or is_mine(read, number):
            continue
        at = bisect_right(owners, (number.start, True)) - 1
        end, own = owners[at] if at >= 0 else (-1, False)
        between = read.text[end : number.start] if at >= 0 else ""
        sentence = read.sentence_at(number.start)
        theirs = sentence is not None and any(word in f" {sentence.whole.folded}" for word in _THEIRS)
        if (own and ((len(between) < 120 and "\n\n" not in between) or theirs or alone)) or (
            alone and theirs and not own
        ):
            found.append(number)
    return found


def address_near(setting: Setting, figure: Figure, alone: bool) -> str | None:
    """The address that the mail gives for a person."""
    read = setting.read
    for address, place in contact.addresses(read.text):
        if (
            setting.organisation.intake(address)
            or setting.organisation.is_office(address)
            or (setting.writer.address and setting.writer.address.same(address))
        ):
            continue
        person = setting.people.by_address(address)
        if person is not None:
            if any(p.email == person.email for p in figure.match.people):
                return person.email
            continue
        before = read.folded[max(0, place - 40) : place]
        if any(w in before for w in (" my ", " me ", "myself")) and not any(
            w in before for w in (" her ", " his ", " him ")
        ):
            continue
        nearest = [m for m in read.mentions if m.end <= place]
        if alone or (nearest and nearest[-1] in figure.mentions and place - nearest[-1].end < 160):
            return address
    return None


def asked_address(setting: Setting) -> str | None:
    """The address that the writer asks to be reached at, where the words give one of their own."""
    for address, _ in contact.addresses(setting.read.text):
        if setting.organisation.intake(address) or setting.organisation.is_office(address):
            continue
        person = setting.people.by_address(address)
        if person is None or (setting.writer.person is not None and person.email == setting.writer.person.email):
            return address
    return None


def channel(setting: Setting, figure: Figure | None, *, alone: bool) -> tuple[Contact, bool]:
    """The channel a person may be reached by, and whether the work address is asked for. Among several peers a wish is that
    of the one whom its sentence names, or who was named last."""
    says: list[str] = []
    last: Figure | None = None
    for sentence in setting.sentences:
        named = [s.what for s in sentence.slots]
        here = figure is not None and any(m in named for m in figure.mentions)
        if here:
            last = figure
        elif named:
            last = None
        hits = sentence.hits(setting.book, "contact")
        if not hits:
            continue
        mine = any(w in f" {sentence.whole.folded} " for w in (" me ", " my ", " i "))
        if alone or here or (figure is not None and last is figure) or (figure is None and mine and not named):
            says += [h.rule.says for h in hits]
    return contact.channel(says), "work" in says
