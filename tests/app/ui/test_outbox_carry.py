"""Kirim data by USB stick in the window: by keys, with a real server's command in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.sync.state import Phase, SyncState
from app.ui.actions import CARRY_IN, CARRY_OUT, Command
from app.ui.screens.outbox import OutboxScreen
from app.ui.station import Station
from tests.harness.places import quick_folder
from tests.kit.desk import register_one
from tests.kit.enrolled import pending, registrations, server_has
from tests.kit.server import RunningServer, running_server
from tests.kit.stick import Stick
from tests.kit.window import OFFSCREEN_LACKS, settled

pytestmark = pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)

PATIENCE_MS = 20_000
CUT_OFF = SyncState(Phase.WAITING, 1, "LINE_NONE", 30.0)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with quick_folder() as folder, running_server(Path(folder)) as running:
        yield running


@pytest.fixture
def screen(qtbot: QtBot, station: Station, server: RunningServer) -> OutboxScreen:
    """An enrolled desk whose line is down: nothing is sent by itself."""
    station.house.enrol(station.desk, server.url, server.new_code())
    made = OutboxScreen(station)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    made.enter()
    station.signals.sync_moved.emit(CUT_OFF)
    settled(qtbot, station)
    return made


def give(screen: OutboxScreen, command: Command) -> None:
    next(action for action in screen.offers() if action.command is command and action.is_enabled).run()


def choose(qtbot: QtBot, screen: OutboxScreen, file: Path) -> str:
    """Put the file's name into the dialog and press Enter; the name that was proposed."""
    dialog = screen.carry.dialog
    assert isinstance(dialog, QFileDialog)
    qtbot.waitUntil(dialog.isVisible, timeout=PATIENCE_MS)
    box = dialog.findChild(QLineEdit, "fileNameEdit")
    assert box is not None
    proposed = box.text()
    box.setText(str(file))  # keys would open the list of proposals, which needs a display
    qtbot.keyClick(box, Qt.Key.Key_Return)
    return proposed


def said(qtbot: QtBot, screen: OutboxScreen) -> str:
    qtbot.waitUntil(lambda: screen.carry.said.isVisible() and not screen.carry.is_busy, timeout=PATIENCE_MS)
    return screen.carry.said._words.text()


def test_without_a_line_the_screen_says_what_can_be_done_and_that_only_the_answer_counts(screen: OutboxScreen) -> None:
    assert screen.carry.isVisible()
    assert "Baru sesudah jawabannya dibaca, data dihitung terkirim." in screen.carry.about.text()


def test_with_a_line_nobody_is_bothered_with_it(screen: OutboxScreen, station: Station) -> None:
    station.signals.sync_moved.emit(SyncState(Phase.RESTING, 0))
    assert not screen.carry.isVisible()


def test_a_further_try_does_not_make_it_flicker(screen: OutboxScreen, station: Station) -> None:
    station.signals.sync_moved.emit(SyncState(Phase.SENDING, 1))
    assert screen.carry.isVisible()


def test_what_waits_goes_to_the_server_and_the_answer_makes_it_sent(
    qtbot: QtBot, screen: OutboxScreen, station: Station, server: RunningServer, tmp_path: Path
) -> None:
    register_one(station.desk, 0)
    waiting = pending(station.desk)
    give(screen, CARRY_OUT)
    file = tmp_path / "kirim.poskokirim"
    proposed = choose(qtbot, screen, file)
    assert re.fullmatch(r"posko-sby01-\d{8}-\d{4}\.poskokirim", proposed)
    assert f"{waiting} catatan ditulis tersegel ke kirim.poskokirim" in said(qtbot, screen)
    assert pending(station.desk) == waiting
    answer = Stick(tmp_path).bring_to(server.settings.data, file).answer
    give(screen, CARRY_IN)
    choose(qtbot, screen, answer)
    qtbot.waitUntil(lambda: "Jawaban dibaca" in said(qtbot, screen), timeout=PATIENCE_MS)
    assert pending(station.desk) == 0
    assert [row["uid"] for row in server_has(server)] == [str(one.uid) for one in registrations(station.desk)]


def test_what_stands_on_the_stick_is_not_replaced(qtbot: QtBot, screen: OutboxScreen, tmp_path: Path) -> None:
    file = tmp_path / "lain.poskokirim"
    file.write_bytes(b"milik meja lain")
    give(screen, CARRY_OUT)
    choose(qtbot, screen, file)
    assert "sudah ada dan tidak ditimpa" in said(qtbot, screen)
    assert file.read_bytes() == b"milik meja lain"


def test_a_file_that_is_no_answer_is_named_and_changes_nothing(
    qtbot: QtBot, screen: OutboxScreen, station: Station, tmp_path: Path
) -> None:
    register_one(station.desk, 0)
    file = tmp_path / "foto.poskojawab"
    file.write_bytes(b"bukan jawaban")
    give(screen, CARRY_IN)
    choose(qtbot, screen, file)
    assert "foto.poskojawab bukan jawaban dari server Posko" in said(qtbot, screen)
    assert pending(station.desk)


def test_the_profile_is_no_place_for_it(qtbot: QtBot, screen: OutboxScreen, station: Station) -> None:
    give(screen, CARRY_OUT)
    choose(qtbot, screen, station.house.home / "posko.poskokirim")
    assert "folder meja" in said(qtbot, screen)


def test_what_was_said_does_not_stay_when_one_leaves(qtbot: QtBot, screen: OutboxScreen, tmp_path: Path) -> None:
    give(screen, CARRY_OUT)
    choose(qtbot, screen, tmp_path / "kabar.poskokirim")
    assert "hanya menanyakan kabar" in said(qtbot, screen)
    screen.leave()
    assert screen.carry.said.isHidden()
