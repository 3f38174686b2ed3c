"""Slips without a registration: what desks wrote down about them, folded into cases; the same on every desk."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.wire.events import Kind
from core.wire.records import SlipCaseBody, SlipCaseSettledBody

CaseBody = SlipCaseBody | SlipCaseSettledBody

CASES: Mapping[str, type[CaseBody]] = {
    Kind.SLIP_CASE_OPENED: SlipCaseBody,
    Kind.SLIP_CASE_SETTLED: SlipCaseSettledBody,
}
"""Kinds of events about such slips, and their bodies."""


class CaseState(enum.Enum):
    """How a case stands."""

    OPEN = "open"
    ARRIVED = "arrived"
    """The registration has come: nothing is left to do."""
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One event about a case, whoever wrote it."""

    record: uuid.UUID
    stream: bytes
    seq: int
    at_ms: int
    body: CaseBody


@dataclass(frozen=True, slots=True)
class SlipCase:
    """A genuine slip whose registration is missing, or was.

    Args:
        registration_no, queue_number, on: as the slip says.
        officer_name: who wrote it down.
        reason, settled_by: how it was seen to, and by whom; empty = it was not.
    """

    uid: uuid.UUID
    registration_no: str
    queue_number: str
    on: date
    at_ms: int
    officer_name: str
    state: CaseState
    reason: str = ""
    settled_by: str = ""


def cases_of(acts: Iterable[CaseAct], arrived: Collection[str]) -> tuple[SlipCase, ...]:
    """The cases, the newest first, in whatever order their events came.

    Of one slip that several desks wrote down, or one desk again, the open case is told, else one that was settled.

    Args:
        arrived: numbers of the registrations that stand here.
    """
    known = sorted(acts, key=lambda act: (act.stream, act.seq))
    settled = {act.record: act.body for act in known if isinstance(act.body, SlipCaseSettledBody)}
    by_number: dict[str, SlipCase] = {}
    for act in known:
        if isinstance(act.body, SlipCaseBody):
            case = _case(act, act.body, settled.get(act.record), has_arrived=act.body.registration_no in arrived)
            told = by_number.setdefault(case.registration_no, case)
            if told.state is CaseState.SETTLED:
                by_number[case.registration_no] = case
    return tuple(sorted(by_number.values(), key=lambda case: (case.at_ms, case.uid), reverse=True))


def _case(act: CaseAct, body: SlipCaseBody, settled: SlipCaseSettledBody | None, *, has_arrived: bool) -> SlipCase:
    still = CaseState.OPEN if settled is None else CaseState.SETTLED
    return SlipCase(
        uid=act.record,
        registration_no=body.registration_no,
        queue_number=body.queue_number,
        on=date.fromisoformat(body.business_on),
        at_ms=act.at_ms,
        officer_name=body.officer_name,
        state=CaseState.ARRIVED if has_arrived else still,
        reason=settled.reason if settled else "",
        settled_by=settled.officer_name if settled else "",
    )
