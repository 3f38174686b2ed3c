"""What the form understands and fills in by itself while an officer types."""

from __future__ import annotations

import pytest

from app.forms.registration import RegistrationForm
from core.people import Sex
from core.registration import Rulebook
from tests.app.forms.typing_in import SITI, filled_form, hints, type_in


def test_the_nik_is_counted_while_it_is_typed(form: RegistrationForm) -> None:
    form.focus("nik")
    form.set("nik", SITI[:14])
    assert hints(form, "nik") == ["14 dari 16"]


def test_a_whole_nik_is_told_beside_its_box(form: RegistrationForm) -> None:
    form.set("nik", "3578.0855.0890.9901")
    assert hints(form, "nik") == ["perempuan", "15-08-1990", "Kec. Gubeng"]


@pytest.mark.parametrize(
    ("nik", "region"), [("3578995508909901", "wilayah 35.78.99"), ("9101015508909901", "Kec. Merauke")]
)
def test_a_district_that_is_not_in_the_lists_is_told_as_far_as_it_is_known(
    form: RegistrationForm, nik: str, region: str
) -> None:
    form.set("nik", nik)
    assert hints(form, "nik")[2] == region


def test_birth_date_and_sex_come_from_the_nik(form: RegistrationForm) -> None:
    form.set("nik", SITI)
    fields = form.view().fields
    assert [(fields[name].text, fields[name].is_filled_in) for name in ("birth_date", "sex")] == [
        ("15-08-1990", True),
        ("P", True),
    ]
    assert hints(form, "birth_date") == ["29 tahun", "diisi dari NIK, cocokkan dengan kartu"]


def test_what_was_filled_in_is_saved_like_what_was_typed(form: RegistrationForm) -> None:
    form.set("nik", SITI)
    assert (form.entry().text("birth_date"), form.entry().text("sex")) == ("15-08-1990", "P")


def test_typed_text_wins(form: RegistrationForm) -> None:
    type_in(form, "birth_date", "16-08-1990")
    form.set("nik", SITI)
    field = form.view().fields["birth_date"]
    assert (field.text, field.is_filled_in) == ("16-08-1990", False)


def test_a_correction_of_what_was_filled_in_stays(form: RegistrationForm) -> None:
    form.set("nik", SITI)
    form.set("birth_date", "15-08-199")
    form.set("birth_date", "15-08-1991")
    form.set("nik", SITI[:-1] + "2")
    assert form.values["birth_date"] == "15-08-1991"


def test_a_box_that_was_emptied_stays_empty(form: RegistrationForm) -> None:
    form.set("nik", SITI)
    form.set("birth_date", "")
    assert form.values["birth_date"] == ""


def test_another_nik_fills_an_emptied_box_again(form: RegistrationForm) -> None:
    form.set("nik", SITI)
    form.set("birth_date", "")
    form.set("nik", "3578080101709901")
    assert form.values["birth_date"] == "01-01-1970"


def test_clearing_the_nik_clears_what_it_filled_in(form: RegistrationForm) -> None:
    form.set("nik", SITI)
    form.set("nik", "")
    assert [form.view().fields[name].text for name in ("birth_date", "sex")] == ["", ""]


def test_a_nik_that_cannot_be_fills_nothing_in(form: RegistrationForm) -> None:
    form.set("nik", SITI[:-4] + "0000")
    assert "birth_date" not in form.values


def test_a_year_of_birth_that_must_be_asked_for_is_not_filled_in(form: RegistrationForm) -> None:
    form.set("nik", "3578085508159901")  # 1915 or 2015: nobody of four holds a KTP
    fields = form.view().fields
    assert (fields["sex"].text, fields["birth_date"].text) == ("P", "")
    assert [noted.finding.code for noted in fields["nik"].findings] == ["NIK_AGE"]


def test_most_are_citizens(form: RegistrationForm) -> None:
    field = form.view().fields["citizenship"]
    assert (field.text, field.is_filled_in) == ("WNI", True)
    form.set("citizenship", "WNA")
    assert not form.view().fields["citizenship"].is_filled_in


def test_what_the_program_fills_in_makes_no_visit(form: RegistrationForm) -> None:
    assert form.is_empty()
    assert not form.view().can_save


def test_anything_typed_can_be_saved(form: RegistrationForm) -> None:
    form.set("name_on_id", "S")
    assert form.view().can_save


def test_a_chosen_village_shows_its_names_and_keeps_its_code(form: RegistrationForm) -> None:
    form.choose_village("village_code", "3578081002")
    assert form.view().fields["village_code"].text == "Mojo, Gubeng, Kota Surabaya"
    assert form.entry().text("village_code") == "35.78.08.1002"
    assert form.view().summary.place == ("Mojo", "Gubeng", "Kota Surabaya")


def test_typing_on_lets_go_of_the_chosen_village(form: RegistrationForm) -> None:
    form.choose_village("village_code", "35.78.08.1002")
    form.set("village_code", "Gub")
    assert form.entry().text("village_code") == "Gub"
    assert form.view().summary.place == ()


def test_a_typed_code_tells_its_village(form: RegistrationForm) -> None:
    form.set("village_code", "3578081002")
    assert hints(form, "village_code") == ["Mojo, Gubeng, Kota Surabaya"]


def test_a_code_that_is_no_village_stays_as_it_was_typed(form: RegistrationForm) -> None:
    form.choose_village("village_code", "99.99.99.9999")
    assert form.view().fields["village_code"].text == "99.99.99.9999"


def test_a_number_is_told_as_it_reads_aloud(form: RegistrationForm) -> None:
    form.set("mobile", "+62 812 4560 0003")
    assert hints(form, "mobile") == ["0812-4560-0003", "Telkomsel"]


def test_rt_and_rw_are_told_as_they_were_understood(form: RegistrationForm) -> None:
    form.set("rt_rw", "3/7")
    assert hints(form, "rt_rw") == ["RT 003 RW 007"]


def test_the_summary_tells_who_it_is(rulebook: Rulebook) -> None:
    summary = filled_form(rulebook).view().summary
    assert (summary.name, summary.sex, summary.age) == ("BUDI AAA", Sex.MALE, 50)


def test_papers_are_counted(form: RegistrationForm) -> None:
    form.toggle_document("kk")
    assert hints(form, "documents") == ["1 dari 2 berkas sudah dilihat"]
    assert [paper.is_seen for paper in form.view().papers] == [False, True]
