"""Notices when the window does not answer: a thread of its own logs where the window's thread hangs, and how long."""

from __future__ import annotations

import faulthandler
import logging
import re
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

LOG = logging.getLogger(__name__)

LIMIT_S = 0.2
"""Longer than this nobody should wait for the window [ARCHITECTURE 3.4]."""

BEAT_MS = 50
LOOK_EVERY_S = 0.05
MOST_FRAMES = 25

_ID_DIGITS = 2 * struct.calcsize("L")
_PLACE = re.compile(r'  File "(?P<file>.*)", line (?P<line>\d+) in (?P<name>.*)')


class StallWatch:
    """The window's heart beats in its event loop; the watch listens from another thread."""

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self._limit_s = limit_s
        self._beat_s = time.monotonic()
        self._window_thread = threading.get_ident()
        self._is_over = threading.Event()

    @contextmanager
    def watching(self, parent: QObject | None = None) -> Iterator[None]:
        """Watch the event loop of this thread until the block ends."""
        self._window_thread = threading.get_ident()
        heart = QTimer(parent, interval=BEAT_MS, timerType=Qt.TimerType.CoarseTimer)
        heart.timeout.connect(self._beat)
        watcher = threading.Thread(target=self._watch, name="posko-stalls", daemon=True)
        self._beat()
        self._is_over.clear()
        heart.start()
        watcher.start()
        try:
            yield
        finally:
            heart.stop()
            self._is_over.set()
            watcher.join()

    def _beat(self) -> None:
        self._beat_s = time.monotonic()

    def _watch(self) -> None:
        stalled_at_s = 0.0
        while not self._is_over.wait(LOOK_EVERY_S):
            beat_s = self._beat_s
            if stalled_at_s and beat_s != stalled_at_s:
                LOG.warning("the window answers again after %.0f ms", (beat_s - stalled_at_s) * 1000)
                stalled_at_s = 0.0
            if not stalled_at_s and time.monotonic() - beat_s > self._limit_s:
                stalled_at_s = beat_s
                LOG.warning(
                    "the window does not answer for %.0f ms; it is at\n%s",
                    self._limit_s * 1000,
                    place_of(self._window_thread),
                )


def place_of(thread: int) -> str:
    """The lines that a thread is at, the innermost last; no values, no folders of this computer.

    The interpreter writes them itself, for to take a running frame into one's hand is to keep what it holds: a painter
    that ends in another thread than the window's, or after what it painted on, ends the program.
    """
    try:
        with tempfile.TemporaryFile() as file:
            faulthandler.dump_traceback(file, all_threads=True)
            file.seek(0)
            told = file.read().decode("ascii", "replace")
    except OSError:  # a full disk: the watch goes on without the place
        return ""
    _, _, own = told.partition(f"hread 0x{thread:0{_ID_DIGITS}x} ")
    lines = own.partition("\n\n")[0].splitlines()[1 : MOST_FRAMES + 1]
    places = [match for line in lines if (match := _PLACE.match(line))]
    return "\n".join(f"  {Path(one['file']).name}:{one['line']} {one['name']}" for one in reversed(places))
