"""Register for another day than today: a coordinator's act, kept with its reason before anybody gets a number."""

from __future__ import annotations

from datetime import date

from app.desk.context import Desk
from app.models.events import append
from core.wire.events import Kind
from core.wire.records import OtherDayBody

MOST_REASON = 200


def note_other_day(desk: Desk, on: date, reason: str) -> None:
    """Log who opened another business date, and why."""
    body = OtherDayBody(on.isoformat(), " ".join(reason.split())[:MOST_REASON], desk.keys.officer.name)
    desk.store.write(lambda: append(desk.writer(), Kind.OTHER_DAY, body, at_ms=desk.now_ms()))
