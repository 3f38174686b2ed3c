"""Write down which stage a registration has reached after the desk, when, and who said so."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.changes import Changes
from app.desk.context import Desk
from app.desk.refusal import RefusalCode, Refused, kept_registration, password_told, reason_text
from app.models.events import append
from app.models.stages import keep_step, trail
from core.batches import Place, batch_numbered, batch_of, is_waiting
from core.errors import Trouble
from core.programme import Batch, Programme, Stage, Teller
from core.registered import KeptRegistration
from core.registration import Status
from core.stages import (
    Objection,
    StageCode,
    Step,
    StepBody,
    ToldStage,
    Trail,
    bodies_of,
    earlier_stages,
    labels_of,
    next_stages,
    not_sound,
    objection_to,
    stage_of,
    step_of,
)
from core.wire.events import Kind
from core.wire.records import BatchJoinedBody, PortalTypedBody, StageBody

_KIND: dict[type[StepBody], Kind] = {
    StageBody: Kind.STAGE_REACHED,
    BatchJoinedBody: Kind.BATCH_JOINED,
    PortalTypedBody: Kind.PORTAL_TYPED,
}


@dataclass(frozen=True, slots=True)
class StageReached:
    """Where the registration stands from now on."""

    kept: KeptRegistration
    trail: Trail
    changes: Changes


@dataclass(frozen=True, slots=True)
class StageView:
    """Where a registration stands after the desk, as its page shows it.

    Args:
        stage: the present stage; ``None`` = none reached, or one of a newer program: ``trail`` has its code.
        next_stages: what an officer may write down now.
        earlier: what a coordinator may put it back to; an empty code = no stage at all.
        batch: the batch that it is in.
        is_waiting: whether it is on the waiting list.
    """

    trail: Trail
    stage: Stage | None
    next_stages: tuple[Stage, ...]
    earlier: frozenset[str]
    batch: Batch | None
    is_waiting: bool


def reach_stage(
    desk: Desk,
    uid: uuid.UUID,
    code: str,
    on: date,
    told_by: Teller,
    note: str = "",
    *,
    batch: int = 0,
    reason: str = "",
) -> StageReached | Refused:
    """Write down that a registration has reached a stage.

    Args:
        on: the day on which it did.
        batch: the number of the batch that it is in by that; 0 = as before.
        reason: why a coordinator puts it back to an earlier stage (an empty ``code``: to none); empty = it goes on.

    Raises: Trouble REGISTRATION_UNKNOWN, PROGRAMME_UNKNOWN (usage), or of the store; then nothing is changed.
    """
    told = ToldStage(code, on, told_by, reason_text(note), batch)
    if reason_text(reason):
        return password_told(note, reason) or desk.store.write(lambda: _put_back(desk, uid, told, reason_text(reason)))
    return reach_stages(desk, uid, (told,))


def reach_stages(desk: Desk, uid: uuid.UUID, told: Sequence[ToldStage]) -> StageReached | Refused:
    """Write down several stages that were reached one after the other, or none of them. Raises: as one."""
    refusal = password_told(*(one.note for one in told))
    return refusal or desk.store.write(lambda: _reach(desk, uid, tuple(told)))


def read_stage(desk: Desk, uid: uuid.UUID) -> StageView:
    """Where a registration stands after the desk. Raises: Trouble REGISTRATION_UNKNOWN (usage)."""
    return desk.store.run(lambda: _view(desk, kept_registration(desk, uid)))


def joined_batch(desk: Desk, kept: KeptRegistration) -> Batch | None:
    """The batch that a registration is in."""
    return desk.store.run(lambda: _view(desk, kept)).batch


def refused(objection: Objection) -> Refused:
    """What stands against a step, as an answer."""
    return Refused(objection.code, objection.facts)


def keep(desk: Desk, uid: uuid.UUID, body: StepBody) -> Step:
    """Log a step and keep it; inside the transaction."""
    link = append(desk.writer(), _KIND[type(body)], body, at_ms=desk.now_ms(), record=uid)
    header = link.header
    step = step_of(body, header.stream, header.seq, header.at_ms)
    keep_step(desk.keys.sealer, uid.bytes, step, body)
    return step


def _reach(desk: Desk, uid: uuid.UUID, told: Sequence[ToldStage]) -> StageReached | Refused:
    kept = kept_registration(desk, uid)
    if kept.status == Status.WITHDRAWN:
        return Refused(RefusalCode.WITHDRAWN)
    programme = desk.programme_of(kept.body.programme)
    present = trail(desk.keys.sealer, uid.bytes)
    objection = objection_to(programme, kept.status, present.stage, told, desk.today())
    if objection is not None:
        return refused(objection)
    for body in bodies_of(told, present.next_turn, desk.keys.officer.name):
        keep(desk, uid, body)
    return _reached(desk, kept)


def _put_back(desk: Desk, uid: uuid.UUID, told: ToldStage, reason: str) -> StageReached | Refused:
    kept = kept_registration(desk, uid)
    if kept.status == Status.WITHDRAWN:
        return Refused(RefusalCode.WITHDRAWN)
    if not desk.keys.officer.is_coordinator:
        return Refused(StageCode.NEEDS_COORDINATOR)
    programme = desk.programme_of(kept.body.programme)
    present = trail(desk.keys.sealer, uid.bytes)
    earlier = earlier_stages(programme, present.stage_code) if present.stage_code else frozenset[str]()
    if told.code not in earlier:
        stage = stage_of(programme, told.code)
        label = stage.label if stage else told.code
        return Refused(StageCode.NOT_EARLIER, {"stage": label, "possible": labels_of(programme, earlier)})
    objection = not_sound(programme, told, desk.today())
    if objection is not None:
        return refused(objection)
    for body in bodies_of((told,), present.next_turn, desk.keys.officer.name, reason):
        keep(desk, uid, body)
    return _reached(desk, kept)


def _reached(desk: Desk, kept: KeptRegistration) -> StageReached:
    found = trail(desk.keys.sealer, kept.uid.bytes)
    return StageReached(kept, found, Changes(frozenset({kept.uid}), has_outbox=True))


def _view(desk: Desk, kept: KeptRegistration) -> StageView:
    found = trail(desk.keys.sealer, kept.uid.bytes)
    programme = _programme(desk, kept.body.programme)
    if programme is None:
        return StageView(found, None, (), frozenset(), None, is_waiting=False)
    province = desk.store.profile.post.province
    place = Place(kept.status, date.fromisoformat(kept.body.business_on), found)
    number = batch_of(programme, province, place)
    is_withdrawn = kept.status == Status.WITHDRAWN
    return StageView(
        trail=found,
        stage=stage_of(programme, found.stage_code),
        next_stages=next_stages(programme, kept.status, found.stage_code),
        earlier=earlier_stages(programme, found.stage_code) if found.stage_code and not is_withdrawn else frozenset(),
        batch=batch_numbered(programme, province, number),
        is_waiting=is_waiting(programme, province, place),
    )


def _programme(desk: Desk, code: str) -> Programme | None:
    try:
        return desk.programme_of(code)
    except Trouble:
        return None
