"""Logs that anybody may read: numbers of people, phones and mail addresses are masked before they are written."""

from __future__ import annotations

import copy
import logging
import logging.handlers
import re
import sys
from pathlib import Path

LOG_NAME = "posko.log"
MOST_BYTES = 1_000_000
MOST_FILES = 5

_LONG_NUMBER = re.compile(r"(?<![0-9a-f-])\+?\d[\d .-]{6,}\d(?![0-9a-f-])")
"""Eight digits and more, however grouped; digits inside a uid (between letters or hyphens) are left alone."""
_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
_QUOTED = re.compile(r"(['\"]).*?\1")


def masked(text: str) -> str:
    """Text without long numbers (NIK, KK, phone) and mail addresses."""
    return _LONG_NUMBER.sub("<angka>", _MAIL.sub("<e-mail>", text))


class MaskingFormatter(logging.Formatter):
    """Masks the finished line. Of an exception only the place is written: its text may quote what was typed."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be read by anybody."""
        safe = copy.copy(record)
        safe.msg, safe.args, safe.exc_text = masked(record.getMessage()), (), None
        return super().format(safe)

    def formatException(self, ei: object) -> str:  # noqa: N802 - the library's name
        """Where it happened and what kind it is; quoted parts of its message are left out."""
        text = super().formatException(ei)  # type: ignore[arg-type]  # as the base class gets it
        frames, _, message = text.rpartition("\n")
        return f"{frames}\n{masked(_QUOTED.sub('<teks>', message))}"


def start_logging(folder: Path | None, *, is_verbose: bool = False) -> None:
    """Send warnings to stderr, everything from INFO on to the profile's log file (if the folder can be written)."""
    root = logging.getLogger()
    formatter = MaskingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    stream = logging.StreamHandler(sys.stderr)
    stream.setLevel(logging.INFO if is_verbose else logging.WARNING)
    handlers: list[logging.Handler] = [stream]
    if folder is not None and folder.is_dir():
        try:
            path = folder / LOG_NAME
            handlers.append(
                logging.handlers.RotatingFileHandler(
                    path, maxBytes=MOST_BYTES, backupCount=MOST_FILES, encoding="utf-8"
                )
            )
        except OSError:
            root.setLevel(logging.INFO)
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
