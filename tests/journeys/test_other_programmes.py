"""The programmes of DKI Jakarta in keystrokes: a card for the old, a card for workers, insurance for a driver."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.applicants import (
    BPU_ANSWERS,
    BPU_FORM,
    KLJ_ANSWERS,
    KLJ_FORM,
    KPJ_ANSWERS,
    KPJ_FORM,
    of_jakarta,
)
from tests.journeys.officer import Officer
from tests.journeys.people import fill_in
from tests.journeys.posts import Place, post_on
from tests.kit.server import RunningServer
from tests.kit.window import OFFSCREEN_LACKS
from tests.papers.reading import squeezed

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore(OFFSCREEN_LACKS)]

DAY = date(2026, 3, 2)
"""The limit of wages of 2026 and the discount for drivers are valid."""

MOTHER = of_jakarta(1, "aminah", KLJ_FORM, KLJ_ANSWERS, born="570524").but(birth_date="17051924", email="")
WORKER = of_jakarta(2, "bagus prakoso", KPJ_FORM, KPJ_ANSWERS).but(wage="6589358")
DRIVER = of_jakarta(3, "dodi hermawan", BPU_FORM, BPU_ANSWERS)


@pytest.fixture
def place(tmp_path: Path, server: RunningServer) -> Place:
    return post_on(tmp_path, server, DAY, province="31", code="JKT01")


# --- Kartu Lansia Jakarta -------------------------------------------------------------------------------------------


def test_a_daughter_proposes_her_mother_of_over_a_hundred_years(qtbot: QtBot, place: Place, tmp_path: Path) -> None:
    with place.open(qtbot) as officer:
        officer.choose_programme("lansia")
        fill_in(officer.typist, MOTHER)
        officer.sees("AMINAH", "101 tahun")
        officer.sees("Pengecekan dan usulan baru", "Syarat dan berkas lengkap")
        number = officer.save("AMINAH", "tercatat", "Kertas ini bukan tanda penerima bantuan.")
        slip = place.printed(officer, set())
        save_the_proposals(officer, tmp_path / "usulan.xlsx")
    assert squeezed("TANDA TERIMA PENGECEKAN DAN USULAN") in slip
    assert number in slip
    assert "pendaftaran" not in slip.lower(), "nobody can register for this card"
    head, row = proposals(tmp_path / "usulan.xlsx")
    line = dict(zip(head, row, strict=True))
    assert MOTHER.nik in row, "the whole NIK, as text"
    assert "AMINAH" in row
    assert "101" in row
    assert "Pondok Bambu" in row
    assert "SITI AMINAH" in [str(cell).upper() for cell in row], line
    kept = place.at_the_office()["AMINAH"]
    assert (kept["programme"], kept["birth_date"], kept["represented_by"]) == ("KLJ", "1924-05-17", "SITI AMINAH")
    assert kept["answers"]["family_relation"] == "anak"


def save_the_proposals(officer: Officer, file: Path) -> None:
    """Ctrl+8: of which programme, which list, into which file."""
    typist = officer.typist
    typist.press("Ctrl+8")
    typist.until(lambda: typist.place == "Program")
    typist.type("kartu lansia")
    typist.press("Return")
    typist.until(lambda: typist.place == "Salinan")
    typist.type("daftar usulan")
    officer.sees("Untuk musyawarah kelurahan; bukan daftar penerima.")
    typist.tab_to("Simpan sebagai")
    typist.press("Ctrl+A")
    typist.type(str(file))
    typist.press("F2")
    typist.until(file.exists)
    officer.come_to_rest()


def proposals(file: Path) -> list[list[object]]:
    """Heading and lines of the first sheet."""
    sheet = openpyxl.load_workbook(file).worksheets[0]
    rows: list[list[object]] = [list(row) for row in sheet.iter_rows(values_only=True)]
    return [row for row in rows if sum(cell is not None for cell in row) > 3]


# --- Kartu Pekerja Jakarta ------------------------------------------------------------------------------------------


def test_one_rupiah_over_the_limit_is_a_no_and_one_less_a_yes(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        typist = officer.typist
        officer.choose_programme("pekerja jakarta")
        fill_in(typist, WORKER, until="wage")
        officer.sees("6.589.358")
        typist.press("Return")
        officer.sees("upah Rp6.589.358 sebulan, batasnya Rp6.589.357.")
        typist.press("Shift+Tab", "End", "Backspace")
        typist.type("7")
        typist.press("Return")
        typist.until_gone("batasnya Rp6.589.357")
        fill_in(typist, WORKER, since="supports_family")
        officer.save("terdaftar")
    kept = place.at_the_office()["BAGUS PRAKOSO"]
    assert (kept["outcome"], kept["answers"]["wage"]) == ("registered", 6589357)


def test_who_earns_too_much_is_told_the_limit_on_paper(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        officer.choose_programme("pekerja jakarta")
        fill_in(officer.typist, WORKER)
        officer.save("Belum memenuhi syarat", "Rp6.589.357")
        slip = place.printed(officer, set())
    assert "6.589.357" in slip
    assert place.at_the_office()["BAGUS PRAKOSO"]["outcome"] == "not_eligible"


# --- BPJS Ketenagakerjaan for the self-employed ---------------------------------------------------------------------


def test_a_driver_pays_half_and_is_protected_only_when_it_is_paid(qtbot: QtBot, place: Place) -> None:
    with place.open(qtbot) as officer:
        officer.choose_programme("bpu")
        fill_in(officer.typist, DRIVER, until="sector")
        officer.typist.press("Return")
        fill_in(officer.typist, DRIVER, since="old_age_savings")
        officer.sees("Iuran Rp8.400 sebulan")
        officer.save("Anda belum terlindungi sampai iuran dibayar.")
        slip = place.printed(officer, set())
    assert squeezed("Anda belum terlindungi sampai iuran dibayar.") in slip
    assert squeezed("TANDA TERIMA PENDATAAN") in slip
    answers = place.at_the_office()["DODI HERMAWAN"]["answers"]
    assert (answers["sector"], answers["contribution_payer"]) == ("transportasi", "mandiri")
