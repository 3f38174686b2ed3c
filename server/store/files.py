"""What the server's files have in common: names that last through a power cut, one file that is another."""

from __future__ import annotations

import os
from pathlib import Path

SIDES = ("-journal", "-wal", "-shm")
"""What SQLite may keep beside a database while it works."""


def sync_folder(folder: Path) -> None:
    """Make new names last; systems that cannot open a folder (Windows) write names through by themselves."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_file(file: Path) -> None:
    """Make a written file last."""
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_private(file: Path) -> None:
    """A new empty file that nobody else can read, from its first byte on. Raises: FileExistsError if it is there."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two names stand for one file, through links too; neither need exist."""
    try:
        return os.path.realpath(one) == os.path.realpath(other) or one.samefile(other)
    except OSError:
        return False
