"""``posko stage``, ``waiting`` and ``worklist``: where registrations stand after the desk."""

from __future__ import annotations

import argparse
from datetime import date
from typing import assert_never

from app.desk.business_day import business_day
from app.desk.lookup import find_one
from app.desk.refusal import Refused
from app.desk.stage import StageReached, StageView, reach_stage, read_stage
from app.desk.waiting import waiting_list
from app.desk.worklist import worklist
from app.headless.answer import NOT_ALL_GRANTED, Answer, Json, fact_json
from app.headless.opening import desk_for
from core.batches import groups
from core.clock import from_ms
from core.errors import unusable
from core.programme import Programme, Stage, Teller
from core.registered import KeptRegistration
from core.sentences import fact_text, sentence
from core.stages import Step
from core.waiting_list import WaitingRow
from core.worklist import WorkRow


def stage(arguments: argparse.Namespace) -> Answer:
    """Write down a stage; without a code only say where the registration stands."""
    told_by = _teller(arguments.told_by)
    is_look = arguments.code is None and not arguments.back
    with desk_for(arguments, is_read_only=is_look) as desk:
        kept = find_one(desk, arguments.ref)
        programme = desk.programme_of(kept.body.programme)
        if is_look:
            return _looked(kept, programme, read_stage(desk, kept.uid))
        reached = reach_stage(
            desk,
            kept.uid,
            arguments.code or "",
            day_of(arguments.on) if arguments.on else business_day(desk),
            told_by,
            arguments.note,
            batch=arguments.batch,
            reason=arguments.back,
        )
        view = read_stage(desk, kept.uid)
    match reached:
        case StageReached():
            return _looked(kept, programme, view)
        case Refused():
            return _refused(kept, reached, view)
        case _:
            assert_never(reached)


def waiting(arguments: argparse.Namespace) -> Answer:
    """List who waits, in order of rank; runs beside the window."""
    with desk_for(arguments, is_read_only=True) as desk:
        programme = desk.programme_of(arguments.programme)
        rows = waiting_list(desk, programme, day_of(arguments.on) if arguments.on else None)
    labels = groups(programme)
    lines = tuple(_waiting_line(row) for row in rows) or (sentence("WAITING_NOBODY"),)
    return Answer([_waiting_row(row, labels[row.group]) for row in rows], lines)


def work(arguments: argparse.Namespace) -> Answer:
    """List whom the other site of a programme waits for; runs beside the window."""
    with desk_for(arguments, is_read_only=True) as desk:
        listed = worklist(desk, desk.programme_of(arguments.programme), day_of(arguments.on) if arguments.on else None)
    lines = tuple(_work_line(row) for row in listed.rows) or (sentence("WORKLIST_EMPTY"),)
    return Answer([_work_row(row) for row in listed.rows], lines)


def _teller(text: str) -> Teller:
    try:
        return Teller(text)
    except ValueError as error:
        raise unusable("TELLER_UNKNOWN", told_by=text[:40], known=tuple(Teller)) from error


def day_of(text: str) -> date:
    """The day of ``--on``. Raises: Trouble ON_NOT_A_DAY (usage)."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise unusable("ON_NOT_A_DAY", on=text[:40]) from error


def _looked(kept: KeptRegistration, programme: Programme, view: StageView) -> Answer:
    step = view.trail.stage
    label = view.stage.label if view.stage else view.trail.stage_code or sentence("STAGE_NO_STAGE")
    if step is None or not step.code or step.reason:
        line = sentence("STAGE_NOW", {"stage": label})
    else:
        told_by = sentence(f"STAGE_TOLD_BY_{step.told_by.upper()}") if step.told_by in set(Teller) else step.told_by
        line = sentence("STAGE_REACHED", {"stage": label, "on": step.on, "teller": told_by})
    document = {**_standing(kept, view), "programme": programme.code}
    return Answer(document, (line, *_choices(view.next_stages)))


def _refused(kept: KeptRegistration, refused: Refused, view: StageView) -> Answer:
    said = sentence(refused.code, refused.facts)
    refusal: dict[str, Json] = {
        "code": refused.code.value,
        "message": said,
        "facts": {name: fact_json(fact) for name, fact in refused.facts.items()},
    }
    document = {**_standing(kept, view), "programme": kept.body.programme, "refused": refusal}
    return Answer(document, (said, *_choices(view.next_stages)), NOT_ALL_GRANTED)


def _choices(stages: tuple[Stage, ...]) -> tuple[str, ...]:
    return tuple(f"  {one.code}  {one.label}" for one in stages)


def _standing(kept: KeptRegistration, view: StageView) -> dict[str, Json]:
    return {
        "uid": str(kept.uid),
        "registration_no": kept.registration_no or None,
        "status": kept.status,
        "stage": _step(view.trail.stage),
        "batch": view.batch.number if view.batch else None,
        "is_waiting": view.is_waiting,
        "next": [one.code for one in view.next_stages],
    }


def _step(step: Step | None) -> Json:
    if step is None or not step.code:
        return None
    return {
        "code": step.code,
        "on": step.on.isoformat(),
        "told_by": step.told_by,
        "note": step.note,
        "officer_name": step.officer_name,
        "reason": step.reason or None,
    }


def _waiting_line(row: WaitingRow) -> str:
    if row.missing:
        why = sentence("WAITING_LACKS", {"missing": row.missing})
    elif row.batch:
        why = sentence("WAITING_FOR_BATCH", {"batch": row.batch.label})
    else:
        why = sentence("WAITING_FOR_ANY_BATCH")
    return f"{row.rank:>4}  {row.registration_no}  {row.name}  {row.nik or '-'}  {fact_text(row.since)}  {why}"


def _waiting_row(row: WaitingRow, group: str) -> Json:
    return {
        "rank": row.rank,
        "uid": str(row.uid),
        "registration_no": row.registration_no,
        "queue_number": row.queue_number,
        "name": row.name,
        "nik": row.nik,
        "since": row.since.isoformat(),
        "missing": row.missing,
        "group": row.group or None,
        "group_label": group or None,
        "batch": row.batch.number if row.batch else None,
    }


def _work_line(row: WorkRow) -> str:
    stage_text = row.stage_label or row.status
    head = f"{row.registration_no or '-'}  {row.name}  {row.nik or '-'}  {fact_text(row.since)}  {stage_text}"
    next_text = sentence("WORKLIST_NEXT", {"stage": row.next_step.label})
    if row.typed is None:
        return f"{head}  {next_text}"
    typed = sentence("WORKLIST_TYPED", {"officer": row.typed.officer_name, "on": row.typed.on})
    return f"{head}  {next_text}  {typed}"


def _work_row(row: WorkRow) -> Json:
    typed = row.typed
    return {
        "uid": str(row.uid),
        "registration_no": row.registration_no or None,
        "name": row.name,
        "nik": row.nik,
        "status": row.status,
        "stage": _step(row.stage),
        "next": row.next_step.code,
        "since": row.since.isoformat(),
        "typed_by": typed.officer_name if typed else None,
        "typed_at": from_ms(typed.at_ms).isoformat(timespec="seconds").replace("+00:00", "Z") if typed else None,
    }
