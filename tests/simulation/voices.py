"""What the people of the simulation write, in many words, and what they mean by it.

The meaning is the person's own, kept beside the words: the sentences that must hold are judged by it, not by what the service
understood. `{secret}` stands for a word that nobody else uses, by which it is seen who got to read these words.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Voice:
    """Something said, and what is meant: intents in the words of UNDERSTANDING, `danger` among them."""

    text: str
    means: frozenset[str] = frozenset()


def _voices(*said: tuple[str, str]) -> tuple[Voice, ...]:
    return tuple(Voice(text, frozenset(means.split())) for means, text in said)


# A coordinator. `{name}` a supporter, `{day}` a date, `{region}` a region; `{first}`, `{second}` numbers of the list.
COORDINATOR = _voices(
    *(("assign", "{first}"),) * 6,
    ("assign", "Number {first} please. We spoke by the {secret} lamp."),
    ("assign", "{first}, and if that is a no, {second}."),
    ("assign", "{name}"),
    ("assign", "Dr. {name} please"),
    ("assign", "Please ask {name}. The {secret} door is open."),
    ("hold", "Hold until {day}."),
    ("hold", "Please hold this one."),
    ("transfer", "Transfer to {region}, please."),
    ("outside", "Somebody from outside, please."),
    ("close", "Close"),
    ("close", "Please close this one, they found somebody. The {secret} note said so."),
    ("undo", "undo"),
    ("status", "status"),
    ("help", "help"),
    ("acknowledge", "Got it, thanks."),
    ("unclear", "I walked past the {secret} fountain and the weather was fine."),
)
ON_DANGER = _voices(
    ("acknowledge", "I have them on the phone."),
    ("acknowledge", "Seen, I am calling now."),
    ("release", "Go on."),
    ("close", "Close"),
    ("assign", "{first}"),
)
# A coordinator who means another case than that of the letter: one of another office, one long closed, or a slip of the pen.
ABOUT_ANOTHER = (
    "Close {id}",
    "Please close {id}, they found somebody.",
    "{first} for {id}",
    "Please ask {name} for {id}.",
    "Hold {id} until {day}.",
    "Transfer {id} to {region}, please.",
    "{id}: somebody from outside, please.",
    "undo {id}",
)
WHICH_PERSON = _voices(("person", "1"), ("person", "2"), ("unclear", "Hm, the {secret} one perhaps."))
# A supporter who is asked, and one who has accepted.
INVITED = _voices(
    *(("accept", "Yes, gladly."),) * 3,
    *(("accept", "yes"),) * 3,
    ("accept", "Yes, I can do that. I was at the {secret} lake this week."),
    ("decline", "Sorry, I can't this week."),
    ("decline", "no"),
    ("decline", "No, please ask somebody else. The {secret} roof leaks at home."),
    ("unclear", "Which day? The {secret} bridge is closed."),
    ("danger", "Yes. I know them, and I am afraid they might hurt themselves. The {secret} gun is in the house."),
)
REACHING_OUT = _voices(
    ("met", "We met on Tuesday."),
    ("met", "met"),
    ("met resources", "We met. You may send the resources."),
    ("no-answer", "I could not reach them."),
    ("ongoing", "Still trying."),
    ("ongoing", "We met, and will talk again next week at the {secret} cafe."),
    ("peer-declined", "They don't want to talk."),
    ("peer-declined resources", "They don't want to talk, but you may send them the resources."),
    ("handback", "I am sorry, I have to hand this back."),
    ("danger", "They told me that they do not want to live any more. It was the {secret} bridge they spoke of."),
)
PEER = _voices(
    ("accept", "Yes please."),
    ("accept", "Yes, I would like to talk. Thursday by the {secret} gate would be good."),
    ("accept resources", "Yes, I would like to talk, and do send the reading."),
    ("decline", "No thanks."),
    ("decline", "No, thank you. I am not ready to talk. The {secret} garden helps."),
    ("decline resources", "No thanks, but do send the reading."),
    ("stop", "Please never contact me again."),
    ("stop", "Stop. Never write to me again, the {secret} drawer is full."),
    ("unclear", "Thanks. The {secret} tree blooms."),
    ("danger", "I don't think I can go on like this. I keep looking at the {secret} pills."),
)
UNDERSTOOD = _voices(
    ("resources", "Yes please."),
    ("resources", "You may send it."),
    ("", "No."),
    ("stop", "Please never contact me again."),
)

STOPS = (
    "Please never contact me again.",
    "Do not contact me again.",
    "Please stop writing to me.",
    "Never write to me again.",
)

OPENINGS = ("", "", "Hello,\n\n", "Hi,\n\n", "Good morning,\n\n")
CLOSINGS = ("", "", "\n\nThank you.\n", "\n\nBest,\n{me}\n", "\n\n{me}\n\nSent from my iPhone\n")

REFERS = (
    "Would somebody please reach out to {peer}? A complaint came in about the {secret} night, and it was hard.",
    "Please reach out to {peer}. It was the {secret} case on Tuesday.",
    "I would like to refer {peer} for peer support. There was a bad outcome in the {secret} room.",
)
REFERS_ONESELF = (
    "I could use somebody to talk to about a bad outcome. It was the {secret} case.",
    "Could somebody call me? I had a hard night in the {secret} room and would like to talk to a peer.",
)
REFERS_MANY = "We lost a child in the {secret} room last night. Please reach out to everyone who was there:\n\n{peers}"
IN_DANGER = (
    "I am worried that {peer} might hurt themselves. There was talk of the {secret} bridge. Please reach out to {peer}."
)
IN_DANGER_ONESELF = "I don't think I can go on like this. I am not safe on my own tonight. It was the {secret} case."
FROM_OUTSIDE = "\n\nIt should be somebody from outside {place} please, who doesn't know {them}."
CALLS_ONLY = "\n\nPlease only call, {number}; no email please."
AVOIDS = {
    "lee": "\n\nPlease keep Dr. Lee out of it.",
    "cardiology": "\n\nPlease nobody from Cardiology.",
    "belfast-bay": "\n\nPlease nobody from Belfast Bay.",
}
CORRECTS = "Please disregard my earlier mail about {peer}, they have found somebody. The {secret} bell rang."
ADDS = "One more thing about {peer}: they are back on the {secret} ward on Monday."
OTHERS = (
    "Is peer support confidential, and can residents use it? I saw the {secret} poster.",
    "I would like to become a peer supporter. I read the {secret} flyer.",
    "Thank you for all you do. The {secret} cake was lovely.",
    "Buy our {secret} printers now, unsubscribe here.",
)


def said(voice: Voice, chance: Random, me: str, secret: str, **gaps: str) -> str:
    """The voice in a whole mail, the way people write."""
    text = voice.text.format(secret=secret, me=me, **gaps)
    return chance.choice(OPENINGS) + text + chance.choice(CLOSINGS).format(me=me)
