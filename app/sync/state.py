"""What the officer sees of the sync: a phase, figures, and a code if something is in the way."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.findings import Fact


class Phase(enum.Enum):
    """What the sync is doing."""

    RESTING = "resting"
    """Everything is under a receipt."""
    SENDING = "sending"
    WAITING = "waiting"
    """Something is in the way; it tries again by itself."""
    PAUSED = "paused"
    """A person stopped the sending; it goes on when a person says so."""
    LOCKED = "locked"
    """The server does not trust this device any more: nothing is sent, and nobody at the desk can change that."""
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
class Traffic:
    """What an exchange has moved so far, and what is left at the same pace: an estimate.

    Args:
        bytes_left: upwards; what comes down is not known before.
    """

    bytes_up: int
    bytes_down: int
    bytes_left: int
    seconds_left: float


@dataclass(frozen=True, slots=True)
class SyncState:
    """One glance at the sync.

    Args:
        pending: events not yet under a receipt.
        trouble, facts: code of what is in the way, or empty, and what its sentence names.
        next_try_s: seconds until the next try by itself, or ``None``.
        progress, traffic: while something is sent.
        last_contact_ms: when the server was last heard, by the desk's clock; ``None`` = never.
        drift_ms: how far the desk's clock was ahead of the server's then.
        has_plain_http: whether the rule that data travel sealed is lifted, as on a test network: warn all the time.
        touched: registrations that other desks have made or moved since the glance before.
        remark: code of what a person should know though nothing is in the way, e.g. that the server was put back from
            a backup and gets from us what it lost; it stays until the program ends.
    """

    phase: Phase
    pending: int
    trouble: str = ""
    next_try_s: float | None = None
    progress: Progress | None = None
    traffic: Traffic | None = None
    last_contact_ms: int | None = None
    drift_ms: int | None = None
    has_plain_http: bool = False
    touched: frozenset[uuid.UUID] = frozenset()
    remark: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """A file that was written to be carried to the server.

    Args:
        events: how many are in it; they wait until the answer has been read.
    """

    file: str
    events: int


class CarriedInCode(enum.StrEnum):
    """What a carried answer came to."""

    TAKEN = "CARRIED_IN"
    OLD = "CARRIED_IN_OLD"
    AGAIN = "CARRIED_IN_AGAIN"
    TO_LOOK_AT = "CARRIED_IN_TO_LOOK_AT"
    """All was taken, and the server has a word about some of it."""
    REFUSED = "CARRY_REFUSED"


@dataclass(frozen=True, slots=True)
class CarriedIn:
    """What a carried answer came to.

    Args:
        pending: events that wait now.
        touched: registrations that other desks have made or moved.
    """

    code: CarriedInCode
    totals: Totals
    pending: int
    touched: frozenset[uuid.UUID]


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
