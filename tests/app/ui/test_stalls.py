"""A window that hangs is noticed while it hangs, with the place, and how long it took."""

from __future__ import annotations

import itertools
import logging
import sys
import threading
import time

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.ui.stalls import StallWatch, place_of

LIMIT_S = 0.1
PATIENCE_MS = 20_000


def hang_in_a_slot(seconds: float) -> None:
    """What a screen must never do."""
    until_s = time.monotonic() + seconds
    while time.monotonic() < until_s:
        pass


def told(caplog: pytest.LogCaptureFixture, words: str) -> list[str]:
    return [record.getMessage() for record in caplog.records if words in record.getMessage()]


def test_a_stall_is_logged_with_its_place_and_its_length(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), StallWatch(LIMIT_S).watching():
        QTimer.singleShot(0, lambda: hang_in_a_slot(0.5))
        qtbot.waitUntil(lambda: bool(told(caplog, "answers again")), timeout=PATIENCE_MS)
    (place,) = told(caplog, "does not answer")
    assert "hang_in_a_slot" in place
    length_ms = float(told(caplog, "answers again")[0].rpartition("after ")[2].removesuffix(" ms"))
    assert length_ms >= 400


def test_one_stall_is_told_once_however_long_it_is(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), StallWatch(LIMIT_S).watching():
        QTimer.singleShot(0, lambda: hang_in_a_slot(0.8))
        qtbot.waitUntil(lambda: bool(told(caplog, "answers again")), timeout=PATIENCE_MS)
    assert len(told(caplog, "does not answer")) == 1


def test_the_log_names_no_folder_of_this_computer(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), StallWatch(LIMIT_S).watching():
        QTimer.singleShot(0, lambda: hang_in_a_slot(0.4))
        qtbot.waitUntil(lambda: bool(told(caplog, "answers again")), timeout=PATIENCE_MS)
    assert "/" not in told(caplog, "does not answer")[0]


def test_a_window_that_answers_is_left_in_peace(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    beats: list[int] = []
    ticking = QTimer(interval=10)
    ticking.timeout.connect(lambda: beats.append(1))
    ticking.start()
    with caplog.at_level(logging.WARNING), StallWatch(limit_s=5).watching():
        qtbot.waitUntil(lambda: len(beats) > 30, timeout=PATIENCE_MS)
    assert not caplog.records


def test_the_watch_ends_with_the_window(qtbot: QtBot) -> None:
    with StallWatch().watching():
        assert "posko-stalls" in {thread.name for thread in threading.enumerate()}
    assert "posko-stalls" not in {thread.name for thread in threading.enumerate()}


class Brush:
    """Like a painter: it must end where it was made, and when the work is done."""

    def __init__(self, ends: list[int]) -> None:
        self._ends = ends

    def stroke(self) -> int:
        """One stroke."""
        return 1

    def __del__(self) -> None:
        self._ends.append(threading.get_ident())


def paint(ends: list[int], strokes: int) -> int:
    brush = Brush(ends)
    return sum(brush.stroke() for _ in range(strokes))


def test_being_looked_at_keeps_nothing_alive_that_the_window_has_done_with() -> None:
    """A painter that outlived its painting, and ended in the watching thread, ended the program."""
    ends: list[int] = []
    window, over, looks = threading.get_ident(), threading.Event(), itertools.count()

    def look() -> None:
        while not over.is_set():
            place_of(window)
            next(looks)

    looker = threading.Thread(target=look)
    interval_s = sys.getswitchinterval()
    sys.setswitchinterval(0.00001)
    try:
        looker.start()
        kept = [number for number in range(2000) if (paint(ends, 200), len(ends))[1] != number + 1]
    finally:
        sys.setswitchinterval(interval_s)
        over.set()
        looker.join()
    assert next(looks) > 10
    assert (kept, set(ends)) == ([], {window})
