"""People come back in keystrokes: with the missing paper, and with news of what has become of them elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.ui.screens.record import RecordScreen
from app.ui.screens.waiting import WaitingScreen
from app.ui.tables.waiting import BATCH, MISSING, NAME, RANK
from tests.journeys.officer import Officer
from tests.journeys.people import somebody
from tests.journeys.posts import Place, post_on
from tests.kit.desk import DAY, OFFICER
from tests.kit.enrolled import server_has
from tests.kit.server import RunningServer
from tests.kit.window import OFFSCREEN_LACKS

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)]

NEXT_DAY = date(2020, 4, 14)
BATCH_CLOSED = date(2020, 4, 20)

CITRA = somebody(1, "citra dewi", born="520385").but(documents="1")
DEDI = somebody(2, "dedi kurnia").but(documents="1")
EKA = somebody(3, "eka putra")
FITRI = somebody(4, "fitri handayani", born="550690").but(email="fitri4@contoh.id")


@pytest.fixture
def place(tmp_path: Path, server: RunningServer) -> Place:
    return post_on(tmp_path, server, DAY)


# --- the waiting list -----------------------------------------------------------------------------------------------


def test_who_brings_the_paper_moves_up_and_nobody_is_overtaken(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        number = officer.register(CITRA, "masuk daftar tunggu")
        officer.register(DEDI, "masuk daftar tunggu")
        assert waiting(officer, RANK, NAME, MISSING) == [
            ("1", "CITRA DEWI", "Kartu Keluarga (KK)"),
            ("2", "DEDI KURNIA", "Kartu Keluarga (KK)"),
        ]
    place.stand_on(NEXT_DAY)
    with place.open(qtbot) as officer:
        bring_the_paper(officer, "CITRA DEWI", number, "Sekarang: Terdaftar.")
        officer.sees("Gelombang 1")
        assert waiting(officer, RANK, NAME) == [("1", "DEDI KURNIA")]
    place.stand_on(BATCH_CLOSED)
    with place.open(qtbot) as officer:
        officer.register(EKA, "masuk daftar tunggu")
        bring_the_paper(officer, "DEDI KURNIA", "A002", "Berkas tercatat.")
        assert waiting(officer, RANK, NAME, MISSING, BATCH) == [
            ("1", "DEDI KURNIA", "tidak ada", "belum ada"),
            ("2", "EKA PUTRA", "tidak ada", "belum ada"),
        ]
    people = place.at_the_office()
    assert [people[name]["status"] for name in ("CITRA DEWI", "DEDI KURNIA")] == ["TERDAFTAR"] * 2
    assert people["CITRA DEWI"]["documents"] == ["ktp", "kk"]
    assert people["DEDI KURNIA"]["batch"] == 0, "too late for the first batch: waits for the next"


def bring_the_paper(officer: Officer, name: str, number: str, said: str) -> None:
    """From the waiting list into the registration; one key says that the paper is there."""
    typist = officer.typist
    go_to_waiting_list(officer)
    screen = officer.shell.front
    assert isinstance(screen, WaitingScreen)
    typist.press(*["Down"] * next(place for place, row in enumerate(screen.model.rows) if row.name == name))
    typist.press("Return")
    typist.until(lambda: isinstance(officer.shell.front, RecordScreen))
    officer.sees(name, number)
    typist.press("Alt+B")
    officer.sees(said)
    officer.come_to_rest()


def go_to_waiting_list(officer: Officer) -> None:
    officer.typist.press("Ctrl+6")
    officer.come_to_rest()
    officer.typist.until(lambda: officer.typist.place == "Daftar tunggu")


def waiting(officer: Officer, *columns: int) -> list[tuple[str, ...]]:
    """The list as it stands, line by line."""
    go_to_waiting_list(officer)
    screen = officer.shell.front
    assert isinstance(screen, WaitingScreen)
    model = screen.model
    return [tuple(str(model.index(row, column).data()) for column in columns) for row in range(model.rowCount())]


# --- the other site -------------------------------------------------------------------------------------------------


def test_somebody_is_typed_into_the_other_site_the_next_day(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        officer.register(FITRI, "terdaftar")
    place.stand_on(NEXT_DAY)
    with place.open(qtbot) as officer:
        copied = copy_everything(officer, "FITRI HANDAYANI")
        assert copied == [
            "FITRI HANDAYANI", "fitri4@contoh.id", FITRI.nik, FITRI.keys["family_card_no"], "15-06-1990",
            "081245600004", "JL KENANGA NO 5", "SMA/sederajat", "Kena PHK", "menjahit",
        ]  # fmt: skip
        note_that_it_is_done(officer)
        assert QGuiApplication.clipboard().text() == "", "nobody's data stays in the clipboard"
        record_the_stage(officer)
        officer.open_record("fitri", "FITRI HANDAYANI")
        officer.sees("Akun dibuat", "14-04-2020", "situs program", OFFICER)
    stage = place.at_the_office()["FITRI HANDAYANI"]["stage"]
    assert (stage["code"], stage["on"], stage["told_by"]) == ("AKUN_DIBUAT", "2020-04-14", "portal")
    assert stage["officer_name"] == OFFICER
    kinds = [event["kind"] for event in server_has(place.server, "events")]
    assert [kind for kind in kinds if kind in ("nik_shown", "portal_typed", "stage_reached")] == [
        "nik_shown", "portal_typed", "stage_reached",
    ]  # fmt: skip


def copy_everything(officer: Officer, name: str) -> list[str]:
    """Ctrl+7, Enter, and Enter once a box; what lay in the clipboard each time, a box that is copied twice once."""
    typist = officer.typist
    typist.press("Ctrl+7")
    officer.sees(name, "1 perlu diketik, 0 menunggu kabar")
    typist.until(lambda: typist.place == "Yang diketik di situs program")
    typist.press("Return")
    officer.sees(FITRI.nik)
    copied: list[str] = []
    while not typist.sees("Semua isian sudah disalin."):
        assert len(copied) < 20, typist.shown
        typist.press("Return")
        copied.append(QGuiApplication.clipboard().text())
    return copied


def note_that_it_is_done(officer: Officer) -> None:
    """Alt+K."""
    officer.typist.press("Alt+K")
    officer.sees("dicatat sudah diketik", "0 perlu diketik, 1 menunggu kabar")
    officer.come_to_rest()


def record_the_stage(officer: Officer) -> None:
    """Alt+L, the stage that follows, the day that is offered, and F2."""
    typist = officer.typist
    typist.press("Alt+L")
    typist.until(lambda: typist.place == "Tahap")
    officer.sees("Akun dibuat", "14-04-2020")
    typist.press("F2")
    officer.sees("Tahap sekarang: Akun dibuat")
    officer.come_to_rest()
