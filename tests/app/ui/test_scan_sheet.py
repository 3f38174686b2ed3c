"""What lies over the window about slips: the sheet that judges one, and the list of those without a registration."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships without types
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desk.scan import Scanned, scan
from app.desk.slip_cases import note_case, slip_cases
from app.desk.slips import slip_of, write_slip
from app.ui.actions import SLIP_CASES
from app.ui.overlays.scan_cases import ScanCasesSheet
from app.ui.overlays.scan_sheet import ScanSheet
from app.ui.slip_picture import slip_text_of
from app.ui.station import Station
from core.errors import Kind as TroubleKind
from core.errors import Trouble
from core.ids import RegistrationNo
from core.registered import KeptRegistration
from core.slip_cases import CaseState
from core.slip_token import issue_token
from papers import Paper
from tests.kit.desk import DAY, register_one
from tests.kit.typist import Typist
from tests.kit.window import settled

LOST = RegistrationNo("35", "SBY01", DAY, 777)
ROOT = Path(__file__).resolve().parents[3]

PAGE_GONE = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj
trailer <</Root 1 0 R>>
"""
"""A PDF that opens, whose page does not."""

READ_AND_PRINT = """
import sys, threading
from pathlib import Path
from app.ui.printer import rasters_of
from app.ui.slip_picture import images_of, load_reader

path = Path(sys.argv[1])
pdf = path.read_bytes()
load_reader()

def often(one):
    def work():
        for _ in range(40):
            one()
        print("done")
    return threading.Thread(target=work)

threads = [often(lambda: images_of(path)) for _ in range(6)] + [often(lambda: rasters_of(pdf, 576)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.fixture
def below(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(1100, 640)
    QVBoxLayout(window)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.fixture
def typist(qtbot: QtBot, below: QWidget) -> Typist:
    return Typist(qtbot, below)


@pytest.fixture
def kept(station: Station) -> KeptRegistration:
    return register_one(station.desk, 0).kept


@pytest.fixture
def opened() -> list[Scanned]:
    """What the sheet wanted opened."""
    return []


@pytest.fixture
def sheet(station: Station, below: QWidget, opened: list[Scanned]) -> ScanSheet:
    overlay = ScanSheet(station, below, opened.append)
    overlay.open()
    return overlay


def lost_slip(station: Station) -> str:
    return issue_token(station.desk.keys.device, LOST, "A777")


# --- one slip --------------------------------------------------------------------------------------------------------


def test_a_typed_number_is_judged_and_its_registration_opens_by_enter(
    qtbot: QtBot, station: Station, sheet: ScanSheet, typist: Typist, kept: KeptRegistration, opened: list[Scanned]
) -> None:
    typist.type(kept.registration_no.lower())
    typist.press("Return")
    settled(qtbot, station)
    assert "belum terbukti asli" in sheet.said.text
    assert sheet.act.hasFocus()
    typist.press("Space")
    assert [one.uid for one in opened] == [kept.uid]
    assert not sheet.isVisible()


def test_the_text_of_a_genuine_qr_opens_at_once(
    qtbot: QtBot, station: Station, sheet: ScanSheet, typist: Typist, kept: KeptRegistration, opened: list[Scanned]
) -> None:
    typist.type(slip_of(station.desk, kept, 1).qr_text)
    typist.press("Return")
    settled(qtbot, station)
    assert [one.is_proven for one in opened] == [True]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("35-SBY01-20200413-0042-0", "salah ketik"), ("A042", "bukan kode slip"), (str(LOST), "tidak ada di laptop ini")],
)
def test_what_leads_nowhere_says_why_and_offers_nothing(
    qtbot: QtBot, station: Station, sheet: ScanSheet, typist: Typist, typed: str, said: str
) -> None:
    typist.type(typed)
    typist.press("Return")
    settled(qtbot, station)
    assert said in sheet.said.text
    assert (sheet.act.isVisible(), sheet.box.hasFocus()) == (False, True)


def test_an_empty_box_asks_nothing(qtbot: QtBot, station: Station, sheet: ScanSheet, typist: Typist) -> None:
    qtbot.waitUntil(lambda: not station.tasks.is_busy)  # with what a new work area reads
    typist.press("Return")
    assert not station.tasks.is_busy
    assert not sheet.said.isVisible()


def test_a_slip_without_a_registration_is_noted_by_one_key_and_listed(
    qtbot: QtBot, station: Station, below: QWidget, typist: Typist, opened: list[Scanned]
) -> None:
    sheet = ScanSheet(station, below, opened.append, scan(station.desk, lost_slip(station)))
    sheet.open()
    assert "catat sebagai slip tanpa data" in sheet.said.text
    assert str(LOST) in sheet.facts.text()
    with qtbot.waitSignal(station.signals.changed):
        typist.press("Space")
    assert "dicatat tanpa data" in sheet.said.text
    assert [case.registration_no for case in slip_cases(station.desk)] == [str(LOST)]
    with qtbot.waitSignal(station.signals.overlay_chosen, check_params_cb=lambda command: command is SLIP_CASES):
        typist.press("Space")


def test_a_slip_that_is_noted_already_offers_the_list_only(
    station: Station, below: QWidget, opened: list[Scanned]
) -> None:
    note_case(station.desk, lost_slip(station))
    sheet = ScanSheet(station, below, opened.append, scan(station.desk, lost_slip(station)))
    sheet.open()
    assert not sheet.act.isVisible()
    assert "Sambungkan laptop yang belum mengirim" in sheet.said.text


# --- pictures --------------------------------------------------------------------------------------------------------


@pytest.fixture
def pdf(station: Station, kept: KeptRegistration, tmp_path: Path) -> Path:
    return write_slip(station.desk, kept, Paper.A5, tmp_path / "slip.pdf", is_reprint=True).path


def photo_of(pdf: Path, target: Path, degrees: float) -> Path:
    """A slip as a telephone sees it: turned, on a table, in colour."""
    drawn = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil()
    drawn.save(target.with_suffix(".png"))
    slip = QImage(str(target.with_suffix(".png"))).transformed(QTransform().rotate(degrees))
    table = QImage(slip.width() + 200, slip.height() + 200, QImage.Format.Format_RGB32)
    table.fill(Qt.GlobalColor.darkYellow)
    painter = QPainter(table)
    painter.drawImage(100, 100, slip)
    painter.end()
    assert table.save(str(target))
    return target


def test_a_saved_slip_is_read(pdf: Path, station: Station, kept: KeptRegistration) -> None:
    assert slip_text_of(pdf) == slip_of(station.desk, kept, 1).qr_text


@pytest.mark.parametrize("degrees", [0, 7, 90, 180, 263])
def test_a_photo_is_read_however_the_telephone_was_held(
    pdf: Path, station: Station, kept: KeptRegistration, tmp_path: Path, degrees: float
) -> None:
    photo = photo_of(pdf, tmp_path / "foto.jpg", degrees)
    assert slip_text_of(photo) == slip_of(station.desk, kept, 1).qr_text


def test_a_saved_slip_is_read_while_another_is_printed(pdf: Path) -> None:
    words = [sys.executable, "-c", READ_AND_PRINT, str(pdf)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout.split()) == (0, 8 * ["done"])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", b"", "SLIP_PICTURE_UNREADABLE"),
        ("a.jpg", b"GIF or whatever", "SLIP_PICTURE_UNREADABLE"),
        ("a.pdf", b"%PDF-1.4 nothing", "SLIP_PICTURE_UNREADABLE"),
        ("b.pdf", PAGE_GONE, "SLIP_PICTURE_UNREADABLE"),
        ("missing.pdf", None, "SLIP_PICTURE_UNREADABLE"),
        ("missing.png", None, "SLIP_PICTURE_UNREADABLE"),
    ],
)
def test_a_file_that_is_no_picture_is_said(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Trouble) as caught:
        slip_text_of(path)
    assert (caught.value.code, caught.value.kind) == (code, TroubleKind.USAGE)


def test_a_picture_without_a_qr_is_said(qtbot: QtBot, station: Station, sheet: ScanSheet, tmp_path: Path) -> None:
    blank = QImage(300, 300, QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.white)
    assert blank.save(str(tmp_path / "kosong.png"))
    sheet.read_picture(str(tmp_path / "kosong.png"))
    settled(qtbot, station)
    assert "kosong.png" in sheet.said.text
    assert sheet.picture.isEnabled()


def test_a_picture_opens_the_registration(
    qtbot: QtBot, station: Station, sheet: ScanSheet, pdf: Path, kept: KeptRegistration, opened: list[Scanned]
) -> None:
    sheet.choose_picture()
    assert sheet.dialog is not None
    sheet.dialog.fileSelected.emit(str(pdf))
    qtbot.waitUntil(lambda: [one.uid for one in opened] == [kept.uid], timeout=20_000)


# --- the list --------------------------------------------------------------------------------------------------------


@pytest.fixture
def cases(qtbot: QtBot, station: Station, below: QWidget) -> ScanCasesSheet:
    note_case(station.desk, lost_slip(station))
    overlay = ScanCasesSheet(station, below)
    overlay.open()
    settled(qtbot, station)
    return overlay


def test_a_case_is_seen_to_by_keyboard_alone(
    qtbot: QtBot, station: Station, cases: ScanCasesSheet, typist: Typist
) -> None:
    assert cases.list.hasFocus()
    assert "Dicatat" in cases.about.text()
    typist.press("Return")
    assert cases.reason.hasFocus()
    typist.type("didaftarkan ulang sebagai A050")
    with qtbot.waitSignal(station.signals.changed):
        typist.press("Return")
    settled(qtbot, station)
    [case] = slip_cases(station.desk)
    assert (case.state, case.reason) == (CaseState.SETTLED, "didaftarkan ulang sebagai A050")
    assert "didaftarkan ulang sebagai A050" in cases.about.text()
    assert not cases.reason.isVisible()


def test_without_a_word_nothing_is_marked(
    qtbot: QtBot, station: Station, cases: ScanCasesSheet, typist: Typist
) -> None:
    typist.press("Return", "Return")
    settled(qtbot, station)
    assert "Alasannya belum diisi" in cases.said.text
    assert slip_cases(station.desk)[0].state is CaseState.OPEN


def test_an_empty_list_says_that_all_is_well(qtbot: QtBot, station: Station, below: QWidget, typist: Typist) -> None:
    sheet = ScanCasesSheet(station, below)
    sheet.open()
    settled(qtbot, station)
    assert "Semua slip ada pendaftarannya" in sheet.about.text()
    with qtbot.waitSignal(sheet.closed):
        typist.press("Escape")
