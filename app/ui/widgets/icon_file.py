"""Icons as files, as style sheets want them. Loads nothing that draws, for the start of the window waits for it."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import resources


def tinted(name: str, colour: str) -> bytes:
    """The drawing of an icon in a colour (``#rrggbb``)."""
    return resources.read("icons", f"{name}.svg").replace(b"currentColor", colour.encode("ascii"))


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="posko-icons-")


@functools.cache
def icon_file(name: str, colour: str) -> str:
    """The tinted icon as a file."""
    path = Path(_folder().name) / f"{name}-{colour.lstrip('#')}.svg"
    path.write_bytes(tinted(name, colour))
    return path.as_posix()
