"""How much goes into one request and how many are under way: by what the line carried last and by what waits."""

from __future__ import annotations

from dataclasses import dataclass

from core.wire.envelope import MAX_EVENTS

LANES, LANES_IN_ROW = 2, 3
"""Requests under way at once: while one waits for its answer the line carries the next [SYNC_PEERS 6].

Near by over connections of their own, for the server works on them side by side, and a third would find nothing to do;
from far in a row over one connection, where only the line counts.
"""

FAR_S = 0.02
"""A server that takes longer than this to take a call is far."""

SMALLEST = 10
FEWEST = 25
"""Events in a batch where nothing forbids it: below that, headers weigh more than what they carry."""
MOST = MAX_EVENTS
SHARE = 7
"""What waits is cut into so many equal pieces: a cut costs one of them, less than 15 of 100."""
BATCH_S = 6.0
"""A batch should not take the line longer than this: an answer must come before anybody gives up waiting."""

_EVENT_BYTES = 110
"""An event on the line before anything was measured."""


@dataclass(slots=True)
class Pace:
    """The pace of one line.

    Args:
        bytes_s: what it carried last; ``None`` = nobody knows.
        lanes: how many batches may be under way.
        is_in_row: whether they share a connection.
    """

    bytes_s: float | None = None
    lanes: int = LANES
    is_in_row: bool = False
    _event_bytes: float = _EVENT_BYTES

    def events(self, waiting: int) -> int:
        """How many events the next batch should hold."""
        wanted = min(max(-(-waiting // SHARE), FEWEST), MOST)
        if waiting < wanted + SMALLEST:
            wanted = waiting  # nothing tiny comes behind
        if self.bytes_s is None:
            return wanted
        return max(min(wanted, int(self.bytes_s * BATCH_S / self._event_bytes)), SMALLEST)

    def note_call(self, taken_s: float) -> None:
        """The other end took a call."""
        if taken_s > FAR_S and self.lanes > 1:
            self.lanes, self.is_in_row = LANES_IN_ROW, True

    def note_sent(self, events: int, bytes_up: int, elapsed_s: float, lanes: int) -> None:
        """A batch went through, beside so many others."""
        measured = bytes_up * lanes / max(elapsed_s, 0.001)
        self.bytes_s = measured if self.bytes_s is None else (self.bytes_s + measured) / 2
        self._event_bytes = (self._event_bytes + bytes_up / events) / 2

    def note_failure(self) -> None:
        """Nothing came back: try less at once."""
        if self.bytes_s is not None:
            self.bytes_s /= 2

    def go_singly(self) -> None:
        """One batch after the other from now on."""
        self.lanes, self.is_in_row = 1, False

    def go_apart(self) -> None:
        """Each batch over a connection of its own from now on: one for all has broken."""
        self.lanes, self.is_in_row = min(self.lanes, LANES), False
