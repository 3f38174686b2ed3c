"""Hours without electricity in keystrokes: forms made ahead, people written down by hand, all typed in afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from pytestqt.qtbot import QtBot

from app.desk.blank_forms import open_blanks
from app.desk.lookup import find_one
from app.ui.screens.report import ReportScreen
from tests.journeys.officer import Officer
from tests.journeys.people import fill_in, somebody
from tests.journeys.posts import Place, post_on
from tests.kit.desk import DAY
from tests.kit.server import RunningServer
from tests.kit.window import OFFSCREEN_LACKS
from tests.papers.reading import words

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)]

GITA, HADI = somebody(1, "gita lestari", born="520385"), somebody(2, "hadi santoso")


@pytest.fixture
def place(tmp_path: Path, server: RunningServer) -> Place:
    return post_on(tmp_path, server, DAY)


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The officer's own folder."""
    folder = tmp_path / "Dokumen"
    folder.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _which: str(folder))
    return folder


def test_forms_of_a_power_cut_are_typed_in_with_their_own_numbers(qtbot: QtBot, place: Place, documents: Path) -> None:
    with place.open(qtbot) as officer:
        make_forms(officer)
        printed = words((documents / "formulir-darurat-20200413.pdf").read_bytes())
        type_in(officer, "A002", "Antrean A002")
        fill_in(officer.typist, GITA)
        assert officer.save() == "A002"
        officer.typist.press("F3")
        officer.sees("Formulir darurat", "Belum diketik: 9")
        type_in(officer, "A001", "Antrean A001")
        fill_in(officer.typist, HADI)
        assert officer.save() == "A001"
        officer.come_to_rest()
        officer.typist.press("F3", "F3")  # the first asks for the next form; nobody types a third one in
        officer.typist.until(lambda: officer.typist.place == "NIK")
        desk = officer.shell.station.desk
        assert find_one(desk, "A002").registration_no in printed
        note_the_power_cut(officer)
        report_says(officer, "Kartu Pra Kerja 2020: P 1, L 1, Jumlah 2")
        assert [one.number for one in open_blanks(desk)] == [f"A{number:03}" for number in range(3, 11)]
        officer.until_all_is_sent()


def make_forms(officer: Officer) -> None:
    """Alt+F, then Alt+D: ten forms as a file."""
    officer.typist.press("Alt+F")
    officer.sees("Tidak ada formulir yang belum diketik.")
    officer.typist.press("Alt+D")
    officer.sees("Formulir darurat A001 sampai A010", "Belum diketik: 10")


def type_in(officer: Officer, number: str, seen: str) -> None:
    """The number at the head of the form, Enter."""
    officer.typist.until(lambda: officer.typist.place == "Nomor formulir")
    officer.typist.type(number)
    officer.typist.press("Return")
    officer.typist.until(lambda: officer.typist.place == "NIK")
    officer.sees(seen)


def note_the_power_cut(officer: Officer) -> None:
    """Ctrl+0, Alt+C, Enter, what happened, Enter."""
    officer.typist.press("Ctrl+0")
    officer.sees("Laporan harian posko")
    officer.typist.press("Alt+C")
    officer.typist.press("Return")
    officer.typist.type("padam pukul 10.15 sampai 11.00")
    officer.typist.press("Return")
    officer.sees("Kejadian tercatat")
    officer.come_to_rest()


def report_says(officer: Officer, text: str) -> None:
    """What the cards tell who cannot see them."""
    report = officer.shell.front
    assert isinstance(report, ReportScreen)
    officer.typist.until(lambda: text in report.programmes.accessibleDescription())
