"""What lies over the window: all keys, the finder, the log; each by keyboard alone, none lets a key through."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.logs import start_logging
from app.paths import LOG_FOLDER
from app.ui.actions import COMMANDS, FIND, LOCK, OUTBOX, SETTINGS, Action, Command
from app.ui.crash import CrashReport
from app.ui.overlays.crash_report import CrashReportSheet
from app.ui.overlays.finder import Finder, fit_of
from app.ui.overlays.keys import KeysSheet
from app.ui.overlays.log_view import LogView
from app.ui.overlays.overlay import Overlay
from app.ui.station import Station
from app.ui.widgets.key_chip import key_text
from tests.kit.desk import register_one
from tests.kit.logging_state import logging_as_before
from tests.kit.typist import Typist
from tests.kit.window import settled


class Below(QWidget):
    """A window with a box, and a shortcut that must not be heard while something lies over it."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(1100, 640)
        self.box = QLineEdit()
        QVBoxLayout(self).addWidget(self.box)
        self.saved = 0
        shortcut = QShortcut(QKeySequence("F2"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._save)

    def _save(self) -> None:
        self.saved += 1


@pytest.fixture
def below(qtbot: QtBot) -> Below:
    window = Below()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.box.setFocus()
    return window


@pytest.fixture
def typist(qtbot: QtBot, below: Below) -> Typist:
    return Typist(qtbot, below)


def laid(overlay: Overlay) -> Overlay:
    overlay.open()
    return overlay


def finder_over(station: Station, below: Below, given: list[Command]) -> Finder:
    actions = [Action(command, lambda: None) for command in COMMANDS if command is not FIND]
    finder = Finder(station, below, actions, given.append)
    finder.open()
    return finder


def lines(finder: Finder) -> list[str]:
    return [str(finder.model.index(row).data()) for row in range(finder.model.rowCount())]


def know(qtbot: QtBot, station: Station, *numbers: int) -> None:
    """Register people and let the window's index hear of them."""
    answers = [register_one(station.desk, number) for number in numbers]
    station.signals.changed.emit(Changes(registrations=frozenset(answer.kept.uid for answer in answers)))
    settled(qtbot, station)


# --- all keys -------------------------------------------------------------------------------------------------------


def test_every_key_of_every_command_stands_on_the_sheet(station: Station, below: Below) -> None:
    sheet = KeysSheet(station.look, below)
    sheet.open()
    told = sheet.lines()
    missing = [one.text for one in COMMANDS if one.keys and f"{key_text(one.keys)}: {one.text}" not in told]
    assert missing == []
    assert "Y / T: Ya atau tidak" in told


def test_no_two_commands_have_the_same_key() -> None:
    keys = [one.keys for one in COMMANDS if one.keys]
    assert {key for key in keys if keys.count(key) > 1} == set(), "the toolkit would hear neither of them"


@pytest.mark.parametrize("key", ["F1", "Escape"])
def test_the_sheet_closes_and_the_focus_goes_back(
    qtbot: QtBot, station: Station, below: Below, typist: Typist, key: str
) -> None:
    sheet = laid(KeysSheet(station.look, below))
    assert not below.box.hasFocus()
    with qtbot.waitSignal(sheet.closed):
        typist.press(key)
    assert below.box.hasFocus()


def test_a_shortcut_of_what_lies_below_is_not_heard(station: Station, below: Below, typist: Typist) -> None:
    typist.press("F2")
    assert below.saved == 1
    laid(KeysSheet(station.look, below))
    typist.press("F2")
    assert below.saved == 1


# --- the finder -----------------------------------------------------------------------------------------------------


def test_an_empty_box_offers_every_command(station: Station, below: Below) -> None:
    finder = finder_over(station, below, [])
    assert "Kirim data" in lines(finder)
    assert "Pengaturan" in lines(finder)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("upload", "Kirim data"),
        ("UNGGAH", "Kirim data"),
        ("login", "Kunci layar"),
        ("email", "Bantuan e-mail"),
        ("printer", "Pengaturan"),
        ("cetak", "Cetak ulang"),
        ("rek har", "Rekap hari ini"),
    ],
)
def test_commands_are_found_by_the_words_that_officers_use(
    station: Station, below: Below, typist: Typist, typed: str, found: str
) -> None:
    finder = finder_over(station, below, [])
    typist.type(typed)
    assert found in lines(finder)


def test_a_command_shows_its_key(station: Station, below: Below, typist: Typist) -> None:
    finder = finder_over(station, below, [])
    typist.type("kunci")
    line = finder.model.line(0)
    assert line is not None
    assert line.hint == key_text(LOCK.keys)


def test_arrows_choose_and_enter_gives_the_command(
    qtbot: QtBot, station: Station, below: Below, typist: Typist
) -> None:
    given: list[Command] = []
    finder = finder_over(station, below, given)
    typist.type("pe")
    wanted = lines(finder).index("Pengaturan")
    typist.press(*["Down"] * wanted, "Return")
    assert given == [SETTINGS]
    assert below.box.hasFocus()


def test_people_are_found_while_one_types(qtbot: QtBot, station: Station, below: Below, typist: Typist) -> None:
    know(qtbot, station, 0, 1)
    finder = finder_over(station, below, [])
    typist.type("aab b")
    assert lines(finder) == ["BUDI AAB"]
    with qtbot.waitSignal(station.signals.record_chosen):
        typist.press("Return")


def test_somebody_is_found_by_the_last_digits_of_the_nik(
    qtbot: QtBot, station: Station, below: Below, typist: Typist
) -> None:
    know(qtbot, station, 3)
    finder = finder_over(station, below, [])
    typist.type("9904")
    assert lines(finder) == ["BUDI AAD"]


def test_of_many_people_the_best_are_shown_and_all_are_counted(
    qtbot: QtBot, station: Station, below: Below, typist: Typist
) -> None:
    know(qtbot, station, *range(12))
    finder = finder_over(station, below, [])
    typist.type("budi")
    assert len(lines(finder)) == 8
    assert finder.said.text() == "12 orang cocok. Ketik lagi, atau buka Cari."


def test_nothing_found_says_what_to_try(station: Station, below: Below, typist: Typist) -> None:
    finder = finder_over(station, below, [])
    typist.type("zzzz")
    assert lines(finder) == []
    typist.press("Return")
    assert finder.isVisible()


def test_escape_leaves_without_doing_anything(qtbot: QtBot, station: Station, below: Below, typist: Typist) -> None:
    given: list[Command] = []
    finder = finder_over(station, below, given)
    typist.type("kunci")
    with qtbot.waitSignal(finder.closed):
        typist.press("Escape")
    assert given == []
    assert below.box.text() == ""


def test_a_command_that_begins_as_typed_fits_better_than_one_that_only_knows_the_word() -> None:
    assert fit_of(OUTBOX, "", "kirim") > fit_of(OUTBOX, "", "upload") > fit_of(LOCK, "", "upload") == 0


# --- texts for support ----------------------------------------------------------------------------------------------


@pytest.fixture
def own_logging() -> Iterator[None]:
    with logging_as_before():
        yield


@pytest.mark.usefixtures("own_logging")
def test_the_log_is_shown_masked_and_copied_by_one_key(
    qtbot: QtBot, station: Station, below: Below, typist: Typist
) -> None:
    start_logging(station.house.home / LOG_FOLDER)
    logging.getLogger("test").info("seen 3578085508909901")
    view = LogView(station, below)
    view.open()
    settled(qtbot, station)
    assert view.text.toPlainText().endswith("seen <angka>")
    typist.press("Space")
    assert QGuiApplication.clipboard().text() == view.text.toPlainText()
    assert view.copied.text() == "Sudah disalin."


def test_a_desk_without_a_log_says_so(qtbot: QtBot, station: Station, below: Below) -> None:
    view = LogView(station, below)
    view.open()
    settled(qtbot, station)
    assert view.text.toPlainText() == "Belum ada catatan."


def test_the_report_of_a_bug_says_that_nothing_is_lost(station: Station, below: Below) -> None:
    sheet = CrashReportSheet(station.look, below, CrashReport("ZeroDivisionError", 3))
    sheet.open()
    assert sheet.text.toPlainText() == "ZeroDivisionError\n\nTerjadi 3 kali."
    assert "aman" in sheet.accessibleDescription()


def test_every_control_of_every_overlay_has_a_name(qtbot: QtBot, station: Station, below: Below) -> None:
    overlays = (
        KeysSheet(station.look, below),
        Finder(station, below, (), lambda _command: None),
        LogView(station, below),
        CrashReportSheet(station.look, below, CrashReport("x", 1)),
    )
    settled(qtbot, station)
    for overlay in overlays:
        stops = [one for one in overlay.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert [type(one).__name__ for one in stops if not one.accessibleName()] == []
        assert overlay.accessibleName()
