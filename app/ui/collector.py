"""Collects Python's cyclic garbage in the window's thread only, for most of it holds objects of the toolkit.

Left alone, Python collects in whichever thread happens to need memory. A worker that destroys a widget leaves its
timers behind in the window's thread, and the next one that fires ends the program.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

EVERY_MS = 500


@contextmanager
def collecting_here() -> Iterator[None]:
    """Collect in this thread, which runs the event loop, and in no other until the block ends."""
    was_enabled = gc.isenabled()
    gc.freeze()  # modules and classes never become garbage: looking through them, now or again, would only cost time
    gc.disable()
    timer = QTimer(interval=EVERY_MS)
    timer.timeout.connect(collect)
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        gc.unfreeze()
        gc.collect()
        if was_enabled:
            gc.enable()


def leave_out_what_is_there() -> None:
    """Everybody's names stay until the desk locks: a collection that walked through them all would hold up a key."""
    gc.freeze()


def look_at_all() -> None:
    """They are gone: what was left out is looked at again."""
    gc.unfreeze()


def collect() -> None:
    """Collect what is due, as Python itself would have done by now."""
    for generation, (many, most) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
        if many > most:
            gc.collect(generation)
            return
