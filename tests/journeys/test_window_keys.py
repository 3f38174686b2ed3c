"""Keys never go nowhere: right after unlocking, when nothing has the focus, and when a card has closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.officer import Officer
from tests.kit.desk import OFFICER, SECRET
from tests.kit.typist import Keyboard
from tests.kit.window import opened_window, training_home

pytestmark = pytest.mark.slow


@pytest.fixture
def officer(qtbot: QtBot, tmp_path: Path) -> Iterator[Officer]:
    """Somebody who has just come in."""
    with opened_window(qtbot, training_home(tmp_path / "meja")) as window:
        one = Officer(qtbot, window)
        one.come_in(OFFICER, SECRET)
        yield one


def lose_the_focus() -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    focused.clearFocus()
    assert QApplication.focusWidget() is None


def test_the_nik_can_be_typed_as_soon_as_the_desk_is_open(officer: Officer) -> None:
    assert officer.typist.place == "NIK"
    assert officer.typist.sees("Mulai dari NIK.")


def test_the_frame_of_the_window_names_place_and_desk(officer: Officer) -> None:
    assert officer.window.windowTitle() == "Pendaftaran SBY01 - Posko"
    officer.typist.press("Ctrl+4")
    assert officer.window.windowTitle() == "Rekap hari ini SBY01 - Posko"
    officer.lock()
    officer.typist.until(lambda: officer.window.windowTitle() == "SBY01 - Posko")


def test_commands_work_though_nothing_has_the_focus(officer: Officer) -> None:
    lose_the_focus()
    officer.typist.press("Ctrl+2")
    assert officer.typist.place == "Cari pendaftaran"


def test_a_closed_card_gives_the_keys_back_though_nothing_had_them_before(officer: Officer) -> None:
    lose_the_focus()
    officer.typist.press("F1")
    officer.typist.press("Esc")
    assert officer.typist.place == "NIK"


def test_a_command_right_behind_the_unlocking_is_heard(officer: Officer) -> None:
    officer.lock()
    officer.typist.until(lambda: officer.typist.place == "Kata rahasia")
    officer.typist.type(SECRET)
    keyboard = Keyboard(officer.window)
    officer.window.windowTitleChanged.connect(
        lambda title: keyboard.press("Ctrl+2") if "Pendaftaran" in title else None
    )
    officer.typist.press("Return")
    officer.typist.until(lambda: officer.typist.place == "Cari pendaftaran")
