"""The server's log on stderr: one JSON object a line, or plain lines for a terminal; never the text of an exception."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

FORMATS = ("json", "text")

_ERROR_TYPE = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def start_logging(log_format: str) -> None:
    """Log to stderr from now on; ``log_format`` is one of ``FORMATS``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if log_format == "json" else PlainLines())
    logging.basicConfig(handlers=[handler], level=logging.INFO)


class _PrivateFormatter(logging.Formatter):
    """Says where an exception came from, not its text: that may quote a person's data."""

    def formatException(self, ei: _ERROR_TYPE) -> str:  # noqa: N802 - the standard library's name
        """Type and places."""
        kind, _, trace = ei
        places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
        return f"{kind.__name__ if kind else ''} in {' > '.join(places)}"


class JsonLines(_PrivateFormatter):
    """One JSON object a line: ``at`` (UTC), ``level``, ``event``, ``source``, and the facts of the event."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "source": record.name,
            "event": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            line["bug"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class PlainLines(_PrivateFormatter):
    """The same for a person at a terminal."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the standard library's name
        """The line with its facts behind it."""
        facts = " ".join(f"{name}={value}" for name, value in _facts(record).items())
        return f"{super().formatMessage(record)} {facts}".rstrip()


def _facts(record: logging.LogRecord) -> dict[str, object]:
    facts: dict[str, object] = getattr(record, "facts", {})
    return facts
