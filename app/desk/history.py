"""What happened to a registration, out of the event log: this desk's own acts and those of the post's other desks."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from app.desk.context import Desk
from app.desk.refusal import kept_registration
from app.models.events import events_of
from app.models.heard import news_of
from app.models.retelling import acts_of
from core.disputes import in_order
from core.moves import ANSWER, MOVES, Move, moved
from core.people import masked_nik
from core.stages import STEPS, StepBody, read_step
from core.wire.codec import Malformed, decode
from core.wire.events import Kind
from core.wire.records import (
    Answer,
    BatchJoinedBody,
    CorrectedBody,
    JudgementBody,
    NikShownBody,
    PapersAddedBody,
    PersonBody,
    PortalTypedBody,
    RegisteredBody,
    RepeatedBody,
    ReprintedBody,
    SettledBody,
    StageBody,
    VisitNotedBody,
    WithdrawnBody,
)

MASKED = frozenset(("nik", "family_card_no"))
"""Fields whose values are shown masked: the whole ones are looked at with :func:`app.desk.show_nik.show_nik`."""

_Body = RegisteredBody | RepeatedBody | ReprintedBody | Move | NikShownBody | StepBody | VisitNotedBody

_BODIES: Mapping[str, type[_Body]] = {
    Kind.REGISTERED: RegisteredBody,
    Kind.REPEATED: RepeatedBody,
    Kind.SLIP_REPRINTED: ReprintedBody,
    Kind.NIK_SHOWN: NikShownBody,
    Kind.VISIT_NOTED: VisitNotedBody,
    **MOVES,
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after a correction: its value, or what was typed where it had none.

    ``field`` is an identity field or ``answers.`` and a question; NIK and KK number are masked.
    """

    field: str
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class Happening:
    """One act on a registration.

    Args:
        kind: of the event; of a kind that a newer program wrote only what its header says is known.
        is_own: whether this desk did it; else a neighbour.
        documents: codes of the papers that were seen by it.
        outcome, status, registration_no: what the registration came to by it; empty if it did not move.
        copy_no, paper: of a slip that was printed again.
        stage: code of the stage that was reached, or that was typed into the other site; ``reached_on`` its day,
            ``told_by`` who said so.
        batch: number of the batch that it is in by this act; 0 = none, or as before.
        asked, result: of a visit that asked about it, words of ``core.visits``.
    """

    at_ms: int
    kind: str
    is_own: bool
    officer_name: str = ""
    changes: tuple[FieldChange, ...] = ()
    reason: str = ""
    documents: tuple[str, ...] = ()
    outcome: str = ""
    status: str = ""
    registration_no: str = ""
    copy_no: int = 0
    paper: str = ""
    stage: str = ""
    reached_on: date | None = None
    told_by: str = ""
    note: str = ""
    batch: int = 0
    asked: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class _Event:
    """An event of the record, whoever wrote it."""

    uid: bytes
    kind: str
    at_ms: int
    body: bytes
    is_own: bool


def history(desk: Desk, uid: uuid.UUID) -> tuple[Happening, ...]:
    """Everything that happened to a registration in the server's order, by which it goes where desks differ.

    Raises: Trouble REGISTRATION_UNKNOWN (usage).
    """
    return desk.store.run(lambda: _history(desk, uid))


def _history(desk: Desk, uid: uuid.UUID) -> tuple[Happening, ...]:
    kept_registration(desk, uid)
    events = {event.uid: event for event in _events(desk, uid.bytes)}
    order = in_order(acts_of(desk.keys.sealer, uid.bytes))
    return tuple(_told(events[act.uid] for act in order if act.uid in events))


def _events(desk: Desk, record: bytes) -> Iterator[_Event]:
    for header, body in events_of(record, desk.keys.sealer):
        yield _Event(header.uid, header.kind, header.at_ms, body, is_own=True)
    for one in news_of(desk.keys.sealer, record):
        event = one.event
        yield _Event(one.uid, event.kind, event.at_ms, event.body, is_own=False)


def _told(events: Iterable[_Event]) -> Iterator[Happening]:
    standing: RegisteredBody | None = None
    for event in events:
        body = _read(event)
        happening = functools.partial(Happening, event.at_ms, event.kind, event.is_own)
        if isinstance(body, RegisteredBody):
            standing = body
            yield _first(happening, body)
        elif isinstance(body, StageBody | PortalTypedBody | BatchJoinedBody):
            standing = moved(standing, body) if standing and isinstance(body, BatchJoinedBody) else standing
            yield _stepped(happening, body, standing)
        elif isinstance(body, CorrectedBody | PapersAddedBody | WithdrawnBody | SettledBody):
            before, standing = standing, moved(standing, body) if standing else None
            yield _moved(happening, body, before, standing)
        elif isinstance(body, VisitNotedBody):
            yield happening(officer_name=body.officer_name, asked=body.asked, result=body.result, note=body.note)
        elif isinstance(body, ReprintedBody):
            yield happening(officer_name=body.officer_name, copy_no=body.copy_no, paper=body.paper)
        else:
            yield happening(officer_name=body.officer_name if body else "")


def _read(event: _Event) -> _Body | None:
    kind = _BODIES.get(event.kind)
    try:
        if event.kind in STEPS:
            return read_step(event.kind, event.body)
        return decode(event.body, kind) if kind else None
    except Malformed:
        return None


def _first(happening: functools.partial[Happening], body: RegisteredBody) -> Happening:
    return happening(
        officer_name=body.officer_name,
        documents=body.documents,
        outcome=body.outcome,
        status=body.status,
        registration_no=body.registration_no,
    )


def _stepped(happening: functools.partial[Happening], body: StepBody, after: RegisteredBody | None) -> Happening:
    said = functools.partial(happening, officer_name=body.officer_name, reached_on=date.fromisoformat(body.on))
    match body:
        case StageBody():
            return said(stage=body.code, told_by=body.told_by, note=body.note, batch=body.batch, reason=body.reason)
        case PortalTypedBody():
            return said(stage=body.code)
        case BatchJoinedBody():
            return said(batch=body.batch, **(_standing(body.judgement, after) if body.judgement else {}))
        case _:
            assert_never(body)


def _moved(
    happening: functools.partial[Happening],
    body: CorrectedBody | PapersAddedBody | WithdrawnBody | SettledBody,
    before: RegisteredBody | None,
    after: RegisteredBody | None,
) -> Happening:
    judgement = None if isinstance(body, WithdrawnBody) else body.judgement
    return happening(
        officer_name=body.officer_name,
        changes=tuple(_changes(body, before, after)) if before and after else (),
        reason="" if isinstance(body, PapersAddedBody) else body.reason,
        documents=body.documents if isinstance(body, PapersAddedBody) else (),
        **_standing(judgement, after),
    )


def _standing(judgement: JudgementBody | None, after: RegisteredBody | None) -> dict[str, str]:
    said = after or judgement
    return {name: getattr(said, name) for name in ("outcome", "status", "registration_no")} if said else {}


def _changes(body: Move, before: RegisteredBody, after: RegisteredBody) -> Iterator[FieldChange]:
    """What an act says about single fields."""
    fields, answers = _named(body)
    for name in fields:
        shown = _shown(name, before), _shown(name, after)
        if name in PersonBody.__struct_fields__:
            yield FieldChange(name, *(masked_nik(text) if name in MASKED else text for text in shown))
    for name, answer in answers.items():
        yield FieldChange(ANSWER + name, before.answers.get(name), answer)


def _named(body: Move) -> tuple[Iterable[str], Mapping[str, Answer]]:
    if isinstance(body, CorrectedBody):
        return dict.fromkeys((*body.fields, *body.typed)), body.answers
    if not isinstance(body, SettledBody):
        return (), {}
    if body.field.startswith(ANSWER):
        return (), {body.field.removeprefix(ANSWER): body.value}
    return (body.field,), {}


def _shown(name: str, body: RegisteredBody) -> str:
    return str(getattr(body.person, name, "")) or body.typed.get(name, "")
