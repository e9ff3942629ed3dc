"""Mail addresses: as written, and as compared.

Takes and gives text. Never checks whether an address can be delivered to.
"""

import re
from dataclasses import dataclass

# SRS rewrites a forwarded reverse-path: SRS0=hash=tt=example.org=ann@relay.example
_SRS = re.compile(r"^srs[01][=+-](?:[^=]+=){2,3}([^=]+)=([^=@]+)$", re.IGNORECASE)
# BATV signs a reverse-path: prvs=0123456789=ann@example.org
_BATV = re.compile(r"^(?:prvs|btv1|msprvs1)=[^=]+=+(.+)$", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Address:
    """A mailbox with the name shown beside it (RFC 5322, section 3.4). `name` may be empty."""

    email: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email

    @property
    def domain(self) -> str:
        """What stands behind the last @, in lower case."""
        return self.email.rpartition("@")[2].lower()

    def same(self, other: "Address | str | None") -> bool:
        """True where both are one mailbox, tags and letter case aside."""
        if other is None:
            return False
        return canonical(self.email) == canonical(other if isinstance(other, str) else other.email)


def canonical(email: str) -> str:
    """The form in which two addresses are compared: SRS, BATV and +tag removed, lower case."""
    local, _, domain = email.strip().rpartition("@")
    if match := _SRS.match(local):
        domain, local = match.group(1), match.group(2)
    if match := _BATV.match(local):
        local = match.group(1)
    return f"{local.partition('+')[0]}@{domain}".lower()


def tag_of(email: str) -> str:
    """The +tag of an address (RFC 5233), or empty text."""
    return email.rpartition("@")[0].partition("+")[2]
