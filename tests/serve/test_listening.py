"""The server's socket sends what it is given at once: a body does not wait for its head to be confirmed."""

from __future__ import annotations

import socket

from minuteminer.cli.serving import _listen


def test_accepted_connections_send_without_delay() -> None:
    with _listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
