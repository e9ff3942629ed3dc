"""What must hold of each letter that leaves, one method a sentence: what its reader may learn, and who is left in peace.

Judged by what people wrote and meant, not by what the service understood.
"""

import re
from datetime import timedelta

from mailer.model.address import canonical
from tests.simulation.broken import hold
from tests.simulation.knowledge import Knowledge
from tests.simulation.programme import Programme, Sent

_SECRET = re.compile(r"vrill[a-z]{3}")
_RUN = re.compile(r"[a-z2-7]*vrill[a-z]{3}[a-z2-7]*")
_MARK = 26  # signs of chance in a reply mark: one of many thousands spells the beginning of a secret
_HELD_PEER = ("peer/tell-understood", "peer/tell-resources", "peer/tell-crisis")


def secrets_in(text: str) -> set[str]:
    """The secrets of mails that stand in a text; what a reply mark spells by chance is none."""
    return {secret for run in _RUN.findall(text) if len(run) < _MARK for secret in _SECRET.findall(run)}


class LetterSentences:
    """The sentences of one letter."""

    def __init__(self, programme: Programme, knowledge: Knowledge) -> None:
        self.programme, self.known = programme, knowledge

    def judge(self, sent: Sent) -> None:
        self.nobody_learns_what_is_not_for_them(sent)
        self.nobody_learns_who_else_is_meant(sent)
        self.the_own_region_of_an_outside_peer_learns_nothing(sent)
        self.a_peer_is_left_alone_after_a_no(sent)
        self.who_said_stop_hears_nothing(sent)
        self.who_wants_a_call_gets_no_letter(sent)
        self.resources_come_only_with_permission(sent)
        self.nobody_excluded_is_asked(sent)
        self.subjects_and_addresses_are_neutral(sent)
        self.the_contact_comes_after_the_yes(sent)
        self.the_crisis_letter_comes_once_a_day(sent)
        self.a_referrer_hears_that_it_arrived_and_no_more(sent)

    def nobody_learns_what_is_not_for_them(self, sent: Sent) -> None:
        name = "nobody_learns_what_is_not_for_them"
        text = sent.everything
        for secret in secrets_in(text):
            mail = next(m for m in self.programme.mails.values() if m.secret == secret)
            where = f"{sent.name} to {sent.to} holds words of a {mail.kind} by {mail.author}"
            hold(sent.name.startswith("coordinator/") or sent.name == "supporter/tell-peer-wrote", name, where)
            case = self.programme.store.case(mail.case or sent.case or "")
            endangered = mail.danger or (case is not None and case.danger is not None)
            if mail.kind == "peer":
                ours = (
                    sent.name == "supporter/tell-peer-wrote"
                    and case is not None
                    and sent.to == canonical(case.supporter or "")
                )
                further = sent.name == "coordinator/tell-forwarded" and any(
                    m.referral and m.referral.own for m in self.known.mails_of(mail.case)
                )
                hold(ours or further or (sent.name == "coordinator/ask-crisis" and endangered), name, where)
            elif mail.kind in ("supporter", "stranger"):
                question = (
                    sent.name == "coordinator/tell-forwarded"
                    and mail.kind == "supporter"
                    and not mail.answers.endswith("handover")
                )
                # marks live as long as the case: moved back later, the mail is read as a new one, and asked about
                as_new = sent.name == "coordinator/ask-unclear" and mail.case in self.known.purged
                hold(question or as_new or (sent.name == "coordinator/ask-crisis" and endangered), name, where)
            elif sent.name == "supporter/tell-peer-wrote":
                hold(canonical(mail.author) in self.known.peer_addresses(sent.case), name, where)
        if sent.name.startswith("operator/"):
            for mail in self.programme.mails.values():
                for peer in mail.referral.peers if mail.referral else ():
                    hold(peer.name not in text and peer.email not in text, name, f"{sent.name} names a peer")

    def nobody_learns_who_else_is_meant(self, sent: Sent) -> None:
        """Neither peer nor supporter learns who referred, or who else was named in the mail."""
        if not sent.name.startswith(("peer/", "supporter/")) or sent.case is None:
            return
        case = self.programme.store.case(sent.case)
        text = sent.everything
        for mail in self.known.mails_of(sent.case):
            if mail.referral is None or case is None:
                continue
            concerned = {canonical(p.email) for p in mail.referral.peers} & {*self.known.peer_addresses(sent.case)}
            people = [p for p in (*mail.referral.peers, mail.referral.writer) if p.name != case.peer.name]
            for person in people if concerned else ():
                told = person.name in text or person.email in text
                own = canonical(person.email) in (sent.to, canonical(case.supporter or ""), canonical(case.owner))
                hold(
                    not told or own, "nobody_learns_who_else_is_meant", f"{sent.name} to {sent.to} names {person.name}"
                )

    def the_own_region_of_an_outside_peer_learns_nothing(self, sent: Sent) -> None:
        name = "the_own_region_of_an_outside_peer_learns_nothing"
        if not sent.name.startswith("coordinator/"):
            return
        text = sent.everything
        for mail in self.programme.mails.values():
            referral = mail.referral
            if referral is None or sent.to not in referral.far or mail.done_at is None or mail.done_at > sent.queued_at:
                continue
            if mail.kind == "referral":
                hold(mail.secret not in text, name, f"{sent.name} to {sent.to} holds the words")
            case = self.programme.store.case(sent.case or "")
            about = case is not None and mail.message_id in case.mail_ids and case.outside
            answered = (
                sent.name == "coordinator/tell-not-done"
            )  # to one who held it before the wish came: no more than that
            hold(not about or answered, name, f"{sent.name} to {sent.to} is about {sent.case}")

    def a_peer_is_left_alone_after_a_no(self, sent: Sent) -> None:
        if sent.case in self.known.noes and sent.name.startswith("peer/"):
            hold(sent.name in _HELD_PEER, "a_peer_is_left_alone_after_a_no", f"{sent.name} of {sent.case}")
            understood = sum(s.name == sent.name and s.case == sent.case for s in self.known.different())
            hold(
                understood <= 1 or sent.name == "peer/tell-crisis",
                "a_peer_is_left_alone_after_a_no",
                f"{sent.name} again",
            )

    def who_said_stop_hears_nothing(self, sent: Sent) -> None:
        if sent.name.startswith("peer/") and sent.to in self.known.stops:
            hold(sent.name == "peer/tell-crisis", "who_said_stop_hears_nothing", f"{sent.name} to {sent.to}")

    def who_wants_a_call_gets_no_letter(self, sent: Sent) -> None:
        if not sent.name.startswith("peer/") or sent.name == "peer/tell-crisis":
            return
        wishes = [
            m.referral.calls_only
            for m in self.known.mails_of(sent.case)
            if m.referral and m.done_at and m.done_at <= sent.queued_at
        ]
        hold(not any(wishes), "who_wants_a_call_gets_no_letter", f"{sent.name} of {sent.case}")

    def resources_come_only_with_permission(self, sent: Sent) -> None:
        if sent.name == "peer/tell-resources":
            name = "resources_come_only_with_permission"
            hold(sent.case in self.known.permitted, name, str(sent.case))
            hold(
                sum(s.name == sent.name and s.case == sent.case for s in self.known.different()) == 1,
                name,
                f"{sent.case} twice",
            )

    def nobody_excluded_is_asked(self, sent: Sent) -> None:
        if sent.name not in ("supporter/ask-invitation", "supporter/ask-again", "supporter/tell-handover"):
            return
        for mail in self.known.mails_of(sent.case):
            if mail.referral is not None and mail.done_at is not None and mail.done_at <= sent.queued_at:
                hold(
                    sent.to not in mail.referral.never,
                    "nobody_excluded_is_asked",
                    f"{sent.name} to {sent.to} for {sent.case}",
                )

    def subjects_and_addresses_are_neutral(self, sent: Sent) -> None:
        name = "subjects_and_addresses_are_neutral"
        heads = f"{sent.subject} {sent.reply_to} {sent.head('From')}"
        hold(not secrets_in(heads), name, f"{sent.name}: words of a mail in {heads}")
        lower = heads.lower()
        for mail in self.programme.mails.values():
            for person in (*mail.referral.peers, mail.referral.writer) if mail.referral else ():
                case = self.programme.store.case(sent.case or "")
                helps = case is not None and canonical(person.email) == canonical(case.supporter or "")
                hold(helps or person.name.lower() not in lower, name, f"{sent.name} names {person.name}: {heads}")
        if sent.name.startswith(("peer/", "referrer/")):
            hold(sent.case is None or sent.case not in sent.subject, name, f"{sent.name}: a case number")

    def the_contact_comes_after_the_yes(self, sent: Sent) -> None:
        if sent.name not in ("supporter/ask-invitation", "supporter/ask-again") or sent.case is None:
            return
        case = self.programme.store.case(sent.case)
        if case is None:
            return
        text = sent.text
        digits = "".join(re.findall(r"\d", text))
        hold(not case.peer.email or case.peer.email not in text, "the_contact_comes_after_the_yes", sent.name)
        hold(not case.peer.phone or case.peer.phone[-10:] not in digits, "the_contact_comes_after_the_yes", sent.name)

    def the_crisis_letter_comes_once_a_day(self, sent: Sent) -> None:
        if sent.name.endswith("/tell-crisis"):
            same = [
                s for s in self.known.different()
                if s.name.endswith("/tell-crisis") and s.to == sent.to and s.message_id != sent.message_id
                and timedelta(0) <= sent.queued_at - s.queued_at < timedelta(hours=24)
            ]  # fmt: skip
            hold(not same, "the_crisis_letter_comes_once_a_day", sent.to)

    def a_referrer_hears_that_it_arrived_and_no_more(self, sent: Sent) -> None:
        if not sent.name.startswith("referrer/"):
            return
        name = "a_referrer_hears_that_it_arrived_and_no_more"
        hold(sent.name in ("referrer/tell-received", "referrer/tell-crisis"), name, sent.name)
        wrote = sum(canonical(m.author) == sent.to for m in self.programme.mails.values())
        heard = sum(s.name.startswith("referrer/") and s.to == sent.to for s in self.known.different())
        hold(heard <= wrote, name, f"{heard} letters for {wrote} mails of {sent.to}")
