"""What a line is like, in figures, and one direction of it: rate, delay, loss, a queue that overflows."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field

QUEUE_PACKETS = 50
"""What a line's own queue holds before it drops what comes [SYNC_PEERS 1]."""


@dataclass(frozen=True, slots=True)
class Rates:
    """A line. A rate of 0 = no limit.

    Args:
        delay_s: one way.
        loss: share of the packets lost, each way.
    """

    up_bps: int
    down_bps: int
    delay_s: float
    loss: float


OPEN = Rates(0, 0, 0.0, 0.0)
LINES = {"poor": Rates(64_000, 256_000, 0.150, 0.02), "fair": Rates(1_000_000, 1_000_000, 0.050, 0.005), "open": OPEN}


@dataclass(frozen=True, slots=True)
class Counts:
    """What went over a line: bytes with TCP and IP, connections begun, HTTP requests."""

    up: int
    down: int
    connections: int
    requests: int


@dataclass(slots=True)
class Way:
    """One direction of a line: when does a packet that enters now come out?"""

    rate_bps: int = 0
    delay_s: float = 0.0
    loss: float = 0.0
    chance: random.Random = field(default_factory=random.Random)
    carried: int = 0
    """Bytes that entered, lost ones included: the sender has paid for them."""
    _free_s: float = 0.0
    _queued: deque[float] = field(default_factory=deque)

    def become(self, rate_bps: int, rates: Rates, seed: int) -> None:
        """Be this line from now on, with nothing in the queue; equal seeds lose the same packets."""
        self.rate_bps, self.delay_s, self.loss = rate_bps, rates.delay_s, rates.loss
        self.chance.seed(seed)
        self.carried, self._free_s = 0, 0.0
        self._queued.clear()

    def is_lost(self) -> bool:
        """Draw whether the next packet gets lost."""
        return bool(self.loss) and self.chance.random() < self.loss

    def arrival_s(self, size: int, now_s: float) -> float | None:
        """When a packet comes out at the other end; ``None`` if it never does."""
        self.carried += size
        if self.is_lost():
            return None
        while self._queued and self._queued[0] <= now_s:
            self._queued.popleft()
        if len(self._queued) >= QUEUE_PACKETS:
            return None
        sent_s = self.sent_s(size, now_s)
        if self.rate_bps:
            self._queued.append(sent_s)
        return sent_s + self.delay_s

    def sent_s(self, size: int, now_s: float) -> float:
        """When the line has taken the whole packet, behind all that wait."""
        self._free_s = max(now_s, self._free_s) + (size * 8 / self.rate_bps if self.rate_bps else 0)
        return self._free_s
