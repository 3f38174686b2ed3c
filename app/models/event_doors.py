"""Every family of events that has tables of its own."""

from __future__ import annotations

from app.models.account_events import ACCOUNT_DOOR
from app.models.queue_events import QUEUE_DOOR

DOORS = (QUEUE_DOOR, ACCOUNT_DOOR)
