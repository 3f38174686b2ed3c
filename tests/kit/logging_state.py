"""Logging of the whole process, put back as it was."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def logging_as_before() -> Iterator[None]:
    """Whatever the block does to logging ends with it; files it opened are closed."""
    root, exceptions_are_raised = logging.getLogger(), logging.raiseExceptions
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        for handler in root.handlers[:]:
            if handler not in handlers:
                root.removeHandler(handler)
                with suppress(OSError):  # a full disk is part of some tests
                    handler.close()
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.raiseExceptions = exceptions_are_raised
