"""Where a file may be written for a person: clear copies never into the profile, backups only into its own folder."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Iterable
from pathlib import Path

from core.errors import unusable
from core.sentences import os_reason

BACKUPS = "backups"

_OWNER_ALONE = 0o600


def refuse_clear_in_profile(home: Path, target: Path) -> None:
    """Refuse to write something clear into the profile, where only sealed files live.

    Raises: Trouble CLEAR_IN_PROFILE, PATH_UNREACHABLE (usage).
    """
    if is_within(target, home):
        raise unusable("CLEAR_IN_PROFILE", path=str(target))


def refuse_backup_place(home: Path, target: Path) -> None:
    """Refuse a backup over the profile's own files, in place of a folder, or in a folder that is not there.

    Raises: Trouble FILE_IS_FOLDER, BACKUP_IN_PROFILE, FOLDER_NOT_FOUND, PATH_UNREACHABLE (usage).
    """
    refuse_folder(target)
    if is_within(target, home) and not is_within(target, home / BACKUPS):
        raise unusable("BACKUP_IN_PROFILE", path=str(target))
    if not target.absolute().parent.is_dir():
        raise unusable("FOLDER_NOT_FOUND", folder=str(target.parent))


def refuse_carry_place(home: Path, target: Path) -> None:
    """Refuse a file to be carried among the profile's own files, or in place of a folder.

    Raises: Trouble FILE_IS_FOLDER, CARRY_IN_PROFILE, PATH_UNREACHABLE (usage).
    """
    refuse_folder(target)
    if is_within(target, home):
        raise unusable("CARRY_IN_PROFILE", path=str(target))


def refuse_over(read: Iterable[Path], target: Path) -> None:
    """Refuse to write over what is read. Raises: Trouble OUTPUT_IS_INPUT, PATH_UNREACHABLE (usage)."""
    if any(is_within(target, path) for path in read):
        raise unusable("OUTPUT_IS_INPUT", path=str(target))


def refuse_folder(target: Path) -> None:
    """Refuse a folder where a file is to be written. Raises: Trouble FILE_IS_FOLDER (usage)."""
    if target.is_dir():
        raise unusable("FILE_IS_FOLDER", path=str(target))


def put_in_place(target: Path, content: bytes, *, is_private: bool = False) -> None:
    """Write a file whole or not at all.

    Args:
        is_private: nobody else on this machine may read it, not even while it is written.

    Raises: OSError, which whoever asked puts into words.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        if is_private:
            part.touch(_OWNER_ALONE, exist_ok=False)
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def is_within(target: Path, place: Path) -> bool:
    """Whether ``target`` is ``place`` or below it, however both are written.

    Raises: Trouble PATH_UNREACHABLE (usage) if the system cannot tell.
    """
    real, real_place = _real(target), _real(place)
    return any(one == real_place or _is_same(one, real_place) for one in (real, *real.parents))


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: a loop; ValueError: no file can have that name
        number = error.errno if isinstance(error, OSError) else errno.ELOOP if isinstance(error, RuntimeError) else None
        raise unusable("PATH_UNREACHABLE", path=str(path), reason=os_reason(number)) from error


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names lead to one thing on the disk, as they do where capitals do not count."""
    try:
        return one.samefile(other)
    except OSError:
        return False
