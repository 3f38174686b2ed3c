"""The worklist of a programme's other site: who is to be typed in, what belongs into which box, who has done it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from app.changes import Changes
from app.desk.batches import visits_of
from app.desk.context import Desk
from app.desk.refusal import RefusalCode, Refused, kept_registration
from app.desk.stage import keep
from app.models.events import append
from app.models.stages import trail
from core.batches import Place
from core.programme import Portal, Programme
from core.registered import KeptRegistration
from core.registration import Status
from core.stages import StageCode, Step
from core.wire.events import Kind
from core.wire.records import NikShownBody, PortalTypedBody
from core.worklist import (
    SECRET_FIELDS,
    Candidate,
    PortalValue,
    Worklist,
    next_portal_step,
    portal_values,
    worklist_of,
)

_WORKED_ON = frozenset((Status.REGISTERED.value, Status.WAITING_LIST.value, Status.INCOMPLETE.value))


@dataclass(frozen=True, slots=True)
class PortalSheet:
    """What an officer copies into the other site, box by box."""

    portal: Portal
    values: tuple[PortalValue, ...]


@dataclass(frozen=True, slots=True)
class PortalTyped:
    """The person is typed in; ``typed`` says by whom and when."""

    kept: KeptRegistration
    typed: Step
    changes: Changes


def worklist(desk: Desk, programme: Programme, on: date | None = None) -> Worklist:
    """Everybody of a programme who has a step in its other site before them; cut into jobs of a page each.

    Args:
        on: only those who came on this day.
    """

    def is_listed(place: Place) -> bool:
        if on is not None and place.business_on != on:
            return False
        return next_portal_step(programme, place.status, place.trail) is not None

    day = on or desk.today()
    visits = visits_of(desk, programme, _WORKED_ON, day, is_wanted=is_listed, has_step_texts=True)
    return worklist_of(
        programme, (Candidate(one.uid, one.stream, one.seq, one.at_ms, one.body, one.trail) for one in visits)
    )


def note_typed(desk: Desk, uid: uuid.UUID) -> PortalTyped | Refused:
    """Write down that this officer has typed the person into the other site.

    Raises: Trouble REGISTRATION_UNKNOWN, PROGRAMME_UNKNOWN (usage), or of the store; then nothing is changed.
    """
    return desk.store.write(lambda: _note(desk, uid))


def portal_fields(desk: Desk, uid: uuid.UUID) -> PortalSheet | Refused:
    """What belongs into the boxes of the other site; where a whole NIK is among it, the look is on disk before.

    Raises: Trouble REGISTRATION_UNKNOWN, PROGRAMME_UNKNOWN (usage), or of the store; then nothing is shown.
    """
    return desk.store.write(lambda: _sheet(desk, uid))


def _note(desk: Desk, uid: uuid.UUID) -> PortalTyped | Refused:
    kept = kept_registration(desk, uid)
    if kept.status == Status.WITHDRAWN:
        return Refused(RefusalCode.WITHDRAWN)
    found = trail(desk.keys.sealer, uid.bytes)
    next_step = next_portal_step(desk.programme_of(kept.body.programme), kept.status, found)
    if next_step is None:
        return Refused(StageCode.NO_PORTAL)
    body = PortalTypedBody(next_step.code, desk.today().isoformat(), desk.keys.officer.name, found.next_turn)
    return PortalTyped(kept, keep(desk, uid, body), Changes(frozenset({uid}), has_outbox=True))


def _sheet(desk: Desk, uid: uuid.UUID) -> PortalSheet | Refused:
    kept = kept_registration(desk, uid)
    if kept.status == Status.WITHDRAWN:
        return Refused(RefusalCode.WITHDRAWN)
    programme = desk.programme_of(kept.body.programme)
    if programme.portal is None:
        return Refused(StageCode.NO_PORTAL)
    if any(box.field in SECRET_FIELDS for box in programme.portal.fields):
        append(desk.writer(), Kind.NIK_SHOWN, NikShownBody(desk.keys.officer.name), at_ms=desk.now_ms(), record=uid)
    person = kept.body.person
    codes = {person.village_code, person.current_village_code} - {""}
    villages = {code: village.name for code in codes if (village := desk.regions.village(code))}
    return PortalSheet(programme.portal, portal_values(programme, kept.body, villages))
