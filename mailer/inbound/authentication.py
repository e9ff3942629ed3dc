"""Did our own mail server vouch for the author of a mail? (RFC 8601, Authentication-Results.)

Trusts one header only: the topmost that bears the pinned authserv-id; anybody can write the others. Decides nothing about what
follows from a missing proof: without one, commands are asked back.
"""

import re

from mailer.model.message import InboundMessage

EXCHANGE_ONLINE = "exchange-online"
"""A mode of its own: Exchange Online writes no authserv-id, and marks mail inside the tenant by a header of its own."""

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*(dmarc|dkim|spf)\s*=\s*(\w+)(.*)$", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"(header\.d|header\.i|header\.from|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


def is_authenticated(message: InboundMessage, authserv_id: str) -> bool:
    """True where the pinned server says that the author's domain stands behind the mail: DMARC, or DKIM or SPF aligned with From."""
    domain = message.author.domain
    if not domain:
        return False
    if authserv_id == EXCHANGE_ONLINE:
        if message.header("x-ms-exchange-organization-authas").strip().lower() == "internal":
            return True
        return any(_passes(value, domain) for value in message.headers.get("authentication-results", ())[:1])
    for value in message.headers.get("authentication-results", ()):
        server, _, results = _COMMENT.sub(" ", value).partition(";")
        if server.split()[:1] == [authserv_id]:
            return _passes(results, domain)
    return False


def _passes(results: str, domain: str) -> bool:
    """Does any result of one header vouch for this domain?"""
    for result in _COMMENT.sub(" ", results).split(";"):
        match = _RESULT.match(result)
        if match is None or match.group(2).lower() != "pass":
            continue
        if match.group(1).lower() == "dmarc":
            named = [value for name, value in _PROPERTY.findall(match.group(3)) if name.lower() == "header.from"]
            if not named or any(_aligned(value, domain) for value in named):
                return True
        elif any(_aligned(value, domain) for _, value in _PROPERTY.findall(match.group(3))):
            return True
    return False


def _aligned(value: str, domain: str) -> bool:
    """The same domain, or one below the other (RFC 7489, 3.1, relaxed)."""
    named = value.rpartition("@")[2].lower().rstrip(".")
    return named == domain or named.endswith(f".{domain}") or (domain.endswith(f".{named}") and named.count(".") >= 1)
