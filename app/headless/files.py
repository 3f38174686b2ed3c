"""Reading what a command is given: a file or standard input, never more than a bounded number of bytes."""

from __future__ import annotations

import sys
from pathlib import Path

from core.errors import unusable

MOST_BYTES = 64 * 1024 * 1024


def content_of(name: str) -> bytes:
    """All bytes of a file, or of stdin for ``-``.

    Raises: Trouble FILE_NOT_FOUND, FILE_CANNOT_READ or FILE_TOO_LARGE (usage).
    """
    shown = Path(name).name or name
    try:
        content = _read(name)
    except FileNotFoundError as error:
        raise unusable("FILE_NOT_FOUND", file=shown) from error
    except (OSError, ValueError) as error:  # ValueError: no file can have that name
        raise unusable("FILE_CANNOT_READ", file=shown) from error
    if len(content) > MOST_BYTES:
        raise unusable("FILE_TOO_LARGE", file=shown)
    return content


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1) if sys.stdin is not None else b""
    with Path(name).open("rb") as file:
        return file.read(MOST_BYTES + 1)
