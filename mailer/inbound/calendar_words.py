"""What a person typed into an answer to an invitation (RFC 5545): the COMMENT, or the note in X-ALT-DESC.

Reads properties, builds no calendar: an answer's dates concern nobody here.
"""

import html
import re

_PROPERTY = re.compile(r"^(COMMENT|X-ALT-DESC|METHOD)((?:;[^:\"\n]*(?:\"[^\"\n]*\")?[^:\"\n]*){0,4}):(.*)$", re.IGNORECASE | re.MULTILINE)
_ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def _properties(calendar: str) -> dict[str, str]:
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar[:100_000])   # section 3.1
    found: dict[str, str] = {}
    for name, _, value in _PROPERTY.findall(unfolded.replace("\r\n", "\n")):
        found.setdefault(name.upper(), re.sub(r"\\[nN,;\\]", lambda m: _ESCAPED[m.group()], value).strip())
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
