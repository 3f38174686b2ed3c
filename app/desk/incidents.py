"""What went wrong on a day, written down for its report: electricity, internet, server, printer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.changes import Changes
from app.desk.context import Desk
from app.desk.queue.acts import TOUCHED, keep_queue_act
from app.desk.refusal import Refused, password_told
from app.models.incidents import incidents_of
from core.incidents import MOST_INCIDENT, Incident, IncidentKind
from core.typed_text import tidy
from core.wire.events import Kind
from core.wire.records import IncidentNotedBody


@dataclass(frozen=True, slots=True)
class IncidentNoted:
    """It is kept, and will stand in the report."""

    changes: Changes = TOUCHED


def note_incident(desk: Desk, on: date, kind: IncidentKind, note: str) -> IncidentNoted | Refused:
    """Write an incident down for the report of a day; ``note`` may be empty."""
    refusal = password_told(note)
    if refusal:
        return refusal
    body = IncidentNotedBody(on.isoformat(), kind.value, tidy(note)[:MOST_INCIDENT], desk.keys.officer.name)
    desk.store.write(lambda: keep_queue_act(desk, Kind.INCIDENT_NOTED, body))
    return IncidentNoted()


def incidents_on(desk: Desk, on: date) -> tuple[Incident, ...]:
    """What was written down for a day, at every desk that this one has heard of."""
    return desk.store.run(lambda: incidents_of(desk.keys.sealer, on))
