"""Local copies past their time: since when the server vouches for what, and wiping who it was about.

What is wiped: person, answers, findings, typed texts, steps and counts of papers. What stays: the numbers, the outcome
and the day of the visit, and the event log [docs/decisions/0042].
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models.account_purging import wipe_accounts_of
from app.models.applicants import NOBODY
from app.models.events import stream_states
from app.models.registrations import HAS_PERSON
from app.models.sealing import Sealer
from app.models.statements import run

STRETCH = 500
"""Registrations that are looked at in one job, some 20 ms where all of them are old."""

_FEED = b""
"""Stands for the neighbours' streams: they come by the server's feed, so it holds them already."""

_CURSOR = "SELECT cursor FROM profile"
_NOTE = "INSERT OR REPLACE INTO receipt_day (stream, at_ms, seq) VALUES (?, ?, ?)"
_TAKE_BACK = "DELETE FROM receipt_day WHERE stream = ? AND seq > ?"
_LAST_NOTE = "SELECT MAX(at_ms) FROM receipt_day"
_VOUCHED = "SELECT stream, MAX(seq) FROM receipt_day WHERE at_ms <= ? GROUP BY stream"

_PROGRAMMES = f"SELECT DISTINCT programme FROM registration WHERE {HAS_PERSON}"  # noqa: S608 - words of our own
_PAGE = f"""
    SELECT rowid, uid, programme, stream, seq FROM registration
    WHERE rowid > ? AND {HAS_PERSON} AND (sealed_disputes IS NULL OR status = 'DITARIK') ORDER BY rowid LIMIT ?"""  # noqa: S608 - as above
_OWN_ACTS = "SELECT stream, MAX(seq) FROM event WHERE record = ? GROUP BY stream"
_NEWS = "SELECT MAX(feed_no) FROM news WHERE record = ?"

_STAND_IN = "INSERT OR IGNORE INTO person (uid, sealed, village_code, sex) VALUES (?, ?, '', '')"
_PERSON_OF = f"SELECT person_uid FROM registration WHERE uid = ? AND {HAS_PERSON}"  # noqa: S608 - as above
_WIPE = "UPDATE registration SET person_uid = ?, nik_mark = NULL, sealed = ?, sealed_disputes = NULL WHERE uid = ?"
_WIPED = f"""
    SELECT status, COUNT(*) FROM registration
    WHERE programme = ? AND period = ? AND business_on <= ? AND NOT {HAS_PERSON} GROUP BY status"""  # noqa: S608 - as above
_FORGET = "DELETE FROM person WHERE uid = ?1 AND NOT EXISTS (SELECT 1 FROM registration WHERE person_uid = ?1)"
_SLIPS = "SELECT kind, copy_no FROM slip WHERE registration_uid = ?"
_WIPE_SLIPS = "DELETE FROM slip WHERE registration_uid = ?"
_NOTES = """
    UPDATE noted_visit SET sealed = x'' WHERE sealed != x''
    AND about_uid IN (SELECT uid FROM registration WHERE person_uid = ?)"""
_LATE_STEPS = "DELETE FROM stage WHERE record IN (SELECT uid FROM registration WHERE person_uid = ?)"


@dataclass(frozen=True, slots=True)
class DuePage:
    """The registrations of one stretch whose copies are past their time, with their programmes.

    Args:
        after: behind which the next stretch begins; 0 = there is none.
    """

    due: tuple[tuple[uuid.UUID, str], ...]
    after: int


def note_receipts(at_ms: int) -> None:
    """Note how far the server vouches for everything; inside a transaction.

    Where it lost something since, what was noted beyond is taken back: days begin when it has that again.

    Args:
        at_ms: the server's clock when it was last heard.
    """
    for stream, seq in _vouched_now().items():
        run(_TAKE_BACK, stream, seq)
        run(_NOTE, stream, at_ms, seq)


def last_note_ms() -> int | None:
    """When it was noted last; ``None`` = never."""
    found: int | None = run(_LAST_NOTE).fetchone()[0]
    return found


def vouched_at(at_ms: int) -> Mapping[bytes, int]:
    """How far the server vouched for each stream at that time, and still does; empty if nobody noted it then."""
    now = _vouched_now()
    noted = run(_VOUCHED, at_ms).fetchall()
    return {stream: min(seq, now[stream]) for stream, seq in noted if stream in now}


def _vouched_now() -> dict[bytes, int]:
    found = {state.stream: min(state.receipt_seq, state.head_seq) for state in stream_states()}
    return {**found, _FEED: int(run(_CURSOR).fetchone()[0])}


def programmes_kept() -> frozenset[str]:
    """Codes of the programmes of whose registrations copies stand here."""
    return frozenset(programme for (programme,) in run(_PROGRAMMES).fetchall())


def due_page(after: int, vouched: Mapping[str, Mapping[bytes, int]], besides: Collection[uuid.UUID]) -> DuePage:
    """Look through the next stretch.

    Args:
        after: where the stretch before ended; 0 = begin.
        vouched: by programme, what :func:`vouched_at` says of the day that its period reaches back to.
        besides: registrations that somebody still has to look at.
    """
    if not any(vouched.values()):
        return DuePage((), 0)
    rows = run(_PAGE, after, STRETCH).fetchall()
    due = tuple(_due(rows, vouched, {uid.bytes for uid in besides}))
    return DuePage(due, rows[-1][0] if len(rows) == STRETCH else 0)


def _due(
    rows: Collection[tuple[Any, ...]], vouched: Mapping[str, Mapping[bytes, int]], besides: Collection[bytes]
) -> Iterator[tuple[uuid.UUID, str]]:
    for _rowid, uid, programme, stream, seq in rows:
        known = vouched.get(programme)
        if not known or uid in besides or seq > known.get(stream, seq):
            continue
        if _is_vouched(uid, known):
            yield uuid.UUID(bytes=uid), programme


def _is_vouched(record: bytes, known: Mapping[bytes, int]) -> bool:
    """Whether every act on a registration, ours or a neighbour's, was with the server by then."""
    own = run(_OWN_ACTS, record).fetchall()
    fed = run(_NEWS, record).fetchone()[0]
    return all(seq <= known.get(stream, 0) for stream, seq in own) and (fed is None or fed <= known.get(_FEED, 0))


def count_wiped(programme: str, period: str, statuses: Collection[str], until: date) -> int:
    """How many registrations of a programme's period, up to a day and with these statuses, have no copy here now."""
    found = run(_WIPED, programme, period, until.isoformat()).fetchall()
    return sum(many for status, many in found if status in statuses)


def slips_of(uid: uuid.UUID) -> tuple[tuple[str, int], ...]:
    """Kind and number of every paper of a registration that was made here."""
    return tuple(run(_SLIPS, uid.bytes).fetchall())


def wipe(sealer: Sealer, uid: uuid.UUID) -> bool:
    """Wipe the copy of one registration; inside a transaction. Returns whether there was one."""
    row = run(_PERSON_OF, uid.bytes).fetchone()
    if row is None:
        return False
    run(_STAND_IN, NOBODY, sealer.seal("person", NOBODY, b""))
    run(_WIPE, NOBODY, sealer.seal("registration", uid.bytes, b""), uid.bytes)
    run(_WIPE_SLIPS, uid.bytes)
    run(_FORGET, row[0])
    return True


def wipe_steps() -> None:
    """Wipe the steps of registrations whose copies are gone, also those that came later; inside a transaction.

    Of visits that asked about them the notes go, of helps with e-mail names and addresses; what was asked or done, and
    with what result, still counts.
    """
    run(_LATE_STEPS, NOBODY)
    run(_NOTES, NOBODY)
    wipe_accounts_of(NOBODY)
