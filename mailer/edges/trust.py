"""What two ends of a connection show each other: the server its certificate, we our secret.

Never turns verification off, keeps no secret, and lets none into a text.
"""

import ssl
from collections.abc import Callable

from mailer.edges.server import Server
from mailer.model.errors import CannotEver


def tls_context(server: Server) -> ssl.SSLContext:
    """Certificates and host names are always verified; ca_file adds an authority to the system's."""
    context = ssl.create_default_context()
    if server.ca_file is not None:
        try:
            context.load_verify_locations(cafile=server.ca_file)
        except OSError as error:
            raise CannotEver(
                f"The ca_file for {server} cannot be read: please check that it is a PEM file.",
                f"ca_file {type(error).__name__}",
            ) from None
    return context


def read_secret(server: Server, secret: Callable[[], str]) -> str:
    """The secret is asked for at each login, before the connection is made: a token may take a while."""
    try:
        return secret()
    except OSError as error:
        raise CannotEver(f"The secret for {server} cannot be read.", f"secret {type(error).__name__}") from None
