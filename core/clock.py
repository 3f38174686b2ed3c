"""The clock as something that is handed in, so that no rule reads the machine's time by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

_ZERO = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


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
    return (at - _ZERO) // _MS


def from_ms(at_ms: int) -> datetime:
    """The aware UTC instant of so many milliseconds since 1970."""
    return _ZERO + at_ms * _MS


FURTHEST_ZONE_HOURS = 9
"""WIT, the zone of Indonesia that is furthest ahead [Keppres 41/1987]."""


def latest_business_date(now: datetime) -> date:
    """The business date in the zone that is furthest ahead; whatever zone a desk is set to, its own is no later."""
    return now.astimezone(timezone(timedelta(hours=FURTHEST_ZONE_HOURS))).date()
