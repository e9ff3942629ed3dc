"""What the people of the simulation do: refer, answer, write again, bounce, are away. Each deed is told in a line.

Chooses by the chance of its seed alone; lets no time pass and runs no service.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import formataddr
from random import Random

from mailer.model.address import canonical
from mailer.model.organisation import Person
from tests.simulation import voices
from tests.simulation.programme import Mail, Programme, Sent
from tests.simulation.referrals import Referral, Staff, referral
from tests.simulation.writing import delivery_report, voices_for, written

_ASKING = {
    "coordinator": (
        "ask-match",
        "ask-rematch",
        "ask-overdue",
        "ask-unclear",
        "ask-which-person",
        "ask-crisis",
        "tell-done",
        "tell-accepted",
    ),
    "supporter": ("ask-invitation", "ask-again", "tell-handover", "ask-how-it-went", "tell-peer-wrote"),
    "peer": ("ask-outreach", "tell-introduction", "tell-understood"),
}
_DAYS = ("Monday", "December 24", "March 20", "April 3")


class People:
    """The people around a programme: a few of its staff, its offices and supporters, a stranger, and machines."""

    def __init__(self, programme: Programme, chance: Random) -> None:
        self.programme, self.chance = programme, chance
        self.staff = Staff(programme.organisation)
        self.members = self.cast()
        self.answered: set[str] = set()
        self.told: list[str] = []
        self.steps = 0

    def cast(self) -> list[Person]:
        """Those about whom and by whom it is written: a few, so that they meet again."""
        return self.chance.sample(self.staff.peers, 5) + self.chance.sample(self.staff.supporters, 1)

    def say(self, text: str) -> None:
        local = self.programme.now.astimezone(self.programme.organisation.clock.zone)
        self.told.append(f"{self.steps:3} {local:%a %d %b %H:%M %Z}  {text}")

    def somebody_refers(self) -> None:
        one = referral(self.staff, self.chance, self.members, self.programme.secret())
        mail = self.write(
            "referral", formataddr((one.writer.name, one.writer_address)), one.subject, one.text, secret=one.secret,
            danger=one.danger, about=one,
        )  # fmt: skip
        where = self.intake()
        self.programme.deliver(mail, where)
        wish = " outside" if one.outside else " calls only" if one.calls_only else " danger" if one.danger else ""
        self.say(
            f"{one.writer.name} refers {', '.join(p.name for p in one.peers) or self.staff.double}{wish} to {where}"
        )

    def somebody_answers(self) -> None:
        waiting = [s for s in self.programme.sent if self.asks(s) and s.message_id not in self.answered][-10:]
        if waiting:  # a case comes to its end only if supporters and peers answer, too
            weights = [1 if s.name.startswith("coordinator/") else 4 for s in waiting]
            self.answer(self.chance.choices(waiting, weights)[0])

    def an_old_letter_is_answered(self) -> None:
        asked = [s for s in self.programme.sent if self.asks(s)]
        if asked:
            self.answer(self.chance.choice(asked))

    def asks(self, sent: Sent) -> bool:
        reader, _, name = sent.name.partition("/")
        return name in _ASKING.get(reader, ())

    def answer(self, sent: Sent, who: str = "", kind: str = "") -> None:
        self.answered.add(sent.message_id)
        reader = sent.name.partition("/")[0]
        voice = self.chance.choice(voices_for(sent.name))
        secret = self.programme.secret() if "{secret}" in voice.text else ""
        me = sent.to.partition("@")[0].replace(".", " ").title()
        one, two = self.chance.sample(range(1, 6), 2)
        text = voices.said(
            voice, self.chance, me, secret, first=str(one), second=str(two), name=self.chance.choice(self.staff.supporters).name,
            day=self.chance.choice(_DAYS), region=self.chance.choice(self.programme.organisation.regions).name,
        )  # fmt: skip
        mail = self.write(
            kind or ("office" if reader == "coordinator" else reader), who or formataddr((me, sent.to)), f"Re: {sent.subject}",
            text, secret=secret, means=voice.means, danger="danger" in voice.means, answers=sent,
        )  # fmt: skip
        self.programme.deliver(mail, sent.reply_to)
        self.say(f"{who or sent.to} answers {sent.name} ({sent.case}): {voice.text!r}")

    def a_command_names_another_case(self) -> None:
        """In answer to one case's letter: a case of another office, a closed one, or one that never was."""
        asked = [s for s in self.programme.sent if self.asks(s) and s.case and s.name.startswith("coordinator/")][-10:]
        if not asked:
            return
        sent = self.chance.choice(asked)
        cases = [c for c in self.programme.store.cases() if c.id != sent.case]
        foreign = [c.id for c in cases if not c.is_open or canonical(c.owner) != sent.to]
        named = self.chance.choice([*sorted(foreign), self.programme.no_case()])
        words = self.chance.choice(voices.ABOUT_ANOTHER)
        text = words.format(
            id=named, first=self.chance.randrange(1, 6), name=self.chance.choice(self.staff.supporters).name,
            day=self.chance.choice(_DAYS), region=self.chance.choice(self.programme.organisation.regions).name,
        )  # fmt: skip
        mail = self.write("office", sent.to, f"Re: {sent.subject}", text, answers=sent)
        mail.names = named
        self.programme.deliver(mail, sent.reply_to)
        self.say(f"{sent.to} answers {sent.name} ({sent.case}): {words!r}, and names {named}")

    def a_stranger_answers(self) -> None:
        marked = [s for s in self.programme.sent if self.asks(s) and s.name.startswith(("peer/", "supporter/"))]
        if marked:
            self.answer(self.chance.choice(marked), "Sam Elsewhere <sam@elsewhere.example>", "stranger")

    def somebody_writes_again(self) -> None:
        """A further mail in the thread of a referral, a correction, or the same person once more."""
        before = [m for m in self.programme.mails.values() if m.kind == "referral" and m.referral and m.referral.peers]
        if not before:
            return
        first = self.chance.choice(before)
        one = first.referral
        assert one is not None
        peer, secret = self.chance.choice(one.peers), self.programme.secret()
        kind, words = self.chance.choice((("correction", voices.CORRECTS), ("further", voices.ADDS)))
        thread = (
            [("In-Reply-To", first.message_id), ("References", first.message_id)] if self.chance.random() < 0.7 else []
        )
        text = words.format(peer="me" if one.own and len(one.peers) == 1 else peer.name, secret=secret)
        sender = formataddr((one.writer.name, one.writer_address))
        mail = self.write(kind, sender, f"Re: {one.subject}", text, secret=secret, headers=thread)
        self.programme.deliver(mail, first.boxes[0])
        self.say(f"{one.writer.name} writes again: {words[:40]!r}{' in the thread' if thread else ''}")

    def something_else_arrives(self) -> None:
        secret, who = self.programme.secret(), self.chance.choice(self.members)
        text = self.chance.choice(voices.OTHERS).format(secret=secret)
        self.programme.deliver(
            self.write("other", formataddr((who.name, who.email)), "A question", text, secret=secret), self.intake()
        )
        self.say(f"{who.name} writes something else")

    def somebody_is_away(self) -> None:
        """An out-of-office answers one of our letters."""
        sent = self.recent(lambda s: s.name.startswith(("coordinator/", "supporter/")))
        if sent is None:
            return
        back = self.programme.now + timedelta(days=self.chance.choice((1, 3, 9)))
        self.machine(sent, sent.to, f"Automatic reply: {sent.subject}",
                      f"I am out of the office until {back:%B} {back.day} and will answer when I am back.", away_until=back)  # fmt: skip
        self.say(f"{sent.to} is away until {back:%d %b}")

    def machine(self, sent: Sent, author: str, subject: str, text: str, *, away_until: datetime) -> None:
        headers = [("Auto-Submitted", "auto-replied"), ("In-Reply-To", sent.message_id)]
        mail = self.write("machine", author, subject, text, headers=headers)
        mail.away_until = away_until
        self.programme.deliver(mail, sent.reply_to)

    def a_letter_bounces(self) -> None:
        sent = self.recent(lambda s: bool(s.to))
        if sent is None:
            return
        if self.chance.random() < 0.3:
            self.programme.counter.no_such_reader ^= {sent.to}
            self.say(
                f"the server takes mail for {sent.to} {'no more' if sent.to in self.programme.counter.no_such_reader else 'again'}"
            )
            return
        number = self.programme.number()
        raw = delivery_report(sent, number, self.programme.now)
        mail = Mail(f"<report.{number}@mx.example>", "mailer-daemon@mx.example", "machine", raw, self.programme.now)
        mail.answers, mail.case = sent.name, sent.case
        self.programme.deliver(mail, sent.reply_to)
        self.say(f"a report: {sent.name} to {sent.to} could not be delivered")

    def an_office_writes(self) -> None:
        _, office = self.chance.choice(list(self.programme.organisation.offices()))
        text = self.chance.choice(
            (
                "status",
                "help",
                "Please take care of it.",
                f"New referral: {self.chance.choice(self.members).name}, 207-555-0123",
            )
        )
        self.programme.deliver(self.write("office", formataddr((office.name, office.email)), text, text), self.intake())
        self.say(f"{office.email} writes {text!r}")

    def a_stop_without_a_mark(self) -> None:
        who = self.chance.choice(self.members)
        means = frozenset({"stop"})
        mail = self.write(
            "peer", formataddr((who.name, who.email)), "Hello", self.chance.choice(voices.STOPS), means=means
        )
        self.programme.deliver(mail, self.intake())
        self.say(f"{who.name} writes a stop of their own")

    def a_mail_comes_twice(self) -> None:
        mails = [m for m in self.programme.mails.values() if m.kind != "machine"]
        if mails:
            mail = self.chance.choice(mails[-6:])
            self.programme.deliver(mail, self.intake())
            self.say(f"a {mail.kind} of {mail.author} comes once more, to {mail.boxes[-1]}")

    def a_person_moves_a_mail_back(self) -> None:
        for box in self.programme.boxes.values():
            if lying := box.folders["Needs a person"]:
                mail = lying.pop(self.chance.randrange(len(lying)))
                box.arrives(mail.raw, mail.received)
                self.say("a person moves a mail from Needs a person back to INBOX")
                return

    def recent(self, fits: Callable[[Sent], bool]) -> Sent | None:
        found = [s for s in self.programme.sent[-12:] if fits(s)]
        return self.chance.choice(found) if found else None

    def intake(self) -> str:
        return self.chance.choice([a for i in self.programme.organisation.intakes for a in (i.address, *i.aliases)])

    def write(
        self, kind: str, sender: str, subject: str, text: str, *, secret: str = "", means: frozenset[str] = frozenset(),
        danger: bool = False, about: Referral | None = None, answers: Sent | None = None, headers: list[tuple[str, str]] | None = None,
    ) -> Mail:  # fmt: skip
        programme = self.programme
        return written(
            programme.number(), programme.now, self.chance, kind, programme.organisation.intakes[0].address, sender, subject, text,
            secret=secret, means=means, danger=danger, about=about, answers=answers, headers=headers,
        )  # fmt: skip
