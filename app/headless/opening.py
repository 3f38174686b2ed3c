"""Opening what the commands work on: secrets out of files, the unlocked desk, the line to the server."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.desk.context import Desk
from app.main import SystemClock, Unlocking, codec, opened_desk
from app.models.birth import FOLDERS
from app.sync.exchange import Line
from app.sync.log import SyncLog
from app.sync.transport import HttpTransport
from core.errors import unusable

MOST_BYTES = 4096


def first_line(path: Path) -> str:
    """The first line of a secret's file.

    Raises: Trouble SECRET_FILE (usage) if it cannot be read or is empty.
    """
    try:
        with path.open("rb") as file:
            text = file.readline(MOST_BYTES).decode("utf-8-sig")
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or no file can have that name
        raise unusable("SECRET_FILE", file=path.name) from error
    line = text.splitlines()[0].strip() if text.strip() else ""
    if not line:
        raise unusable("SECRET_FILE", file=path.name)
    return line


def unlocking_of(arguments: argparse.Namespace) -> Unlocking:
    """What opens the store, as the command line says it. Raises: Trouble SECRET_NEEDED (usage)."""
    if arguments.recovery_file:
        return Unlocking(recovery_code=first_line(Path(arguments.recovery_file)))
    path = arguments.secret_file or os.environ.get("POSKO_SECRET_FILE")
    if not path:
        raise unusable("SECRET_NEEDED")
    return Unlocking(arguments.officer, first_line(Path(path)))


def refuse_clear_copy_in_profile(home: Path, target: Path) -> None:
    """Refuse to write a clear copy where sealed files live. Raises: Trouble CLEAR_IN_PROFILE (usage)."""
    place = target.resolve()
    if any(place.is_relative_to((home / folder).resolve()) for folder in FOLDERS):
        raise unusable("CLEAR_IN_PROFILE", path=str(target))


def refuse_folder(target: Path) -> None:
    """Refuse a folder where a file is to be written. Raises: Trouble FILE_IS_FOLDER (usage)."""
    if target.is_dir():
        raise unusable("FILE_IS_FOLDER", path=str(target))


@contextmanager
def desk_for(arguments: argparse.Namespace, *, is_read_only: bool = False) -> Iterator[Desk]:
    """The unlocked desk of this command."""
    unlocking = unlocking_of(arguments)
    with opened_desk(arguments.home, unlocking, holder=f"posko {arguments.command}", is_read_only=is_read_only) as desk:
        yield desk


@contextmanager
def line_of(desk: Desk) -> Iterator[Line]:
    """The line from this desk to its server. Raises: Trouble NOT_ENROLLED."""
    log = SyncLog(desk.store, desk.keys, SystemClock())
    transport = HttpTransport(log.server().url)
    try:
        yield Line(log, transport, codec())
    finally:
        transport.close()
