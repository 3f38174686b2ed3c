"""Opening what the commands work on: secrets out of files, the unlocked desk, the line to the server."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.desk.context import Desk
from app.desk.outputs import refuse_clear_in_profile, refuse_over
from app.main import SystemClock, Unlocking, codec, opened_desk
from app.sync.exchange import Line
from app.sync.log import SyncLog
from app.sync.transport import HttpTransport
from core.errors import unusable

MOST_BYTES = 4096


def first_line(path: Path, code: str = "SECRET_FILE") -> str:
    """The first line of a file with a secret or, where ``code`` says so, a recovery code.

    Raises: Trouble ``code`` (usage) if it cannot be read or is empty.
    """
    try:
        with path.open("rb") as file:
            text = file.readline(MOST_BYTES).decode("utf-8-sig")
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or no file can have that name
        raise unusable(code, file=path.name) from error
    line = text.splitlines()[0].strip() if text.strip() else ""
    if not line:
        raise unusable(code, file=path.name)
    return line


def secret_path(arguments: argparse.Namespace) -> Path:
    """Where the officer's secret stands: as the command line says, else ``$POSKO_SECRET_FILE``.

    Raises: Trouble SECRET_NEEDED (usage).
    """
    path = arguments.secret_file or os.environ.get("POSKO_SECRET_FILE")
    if not path:
        raise unusable("SECRET_NEEDED")
    return Path(path)


def unlocking_of(arguments: argparse.Namespace) -> Unlocking:
    """What opens the store, as the command line says it. Raises: Trouble SECRET_NEEDED (usage)."""
    if arguments.recovery_file:
        return Unlocking(recovery_code=first_line(Path(arguments.recovery_file), "RECOVERY_FILE"))
    return Unlocking(arguments.officer, first_line(secret_path(arguments)))


def refuse_clear_output(arguments: argparse.Namespace, target: Path) -> None:
    """Refuse to write something clear into the profile, where only sealed files live, or over what is read.

    Raises: Trouble CLEAR_IN_PROFILE, OUTPUT_IS_INPUT, PATH_UNREACHABLE (usage).
    """
    refuse_over(read_by(arguments), target)
    refuse_clear_in_profile(arguments.home, target)


def read_by(arguments: argparse.Namespace) -> list[Path]:
    """The files that a command reads."""
    names = (getattr(arguments, name, None) for name in ("secret_file", "recovery_file", "new_secret_file", "input"))
    return [Path(name) for name in (*names, os.environ.get("POSKO_SECRET_FILE")) if name and name != "-"]


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
