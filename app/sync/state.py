"""What the officer sees of the sync: a phase, figures, and a code if something is in the way."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Phase(enum.Enum):
    """What the sync is doing."""

    RESTING = "resting"
    """Everything is under a receipt."""
    SENDING = "sending"
    WAITING = "waiting"
    """Something is in the way; it tries again by itself."""
    OFFLINE = "offline"
    """No server is known."""
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long work has come; ``code`` names the work."""

    done: int
    total: int
    code: str


@dataclass(frozen=True, slots=True)
class SyncState:
    """One glance at the sync.

    Args:
        pending: events not yet under a receipt.
        trouble: code of what is in the way, or empty.
        next_try_s: seconds until the next try by itself, or ``None``.
    """

    phase: Phase
    pending: int
    trouble: str = ""
    next_try_s: float | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What an exchange moved."""

    sent: int = 0
    accepted: int = 0
    duplicates: int = 0
    refused: int = 0
    received: int = 0
    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0

    def plus(self, other: Totals) -> Totals:
        """Both together."""
        return Totals(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))
