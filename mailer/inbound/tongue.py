"""In which language a mail is written, and whether it asks for a supporter who speaks another.

English, French and Spanish, told by their small words. Guesses no further: everything else counts as English.
"""

import re

from mailer.inbound.phrases import fold

_SMALL_WORDS = {
    "en": frozenset("the and is are to of you i we have has was were with for this that not be my your would could please".split()),  # noqa: SIM905
    "fr": frozenset("le la les des une est je vous nous avec pour dans pas qui que mon ma votre au aux ce cette ai suis et du merci bonjour".split()),  # noqa: SIM905
    "es": frozenset("el los las una es yo usted nosotros con para en no que mi su por del al este esta he soy y muy gracias hola lo".split()),  # noqa: SIM905
}  # fmt: skip
_SPEAKS = re.compile(
    r"\b(?:speaks?|speaking|in|talk in|habla|hable|parle|parlant|hispanohablante|en)\s{1,3}(?:a little |some |fluent )?"
    r"(spanish|french|english|espanol|castellano|francais|anglais|ingles|portuguese|vietnamese|somali|arabic|chinese|mandarin|german|russian)\b"
)
_SPEAKER = re.compile(
    r"\b(spanish|french|english|portuguese|vietnamese|somali|arabic|chinese|mandarin|german|russian)[\s-]{1,2}(?:speaking|speaker)"
)
_CODES = {
    "spanish": "es", "espanol": "es", "castellano": "es", "french": "fr", "francais": "fr", "english": "en", "anglais": "en", "ingles": "en",
    "portuguese": "pt", "vietnamese": "vi", "somali": "so", "arabic": "ar", "chinese": "zh", "mandarin": "zh", "german": "de", "russian": "ru",
}  # fmt: skip
_PERSON = re.compile(
    r"\b(?:someone|somebody|anyone|supporter|doctor|physician|medico|medica|alguien|quelqu'un|persona|personne|pair|peer|person|medecin|collegue)\b"
)


def language_of(text: str) -> str:
    """The ISO 639-1 code of a text's language."""
    words = re.findall(r"[a-z]+", fold(text[:4000]))
    counts = {code: sum(w in small for w in words) for code, small in _SMALL_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= 3 and counts[best] > 1.3 * counts["en"] else "en"


def wanted_language(text: str, written: str) -> str | None:
    """The language that the supporter should speak, where the mail asks for one; a mail in another one than English asks by itself."""
    folded = fold(text[:10_000])
    for match in [*_SPEAKER.finditer(folded), *_SPEAKS.finditer(folded)]:
        around = folded[max(0, match.start() - 60) : match.end() + 40]
        if _PERSON.search(around):
            return _CODES[match.group(1)]
    return written if written != "en" else None
