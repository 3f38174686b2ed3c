"""The machine's clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """Time as the machine tells it."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()
