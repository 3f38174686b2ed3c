"""Backup: one sealed, verified copy of the whole profile, at a place that the officer names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.desk.context import Desk
from app.desk.outputs import refuse_backup_place
from app.models.backups import SETTINGS_NAME, make_backup
from app.models.soundness import broken_seals
from app.models.worker import Priority
from core.errors import Trouble
from core.sentences import os_reason


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was read back and found equal.

    Args:
        registrations: how many it holds.
        broken: sealed rows that do not open; they are copied as they are.
    """

    path: Path
    registrations: int
    broken: int


def back_up(desk: Desk, target: Path) -> BackedUp:
    """Write a backup to ``target``, over an older one of that name; takes seconds, so call it in a thread of its own.

    Raises: Trouble if the place will not do, or the copy is not sound or cannot be written; ``target`` stays as it was.
    """
    refuse_backup_place(desk.store.home, target)
    many = make_backup(desk.store, desk.keys, target, _settings_text(desk.store.home / SETTINGS_NAME))
    broken = desk.store.run(lambda: broken_seals(desk.keys.sealer), Priority.REPORT)
    return BackedUp(target, many, broken)


def _settings_text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise Trouble("FILE_CANNOT_USE", file=path.name, reason=os_reason(error.errno)) from error
