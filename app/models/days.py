"""One business date of this desk in clear columns: who came when and where each visit stands. Nothing is unsealed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from app.models.registrations import HAS_PERSON
from app.models.statements import run
from core.wire.events import Kind

_VISITS = f"""
    SELECT uid, status, at_ms, {HAS_PERSON} FROM registration
    WHERE business_on = ? AND stream IN (SELECT stream FROM stream)
    ORDER BY at_ms, seq"""  # noqa: S608 - words of our own

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


_OF_POST = "SELECT uid, stream FROM registration WHERE business_on = ? ORDER BY at_ms, stream, seq"


@dataclass(frozen=True, slots=True)
class DayVisit:
    """One visit of the day, without who it was.

    Args:
        has_person: ``False`` once its copy was purged: it is counted, and nobody can open it any more.
    """

    uid: uuid.UUID
    status: str
    at_ms: int
    has_person: bool


def visits_on(business_on: str) -> tuple[DayVisit, ...]:
    """This desk's own visits of a business date (ISO text), in the order in which people came."""
    rows = run(_VISITS, business_on).fetchall()
    return tuple(DayVisit(uuid.UUID(bytes=uid), status, at_ms, bool(has)) for uid, status, at_ms, has in rows)


def post_visits_on(business_on: str) -> tuple[tuple[uuid.UUID, bytes], ...]:
    """Every visit of a business date that stands here, other desks' too: its uid and the stream that tells of it."""
    return tuple((uuid.UUID(bytes=uid), bytes(stream)) for uid, stream in run(_OF_POST, business_on).fetchall())


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
