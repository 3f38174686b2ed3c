"""Withdraw a registration at the applicant's wish: its number stays used, and the person may register again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from app.changes import Changes
from app.desk.context import Desk
from app.desk.refusal import RefusalCode, Refused, kept_registration, password_told, reason_text
from app.desk.revision import keep_move
from core.registered import KeptRegistration
from core.registration import Status
from core.wire.events import Kind
from core.wire.records import WithdrawnBody


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The registration as it stands from now on."""

    kept: KeptRegistration
    changes: Changes


def withdraw(desk: Desk, uid: uuid.UUID, reason: str) -> Withdrawn | Refused:
    """Withdraw a registration.

    Raises: Trouble REGISTRATION_UNKNOWN (usage), or of the store; then nothing is changed.
    """
    said = reason_text(reason)
    return password_told(reason) or desk.store.write(lambda: _withdraw(desk, uid, said))


def _withdraw(desk: Desk, uid: uuid.UUID, reason: str) -> Withdrawn | Refused:
    kept = kept_registration(desk, uid)
    if kept.status == Status.WITHDRAWN:
        return Refused(RefusalCode.WITHDRAWN)
    if not reason:
        return Refused(RefusalCode.NO_REASON)
    body = WithdrawnBody(reason, desk.keys.officer.name)
    return Withdrawn(*keep_move(desk, kept, Kind.WITHDRAWN, body))
