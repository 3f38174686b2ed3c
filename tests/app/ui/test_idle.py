"""Nobody at the desk: noticed once, put off by every key and every move of the mouse, not by the laptop's sleep."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.idle import PUBLIC, IdleWatch

LONG_MIN = 5.0
SHORT_MIN = 0.001


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[IdleWatch]:
    parent = QObject()
    made = IdleWatch(parent)
    yield made
    made.stop()


@pytest.fixture
def box(qtbot: QtBot) -> QLineEdit:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    return line


def after_a_while(qtbot: QtBot, watch: IdleWatch) -> None:
    """Until some of the time has gone."""
    before = watch.left_ms
    qtbot.waitUntil(lambda: watch.left_ms < before - 20)


def test_an_empty_desk_is_noticed(qtbot: QtBot, watch: IdleWatch) -> None:
    with qtbot.waitSignal(watch.was_idle):
        watch.start(SHORT_MIN)
    assert watch.left_ms == 0


def test_a_key_puts_it_off(qtbot: QtBot, watch: IdleWatch, box: QLineEdit) -> None:
    watch.start(LONG_MIN)
    after_a_while(qtbot, watch)
    left = watch.left_ms
    QTest.keyClick(box, Qt.Key.Key_A)
    assert watch.left_ms > left


def test_the_mouse_puts_it_off(qtbot: QtBot, watch: IdleWatch, box: QLineEdit) -> None:
    watch.start(LONG_MIN)
    after_a_while(qtbot, watch)
    left = watch.left_ms
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert watch.left_ms > left


def test_what_the_public_touches_does_not_put_it_off(qtbot: QtBot, watch: IdleWatch, box: QLineEdit) -> None:
    watch.start(LONG_MIN)
    box.setProperty(PUBLIC, True)
    box.windowHandle().setProperty(PUBLIC, True)
    after_a_while(qtbot, watch)
    left = watch.left_ms
    QTest.mouseClick(box.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert watch.left_ms <= left


def test_what_the_program_does_itself_does_not_put_it_off(qtbot: QtBot, watch: IdleWatch, box: QLineEdit) -> None:
    watch.start(LONG_MIN)
    after_a_while(qtbot, watch)
    left = watch.left_ms
    box.setText("x")
    box.repaint()
    assert watch.left_ms <= left


def test_the_first_key_after_the_laptop_has_slept_locks(
    qtbot: QtBot, watch: IdleWatch, box: QLineEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.start(LONG_MIN)
    later = time.time() + LONG_MIN * 60 + 1
    monkeypatch.setattr("app.ui.idle.time.time", lambda: later)
    with qtbot.waitSignal(watch.was_idle):
        QTest.keyClick(box, Qt.Key.Key_A)


def test_a_stopped_watch_says_nothing(qtbot: QtBot, watch: IdleWatch, box: QLineEdit) -> None:
    watch.start(LONG_MIN)
    watch.stop()
    QTest.keyClick(box, Qt.Key.Key_A)
    assert watch.left_ms == 0
