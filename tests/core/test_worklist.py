"""The worklist of the other site: whose turn it is, and what belongs into which box."""

from __future__ import annotations

import uuid
from datetime import date

import msgspec
import pytest

from core.programme import Choice, Question, QuestionKind
from core.stages import Step, Trail, trail_of
from core.wire.events import Kind
from core.wire.records import Answer
from core.worklist import Candidate, answer_text, next_portal_step, portal_values, worklist_of
from tests.core.test_stages import step
from tests.kit.desk import prakerja
from tests.kit.desk_wire import registered

PROGRAMME = prakerja()
WITHOUT = msgspec.structs.replace(PROGRAMME, portal=None)


def candidate(number: int, *steps: Step, status: str = "TERDAFTAR", day: str = "2020-04-13") -> Candidate:
    body = registered(number, status=status, business_on=day)
    return Candidate(uuid.UUID(int=number), b"a", number, number, body, trail_of(steps))


def typed(turn: int = 1) -> Step:
    return step("AKUN_DIBUAT", kind=Kind.PORTAL_TYPED, turn=turn)


def test_everybody_with_a_step_before_them_is_listed_and_who_has_waited_longest_is_first() -> None:
    listed = worklist_of(
        PROGRAMME,
        (
            candidate(1, step("AKUN_DIBUAT", day=15)),
            candidate(2, day="2020-04-14"),
            candidate(3, status="DAFTAR_TUNGGU"),
            candidate(4, step("LOLOS")),
            candidate(5, status="BELUM_LENGKAP"),
            candidate(6, step("GABUNG_GELOMBANG")),
            candidate(7, step("TIDAK_LOLOS_GELOMBANG", day=16)),
        ),
    )
    assert [(row.uid.int, row.next_step.code) for row in listed.rows] == [
        (3, "AKUN_DIBUAT"),
        (2, "AKUN_DIBUAT"),
        (1, "TES_SELESAI"),
        (7, "GABUNG_GELOMBANG"),
    ]


def test_a_row_shows_the_stage_and_hides_the_nik() -> None:
    present = step("AKUN_DIBUAT", day=15)
    (row,) = worklist_of(PROGRAMME, (candidate(1, present),)).rows
    assert (row.stage, row.stage_label, row.since, row.nik) == (
        present,
        "Akun dibuat",
        date(2020, 4, 15),
        "357808******0001",
    )
    (first,) = worklist_of(PROGRAMME, (candidate(2),)).rows
    assert (first.stage, first.stage_label, first.since, first.status) == (None, "", date(2020, 4, 13), "TERDAFTAR")


def test_who_was_typed_in_is_not_next_until_something_has_changed() -> None:
    listed = worklist_of(
        PROGRAMME, (candidate(1, typed()), candidate(2), candidate(3, typed(), step("AKUN_DIBUAT", turn=2)))
    )
    assert [row.uid.int for row in listed.to_type] == [2, 3]
    assert [(row.uid.int, row.typed) for row in listed.typed] == [(1, typed())]


def test_a_programme_without_a_site_has_no_list() -> None:
    assert worklist_of(WITHOUT, (candidate(1),)).rows == ()
    assert next_portal_step(WITHOUT, "TERDAFTAR", Trail()) is None
    assert portal_values(WITHOUT, registered(1), {}) == ()


def test_the_boxes_come_in_the_order_of_the_site_and_in_its_form() -> None:
    body = registered(1, answers={"education": "SMA", "employment_status": "phk", "training": "Menjahit"})
    values = portal_values(PROGRAMME, body, {})
    assert [(value.label, value.text) for value in values] == [
        ("Nama lengkap", body.person.name_on_id),
        ("Alamat e-mail", body.person.email),
        ("NIK", body.person.nik),
        ("Nomor KK", body.person.family_card_no),
        ("Tanggal lahir", "15-08-1990"),
        ("Nomor HP", "081234500001"),
        ("Alamat domisili", body.person.id_address),
        ("Pendidikan terakhir", "SMA/sederajat"),
        ("Status kerja", "Kena PHK"),
        ("Pelatihan yang diinginkan", "Menjahit"),
    ]


def test_what_was_not_given_leaves_its_box_empty() -> None:
    person = msgspec.structs.replace(registered(1).person, birth_date="", mobile="", current_address="JL. MAWAR 2")
    texts = {
        value.field: value.text for value in portal_values(PROGRAMME, registered(1, person=person, answers={}), {})
    }
    assert (texts["birth_date"], texts["mobile"], texts["current_address"]) == ("", "", "JL. MAWAR 2")
    assert (texts["answers.training"], texts["answers.education"]) == ("", "")


@pytest.mark.parametrize(
    ("card", "current", "is_of_card"),
    [("JL. KARTU 1", "", True), ("JL. KARTU 1", "JL. MAWAR 2", False), ("", "", False)],
)
def test_an_address_of_the_card_in_the_place_of_another_says_so(card: str, current: str, *, is_of_card: bool) -> None:
    person = msgspec.structs.replace(registered(1).person, id_address=card, current_address=current)
    values = portal_values(PROGRAMME, registered(1, person=person), {})
    assert {value.field for value in values if value.is_of_card} == ({"current_address"} if is_of_card else set())


def test_a_village_is_called_by_its_name() -> None:
    assert PROGRAMME.portal is not None
    box = msgspec.structs.replace(PROGRAMME.portal.fields[0], field="village_code", label="Kelurahan")
    programme = msgspec.structs.replace(PROGRAMME, portal=msgspec.structs.replace(PROGRAMME.portal, fields=(box,)))
    body = registered(1)
    assert portal_values(programme, body, {body.person.village_code: "Airlangga"})[0].text == "Airlangga"
    assert portal_values(programme, body, {})[0].text == body.person.village_code


def question(kind: QuestionKind, *choices: Choice) -> Question:
    return Question(name="x", label="X", kind=kind, source="?", choices=choices)


@pytest.mark.parametrize(
    ("asked", "answer", "text"),
    [
        (question(QuestionKind.YES_NO), True, "Ya"),
        (question(QuestionKind.YES_NO), False, "Tidak"),
        (question(QuestionKind.COUNT), 3, "3"),
        (question(QuestionKind.TEXT), None, ""),
        (question(QuestionKind.TEXT), "", ""),
        (question(QuestionKind.DATE), "2020-04-13", "13-04-2020"),
        (question(QuestionKind.DATE), "kemarin", "kemarin"),
        (question(QuestionKind.CHOICE, Choice("a", "Huruf A")), "a", "Huruf A"),
        (question(QuestionKind.CHOICE, Choice("a", "Huruf A")), "b", "b"),
        (None, "apa saja", "apa saja"),
    ],
)
def test_an_answer_is_written_as_people_write_it(asked: Question | None, answer: Answer, text: str) -> None:
    assert answer_text(asked, answer) == text
