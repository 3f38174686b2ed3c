"""Who waits for an earlier batch of the same desk, and who tells that a stream has grown."""

from __future__ import annotations

import threading
from collections import Counter

OTHER_PROCESS_S = 0.1
"""What another process commits rings no bell here: look again after this time, and then after twice as long."""

MOST_WAITING = 16
"""So many may wait at once: in a crowd they would only keep out those that they wait for."""


class Arrivals:
    """A bell for each stream, rung after each commit of this process."""

    def __init__(self) -> None:
        self._bell = threading.Condition()
        self._rung: Counter[bytes] = Counter()
        self._waiting = 0

    def ring(self, stream: bytes) -> None:
        """Something of this stream has been committed."""
        with self._bell:
            self._rung[stream] += 1
            self._bell.notify_all()

    def rung(self, stream: bytes) -> int:
        """How often its bell has rung: who looks at the stream afterwards has seen what it rang for."""
        with self._bell:
            return self._rung[stream]

    def listen(self, stream: bytes, rung: int, within_s: float) -> bool:
        """Wait until the bell of a stream has rung more often, or so long; whether waiting makes sense now."""
        with self._bell:
            if self._waiting >= MOST_WAITING:
                return False
            self._waiting += 1
            try:
                self._bell.wait_for(lambda: self._rung[stream] != rung, within_s)
            finally:
                self._waiting -= 1
            return True
