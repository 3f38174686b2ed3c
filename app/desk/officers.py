"""Who works at this desk: the list, a new officer, another secret, somebody who leaves.

Whoever calls these for a secret waits a fraction of a second while it is stretched: not from the database worker,
which has the desk's other work to do meanwhile.
"""

from __future__ import annotations

import enum
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

__all__ = ["MIN_SECRET", "add_officer", "change_secret", "officers", "remove_officer", "set_secret"]


class Way(enum.StrEnum):
    """By what right a secret was set."""

    OWN = "own"
    COORDINATOR = "coordinator"
    RECOVERY = "recovery"


def officers(store: Store) -> Sequence[Officer]:
    """Everybody who may unlock this desk, the eldest first; needs no secret."""
    return store.run(rows.officers)


def add_officer(desk: Desk, name: str, secret: str, *, is_coordinator: bool) -> uuid.UUID:
    """Give a person a secret that opens this desk; returns the new officer's uid.

    Raises: Trouble COORDINATOR_NEEDED, OFFICER_NAME_EMPTY, OFFICER_EXISTS, SECRET_TOO_SHORT (usage).
    """
    _refuse_others(desk)
    desk.store.run(lambda: rows.free_name(name))
    lock = rows.secret_lock(secret, desk.keys.store_key)
    uid, now_ms = new_device_uid(desk.clock), desk.now_ms()
    role = Role.COORDINATOR if is_coordinator else Role.OFFICER

    def add() -> None:
        rows.add_officer(uid, name, role, lock, at_ms=now_ms)
        _note(desk, Kind.OFFICER_ADDED, "officer_added")

    desk.store.write(add)
    return uid


def change_secret(desk: Desk, old: str, new: str) -> None:
    """Change the secret of who is unlocked; a wrong old one counts like a wrong try to unlock.

    Raises: Trouble SECRET_TOO_SHORT (usage), SECRET_WRONG, SECRET_WAIT.
    """
    keys = desk.store.unlock(desk.keys.officer.name, old, desk.clock)
    _set(desk, keys.officer, new, Way.OWN)


def set_secret(desk: Desk, name: str, secret: str) -> Officer:
    """Give an officer another secret; that of somebody else only for a coordinator, or who holds the recovery code.

    The own one only where somebody has just proven that they know the old one; else :func:`change_secret`.

    Raises: Trouble COORDINATOR_NEEDED, OFFICER_UNKNOWN, SECRET_TOO_SHORT (usage).
    """
    officer = desk.store.run(lambda: rows.choose_officer(name))
    is_own = officer.uid == desk.keys.officer.uid and not desk.keys.is_recovered
    if not is_own:
        _refuse_others(desk)
    way = Way.OWN if is_own else Way.RECOVERY if desk.keys.is_recovered else Way.COORDINATOR
    _set(desk, officer, secret, way)
    return officer


def remove_officer(desk: Desk, name: str) -> Officer:
    """Let an officer no longer in; what they did keeps their name.

    Raises: Trouble COORDINATOR_NEEDED, OFFICER_UNKNOWN, OFFICER_IS_SELF, OFFICER_LAST_COORDINATOR (usage).
    """
    _refuse_others(desk)

    def remove() -> Officer:
        officer = rows.choose_officer(name)
        if officer.uid == desk.keys.officer.uid and not desk.keys.is_recovered:
            raise unusable("OFFICER_IS_SELF")
        if not any(one.is_coordinator for one in rows.officers() if one.uid != officer.uid):
            raise unusable("OFFICER_LAST_COORDINATOR", name=officer.name)
        rows.remove_officer(officer)
        _note(desk, Kind.OFFICER_REMOVED, str(officer.uid))
        return officer

    return desk.store.write(remove)


def _set(desk: Desk, officer: Officer, secret: str, way: Way) -> None:
    lock = rows.secret_lock(secret, desk.keys.store_key)

    def set_it() -> None:
        rows.set_lock(officer, lock)
        _note(desk, Kind.OFFICER_SECRET_SET, f"{way.value} {officer.uid}")

    desk.store.write(set_it)


def _note(desk: Desk, kind: Kind, about: str) -> None:
    """Within the transaction of the act: whose secret or place it is stands there by uid, never by name."""
    append(desk.writer(), kind, RemarkBody(about, 1, desk.keys.officer.name), at_ms=desk.now_ms())


def _refuse_others(desk: Desk) -> None:
    if not desk.keys.is_coordinator:
        raise unusable("COORDINATOR_NEEDED")
