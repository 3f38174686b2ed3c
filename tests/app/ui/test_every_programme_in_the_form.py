"""The registration screen meets all programmes: choosing one, its own questions, and several of them in one visit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.bundled import programme, programme_codes
from app.desk.register import register
from app.ui.actions import PROGRAMME
from app.ui.overlays.programmes import ProgrammesSheet
from app.ui.panels.registration_row import RowWidget
from app.ui.panels.registration_rules import RuleRow
from app.ui.screens.registration import RegistrationScreen
from app.ui.station import CopyWish, Station
from app.ui.widgets.key_chip import KeyChip
from app.ui.widgets.village_box import VillageBox
from tests.kit.desk import entry_of, person_values, register_one
from tests.kit.registering import Desk
from tests.kit.window import TRAINING, dress, settled, station_on, training_home

TODAY = "2026-02-10"
ELDERLY = "3175055508600001"
"""A woman of Jakarta Timur, 65 years old on that day."""


@pytest.fixture
def station(tmp_path: Path, qapp: QApplication) -> Iterator[Station]:
    look = dress(qapp)
    home = training_home(tmp_path / "meja", msgspec.structs.replace(TRAINING, training_on=TODAY))
    with station_on(home, look) as opened:
        yield opened


@pytest.fixture
def desk(qtbot: QtBot, station: Station) -> Iterator[Desk]:
    opened = Desk(qtbot, station)
    yield opened
    opened.screen.keep_draft(lambda _uid: None)


def choose(desk: Desk, *keys: str, text: str = "") -> ProgrammesSheet:
    """Alt+M, and what is typed into the list; the window lays it over the screen, here the test does."""
    with desk.qtbot.waitSignal(desk.station.signals.overlay_chosen, timeout=20_000) as asked:
        desk.hands.press(PROGRAMME.keys)
    assert asked.args == [PROGRAMME]
    sheet = ProgrammesSheet(desk.station, desk.stage, desk.screen.programme_choice())
    sheet.open()
    desk.hands.type(text)
    desk.hands.press(*keys)
    return sheet


def listed(sheet: ProgrammesSheet) -> list[str]:
    lines = (sheet.model.line(row) for row in range(sheet.model.rowCount()))
    return [line.text for line in lines if line is not None]


def test_the_programme_of_that_name_comes_before_those_that_only_hold_it_in_their_words(desk: Desk) -> None:
    choose(desk, "Return", text="pjlp")
    sheet = choose(desk, text="bpu")
    assert listed(sheet)[0] == "BPJS Ketenagakerjaan BPU"
    sheet.close_overlay()


def type_elderly(desk: Desk) -> None:
    """A KLJ applicant by keys: identity, contact, the two questions, papers, consent."""
    hands = desk.hands
    for text in (ELDERLY, "siti aminah", "jakarta"):
        hands.type(text)
        hands.press("Return")
    hands.press("Return", "Return")
    hands.type("jl. mawar no. 5")
    hands.press("Return")
    hands.type("003/007")
    hands.press("Return")
    hands.type("cawang")
    box = cast("VillageBox", desk.box("village_code"))
    hands.until(lambda: box.is_listing, "no village was listed")
    hands.press("Return", "I", "Return", "K", "Return")
    hands.type("mengurus rumah tangga")
    hands.press("Return", "Return")
    for text in ("3175050812129902", "081234560123", "siti.aminah@contoh.id"):
        hands.type(text)
        hands.press("Return")
    desk.go_to("answers.hardship")
    hands.press("1", "Return", "T")
    desk.go_to("documents")
    hands.press("1", "2", "3", "4", "Return", "Space")


# --- choosing ---------------------------------------------------------------------------------------------------------


def test_the_list_names_every_programme_with_what_it_is_for(desk: Desk) -> None:
    sheet = choose(desk)
    assert len(listed(sheet)) == len(programme_codes())
    first = sheet.model.line(0)
    assert first is not None
    assert (first.text, first.hint) == ("Kartu Pra Kerja 2020", "1")
    assert first.about == (
        "gelombang tutup  \u00b7  Pelatihan kerja dan insentif bagi pencari kerja  \u00b7  Pendaftaran"
    )


def test_a_few_letters_and_enter_choose_and_the_person_stays(desk: Desk) -> None:
    desk.hands.type(ELDERLY)
    desk.screen.form_desk.form.set_consent(has_consent=True)
    choose(desk, "Return", text="klj")
    assert desk.screen.form_desk.programme.code == "KLJ"
    assert desk.text("nik") == "3175 0555 0860 0001"
    assert not desk.screen.form_desk.view.has_consent
    desk.hands.until(lambda: desk.is_at("nik"))


def test_an_empty_form_of_another_programme_blames_nobody(desk: Desk) -> None:
    choose(desk, "Return", text="klj")
    settled(desk.qtbot, desk.station)
    desk.hands.until(lambda: desk.is_at("nik"))
    desk.screen.form_desk.show_all()
    assert desk.findings() == []


def test_a_digit_chooses_at_once(desk: Desk) -> None:
    choose(desk, "5")
    assert desk.screen.form_desk.programme.code == programme_codes()[4]


def test_letters_that_fit_nothing_choose_nothing(desk: Desk) -> None:
    sheet = choose(desk, "Return", text="xyz")
    assert listed(sheet) == []
    assert sheet.isVisible()
    desk.hands.press("Escape")
    assert desk.screen.form_desk.programme.code == "PRAKERJA2020"


def test_what_was_used_last_stands_first(desk: Desk) -> None:
    choose(desk, "Return", text="bpu")
    choose(desk, "Return", text="kpj")
    assert [one.code for one in desk.screen.form_desk.in_order_of_use()][:2] == ["KPJ", "BPU"]


def test_after_unlock_the_form_is_for_the_programme_served_last(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    look, home = dress(qapp), tmp_path / "meja"
    with station_on(home, look) as station:
        register(station.desk, entry_of(person_values(0, answers={})), programme("BPU"), station.desk.today())
    with station_on(home, look) as station:
        desk = Desk(qtbot, station)
        desk.hands.until(lambda: desk.screen.form_desk.programme.code == "BPU")
        assert desk.is_at("nik")
        desk.screen.keep_draft(lambda _uid: None)


def test_somebody_who_is_being_typed_meanwhile_keeps_the_programme(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    look, home = dress(qapp), tmp_path / "meja"
    with station_on(home, look) as station:
        register(station.desk, entry_of(person_values(0, answers={})), programme("BPU"), station.desk.today())
    with station_on(home, look) as station:
        screen = RegistrationScreen(station)
        qtbot.addWidget(screen)
        screen.form_desk.form.set("name_on_id", "SITI")
        settled(qtbot, station)
        qtbot.waitUntil(lambda: len(station.people.index) == 1, timeout=20_000)
        assert screen.form_desk.programme.code == "PRAKERJA2020"


def test_the_name_over_the_form_opens_the_list_and_lets_enter_pass(desk: Desk) -> None:
    button = desk.screen.form_desk.page.programme_button
    button.setFocus()
    with desk.qtbot.waitSignal(desk.station.signals.overlay_chosen, timeout=20_000):
        desk.hands.press("Space")
    with desk.qtbot.waitSignal(desk.station.signals.overlay_chosen, timeout=20_000):
        desk.hands.press("Down")
    desk.hands.press("Return")
    assert desk.is_at("nik")


@pytest.mark.parametrize("code", ["KLJ", "KPDJ", "KAJ"])
def test_nothing_says_registration_where_nobody_can_register(code: str, desk: Desk) -> None:
    choose(desk, "Return", text=code.lower())
    desk.hands.type(ELDERLY)
    desk.hands.press("Return")
    settled(desk.qtbot, desk.station)
    desk.hands.until_sees("Pengecekan dan usulan baru")
    shown = desk.hands.shown.casefold()
    assert "pendaftaran" not in shown
    assert "mendaftar" not in shown


# --- questions and rules --------------------------------------------------------------------------------------------


def test_a_question_appears_below_and_the_focus_stays(desk: Desk) -> None:
    choose(desk, "Return", text="kpj")
    desk.go_to("answers.supports_family")
    assert not desk.box("answers.dependants").isVisible()
    desk.hands.press("Y")
    assert desk.box("answers.dependants").isVisible()
    assert desk.is_at("answers.supports_family")
    desk.hands.press("Return")
    assert desk.is_at("answers.dependants")
    desk.go_to("answers.supports_family")
    desk.hands.press("T", "Return")
    assert desk.is_at("answers.other_provincial_aid")


def test_the_wage_stands_in_dots_and_the_limit_beside_its_rule(desk: Desk) -> None:
    choose(desk, "Return", text="kpj")
    desk.enter("answers.wage", "6589358")
    assert desk.text("answers.wage") == "6.589.358"
    desk.hands.until(lambda: "WAGE_ABOVE_LIMIT" in desk.findings())
    rows = [row.text for row in desk.stage.findChildren(RuleRow)]
    (wage,) = [text for text in rows if text.startswith("Upah tidak lebih")]
    assert "tidak Tidak memenuhi syarat: upah Rp6.589.358 sebulan, batasnya Rp6.589.357." in wage


def test_a_rule_that_only_an_office_can_know_names_it(desk: Desk) -> None:
    choose(desk, "Return", text="klj")
    desk.enter("name_on_id", "siti")
    rows = [row.text for row in desk.stage.findChildren(RuleRow)]
    assert "Terdaftar di DTSEN (dulu DTKS) tanya Yang tahu: Dinsos." in rows


def test_a_family_card_that_is_full_here_is_said_under_its_number(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    look = dress(qapp)
    with station_on(tmp_path / "meja", look) as station:
        card = "3578082308129902"
        for number in range(2):
            register_one(station.desk, number, family_card_no=card)
        desk = Desk(qtbot, station)
        desk.enter("nik", "3578085508909901")
        desk.enter("family_card_no", card)
        desk.hands.until(lambda: "FAMILY_CARD_FULL_HERE" in desk.findings())
        assert desk.hands.sees("Menurut data posko ini")
        desk.screen.keep_draft(lambda _uid: None)


# --- several programmes in one visit ---------------------------------------------------------------------------------


def test_the_same_person_goes_on_with_another_programme_under_the_same_number(desk: Desk) -> None:
    choose(desk, "Return", text="klj")
    type_elderly(desk)
    desk.save()
    first = desk.visits()[-1]
    assert desk.screen.saved.under.text() == f"{first.registration_no}   \u00b7   tercatat"
    sheet = choose(desk)
    assert "Kartu Lansia Jakarta (KLJ)" not in listed(sheet)
    desk.hands.type("bpu")
    desk.hands.press("Return")
    settled(desk.qtbot, desk.station)
    assert desk.is_at("answers.own_account"), "the first question is not asked"
    assert desk.text("name_on_id") == "SITI AMINAH"
    assert [paper.is_seen for paper in desk.screen.form_desk.view.papers] == [True]
    assert not desk.screen.form_desk.view.has_consent
    desk.hands.press("F2")
    desk.hands.press("F2")
    desk.until_saved()
    one, two = sorted(desk.visits(), key=lambda kept: kept.at_ms)
    assert (one.body.programme, two.body.programme) == ("KLJ", "BPU")
    assert one.queue_number == two.queue_number
    assert two.body.visit == str(one.uid)


def test_the_next_person_has_a_visit_of_their_own(desk: Desk) -> None:
    choose(desk, "Return", text="klj")
    type_elderly(desk)
    desk.save()
    desk.hands.press("F3")
    desk.screen.start_next()
    assert desk.screen.form_desk.form.visit is None
    assert desk.screen.form_desk.form.is_empty()


# --- nobody without a usable NIK goes away empty-handed -------------------------------------------------------------


def save_nameless(desk: Desk) -> None:
    desk.enter("name_on_id", "tanpa nik")
    desk.hands.press("F2", "F2")
    desk.until_saved()


def chips(desk: Desk) -> list[str]:
    return [chip.text() for chip in desk.screen.saved.findChildren(KeyChip) if chip.isVisible()]


def test_without_a_printer_for_sheets_the_referral_becomes_a_file(desk: Desk) -> None:
    save_nameless(desk)
    assert "Simpan rujukan Dukcapil" in chips(desk)
    with desk.qtbot.waitSignal(desk.station.signals.copy_chosen, timeout=20_000) as wished:
        desk.hands.press("Alt+R")
    (wish,) = wished.args
    assert isinstance(wish, CopyWish)
    assert (wish.kind, wish.uid) == ("referral", desk.visits()[-1].uid)


def test_a_printer_for_sheets_prints_the_referral(desk: Desk, tmp_path: Path) -> None:
    house = desk.station.house
    house.save_settings(msgspec.structs.replace(house.settings(), printer=f"folder:{tmp_path / 'surat'}", paper="a4"))
    (tmp_path / "surat").mkdir()
    save_nameless(desk)
    assert "Cetak rujukan Dukcapil" in chips(desk)
    desk.hands.press("Alt+R")
    desk.hands.until(lambda: any("rujukan" in file.name for file in (tmp_path / "surat").glob("*.pdf")))


def test_somebody_with_a_good_nik_needs_no_referral(desk: Desk) -> None:
    choose(desk, "Return", text="klj")
    type_elderly(desk)
    desk.save()
    assert not any("rujukan" in text for text in chips(desk))
    assert QKeySequence(PROGRAMME.keys).toString() == "Alt+M"


def test_a_programme_without_dates_of_batches_says_so_and_not_that_they_are_closed(desk: Desk) -> None:
    sheet = choose(desk, text="prakerja 2023")
    line = sheet.model.line(0)
    assert line is not None
    assert line.about.startswith("jadwal gelombang tidak tercatat  \u00b7  ")


def test_a_programme_is_still_found_by_its_conditions(desk: Desk) -> None:
    assert "Kartu Prakerja 2023" in listed(choose(desk, text="warga negara"))


def test_a_childs_form_asks_for_no_name_of_a_ktp(desk: Desk) -> None:
    choose(desk, "Return", text="KAJ")
    boxes = {name: desk.box(name).accessibleName() for name in ("name_on_id", "id_address")}
    assert boxes == {"name_on_id": "Nama anak", "id_address": "Alamat KK"}


def test_where_a_rule_says_no_the_strip_says_the_rule_and_not_what_else_is_missing(desk: Desk) -> None:
    choose(desk, "Return", text="KPJ")
    desk.go_to("answers.wage")
    desk.hands.type("90000000")
    desk.hands.press("Return")
    strip = desk.screen.form_desk.page.strip
    assert strip.text == "Belum memenuhi syarat:"
    assert [line.field for line in strip.missing] == ["answers.wage"]
    desk.go_to("answers.wage")
    desk.hands.press("Ctrl+A")
    desk.hands.type("4000000")
    desk.hands.press("Return")
    assert strip.text == "Masih kurang:"


# --- how the questions look ---------------------------------------------------------------------------------------

LEAST_GAP_PX = 6
"""Between the words of two questions; the lines of one stand closer."""


def span_of(row: RowWidget) -> tuple[int, int]:
    """From where to where the words of a row's label reach, in the page."""
    label = row.findChildren(QLabel)[0]
    room = QRect(0, 0, label.contentsRect().width(), 1000)
    high = label.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap.value, label.text()).height()
    middle = row.y() + label.mapTo(row, label.rect().center()).y()
    return middle - high // 2, middle + high // 2


@pytest.mark.parametrize("code", programme_codes())
def test_the_lines_of_one_question_never_run_into_those_of_the_next(desk: Desk, code: str) -> None:
    desk.screen.form_desk.change_programme(code)
    desk.hands.until(lambda: desk.screen.form_desk.programme.code == code)
    column = desk.screen.form_desk.page.column
    rows = list(dict.fromkeys(column.row(name) for name in column.names()))
    desk.qtbot.waitUntil(lambda: all(row.height() > 1 for row in rows if row.isVisible()), timeout=20_000)
    spans = [span_of(row) for row in rows if row.isVisible()]
    gaps = {rows[at].plan.label: below[0] - above[1] for at, (above, below) in enumerate(itertools.pairwise(spans))}
    assert {label: gap for label, gap in gaps.items() if gap < LEAST_GAP_PX} == {}
