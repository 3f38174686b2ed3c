"""A registration as it is kept and listed, once a verb has given it its place."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from core.wire.records import RegisteredBody


@dataclass(frozen=True, slots=True)
class KeptRegistration:
    """One kept visit: who, what came of it, and how many copies of its paper exist.

    ``registration_no`` is empty where the outcome gives none; ``status`` may have moved since ``body`` was written.
    """

    uid: uuid.UUID
    status: str
    at_ms: int
    copies: int
    body: RegisteredBody

    @property
    def registration_no(self) -> str:
        """The printed number, or empty."""
        return self.body.registration_no

    @property
    def queue_number(self) -> str:
        """The number that the visit was called by."""
        return self.body.queue_number


@dataclass(frozen=True, slots=True)
class DayCounts:
    """How many visits of each outcome."""

    by_outcome: dict[str, int]

    @property
    def registrations(self) -> int:
        """Visits that got a registration number."""
        return self.by_outcome.get("registered", 0) + self.by_outcome.get("waiting_list", 0)

    @property
    def incomplete(self) -> int:
        """Visits that wait for a field to be mended."""
        return self.by_outcome.get("incomplete", 0)
