"""One business date of this desk in clear columns: who came when and where each visit stands. Nothing is unsealed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from app.models.statements import run
from core.wire.events import Kind

_VISITS = """
    SELECT uid, status, at_ms FROM registration
    WHERE business_on = ? AND stream IN (SELECT stream FROM stream)
    ORDER BY at_ms, seq"""

_LAST_BEFORE = """
    SELECT MAX(seq) FROM registration WHERE stream = ? AND business_on =
        (SELECT business_on FROM registration WHERE business_on < ? AND stream = ? ORDER BY business_on DESC LIMIT 1)"""

_FIRST_AFTER = """
    SELECT MIN(seq) FROM registration WHERE stream = ? AND business_on =
        (SELECT business_on FROM registration WHERE business_on > ? AND stream = ? ORDER BY business_on LIMIT 1)"""

_REPEATED = """
    SELECT seq FROM event WHERE stream = ? AND seq > ? AND seq < ? AND kind = ?"""

_DAY_BEFORE = """
    SELECT business_on FROM registration WHERE business_on < ? AND stream IN (SELECT stream FROM stream)
    ORDER BY business_on DESC LIMIT 1"""

_DAY_AFTER = """
    SELECT business_on FROM registration WHERE business_on > ? AND stream IN (SELECT stream FROM stream)
    ORDER BY business_on LIMIT 1"""


@dataclass(frozen=True, slots=True)
class DayVisit:
    """One visit of the day, without who it was."""

    uid: uuid.UUID
    status: str
    at_ms: int


def visits_on(business_on: str) -> tuple[DayVisit, ...]:
    """This desk's own visits of a business date (ISO text), in the order in which people came."""
    return tuple(DayVisit(uuid.UUID(bytes=uid), status, at_ms) for uid, status, at_ms in run(_VISITS, business_on))


def repeated_on(business_on: str) -> int:
    """How many people came on that date who had a number already.

    The log knows no dates; what stands between the registrations of the day before and the day after counts. On a
    training desk that jumps back and forth between days this is an estimate.
    """
    found = 0
    for (stream,) in run("SELECT stream FROM stream").fetchall():
        first = run(_LAST_BEFORE, stream, business_on, stream).fetchone()[0] or 0
        last = run(_FIRST_AFTER, stream, business_on, stream).fetchone()[0] or 1 << 62
        found += len(run(_REPEATED, stream, first, last, Kind.REPEATED.value).fetchall())
    return found


def days_beside(business_on: str) -> tuple[str, str]:
    """The last business date before and the first one after this that hold a visit; empty where there is none."""
    before, after = (run(text, business_on).fetchone() for text in (_DAY_BEFORE, _DAY_AFTER))
    return before[0] if before else "", after[0] if after else ""
