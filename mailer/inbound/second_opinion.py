"""A second opinion on where quoted mail begins, from the library mail-parser-reply, for languages that quotes.py lacks.

Asked only where a reply seems to quote nothing, and believed only for a line with a date or an address in it: the library
alone keeps quoted text in two mails of three and loses words in some, so it is one signal and never decides on words.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from mailparser_reply.parser import EmailMessage

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "sv", "da", "cs", "ja", "ko", "zh")
_LONGEST_LINE = 400  # the library's patterns are quadratic in the length of a line
_MOST_LINES = 400


@lru_cache(maxsize=1)
def _headers() -> re.Pattern[str]:
    return re.compile(EmailMessage(text="", languages=list(_LANGUAGES)).HEADER_REGEX)


def first_quoted_line(lines: Sequence[str]) -> int | None:
    """The line that announces quoted mail, if the library sees one that also looks like a mail program's work."""
    short = [line.strip() if len(line) <= _LONGEST_LINE else "" for line in lines[:_MOST_LINES]]
    text = "\n".join(short)
    match = _headers().search(text)
    if match is None:
        return None
    at = text.count("\n", 0, match.start() + len(match.group()) - len(match.group().lstrip("\n")))
    found = match.group()
    dated = re.search(r"\d{1,2}[:.h]\d{2}|(?:19|20)\d\d", found)
    return at if at > 0 and dated and ("@" in found or found.strip().count("\n") >= 2) else None
