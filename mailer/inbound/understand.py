"""What a mail means that starts something: kind, referral, peers, wishes, region; each with the rule and the words behind it.

Safety is read first, from every mail. Then: did a machine write it? Then: what is it for? Reads no clock and no file. Never
guesses: what it cannot tell is `unclear`, and who it cannot tell is `ambiguous`.
"""

from mailer.inbound import contact
from mailer.inbound.automatic import MachineMail, answerable, machine
from mailer.inbound.people import People
from mailer.inbound.person_mail import LEANS, PersonMail
from mailer.inbound.phrases import Phrasebook
from mailer.inbound.safety import read_safety
from mailer.inbound.spoken import MOST, spoken
from mailer.inbound.tongue import language_of, wanted_language
from mailer.inbound.whose_words import words_for
from mailer.inbound.words import all_words, quoted_by_others, unread
from mailer.inbound.writer import writer
from mailer.model.address import Address, canonical
from mailer.model.meaning import Reason, Understanding
from mailer.model.message import InboundMessage
from mailer.model.organisation import Organisation


def understand(message: InboundMessage, organisation: Organisation, index: People, book: Phrasebook) -> Understanding:
    """The meaning of a mail that answers nothing of ours."""
    own_addresses = frozenset(canonical(a) for i in organisation.intakes for a in (i.address, *i.aliases))
    may_answer, no_answer = answerable(message, own_addresses)
    written_by = machine(message, book)
    safety = read_safety(
        "\n\n".join(
            filter(
                None,
                (all_words(message), quoted_by_others(message, own_addresses), written_by.words if written_by else ""),
            )
        ),
        message.subject,
        book,
    )
    because = [*safety.because, *unread(message), *((no_answer,) if no_answer else ())]
    if written_by is not None and not written_by.relays:
        return _of_machine(written_by, message, safety.danger, safety.concern, because)
    words = words_for(message, written_by, index, organisation, book)
    if written_by is not None:
        because += written_by.because
        may_answer = False
    read = spoken(words.text, index)
    subject_text = words.subject if words.subject and words.subject.strip() != words.text.strip() else ""
    subject = spoken(subject_text[:500], index)
    if read.cut:
        because.append(Reason("words", f"only the first {MOST} characters were read"))
    who = writer(words.author, words.reply_to, words.signature, read, index, organisation, book, relayed=words.relayed)
    meaning = PersonMail(message, words, read, subject, who, index, organisation, book, safety.danger)
    found = meaning.understanding()
    if found.kind == "unclear" and message.header("list-unsubscribe"):
        # What a list sends to all its readers (RFC 2369) and what asks for nobody is a machine's mail, and no question.
        return Understanding(
            kind="automatic", because=(*because, *found.because, Reason("kind", "sent to all readers of a list", "list-unsubscribe")),
            safety=safety.danger, concern=safety.concern, answerable=False, referrer=message.author, words=all_words(message),
        )  # fmt: skip
    says = [hit.rule.says for sentence in read.sentences for hit in sentence.hits(book, "contact")]
    allowed, phone = contact.wished(says, words.text)
    language = language_of(f"{words.subject}\n{words.text}")
    return Understanding(
        kind=found.kind, because=(*because, *found.because), leant=any(r.rule == LEANS for r in found.because),
        referral=found.referral, peers=found.peers, outside=found.outside,
        avoid=found.avoid, safety=safety.danger, concern=safety.concern, spam=found.spam, answerable=may_answer,
        referrer=who.address if not words.relayed else (Address(who.person.email, who.person.name) if who.person else None),
        language=language, wants_language=wanted_language(words.text, language), words=all_words(message) if not words.relayed else words.text,
        contact=allowed, phone=phone,
    )  # fmt: skip


def _of_machine(
    found: MachineMail, message: InboundMessage, danger: bool, concern: bool, because: list[Reason]
) -> Understanding:
    return Understanding(
        kind=found.kind, because=(*because, *found.because), safety=danger, concern=concern, secure_mail=found.what == "secure-mail",
        answerable=False, referrer=message.author, bounce=found.bounce, absence=found.absence, words=message.own,
    )  # fmt: skip
