"""Blank forms that are neither typed in nor torn up, of whatever day."""

from __future__ import annotations

from datetime import date

from app.models.statements import run
from app.models.tickets import tickets_on
from core.tickets import Source, Ticket, TicketState

_DAYS = """
    SELECT DISTINCT business_on FROM ticket
    WHERE business_on >= ? AND source = ? AND state = ? ORDER BY business_on"""


def reserved_since(since: date) -> tuple[Ticket, ...]:
    """Blank forms of business dates from this one on, by day and number; this desk's and those of its neighbours."""
    days = run(_DAYS, since.isoformat(), Source.BLANK.value, TicketState.RESERVED.value).fetchall()
    found = (ticket for (day,) in days for ticket in tickets_on(date.fromisoformat(day)))
    return tuple(ticket for ticket in found if ticket.state is TicketState.RESERVED)
