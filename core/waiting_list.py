"""The waiting list of a programme: who is next, what is missing, and which batch it will be."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.eligibility import waiting_codes
from core.people import masked_nik
from core.programme import Batch, Programme
from core.programme_parts import NO_BATCH
from core.registration import Status
from core.wire.records import NotedFinding, RegisteredBody


@dataclass(frozen=True, slots=True)
class Waiting:
    """One registration that waits, before it has its rank."""

    uid: uuid.UUID
    stream: bytes
    seq: int
    at_ms: int
    body: RegisteredBody
    group: str

    @property
    def order(self) -> tuple[str, int, bytes, int]:
        """Who came first is first; nothing of it ever changes, so nobody is overtaken."""
        return self.body.business_on, self.at_ms, self.stream, self.seq


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One line of the waiting list.

    Args:
        rank: the place, from 1, of all who wait.
        nik: masked.
        since: the day of the visit.
        missing: papers, data and answers as people call them; empty = waits for a batch and nothing else.
        batch: what it will join when it is complete; ``None`` = none is on file yet.
    """

    rank: int
    uid: uuid.UUID
    registration_no: str
    queue_number: str
    name: str
    nik: str
    since: date
    missing: tuple[str, ...]
    group: str
    batch: Batch | None


def waiting_rows(programme: Programme, waiting: Iterable[Waiting], batch: Batch | None) -> tuple[WaitingRow, ...]:
    """Rank those who wait."""
    ranked = enumerate(sorted(waiting, key=lambda one: one.order), 1)
    return tuple(_row(programme, rank, one, batch) for rank, one in ranked)


def _row(programme: Programme, rank: int, one: Waiting, batch: Batch | None) -> WaitingRow:
    body = one.body
    return WaitingRow(
        rank=rank,
        uid=one.uid,
        registration_no=body.registration_no,
        queue_number=body.queue_number,
        name=body.person.name_on_id or body.typed.get("name_on_id", ""),
        nik=masked_nik(body.person.nik),
        since=date.fromisoformat(body.business_on),
        missing=missing_of(programme, body),
        group=one.group,
        batch=batch,
    )


def missing_of(programme: Programme, body: RegisteredBody) -> tuple[str, ...]:
    """What keeps a registration waiting, as people call it; a closed batch and what the desk helps with apart."""
    return tuple(dict.fromkeys(_missing(programme, body))) if body.status == Status.WAITING_LIST else ()


def _missing(programme: Programme, body: RegisteredBody) -> Iterator[str]:
    wanted = waiting_codes(programme) - NO_BATCH
    for finding in body.findings:
        if finding.code in wanted and not finding.is_confirmed:
            yield from _label(finding)


def _label(finding: NotedFinding) -> Iterator[str]:
    label = finding.facts.get("label") or finding.facts.get("question")
    if label:
        yield label
