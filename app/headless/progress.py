"""Progress of long work on stderr, at most once a second; nobody hears of work that is done before."""

from __future__ import annotations

import contextlib
import sys
import time

from core.sentences import sentence

EVERY_S = 1.0


class Progress:
    """Counts what is done of a long work."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._said_at = time.monotonic()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        now = time.monotonic()
        if now - self._said_at >= EVERY_S and self._done < self._total:
            self._said_at = now
            text = sentence("PROGRESS", {"done": self._done, "total": self._total})
            with contextlib.suppress(OSError, AttributeError):  # nobody reads stderr, or there is none
                sys.stderr.write(f"{text}\n")
