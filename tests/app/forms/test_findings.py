"""When a finding is said, how it is answered, and for how long the answer holds."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

import pytest

from app.forms.registration import RegistrationForm
from core.findings import Weight
from core.known import FirstRegistration, KnownPerson
from core.registration import Outcome, Rulebook
from tests.app.forms.typing_in import SITI, codes, filled_form, hints, missing, type_in
from tests.kit.desk import DAY

FIRST = FirstRegistration(uuid.UUID(int=7), "35-SBY01-200413-00001-5", DAY, "Kartu Pra Kerja 2020", "BUDI AAA")


def is_quiet(form: RegistrationForm, name: str) -> bool:
    return form.view().fields[name].is_quiet


def is_open(form: RegistrationForm, name: str) -> list[bool]:
    return [noted.is_open for noted in form.view().fields[name].findings]


# --- said or not yet said -----------------------------------------------------------------------------------------


def test_nothing_is_said_of_an_empty_form(form: RegistrationForm) -> None:
    fields = form.view().fields.values()
    assert {field.weight for field in fields} == {Weight.OK}
    assert [field.name for field in fields if field.findings and not field.is_quiet] == []


def test_a_half_typed_field_is_not_scolded(form: RegistrationForm) -> None:
    form.focus("nik")
    form.set("nik", "3578")
    assert is_quiet(form, "nik")


def test_a_field_speaks_when_it_is_left(form: RegistrationForm) -> None:
    type_in(form, "nik", "3578")
    assert form.view().fields["nik"].weight is Weight.BLOCK


def test_an_empty_field_speaks_once_somebody_went_through_it(form: RegistrationForm) -> None:
    form.focus("nik")
    form.focus("name_on_id")
    assert not is_quiet(form, "nik")
    assert is_quiet(form, "name_on_id")


def test_coming_back_to_a_field_does_not_silence_it_but_typing_does(form: RegistrationForm) -> None:
    type_in(form, "nik", "3578")
    form.focus("nik")
    assert not is_quiet(form, "nik")
    form.set("nik", "35780")
    assert is_quiet(form, "nik")


def test_whoever_wants_to_save_is_told_everything(form: RegistrationForm) -> None:
    form.focus("nik")
    form.leave_all()
    assert not any(field.is_quiet for field in form.view().fields.values())


def test_a_comparison_waits_until_the_other_field_is_whole(form: RegistrationForm) -> None:
    type_in(form, "nik", SITI)
    form.focus("birth_date")
    form.set("birth_date", "16-08-19")
    assert codes(form, "nik") == []
    form.set("birth_date", "16-08-1990")
    form.leave("birth_date")
    assert codes(form, "nik") == ["NIK_BIRTH_DATE_DIFFERS"]


def test_the_heaviest_that_waits_comes_first(rulebook: Rulebook) -> None:
    form = filled_form(rulebook, rt_rw="120/070")
    form.confirm("RT_RW_RT_HIGH")
    assert codes(form, "rt_rw") == ["RT_RW_RW_HIGH", "RT_RW_RT_HIGH"]


# --- confirmed ----------------------------------------------------------------------------------------------------


def test_one_key_settles_a_doubt(rulebook: Rulebook) -> None:
    form = filled_form(rulebook, rt_rw="-")
    assert (form.view().outcome, missing(form)) == (Outcome.INCOMPLETE, ["Pastikan RT/RW."])
    form.confirm("RT_RW_NONE")
    assert (form.view().outcome, missing(form)) == (Outcome.REGISTERED, [])
    assert form.entry().confirm == {"RT_RW_NONE"}


def test_a_confirmation_can_be_taken_back(rulebook: Rulebook) -> None:
    form = filled_form(rulebook, rt_rw="-")
    form.confirm("RT_RW_NONE")
    form.undo()
    assert is_open(form, "rt_rw") == [True]


def test_a_confirmation_holds_for_the_text_that_was_seen(rulebook: Rulebook) -> None:
    form = filled_form(rulebook, rt_rw="001/070")
    form.confirm("RT_RW_RW_HIGH")
    form.set("rt_rw", "001/071")
    assert is_open(form, "rt_rw") == [True]
    form.set("rt_rw", "001/070")
    assert is_open(form, "rt_rw") == [True]


def test_a_confirmation_holds_for_the_facts_that_were_seen(rulebook: Rulebook) -> None:
    form = filled_form(rulebook, birth_date="02-01-1970")
    form.confirm("NIK_BIRTH_DATE_DIFFERS")
    assert is_open(form, "nik") == [False]
    form.set("birth_date", "03-01-1970")
    assert is_open(form, "nik") == [True]


def test_a_confirmation_holds_for_its_own_field(rulebook: Rulebook) -> None:
    form = filled_form(rulebook, birth_place=..., id_address=...)
    form.confirm("FIELD_EMPTY", "birth_place")
    assert (is_open(form, "birth_place"), is_open(form, "id_address")) == ([False], [True])
    assert (form.entry().confirm, form.view().outcome) == (frozenset(), Outcome.INCOMPLETE)
    form.confirm("FIELD_EMPTY", "id_address")
    assert (form.entry().confirm, form.view().outcome) == (frozenset({"FIELD_EMPTY"}), Outcome.REGISTERED)


def test_what_cannot_exist_is_not_confirmed(rulebook: Rulebook) -> None:
    form = filled_form(rulebook, nik="3578")
    form.confirm("NIK_TOO_SHORT")
    assert is_open(form, "nik") == [True]


def test_what_is_not_asked_is_not_confirmed(form: RegistrationForm) -> None:
    form.confirm("RT_RW_NONE", "nik")
    form.confirm("NOT_A_CODE")
    assert not form.can_undo


# --- proposals ----------------------------------------------------------------------------------------------------


def test_a_proposal_is_taken_with_one_key(form: RegistrationForm) -> None:
    type_in(form, "nik", "3578O85508909901")
    form.accept("NIK_LETTER")
    assert form.view().fields["nik"].text == SITI
    assert hints(form, "nik")[-1] == "semula tertulis 3578O85508909901"
    assert form.values["birth_date"] == "15-08-1990"


def test_what_was_typed_is_kept_with_the_visit(rulebook: Rulebook) -> None:
    form = filled_form(rulebook, name_on_id="S1TI AMINAH")
    form.accept("NAME_DIGIT_FOR_LETTER")
    entry = form.entry()
    assert (entry.text("name_on_id"), entry.accept) == ("S1TI AMINAH", frozenset({"NAME_DIGIT_FOR_LETTER"}))
    assert form.view().applicant.name_on_id == "SITI AMINAH"


def test_typing_on_lets_go_of_a_taken_proposal(form: RegistrationForm) -> None:
    form.set("name_on_id", "S1TI")
    form.accept("NAME_DIGIT_FOR_LETTER")
    form.set("name_on_id", "SITI A")
    assert form.entry().accept == frozenset()
    assert hints(form, "name_on_id") == []


def test_a_second_proposal_builds_on_the_first(form: RegistrationForm) -> None:
    form.set("email", "siti.aminah@ gmial.com")
    form.accept("EMAIL_SPELLING")
    form.accept("EMAIL_DOMAIN_TYPO")
    assert form.view().applicant.email == "siti.aminah@gmail.com"


def test_the_successor_of_an_old_village_takes_its_place(form: RegistrationForm) -> None:
    form.set("village_code", "91.01.01.1002")
    assert codes(form, "village_code") == ["VILLAGE_OLD"]
    form.accept("VILLAGE_OLD")
    assert codes(form, "village_code") == []
    assert form.view().applicant.village_code.startswith("93.01")


def test_a_finding_without_a_proposal_has_nothing_to_take(form: RegistrationForm) -> None:
    form.set("nik", "3578")
    before = form.draft()
    form.accept("NIK_TOO_SHORT")
    assert form.draft() == before


# --- what the store knows -----------------------------------------------------------------------------------------


def known(form: RegistrationForm, first: FirstRegistration | None = FIRST, *, is_shared: bool = False) -> KnownPerson:
    """What the store would answer to this form's question."""
    return KnownPerson(*form.look_up(), first, is_shared)


def test_the_store_is_asked_for_what_the_rules_understood(full: RegistrationForm) -> None:
    assert full.look_up() == ("3578080101709901", "contoh0@contoh.id")


def test_whoever_is_registered_already_is_told_so(full: RegistrationForm) -> None:
    full.note_known(known(full))
    view = full.view()
    assert (view.outcome, view.duplicate, view.can_save) == (Outcome.DUPLICATE, FIRST, True)
    assert codes(full, "nik") == ["DUPLICATE"]
    assert missing(full)[0].startswith(
        "NIK ini sudah tercatat di Kartu Pra Kerja 2020 pada 13-04-2020 atas nama BUDI A***"
    )


def test_an_answer_about_another_nik_is_not_believed(full: RegistrationForm) -> None:
    late = known(full)
    full.set("nik", "3578080101709902")
    full.note_known(late)
    assert (full.view().outcome, full.view().duplicate) == (Outcome.REGISTERED, None)


def test_a_nik_that_fits_neither_card_nor_name_is_more_likely_mistyped(rulebook: Rulebook) -> None:
    form = filled_form(rulebook, birth_date="02-01-1970", name_on_id="AGUS")
    form.note_known(known(form))
    assert codes(form, "nik")[0] == "NIK_OF_ANOTHER"
    assert form.view().outcome is Outcome.INCOMPLETE


def test_an_address_of_another_person_is_asked_about(full: RegistrationForm) -> None:
    full.note_known(known(full, None, is_shared=True))
    assert codes(full, "email") == ["EMAIL_SHARED"]
    full.set("email", "lain@contoh.id")
    assert codes(full, "email") == []


# --- what is missing ----------------------------------------------------------------------------------------------


def test_nothing_is_missing_of_somebody_fine(full: RegistrationForm) -> None:
    assert (full.view().outcome, missing(full)) == (Outcome.REGISTERED, [])


@pytest.mark.parametrize(
    ("changes", "field", "line"),
    [
        ({"nik": "3578"}, "nik", "Perbaiki NIK."),
        ({"nik": ""}, "nik", "NIK belum diisi."),
        ({"rt_rw": "-"}, "rt_rw", "Pastikan RT/RW."),
        ({"family_card_no": ...}, "family_card_no", "Nomor KK belum diisi."),
        ({"documents": ["ktp"]}, "documents", "Berkas kurang: Kartu Keluarga (KK)."),
        ({"consent": False}, "consent", "Minta persetujuan pemohon."),
        (
            {"citizenship": "WNA"},
            "citizenship",
            "Belum bisa didaftarkan: Kartu Pra Kerja 2020 hanya untuk Warga Negara Indonesia.",
        ),
    ],
)
def test_a_missing_line_names_its_field(rulebook: Rulebook, changes: dict[str, Any], field: str, line: str) -> None:
    form = filled_form(rulebook, **changes)
    assert [one.field for one in form.view().missing][:1] == [field]
    assert missing(form)[:1] == [line]


def test_an_unasked_question_is_missing(full: RegistrationForm) -> None:
    full.set_answer("education", "")
    assert missing(full) == ["Tanyakan: Pendidikan terakhir."]


def test_a_closed_batch_keeps_everybody_waiting(rulebook: Rulebook) -> None:
    late = dataclasses.replace(rulebook, on=DAY.replace(day=20))
    form = filled_form(late)
    assert (form.view().outcome, missing(form)) == (
        Outcome.WAITING_LIST,
        ["Gelombang belum dibuka, jadi masuk daftar tunggu."],
    )
    assert next(noted.finding.code for noted in form.view().remarks) == "BATCH_CLOSED"


def test_e_mail_help_is_a_task_and_keeps_nobody_back(rulebook: Rulebook) -> None:
    form = filled_form(rulebook, email=...)
    assert (form.view().outcome, missing(form)) == (Outcome.REGISTERED, [])
    assert codes(form, "email") == ["EMAIL_NONE"]


def test_the_lines_follow_the_form(form: RegistrationForm) -> None:
    fields = [line.field for line in form.view().missing]
    assert fields == sorted(fields, key=list(form.view().fields).index)
    assert (fields[0], fields[-1]) == ("nik", "consent")


def test_what_another_office_decides_stands_last(full: RegistrationForm) -> None:
    assert [(rule.code, rule.asks) for rule in full.view().rulings[-2:]] == [
        ("QUOTA_AT_OFFICE", "dinas"),
        ("NIK_NOT_AT_DUKCAPIL_YET", "Dukcapil"),
    ]
