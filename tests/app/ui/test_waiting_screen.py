"""Daftar tunggu in the window: board, ranks, what is missing, who moves up, and the rest carried over by two keys."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.complete import PapersAdded, add_papers
from app.desk.context import Desk
from app.desk.lookup import find_one
from app.ui.actions import CARRY_OVER, Command
from app.ui.screens.waiting import WaitingScreen
from app.ui.station import CopyWish, Station
from app.ui.tables.waiting import BATCH, MISSING, NAME, NIK, RANK
from core.programme import Batch, Programme
from core.registered import KeptRegistration
from tests.kit.desk import DAY, register_one
from tests.kit.stage import Stage
from tests.kit.typist import Typist
from tests.kit.window import settled

PRAKERJA = "PRAKERJA2020"
ONE = Batch(number=1, label="Gelombang 1", since=date(2020, 4, 11), until=date(2020, 4, 17), source="?")
TWO = Batch(number=2, label="Gelombang 2", since=date(2020, 4, 20), until=date(2020, 4, 23), quota=5, source="?")


class Waiting:
    """The place, and the hands at its keyboard."""

    def __init__(self, qtbot: QtBot, station: Station) -> None:
        self.qtbot, self.station = qtbot, station
        self.screen = WaitingScreen(station)
        self.stage = Stage(self.screen)
        self.wishes: list[CopyWish] = []
        station.signals.copy_chosen.connect(self.wishes.append)
        qtbot.addWidget(self.stage)
        self.stage.resize(1176, 640)
        self.hands = Typist(qtbot, self.stage)
        with qtbot.waitExposed(self.stage):
            self.stage.show()
        self.stage.activateWindow()
        settled(qtbot, station)
        self.screen.enter()
        self.rest()

    def rest(self) -> None:
        settled(self.qtbot, self.station)

    def press(self, *keys: str) -> None:
        self.hands.press(*keys)
        self.rest()

    def column(self, column: int) -> Sequence[str]:
        model = self.screen.model
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    @property
    def told(self) -> str:
        return self.screen.answer.text if self.screen.answer.isVisible() else ""

    def offered(self, command: Command) -> bool:
        return any(one.command is command and one.is_enabled for one in self.screen.offers())


def on_day(station: Station, on: date, *batches: Batch) -> Station:
    """The same station on another day, with these batches on file and no others."""
    before = station.desk.programme_of

    def programme_of(code: str) -> Programme:
        known = before(code)
        return msgspec.structs.replace(known, batches=batches) if code == PRAKERJA else known

    desk = dataclasses.replace(station.desk, programme_of=programme_of, training_on=on)
    return dataclasses.replace(station, desk=desk)


def came(desk: Desk, number: int, **changes: object) -> KeptRegistration:
    return register_one(desk, number, on=DAY, **changes).kept


def test_nobody_waits_and_the_board_says_so(qtbot: QtBot, station: Station) -> None:
    waiting = Waiting(qtbot, station)
    assert waiting.screen.empty.text() == "Daftar tunggu kosong."
    assert not waiting.screen.table.isVisible()
    assert waiting.screen.board.headline.text() == "Gelombang 1 buka sampai 17-04-2020."
    assert waiting.screen.programme.hasFocus(), "another programme is one letter away"


def test_who_waits_stands_there_by_rank_with_what_is_missing(qtbot: QtBot, station: Station) -> None:
    first = came(station.desk, 0, documents=["ktp"])
    came(station.desk, 1)
    came(station.desk, 2, documents=["kk"])
    waiting = Waiting(qtbot, station)
    assert (waiting.column(RANK), waiting.column(NAME)) == (["1", "2"], ["BUDI AAA", "BUDI AAC"])
    assert waiting.column(MISSING) == ["Kartu Keluarga (KK)", "KTP-el"]
    assert waiting.column(BATCH) == ["Gelombang 1"] * 2
    nik = first.body.person.nik
    assert waiting.column(NIK)[0] == f"{nik[:6]}******{nik[-4:]}"
    assert waiting.screen.table.hasFocus()


def test_the_board_counts_by_group_and_says_whose_data_it_counts(qtbot: QtBot, station: Station) -> None:
    came(station.desk, 0)
    came(station.desk, 1, documents=["ktp"])
    waiting = Waiting(qtbot, station)
    said = waiting.screen.board.accessibleDescription()
    assert "Kena PHK 1 1" in said
    assert "Jumlah 1 1" in said
    assert waiting.hands.sees("Menurut data posko ini")


def test_enter_opens_the_record_and_a_paper_moves_the_person_up(qtbot: QtBot, station: Station) -> None:
    kept = came(station.desk, 0, documents=["ktp"])
    stays = came(station.desk, 1, documents=["ktp"])
    waiting = Waiting(qtbot, station)
    waiting.press("Return")
    assert waiting.stage.records == [kept.uid]
    answer = add_papers(station.desk, kept.uid, ("kk",))
    assert isinstance(answer, PapersAdded)
    station.signals.changed.emit(answer.changes)
    waiting.rest()
    assert waiting.column(NAME) == [stays.body.person.name_on_id]
    assert waiting.column(RANK) == ["1"]


def test_the_mark_stays_on_the_person_when_somebody_before_leaves(qtbot: QtBot, station: Station) -> None:
    kept = came(station.desk, 0, documents=["ktp"])
    for number in (1, 2):
        came(station.desk, number, documents=["ktp"])
    waiting = Waiting(qtbot, station)
    waiting.press("Down", "Down")
    answer = add_papers(station.desk, kept.uid, ("kk",))
    assert isinstance(answer, PapersAdded)
    station.signals.changed.emit(answer.changes)
    waiting.rest()
    assert waiting.column(NAME)[waiting.screen.table.row] == "BUDI AAC"


def test_the_rest_goes_into_the_open_batch_only_when_it_is_meant(qtbot: QtBot, station: Station) -> None:
    between = on_day(station, date(2020, 4, 18), ONE, TWO)
    kept = came(between.desk, 0, documents=["ktp"])
    add_papers(between.desk, kept.uid, ("kk",))
    lacks = came(between.desk, 1, documents=["ktp"])
    later = on_day(station, date(2020, 4, 20), ONE, TWO)
    waiting = Waiting(qtbot, later)
    assert waiting.column(MISSING) == ["tidak ada", "Kartu Keluarga (KK)"]
    waiting.press("Alt+G")
    assert waiting.told.startswith("1 orang yang sudah lengkap masuk Gelombang 2.")
    assert "tidak bisa diurungkan" in waiting.told
    waiting.press("Escape")
    assert (waiting.told, len(waiting.column(NAME))) == ("", 2), "nothing was done"
    waiting.press("Alt+G", "Alt+Y")
    assert waiting.told == "1 orang masuk Gelombang 2. 1 masih menunggu."
    assert waiting.column(NAME) == [lacks.body.person.name_on_id]
    assert find_one(later.desk, str(kept.uid)).status == "TERDAFTAR"
    assert not waiting.offered(CARRY_OVER)


def test_while_no_batch_is_open_nobody_can_be_carried_over(qtbot: QtBot, station: Station) -> None:
    between = on_day(station, date(2020, 4, 18), ONE, TWO)
    kept = came(between.desk, 0, documents=["ktp"])
    add_papers(between.desk, kept.uid, ("kk",))
    waiting = Waiting(qtbot, between)
    assert waiting.screen.board.headline.text() == "Tidak ada gelombang yang buka. Gelombang 2 mulai 20-04-2020."
    assert not waiting.offered(CARRY_OVER)
    assert "Kuota semua posko tidak diketahui 5" in waiting.screen.board.accessibleDescription()


def test_another_programme_is_chosen_by_its_letters(qtbot: QtBot, station: Station) -> None:
    came(station.desk, 0, documents=["ktp"])
    waiting = Waiting(qtbot, station)
    waiting.screen.programme.setFocus()
    waiting.hands.type("kartu lansia")
    waiting.rest()
    assert waiting.screen.programme.code == "KLJ"
    assert waiting.screen.board.headline.text() == "Program ini tidak memakai gelombang."
    assert waiting.screen.empty.text() == "Daftar tunggu kosong."


def test_the_list_can_be_kept_or_printed(qtbot: QtBot, station: Station) -> None:
    came(station.desk, 0, documents=["ktp"])
    waiting = Waiting(qtbot, station)
    waiting.press("Alt+D")
    assert waiting.wishes == [CopyWish("waiting", PRAKERJA)]


def test_the_place_counts_everybody_who_waits(qtbot: QtBot, station: Station) -> None:
    for number in range(3):
        answer = register_one(station.desk, number, documents=["ktp"])
        station.signals.changed.emit(answer.changes)
    waiting = Waiting(qtbot, station)
    assert waiting.screen.count() == 3


def test_nobodys_name_stays_when_one_leaves(qtbot: QtBot, station: Station) -> None:
    came(station.desk, 0, documents=["ktp"])
    waiting = Waiting(qtbot, station)
    waiting.screen.leave()
    assert waiting.screen.model.rowCount() == 0


def test_where_there_is_little_room_the_names_keep_theirs(qtbot: QtBot, station: Station) -> None:
    came(station.desk, 0, documents=["ktp"])
    waiting = Waiting(qtbot, station)
    waiting.stage.resize(560, 480)
    qtbot.waitUntil(lambda: waiting.screen.table.isColumnHidden(BATCH))
    assert not waiting.screen.table.isColumnHidden(NAME)
    assert not waiting.screen.table.isColumnHidden(MISSING)


def test_every_control_has_a_name(qtbot: QtBot, station: Station) -> None:
    waiting = Waiting(qtbot, station)
    stops = [one for one in waiting.screen.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [type(one).__name__ for one in stops if not one.accessibleName()] == []
