"""Steps in the store: kept in the transaction of their event or with the news of them, found by registration."""

from __future__ import annotations

import dataclasses
import logging
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.models.heard import NEWS_TABLE, news_place, opened_at
from app.models.registrations import HAS_PERSON
from app.models.sealing import Sealer
from app.models.statements import insert, run
from app.models.tables import StageRow
from core.batches import Place
from core.errors import Trouble
from core.stages import Step, StepBody, Trail, read_step, step_of, trail_of
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import EventUp
from core.wire.records import RegisteredBody

LOG = logging.getLogger(__name__)

PAGE = 50
"""Registrations that are read in one go, 5 to 9 ms: whoever registers meanwhile waits for no more."""

STRETCH = 2000
"""So many rows are looked at in one go, whatever programme they are of: some 2 ms."""

_TABLE = "stage"
_COLUMNS = "record, stage.stream, stage.seq, kind, code, reached_on, batch, turn, stage.at_ms, stage.sealed"
_OF_RECORD = f"SELECT {_COLUMNS} FROM stage WHERE record = ?"  # noqa: S608 - a part of our own
_OF_PAGE = f"""
    SELECT {_COLUMNS} FROM registration CROSS JOIN stage ON stage.record = registration.uid
    WHERE registration.programme = ? AND registration.period = ? AND registration.rowid BETWEEN ? AND ?"""  # noqa: S608 - as above
_NEWS = "SELECT sealed FROM news WHERE stream = ? AND seq = ?"
_LAST = "SELECT max(rowid) FROM registration"
# NOT INDEXED: along the index of the programme each page would sort the whole of it
_VISITS = f"""
    SELECT rowid, uid, stream, seq, at_ms, status, business_on, sealed FROM registration NOT INDEXED
    WHERE programme = ? AND period = ? AND rowid > ? AND rowid <= ? AND {HAS_PERSON} ORDER BY rowid LIMIT ?"""  # noqa: S608 - as above


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


@dataclass(frozen=True, slots=True)
class VisitsAsked:
    """Which visits of a programme are wanted; only these are unsealed.

    Args:
        is_wanted: asked with what stands unsealed: of the trail's steps neither who nor why.
        has_step_texts: whether who and why is wanted, too.
    """

    programme: str
    period: str
    statuses: Collection[str]
    is_wanted: Callable[[Place], bool]
    has_step_texts: bool = False


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
            "sealed": sealer.seal(_TABLE, news_place(step.stream, step.seq), encode(body)),
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
    found = _steps_of(sealer, run(_OF_RECORD, record).fetchall()).get(record)
    return found.opened(sealer, found.trail()) if found else Trail()


def visit_page(sealer: Sealer, asked: VisitsAsked, after: int) -> VisitPage:
    """The next visits that are wanted.

    Args:
        after: where the page before ended; 0 = begin.
    """
    end = after + STRETCH
    rows = run(_VISITS, asked.programme, asked.period, after, end, PAGE).fetchall()
    if len(rows) == PAGE:
        end = rows[-1][0]
    elif end >= (run(_LAST).fetchone()[0] or 0):
        end = 0
    if not rows:
        return VisitPage((), end)
    steps = run(_OF_PAGE, asked.programme, asked.period, rows[0][0], rows[-1][0]).fetchall()
    return VisitPage(tuple(_visits(sealer, asked, rows, _steps_of(sealer, steps))), end)


@dataclass(frozen=True, slots=True)
class _Steps:
    """The steps of one registration; what counts of them is found in clear columns, only who and why is sealed."""

    steps: list[Step] = field(default_factory=list)
    seals: dict[tuple[bytes, int], bytes] = field(default_factory=dict)

    def trail(self) -> Trail:
        return trail_of(self.steps)

    def opened(self, sealer: Sealer, found: Trail) -> Trail:
        """The trail with what is sealed of it."""
        stage, batch, typed = (self._whole(sealer, step) for step in (found.stage, found.batch, found.typed))
        return dataclasses.replace(found, stage=stage, batch=batch, typed=typed)

    def _whole(self, sealer: Sealer, step: Step | None) -> Step | None:
        """A step with what is sealed of it; where the seal is broken, with what is not."""
        if step is None or step.officer_name:
            return step
        try:
            opened = sealer.open(_TABLE, news_place(step.stream, step.seq), self.seals[step.stream, step.seq])
            body = read_step(step.kind, opened)
        except (Trouble, Malformed):
            LOG.warning("seal of step %d of stream %s is broken", step.seq, step.stream.hex())
            return step
        return step_of(body, step.stream, step.seq, step.at_ms)


_NO_STEPS = _Steps()


def _visits(
    sealer: Sealer, asked: VisitsAsked, rows: Iterable[tuple[Any, ...]], steps: Mapping[bytes, _Steps]
) -> Iterator[ProgrammeVisit]:
    for _rowid, uid, stream, seq, at_ms, status, business_on, sealed in rows:
        found = steps.get(uid, _NO_STEPS)
        known = found.trail()
        if status not in asked.statuses or not asked.is_wanted(Place(status, date.fromisoformat(business_on), known)):
            continue
        try:
            body = decode(sealer.open("registration", uid, sealed), RegisteredBody)
        except Trouble:
            LOG.warning("seal of registration %s is broken", uuid.UUID(bytes=uid))
            continue
        whole = found.opened(sealer, known) if asked.has_step_texts else known
        yield ProgrammeVisit(uuid.UUID(bytes=uid), stream, seq, at_ms, body, whole)


def _steps_of(sealer: Sealer, rows: Iterable[tuple[Any, ...]]) -> dict[bytes, _Steps]:
    by_record: dict[bytes, _Steps] = {}
    for record, *columns, sealed in rows:
        step = _step(sealer, *columns)
        if step is not None:
            found = by_record.setdefault(record, _Steps())
            found.steps.append(step)
            found.seals[step.stream, step.seq] = sealed
    return by_record


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


def _news(sealer: Sealer, stream: bytes, seq: int) -> EventUp | None:
    row = run(_NEWS, stream, seq).fetchone()
    return opened_at(sealer, NEWS_TABLE, (stream, seq), row[0], EventUp) if row else None
