"""Batches under way beside one another: which lane is free, which leaves next, whose answer counts first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import replace

from app.sync.flight import Flight, Launched, Ready
from app.sync.pace import Pace


class Lanes:
    """Those under way in the order in which they left, and those to come, the next packed before its lane is free."""

    def __init__(self, flight: Flight, pace: Pace, batches: Iterator[Ready], is_cancelled: Callable[[], bool]) -> None:
        self._flight = flight
        self._pace = pace
        self._batches = batches
        self._is_cancelled = is_cancelled
        self._next: Ready | None = None
        self.under_way: deque[Launched] = deque()

    @property
    def busy(self) -> int:
        """How many lanes are taken."""
        return sum(not one.is_done for one in self.under_way)

    def fill(self) -> None:
        """Launch a batch for each lane that is free."""
        most = 2 * self._pace.lanes  # answers that came faster than they could count wait, too
        while (ready := self._look()) and len(self.under_way) < most and not self._is_cancelled():
            if self.busy >= self._pace.lanes:
                return
            self.under_way.append(self._flight.launch(ready))
            self._next = None

    def first(self) -> Launched | None:
        """The oldest, which has come back, and is under way no more; ``None`` = there is none.

        Until it comes lanes that get free are filled: an answer that got lost must not keep the others from working.
        """
        self.fill()
        while self.under_way and not self.under_way[0].answer.done():
            wait([one.answer for one in self.under_way if not one.answer.done()], return_when=FIRST_COMPLETED)
            self.fill()
        return self.under_way.popleft() if self.under_way else None

    def send_again(self, torn: Launched) -> None:
        """Launch it once more, before all that wait for it at the server."""
        self.under_way.appendleft(replace(self._flight.launch(torn.ready), is_second=True))

    def _look(self) -> Ready | None:
        """The next one, which stays."""
        self._next = self._next or next(self._batches, None)
        return self._next
