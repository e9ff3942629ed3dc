"""What a person typed into an answer to an invitation (RFC 5545): the COMMENT, or the note in X-ALT-DESC.

Reads properties, builds no calendar: an answer's dates concern nobody here.
"""

import html
import re

_NAME = re.compile(r"(COMMENT|X-ALT-DESC|METHOD)(?=[;:])", re.IGNORECASE)
_ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def _properties(calendar: str) -> dict[str, str]:
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar[:100_000])  # section 3.1
    found: dict[str, str] = {}
    for line in unfolded.splitlines():
        if match := _NAME.match(line):
            # The value begins behind the first colon that stands in no quoted parameter.
            colon = next((i for i, c in enumerate(line) if c == ":" and line.count('"', 0, i) % 2 == 0), len(line))
            value = re.sub(r"\\[nN,;\\]", lambda m: _ESCAPED[m.group()], line[colon + 1 :])
            found.setdefault(match.group(1).upper(), value.strip())
    return found


def calendar_method(calendar: str, declared: str) -> str:
    """REQUEST, REPLY, COUNTER …: of the Content-Type, else of the calendar itself (RFC 5546)."""
    return (declared or _properties(calendar).get("METHOD", "")).strip().upper()


def calendar_comment(calendar: str) -> str:
    """The typed note of an answer; empty for an invitation, whose description nobody answered with."""
    found = _properties(calendar)
    if found.get("METHOD", "").upper() not in ("REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"):
        return ""
    note = found.get("COMMENT", "")
    if not note and "X-ALT-DESC" in found:
        note = html.unescape(re.sub(r"<[^>]{0,500}>", " ", found["X-ALT-DESC"]))
    return re.sub(r"[ \t]+", " ", note).strip()
