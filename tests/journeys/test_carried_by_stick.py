"""A post without internet for days: Kirim data by USB stick, with keys alone, the real server in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.harness.places import quick_folder
from tests.journeys.officer import Officer
from tests.kit.desk import OFFICER, SECRET, opened, register_one
from tests.kit.enrolled import join
from tests.kit.server import running_server
from tests.kit.stick import Stick
from tests.kit.window import OFFSCREEN_LACKS, opened_window, training_home

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """The files of a server that was there for the enrolment and cannot be reached any more."""
    with quick_folder() as folder:
        with running_server(folder) as server:
            training_home(tmp_path / "meja")
            with opened(tmp_path / "meja") as desk:
                join(desk, server.url, server.new_code())
                register_one(desk, 0)
        yield folder


def choose(officer: Officer, file: Path) -> None:
    """The name of a file, and Enter, in the dialog that has come."""
    officer.typist.until(lambda: any(one.isVisible() for one in officer.window.findChildren(QFileDialog)))
    dialog = next(one for one in officer.window.findChildren(QFileDialog) if one.isVisible())
    box = dialog.findChild(QLineEdit, "fileNameEdit")
    assert box is not None
    box.setText(str(file))  # keys would open the list of proposals, which needs a display
    QTest.keyClick(box, Qt.Key.Key_Return)
    officer.window.activateWindow()  # what a desktop does by itself when a dialog has gone
    officer.typist.until(officer.window.isActiveWindow)


def test_an_officer_sends_by_stick_and_reads_the_answer_with_keys_alone(
    qtbot: QtBot, tmp_path: Path, data: Path
) -> None:
    with opened_window(qtbot, tmp_path / "meja") as window:
        officer = Officer(qtbot, window)
        officer.come_in(OFFICER, SECRET)
        officer.typist.press("Ctrl+3")
        officer.sees("Simpan ke USB", "Baru sesudah jawabannya dibaca, data dihitung terkirim.", "Menunggu")
        officer.typist.press("Alt+E")
        choose(officer, tmp_path / "kirim.poskokirim")
        officer.sees("ditulis tersegel ke kirim.poskokirim", "Menunggu")
        answer = Stick(tmp_path).bring_to(data, tmp_path / "kirim.poskokirim").answer
        officer.typist.press("Alt+J")
        choose(officer, answer)
        officer.sees("Jawaban dibaca", "Terkirim")
        officer.typist.press("F3")
        officer.typist.until(lambda: officer.typist.place == "NIK")
