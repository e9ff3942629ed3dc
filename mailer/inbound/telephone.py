"""A referral taken down by telephone: what a coordinator writes behind NEW REFERRAL, as name, address and number.

Reads one form and guesses nothing: without a name or an address there is no referral, and the coordinator is asked.
"""

import re

_HEAD = re.compile(
    r"\bnew\s{1,3}referral\b[\s:,.;–-]{0,12}(?:(?:for|about|of|is|from)\b[\s:,.;–-]{0,12})?", re.IGNORECASE
)
_ADDRESS = re.compile(r"[^\s<>,;:()@]{1,64}@[^\s<>,;:()@]{1,190}\.[a-z]{2,}", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\d[\d\s().-]{8,30}\d")
_TITLE = re.compile(r"^(?:dr|mr|mrs|ms|prof|doctor)\.?\s{1,3}", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w'’-]{0,40}\.?(?:\s{1,3}[^\W\d_][\w'’-]{0,40}\.?){0,4}")
_LIMIT = 400


def taken_down(text: str) -> tuple[str, ...]:
    """Name, address and number, as far as they are given, behind the first NEW REFERRAL that is followed by any."""
    for head in _HEAD.finditer(text):
        rest = text[head.end() : head.end() + _LIMIT]
        if _HEAD.match(rest):
            continue  # the subject said it already
        paragraph = re.split(r"\n\s*\n", rest.lstrip(), maxsplit=1)[0]
        address, number = _ADDRESS.search(paragraph), _NUMBER.search(paragraph)
        name = _name_in(paragraph)
        found = (name, address.group() if address else "", number.group() if number else "")
        if name or address:
            return tuple(part for part in found if part)
    return ()


def _name_in(paragraph: str) -> str:
    """The words before the first comma, bracket, number or line end, where they read as a name of two words or more."""
    start = _TITLE.sub("", re.split(r"[,;:(<\n\d]|\s[–-]\s", paragraph, maxsplit=1)[0].strip())
    whole = _NAME.fullmatch(start.rstrip(" ."))
    return whole.group() if whole and len(start.split()) > 1 and start[:1].isupper() else ""
