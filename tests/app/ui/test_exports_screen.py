"""Salinan data in the window: which copy, where to, written aside and logged; papers about one person; printing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import openpyxl
import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.desk.outbox import outbox
from app.desk.queue.survey import answer_survey
from app.ui.actions import REPRINT
from app.ui.i18n import say
from app.ui.screens.exports import ExportsScreen
from app.ui.station import CopyWish, Station
from core.registered import KeptRegistration
from core.tickets import Service
from core.wire.events import Kind
from tests.kit.desk import DAY, register_one, sql
from tests.kit.stage import Stage
from tests.kit.typist import Typist
from tests.kit.window import settled
from tests.papers.reading import size_mm, words


class Copies:
    """The place, and the hands at its keyboard."""

    def __init__(self, qtbot: QtBot, station: Station, folder: Path) -> None:
        self.qtbot, self.station, self.folder = qtbot, station, folder
        self.went_back = 0
        self.screen = ExportsScreen(station)
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

    def wish(self, wish: CopyWish) -> None:
        self.screen.prepare(wish, self._back)

    def _back(self) -> None:
        self.went_back += 1

    @property
    def kinds(self) -> Sequence[str]:
        box = self.screen.form.kind
        return [box.itemText(place) for place in range(box.count())]

    @property
    def told(self) -> str:
        return self.screen.answer.text if self.screen.answer.isVisible() else ""

    @property
    def file(self) -> Path:
        return Path(self.screen.form.file.text())

    def logged(self) -> int:
        """How many exports stand in the log."""
        return sum(row.kind == Kind.EXPORTED for row in outbox(self.station.desk).rows)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The officer's own folder for documents."""
    place = tmp_path / "Dokumen"
    place.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _which: str(place))
    return place


@pytest.fixture
def copies(qtbot: QtBot, station: Station, folder: Path) -> Copies:
    return Copies(qtbot, station, folder)


def came(station: Station, number: int = 0, **changes: object) -> KeptRegistration:
    return register_one(station.desk, number, on=DAY, **changes).kept


def one(kept: KeptRegistration, kind: str = "form") -> CopyWish:
    return CopyWish(kind, uid=kept.uid, number=kept.registration_no or kept.queue_number)


def choose_printer(station: Station, printer: str, paper: str = "thermal80") -> None:
    settings = station.house.settings()
    station.house.save_settings(msgspec.structs.replace(settings, printer=printer, paper=paper))


def test_a_recap_of_today_is_two_keys_away(copies: Copies) -> None:
    came(copies.station)
    assert copies.file == copies.folder / "rekap-PRAKERJA2020-20200413.xlsx"
    copies.press("F2")
    assert copies.told.startswith("Salinan rekap-PRAKERJA2020-20200413.xlsx berisi data 1 orang tanpa sandi.")
    rows = list(openpyxl.load_workbook(copies.file).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 2
    assert copies.logged() == 1
    assert copies.screen.open_folder.isVisible()


def test_what_it_means_is_said_before(copies: Copies) -> None:
    assert copies.hands.sees("tanpa sandi")
    assert copies.hands.sees("tercatat")


def test_nobody_on_those_days_makes_no_file(copies: Copies) -> None:
    copies.press("F2")
    assert copies.told == say("EXPORT_EMPTY")
    assert not copies.file.exists()
    assert copies.logged() == 0


def test_days_may_be_empty_and_a_wrong_one_is_said_under_its_box(copies: Copies) -> None:
    came(copies.station)
    form = copies.screen.form
    form.first.setFocus()
    form.first.clear()
    copies.hands.type("32-01-2020")
    copies.press("F2")
    assert form.rows["first"].finding
    assert form.first.hasFocus()
    assert copies.logged() == 0
    form.first.clear()
    form.last.clear()
    copies.press("F2")
    assert "berisi data 1 orang" in copies.told


def test_the_kind_decides_boxes_and_the_end_of_the_name(copies: Copies) -> None:
    form = copies.screen.form
    form.kind.setFocus()
    copies.hands.type("berita")
    assert form.rows["suffix"].box.chosen == "pdf"  # type: ignore[attr-defined]  # a choice box
    assert not form.rows["suffix"].isVisible()
    assert copies.file.name == "berita-acara-PRAKERJA2020-20200413.pdf"
    came(copies.station)
    copies.press("F2")
    assert "BERITAACARASERAHTERIMADATA" in words(copies.file.read_bytes())


def test_a_place_that_somebody_has_typed_stays_when_the_kind_changes(copies: Copies) -> None:
    form = copies.screen.form
    form.file.setFocus()
    form.file.clear()
    copies.hands.type(str(copies.folder / "untuk dinas.xlsx"))
    form.suffix.setFocus()
    copies.hands.type("csv")
    assert copies.file == copies.folder / "untuk dinas.csv"


def test_another_file_is_replaced_only_by_a_second_press(copies: Copies) -> None:
    came(copies.station)
    target = copies.file
    target.write_bytes(b"lain")
    copies.press("F2")
    assert copies.told.startswith("Berkas ini sudah ada.")
    assert target.read_bytes() == b"lain"
    assert copies.logged() == 0
    copies.press("F2")
    assert "berisi data 1 orang" in copies.told
    assert target.read_bytes() != b"lain"


def test_the_folder_of_the_desk_is_refused(copies: Copies) -> None:
    came(copies.station)
    form = copies.screen.form
    form.file.setFocus()
    form.file.clear()
    copies.hands.type(str(copies.station.desk.store.home / "rekap.xlsx"))
    copies.press("F2")
    assert copies.told.startswith("Folder meja hanya untuk data tersegel")
    assert copies.logged() == 0


def test_without_a_name_nothing_is_made(copies: Copies) -> None:
    form = copies.screen.form
    form.file.setFocus()
    form.file.clear()
    copies.press("F2")
    assert form.rows["file"].finding


def test_programmes_offer_what_they_know(copies: Copies) -> None:
    usual = ["Rekap", "Berita acara serah terima", "Pernyataan kebenaran data", "Daftar tunggu"]
    of_day = ["Lembar rekonsiliasi malam", "Rekap harian", "Serah terima tugas", "Daftar hadir"]
    assert copies.kinds == [*usual, *of_day, "Hasil survei kepuasan"]
    form = copies.screen.form
    form.programme.setFocus()
    copies.hands.type("kartu lansia")
    assert copies.kinds[0] == "Daftar usulan per kelurahan"
    assert not form.rows["unit"].isVisible()
    form.programme.setFocus()
    copies.hands.type("bpjs")
    copies.screen.form.programme.choose("KPJ")
    form.programme.signals.tell_typed(form.programme.chosen)
    assert "Berkas lengkap" in copies.kinds
    assert form.rows["unit"].isVisible()


def test_wage_goes_along_only_when_it_is_chosen(copies: Copies) -> None:
    form = copies.screen.form
    assert not form.rows["specific"].isVisible()
    form.programme.choose("KPJ")
    form.programme.signals.tell_typed(form.programme.chosen)
    form.kind.setFocus()
    copies.hands.type("rekap")
    assert form.rows["specific"].isVisible()
    usual = form.order()
    assert usual is not None
    assert not usual.has_specific
    form.specific.setFocus()
    copies.hands.type("ikut")
    wanted = form.order()
    assert wanted is not None
    assert wanted.has_specific


def test_a_list_of_proposals_is_what_a_card_for_the_old_comes_with(copies: Copies) -> None:
    form = copies.screen.form
    form.programme.setFocus()
    copies.hands.type("kartu lansia")
    assert form.kind.currentText() == "Daftar usulan per kelurahan"
    assert copies.file.name == "usulan-KLJ-20200413.xlsx"
    form.programme.setFocus()
    copies.hands.type("kartu pra kerja")
    assert form.kind.currentText() == "Rekap"


def test_the_kind_that_somebody_chose_stays_with_another_programme(copies: Copies) -> None:
    form = copies.screen.form
    form.kind.setFocus()
    copies.hands.type("berita")
    form.programme.setFocus()
    copies.hands.type("kartu lansia")
    assert form.kind.currentText() == "Berita acara serah terima"


MOJO, GUBENG = "35.78.08.1002", "35.78.08.1001"


def test_a_recap_of_one_village_holds_only_its_people(copies: Copies) -> None:
    village = copies.station.desk.regions.village
    assert village(MOJO) is not None
    came(copies.station, 0, village_code=MOJO)
    came(copies.station, 1, village_code=GUBENG)
    form = copies.screen.form
    form.village.setFocus()
    copies.hands.type("mojo gubeng")
    copies.hands.until(lambda: form.village.is_listing)
    copies.press("Return")
    assert form.village.text().startswith("Mojo, Gubeng, Kota Surabaya")
    copies.press("F2")
    assert "berisi data 1 orang" in copies.told


def test_a_village_that_nobody_chose_from_the_list_is_not_left_unheard(copies: Copies) -> None:
    came(copies.station)
    form = copies.screen.form
    form.village.setFocus()
    copies.hands.type("mo")
    copies.press("F2")
    assert form.rows["village"].finding == "Pilih kelurahan atau desa dari daftarnya, atau kosongkan."
    assert copies.logged() == 0
    form.village.empty()
    copies.press("F2")
    assert "berisi data 1 orang" in copies.told


def test_a_list_of_who_waits_is_not_asked_for_a_village(copies: Copies) -> None:
    copies.wish(CopyWish("waiting", "PRAKERJA2020"))
    assert not copies.screen.form.rows["village"].isVisible()


def test_enter_goes_from_box_to_box_and_never_saves(copies: Copies) -> None:
    came(copies.station)
    copies.press(*["Return"] * 7)
    assert copies.screen.form.programme.hasFocus()
    assert copies.logged() == 0


def test_the_waiting_list_comes_as_it_was_wished(copies: Copies) -> None:
    came(copies.station, 0, documents=["ktp"])
    copies.wish(CopyWish("waiting", "PRAKERJA2020"))
    assert copies.file.name == "daftar-tunggu-PRAKERJA2020-20200413.xlsx"
    assert not copies.screen.form.rows["first"].isVisible()
    copies.press("F2")
    (heading, row) = openpyxl.load_workbook(copies.file).worksheets[0].iter_rows(values_only=True)
    assert heading[:3] == ("No", "Nomor registrasi", "Nama sesuai KTP")
    assert (row[0], row[2], row[5]) == (1, "BUDI AAA", "Kartu Keluarga (KK)")
    assert "******" in str(row[3]), "nobody needs a whole NIK to call somebody back"
    copies.press("Escape")
    assert copies.went_back == 1


def test_papers_about_one_person_are_kept_without_the_name_in_the_file(copies: Copies) -> None:
    kept = came(copies.station)
    copies.wish(one(kept))
    assert copies.screen.title.text() == f"Surat dan formulir {kept.registration_no}"
    assert copies.kinds == ["Formulir", "Surat pernyataan", "Berkas lengkap", "Surat rujukan ke Dukcapil"]
    assert not copies.screen.form.rows["programme"].isVisible()
    assert copies.file.name == f"formulir-{kept.registration_no}.pdf"
    copies.press("F2")
    assert "BUDIAAA" in words(copies.file.read_bytes())


def test_a_referral_for_a_good_nik_needs_what_another_office_said(copies: Copies) -> None:
    copies.wish(one(came(copies.station), "referral"))
    copies.press("F2")
    assert copies.told == say("REFERRAL_NOT_NEEDED")
    copies.screen.form.reason.setFocus()
    copies.hands.type("Dukcapil: NIK ganda")
    copies.press("F2")
    assert "Dukcapil:NIKganda" in words(copies.file.read_bytes())


def test_a_roll_takes_no_sheets_and_the_place_says_so(copies: Copies) -> None:
    choose_printer(copies.station, f"folder:{copies.folder}")
    copies.screen.enter()
    assert not copies.screen.sheets.isVisible()
    choose_printer(copies.station, "Struk")
    copies.screen.enter()
    assert copies.screen.sheets.isVisible()
    assert not any(offer.command is REPRINT and offer.is_enabled for offer in copies.screen.offers())


def test_a_copy_is_printed_without_a_file_of_its_own(copies: Copies, tmp_path: Path) -> None:
    choose_printer(copies.station, f"folder:{tmp_path / 'kertas'}")
    kept = came(copies.station)
    copies.wish(one(kept))
    copies.press("F7")
    copies.hands.until(lambda: bool(copies.stage.notices))
    assert copies.stage.notices[-1].text == f"Formulir {kept.registration_no} sudah diserahkan ke printer."
    assert [file.name for file in (tmp_path / "kertas").iterdir()] == [f"Formulir-{kept.registration_no}.pdf"]
    assert list(copies.folder.iterdir()) == []
    assert copies.logged() == 1


def test_nothing_about_a_person_stays_when_one_leaves(copies: Copies) -> None:
    kept = came(copies.station)
    copies.wish(one(kept))
    copies.screen.leave()
    assert kept.registration_no not in copies.screen.title.text()
    assert kept.registration_no not in copies.screen.form.file.text()


def test_a_place_is_chosen_in_a_dialog_that_blocks_nothing(copies: Copies) -> None:
    copies.screen.choose_file()
    dialog = copies.screen.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(copies.folder / "pilihan"))
    dialog.reject()
    assert copies.file == copies.folder / "pilihan.xlsx"


def test_every_control_has_a_name(copies: Copies) -> None:
    stops = [one for one in copies.screen.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [type(one).__name__ for one in stops if not one.accessibleName()] == []


def test_the_evening_sheet_asks_for_one_day_and_no_programme(copies: Copies) -> None:
    came(copies.station)
    copies.wish(CopyWish("reconciliation"))
    copies.rest()
    form = copies.screen.form
    assert [name for name, row in form.rows.items() if row.isVisible()] == ["kind", "day", "suffix", "file"]
    assert copies.file.name == "rekonsiliasi-20200413.pdf"  # it is to be signed
    copies.press("F2")
    assert copies.told.startswith("1 kunjungan, 0 slip, 0 di bawah tanda terima server: ada 2 selisih menurut nomor.")
    read = words(copies.file.read_bytes())
    assert "ADA2SELISIH" in read
    assert "BUDI" not in read
    assert copies.logged() == 1


def test_the_evening_sheet_of_a_wished_day_and_a_day_left_out(copies: Copies) -> None:
    copies.wish(CopyWish("reconciliation", on=DAY.replace(day=12)))
    copies.rest()
    form = copies.screen.form
    assert form.day.text() == "12-04-2020"
    copies.press("F2")
    assert copies.told.startswith("0 kunjungan, 0 slip, 0 di bawah tanda terima server: tidak ada selisih.")
    form.day.clear()
    copies.press("F2")
    assert form.rows["day"].finding


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("daily", "rekap-harian-20200413.pdf", "REKAPHARIAN"),
        ("shift", "serah-terima-20200413.pdf", "SERAHTERIMATUGAS"),
        ("attendance", "daftar-hadir-20200413.pdf", "DAFTARHADIR"),
    ],
)
def test_the_papers_of_a_day_are_one_key_away(copies: Copies, kind: str, name: str, said: str) -> None:
    came(copies.station)
    copies.wish(CopyWish(kind, on=DAY))
    assert copies.screen.form.rows["programme"].isHidden()
    assert not copies.screen.form.rows["day"].isHidden()
    copies.press("F2")
    assert said in words((copies.folder / name).read_bytes())


def test_a_survey_is_asked_for_its_days_alone(copies: Copies) -> None:
    answer_survey(copies.station.desk, DAY, Service.REGISTRATION, (4,) * 9)
    copies.wish(CopyWish("survey"))
    hidden = {name for name, row in copies.screen.form.rows.items() if row.isHidden()}
    assert {"programme", "day", "village", "unit"} <= hidden
    assert not {"first", "last", "suffix"} & hidden
    copies.press("F2")
    assert "IKM100,00" in words((copies.folder / "survei-20200413.pdf").read_bytes())


def test_on_a_desk_with_folio_the_papers_of_a_day_are_folio(copies: Copies) -> None:
    choose_printer(copies.station, "", "f4")
    copies.wish(CopyWish("shift", on=DAY))
    copies.press("F2")
    assert round(size_mm((copies.folder / "serah-terima-20200413.pdf").read_bytes())[1]) == 330


def test_where_there_is_only_a_roll_a_referral_is_printed_as_a_slip(copies: Copies) -> None:
    kept = came(copies.station, nik="35780")
    choose_printer(copies.station, "tcp:127.0.0.1:9")  # nobody listens there: the paper is drawn and counted
    copies.wish(one(kept, "referral"))
    [printing] = [action for action in copies.screen.offers() if action.command is REPRINT]
    assert (printing.text, printing.is_enabled) == ("Cetak sebagai slip", True)
    copies.screen.form.kind.show_text("=form")
    copies.screen.form.edited.emit()
    [printing] = [action for action in copies.screen.offers() if action.command is REPRINT]
    assert not printing.is_enabled
    copies.screen.form.kind.show_text("=referral")
    with copies.qtbot.waitSignal(copies.station.signals.noticed, timeout=20_000):
        copies.press("F7")
    [[kind, copy_no]] = sql(copies.station.desk.store, "SELECT kind, copy_no FROM slip")
    assert (kind, copy_no) == ("referral", 1)
