"""Where the bundled files are, from source or from the frozen program; used by both ends. Plain files, no code."""

from __future__ import annotations

import enum
import sys
from pathlib import Path

from core.errors import Trouble


class ResourceCode(enum.StrEnum):
    """Troubles with bundled files; their sentences stand in ``core.sentences``."""

    MISSING = "RESOURCE_MISSING"


def path(*parts: str) -> Path:
    """Where a bundled file is, e.g. ``path("regions", "wilayah.sqlite")``; it need not exist."""
    return _root().joinpath(*parts)


def read(*parts: str) -> bytes:
    """All bytes of a bundled file. Raises: Trouble RESOURCE_MISSING if it is not there or cannot be read."""
    file = path(*parts)
    try:
        return file.read_bytes()
    except OSError as error:
        raise Trouble(ResourceCode.MISSING, name=file.name) from error


def names(*parts: str) -> tuple[str, ...]:
    """What lies in a bundled folder, in order. Raises: Trouble RESOURCE_MISSING if it cannot be looked into."""
    folder = path(*parts)
    try:
        return tuple(sorted(file.name for file in folder.iterdir()))
    except OSError as error:
        raise Trouble(ResourceCode.MISSING, name=folder.name) from error


def _root() -> Path:
    """The folder ``resources``: PyInstaller unpacks the bundle where ``sys._MEIPASS`` points."""
    bundle: str | None = getattr(sys, "_MEIPASS", None)
    return Path(bundle, "resources") if bundle else _SOURCE


_SOURCE = Path(__file__).resolve().parent
