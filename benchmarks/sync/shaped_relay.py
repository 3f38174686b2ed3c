"""A bad line without any rights: a relay on loopback that lets bytes through as late as the line would.

It carries a stream, no packets: what the line loses arrives a round trip late, whatever is behind it waits. So the
sender's TCP never sees the loss and never slows down, which favours everybody alike.
"""

from __future__ import annotations

import contextlib
import queue
import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from benchmarks.sync.shaping import LINES, OPEN, QUEUE_PACKETS, Counts, Rates, Way

SEGMENT = 1448
HEAD = 40
"""TCP and IP of a segment, estimated."""
REQUEST = re.compile(rb"(GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS) /")

_Timed = tuple[float, bytes]


class RelayLink:
    """Client and server on this machine, relays between them."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self._ways = {"up": Way(), "down": Way()}
        self._rates = OPEN
        self._guard = threading.Lock()
        self._is_light = threading.Event()
        self._is_light.set()
        self._connections = self._requests = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._is_light.set()

    def at_client(self, words: Sequence[str]) -> list[str]:
        """As it is."""
        return list(words)

    def at_server(self, words: Sequence[str]) -> list[str]:
        """As it is."""
        return list(words)

    @contextmanager
    def way_to(self, port: int) -> Iterator[str]:
        """A relay before this port."""
        with socket.create_server((self.host, 0)) as door:
            threading.Thread(target=self._take, args=(door, port), daemon=True).start()
            yield f"{self.host}:{door.getsockname()[1]}"
            door.shutdown(socket.SHUT_RDWR)

    def shape(self, line: str, seed: int) -> None:
        """Be this line."""
        with self._guard:
            rates = self._rates = LINES[line]
            self._ways["up"].become(rates.up_bps, rates, seed)
            self._ways["down"].become(rates.down_bps, rates, seed + 7919)
            self._connections = self._requests = 0

    def counts(self) -> Counts:
        """What went over."""
        with self._guard:
            return Counts(self._ways["up"].carried, self._ways["down"].carried, self._connections, self._requests)

    def cut(self) -> None:
        """Dark: nothing comes out until :meth:`heal`."""
        self._is_light.clear()

    def heal(self) -> None:
        """Light."""
        self._is_light.set()

    def _take(self, door: socket.socket, port: int) -> None:
        while True:
            try:
                near, _ = door.accept()
            except OSError:
                return
            with self._guard:
                self._connections += 1
            threading.Thread(target=self._join, args=(near, port), daemon=True).start()

    def _join(self, near: socket.socket, port: int) -> None:
        far = socket.create_connection((self.host, port))
        opened_s = time.monotonic() + 2 * self._rates.delay_s
        with near, far:
            pumps = [*self._pumps("up", near, far, opened_s), *self._pumps("down", far, near, opened_s)]
            for pump in pumps:
                pump.start()
            for pump in pumps:
                pump.join()

    def _pumps(
        self, name: str, source: socket.socket, target: socket.socket, opened_s: float
    ) -> Iterator[threading.Thread]:
        pieces: queue.Queue[_Timed | None] = queue.Queue(QUEUE_PACKETS)
        yield threading.Thread(target=self._read, args=(name, source, pieces, opened_s), daemon=True)
        yield threading.Thread(target=self._write, args=(pieces, target), daemon=True)

    def _read(self, name: str, source: socket.socket, pieces: queue.Queue[_Timed | None], opened_s: float) -> None:
        last_s = opened_s
        with contextlib.suppress(OSError):
            while piece := source.recv(SEGMENT):
                with self._guard:
                    self._requests += name == "up" and REQUEST.match(piece) is not None
                    last_s = max(last_s, self._arrival_s(self._ways[name], len(piece) + HEAD, opened_s, self._rates))
                pieces.put((last_s, piece))
        pieces.put(None)

    @staticmethod
    def _arrival_s(way: Way, size: int, opened_s: float, rates: Rates) -> float:
        now_s = max(time.monotonic(), opened_s)
        way.carried += size
        arrival_s = way.sent_s(size, now_s) + rates.delay_s
        while way.is_lost():
            way.carried += size
            arrival_s = way.sent_s(size, now_s) + 3 * rates.delay_s
        return arrival_s

    def _write(self, pieces: queue.Queue[_Timed | None], target: socket.socket) -> None:
        pause = threading.Event()  # never set: waiting on it is a pause
        with contextlib.suppress(OSError):
            while timed := pieces.get():
                arrival_s, piece = timed
                pause.wait(max(0.0, arrival_s - time.monotonic()))
                self._is_light.wait()
                target.sendall(piece)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)
