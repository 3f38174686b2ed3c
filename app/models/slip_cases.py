"""Slips without a registration in the store: their events, our own and other desks', and who has come meanwhile."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.models.applicants import NOBODY
from app.models.heard import NEWS_TABLE, opened_at
from app.models.sealing import Sealer
from app.models.statements import run
from app.models.tables import SLIP_CASES
from core.errors import Trouble
from core.slip_cases import CASES, CaseAct, CaseBody, SlipCase, cases_of
from core.wire.codec import Malformed, decode
from core.wire.envelope import EventUp
from core.wire.events import Header
from core.wire.records import SlipCaseBody

LOG = logging.getLogger(__name__)

_OWN = f"SELECT header, sealed FROM event WHERE {SLIP_CASES}"  # noqa: S608 - words of our own
_NEWS = f"SELECT stream, seq, sealed FROM news WHERE {SLIP_CASES}"  # noqa: S608 - as above
_OF_NUMBER = "SELECT uid, stream, person_uid FROM registration WHERE registration_no = ?"


@dataclass(frozen=True, slots=True)
class NumberedRecord:
    """A registration with a number, found without any key.

    Args:
        device: who gave it the number.
        has_copy: whether the person still stands here; of a purged copy only the number is left.
    """

    uid: uuid.UUID
    device: bytes
    has_copy: bool


def records_with(registration_no: str) -> tuple[NumberedRecord, ...]:
    """The registrations with this number: one, unless a copied device gave it to two."""
    rows = run(_OF_NUMBER, registration_no).fetchall()
    return tuple(NumberedRecord(uuid.UUID(bytes=uid), stream[:16], person != NOBODY) for uid, stream, person in rows)


def slip_cases(sealer: Sealer) -> tuple[SlipCase, ...]:
    """All cases, the newest first; one whose registration has come closes itself."""
    acts = (*_own(sealer), *_of_others(sealer))
    numbers = {act.body.registration_no for act in acts if isinstance(act.body, SlipCaseBody)}
    return cases_of(acts, frozenset(number for number in numbers if records_with(number)))


def _own(sealer: Sealer) -> Iterator[CaseAct]:
    for packed, sealed in run(_OWN).fetchall():
        header = decode(packed, Header)
        body = _body(header.kind, _opened(sealer, "event", header.uid, sealed))
        if body is not None:
            yield CaseAct(uuid.UUID(bytes=header.record), header.stream, header.seq, header.at_ms, body)


def _of_others(sealer: Sealer) -> Iterator[CaseAct]:
    for stream, seq, sealed in run(_NEWS).fetchall():
        event = opened_at(sealer, NEWS_TABLE, (stream, seq), sealed, EventUp)
        if event is None:
            continue
        body = _body(event.kind, event.body)
        if body is not None and isinstance(event.record, bytes):
            yield CaseAct(uuid.UUID(bytes=event.record), stream, seq, event.at_ms, body)


def _opened(sealer: Sealer, table: str, place: bytes, sealed: bytes) -> bytes:
    try:
        return sealer.open(table, place, sealed)
    except Trouble:
        LOG.warning("a slip without a registration does not open")
        return b""


def _body(kind: str, packed: bytes) -> CaseBody | None:
    """What an event says; ``None`` = it is broken, or its day is none."""
    try:
        body = decode(packed, CASES[kind])
        if isinstance(body, SlipCaseBody):
            date.fromisoformat(body.business_on)
    except (Malformed, ValueError):
        return None
    return body
