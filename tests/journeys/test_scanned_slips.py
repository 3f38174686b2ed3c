"""Slips come to the desk in the middle of everything: by a USB scanner, while somebody types in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.desk.slips import slip_of
from app.ui.screens.record import RecordScreen
from tests.journeys.officer import Officer
from tests.journeys.people import fill_in, somebody
from tests.journeys.posts import Place, post_on
from tests.kit.desk import DAY, OFFICER, SECRET, register_one
from tests.kit.enrolled import enrolled_desk, sync
from tests.kit.server import RunningServer
from tests.kit.window import OFFSCREEN_LACKS

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)]

SITI = somebody(11, "siti aminah")


@pytest.fixture
def place(tmp_path: Path, server: RunningServer) -> Place:
    return post_on(tmp_path, server, DAY)


def scan(officer: Officer, text: str) -> None:
    """What a scanner does: keys at the system's window, faster than anybody, and Enter."""
    handle = officer.window.windowHandle()
    assert handle is not None
    for char in text:
        QTest.keyClick(handle, char)  # type: ignore[call-overload]  # as every widget takes it
    QTest.keyClick(handle, Qt.Key.Key_Return)


def slip_text(place: Place, number: int = 0) -> tuple[str, str]:
    """Somebody was registered earlier: the text of their slip's QR, and their name."""
    with place.looked_into() as desk:
        kept = register_one(desk, number).kept
        return slip_of(desk, kept, 1).qr_text, kept.body.person.name_on_id


def test_a_slip_is_scanned_while_the_next_person_is_typed(qtbot: QtBot, place: Place) -> None:
    text, name = slip_text(place)
    with place.open(qtbot) as officer:
        officer.begin()
        fill_in(officer.typist, SITI.but(), until="id_address")
        before = {box.objectName(): shown for box, shown in boxes(officer)}
        where = officer.typist.place
        scan(officer, text)
        officer.typist.until(lambda: isinstance(officer.shell.front, RecordScreen))
        officer.sees(name, "Slip asli", "Riwayat")
        officer.typist.press("Escape")
        officer.typist.until(lambda: officer.typist.place == where)
        assert {box.objectName(): shown for box, shown in boxes(officer)} == before
        scan(officer, text[:-6] + ("A" if text[-6] != "A" else "B") + text[-5:])
        officer.sees("Slip ini tidak asli")
        officer.typist.press("Escape")
        assert {box.objectName(): shown for box, shown in boxes(officer)} == before


def boxes(officer: Officer) -> list[tuple[QLineEdit, str]]:
    """Every box of the form and what stands in it."""
    return [(box, box.text()) for box in officer.shell.registration.findChildren(QLineEdit)]


def test_a_correction_is_not_pushed_aside_by_a_scan(qtbot: QtBot, place: Place) -> None:
    text, _name = slip_text(place, 1)
    slip_text(place, 0)
    with place.open(qtbot) as officer:
        officer.open_record("aaa", "BUDI AAA")
        officer.typist.press("Alt+P", "T", "A", "Return")
        officer.typist.type("1")
        scan(officer, text)
        officer.sees("belum disimpan: simpan atau batalkan dulu", "Buka pendaftarannya", "BUDI AAA")


def test_a_neighbours_slip_waits_for_its_data_and_then_opens(
    qtbot: QtBot, tmp_path: Path, place: Place, server: RunningServer
) -> None:
    with enrolled_desk(tmp_path / "tetangga", server.url, server.new_code()) as neighbour:
        kept = register_one(neighbour, 40).kept
        text = slip_of(neighbour, kept, 1).qr_text
        with place.open(qtbot) as officer:
            officer.until_all_is_sent()
            officer.typist.press("Ctrl+3", "F5")
            officer.come_to_rest()
            scan(officer, text)
            officer.sees("datanya belum ada di laptop ini")
            officer.typist.press("Space")
            officer.sees("dicatat tanpa data")
            officer.typist.press("Escape")
            officer.typist.press("Ctrl+3")
            officer.sees("Perlu dilihat", "Slip tanpa data", "Semua data sudah terkirim")
            officer.come_to_rest()
            sync(neighbour)
            officer.typist.press("F5")
            officer.typist.until_gone("Perlu dilihat")
            scan(officer, text)
            officer.sees("BUDI ABO", "Slip asli")


def test_another_posts_slip_is_genuine_and_says_where_to_go(
    qtbot: QtBot, tmp_path: Path, place: Place, server: RunningServer
) -> None:
    with enrolled_desk(tmp_path / "jauh", server.url, server.new_code("GRS02"), post="GRS02") as far:
        text = slip_of(far, register_one(far, 50).kept, 1).qr_text
    with place.looked_into() as desk:
        sync(desk)
    with place.open(qtbot) as officer:
        scan(officer, text)
        officer.sees("asli, dari posko GRS02")


def test_a_scan_at_the_lock_is_no_secret(qtbot: QtBot, place: Place) -> None:
    text, _name = slip_text(place)
    with place.open(qtbot) as officer:
        officer.lock()
        officer.typist.until(lambda: officer.typist.place == "Kata rahasia")
        scan(officer, text)
        assert officer.typist.place == "Kata rahasia"
        assert not officer.typist.sees("salah")
        officer.come_in(OFFICER, SECRET)
