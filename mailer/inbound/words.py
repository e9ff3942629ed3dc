"""Whose words count in a mail, and what its subject adds to them."""

import re
from collections.abc import Iterable

from mailer.inbound.body import UNREAD
from mailer.inbound.phrases import fold
from mailer.model.address import canonical
from mailer.model.meaning import Reason
from mailer.model.message import InboundMessage, Passage

_PREFIX = re.compile(
    r"^\s*(?:\[(?:ext|external|externe|externo|extern|secure|spam|caution|list|[\w.-]{2,30})\]|\*{1,3}(?:ext|external"
    r"|spam)\*{1,3}"
    r"|(?:re|fw|fwd|tr|rv|wg|aw|sv|vs|antw|ref|rif|odp|res|enc|vl|automatic reply|external)(?:\[\d+\]"
    r"|\(\d+\))?\s?[:：])\s*",
    re.IGNORECASE,
)
_BLANK = re.compile(
    r"^[\W_]*(?:no subject|sans objet|sin asunto|kein betreff|ohne betreff|untitled)?[\W_]*$", re.IGNORECASE
)
_EMAIL = re.compile(r"[^\s<>()\[\]:;,\"]{1,64}@[^\s<>()\[\]:;,\"]{1,190}")
_QUOTED_SUBJECT = re.compile(
    r"^[>* \t]{0,20}(?:subject|objet|asunto|betreff|oggetto)[*\s]*:[*\s]*(\S.*)$", re.IGNORECASE | re.MULTILINE
)
_COURTESY = re.compile(
    r"^(?!.*\b(?:help|status)\b)"
    r"(?:dear|hello|hi|hey|good (?:morning|day|afternoon|evening)|many thanks|thank you|thanks|thx|(?:kind |best |warm )?regards"
    r"|best(?: wishes)?|sincerely|cheers|hola|buenos d[ií]as|buenas (?:tardes|noches)|(?:muchas )?gracias|saludos|bonjour|bonsoir"
    r"|merci(?: beaucoup)?|cordialement)\b(?:\W+\w+){0,2}\W*$",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"^[\W_]*$")


def bare_subject(subject: str) -> str:
    """A subject without Re:, Fwd:, [EXTERNAL] and their like; empty where there is none."""
    for _ in range(12):
        shorter = _PREFIX.sub("", subject, count=1)
        if shorter == subject:
            break
        subject = shorter
    return "" if _BLANK.match(subject) else subject.strip()


def words_of(message: InboundMessage) -> Passage:
    """The passage that speaks: the writer's own words, else the newest forwarded mail that says anything, else the subject.

    Where the writer wrote anything, forwarded mail counts as the writer's too: see all_words.
    """
    if not _NOTHING.match(message.own):
        return _own(message, message.own)
    for passage in message.forwarded:
        if not _NOTHING.match(passage.text):
            return passage
    if message.forwarded and (subject := bare_subject(message.forwarded[0].subject)):
        first = message.forwarded[0]
        return Passage(subject, first.author, first.reply_to, first.subject, first.date, first.signature)
    return _own(message, bare_subject(message.subject) if not message.own else message.own)


def _own(message: InboundMessage, text: str) -> Passage:
    return Passage(text, message.author, message.reply_to, message.subject, message.date, message.signature)


def without_courtesies(text: str, name: str) -> str:
    """The text less the lines that only greet, thank, or sign with the writer's name: what is left is what was said.

    A line with a command in it is no courtesy, however it begins.
    """
    own = set(_squeezed(name).split())
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(
        line for line in lines if line and not _COURTESY.match(line) and not set(_squeezed(line).split()) <= own
    )


def all_words(message: InboundMessage) -> str:
    """Everything that the writer wrote or passed on: own words, then the forwarded mails, newest first. No quoted mail."""
    return "\n\n".join(text for text in (message.own, *(passage.text for passage in message.forwarded)) if text.strip())


def subject_words(message: InboundMessage, ours_subjects: Iterable[str] = ()) -> str:
    """What the writer put into the subject of an answer: nothing where it is Re: and a subject of ours.

    Without the subjects of our letters, the subject of a reply is taken for the letter's, that of any other mail for the writer's.
    """
    subject = bare_subject(message.subject)
    known = [folded for s in ours_subjects if (folded := _squeezed(bare_subject(s)))]
    squeezed = _squeezed(subject)
    if not squeezed or squeezed in known:
        return ""
    for letter in sorted(known, key=len, reverse=True):
        # "YES - Touching base", "Re: Touching base - no thanks": what was added is the writer's.
        if letter in squeezed:
            return _without(subject, letter)
    if not known:
        known = _thread_subjects(message)
        if squeezed in known:
            return ""
        if known:  # a reply whose subject is no longer that of the thread
            return subject
    if not known and (message.in_reply_to or message.references) and subject != message.subject.strip():
        return ""
    return subject


def _thread_subjects(message: InboundMessage) -> list[str]:
    """The subject of the mail that is answered, as the quoted header block or Outlook's Thread-Topic keeps it."""
    if not (message.in_reply_to or message.references):
        return []
    quoted = _QUOTED_SUBJECT.search(message.quoted[:4000])
    found = [bare_subject(message.header("thread-topic")), bare_subject(quoted.group(1)) if quoted else ""]
    return [squeezed for subject in found if (squeezed := _squeezed(subject))]


def unread(message: InboundMessage) -> tuple[Reason, ...]:
    """Each bound that a huge mail met, as a reason: whoever reads what was understood hears what was not read."""
    return tuple(Reason("words", oddity) for oddity in message.oddities if oddity.startswith(UNREAD))


def quoted_by_others(message: InboundMessage, ours: Iterable[str]) -> str:
    """Quoted mail that is no letter of ours: a colleague's, below a mail that only adds us to a thread. Empty where ours stands in it."""
    known = {canonical(address) for address in ours}
    for address in _EMAIL.findall(message.quoted[:50_000]):
        if canonical(address) in known:
            return ""
    return message.quoted


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def _without(subject: str, letter: str) -> str:
    """The subject less the letter's own words, which stand in it in this order."""
    pattern = r"[\W_]+".join(re.escape(word) for word in letter.split())
    rest = re.sub(pattern, " ", fold(subject), count=1)
    match = re.search(pattern, fold(subject))
    rest = f"{subject[: match.start()]} {subject[match.end() :]}" if match else rest
    return re.sub(r"\s+", " ", rest).strip(" -–—:;,.|/()[]")
