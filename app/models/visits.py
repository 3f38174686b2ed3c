"""Visits without a registration of their own, and answers to the survey, in the store."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from app.models.heard import news_place, opened_at
from app.models.queue_tables import NotedVisitRow, SurveyAnswerRow
from app.models.sealing import Sealer
from app.models.statements import insert, run
from core.queue_events import Spot, day_of, uid_of
from core.visits import NotedVisit, SurveyAnswer
from core.wire.codec import encode
from core.wire.events import event_uid
from core.wire.records import VisitNotedBody

_TABLE = "noted_visit"
_COLUMNS = "stream, seq, business_on, asked, result, about_uid, ticket_uid, at_ms, sealed"
_OF_DAY = f"SELECT {_COLUMNS} FROM noted_visit WHERE business_on = ? ORDER BY at_ms, stream, seq"  # noqa: S608 - words of our own
_COUNTS = "SELECT asked, result, COUNT(*) FROM noted_visit WHERE business_on = ? GROUP BY asked, result"
_ANSWERS = """
    SELECT business_on, service, answers FROM survey_answer
    WHERE business_on BETWEEN ? AND ? ORDER BY business_on, stream, seq"""
_UNBOUND = """
    FROM noted_visit WHERE sealed != x'' AND at_ms < ?
    AND NOT EXISTS (SELECT 1 FROM registration WHERE registration.uid = noted_visit.about_uid)"""
_ARE_UNBOUND = f"SELECT 1 {_UNBOUND} LIMIT 1"
_COUNT_UNBOUND = f"SELECT COUNT(*) {_UNBOUND}"
_WIPE_UNBOUND = f"UPDATE noted_visit SET sealed = x'' WHERE rowid IN (SELECT rowid {_UNBOUND})"  # noqa: S608 - words of our own
_DROPS = tuple(
    f"DELETE FROM {table} WHERE stream = ? AND seq BETWEEN ? AND ?"  # noqa: S608 - tables of our own
    for table in ("noted_visit", "survey_answer", "incident")
)


def keep_visit(sealer: Sealer, spot: Spot, body: VisitNotedBody) -> None:
    """Keep a visit; inside a transaction. Raises: Malformed if its day or a uid is none."""
    about, ticket = uid_of(body.about), uid_of(body.ticket)
    insert(
        NotedVisitRow,
        {
            "stream": spot.stream,
            "seq": spot.seq,
            "business_on": day_of(body.business_on).isoformat(),
            "asked": body.asked,
            "result": body.result,
            "about_uid": about.bytes if about else None,
            "ticket_uid": ticket.bytes if ticket else None,
            "at_ms": spot.at_ms,
            "sealed": sealer.seal(_TABLE, news_place(spot.stream, spot.seq), encode(body)),
        },
    )


def noted_visits(sealer: Sealer, on: date) -> tuple[NotedVisit, ...]:
    """The visits of a business date."""
    return tuple(_visits(sealer, run(_OF_DAY, on.isoformat()).fetchall()))


def _visits(
    sealer: Sealer, rows: Iterable[tuple[bytes, int, str, str, str, bytes, bytes, int, bytes]]
) -> Iterator[NotedVisit]:
    for stream, seq, business_on, asked, result, about, ticket, at_ms, sealed in rows:
        # without a seal it is past its time, or it was about somebody whose copy is
        body = opened_at(sealer, _TABLE, (stream, seq), sealed, VisitNotedBody) if sealed else None
        yield NotedVisit(
            uid=event_uid(stream, seq, at_ms),
            on=date.fromisoformat(business_on),
            at_ms=at_ms,
            asked=asked,
            result=result,
            note=body.note if body else "",
            about=uuid.UUID(bytes=about) if about else None,
            ticket=uuid.UUID(bytes=ticket) if ticket else None,
            officer_name=body.officer_name if body else "",
        )


def are_unbound_notes(before_ms: int) -> bool:
    """Whether there is a note to wipe."""
    return run(_ARE_UNBOUND, before_ms).fetchone() is not None


def wipe_unbound_notes(before_ms: int) -> int:
    """Wipe notes of visits that are about no registration of this desk; what was asked still counts.

    Those about one go with its copy. Returns how many there were.
    """
    (many,) = run(_COUNT_UNBOUND, before_ms).fetchone()
    run(_WIPE_UNBOUND, before_ms)
    return int(many)


def visit_counts(on: date) -> dict[tuple[str, str], int]:
    """How many came for what, and what came of it."""
    return {(asked, result): many for asked, result, many in run(_COUNTS, on.isoformat()).fetchall()}


def keep_answer(spot: Spot, answer: SurveyAnswer) -> None:
    """Keep what somebody answered; inside a transaction."""
    insert(
        SurveyAnswerRow,
        {
            "stream": spot.stream,
            "seq": spot.seq,
            "business_on": answer.on.isoformat(),
            "service": answer.service,
            "answers": "".join(str(one) for one in answer.answers),
        },
    )


def survey_answers(since: date, until: date) -> tuple[SurveyAnswer, ...]:
    """Everything that was answered on these business dates."""
    rows = run(_ANSWERS, since.isoformat(), until.isoformat()).fetchall()
    return tuple(SurveyAnswer(date.fromisoformat(on), service, tuple(map(int, marks))) for on, service, marks in rows)


def drop_visit_events(stream: bytes, first_seq: int, last_seq: int) -> None:
    """Let go what stands at these places of a log; inside a transaction."""
    for text in _DROPS:
        run(text, stream, first_seq, last_seq)
