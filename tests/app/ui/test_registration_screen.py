"""The registration screen with a real store behind it: keys in, visits out, nothing lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desk.drafts import drafts, save_draft
from app.sync.state import Phase
from app.ui.actions import SHOW
from app.ui.overlays.show import ShowOverlay
from app.ui.screens.draft_keeper import KeptForm
from app.ui.screens.registration_saved import kept_text
from app.ui.widgets.key_chip import KeyChip
from app.ui.widgets.village_box import VillageBox
from core.eligibility import Ruling
from tests.kit.desk import person_values, register_one
from tests.kit.registering import WOMAN, Desk
from tests.kit.window import dress, settled, station_on


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    look = dress(qapp)
    with station_on(tmp_path / "meja", look) as station:
        opened = Desk(qtbot, station)
        yield opened
        opened.screen.keep_draft(lambda _uid: None)  # as the shell puts it away: nothing is kept after the store closes
        settled(qtbot, station)


def test_a_clean_applicant_is_registered_by_keys_alone(desk: Desk) -> None:
    desk.type_person()
    assert "Lengkap" in desk.screen.form_desk.page.strip.text
    desk.save()
    (visit,) = desk.visits()
    assert (visit.body.outcome, visit.body.person.nik) == ("registered", WOMAN)
    assert visit.body.person.village_code == "35.78.08.1002" or visit.body.person.village_code.startswith("35.78.08")
    assert desk.screen.saved.number.text() == visit.queue_number == "A001"
    assert visit.registration_no in desk.screen.saved.under.text()


def test_a_whole_nik_fills_in_birth_date_and_sex(desk: Desk) -> None:
    desk.hands.type(WOMAN[:15])
    assert desk.text("birth_date") == ""
    desk.hands.type(WOMAN[15])
    assert (desk.text("birth_date"), desk.text("sex")) == ("15-08-1990", "PEREMPUAN")


def test_clearing_the_nik_clears_what_it_filled_in(desk: Desk) -> None:
    desk.hands.type(WOMAN)
    desk.hands.press("Backspace")
    assert (desk.text("birth_date"), desk.text("sex")) == ("", "")


def test_a_nik_is_shown_in_groups_and_the_caret_stays(desk: Desk) -> None:
    desk.hands.type("35780855")
    desk.hands.press("Left", "Left")
    desk.hands.type("1")
    box = cast("QLineEdit", desk.box("nik"))
    assert (box.text(), box.cursorPosition()) == ("3578 0815 5", 8)


def test_backspace_behind_a_gap_takes_the_digit_before_it(desk: Desk) -> None:
    desk.hands.type("35780")
    desk.hands.press("Left", "Backspace")
    assert desk.text("nik") == "3570"


@pytest.mark.parametrize("pasted", ["3578.0855.0890.9901", "NIK: 3578085508909901", " 3578-0855-0890-9901 "])
def test_a_nik_is_pasted_in_any_shape(desk: Desk, pasted: str) -> None:
    QGuiApplication.clipboard().setText(pasted)
    desk.hands.press("Ctrl+V")
    assert desk.text("nik") == "3578 0855 0890 9901"


def test_nothing_is_said_against_a_field_while_it_is_typed(desk: Desk) -> None:
    desk.hands.type("3578")
    settled(desk.qtbot, desk.station)
    assert desk.findings() == []


def test_what_is_wrong_is_said_once_the_field_is_left(desk: Desk) -> None:
    desk.hands.type("3578")
    desk.hands.press("Tab")
    desk.hands.until(lambda: desk.findings() == ["NIK_TOO_SHORT"])
    assert desk.box("nik").property("state") == "stop"


def test_nobody_is_scolded_who_looks_elsewhere_before_the_first_key(desk: Desk) -> None:
    desk.stage.setFocus()
    desk.go_to("name_on_id")
    assert desk.findings() == []
    desk.hands.type("s")
    desk.go_to("birth_place")
    desk.go_to("nik")
    desk.go_to("name_on_id")
    desk.hands.until(lambda: "NIK_EMPTY" in desk.findings())


def test_mending_a_field_moves_nothing_until_it_is_left(desk: Desk) -> None:
    desk.hands.type("3578")
    desk.hands.press("Tab")
    desk.hands.until(lambda: desk.findings() == ["NIK_TOO_SHORT"])
    top = desk.box("name_on_id").mapTo(desk.stage, desk.box("name_on_id").pos()).y()
    desk.go_to("nik")
    desk.hands.type(WOMAN)
    assert desk.box("name_on_id").mapTo(desk.stage, desk.box("name_on_id").pos()).y() == top
    desk.hands.press("Tab")
    desk.hands.until(lambda: "NIK_TOO_SHORT" not in desk.findings())


def test_what_is_wrong_and_typed_again_is_said_again(desk: Desk) -> None:
    desk.enter("nik", "3578")
    desk.hands.until(lambda: desk.findings() == ["NIK_TOO_SHORT"])
    said = desk.screen.form_desk.page.column.row("nik").findings[0].text
    desk.go_to("nik")
    desk.hands.press("Del")
    desk.hands.until(lambda: not desk.hands.sees(said))
    desk.hands.type("3578")
    desk.hands.press("Return")
    desk.hands.until_sees(said)


def test_one_key_confirms_the_nearest_question(desk: Desk) -> None:
    desk.enter("nik", WOMAN)
    desk.go_to("birth_date")
    desk.hands.press("Ctrl+A")
    desk.hands.type("16-08-1990")
    desk.hands.press("Return")
    desk.hands.until(lambda: "NIK_BIRTH_DATE_DIFFERS" in desk.findings())
    desk.hands.press("Alt+Y")
    assert "NIK_BIRTH_DATE_DIFFERS" not in desk.findings()
    assert "NIK_BIRTH_DATE_DIFFERS" in desk.screen.form_desk.form.entry().confirm


def test_one_key_takes_a_proposal(desk: Desk) -> None:
    desk.enter("name_on_id", "s1ti aminah")
    desk.hands.until(lambda: "NAME_DIGIT_FOR_LETTER" in desk.findings())
    desk.hands.press("Alt+U")
    assert desk.text("name_on_id") == "SITI AMINAH"


def test_a_click_confirms_too(desk: Desk) -> None:
    desk.enter("birth_place", "")
    desk.hands.until(lambda: "FIELD_EMPTY" in desk.findings())
    (chip,) = [one for one in desk.stage.findChildren(QAbstractButton) if one.text() == "Ya, memang begitu"]
    desk.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert "FIELD_EMPTY" not in desk.findings()


def test_three_letters_list_villages_and_enter_chooses(desk: Desk) -> None:
    desk.enter("nik", WOMAN)
    desk.go_to("village_code")
    box = cast("VillageBox", desk.box("village_code"))
    desk.hands.type("gu")
    settled(desk.qtbot, desk.station)
    assert not box.is_listing
    desk.hands.type("b")
    desk.hands.until(lambda: box.is_listing)
    desk.hands.press("Down", "Up", "Return")
    assert not box.is_listing
    assert desk.screen.form_desk.form.entry().text("village_code").startswith("35.78.08.")
    assert desk.text("village_code") == "Gubeng, Gubeng, Kota Surabaya"
    assert desk.is_at("religion")


def test_escape_closes_the_list_and_keeps_the_text(desk: Desk) -> None:
    desk.go_to("village_code")
    desk.hands.type("gubeng")
    box = cast("VillageBox", desk.box("village_code"))
    desk.hands.until(lambda: box.is_listing)
    desk.hands.press("Esc")
    assert (box.is_listing, desk.text("village_code"), desk.is_at("village_code")) == (False, "gubeng", True)


def test_f9_goes_from_one_missing_field_to_the_next(desk: Desk) -> None:
    desk.enter("nik", WOMAN)
    desk.go_to("nik")
    desk.hands.press("F9")
    assert desk.is_at("name_on_id")
    desk.hands.press("F9")
    assert desk.is_at("birth_place")


def test_a_line_of_the_missing_list_jumps_to_its_field(desk: Desk) -> None:
    desk.hands.type(WOMAN)
    links = desk.screen.form_desk.page.strip.findChildren(QAbstractButton)
    (link,) = [one for one in links if one.isVisible() and one.text() == "Alamat KTP"]
    desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert desk.is_at("id_address")


def test_enter_never_saves(desk: Desk) -> None:
    desk.type_person()
    desk.hands.press("Return", "Return", "Return")
    assert desk.visits() == []
    assert desk.is_at("consent")


def test_two_quick_saves_are_one_visit(desk: Desk) -> None:
    desk.type_person()
    desk.hands.press("F2", "F2")
    desk.until_saved()
    assert len(desk.visits()) == 1


def test_an_incomplete_form_is_saved_by_a_second_key_only(desk: Desk) -> None:
    desk.hands.type(WOMAN)
    desk.hands.press("F2")
    assert "F2 sekali lagi" in desk.screen.form_desk.page.strip.text
    assert desk.is_at("name_on_id")
    assert desk.visits() == []
    desk.hands.press("F2")
    desk.hands.until(lambda: "belum lengkap" in desk.screen.saved.title.text())
    (visit,) = desk.visits()
    assert (visit.body.outcome, visit.registration_no) == ("incomplete", "")


def test_typing_after_the_first_save_key_asks_again(desk: Desk) -> None:
    desk.hands.type(WOMAN)
    desk.hands.press("F2")
    desk.hands.type("s")
    assert "F2 sekali lagi" not in desk.screen.form_desk.page.strip.text
    desk.hands.press("F2")
    assert desk.visits() == []


def test_a_missing_paper_alone_is_no_reason_to_ask(desk: Desk) -> None:
    desk.type_person()
    desk.go_to("documents")
    desk.hands.press("2")
    desk.save()
    (visit,) = desk.visits()
    assert visit.body.outcome == "waiting_list"
    assert "daftar tunggu" in desk.screen.saved.under.text()
    assert "Kartu Keluarga" in desk.screen.saved.reasons.text()


def test_who_is_too_young_is_told_why_and_from_when(desk: Desk) -> None:
    desk.type_person("3578085508029901")
    desk.go_to("birth_date")
    desk.hands.press("Ctrl+A")
    desk.hands.type("15-08-2002")
    desk.save()
    (visit,) = desk.visits()
    assert visit.body.outcome == "not_eligible"
    assert "17 tahun" in desk.screen.saved.reasons.text()
    assert "15-08-2020" in desk.screen.saved.steps.text()


def test_typing_the_next_nik_starts_the_next_person(desk: Desk) -> None:
    desk.type_person()
    desk.save()
    desk.hands.type("35")
    assert (desk.text("nik"), desk.text("name_on_id")) == ("35", "")
    assert desk.is_at("nik")


def test_what_is_typed_while_the_disk_works_begins_the_next_nik(desk: Desk) -> None:
    desk.type_person()
    desk.hands.press("F2")
    desk.hands.type("35")
    desk.hands.until(lambda: desk.text("nik") == "35")
    assert len(desk.visits()) == 1


def test_without_a_printer_the_saved_view_says_so(desk: Desk) -> None:
    desk.type_person()
    desk.save()
    desk.hands.until(lambda: "belum ada printer" in desk.screen.saved.kept.text())
    assert "Tersimpan di laptop ini" in desk.screen.saved.kept.text()


def test_without_a_paper_nobody_is_told_to_keep_it(desk: Desk) -> None:
    desk.type_person()
    desk.save()
    desk.hands.until(lambda: "belum ada printer" in desk.screen.saved.kept.text())
    assert "kertas ini" not in desk.screen.saved.steps.text()
    assert "Tuliskan nomor" in desk.screen.saved.steps.text()


def test_stepping_back_on_the_saved_view_opens_the_editor(desk: Desk) -> None:
    desk.type_person()
    desk.save()
    desk.hands.press("Ctrl+Z")
    assert desk.stage.corrections == [desk.visits()[0].uid]


def test_who_has_only_not_agreed_is_sent_for_no_card(desk: Desk) -> None:
    desk.type_person()
    desk.hands.press("Space")
    desk.hands.press("F2")
    desk.save()
    assert [visit.body.outcome for visit in desk.visits()] == ["incomplete"]
    assert "persetujuan" in desk.screen.saved.steps.text()
    assert "kartu asli" not in desk.screen.saved.steps.text()


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        (Phase.RESTING, "Dikirim sekarang"),
        (Phase.SENDING, "Dikirim sekarang"),
        (Phase.WAITING, "Dikirim otomatis saat daring"),
    ],
)
def test_the_line_decides_what_is_said_about_sending(phase: Phase, said: str) -> None:
    assert said in kept_text(None, phase, is_new=True)[1]


def test_of_a_visit_that_was_there_already_nothing_is_said_to_be_saved() -> None:
    tone, text = kept_text(None, Phase.RESTING, is_new=False)
    assert (tone, text) == ("muted", "Tidak dicatat lagi. Nomor yang pertama tetap berlaku.")


def chips(desk: Desk) -> list[tuple[str, str]]:
    """The answers that stand under fields: key and words."""
    found = desk.screen.form_desk.page.column.findChildren(KeyChip)
    return [(chip.accessibleDescription(), chip.text()) for chip in found if chip.isVisible()]


def test_the_two_answers_to_a_mistyped_address_say_which_one_they_leave(desk: Desk) -> None:
    desk.enter("email", "eko@gmail.co")
    desk.hands.until(lambda: "EMAIL_DOMAIN_TYPO" in desk.findings())
    assert chips(desk) == [("Alt+U", "Pakai eko@gmail.com"), ("Alt+Y", "Tetap eko@gmail.co")]


def test_of_two_questions_only_the_one_that_a_key_answers_shows_it(desk: Desk) -> None:
    desk.enter("email", "eko@gmail.co")
    desk.enter("name_on_id", "X")
    desk.hands.until(lambda: {"EMAIL_DOMAIN_TYPO", "NAME_ONE_LETTER"} <= set(desk.findings()))
    settled(desk.qtbot, desk.station)
    desk.hands.until(lambda: ("Alt+Y", "Ya, memang begitu") in chips(desk))
    assert [key for key, _words in chips(desk)].count("Alt+Y") == 1
    desk.go_to("email")
    desk.hands.until(lambda: ("Alt+Y", "Tetap eko@gmail.co") in chips(desk))
    assert ("", "Jawab di isian ini") in chips(desk)


def test_a_question_without_its_key_leads_to_its_field(desk: Desk) -> None:
    desk.enter("name_on_id", "X")
    desk.enter("email", "eko@gmail.co")
    desk.go_to("email")
    desk.hands.until(lambda: ("", "Jawab di isian ini") in chips(desk))
    buttons = desk.stage.findChildren(QAbstractButton)
    chip = next(one for one in buttons if one.text() == "Jawab di isian ini" and one.isVisible())
    desk.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert desk.is_at("name_on_id")


def test_good_news_about_the_one_before_goes_with_the_next_key(desk: Desk) -> None:
    begun: list[bool] = []
    desk.station.signals.person_begun.connect(lambda: begun.append(True))
    desk.hands.press("Return")
    assert begun == []
    desk.hands.type("3")
    assert begun


def test_of_nobody_yet_no_rule_says_anything(desk: Desk) -> None:
    assert {rule.ruling for rule in desk.screen.form_desk.view.rulings} == {Ruling.UNKNOWN}


def test_a_draft_without_a_name_is_known_by_the_end_of_its_nik(desk: Desk) -> None:
    desk.enter("nik", WOMAN)
    desk.hands.press("F6")
    desk.hands.until(lambda: desk.text("nik") == "")
    settled(desk.qtbot, desk.station)
    assert [one.text for one in desk.stage.notices if "tanpa nama, NIK ...9901" in one.text]
    desk.hands.press("F6")
    assert desk.hands.sees("Tanpa nama, NIK ...9901")


def test_somebody_registered_already_is_recognised_by_the_nik(desk: Desk) -> None:
    register_one(desk.station.desk, 0)
    nik = str(person_values(0)["nik"])
    desk.enter("nik", nik)
    desk.hands.until(lambda: "DUPLICATE" in desk.findings())
    assert desk.hands.sees("Sudah terdaftar")
    (chip,) = [one for one in desk.stage.findChildren(QAbstractButton) if one.text() == "Buka data"]
    desk.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    desk.hands.press("Alt+O")
    assert desk.stage.records == [desk.visits()[0].uid] * 2


def test_a_second_visit_of_the_same_person_shows_the_first_number(desk: Desk) -> None:
    first = register_one(desk.station.desk, 0).kept
    desk.enter("nik", str(person_values(0)["nik"]))
    desk.hands.until(lambda: "DUPLICATE" in desk.findings())
    desk.save()
    assert desk.screen.saved.title.text() == "Sudah terdaftar"
    assert desk.screen.saved.under.text() == first.registration_no
    assert len(desk.visits()) == 1


def test_stepping_back_undoes_what_was_typed(desk: Desk) -> None:
    desk.enter("name_on_id", "siti")
    desk.enter("birth_place", "surabaya")
    desk.hands.press("Ctrl+Z")
    assert (desk.text("birth_place"), desk.text("name_on_id")) == ("", "SITI")
    assert desk.is_at("birth_place")


def test_the_open_form_survives_a_kill_and_comes_back_with_one_key(desk: Desk) -> None:
    desk.hands.type(WOMAN)
    desk.enter("name_on_id", "siti aminah")
    desk.hands.until(lambda: len(drafts(desk.station.desk)) == 1)
    settled(desk.qtbot, desk.station)
    desk.kill()
    desk.open()
    assert [notice.text for notice in desk.stage.notices if "SITI A***" in notice.text]
    desk.hands.press("Ctrl+Z")
    desk.hands.until(lambda: desk.text("name_on_id") == "SITI AMINAH")
    assert desk.text("nik") == "3578 0855 0890 9901"


def test_nothing_is_kept_while_nothing_was_entered(desk: Desk) -> None:
    desk.hands.press("Return", "Return", "Tab")
    kept: list[object] = []
    desk.screen.keep_draft(kept.append)
    assert kept == [KeptForm()]
    assert drafts(desk.station.desk) == ()


def test_a_saved_visit_leaves_no_draft(desk: Desk) -> None:
    desk.type_person()
    kept: list[object] = []
    desk.screen.keep_draft(kept.append)
    desk.hands.until(lambda: len(kept) == 1)
    assert len(drafts(desk.station.desk)) == 1
    desk.save()
    assert drafts(desk.station.desk) == ()


def test_a_draft_whose_visit_was_saved_before_the_kill_is_recognised(desk: Desk) -> None:
    desk.type_person()
    values = desk.screen.form_desk.form.draft()
    desk.save()
    uid, _changes = save_draft(desk.station.desk, values)
    desk.screen.resume(uid)
    desk.hands.until(lambda: "DUPLICATE" in desk.findings())
    desk.save()
    assert len(desk.visits()) == 1


def test_f6_puts_a_form_aside_and_ctrl_z_brings_it_back(desk: Desk) -> None:
    desk.enter("name_on_id", "siti aminah")
    desk.hands.press("F6")
    desk.hands.until(lambda: desk.text("name_on_id") == "")
    assert desk.is_at("nik")
    settled(desk.qtbot, desk.station)
    assert desk.screen.count() == 1
    desk.hands.press("Ctrl+Z")
    desk.hands.until(lambda: desk.text("name_on_id") == "SITI AMINAH")


def test_the_next_form_says_nothing_about_the_field_that_the_last_one_was_left_at(desk: Desk) -> None:
    desk.enter("name_on_id", "siti aminah")
    desk.go_to("consent")
    desk.hands.press("F6")
    desk.hands.until(lambda: desk.text("name_on_id") == "")
    settled(desk.qtbot, desk.station)
    assert desk.findings() == []


def test_f6_on_an_empty_form_lists_the_drafts_and_enter_goes_on_with_one(desk: Desk) -> None:
    for name in ("siti aminah", "budi santoso"):
        desk.enter("name_on_id", name)
        desk.hands.press("F6")
        desk.hands.until(lambda: desk.text("name_on_id") == "")
        settled(desk.qtbot, desk.station)
    desk.hands.press("F6")
    assert desk.screen.drafts_panel.list.count() == 2
    assert "SITI AMINAH" not in desk.screen.drafts_panel.list.item(1).text()
    desk.hands.press("Down", "Return")
    desk.hands.until(lambda: bool(desk.text("name_on_id")))
    assert desk.text("name_on_id") in ("SITI AMINAH", "BUDI SANTOSO")


def test_a_draft_that_was_deleted_comes_back_with_one_key(desk: Desk) -> None:
    desk.enter("name_on_id", "siti aminah")
    desk.hands.press("F6")
    settled(desk.qtbot, desk.station)
    desk.hands.press("F6", "Alt+H")
    desk.hands.until(lambda: drafts(desk.station.desk) == ())
    settled(desk.qtbot, desk.station)
    desk.hands.press("Ctrl+Z")
    desk.hands.until(lambda: len(drafts(desk.station.desk)) == 1)


def test_f3_keeps_what_was_typed_before_it_starts_anew(desk: Desk) -> None:
    desk.enter("name_on_id", "siti aminah")
    desk.screen.start_next()
    desk.hands.until(lambda: desk.text("name_on_id") == "")
    settled(desk.qtbot, desk.station)
    (draft,) = drafts(desk.station.desk)
    assert draft.title == "SITI A***"


def test_locking_gives_the_draft_that_unlocking_resumes(desk: Desk) -> None:
    desk.enter("name_on_id", "siti aminah")
    kept: list[object] = []
    desk.screen.keep_draft(kept.append)
    desk.hands.until(lambda: len(kept) == 1)
    desk.kill()
    desk.open()
    (draft,) = drafts(desk.station.desk)
    assert kept == [KeptForm(draft.uid)]
    desk.screen.resume(draft.uid)
    settled(desk.qtbot, desk.station)
    assert desk.text("name_on_id") == "SITI AMINAH"


def test_f8_asks_for_the_applicants_view(desk: Desk) -> None:
    desk.type_person()
    with desk.qtbot.waitSignal(desk.station.signals.overlay_chosen) as asked:
        desk.hands.press("F8")
    assert asked.args == [SHOW]


def test_f8_shows_the_person_large_and_closes_by_the_same_key(desk: Desk) -> None:
    desk.type_person()
    overlay = ShowOverlay(desk.station.look, desk.stage, desk.screen.form_desk.view)
    overlay.open()
    assert desk.hands.sees("15 Agustus 1990")
    desk.hands.press("F8")
    assert not overlay.isVisible()
    assert desk.is_at("consent")


def test_a_narrow_window_folds_the_summary_into_a_drawer(desk: Desk) -> None:
    page = desk.screen.form_desk.page
    assert page.summary.isVisible()
    desk.stage.resize(700, 480)
    desk.hands.until(lambda: not page.summary.isVisible())
    desk.hands.press("Shift+F8")
    assert page.summary.isVisible()


def test_rest_of_the_fields_appears_when_asked_for(desk: Desk) -> None:
    assert not desk.box("contact_person").isVisible()
    desk.hands.type(WOMAN)
    desk.screen.form_desk.jump_to("email")
    desk.hands.press("Tab", "Space")
    assert desk.box("contact_person").isVisible()


def test_every_stop_of_tab_has_a_name(desk: Desk) -> None:
    stops = [
        one
        for one in desk.stage.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.objectName().startswith("qt_")
    ]
    named = (QLineEdit, QComboBox, QAbstractButton)
    nameless = [one for one in stops if isinstance(one, named) and not (one.accessibleName() or _is_inner(one))]
    assert nameless == []


def _is_inner(widget: QWidget) -> bool:
    """A part of a combo box that nobody comes to by itself."""
    return isinstance(widget.parentWidget(), QComboBox)


def test_tab_goes_in_reading_order(desk: Desk) -> None:
    column = desk.screen.form_desk.page.column
    shown = [name for name in column.names() if desk.box(name).isVisible() and name not in ("documents", "consent")]
    met = []
    for _stop in range(len(shown) + 1):
        met += [name for name in shown if desk.is_at(name)]
        desk.hands.press("Tab")
    assert met == shown


def test_a_question_out_of_sight_is_shown_before_a_key_answers_it(desk: Desk) -> None:
    desk.stage.resize(900, 480)
    desk.enter("rt_rw", "-")
    desk.go_to("email")
    desk.hands.until(lambda: "RT_RW_NONE" in desk.findings())
    settled(desk.qtbot, desk.station)
    desk.screen.form_desk.page.column.verticalScrollBar().setValue(10_000)
    desk.hands.press("Alt+Y")
    assert desk.is_at("rt_rw")
    assert desk.screen.form_desk.form.entry().confirm == frozenset()
    desk.hands.press("Alt+Y")
    assert desk.screen.form_desk.form.entry().confirm == {"RT_RW_NONE"}


def test_a_sentence_that_appears_never_pushes_the_focus_out_of_sight(desk: Desk) -> None:
    desk.stage.resize(900, 480)
    column = desk.screen.form_desk.page.column
    for name in ("nik", "rt_rw", "family_card_no", "mobile"):
        desk.enter(name, "1")
        focus = QApplication.focusWidget()
        assert focus is not None

        def is_in_sight(box: QWidget = focus) -> bool:
            top = box.mapTo(column.viewport(), box.rect().topLeft()).y()
            return top >= 0 and top + box.height() <= column.viewport().height()

        desk.hands.until(lambda at=name: bool(column.row(at).findings))  # type: ignore[misc]  # bound in the loop
        desk.hands.until(is_in_sight)


def test_a_steady_hand_is_kept_while_it_types(desk: Desk) -> None:
    desk.hands.type(WOMAN)
    desk.hands.press("Return")

    def types_on() -> bool:
        desk.hands.type("a")
        return bool(drafts(desk.station.desk))

    desk.hands.until(types_on, "nothing was kept while the typing went on")


def test_a_nik_that_is_known_under_another_name_is_asked_about_before_the_form_goes(desk: Desk) -> None:
    register_one(desk.station.desk, 0)
    desk.type_person(nik=str(person_values(0)["nik"]), name="orang lain")
    desk.hands.until(lambda: desk.screen.form_desk.view.duplicate is not None)
    desk.hands.press("F2")
    assert "atas nama lain" in desk.screen.form_desk.question
    assert desk.is_at("nik")
    assert len(desk.visits()) == 1
    assert desk.text("name_on_id") == "ORANG LAIN"
