"""The file of the log: for this user alone, and never more than a few megabytes."""

from __future__ import annotations

import logging.handlers
from io import TextIOWrapper
from pathlib import Path

from app.paths import private

MOST_BYTES = 1_000_000
MOST_FILES = 5


class PrivateFile(logging.handlers.RotatingFileHandler):
    """A log file that begins anew when it is full; the last few are kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=MOST_BYTES, backupCount=MOST_FILES, encoding="utf-8")

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, opener=private)
