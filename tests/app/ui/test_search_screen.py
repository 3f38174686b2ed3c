"""The search screen over a real store: every key narrows the list, Enter opens what is marked."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.desk.withdraw import Withdrawn, withdraw
from app.ui.screens.search import SearchScreen
from app.ui.station import Station
from app.ui.tables.registrations import DAY, NAME, NIK, QUEUE, STATUS
from tests.kit.crowd import one_visit
from tests.kit.desk import register_one
from tests.kit.stage import Stage
from tests.kit.typist import Typist
from tests.kit.window import settled

NAMES = ("SITI AMINAH", "BUDI SANTOSO", "MOCH. ARIF", "SOEKARNO", "SITI NURHALIZA")


class Searching:
    """The screen with five people in it, and the hands at its keyboard."""

    def __init__(self, qtbot: QtBot, station: Station) -> None:
        self.station = station
        self.kept = [register_one(station.desk, number, name_on_id=name).kept for number, name in enumerate(NAMES)]
        station.signals.changed.emit(Changes(frozenset(one.uid for one in self.kept)))
        self.screen = SearchScreen(station)
        self.stage = Stage(self.screen)
        qtbot.addWidget(self.stage)
        self.stage.resize(1176, 600)
        self.hands = Typist(qtbot, self.stage)
        with qtbot.waitExposed(self.stage):
            self.stage.show()
        self.stage.activateWindow()
        self.screen.enter()
        self.hands.until(lambda: QApplication.focusWidget() is self.screen.box)
        settled(qtbot, station)
        self.hands.until(lambda: len(self.column(NAME)) == len(NAMES))

    def column(self, column: int) -> list[str]:
        model = self.screen.model
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    @property
    def marked(self) -> str:
        visit = self.screen.table.selected()
        return visit.name if visit else ""


@pytest.fixture
def searching(qtbot: QtBot, station: Station) -> Searching:
    return Searching(qtbot, station)


def test_everybody_is_listed_the_newest_first_with_masked_numbers(searching: Searching) -> None:
    assert searching.column(NAME) == list(reversed(NAMES))
    assert searching.column(QUEUE)[0] == "A005"
    assert searching.column(DAY)[0] == "13-04-2020"
    assert searching.column(STATUS)[0] == "Terdaftar"
    assert all(text[6:12] == "******" for text in searching.column(NIK))


def test_every_key_narrows_the_list(searching: Searching) -> None:
    searching.hands.type("s")
    assert searching.column(NAME) == ["SITI NURHALIZA", "SOEKARNO", "BUDI SANTOSO", "SITI AMINAH"]
    searching.hands.type("it")
    assert searching.column(NAME) == ["SITI NURHALIZA", "SITI AMINAH"]
    searching.hands.type("i amn")
    assert searching.column(NAME) == []
    searching.hands.press("Backspace")
    searching.hands.type("i")
    assert searching.column(NAME) == ["SITI AMINAH"]


def test_other_spellings_and_the_last_four_digits_are_found(searching: Searching) -> None:
    searching.hands.type("muhammad")
    assert searching.column(NAME) == ["MOCH. ARIF"]
    searching.hands.press("Esc")
    searching.hands.type(searching.kept[3].body.person.nik[-4:])
    assert "SOEKARNO" in searching.column(NAME)


def test_enter_opens_what_is_marked_and_the_arrows_move_the_mark(searching: Searching) -> None:
    searching.hands.type("siti")
    assert searching.marked == "SITI NURHALIZA"
    searching.hands.press("Down")
    assert searching.marked == "SITI AMINAH"
    assert QApplication.focusWidget() is searching.screen.box
    searching.hands.press("Return")
    assert searching.stage.records == [searching.kept[0].uid]


def test_the_list_opens_with_enter_too(searching: Searching) -> None:
    searching.screen.table.setFocus()
    searching.hands.press("Down", "Return")
    assert searching.stage.records == [searching.kept[3].uid]


def test_filters_go_by_the_keyboard_and_escape_takes_all_back(searching: Searching) -> None:
    searching.hands.type("siti")
    searching.hands.press("Tab", "K")  # Kemarin
    assert searching.column(NAME) == []
    assert searching.screen.empty.isVisible()
    assert "Esc" in searching.screen.empty.advice.text()
    searching.hands.press("H")  # Hari ini
    assert len(searching.column(NAME)) == 2
    searching.hands.press("Esc")
    assert len(searching.column(NAME)) == len(NAMES)
    assert QApplication.focusWidget() is searching.screen.box


def test_another_day_is_typed_as_dates(searching: Searching) -> None:
    filters = searching.screen.filters
    searching.hands.press("Tab", "T", "Tab")  # Tanggal lain
    assert QApplication.focusWidget() is filters.first
    searching.hands.type("14-4-2019")
    searching.hands.press("Tab")
    searching.hands.type("12-4-2020")
    assert searching.column(NAME) == []
    searching.hands.press("Backspace", "Backspace", "Backspace", "Backspace", "Backspace", "Backspace", "Backspace")
    assert filters.last.property("state") == "stop"
    filters.last.clear()
    assert len(searching.column(NAME)) == len(NAMES)


def test_filters_by_outcome_and_status(searching: Searching, qtbot: QtBot) -> None:
    uid = searching.kept[1].uid
    answer = searching.station.desk.submit(lambda: withdraw(searching.station.desk, uid, "pindah kota")).result()
    assert isinstance(answer, Withdrawn)
    searching.station.signals.changed.emit(answer.changes)
    settled(qtbot, searching.station)
    searching.hands.until(lambda: "Ditarik" in searching.column(STATUS))
    searching.hands.press("Tab", "Tab", "Tab", "D", "I")
    assert searching.column(NAME) == ["BUDI SANTOSO"]


def test_what_is_registered_meanwhile_appears_and_the_mark_stays(searching: Searching, qtbot: QtBot) -> None:
    searching.hands.press("Down")
    assert searching.marked == "SOEKARNO"
    kept = register_one(searching.station.desk, 50, name_on_id="WULAN PERTIWI").kept
    searching.station.signals.changed.emit(Changes(frozenset({kept.uid})))
    settled(qtbot, searching.station)
    searching.hands.until(lambda: searching.column(NAME)[0] == "WULAN PERTIWI")
    assert searching.marked == "SOEKARNO"


def test_nobody_found_says_what_to_try(searching: Searching) -> None:
    searching.hands.type("qqqqqqqq")
    assert searching.screen.empty.isVisible()
    assert "empat angka terakhir" in searching.screen.empty.advice.text()


def test_after_the_lock_no_name_stays_in_the_list(searching: Searching) -> None:
    searching.station.people.drop()
    assert searching.column(NAME) == []


def test_many_thousands_open_at_once_and_say_how_many_there_are(searching: Searching) -> None:
    searching.station.people.index.add(map(one_visit, range(10, 12_000)))
    searching.screen.show_found()
    assert searching.screen.model.rowCount() == 11_995
    assert "11.995" in searching.screen.said.text()
    searching.hands.type("budi")
    assert searching.screen.model.rowCount() == 1000
    assert "1.000 teratas" in searching.screen.said.text()


def test_an_empty_desk_says_how_to_begin(qtbot: QtBot, station: Station) -> None:
    screen = SearchScreen(station)
    qtbot.addWidget(screen)
    qtbot.waitUntil(lambda: station.people.reading.is_whole)
    screen.show_found()
    assert "F3" in screen.empty.advice.text()


def test_every_control_has_a_name(searching: Searching) -> None:
    nameless = [
        widget
        for widget in searching.screen.findChildren(QWidget)
        if widget.focusPolicy() & widget.focusPolicy().TabFocus and not widget.accessibleName()
    ]
    assert [type(one).__name__ for one in nameless] == []
