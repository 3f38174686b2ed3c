"""Slips without a registration: written down where somebody shows one, seen to with a word on how."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from app.changes import Changes
from app.desk.context import Desk
from app.desk.refusal import RefusalCode, Refused, password_told, reason_text
from app.desk.scan import Scanned, scanned
from app.models import slip_cases as stored
from app.models.events import append
from core.slip_cases import CaseState, SlipCase
from core.slip_token import SlipToken
from core.wire.events import Kind
from core.wire.records import SlipCaseBody, SlipCaseSettledBody


@dataclass(frozen=True, slots=True)
class CaseNoted:
    """The slip as it is written down, and whether it was just now."""

    scanned: Scanned
    is_new: bool
    changes: Changes


@dataclass(frozen=True, slots=True)
class CaseSettled:
    """The case as it stands from now on."""

    case: SlipCase
    changes: Changes


def slip_cases(desk: Desk) -> tuple[SlipCase, ...]:
    """All slips without a registration that this post knows of, the newest first."""
    return desk.store.run(lambda: stored.slip_cases(desk.keys.sealer))


def note_case(desk: Desk, text: str) -> CaseNoted:
    """Write down a genuine slip of this post whose registration is not here; nothing if it has come, or is noted.

    Raises: Trouble of the store; then nothing is changed.
    """
    return desk.store.write(lambda: _note(desk, text))


def settle_case(desk: Desk, uid: uuid.UUID, reason: str) -> CaseSettled | Refused:
    """Somebody has seen to a case.

    Args:
        reason: how.

    Raises: Trouble of the store; then nothing is changed.
    """
    said = reason_text(reason)
    if not said:
        return Refused(RefusalCode.NO_REASON)
    return password_told(reason) or desk.store.write(lambda: _settle(desk, uid, said))


def _note(desk: Desk, text: str) -> CaseNoted:
    found = scanned(desk, text)
    token = found.check.token
    if token is None or not found.can_be_noted:
        return CaseNoted(found, is_new=False, changes=Changes())
    append(desk.writer(), Kind.SLIP_CASE_OPENED, _body(desk, token), at_ms=desk.now_ms())
    return CaseNoted(scanned(desk, text), is_new=True, changes=Changes(has_outbox=True))


def _body(desk: Desk, token: SlipToken) -> SlipCaseBody:
    return SlipCaseBody(
        registration_no=str(token.registration),
        queue_number=token.queue_number,
        business_on=token.registration.business_on.isoformat(),
        key_id=token.key_id,
        officer_name=desk.keys.officer.name,
    )


def _settle(desk: Desk, uid: uuid.UUID, reason: str) -> CaseSettled | Refused:
    case = _case(desk, uid)
    if case is None or case.state is not CaseState.OPEN:
        return Refused(RefusalCode.NO_CASE)
    body = SlipCaseSettledBody(reason, desk.keys.officer.name)
    append(desk.writer(), Kind.SLIP_CASE_SETTLED, body, at_ms=desk.now_ms(), record=uid)
    return CaseSettled(_case(desk, uid) or case, Changes(has_outbox=True))


def _case(desk: Desk, uid: uuid.UUID) -> SlipCase | None:
    return next((one for one in stored.slip_cases(desk.keys.sealer) if one.uid == uid), None)
