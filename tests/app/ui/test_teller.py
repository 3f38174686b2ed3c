"""What a worker's thread tells reaches whoever is still there, and nobody else."""

from __future__ import annotations

import threading

import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.ui.teller import told_home


class Listener(QObject):
    """Hears what is told to it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.tell = told_home(self.hear)

    def hear(self, whose: object, word: object) -> None:
        if whose is self.tell:
            self.heard.append((word, threading.current_thread() is threading.main_thread()))


def said_aside(tell: object, word: str) -> None:
    assert callable(tell)
    thread = threading.Thread(target=tell, args=(word,))
    thread.start()
    thread.join()


def test_a_word_is_heard_in_the_windows_thread_by_the_one_whom_it_is_for(qtbot: QtBot) -> None:
    mine, other = Listener(), Listener()
    said_aside(mine.tell, "sudah tercetak")
    qtbot.waitUntil(lambda: bool(mine.heard), timeout=20_000)
    assert (mine.heard, other.heard) == ([("sudah tercetak", True)], [])


def test_a_word_for_somebody_who_has_gone_is_heard_by_nobody(qtbot: QtBot) -> None:
    gone, there = Listener(), Listener()
    said_aside(gone.tell, "before")  # under way while its listener goes
    shiboken6.delete(gone)
    said_aside(gone.tell, "after")
    said_aside(there.tell, "still here")
    qtbot.waitUntil(lambda: bool(there.heard), timeout=20_000)
    assert gone.heard == []
