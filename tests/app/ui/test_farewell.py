"""Closing: what is unsent is said, and nobody waits where nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest
from peewee import OperationalError, SqliteDatabase
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.house import DeskHouse
from app.models.store import Store
from app.ui.gates.farewell import Farewell
from tests.kit.desk import OFFICER, SECRET, register_one
from tests.kit.window import dress, training_home


@pytest.fixture
def house(tmp_path: Path) -> DeskHouse:
    made = DeskHouse(training_home(tmp_path / "meja"))
    made.open()
    return made


def shown(qapp: QApplication, qtbot: QtBot, house: DeskHouse, left: list[str]) -> Farewell:
    """The farewell in a window; ``left`` gets a word when it leaves, or goes back."""
    farewell = Farewell(house, dress(qapp), lambda: left.append("left"), lambda: left.append("back"))
    qtbot.addWidget(farewell)
    farewell.show()
    qtbot.waitUntil(farewell.isActiveWindow)
    farewell.begin()
    return farewell


def test_with_nothing_unsent_the_window_goes_by_itself(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    left: list[str] = []
    farewell = shown(qapp, qtbot, house, left)
    qtbot.waitUntil(lambda: left == ["left"])
    assert not farewell.leave_button.isVisible()


def test_the_next_program_may_open_the_desk_when_it_has_gone(
    qapp: QApplication, qtbot: QtBot, house: DeskHouse
) -> None:
    left: list[str] = []
    shown(qapp, qtbot, house, left)
    qtbot.waitUntil(lambda: bool(left))
    Store(house.home).close()


def test_what_is_unsent_is_said_and_enter_leaves(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    register_one(house.unlock(OFFICER, SECRET))
    left: list[str] = []
    farewell = shown(qapp, qtbot, house, left)
    qtbot.waitUntil(farewell.leave_button.isVisible)
    assert farewell.text.endswith("Data aman tersimpan di laptop ini dan dikirim saat Posko dibuka lagi.")
    assert farewell.text[0] in "123456789"
    assert left == []
    assert farewell.leave_button.hasFocus()
    QTest.keyClick(farewell.leave_button, Qt.Key.Key_Return)
    assert left == ["left"]


def test_a_second_wish_to_close_leaves_only_once(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    register_one(house.unlock(OFFICER, SECRET))
    left: list[str] = []
    farewell = shown(qapp, qtbot, house, left)
    assert not farewell.may_close()
    qtbot.waitUntil(farewell.leave_button.isVisible)
    assert not farewell.may_close()
    QTest.keyClick(farewell, Qt.Key.Key_Return)
    assert left == ["left"]


def test_escape_goes_back_and_closes_nothing(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    register_one(house.unlock(OFFICER, SECRET))
    left: list[str] = []
    farewell = shown(qapp, qtbot, house, left)
    qtbot.waitUntil(farewell.back_button.isVisible)
    QTest.keyClick(farewell, Qt.Key.Key_Escape)
    assert left == ["back"]


def test_enter_on_the_button_that_goes_back_does_not_close(qapp: QApplication, qtbot: QtBot, house: DeskHouse) -> None:
    register_one(house.unlock(OFFICER, SECRET))
    left: list[str] = []
    farewell = shown(qapp, qtbot, house, left)
    qtbot.waitUntil(farewell.back_button.isVisible)
    QTest.keyClick(farewell.leave_button, Qt.Key.Key_Tab)
    QTest.keyClick(farewell.back_button, Qt.Key.Key_Return)
    assert left == ["back"]


def test_escape_does_nothing_while_the_desk_is_still_being_put_away(
    qapp: QApplication, qtbot: QtBot, house: DeskHouse
) -> None:
    left: list[str] = []
    farewell = Farewell(house, dress(qapp), lambda: left.append("left"), lambda: left.append("back"))
    qtbot.addWidget(farewell)
    farewell.show()
    QTest.keyClick(farewell, Qt.Key.Key_Escape)
    assert left == []
    house.close()


@pytest.mark.parametrize("fault", [OperationalError("disk I/O error"), RuntimeError("a bug")], ids=["disk", "bug"])
def test_a_store_that_fails_while_it_is_closed_is_told_and_let_go(
    qapp: QApplication, qtbot: QtBot, house: DeskHouse, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(_database: SqliteDatabase) -> None:
        raise fault

    monkeypatch.setattr(SqliteDatabase, "close", fail)
    left: list[str] = []
    with qtbot.captureExceptions():
        farewell = shown(qapp, qtbot, house, left)
        qtbot.waitUntil(farewell.leave_button.isVisible)
    monkeypatch.undo()
    assert farewell.text
    assert left == []
    Store(house.home).close()
    QTest.keyClick(farewell.leave_button, Qt.Key.Key_Return)
    assert left == ["left"]
