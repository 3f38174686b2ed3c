"""Logs that anybody may read: numbers of people, phones and mail addresses are masked before they are written."""

from __future__ import annotations

import copy
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from core.errors import Trouble

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

LOG = logging.getLogger(__name__)
LOG_NAME = "posko.log"
TAIL_BYTES = 256 * 1024

_SORTS = re.compile(
    r"""
    (?P<uid>(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z]))
    | (?P<number_of_registration>(?<![0-9A-Za-z-])\d{2}-[A-Z0-9]{2,10}-20\d{6}-\d{4,7}-\d(?![0-9A-Za-z-]))
    | (?P<moment>(?<![\d.+-])20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])
        (?:[T\ ][0-2]\d:[0-5]\d(?::[0-5]\d(?:[.,]\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?(?![\ ./-]?\d))
    | (?P<mail>[^\s@\uff20<>"']{1,254}(?:@|\uff20|%40)[^\s@\uff20<>"']+)
    | (?P<number>\+?\d(?:[\W_]{0,3}\d){7,})
    """,
    re.VERBOSE,
)
"""What may stay (uids, registration numbers, moments), what looks like mail, and eight digits or more in any grouping.

The first that fits at a place counts, so a number never hides behind a harmless beginning.
"""

_SIGNS = {"mail": "<e-mail>", "number": "<angka>"}


def masked(text: str) -> str:
    """Text without long numbers (NIK, KK, phone) and mail addresses; uids and moments stay."""
    return _SORTS.sub(lambda match: _SIGNS.get(match.lastgroup or "", match[0]), text)


class MaskingFormatter(logging.Formatter):
    """Masks the message. Of an exception only kind and place are written: its text may quote what was typed."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be read by anybody."""
        safe = copy.copy(record)
        safe.msg, safe.args, safe.exc_text = masked(record.getMessage()), (), None
        return super().format(safe)

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - the library's name
        """Kind and frames of the exception and of those behind it."""
        lines: list[str] = []
        for error in _chain(ei[1]):
            lines += [f"{type(error).__name__}\n", *traceback.format_tb(error.__traceback__)]
        return "".join(lines).rstrip()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


class _LateFile(logging.Handler):
    """Opens the file at its first line: the first picture of the window waits for none of what that loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; a file that cannot be opened takes none."""
        if self._file is None:
            self._file = self._opened()
        self._file.handle(record)

    def _opened(self) -> logging.Handler:
        from app.log_file import PrivateFile

        try:
            file = PrivateFile(self._path)
        except OSError:
            return logging.NullHandler()
        file.setFormatter(self.formatter)
        return file

    def close(self) -> None:
        """Close the file if it was ever opened."""
        if self._file is not None:
            self._file.close()
        super().close()


class ShortFormatter(MaskingFormatter):
    """For the console: what happened in one line, without frames."""

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - the library's name
        """The kind of the exception and where it was raised."""
        frames = traceback.extract_tb(ei[2])
        place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
        return f"{type(ei[1]).__name__}{place}"


def start_logging(folder: Path | None) -> None:
    """Send warnings to stderr in one line each, and everything from INFO on to the profile's log file if it can be."""
    stream = logging.StreamHandler(sys.stderr)
    stream.setLevel(logging.WARNING)
    stream.setFormatter(ShortFormatter("%(levelname)s %(name)s: %(message)s"))
    handlers: list[logging.Handler] = [stream]
    if folder is not None and folder.is_dir():
        handlers.append(_LateFile(folder / LOG_NAME))
        handlers[-1].setFormatter(MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    logging.raiseExceptions = False  # a full disk under the log must not print records and tracebacks to the screen


def note_bug(error: BaseException) -> None:
    """Log a bug: one line on stderr, the frames in the log file if there is one."""
    if not logging.getLogger().handlers:
        start_logging(None)
    LOG.error("bug", exc_info=error)


def note_trouble(trouble: Trouble) -> None:
    """Log what the officer was told; of its facts only the figures, for words may be a person's."""
    figures = {name: fact for name, fact in trouble.facts.items() if isinstance(fact, int)}
    LOG.info("trouble %s %s", trouble.code, figures or "")


def recent_lines(folder: Path, most: int) -> tuple[str, ...]:
    """The last lines of a profile's log, the newest last; masked once more: an older program may have masked less."""
    lines: list[str] = []
    for name in (LOG_NAME, f"{LOG_NAME}.1"):
        if len(lines) < most:
            lines[:0] = _tail(folder / name)
    return tuple(masked(line) for line in lines[-most:]) if most > 0 else ()


def _tail(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            start = max(path.stat().st_size - TAIL_BYTES, 0)
            file.seek(start)
            lines = file.read(TAIL_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    return lines[1:] if start else lines  # the first is a piece of a line
