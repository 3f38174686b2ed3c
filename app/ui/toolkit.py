"""Loads the toolkit and takes an ``import`` of its own away again that it puts in the place of Python's.

That one looks through the source text of every module that is loaded, for the sake of a spelling of its names
(``__feature__``) that nobody uses here. That costs a quarter of the time until the first picture, more while the work
area is loaded, and some 8 MiB, for Python's cache of source lines keeps every text that was ever asked for.
"""

from __future__ import annotations

import builtins
import linecache

import PySide6.QtCore  # noqa: F401 - loading it is the point


def load_plainly() -> None:
    """Load every module from now on without reading its source text."""
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
        linecache.clearcache()
