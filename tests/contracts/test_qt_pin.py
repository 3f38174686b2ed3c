"""The pinned Qt has not the fault for which it was pinned (decision 0003)."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

EMITS = 1000


class Bell(QObject):
    """Something that rings."""

    rung = Signal(bool)


def test_a_signal_gives_back_every_reference_it_takes() -> None:
    bell = Bell()
    heard: list[int] = []
    bell.rung.connect(lambda _: heard.append(1))
    bell.rung.emit(True)
    before = sys.getrefcount(True)
    for _ in range(EMITS):
        bell.rung.emit(True)
    assert abs(sys.getrefcount(True) - before) < EMITS // 10
    assert len(heard) == EMITS + 1
