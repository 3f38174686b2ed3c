"""The clock as something that is handed in, so that no rule reads the machine's time by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time. ``now`` is an aware UTC instant; ``monotonic_s`` only grows and measures waiting."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def monotonic_s(self) -> float:
        """Seconds since some fixed moment; never jumps back."""
        ...


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970 of an aware instant."""
    return int(at.timestamp() * 1000)


def from_ms(at_ms: int) -> datetime:
    """The aware UTC instant of so many milliseconds since 1970."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)
