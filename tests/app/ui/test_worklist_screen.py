"""Situs program in the window: whose turn it is, copied box by box, typed in, and what has come of it; all by keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.history import history
from app.desk.stage import StageReached, reach_stage, read_stage
from app.desk.withdraw import withdraw
from app.ui.i18n import say
from app.ui.screens.worklist import WorklistScreen
from app.ui.station import Station
from app.ui.tables.work import NAME, NIK, SINCE, STEP, TYPED
from core.programme import Teller
from core.registered import KeptRegistration
from tests.kit.desk import DAY, OFFICER, register_one
from tests.kit.stage import Stage
from tests.kit.typist import Typist
from tests.kit.window import settled


class Work:
    """The place, and the hands at its keyboard."""

    def __init__(self, qtbot: QtBot, station: Station) -> None:
        self.qtbot, self.station = qtbot, station
        self.screen = WorklistScreen(station)
        self.stage = Stage(self.screen)
        qtbot.addWidget(self.stage)
        self.stage.resize(1176, 640)
        self.hands = Typist(qtbot, self.stage)
        with qtbot.waitExposed(self.stage):
            self.stage.show()
        self.stage.activateWindow()
        self.screen.enter()
        self.rest()

    def rest(self) -> None:
        settled(self.qtbot, self.station)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.hands.press(key)
            self.rest()

    def column(self, column: int) -> Sequence[str]:
        model = self.screen.model
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def kinds(self, kept: KeptRegistration) -> Sequence[str]:
        return [one.kind for one in history(self.station.desk, kept.uid)]

    @property
    def told(self) -> str:
        return self.screen.answer.text if self.screen.answer.isVisible() else ""

    @property
    def marked(self) -> str:
        row = self.screen.model.row(self.screen.table.row)
        return row.name if row else ""


def came(station: Station, number: int = 0, **changes: object) -> KeptRegistration:
    return register_one(station.desk, number, on=DAY, **changes).kept


@pytest.fixture(autouse=True)
def empty_clipboard(station: Station) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_nobody_is_to_be_typed(qtbot: QtBot, station: Station) -> None:
    work = Work(qtbot, station)
    assert work.screen.empty.text() == "Tidak ada yang perlu diketik di situs program."
    assert not work.screen.table.isVisible()
    assert work.screen.programme.hasFocus()


def test_only_programmes_with_a_site_are_offered(qtbot: QtBot, station: Station) -> None:
    box = Work(qtbot, station).screen.programme
    assert [box.itemText(place) for place in range(box.count())] == [
        "Kartu Pra Kerja 2020",
        "Kartu Prakerja 2023",
        "BPJS Ketenagakerjaan BPU",
    ]


def test_who_waits_longest_is_first_with_the_next_step(qtbot: QtBot, station: Station) -> None:
    first = came(station, 0)
    came(station, 1)
    work = Work(qtbot, station)
    assert (work.column(NAME), work.column(STEP)) == (["BUDI AAA", "BUDI AAB"], ["Akun dibuat"] * 2)
    assert work.column(TYPED) == ["belum"] * 2
    nik = first.body.person.nik
    assert work.column(NIK)[0] == f"{nik[:6]}******{nik[-4:]}"
    assert work.screen.said.text() == "2 perlu diketik, 0 menunggu kabar"
    assert work.screen.table.hasFocus()
    assert work.screen.count() == 2


def test_whole_numbers_are_shown_only_when_asked_for_and_the_look_is_kept(qtbot: QtBot, station: Station) -> None:
    kept = came(station)
    work = Work(qtbot, station)
    assert not work.hands.sees(kept.body.person.nik)
    assert work.kinds(kept) == ["registered"]
    work.press("Return")
    assert work.hands.sees(kept.body.person.nik)
    assert work.kinds(kept) == ["registered", "nik_shown"]
    work.press("Escape")
    assert not work.hands.sees(kept.body.person.nik)
    assert work.screen.table.hasFocus()


def test_one_key_copies_a_box_and_goes_on_to_the_next(qtbot: QtBot, station: Station) -> None:
    kept = came(station)
    work = Work(qtbot, station)
    work.press("Return", "Return")
    assert clipboard() == "BUDI AAA"
    work.press("Return")
    assert clipboard() == "contoh0@contoh.id"
    work.press("Ctrl+C")
    assert clipboard() == kept.body.person.nik
    assert work.screen.sheet.held.text() == "Di papan klip: NIK, 60 detik lagi dihapus."
    assert [str(work.screen.sheet.model.index(row, 2).data()) for row in range(4)] == ["\u2713"] * 3 + [""]


def test_whose_address_it_is_stands_in_its_label(qtbot: QtBot, station: Station) -> None:
    came(station, 0)
    came(station, 1, current_address="JL. MAWAR 2")
    work = Work(qtbot, station)
    work.press("Return")
    assert work.hands.sees("Alamat domisili (dari KTP)")
    work.press("Escape", "Down", "Return")
    assert work.hands.sees("JL. MAWAR 2")
    assert work.hands.sees("Alamat domisili")
    assert not work.hands.sees("(dari KTP)")


def test_a_box_without_anything_is_passed_by(qtbot: QtBot, station: Station) -> None:
    came(station, email="")
    work = Work(qtbot, station)
    work.press("Return", "Return", "Return")
    assert len(clipboard()) == 16, "after the name comes the NIK, for there is no e-mail"


def test_when_all_is_copied_the_next_key_is_said(qtbot: QtBot, station: Station) -> None:
    came(station)
    work = Work(qtbot, station)
    work.press("Return", *["Return"] * 10)
    assert clipboard() == "Menjahit"
    assert "Alt+K" in work.told


def test_the_clipboard_is_emptied_when_the_place_is_left_or_locked(qtbot: QtBot, station: Station) -> None:
    came(station)
    work = Work(qtbot, station)
    work.press("Return", "Return")
    assert clipboard() == "BUDI AAA"
    work.screen.leave()
    assert clipboard() == ""
    assert work.screen.model.rowCount() == 0
    assert not work.screen.sheet.is_open


def test_typed_in_is_kept_and_the_next_person_is_marked(qtbot: QtBot, station: Station) -> None:
    kept = came(station, 0)
    came(station, 1)
    work = Work(qtbot, station)
    work.press("Return", "Return", "Alt+K")
    assert work.told.startswith("BUDI AAA dicatat sudah diketik.")
    assert (work.column(NAME), work.column(TYPED)) == (["BUDI AAB", "BUDI AAA"], ["belum", "13-04-2020"])
    assert work.marked == "BUDI AAB"
    assert work.kinds(kept) == ["registered", "nik_shown", "portal_typed"]
    assert clipboard() == "", "the next person's boxes begin with nothing"
    assert work.screen.table.hasFocus()
    work.press("Down")
    assert f"oleh {OFFICER}; menunggu kabar." in work.screen.sheet.typed.text()
    assert work.screen.count() == 1


def test_a_stage_is_written_down_with_day_and_source(qtbot: QtBot, station: Station) -> None:
    kept = came(station)
    work = Work(qtbot, station)
    work.press("Alt+L")
    assert work.screen.stage.stage.hasFocus()
    assert work.screen.stage.told_by.currentText() == "situs program"
    work.press("F2")
    step = read_stage(station.desk, kept.uid).trail.stage
    assert step is not None
    assert (step.code, step.on, step.told_by, step.officer_name) == ("AKUN_DIBUAT", DAY, "portal", OFFICER)
    assert work.told == "Tahap sekarang: Akun dibuat."
    assert work.column(STEP) == ["Tes selesai"]
    assert work.screen.table.hasFocus()


def test_only_what_may_follow_is_offered_and_a_coordinator_may_go_back(qtbot: QtBot, station: Station) -> None:
    kept = came(station)
    reach_stage(station.desk, kept.uid, "AKUN_DIBUAT", DAY, Teller.PORTAL)
    work = Work(qtbot, station)
    work.press("Alt+L")
    box = work.screen.stage.stage
    assert [box.itemText(place) for place in range(box.count())] == [
        "Tes selesai",
        "Ditolak",
        "Koreksi: kembali ke belum ada tahap",
    ]


def test_a_correction_needs_a_reason(qtbot: QtBot, station: Station) -> None:
    kept = came(station)
    reach_stage(station.desk, kept.uid, "AKUN_DIBUAT", DAY, Teller.PORTAL)
    work = Work(qtbot, station)
    work.press("Alt+L")
    work.hands.type("koreksi")
    work.press("F2")
    assert "Alasannya belum diisi" in work.screen.stage.said.text
    assert work.screen.stage.note.hasFocus()
    work.hands.type("salah orang")
    work.press("F2")
    assert read_stage(station.desk, kept.uid).trail.stage_code == ""
    assert work.told == "Tahap sekarang: belum ada tahap."


def test_a_day_that_cannot_be_read_is_said_under_its_box(qtbot: QtBot, station: Station) -> None:
    kept = came(station)
    work = Work(qtbot, station)
    work.press("Alt+L")
    work.screen.stage.day.setFocus()
    work.screen.stage.day.clear()
    work.hands.type("32-04-2020")
    work.press("F2")
    assert work.screen.stage.rows[1].finding
    assert work.screen.stage.day.hasFocus()
    assert read_stage(station.desk, kept.uid).trail.stage is None


def test_a_refusal_stays_in_the_panel_with_what_was_typed(qtbot: QtBot, station: Station) -> None:
    kept = came(station)
    work = Work(qtbot, station)
    work.press("Alt+L")
    assert isinstance(reach_stage(station.desk, kept.uid, "AKUN_DIBUAT", DAY, Teller.APPLICANT), StageReached)
    work.press("F2")
    assert "belum bisa dicatat" in work.screen.stage.said.text or "Yang bisa dicatat" in work.screen.stage.said.text
    assert work.screen.stage.isVisible()


def test_enter_moves_on_in_the_panel_and_never_saves(qtbot: QtBot, station: Station) -> None:
    kept = came(station)
    work = Work(qtbot, station)
    work.press("Alt+L", *["Return"] * 5)
    assert work.screen.stage.stage.hasFocus()
    assert read_stage(station.desk, kept.uid).trail.stage is None
    work.press("Escape")
    assert not work.screen.stage.isVisible()
    assert work.screen.table.hasFocus()


def test_news_from_elsewhere_do_not_close_what_is_open(qtbot: QtBot, station: Station) -> None:
    came(station, 0)
    work = Work(qtbot, station)
    work.press("Alt+L")
    work.screen.stage.note.setFocus()
    work.hands.type("kata anaknya")
    station.signals.changed.emit(register_one(station.desk, 1, on=DAY).changes)
    work.rest()
    assert (work.screen.stage.note.text(), work.screen.stage.isVisible()) == ("kata anaknya", True)
    work.press("Escape", "Return", "Return")
    station.signals.changed.emit(register_one(station.desk, 2, on=DAY).changes)
    work.rest()
    assert work.screen.sheet.is_open
    assert work.column(NAME) == ["BUDI AAA", "BUDI AAB", "BUDI AAC"]


def test_who_was_withdrawn_meanwhile_is_said(qtbot: QtBot, station: Station) -> None:
    kept = came(station)
    work = Work(qtbot, station)
    withdraw(station.desk, kept.uid, "Pindah")
    work.press("Return")
    assert work.told == say("CHANGE_OF_WITHDRAWN")
    assert not work.screen.sheet.is_open


def test_a_count_that_may_be_old_is_not_shown(qtbot: QtBot, station: Station) -> None:
    came(station, 0)
    work = Work(qtbot, station)
    work.screen.leave()
    assert work.screen.count() == 1
    station.signals.changed.emit(register_one(station.desk, 1, on=DAY).changes)
    assert work.screen.count() == 0


def test_in_a_small_window_the_person_takes_the_place_of_the_list(qtbot: QtBot, station: Station) -> None:
    came(station)
    work = Work(qtbot, station)
    work.stage.resize(640, 480)
    qtbot.waitUntil(lambda: not work.screen.sheet.isVisible())
    assert work.screen.table.isColumnHidden(NIK)
    work.press("Return")
    assert work.screen.sheet.values.hasFocus()
    assert not work.screen.table.isVisible()
    work.press("Escape")
    assert work.screen.table.hasFocus()
    qtbot.waitUntil(lambda: not work.screen.table.isColumnHidden(SINCE))


def test_another_key_opens_the_record(qtbot: QtBot, station: Station) -> None:
    kept = came(station)
    work = Work(qtbot, station)
    work.press("Alt+O")
    assert work.stage.records == [kept.uid]


def test_every_control_has_a_name(qtbot: QtBot, station: Station) -> None:
    came(station)
    work = Work(qtbot, station)
    work.press("Return", "Alt+L")
    stops = [one for one in work.screen.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [type(one).__name__ for one in stops if not one.accessibleName()] == []
