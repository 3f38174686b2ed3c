"""Steps in the store: kept in the transaction of their event or with the news of them, found by registration."""

from __future__ import annotations

import dataclasses
import logging
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models.sealing import Sealer
from app.models.statements import insert, run
from app.models.tables import StageRow
from core.errors import Trouble
from core.stages import Step, StepBody, Trail, read_step, step_of, trail_of
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import EventUp
from core.wire.records import RegisteredBody

LOG = logging.getLogger(__name__)

PAGE = 500
"""Registrations that are unsealed in one go: some 20 ms."""

_TABLE = "stage"
_OF_RECORD = """
    SELECT record, stream, seq, kind, code, reached_on, batch, turn, at_ms FROM stage WHERE record = ?"""
_OF_STRETCH = """
    SELECT record, stage.stream, stage.seq, kind, code, reached_on, batch, turn, stage.at_ms
    FROM registration JOIN stage ON stage.record = registration.uid
    WHERE registration.programme = ? AND registration.period = ? AND registration.rowid BETWEEN ? AND ?"""
_SEALED = "SELECT sealed FROM stage WHERE stream = ? AND seq = ?"
_NEWS = "SELECT sealed FROM news WHERE stream = ? AND seq = ?"
_VISITS = """
    SELECT rowid, uid, stream, seq, at_ms, status, sealed FROM registration
    WHERE programme = ? AND period = ? AND rowid > ? ORDER BY rowid LIMIT ?"""


@dataclass(frozen=True, slots=True)
class ProgrammeVisit:
    """One visit of a programme with everything that its batch, rank and worklist depend on."""

    uid: uuid.UUID
    stream: bytes
    seq: int
    at_ms: int
    body: RegisteredBody
    trail: Trail


@dataclass(frozen=True, slots=True)
class VisitPage:
    """Some visits of a programme, in the order in which they were kept here; those with a broken seal are left out.

    Args:
        after: behind which the next page begins; 0 = there is none.
    """

    visits: tuple[ProgrammeVisit, ...]
    after: int


def keep_step(sealer: Sealer, record: bytes, step: Step, body: StepBody) -> None:
    """Keep one step; call inside the transaction that keeps its event."""
    insert(
        StageRow,
        {
            "stream": step.stream,
            "seq": step.seq,
            "record": record,
            "kind": step.kind,
            "code": step.code,
            "reached_on": step.on.isoformat(),
            "batch": step.batch,
            "turn": step.turn,
            "at_ms": step.at_ms,
            "sealed": sealer.seal(_TABLE, _place(step.stream, step.seq), encode(body)),
        },
    )


def keep_news_step(sealer: Sealer, record: bytes, stream: bytes, seq: int, event: EventUp) -> None:
    """Keep a neighbour's step, whether its registration stands here yet or not; one that cannot be read is left out."""
    try:
        body = read_step(event.kind, event.body)
    except Malformed:
        return
    keep_step(sealer, record, step_of(body, stream, seq, event.at_ms), body)


def trail(sealer: Sealer, record: bytes) -> Trail:
    """The trail of one registration."""
    return _trails(sealer, run(_OF_RECORD, record).fetchall()).get(record, Trail())


def visit_page(sealer: Sealer, programme: str, period: str, after: int, statuses: Collection[str]) -> VisitPage:
    """The next visits of a programme whose status is one of these.

    Args:
        after: where the page before ended; 0 = begin.
    """
    rows = run(_VISITS, programme, period, after, PAGE).fetchall()
    if not rows:
        return VisitPage((), 0)
    trails = _trails(sealer, run(_OF_STRETCH, programme, period, rows[0][0], rows[-1][0]).fetchall())
    visits = tuple(_visits(sealer, (row for row in rows if row[5] in statuses), trails))
    return VisitPage(visits, rows[-1][0] if len(rows) == PAGE else 0)


def _visits(sealer: Sealer, rows: Iterable[tuple[Any, ...]], trails: Mapping[bytes, Trail]) -> Iterator[ProgrammeVisit]:
    for _rowid, uid, stream, seq, at_ms, _status, sealed in rows:
        try:
            body = decode(sealer.open("registration", uid, sealed), RegisteredBody)
        except Trouble:
            LOG.warning("seal of registration %s is broken", uuid.UUID(bytes=uid))
            continue
        yield ProgrammeVisit(uuid.UUID(bytes=uid), stream, seq, at_ms, body, trails.get(uid, Trail()))


def _trails(sealer: Sealer, rows: Iterable[tuple[Any, ...]]) -> dict[bytes, Trail]:
    """What counts is found in clear columns; only that is unsealed."""
    steps: dict[bytes, list[Step]] = {}
    for record, *columns in rows:
        step = _step(sealer, *columns)
        if step is not None:
            steps.setdefault(record, []).append(step)
    return {record: _opened(sealer, trail_of(some)) for record, some in steps.items()}


def _step(  # noqa: PLR0913, PLR0917 - the columns of a row
    sealer: Sealer, stream: bytes, seq: int, kind: str, code: str, on: str, batch: int, turn: int, at_ms: int
) -> Step | None:
    if turn:
        return Step(kind, stream, seq, at_ms, turn, date.fromisoformat(on), code, batch=batch)
    event = _news(sealer, stream, seq)
    try:
        return step_of(read_step(kind, event.body), stream, seq, event.at_ms) if event else None
    except Malformed:
        return None


def _opened(sealer: Sealer, found: Trail) -> Trail:
    stage, batch, typed = (_whole(sealer, step) for step in (found.stage, found.batch, found.typed))
    return dataclasses.replace(found, stage=stage, batch=batch, typed=typed)


def _whole(sealer: Sealer, step: Step | None) -> Step | None:
    """A step with what is sealed of it; where the seal is broken, with what is not."""
    if step is None or step.officer_name:
        return step
    sealed = run(_SEALED, step.stream, step.seq).fetchone()[0]
    try:
        body = read_step(step.kind, sealer.open(_TABLE, _place(step.stream, step.seq), sealed))
    except (Trouble, Malformed):
        LOG.warning("seal of step %d of stream %s is broken", step.seq, step.stream.hex())
        return step
    return step_of(body, step.stream, step.seq, step.at_ms)


def _news(sealer: Sealer, stream: bytes, seq: int) -> EventUp | None:
    row = run(_NEWS, stream, seq).fetchone()
    try:
        return decode(sealer.open("news", _place(stream, seq), row[0]), EventUp) if row else None
    except (Trouble, Malformed):
        LOG.warning("news %d of stream %s does not open", seq, stream.hex())
        return None


def _place(stream: bytes, seq: int) -> bytes:
    return stream + seq.to_bytes(8, "big")
