"""Show the whole NIK of a registration, which is masked everywhere else: every look is kept with the officer's name."""

from __future__ import annotations

import uuid

from app.desk.context import Desk
from app.desk.refusal import kept_registration
from app.models.events import append
from core.wire.events import Kind
from core.wire.records import NikShownBody


def show_nik(desk: Desk, uid: uuid.UUID) -> str:
    """The whole NIK, or what was typed in its place; the look is on disk before anybody sees it.

    Raises: Trouble REGISTRATION_UNKNOWN (usage), or of the store; then nothing is shown.
    """
    return desk.store.write(lambda: _show(desk, uid))


def _show(desk: Desk, uid: uuid.UUID) -> str:
    body = kept_registration(desk, uid).body
    append(desk.writer(), Kind.NIK_SHOWN, NikShownBody(desk.keys.officer.name), at_ms=desk.now_ms(), record=uid)
    return body.person.nik or body.typed.get("nik", "")
