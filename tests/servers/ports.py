"""Free loopback ports, and waiting until somebody listens there."""

import socket
import time

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_open(port: int, seconds: float = 15) -> None:
    """Returns when something listens at the port; TimeoutError where nothing does in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"nothing listens at port {port}")


def wait_until_closed(port: int, seconds: float = 5) -> None:
    """Returns when nothing listens there any more: a killed process group does not die in one moment."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                time.sleep(0.01)
        except ConnectionRefusedError:
            return
        except OSError:
            time.sleep(0.01)
