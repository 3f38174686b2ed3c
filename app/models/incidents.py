"""Incidents of a day in the store: this desk's and those that other desks told."""

from __future__ import annotations

from datetime import date

from app.models.heard import news_place, opened_at
from app.models.queue_tables import IncidentRow
from app.models.sealing import Sealer
from app.models.statements import insert, run
from core.incidents import Incident
from core.queue_events import Spot, day_of
from core.wire.codec import encode
from core.wire.records import IncidentNotedBody

_TABLE = "incident"
_OF_DAY = "SELECT stream, seq, at_ms, sealed FROM incident WHERE business_on = ? ORDER BY at_ms, stream, seq"


def keep_incident(sealer: Sealer, spot: Spot, body: IncidentNotedBody) -> None:
    """Keep an incident; inside a transaction. Raises: Malformed if its day is none."""
    insert(
        IncidentRow,
        {
            "stream": spot.stream,
            "seq": spot.seq,
            "business_on": day_of(body.business_on).isoformat(),
            "at_ms": spot.at_ms,
            "sealed": sealer.seal(_TABLE, news_place(spot.stream, spot.seq), encode(body)),
        },
    )


def incidents_of(sealer: Sealer, on: date) -> tuple[Incident, ...]:
    """The incidents of a business date, in the order in which they were written down."""
    found = []
    for stream, seq, at_ms, sealed in run(_OF_DAY, on.isoformat()).fetchall():
        body = opened_at(sealer, _TABLE, (stream, seq), sealed, IncidentNotedBody)
        if body is not None:
            found.append(Incident(at_ms, body.kind, body.note, body.officer_name))
    return tuple(found)
