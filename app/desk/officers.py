"""Who works at this desk: the list, a new officer, another secret of one's own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from app.desk.context import Desk
from app.models import officers as rows
from app.models.birth import new_device_uid
from app.models.events import append
from app.models.officers import MIN_SECRET, Officer, Role
from app.models.store import Store
from core.errors import unusable
from core.wire.events import Kind
from core.wire.records import RemarkBody

__all__ = ["MIN_SECRET", "add_officer", "change_secret", "officers"]


def officers(store: Store) -> Sequence[Officer]:
    """Everybody who may unlock this desk, the eldest first; needs no secret."""
    return store.run(rows.officers)


def add_officer(desk: Desk, name: str, secret: str, *, is_coordinator: bool) -> uuid.UUID:
    """Give a person a secret that opens this desk; returns the new officer's uid.

    Raises: Trouble COORDINATOR_NEEDED, OFFICER_NAME_EMPTY, OFFICER_EXISTS, SECRET_TOO_SHORT (usage).
    """
    if not desk.keys.officer.is_coordinator:
        raise unusable("COORDINATOR_NEEDED")
    uid, now_ms = new_device_uid(desk.clock), desk.now_ms()
    role = Role.COORDINATOR if is_coordinator else Role.OFFICER

    def add() -> None:
        rows.add_officer(uid, name, role, secret, desk.keys.store_key, at_ms=now_ms)
        body = RemarkBody("officer_added", 1, desk.keys.officer.name)
        append(desk.writer(), Kind.OFFICER_ADDED, body, at_ms=now_ms)

    desk.store.write(add)
    return uid


def change_secret(desk: Desk, old: str, new: str) -> None:
    """Change the secret of who is unlocked; a wrong old one counts like a wrong try to unlock.

    Raises: Trouble SECRET_TOO_SHORT (usage), SECRET_WRONG, SECRET_WAIT.
    """
    keys = desk.store.unlock(desk.keys.officer.name, old, desk.clock)
    desk.store.write(lambda: rows.change_secret(keys.officer, new, keys.store_key))
