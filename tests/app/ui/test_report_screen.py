"""The report of a day in the window: figures and charts, incidents by keyboard, the evening's papers one key away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.desk.account.acts import AccountKept
from app.desk.account.go_on import end, note_address
from app.desk.account.open import open_account
from app.desk.incidents import incidents_on, note_incident
from app.desk.queue.take import take_ticket
from app.desk.queue.visits import note_visit
from app.ui.actions import ATTENDANCE_LIST, CANCEL, DAY, SAVE_LIST, SHIFT_SHEET, SURVEY_REPORT, Command
from app.ui.screens.report import ReportScreen
from app.ui.station import CopyWish, Station
from core.accounts import Need, Reason
from core.accounts import Result as Reached
from core.incidents import IncidentKind
from core.tickets import Service
from core.visits import Asked, Result
from tests.kit.desk import DAY as ON
from tests.kit.desk import register_one, sql
from tests.kit.window import settled


def shown(qtbot: QtBot, station: Station) -> ReportScreen:
    """The screen, in front and counted."""
    screen = ReportScreen(station)
    qtbot.addWidget(screen)
    screen.resize(1100, 900)
    screen.show()
    screen.enter()
    settled(qtbot, station)
    return screen


def give(screen: ReportScreen, command: Command) -> None:
    [action] = [one for one in screen.offers() if one.command is command]
    assert action.is_enabled
    action.run()


def test_a_day_without_anybody_says_so(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    assert screen.days.day_name.text() == "Senin, 13 April 2020"
    assert "A  Pendaftaran: Diberikan 0" in screen.queue.accessibleDescription()
    assert screen.missing.chart.accessibleDescription() == "Tidak ada yang kurang."
    assert not screen.asked.isVisible()


def test_figures_and_charts_are_read_aloud(qtbot: QtBot, station: Station) -> None:
    desk = station.desk
    register_one(desk, 0)
    register_one(desk, 1, documents=["ktp"])
    take_ticket(desk, Service.EMAIL, ON)
    note_visit(desk, ON, Asked.STATUS_CHECK, Result.ANSWERED)
    screen = shown(qtbot, station)
    assert "B  Bantuan e-mail: Diberikan 1" in screen.queue.accessibleDescription()
    assert "Kartu Pra Kerja 2020: P 0, L 2, Jumlah 2" in screen.programmes.accessibleDescription()
    assert "41-59 tahun: 2" in screen.ages.chart.accessibleDescription()
    assert screen.missing.chart.accessibleDescription() == "Kartu Keluarga (KK): 1"
    assert screen.asked.isVisible()


def test_help_with_e_mail_has_its_card_on_days_on_which_somebody_was_helped(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    assert not screen.email.isVisible()
    desk = station.desk
    failed = open_account(desk, ON, Need.NONE).account.uid
    end(desk, failed, Reached.FAILED, Reason.NO_PHONE)
    kept = open_account(desk, ON, Need.HAS).account.uid
    note_address(desk, kept, "siti@contoh.id")
    answer = end(desk, kept, Reached.HAD)
    assert isinstance(answer, AccountKept)
    station.signals.changed.emit(answer.changes)
    settled(qtbot, station)
    assert screen.email.isVisible()
    said = screen.email.accessibleDescription()
    for line in ("Dibantu soal e-mail: 2", "Ternyata sudah punya: 1", "Belum berhasil: tidak ada HP pintar: 1"):
        assert line in said
    assert "siti" not in said


def test_an_incident_is_written_down_by_keyboard(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    screen.incidents.kind.setFocus()
    qtbot.keyClick(screen.incidents.kind, Qt.Key.Key_Return)
    assert screen.incidents.note.hasFocus()
    qtbot.keyClicks(screen.incidents.note, "Padam pukul 10.15")
    qtbot.keyClick(screen.incidents.note, Qt.Key.Key_Return)
    settled(qtbot, station)
    [incident] = incidents_on(station.desk, ON)
    assert (incident.kind, incident.note) == ("power", "Padam pukul 10.15")
    assert "tercatat" in screen.answer.text
    assert screen.incidents.note.text() == ""
    told = [label.text() for label in screen.incidents.findChildren(QLabel)]
    assert any("Listrik padam: Padam pukul 10.15" in text for text in told)


def test_an_incident_that_cannot_be_kept_stays_in_the_line(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    sql(station.desk.store, "CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'full'); END")
    screen.incidents.note.enter("Padam")
    with qtbot.capture_exceptions():
        screen.incidents.keep.click()
        settled(qtbot, station)
    assert screen.incidents.note.text() == "Padam"
    assert screen.incidents.keep.isEnabled()


def test_an_incident_with_a_password_stays_in_the_line_and_says_why(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    screen.incidents.note.enter("Wifi mati, sandinya kucing77")
    screen.incidents.keep.click()
    settled(qtbot, station)
    assert "hanya boleh diketahui pemiliknya" in screen.answer.text
    assert screen.incidents.note.text() == "Wifi mati, sandinya kucing77"
    assert incidents_on(station.desk, ON) == ()


@pytest.mark.parametrize(
    ("command", "kind"),
    [(SAVE_LIST, "daily"), (SHIFT_SHEET, "shift"), (ATTENDANCE_LIST, "attendance"), (SURVEY_REPORT, "survey")],
)
def test_the_papers_of_the_evening_are_one_key_away(
    qtbot: QtBot, station: Station, command: Command, kind: str
) -> None:
    screen = shown(qtbot, station)
    with qtbot.waitSignal(station.signals.copy_chosen) as wished:
        give(screen, command)
    assert wished.args == [CopyWish(kind, on=ON)]


def test_escape_goes_back_to_the_day(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    with qtbot.waitSignal(station.signals.place_chosen) as gone:
        give(screen, CANCEL)
    assert gone.args == [DAY]


def test_another_day_has_its_own_figures(qtbot: QtBot, station: Station) -> None:
    register_one(station.desk, 0, on=ON - timedelta(days=1))
    note_incident(station.desk, ON, IncidentKind.SERVER, "")
    screen = shown(qtbot, station)
    screen.days.step_back()
    settled(qtbot, station)
    assert screen.days.day_name.text() == "Minggu, 12 April 2020"
    assert "Jumlah 1" in screen.programmes.accessibleDescription()
    screen.days.step_forth()
    settled(qtbot, station)
    assert "Jumlah 0" in screen.programmes.accessibleDescription()
    assert not screen.days.forth.isEnabled()


def test_what_happens_meanwhile_is_counted(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    answer = register_one(station.desk, 0)
    station.signals.changed.emit(answer.changes)
    station.signals.changed.emit(Changes(has_queue=True))  # one count at a time, and none is left out
    settled(qtbot, station)
    assert "Jumlah 1" in screen.programmes.accessibleDescription()


def test_nothing_is_counted_for_a_screen_that_nobody_sees(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    screen.leave()
    answer = register_one(station.desk, 0)
    station.signals.changed.emit(answer.changes)
    settled(qtbot, station)
    assert "Jumlah 0" in screen.programmes.accessibleDescription()


def test_in_a_narrow_window_the_cards_stand_below_each_other(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    assert screen.programmes.y() == screen.ages.y()
    screen.resize(600, 900)
    qtbot.waitUntil(lambda: screen.ages.y() > screen.programmes.y(), timeout=20_000)
