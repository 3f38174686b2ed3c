"""A bug in a thread that goes on working: its place is logged, not its text, which may hold an address or a name."""

from __future__ import annotations

import logging
import traceback


def log_bug(log: logging.Logger, what: str, error: Exception) -> None:
    """Say where it happened.

    Args:
        what: the work it happened in.
    """
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("bug in %s: %s in %s, line %s", what, type(error).__name__, place.name, place.lineno)
