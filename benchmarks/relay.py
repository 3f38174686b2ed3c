"""A relay on loopback that counts what goes over the line, headers included."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class Relay:
    """Passes connections on to a server, one thread a direction."""

    def __init__(self, server_url: str) -> None:
        parts = urlsplit(server_url)
        self._server = (parts.hostname or "", parts.port or 0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._counts = {"up": 0, "down": 0}
        self._pumps: list[threading.Thread] = []
        self._door = threading.Thread(target=self._take)
        self._door.start()

    @classmethod
    @contextmanager
    def before(cls, server_url: str) -> Iterator[Relay]:
        """A relay before this server for the time of a ``with`` block."""
        relay = cls(server_url)
        try:
            yield relay
        finally:
            relay.stop()

    def stop(self) -> tuple[int, int]:
        """Take no more connections; bytes up and down so far, once the ends have hung up."""
        if self._door.is_alive():
            with socket.create_connection(self._listener.getsockname()):
                pass  # wakes the door, which takes an empty connection as the sign to close
            self._door.join()
        for pump in self._pumps:
            pump.join()
        self._listener.close()
        return self._counts["up"], self._counts["down"]

    def _take(self) -> None:
        while True:
            near, _ = self._listener.accept()
            first = near.recv(65536)
            if not first:
                near.close()
                return
            far = socket.create_connection(self._server)
            far.sendall(first)
            self._counts["up"] += len(first)
            for direction, source, target in (("up", near, far), ("down", far, near)):
                pump = threading.Thread(target=self._pump, args=(direction, source, target))
                self._pumps.append(pump)
                pump.start()

    def _pump(self, direction: str, source: socket.socket, target: socket.socket) -> None:
        while piece := source.recv(65536):
            self._counts[direction] += len(piece)
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
