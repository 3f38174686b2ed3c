"""A loopback whose line breaks once at a chosen byte, and works from the next connection on."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.sync.links import Loopback
from benchmarks.sync.shaping import Counts
from tools.relay import Relay

PIECE = 65536


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the line breaks: after so many bytes in this direction.

    ``up``: a torn request. ``down``: the work is done, but the answer from there on is swallowed.
    """

    direction: str
    after: int


class CuttingRelay(Relay):
    """Counts what it passes on; the connection that carries the chosen byte dies at it, the others live on."""

    def __init__(self, target_port: int, cut: Cut | None) -> None:
        self.passed = {"up": 0, "down": 0}
        self.connections = 0
        self._left = cut
        super().__init__(target_port)

    def _pour(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            direction = "up" if sink.getpeername()[1] == self._target_port else "down"
            self.connections += direction == "up"
            while piece := source.recv(PIECE):
                whole = len(piece)
                piece = self._until_cut(direction, piece)
                sink.sendall(piece)
                if len(piece) < whole:
                    break
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        source.close()

    def _until_cut(self, direction: str, piece: bytes) -> bytes:
        with self._guard:
            passed = self.passed[direction]
            if self._left and self._left.direction == direction and passed + len(piece) > self._left.after:
                piece = piece[: self._left.after - passed]
                self._left = None
            self.passed[direction] += len(piece)
        return piece


class CutLink(Loopback):
    """Loopback through such a relay; what counts is what HTTP says, TCP and IP are not seen."""

    def __init__(self, cut: Cut | None = None) -> None:
        self._cut = cut
        self._counts = Counts(0, 0, 0, 0)

    @contextmanager
    def way_to(self, port: int) -> Iterator[str]:
        """The relay before that port."""
        relay = self._relay = CuttingRelay(port, self._cut)
        yield f"{self.host}:{relay.port}"
        relay.close()

    def counts(self) -> Counts:
        """What went through."""
        passed = self._relay.passed
        return Counts(passed["up"], passed["down"], self._relay.connections, 0)
