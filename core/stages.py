"""What happens to a registration after the desk: stages, batches, the other site; one rule for every end.

Each such act is a step. A step's ``turn`` is one more than the highest that its writer had seen of the same
registration, so what is known later counts more; of two that did not know of each other the later day does, then the
place in the log. No clock decides, and whoever holds the same steps sees the same, in whatever order they came.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from core.findings import Fact
from core.programme import Programme, Stage, Teller
from core.registration import Status
from core.sentences import sentence
from core.wire.codec import Malformed, decode
from core.wire.events import Kind
from core.wire.records import BatchJoinedBody, PortalTypedBody, StageBody

StepBody = StageBody | BatchJoinedBody | PortalTypedBody

STEPS: Mapping[str, type[StepBody]] = {
    Kind.STAGE_REACHED: StageBody,
    Kind.BATCH_JOINED: BatchJoinedBody,
    Kind.PORTAL_TYPED: PortalTypedBody,
}
"""Kinds of events that are steps, and their bodies."""

LAST_TURN = 2**31 - 1


class StageCode(enum.StrEnum):
    """Why a stage, or a batch, cannot be written down; what stands stays as it is."""

    UNKNOWN = "STAGE_UNKNOWN"
    NOT_NEXT = "STAGE_NOT_NEXT"
    NOT_EARLIER = "STAGE_NOT_EARLIER"
    NOTHING_FOLLOWS = "STAGE_NOTHING_FOLLOWS"
    TELLER = "STAGE_NOT_TOLD_BY"
    FUTURE = "STAGE_IN_FUTURE"
    BEFORE_LAST = "STAGE_BEFORE_LAST"
    NEEDS_COORDINATOR = "STAGE_NEEDS_COORDINATOR"
    BATCH_UNKNOWN = "BATCH_UNKNOWN"
    NO_OPEN_BATCH = "BATCH_NONE_OPEN"
    NO_PORTAL = "PORTAL_NONE"


@dataclass(frozen=True, slots=True)
class Objection:
    """What stands against a step."""

    code: StageCode
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One step in its place of the log; what its kind does not say is empty.

    Args:
        on: the day on which it happened.
        at_ms: the writer's clock, a remark.
    """

    kind: str
    stream: bytes
    seq: int
    at_ms: int
    turn: int
    on: date
    code: str = ""
    told_by: str = ""
    batch: int = 0
    officer_name: str = ""
    note: str = ""
    reason: str = ""

    @property
    def order(self) -> tuple[int, date, bytes, int]:
        """The highest of a registration counts."""
        return self.turn, self.on, self.stream, self.seq


@dataclass(frozen=True, slots=True)
class Trail:
    """What counts of a registration's steps: the stage, the batch, the last time that it was typed elsewhere.

    ``turn`` is the highest of all.
    """

    stage: Step | None = None
    batch: Step | None = None
    typed: Step | None = None
    turn: int = 0

    @property
    def stage_code(self) -> str:
        """The present stage; empty while none is reached."""
        return self.stage.code if self.stage else ""

    @property
    def next_turn(self) -> int:
        """The turn of the next step."""
        return min(self.turn + 1, LAST_TURN)

    @property
    def is_typed(self) -> bool:
        """Whether the person was typed into the other site since the present stage was reached."""
        return self.typed is not None and (self.stage is None or self.typed.order > self.stage.order)


def trail_of(steps: Iterable[Step]) -> Trail:
    """What counts of these steps, whatever order they come in."""
    latest = sorted(steps, key=lambda step: step.order, reverse=True)
    return Trail(
        stage=next((step for step in latest if step.kind == Kind.STAGE_REACHED), None),
        batch=next((step for step in latest if step.kind == Kind.BATCH_JOINED or step.batch), None),
        typed=next((step for step in latest if step.kind == Kind.PORTAL_TYPED), None),
        turn=latest[0].turn if latest else 0,
    )


def read_step(kind: str, body: bytes) -> StepBody:
    """What a step says. Raises: Malformed if it is none, or its day is not a day; KeyError for another kind."""
    said = decode(body, STEPS[kind])
    try:
        date.fromisoformat(said.on)
    except ValueError as error:
        raise Malformed("MESSAGE_SHAPE", "on") from error
    return said


def step_of(body: StepBody, stream: bytes, seq: int, at_ms: int) -> Step:
    """What a step says, in its place of the log."""
    on = date.fromisoformat(body.on)
    match body:
        case StageBody():
            said = body.told_by, body.batch, body.officer_name, body.note, body.reason
            return Step(Kind.STAGE_REACHED, stream, seq, at_ms, body.turn, on, body.code, *said)
        case BatchJoinedBody():
            name, batch = body.officer_name, body.batch
            return Step(Kind.BATCH_JOINED, stream, seq, at_ms, body.turn, on, batch=batch, officer_name=name)
        case PortalTypedBody():
            return Step(Kind.PORTAL_TYPED, stream, seq, at_ms, body.turn, on, body.code, officer_name=body.officer_name)
        case _:
            assert_never(body)


def stage_of(programme: Programme, code: str) -> Stage | None:
    """The stage with this code."""
    return next((stage for stage in programme.stages if stage.code == code), None)


def next_stages(programme: Programme, status: str, code: str) -> tuple[Stage, ...]:
    """What may be reached from a stage or, while there is none, from the registration's status."""
    present = stage_of(programme, code)
    if status == Status.WITHDRAWN or (code and (present is None or present.is_end)):
        return ()
    return tuple(stage for stage in programme.stages if (code or status) in stage.after)


def earlier_stages(programme: Programme, code: str) -> frozenset[str]:
    """The stages over which this one can have been reached, and the empty word: none at all."""
    found, wanted = {""}, [code]
    while wanted:
        stage = stage_of(programme, wanted.pop())
        before = {one.code for one in programme.stages if stage and one.code in stage.after} - found
        found |= before
        wanted += before
    return frozenset(found - {code})


def has_ended(programme: Programme, code: str) -> bool:
    """Whether nothing follows any more."""
    present = stage_of(programme, code)
    return present is not None and present.is_end


@dataclass(frozen=True, slots=True)
class ToldStage:
    """That a stage was reached, as an officer is told.

    Args:
        on: the day on which it was.
        batch: the number of the batch that it is in from then on; 0 = as before.
    """

    code: str
    on: date
    told_by: Teller
    note: str = ""
    batch: int = 0


def objection_to(
    programme: Programme, status: str, present: Step | None, told: Sequence[ToldStage], today: date
) -> Objection | None:
    """What stands against these stages, reached one after the other; ``None`` = nothing."""
    code = present.code if present else ""
    last = present.on if present and not present.reason else None  # a correction says nothing about days
    for one in told:
        objection = _not_next(programme, status, code, one) or _not_told(programme, one)
        objection = objection or not_sound(programme, one, today)
        if objection is None and last is not None and one.on < last:
            objection = Objection(StageCode.BEFORE_LAST, {"on": one.on, "last": last})
        if objection is not None:
            return objection
        code, last = one.code, one.on
    return None


def _not_next(programme: Programme, status: str, code: str, told: ToldStage) -> Objection | None:
    possible = next_stages(programme, status, code)
    stage = stage_of(programme, told.code)
    if stage in possible:
        return None
    if stage is not None and not possible:
        return Objection(StageCode.NOTHING_FOLLOWS, {"stage": stage.label})
    facts: dict[str, Fact] = {"possible": tuple(one.label for one in possible)}
    if stage is None:
        return Objection(StageCode.UNKNOWN, {**facts, "stage": told.code, "programme": programme.name})
    return Objection(StageCode.NOT_NEXT, {**facts, "stage": stage.label})


def _not_told(programme: Programme, told: ToldStage) -> Objection | None:
    stage = stage_of(programme, told.code)
    if stage is None or told.told_by in stage.told_by:
        return None
    return Objection(StageCode.TELLER, {"stage": stage.label, "tellers": _words(stage.told_by)})


def not_sound(programme: Programme, told: ToldStage, today: date) -> Objection | None:
    """What stands against day or batch of a stage, wherever it is reached from."""
    if told.on > today:
        return Objection(StageCode.FUTURE, {"on": told.on})
    if told.batch and told.batch not in {batch.number for batch in programme.batches}:
        return Objection(StageCode.BATCH_UNKNOWN, {"batch": told.batch, "programme": programme.name})
    return None


def _words(tellers: Iterable[Teller]) -> tuple[str, ...]:
    return tuple(sentence(f"STAGE_TOLD_BY_{teller.upper()}") for teller in tellers)


def bodies_of(told: Iterable[ToldStage], turn: int, officer_name: str, reason: str = "") -> Iterator[StageBody]:
    """The events of stages that were reached one after the other, from this turn on."""
    for number, one in enumerate(told):
        yield StageBody(
            code=one.code,
            on=one.on.isoformat(),
            told_by=one.told_by.value,
            officer_name=officer_name,
            turn=min(turn + number, LAST_TURN),
            note=one.note,
            batch=one.batch,
            reason=reason,
        )


def labels_of(programme: Programme, codes: Collection[str]) -> tuple[str, ...]:
    """Stages as people read them, in the order of the programme."""
    return tuple(stage.label for stage in programme.stages if stage.code in codes)
