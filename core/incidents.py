"""What goes wrong at a post and is told in the report of the day."""

from __future__ import annotations

import enum
from dataclasses import dataclass

MOST_INCIDENT = 200
"""Letters of what is told about an incident."""


class IncidentKind(enum.StrEnum):
    """What goes wrong in the field."""

    POWER = "power"
    INTERNET = "internet"
    SERVER = "server"
    PRINTER = "printer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that went wrong, as an officer wrote it down."""

    at_ms: int
    kind: str
    note: str
    officer_name: str
