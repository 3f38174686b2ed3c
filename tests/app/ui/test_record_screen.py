"""The page of a registration over a real store: look, correct, bring a paper, withdraw, all by keys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from app.bundled import programme
from app.desk.history import history
from app.desk.lookup import find_one
from app.desk.register import register
from app.desk.stage import read_stage
from app.ui.actions import ADD_PAPER, CORRECT, REPRINT, WITHDRAW
from app.ui.screens.record import RecordScreen
from app.ui.station import CopyWish, Station
from app.ui.tables.history import WHAT
from app.ui.widgets.village_box import VillageBox
from core.registered import KeptRegistration
from tests.kit.desk import DAY, OFFICER, entry_of, person_values, register_one
from tests.kit.stage import Stage
from tests.kit.typist import Typist
from tests.kit.window import settled


class Reading:
    """The page, and the hands at its keyboard."""

    def __init__(self, qtbot: QtBot, station: Station) -> None:
        self.qtbot = qtbot
        self.station = station
        self.went_back = 0
        self.screen = RecordScreen(station)
        self.stage = Stage(self.screen)
        qtbot.addWidget(self.stage)
        self.stage.resize(1176, 640)
        self.hands = Typist(qtbot, self.stage)
        with qtbot.waitExposed(self.stage):
            self.stage.show()
        self.stage.activateWindow()

    def open(self, kept: KeptRegistration) -> None:
        self.screen.open(kept.uid, self._back)
        self.screen.enter()
        self.rest()

    def _back(self) -> None:
        self.went_back += 1

    def rest(self) -> None:
        settled(self.qtbot, self.station)

    def press(self, *keys: str) -> None:
        self.hands.press(*keys)
        self.rest()

    def kept(self, kept: KeptRegistration) -> KeptRegistration:
        """As it stands in the store now."""
        return find_one(self.station.desk, str(kept.uid))

    def kinds(self, kept: KeptRegistration) -> list[str]:
        return [one.kind for one in history(self.station.desk, kept.uid)]

    @property
    def told(self) -> str:
        return self.screen.answer.text if self.screen.answer.isVisible() else ""

    def offered(self) -> set[str]:
        return {one.command.code for one in self.screen.offers() if one.is_enabled}


@pytest.fixture
def reading(qtbot: QtBot, station: Station) -> Reading:
    return Reading(qtbot, station)


def a_person(station: Station, number: int = 0, **changes: object) -> KeptRegistration:
    return register_one(station.desk, number, on=DAY, **changes).kept


def test_a_record_shows_who_the_numbers_and_what_happened(reading: Reading) -> None:
    kept = a_person(reading.station, name_on_id="SITI AMINAH")
    reading.open(kept)
    assert reading.screen.name.text() == "SITI AMINAH"
    assert reading.screen.number.text() == kept.queue_number
    assert reading.screen.standing.text == "Terdaftar"
    assert "Didaftarkan" in str(reading.screen.history.index(0, WHAT).data())


def test_the_nik_is_masked_until_its_key_and_the_look_is_kept(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    nik = kept.body.person.nik
    assert reading.screen.identity.nik.text() == f"{nik[:6]}******{nik[-4:]}"
    reading.press("Alt+N")
    assert reading.screen.identity.nik.text().replace(" ", "") == nik
    assert reading.kinds(kept) == ["registered", "nik_shown"]
    reading.press("Alt+N")
    assert reading.kinds(kept) == ["registered", "nik_shown"], "it stands there already"


def test_the_nik_hides_itself_and_never_stays_for_the_next_person(reading: Reading) -> None:
    first, second = a_person(reading.station, 0), a_person(reading.station, 1)
    reading.open(first)
    reading.press("Alt+N")
    reading.open(second)
    assert "******" in reading.screen.identity.nik.text()
    reading.press("Alt+N")
    reading.screen.leave()
    assert "******" in reading.screen.identity.nik.text()
    reading.screen.identity.reveal_nik("3578085508909901")
    reading.screen.identity.hide_after.setInterval(0)
    reading.hands.until(lambda: "******" in reading.screen.identity.nik.text())


def test_a_correction_needs_a_reason_and_says_so_in_place(reading: Reading) -> None:
    kept = a_person(reading.station, name_on_id="SITI AMINA")
    reading.open(kept)
    reading.press("Alt+P")
    assert QApplication.focusWidget() is reading.screen.correction.which
    reading.press("Return")
    reading.hands.type("siti aminah")
    reading.press("F2")
    assert "Alasannya belum diisi" in reading.told
    assert reading.kept(kept).body.person.name_on_id == "SITI AMINA"
    reading.press("Return")
    reading.hands.type("salah ketik")
    reading.press("Return")
    reading.hands.until(lambda: "Perbaikan tersimpan" in reading.told)
    reading.rest()
    assert reading.kept(kept).body.person.name_on_id == "SITI AMINAH"
    assert reading.screen.name.text() == "SITI AMINAH"
    assert "SITI AMINA \u2192 SITI AMINAH" in str(reading.screen.history.index(0, WHAT).data())


def test_findings_are_live_and_a_warning_takes_one_deliberate_key(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.press("Alt+P", "T", "A", "Return")
    assert reading.screen.correction.correction.field == "birth_date"
    reading.hands.type("02-01-1970")
    reading.hands.until(reading.screen.correction.lines[0].isVisible)
    assert "01-01-1970" in reading.screen.correction.lines[0].text
    assert "Data belum lengkap" in reading.screen.correction.outlook.text()
    reading.press("Alt+Y")
    reading.hands.until(lambda: "Bisa didaftarkan" in reading.screen.correction.outlook.text())
    reading.press("Return")
    reading.hands.type("sesuai KTP")
    reading.press("Return")
    reading.hands.until(lambda: "Perbaikan tersimpan" in reading.told)
    assert reading.kept(kept).body.person.birth_date == "1970-01-02"
    assert reading.kept(kept).status == "TERDAFTAR"


def test_f2_saves_no_correction_whose_warning_nobody_has_answered(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.press("Alt+P", "T", "A", "Return")
    reading.hands.type("02-01-1970")
    reading.screen.correction.reason.setFocus()
    reading.hands.type("sesuai KTP")
    reading.press("F2")
    assert "Belum disimpan. Alt+Y" in reading.told
    assert reading.kept(kept).body.person.birth_date == "1970-01-01"
    reading.press("Alt+Y", "F2")
    reading.hands.until(lambda: "Perbaikan tersimpan" in reading.told)
    assert reading.kept(kept).body.person.birth_date == "1970-01-02"


def test_whole_numbers_are_not_shown_in_the_editor(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.press("Alt+P", "N", "I", "Return")
    box = reading.screen.correction.box
    assert reading.screen.correction.correction.field == "nik"
    assert kept.body.person.nik not in str(box.property("text")).replace(" ", "")
    assert "******" in str(box.property("placeholderText"))


def test_a_doubt_that_was_left_open_is_settled_by_one_key_and_the_field_stays(reading: Reading) -> None:
    kept = a_person(reading.station, birth_date="02-01-1970")
    assert kept.status == "BELUM_LENGKAP"
    reading.open(kept)
    reading.press("Alt+P")
    assert reading.screen.correction.correction.field == "nik"
    reading.press("Alt+Y")
    reading.hands.until(lambda: "Bisa didaftarkan" in reading.screen.correction.outlook.text())
    reading.screen.correction.reason.setFocus()
    reading.hands.type("dicocokkan dengan KTP")
    reading.press("Return")
    reading.hands.until(lambda: "Sekarang: Terdaftar" in reading.told)
    assert reading.kept(kept).registration_no
    person = reading.kept(kept).body.person
    assert (person.nik, person.birth_date) == (kept.body.person.nik, "1970-01-02")


def test_a_taken_nik_is_refused_in_place(reading: Reading) -> None:
    first, second = a_person(reading.station, 0), a_person(reading.station, 1)
    reading.open(second)
    reading.press("Alt+P", "N", "I", "Return")
    reading.hands.type(first.body.person.nik)
    reading.hands.until(reading.screen.correction.lines[0].isVisible)
    reading.press("Return")
    reading.hands.type("coba")
    reading.press("F2")
    assert reading.kept(second).body.person.nik == second.body.person.nik
    assert reading.told


def test_escape_lets_a_correction_go_and_then_leads_back(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.press("Alt+P", "Return")
    reading.hands.type("X")
    reading.press("Esc")
    assert not reading.screen.correction.isVisible()
    assert reading.went_back == 0
    reading.press("Esc")
    assert reading.went_back == 1
    assert reading.kinds(kept) == ["registered"]


def test_an_answer_is_corrected_in_its_own_words(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.press("Alt+P", "S", "E", "D", "Return", "Y", "Return")
    assert reading.screen.correction.correction.answers == {"in_formal_education": True}
    reading.hands.type("baru masuk kuliah")
    reading.press("Return")
    reading.hands.until(lambda: "Tidak memenuhi syarat" in reading.told)
    assert reading.kept(kept).status == "DITOLAK"


def test_a_village_is_corrected_by_three_letters(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.press("Alt+P", "K", "E", "L", "Return")
    reading.hands.type("wonokromo")
    box = reading.screen.correction.box
    assert isinstance(box, VillageBox)
    reading.hands.until(lambda: box.is_listing)
    assert reading.screen.correction.open_finding is None, "a village is not judged before it is chosen"
    reading.press("Return")
    code = reading.screen.correction.correction.text
    assert code.startswith("35.78")
    reading.screen.correction.reason.setFocus()
    reading.hands.type("pindah")
    reading.press("Return")
    reading.hands.until(lambda: "Perbaikan tersimpan" in reading.told)
    assert reading.kept(kept).body.person.village_code == code


def test_a_village_that_was_not_chosen_is_not_kept(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.press("Alt+P", "K", "E", "L", "Return")
    reading.hands.type("wono")
    reading.press("F2")
    reading.hands.until(lambda: reading.screen.correction.open_finding is not None)
    assert reading.kinds(kept) == ["registered"]


def test_the_missing_paper_takes_one_key_and_moves_the_registration_up(reading: Reading) -> None:
    kept = a_person(reading.station, documents=["ktp"])
    reading.open(kept)
    assert reading.screen.standing.text == "Daftar tunggu"
    reading.press("Alt+B")
    reading.hands.until(lambda: "Sekarang: Terdaftar" in reading.told)
    reading.rest()
    assert reading.kept(kept).body.documents == ("ktp", "kk")
    assert reading.screen.standing.text == "Terdaftar"
    assert ADD_PAPER.code not in reading.offered()


def test_each_missing_paper_has_a_button_of_its_own(reading: Reading) -> None:
    kept = a_person(reading.station, documents=[])
    reading.open(kept)
    reading.screen.numbers.paper_buttons["kk"].click()
    reading.hands.until(lambda: bool(reading.told))
    assert reading.kept(kept).body.documents == ("kk",)


def test_withdrawing_asks_for_a_reason_and_one_more_key(reading: Reading) -> None:
    kept = a_person(reading.station, name_on_id="SITI AMINAH")
    reading.open(kept)
    reading.press("Alt+T", "Return")
    assert "alasannya dulu" in reading.screen.withdrawal.question.text
    reading.hands.type("pindah kota")
    reading.press("Alt+Y")
    assert reading.kept(kept).status == "TERDAFTAR", "nobody was asked yet"
    reading.press("Return")
    assert "SITI A***" in reading.screen.withdrawal.question.text
    reading.press("Alt+Y")
    reading.hands.until(lambda: "Pendaftaran ditarik" in reading.told)
    reading.rest()
    assert reading.kept(kept).status == "DITARIK"
    assert not reading.offered() & {CORRECT.code, WITHDRAW.code, REPRINT.code, ADD_PAPER.code}


def test_escape_takes_a_withdrawal_back(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.press("Alt+T")
    reading.hands.type("salah")
    reading.press("Return", "Esc", "Alt+Y")
    assert reading.kept(kept).status == "TERDAFTAR"


def test_f7_asks_for_the_slip_again(reading: Reading, qtbot: QtBot) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    with qtbot.waitSignal(reading.station.signals.printed):
        reading.hands.press("F7")
    reading.rest()
    assert any("printer" in notice.text for notice in reading.stage.notices), "none is chosen, and that is said"


def test_a_record_that_is_not_there_is_said_in_place(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.screen.open(type(kept.uid)(int=5), reading._back)
    reading.rest()
    assert reading.told
    assert reading.offered() == {"cancel"}


def test_every_control_has_a_name(reading: Reading) -> None:
    reading.open(a_person(reading.station, documents=["ktp"]))
    reading.press("Alt+P")
    nameless = [
        type(widget).__name__
        for widget in reading.screen.findChildren(QWidget)
        if widget.focusPolicy() & widget.focusPolicy().TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not isinstance(widget.parent(), QComboBox)
    ]
    assert nameless == []


def test_the_present_stage_stands_with_its_day_source_and_officer(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.hands.until_sees("belum ada tahap")
    reading.press("Alt+L")
    reading.press("F2")
    assert reading.told == "Tahap tersimpan."
    reading.hands.until_sees(f"Akun dibuat \u00b7 13-04-2020 \u00b7 pemohon \u00b7 {OFFICER}")
    reading.hands.until_sees("Gelombang 1")
    assert "Tahap dicatat" in str(reading.screen.history.index(0, WHAT).data())


def test_a_batch_is_typed_with_its_stage_and_a_wrong_one_is_said_in_place(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.press("Alt+L")
    reading.press("Return", "Return", "Return")
    assert reading.hands.place == "Nomor gelombang"
    reading.hands.type("dua")
    reading.press("F2")
    assert reading.hands.sees("Tulis nomornya saja, misalnya 2; atau kosongkan.")
    reading.press("Ctrl+A")
    reading.hands.type("7")
    reading.press("F2")
    assert "Gelombang 7 tidak ada di Kartu Pra Kerja 2020." in reading.screen.stage.said.text
    reading.press("Ctrl+A")
    reading.hands.type("1")
    reading.press("F2")
    assert reading.told == "Tahap tersimpan."
    view = read_stage(reading.station.desk, kept.uid)
    assert view.trail.stage is not None
    assert (view.trail.stage.code, view.trail.stage.batch) == ("AKUN_DIBUAT", 1)


def test_where_there_are_no_batches_none_is_asked_for(reading: Reading) -> None:
    desk = reading.station.desk
    reading.open(register(desk, entry_of(person_values(0)), programme("BPU"), DAY).kept)
    reading.press("Alt+L")
    panel = reading.screen.stage
    assert panel.note.isVisible()
    assert not panel.batch.isVisible()
    reading.press("Return", "Return", "Return")
    assert reading.hands.place == "Catatan"


def test_the_panel_for_a_stage_closes_with_escape_and_with_the_page(reading: Reading) -> None:
    kept = a_person(reading.station)
    reading.open(kept)
    reading.press("Alt+L")
    assert reading.screen.stage.isVisible()
    reading.press("Escape")
    assert not reading.screen.stage.isVisible()
    assert REPRINT.code in reading.offered()
    reading.press("Alt+L")
    reading.screen.leave()
    assert not reading.screen.stage.isVisible()


def test_where_nothing_follows_the_panel_says_so(reading: Reading) -> None:
    kept = a_person(reading.station, nik="1", name_on_id="")
    reading.open(kept)
    reading.press("Alt+L")
    assert "tidak ada tahap berikutnya" in reading.screen.stage.said.text


def test_papers_about_the_person_are_one_key_away(reading: Reading) -> None:
    kept = a_person(reading.station)
    wishes: list[CopyWish] = []
    reading.station.signals.copy_chosen.connect(wishes.append)
    reading.open(kept)
    reading.press("Alt+R")
    assert wishes == [CopyWish("form", uid=kept.uid, number=kept.registration_no)]
