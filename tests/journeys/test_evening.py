"""The end of a day in keystrokes: everything is sent, the sheet says that nothing differs, or what does and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from pytestqt.qtbot import QtBot

from tests.journeys.officer import Officer
from tests.journeys.people import somebody
from tests.journeys.posts import Place, post_on
from tests.kit.desk import DAY
from tests.kit.server import RunningServer
from tests.kit.window import OFFSCREEN_LACKS
from tests.papers.reading import words

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)]

GITA = somebody(1, "gita lestari", born="520385")
HADI = somebody(2, "hadi santoso").but(documents="1")


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


def test_a_day_ends_with_a_sheet_on_which_nothing_differs(qtbot: QtBot, place: Place, documents: Path) -> None:
    with place.open(qtbot) as officer:
        officer.register(GITA)
        officer.register(HADI, "masuk daftar tunggu")
        officer.until_all_is_sent()
        make_the_sheet(officer, "2 kunjungan, 2 slip, 2 di bawah tanda terima server: tidak ada selisih.")
    read = words((documents / "rekonsiliasi-20200413.pdf").read_bytes())
    assert "TIDAKADASELISIH" in read
    assert ":sama," in read
    assert "GITA" not in read


def make_the_sheet(officer: Officer, said: str) -> None:
    """From the day's page: Alt+A, then F2."""
    officer.typist.press("Ctrl+4")
    officer.sees("Kedatangan per jam")
    officer.typist.press("Alt+A")
    officer.sees("Lembar rekonsiliasi malam")
    officer.typist.press("F2")
    officer.sees(said)
