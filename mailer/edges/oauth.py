"""Access tokens for mail servers that take no password: the client credentials grant (RFC 6749, 4.4), kept until they run out.

One POST to the token endpoint, over HTTPS with verified certificates. Reads the secret at each request, keeps it nowhere,
and never lets a token, a secret or a server's text into an error: an OAuth error code (RFC 6749, 5.2) is all that comes through.
"""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from mailer.edges.server import Server
from mailer.edges.trust import tls_context
from mailer.model.errors import CannotEver, CannotNow

_TENANT = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
_EARLY = 120.0  # seconds before its end from which a token is not begun with any more
_LIFE = 300.0  # where the server does not say: RFC 6749, 5.1 only recommends expires_in
_MOST = 1_000_000  # bytes of an answer that are read
_PASSING = frozenset({"temporarily_unavailable", "server_error", "slow_down"})
_CODES = _PASSING | {
    "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
    "access_denied", "invalid_tenant", "invalid_resource",
}  # fmt: skip


def token_url_of(tenant: str) -> str:
    """The token endpoint of a Microsoft 365 tenant."""
    return _TENANT.format(tenant=urllib.parse.quote(tenant.strip(), safe=""))


@dataclass
class TokenSource:
    """The tokens of one [oauth.NAME] table, for any thread. Called at each login; asks the endpoint only when it must."""

    name: str
    token_url: str
    client_id: str
    client_secret: Callable[[], str]
    scope: str
    ca_file: Path | None = None
    timeout_seconds: float = 30.0
    clock: Callable[[], float] = time.monotonic
    _token: str = field(default="", repr=False)
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __call__(self) -> str:
        """A token that is good for some minutes. Raises CannotNow (try again later) or CannotEver (something must be changed)."""
        with self._lock:
            if not self._token or self.clock() >= self._until:
                self._token = ""
                self._token, life = self._fetch()
                self._until = self.clock() + max(0.0, life - _EARLY)
            return self._token

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def _fetch(self) -> tuple[str, float]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret(),
            "scope": self.scope,
        }
        request = urllib.request.Request(
            self.token_url, urllib.parse.urlencode(form).encode("ascii"), {"Accept": "application/json"}
        )
        where = Server(urllib.parse.urlsplit(self.token_url).hostname or self.token_url, 443, ca_file=self.ca_file)
        opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=tls_context(where)),
            _NoRedirect(),  # a secret is sent to the address of the settings and to no other
        )
        try:
            with opener.open(request, timeout=self.timeout_seconds) as answer:
                return self._read(answer.read(_MOST))
        except urllib.error.HTTPError as error:
            raise self._refused(error.code, _code_in(error.read(_MOST))) from None
        except (urllib.error.URLError, OSError, HTTPException) as error:
            kind = type(getattr(error, "reason", error)).__name__
            raise CannotNow(
                f"The token server of [oauth.{self.name}] cannot be reached just now: please check token_url and network.",
                f"oauth {self.name} {kind}",
            ) from None

    def _read(self, body: bytes) -> tuple[str, float]:
        """The token and its seconds (RFC 6749, 5.1). Some servers say 200 and put the error inside."""
        found = _object(body)
        token, life = found.get("access_token"), found.get("expires_in")
        if not isinstance(token, str) or not token.isascii() or not token:
            raise self._refused(200, _code_in(body))
        try:
            return token, float(life) if isinstance(life, int | float | str) else _LIFE
        except ValueError:
            return token, _LIFE

    def _refused(self, status: int, code: str) -> CannotNow | CannotEver:
        reason = f"oauth {self.name} {status} {code}".strip()
        if status == 429 or status >= 500 or code in _PASSING:
            return CannotNow(f"The token server of [oauth.{self.name}] gives no token just now.", reason)
        return CannotEver(
            f"The token server of [oauth.{self.name}] refused{f' ({code})' if code else ''}: please check tenant or token_url, "
            "client_id, scope, and whether client_secret has run out.",
            reason,
        )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a redirect becomes an HTTPError."""

    def redirect_request(self, *_: object) -> None:
        return None


def _object(body: bytes) -> dict[str, object]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _code_in(body: bytes) -> str:
    """A known error code; anything else might quote what it was sent."""
    code = _object(body).get("error")
    return code if isinstance(code, str) and code in _CODES else ""
