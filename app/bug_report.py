"""A bug as it may be handed on: versions, kinds and places; nobody's data, no folder of this computer."""

from __future__ import annotations

import platform
import sqlite3
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from app.logs import masked

MOST_FRAMES = 40


def program_version() -> str:
    """The version of this program; ``?`` where it was only copied, not installed."""
    from importlib import metadata  # reads mail headers, of all things: loaded with the first bug

    try:
        return metadata.version("posko")
    except metadata.PackageNotFoundError:
        return "?"


def bug_report(error: BaseException) -> str:
    """What support needs to know about a bug. Its own words are left out: they may quote what was typed."""
    lines = (
        f"Posko {program_version()}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        *_told(error),
    )
    return "\n".join(masked(line) for line in lines)  # line by line: figures of two lines are no long number


def _told(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield ""
        yield type(now).__name__
        for frame in traceback.extract_tb(now.__traceback__)[-MOST_FRAMES:]:
            yield f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
            if frame.line:
                yield f"    {frame.line}"
        now = now.__cause__ or now.__context__


def _short(filename: str) -> str:
    """The file and the folder it lies in: the folders above may hold the name of whoever uses the computer."""
    return "/".join(Path(filename).parts[-2:])
