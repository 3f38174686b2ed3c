"""The file of the log: for this user alone, and never more than a few megabytes."""

from __future__ import annotations

import logging
from io import TextIOWrapper
from pathlib import Path

from app.paths import private

MOST_BYTES = 1_000_000
MOST_FILES = 5


class PrivateFile(logging.FileHandler):
    """A log file that begins anew when it is full; the last few are kept.

    Python's own (``logging.handlers``) loads what sends logs over lines and keeps objects in files: 0.7 MiB more.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8")

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, opener=private)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, into a new file where it does not fit any more."""
        try:
            stream = self.stream
            if stream is not None and stream.tell() + len(self.format(record)) >= MOST_BYTES:
                stream.close()
                self._begin_anew()
        except OSError:
            self.handleError(record)
            return
        super().emit(record)

    def _begin_anew(self) -> None:
        path = Path(self.baseFilename)
        numbered = [path, *(path.with_name(f"{path.name}.{number}") for number in range(1, MOST_FILES + 1))]
        for older, newer in reversed(list(zip(numbered[1:], numbered, strict=False))):
            if newer.exists():
                newer.replace(older)
        self.stream = self._open()
