"""Cyclic garbage goes in the window's thread and in no other."""

from __future__ import annotations

import gc
import threading

from pytestqt.qtbot import QtBot

from app.ui.collector import collecting_here


class Ring:
    """Holds itself, so that only the collector can free it; remembers where that happened."""

    threads: list[threading.Thread] = []  # noqa: RUF012 - one list for all of them is the point

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        self.threads.append(threading.current_thread())


def make_many() -> None:
    for _ring in range(20 * gc.get_threshold()[0]):
        Ring()


def test_a_worker_that_makes_garbage_never_collects_it(qtbot: QtBot) -> None:
    Ring.threads.clear()
    with collecting_here():
        worker = threading.Thread(target=make_many)
        worker.start()
        worker.join()
        assert Ring.threads == []
        qtbot.waitUntil(lambda: bool(Ring.threads))
    assert set(Ring.threads) == {threading.main_thread()}
