"""Blank forms in the window: made, typed in by their number, torn up, all by keyboard."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desk.blank_forms import BlanksMade, make_blanks, open_blanks
from app.desk.context import Desk
from app.desk.register import register
from app.forms.ticket_wish import TicketWish
from app.ui.actions import CANCEL, CONFIRM, OPEN, PAPERS, REGISTER, REPRINT, SAVE_LIST, VOID_BLANK, Command
from app.ui.panels.export_form import documents_folder
from app.ui.screens.catch_up import CatchUpScreen
from app.ui.station import Station
from core.tickets import Ticket
from tests.kit.desk import DAY, entry_of, person_values, prakerja
from tests.kit.window import settled
from tests.papers import reading


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where people look for what they have saved."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = documents_folder()
    assert folder.is_relative_to(tmp_path)
    folder.mkdir(exist_ok=True)
    return folder


def blanks_of(desk: Desk, count: int = 3, *, days: int = 0) -> tuple[Ticket, ...]:
    made = make_blanks(desk, DAY + timedelta(days=days), count, prakerja())
    assert isinstance(made, BlanksMade)
    return made.tickets


def shown(qtbot: QtBot, station: Station) -> CatchUpScreen:
    """The screen, in front and read."""
    screen = CatchUpScreen(station)
    qtbot.addWidget(screen)
    screen.resize(1100, 800)
    screen.show()
    screen.enter()
    settled(qtbot, station)
    return screen


def give(screen: CatchUpScreen, command: Command) -> None:
    [action] = [one for one in screen.offers() if one.command is command]
    assert action.is_enabled
    action.run()


def lines(screen: CatchUpScreen) -> list[str]:
    return [str(screen.model.index(row).data()) for row in range(screen.model.rowCount())]


def test_without_forms_it_says_so(qtbot: QtBot, station: Station) -> None:
    screen = shown(qtbot, station)
    assert screen.heading.text() == "Tidak ada formulir yang belum diketik."
    assert not screen.list.isVisible()


def test_forms_that_are_out_stand_in_the_list(qtbot: QtBot, station: Station) -> None:
    blanks_of(station.desk)
    screen = shown(qtbot, station)
    assert lines(screen) == ["A001", "A002", "A003"]
    assert screen.heading.text() == "Belum diketik: 3"
    assert screen.number.hasFocus()


def test_number_and_enter_open_the_form_with_its_number_and_day(qtbot: QtBot, station: Station) -> None:
    tickets = blanks_of(station.desk)
    screen = shown(qtbot, station)
    qtbot.keyClicks(screen.number, "a002")
    with qtbot.waitSignal(station.signals.ticket_chosen) as chosen:
        qtbot.keyClick(screen.number, Qt.Key.Key_Return)
    assert chosen.args == [TicketWish(tickets[1].uid, "A002", DAY, is_blank=True)]


def test_the_registration_number_of_a_form_opens_it_as_well(qtbot: QtBot, station: Station) -> None:
    tickets = blanks_of(station.desk)
    screen = shown(qtbot, station)
    qtbot.keyClicks(screen.number, tickets[2].registration_no)
    with qtbot.waitSignal(station.signals.ticket_chosen) as chosen:
        qtbot.keyClick(screen.number, Qt.Key.Key_Return)
    assert chosen.args[0].number == "A003"


def test_a_number_that_nobody_kept_is_told(qtbot: QtBot, station: Station) -> None:
    blanks_of(station.desk)
    screen = shown(qtbot, station)
    qtbot.keyClicks(screen.number, "A099")
    with qtbot.assertNotEmitted(station.signals.ticket_chosen):
        qtbot.keyClick(screen.number, Qt.Key.Key_Return)
    assert "A099" in screen.answer.text
    qtbot.keyClick(screen.number, Qt.Key.Key_Backspace)
    assert not screen.answer.isVisible()


def test_of_two_days_with_the_same_number_one_is_chosen_in_the_list(qtbot: QtBot, station: Station) -> None:
    blanks_of(station.desk, 2)
    tomorrow = blanks_of(station.desk, 2, days=1)
    screen = shown(qtbot, station)
    qtbot.keyClicks(screen.number, "A001")
    qtbot.keyClick(screen.number, Qt.Key.Key_Return)
    assert "beberapa tanggal" in screen.answer.text
    assert screen.list.hasFocus()
    screen.list.mark(2)
    with qtbot.waitSignal(station.signals.ticket_chosen) as chosen:
        qtbot.keyClick(screen.list, Qt.Key.Key_Return)
    assert chosen.args[0].uid == tomorrow[0].uid


def test_a_form_that_was_typed_in_leaves_the_list(qtbot: QtBot, station: Station) -> None:
    tickets = blanks_of(station.desk)
    screen = shown(qtbot, station)
    answer = register(station.desk, entry_of(person_values(0)), prakerja(), DAY, ticket=tickets[0].uid)
    station.signals.changed.emit(answer.changes)
    settled(qtbot, station)
    assert lines(screen) == ["A002", "A003"]


def test_a_torn_up_form_is_declared_void_with_one_deliberate_key(qtbot: QtBot, station: Station) -> None:
    blanks_of(station.desk)
    screen = shown(qtbot, station)
    screen.list.mark(1)
    give(screen, VOID_BLANK)
    assert [one.number for one in open_blanks(station.desk)] == ["A001", "A002", "A003"]
    give(screen, CONFIRM)
    settled(qtbot, station)
    assert lines(screen) == ["A001", "A003"]
    assert "A002 dibatalkan" in screen.answer.text


def test_escape_takes_the_question_back_and_then_goes_to_the_form(qtbot: QtBot, station: Station) -> None:
    blanks_of(station.desk)
    screen = shown(qtbot, station)
    give(screen, VOID_BLANK)
    give(screen, CANCEL)
    assert not screen.answer.isVisible()
    with qtbot.waitSignal(station.signals.place_chosen) as gone:
        give(screen, CANCEL)
    assert gone.args == [REGISTER]
    assert len(open_blanks(station.desk)) == 3


def test_new_forms_are_saved_where_there_is_no_printer_for_sheets(
    qtbot: QtBot, station: Station, documents: Path
) -> None:
    screen = shown(qtbot, station)
    screen.panel.count.show_text("4")
    give(screen, SAVE_LIST)
    settled(qtbot, station)
    [file] = documents.glob("*.pdf")
    assert file.name == "formulir-darurat-20200413.pdf"
    assert "A004" in reading.words(file.read_bytes())
    assert lines(screen) == ["A001", "A002", "A003", "A004"]
    assert "A001 sampai A004" in screen.answer.text


@pytest.mark.parametrize(
    ("count", "day", "row"),
    [("0", "13-04-2020", "count"), ("101", "13-04-2020", "count"), ("x", "13-04-2020", "count"),
     ("3", "12-04-2020", "day"), ("3", "kemarin", "day")],
)  # fmt: skip
def test_what_cannot_be_stands_under_its_box_and_keeps_no_number(
    qtbot: QtBot, station: Station, documents: Path, count: str, day: str, row: str
) -> None:
    screen = shown(qtbot, station)
    screen.panel.count.show_text(count)
    screen.panel.day.show_text(day)
    give(screen, SAVE_LIST)
    settled(qtbot, station)
    assert screen.panel.rows[row].finding
    assert list(documents.iterdir()) == []
    assert open_blanks(station.desk) == ()


def test_forms_are_printed_where_the_printer_takes_sheets(qtbot: QtBot, station: Station, tmp_path: Path) -> None:
    folder = tmp_path / "kertas"
    folder.mkdir()
    changed = msgspec.structs.replace(station.house.settings(), printer=f"folder:{folder}", paper="f4")
    station.house.save_settings(changed)
    screen = shown(qtbot, station)
    give(screen, REPRINT)
    settled(qtbot, station)
    qtbot.waitUntil(lambda: len(list(folder.glob("*.pdf"))) == 1, timeout=20_000)
    [file] = folder.glob("*.pdf")
    assert round(reading.size_mm(file.read_bytes())[1]) == 330
    give(screen, PAPERS)
    qtbot.waitUntil(lambda: len(list(folder.glob("*.pdf"))) == 2, timeout=20_000)
    texts = [reading.words(one.read_bytes()) for one in folder.glob("*.pdf")]
    assert sum("DUPLIKAT" in text for text in texts) == 1


def test_a_folder_that_takes_no_file_is_told_and_the_kept_numbers_are_shown(
    qtbot: QtBot, station: Station, documents: Path
) -> None:
    documents.rmdir()
    screen = shown(qtbot, station)
    screen.panel.count.show_text("2")
    give(screen, SAVE_LIST)
    settled(qtbot, station)
    assert "formulir-darurat" in screen.answer.text
    assert lines(screen) == ["A001", "A002"]


def test_the_marked_form_is_opened_where_nothing_is_typed(qtbot: QtBot, station: Station) -> None:
    blanks_of(station.desk)
    screen = shown(qtbot, station)
    screen.list.mark(2)
    with qtbot.waitSignal(station.signals.ticket_chosen) as chosen:
        give(screen, OPEN)
    assert chosen.args[0].number == "A003"
