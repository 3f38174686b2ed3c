"""How fast the lines move today, as this desk has measured it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.models.tickets import served_before
from core.queue_line import counters_of
from core.queue_times import FEWEST, Pace, pace_of
from core.tickets import Service, Ticket


def pace_now(on: date, line: Service, tickets: Collection[Ticket]) -> Pace | None:
    """How fast a line moves; inside a job.

    Args:
        tickets: all of the day.
    """
    ours = [ticket for ticket in tickets if ticket.service is line]
    spells = [spell for ticket in tickets for spell in ticket.in_lines if spell.service is line]
    latest = sorted(spells, key=lambda spell: spell.called_tick, reverse=True)
    today_s = tuple(spell.service_s for spell in latest if spell.service_s is not None)
    earlier_s = served_before(line, on) if len(today_s) < FEWEST else ()
    return pace_of(today_s, earlier_s, counters_of(ours))
