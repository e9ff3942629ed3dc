"""One history of a programme, drawn from a seed: what people write, what they leave unanswered, and what breaks meanwhile.

The same seed gives the same history. Each step is told in a line; after each pass the sentences are judged.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from random import Random

from mailer.model.address import canonical
from mailer.model.organisation import OnCall, Person
from mailer.service.books import Books
from tests.simulation import voices
from tests.simulation.programme import Mail, Programme, Sent
from tests.simulation.referrals import Referral, Staff, referral
from tests.simulation.sentences import Sentences
from tests.simulation.voices import Voice

STARTS = (
    datetime(2026, 10, 30, 19, 30, tzinfo=UTC),  # the Friday before the clocks go back (1 November)
    datetime(2026, 10, 31, 15, tzinfo=UTC),
    datetime(2026, 11, 25, 20, tzinfo=UTC),  # the eve of Thanksgiving
    datetime(2026, 12, 23, 14, tzinfo=UTC),
    datetime(2027, 3, 12, 21, tzinfo=UTC),  # the Friday before the clocks go forward (14 March)
    datetime(2027, 3, 13, 13, tzinfo=UTC),
    datetime(2026, 11, 10, 15, tzinfo=UTC),  # a Tuesday
    datetime(2026, 11, 13, 21, 30, tzinfo=UTC),  # a Friday, half an hour before the weekend
)
_SPANS = (0.1, 0.5, 1, 3, 6, 7, 11, 13, 19, 25, 40, 49, 80, 170)
_POINTS = (
    "before a commit", "after a commit", "before filing", "after filing", "before expunging", "after expunging",
    "before putting", "after putting", "before sending", "after sending",
)  # fmt: skip
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


@dataclass(frozen=True)
class Figures:
    """What a history came to."""

    seed: int
    steps: int
    mails: int
    letters: int
    cases: int
    passes: int
    kills: int


class History:
    """A play of one seed. `run` raises Broken where a sentence does not hold; `told` says what happened."""

    def __init__(self, seed: int, books: Books) -> None:
        self.seed = seed
        self.chance = Random(seed)
        self.told: list[str] = []
        organisation = replace(books.organisation, outreach_remind=self.chance.random() < 0.3)
        if self.chance.random() < 0.6:
            regional = books.organisation.regions[1].backups[0]
            full = (
                OnCall(regional, "full")
                if self.chance.random() < 0.3
                else OnCall(replace(regional, email="chaplain@ward.example"), "full")
            )
            organisation = replace(
                organisation, on_call=(OnCall(replace(regional, email="2075550199@pager.example", name="")), full)
            )
        self.staff = Staff(organisation)
        self.programme = Programme(replace(books, organisation=organisation), self.chance, self.chance.choice(STARTS))
        self.sentences = Sentences(self.programme, self.staff)
        self.cast = self._cast()
        self.answered: set[str] = set()
        self.steps = 0

    def _cast(self) -> list[Person]:
        """Those about whom and by whom it is written: a few, so that they meet again."""
        return self.chance.sample(self.staff.peers, 5) + self.chance.sample(self.staff.supporters, 1)

    def run(self, steps: int) -> Figures:
        try:
            self._pass()
            for _ in range(steps):
                self.steps += 1
                self._step()
            self._end()
        finally:
            self.programme.close()
        p = self.programme
        return Figures(self.seed, self.steps, len(p.mails), len(p.sent), self.cases, p.passes, p.kills)

    def _say(self, text: str) -> None:
        local = self.programme.now.astimezone(self.programme.organisation.clock.zone)
        self.told.append(f"{self.steps:3} {local:%a %d %b %H:%M %Z}  {text}")

    # ---------------------------------------------------------------- passing

    def _pass(self) -> None:
        """Passes until one of them is not killed; then the sentences."""
        programme = self.programme
        for _ in range(4):
            letters = len(programme.sent)
            healthy = programme.healthy
            whole = programme.one_pass()
            for sent in programme.sent[letters:]:
                self._say(f"    -> {sent.name} to {sent.to} ({sent.case})")
            if not whole:
                self._say("    killed, and started again")
            self.sentences.judge(healthy and whole)
            if whole:
                return

    def _wait(self, hours: float) -> None:
        """Time goes by, and the service wakes whenever something is due."""
        programme = self.programme
        end = programme.now + timedelta(hours=hours)
        for _ in range(30):
            ahead = programme.next_moment()
            if not programme.up or ahead is None or ahead > end:
                programme.now = end
                break
            programme.now = ahead
            self._pass()
        if programme.up:
            self._pass()

    # ------------------------------------------------------------------ steps

    def _step(self) -> None:
        referred = sum(m.kind == "referral" for m in self.programme.mails.values())
        steps: dict[Callable[[], None], float] = {
            self._somebody_refers: 8 if referred < 2 else 2 if referred < 5 else 0,
            self._somebody_answers: 14,
            self._time_passes: 6,
            self._somebody_writes_again: 1.5,
            self._an_old_letter_is_answered: 2,
            self._something_else_arrives: 1,
            self._somebody_is_away: 1,
            self._a_letter_bounces: 1,
            self._an_office_writes: 1,
            self._a_stop_without_a_mark: 0.4,
            self._a_stranger_answers: 0.6,
            self._a_mail_comes_twice: 1,
            self._a_person_moves_a_mail_back: 0.6,
            self._a_server_fails: 1.5,
            self._the_process_is_killed: 1.5,
            self._the_service_ends_and_starts: 0.8,
            self._a_mailbox_is_rebuilt: 0.6,
        }
        self.chance.choices(list(steps), list(steps.values()))[0]()
        if self.programme.up and self.chance.random() < 0.85:
            self._pass()

    def _somebody_refers(self) -> None:
        one = referral(self.staff, self.chance, self.cast, self.programme.secret())
        mail = self._write(
            "referral", formataddr((one.writer.name, one.writer_address)), one.subject, one.text, secret=one.secret,
            danger=one.danger, about=one,
        )  # fmt: skip
        where = self._intake()
        self.programme.deliver(mail, where)
        wish = " outside" if one.outside else " calls only" if one.calls_only else " danger" if one.danger else ""
        self._say(
            f"{one.writer.name} refers {', '.join(p.name for p in one.peers) or self.staff.double}{wish} to {where}"
        )

    def _somebody_answers(self) -> None:
        waiting = [s for s in self.programme.sent if self._asks(s) and s.message_id not in self.answered][-10:]
        if waiting:
            self._answer(self.chance.choice(waiting))

    def _an_old_letter_is_answered(self) -> None:
        asked = [s for s in self.programme.sent if self._asks(s)]
        if asked:
            self._answer(self.chance.choice(asked))

    def _asks(self, sent: Sent) -> bool:
        reader, _, name = sent.name.partition("/")
        return name in _ASKING.get(reader, ())

    def _answer(self, sent: Sent, who: str = "", kind: str = "") -> None:
        self.answered.add(sent.message_id)
        reader = sent.name.partition("/")[0]
        voice = self.chance.choice(_voices_for(sent.name))
        secret = self.programme.secret() if "{secret}" in voice.text else ""
        me = sent.to.partition("@")[0].replace(".", " ").title()
        one, two = self.chance.sample(range(1, 6), 2)
        text = voices.said(
            voice, self.chance, me, secret, first=str(one), second=str(two), name=self.chance.choice(self.staff.supporters).name,
            day=self.chance.choice(_DAYS), region=self.chance.choice(self.programme.organisation.regions).name,
        )  # fmt: skip
        mail = self._write(
            kind or ("office" if reader == "coordinator" else reader), who or formataddr((me, sent.to)), f"Re: {sent.letter.subject}",
            text, secret=secret, means=voice.means, danger="danger" in voice.means, answers=sent,
        )  # fmt: skip
        self.programme.deliver(mail, sent.reply_to)
        self._say(f"{who or sent.to} answers {sent.name} ({sent.case}): {voice.text!r}")

    def _a_stranger_answers(self) -> None:
        marked = [s for s in self.programme.sent if self._asks(s) and s.name.startswith(("peer/", "supporter/"))]
        if marked:
            self._answer(self.chance.choice(marked), "Sam Elsewhere <sam@elsewhere.example>", "stranger")

    def _somebody_writes_again(self) -> None:
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
        mail = self._write(kind, sender, f"Re: {one.subject}", text, secret=secret, headers=thread)
        self.programme.deliver(mail, first.boxes[0])
        self._say(f"{one.writer.name} writes again: {words[:40]!r}{' in the thread' if thread else ''}")

    def _something_else_arrives(self) -> None:
        secret, who = self.programme.secret(), self.chance.choice(self.cast)
        text = self.chance.choice(voices.OTHERS).format(secret=secret)
        self.programme.deliver(
            self._write("other", formataddr((who.name, who.email)), "A question", text, secret=secret), self._intake()
        )
        self._say(f"{who.name} writes something else")

    def _somebody_is_away(self) -> None:
        """An out-of-office answers one of our letters."""
        sent = self._recent(lambda s: s.name.startswith(("coordinator/", "supporter/")))
        if sent is None:
            return
        back = self.programme.now + timedelta(days=self.chance.choice((1, 3, 9)))
        self._machine(sent, sent.to, f"Automatic reply: {sent.letter.subject}",
                      f"I am out of the office until {back:%B} {back.day} and will answer when I am back.")  # fmt: skip
        self._say(f"{sent.to} is away until {back:%d %b}")

    def _machine(self, sent: Sent, author: str, subject: str, text: str) -> None:
        headers = [("Auto-Submitted", "auto-replied"), ("In-Reply-To", sent.message_id)]
        self.programme.deliver(self._write("machine", author, subject, text, headers=headers), sent.reply_to)

    def _a_letter_bounces(self) -> None:
        sent = self._recent(lambda s: s.case is not None)
        if sent is None:
            return
        if self.chance.random() < 0.3:
            self.programme.counter.no_such_reader ^= {sent.to}
            self._say(
                f"the server takes mail for {sent.to} {'no more' if sent.to in self.programme.counter.no_such_reader else 'again'}"
            )
            return
        number = self.programme.number()
        raw = _delivery_report(sent, number, self.programme.now)
        mail = Mail(f"<report.{number}@mx.example>", "mailer-daemon@mx.example", "machine", raw, self.programme.now)
        self.programme.deliver(mail, sent.reply_to)
        self._say(f"a report: {sent.name} to {sent.to} could not be delivered")

    def _an_office_writes(self) -> None:
        _, office = self.chance.choice(list(self.programme.organisation.offices()))
        text = self.chance.choice(
            (
                "status",
                "help",
                "Please take care of it.",
                f"New referral: {self.chance.choice(self.cast).name}, 207-555-0123",
            )
        )
        self.programme.deliver(
            self._write("office", formataddr((office.name, office.email)), text, text), self._intake()
        )
        self._say(f"{office.email} writes {text!r}")

    def _a_stop_without_a_mark(self) -> None:
        who = self.chance.choice(self.cast)
        means = frozenset({"stop"})
        mail = self._write(
            "peer", formataddr((who.name, who.email)), "Hello", self.chance.choice(voices.STOPS), means=means
        )
        self.programme.deliver(mail, self._intake())
        self._say(f"{who.name} writes a stop of their own")

    def _a_mail_comes_twice(self) -> None:
        mails = [m for m in self.programme.mails.values() if m.kind != "machine"]
        if mails:
            mail = self.chance.choice(mails[-6:])
            self.programme.deliver(mail, self._intake())
            self._say(f"a {mail.kind} of {mail.author} comes once more, to {mail.boxes[-1]}")

    def _a_person_moves_a_mail_back(self) -> None:
        for box in self.programme.boxes.values():
            if lying := box.folders["Needs a person"]:
                mail = lying.pop(self.chance.randrange(len(lying)))
                box.arrives(mail.raw, mail.received)
                self.programme.mails[mail.message_id].moved_back += 1
                self._say("a person moves a mail from Needs a person back to INBOX")
                return

    # ---------------------------------------------------------------- troubles

    def _time_passes(self) -> None:
        paging = any(
            c.in_danger and c.danger and not c.danger.acknowledged_at for c in self.programme.store.open_cases()
        )
        hours = self.chance.choice(_SPANS[:3] if paging else _SPANS)
        self._say(f"{hours} hours pass")
        self._wait(hours)

    def _a_server_fails(self) -> None:
        programme, counter = self.programme, self.programme.counter
        trouble = self.chance.choice(("mailbox", "submission", "patience", "answer"))
        if trouble == "answer":
            counter.answers_lost, counter.lost_for_good = 1, self.chance.random() < 0.5
            programme.lost_answers += 1
        elif trouble == "patience" and (sent := self._recent(lambda s: bool(s.to))):
            counter.patience.add(sent.to)
        elif trouble in ("mailbox", "submission"):
            box = self.chance.choice(list(programme.boxes.values()))
            if trouble == "mailbox":
                box.away = True
            else:
                counter.away = True
            self._say(f"trouble: {trouble}")
            self._pass()
            self._wait(self.chance.choice((0.2, 2, 8)))
            box.away = counter.away = False
        self._say(f"trouble: {trouble}, over")

    def _the_process_is_killed(self) -> None:
        self.programme.traps.point = self.chance.choice(_POINTS)
        self.programme.traps.passes = self.chance.choice((0, 0, 1, 2))
        self._say(f"it will be killed {self.programme.traps.point}")
        if self.chance.random() < 0.7:
            self._somebody_answers()
        self._pass()
        self.programme.traps.point = ""

    def _the_service_ends_and_starts(self) -> None:
        if self.chance.random() < 0.5:
            hours = self.chance.choice((2, 14, 30, 75))
            self.programme.up = False
            self._say(f"the service is down for {hours} hours")
            self._wait(hours)
            self.programme.up = True
        else:
            self._say("the service ends and starts")
        self.programme.restart()

    def _a_mailbox_is_rebuilt(self) -> None:
        box = self.chance.choice(list(self.programme.boxes.values()))
        box.is_rebuilt()
        self._say(f"{box.address} is numbered anew")

    def _end(self) -> None:
        """Everything heals, and six weeks go by in which nobody writes, but for somebody who answers the pages."""
        counter = self.programme.counter
        counter.no_such_reader.clear()
        counter.answers_lost = 0
        self._pass()
        self._pass()
        self._say("nobody writes any more")
        for case in self.programme.store.open_cases():
            pages = [
                s
                for s in self.programme.sent
                if s.case == case.id and s.name == "coordinator/ask-crisis" and self._decides(s)
            ]
            if case.in_danger and pages:
                mail = self._write(
                    "office",
                    pages[-1].to,
                    f"Re: {pages[-1].letter.subject}",
                    "close",
                    answers=pages[-1],
                    means=frozenset({"close"}),
                )
                self.programme.deliver(mail, pages[-1].reply_to)
                self._pass()
        self.cases = sum(1 for _ in self.programme.store.cases()) + len(self.sentences.purged)
        if self.chance.random() < 0.2:
            for _ in range(4):
                self._wait(24 * 10)
            self.sentences.every_story_ends()

    def _decides(self, sent: Sent) -> bool:
        return self.programme.organisation.is_office(sent.to)

    # ------------------------------------------------------------------ writing

    def _recent(self, fits: Callable[[Sent], bool]) -> Sent | None:
        found = [s for s in self.programme.sent[-12:] if fits(s)]
        return self.chance.choice(found) if found else None

    def _intake(self) -> str:
        return self.chance.choice([a for i in self.programme.organisation.intakes for a in (i.address, *i.aliases)])

    def _write(
        self, kind: str, sender: str, subject: str, text: str, *, secret: str = "", means: frozenset[str] = frozenset(),
        danger: bool = False, about: Referral | None = None, answers: Sent | None = None, headers: list[tuple[str, str]] | None = None,
    ) -> Mail:  # fmt: skip
        """A mail as mail programs make it, with an id of its own."""
        message = EmailMessage(policy=SMTP)
        message["From"] = sender
        message["To"] = answers.reply_to if answers else self.programme.organisation.intakes[0].address
        message["Subject"] = subject
        message["Date"] = format_datetime(self.programme.now)
        message_id = f"<mail.{self.programme.number()}@writer.example>"
        message["Message-ID"] = message_id
        if answers and self.chance.random() < 0.9:
            message["In-Reply-To"] = answers.message_id
        for name, value in headers or ():
            message[name] = value
        if answers and self.chance.random() < 0.8:
            quoted = "\n".join(f"> {line}" for line in answers.text.splitlines())
            at = self.programme.now
            text += f"\n\nOn {at:%a, %d %b %Y} at {at:%H:%M}, {answers.letter.message['From']} wrote:\n\n{quoted}\n"
        message.set_content(text)
        author = canonical(str(message["From"].addresses[0].addr_spec))
        return Mail(
            message_id, author, kind, message.as_bytes(), self.programme.now, secret, means, danger,
            answers.case if answers else None, answers.name if answers else "", about,
        )  # fmt: skip


def _voices_for(letter: str) -> tuple[Voice, ...]:
    if letter == "coordinator/ask-crisis":
        return voices.ON_DANGER
    if letter == "coordinator/ask-which-person":
        return voices.WHICH_PERSON
    if letter.startswith("coordinator/"):
        return voices.COORDINATOR
    if letter in ("supporter/ask-invitation", "supporter/ask-again"):
        return voices.INVITED
    if letter.startswith("supporter/"):
        return voices.REACHING_OUT
    return voices.UNDERSTOOD if letter == "peer/tell-understood" else voices.PEER


def _delivery_report(sent: Sent, number: int, now: datetime) -> bytes:
    """A report of failed delivery as RFC 3464 has it."""
    head = "\r\n".join(f"{name}: {value}" for name, value in sent.letter.message.items())
    return (
        f"Return-Path: <>\r\nFrom: Mail Delivery System <mailer-daemon@mx.example>\r\nTo: <{sent.reply_to}>\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        f"Message-ID: <report.{number}@mx.example>\r\nDate: {format_datetime(now)}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="report"\r\n\r\n'
        f"--report\r\nContent-Type: text/plain\r\n\r\nI could not deliver your message to {sent.to}: no such mailbox.\r\n\r\n"
        "--report\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {sent.to}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such mailbox\r\n\r\n"
        f"--report\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}\r\n\r\n--report--\r\n"
    ).encode("utf-8", "replace")
