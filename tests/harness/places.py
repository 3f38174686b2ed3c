"""Folders for thousands of short lives: in memory where the machine has that, for a kill or a replay needs no disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder of our own, gone when the block ends."""
    place = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="posko-proof-", dir=place) as folder:
        yield Path(folder)
