"""A desk that does not open says what happened, that the data are safe, and opens at one key once it can."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.places import DATABASE_NAME
from app.models.store import Store
from app.paths import SETTINGS_NAME
from app.ui.gates.damaged import TroubleScreen
from app.ui.gates.unlock import UnlockScreen
from core.errors import Trouble
from tests.kit.logging_state import logging_as_before
from tests.kit.typist import Typist
from tests.kit.window import dress, opened_window, training_home


def test_a_desk_in_use_opens_by_enter_once_the_other_program_has_gone(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    home = training_home(tmp_path / "meja")
    other = Store(home, holder="posko sync")
    with logging_as_before(), opened_window(qtbot, home) as window:
        typist = Typist(qtbot, window)
        typist.until(lambda: isinstance(window.centralWidget(), TroubleScreen))
        typist.until_sees("posko sync")
        typist.until_sees("Data aman")
        typist.until(lambda: typist.place == "Coba lagi")
        other.close()
        typist.press("Return")
        typist.until(lambda: isinstance(window.centralWidget(), UnlockScreen))


def test_a_damaged_store_is_left_alone(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    home = training_home(tmp_path / "meja")
    (home / DATABASE_NAME).write_bytes(b"damaged" * 1000)
    with logging_as_before(), opened_window(qtbot, home) as window:
        typist = Typist(qtbot, window)
        typist.until(lambda: isinstance(window.centralWidget(), TroubleScreen))
        typist.until_sees("Jangan hapus apa pun.")
    assert (home / DATABASE_NAME).read_bytes() == b"damaged" * 1000


def test_settings_that_cannot_be_read_are_named_with_their_line(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    home = training_home(tmp_path / "meja")
    (home / SETTINGS_NAME).write_text("agency = \n", "utf-8")
    with logging_as_before(), opened_window(qtbot, home) as window:
        typist = Typist(qtbot, window)
        typist.until(lambda: isinstance(window.centralWidget(), TroubleScreen))
        typist.until_sees(SETTINGS_NAME)
        typist.until_sees("baris 1")
        typist.until_sees(str(home / SETTINGS_NAME))
        typist.until_sees("hubungi koordinator posko atau dukungan dinas")


def test_a_setting_that_cannot_be_used_is_named_with_its_key_and_line(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    home = training_home(tmp_path / "meja")
    (home / SETTINGS_NAME).write_text('agency = "Dinas Contoh"\n\nlook = "grey"\n', "utf-8")
    with logging_as_before(), opened_window(qtbot, home) as window:
        typist = Typist(qtbot, window)
        typist.until(lambda: isinstance(window.centralWidget(), TroubleScreen))
        typist.until_sees("Nilai look di posko.toml (baris 3)")
        (home / SETTINGS_NAME).write_text('look = "dark"\n', "utf-8")
        typist.press("Return")
        typist.until(lambda: isinstance(window.centralWidget(), UnlockScreen))


@pytest.mark.parametrize("code", ["STORE_TOO_NEW", "STORE_READ_ONLY", "DISK_FULL"])
def test_every_trouble_says_whether_the_data_are_safe(qapp: QApplication, qtbot: QtBot, code: str) -> None:
    screen = TroubleScreen(dress(qapp), Trouble(code), lambda: None)
    qtbot.addWidget(screen)
    assert "Data" in screen.safety.text()
    assert screen.accessibleDescription().startswith(screen.sentence.text())
