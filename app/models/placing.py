"""Puts a finished database file in its place. What stands there is kept aside, and no old journal meets a new file."""

from __future__ import annotations

import itertools
import os
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

_SIDES = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a database; it would put old pages back into whatever bears the name."""

_ASIDE = ".sebelum-pulih-"


def put_in_place(part: Path, path: Path, now: datetime) -> None:
    """Rename a finished file to its place, durably; a database there, or the journal of a lost one, is kept aside."""
    aside = _free_name(path, now)
    for suffix in ("", *_SIDES):
        old = _with(path, suffix)
        if old.exists():
            old.replace(_with(aside, suffix))
    part.replace(path)
    sync_folder(path.parent)


def replaced_databases(path: Path, since: date) -> tuple[Path, ...]:
    """Those that were kept aside in a place since the day before ``since``, the eldest first, and the one there now."""
    first = f"{path.name}{_ASIDE}{since - timedelta(days=1):%Y%m%d}"  # stamps are UTC, days are local
    asides = (file for file in path.parent.glob(f"{path.name}{_ASIDE}*") if not file.name.endswith(_SIDES))
    return tuple(sorted(file for file in asides if file.name >= first)) + ((path,) if path.exists() else ())


def remove_database(path: Path) -> None:
    """Remove a database that nobody needs, and what stands beside it; where that fails it stays."""
    for suffix in ("", *_SIDES):
        with suppress(OSError):
            _with(path, suffix).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable (where the system knows how)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _free_name(path: Path, now: datetime) -> Path:
    name = f"{path.name}{_ASIDE}{now:%Y%m%d%H%M%S}"
    names = (path.with_name(name if number == 1 else f"{name}-{number}") for number in itertools.count(1))
    return next(free for free in names if not any(_with(free, suffix).exists() for suffix in ("", *_SIDES)))


def _with(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
