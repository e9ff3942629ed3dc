"""Tokens: fetched from a stub of a token endpoint over HTTPS, kept until they run out, and never told to anybody."""

import json
import ssl
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mailer.edges.oauth import TokenSource, token_url_of
from mailer.model.errors import CannotEver, CannotNow
from tests.servers.certificate import make_certificate
from tests.servers.ports import HOST, free_port

SECRET = "a made-up client secret"


@dataclass
class Endpoint:
    """A token endpoint that answers as it is told, and remembers what it was asked."""

    url: str
    authority: Path
    status: int = 200
    answer: object = field(default_factory=lambda: {"access_token": "token-1", "expires_in": 3600})
    asked: list[dict[str, str]] = field(default_factory=list)
    now: float = 0.0

    def source(self, ca_file: Path | None = None) -> TokenSource:
        authority = ca_file or self.authority
        return TokenSource(
            "stub", self.url, "client-7", lambda: SECRET, "mail/.default", authority, 5, lambda: self.now
        )


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[Endpoint]:
    made = make_certificate(tmp_path / "tls")

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
            stub.asked.append(dict(urllib.parse.parse_qsl(body)))
            content = json.dumps(stub.answer).encode()
            self.send_response(stub.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer((HOST, 0), Answering)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    stub = Endpoint(f"https://localhost:{server.server_address[1]}/token", made.authority)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield stub
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def test_a_token_is_asked_for_with_the_client_credentials(endpoint: Endpoint) -> None:
    assert endpoint.source()() == "token-1"
    assert endpoint.asked == [
        {"grant_type": "client_credentials", "client_id": "client-7", "client_secret": SECRET, "scope": "mail/.default"}
    ]


def test_a_token_serves_until_shortly_before_its_end(endpoint: Endpoint) -> None:
    source = endpoint.source()
    source()
    endpoint.now = 3000
    source()
    assert len(endpoint.asked) == 1
    endpoint.now = 3500
    endpoint.answer = {"access_token": "token-2", "expires_in": 3600}
    assert source() == "token-2"


@pytest.mark.parametrize(
    "status, answer, trouble, said",
    [
        (
            401,
            {"error": "invalid_client", "error_description": f"secret {SECRET}"},
            CannotEver,
            "client_secret has run out",
        ),
        (400, {"error": "invalid_scope"}, CannotEver, "invalid_scope"),
        (400, {"error": f"odd {SECRET}"}, CannotEver, "refused:"),
        (200, {"error": "invalid_client"}, CannotEver, "invalid_client"),
        (200, ["no object"], CannotEver, "refused"),
        (307, {}, CannotEver, "refused"),
        (503, {}, CannotNow, "just now"),
        (429, {}, CannotNow, "just now"),
        (400, {"error": "temporarily_unavailable"}, CannotNow, "just now"),
    ],
)
def test_a_refusal_says_what_to_check_and_never_the_secret(
    endpoint: Endpoint, status: int, answer: object, trouble: type[CannotNow | CannotEver], said: str
) -> None:
    endpoint.status, endpoint.answer = status, answer
    with pytest.raises(trouble, match=said) as raised:
        endpoint.source()()
    assert isinstance(raised.value, CannotNow | CannotEver)
    assert SECRET not in f"{raised.value} {raised.value.reason}"
    assert len(endpoint.asked) == 1


def test_a_certificate_that_nobody_vouches_for_gets_no_secret(endpoint: Endpoint, tmp_path: Path) -> None:
    other = make_certificate(tmp_path / "other").authority
    with pytest.raises(CannotNow, match="cannot be reached"):
        endpoint.source(other)()
    assert endpoint.asked == []


def test_a_token_server_that_is_away_is_asked_again_later() -> None:
    source = TokenSource("stub", f"https://{HOST}:{free_port()}/token", "client-7", lambda: SECRET, "s")
    with pytest.raises(CannotNow, match=r"\[oauth.stub\] cannot be reached"):
        source()


def test_a_tenant_names_its_own_endpoint_and_no_other() -> None:
    assert token_url_of("pine/../coast") == "https://login.microsoftonline.com/pine%2F..%2Fcoast/oauth2/v2.0/token"


def test_a_token_source_shows_neither_token_nor_secret(endpoint: Endpoint) -> None:
    source = endpoint.source()
    source()
    assert "token-1" not in repr(source)
    assert SECRET not in repr(source)
