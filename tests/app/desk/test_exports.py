"""Clear copies: what a signed paper may say, who signs it, whom a list holds, and what stays out of it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.bundled import programme
from app.desk.context import Desk
from app.desk.exports.kinds import LISTS, OF_ALL, ExportKind, ExportOrder
from app.desk.exports.order import made_copy
from app.desk.register import register
from app.models.events import events_of
from app.models.profile import Post
from core.errors import Trouble
from core.registered import KeptRegistration
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import RemarkBody
from tests.kit.desk import entry_of, new_profile, opened, person_values, sql
from tests.kit.manual_clock import ManualClock
from tests.kit.vulnerable import vulnerable
from tests.papers.reading import words

JAKARTA = "31.75.02.1001"
OTHER_VILLAGE = "31.75.02.1002"
ANSWERS: Mapping[str, Mapping[str, object]] = {
    "KLJ": {"hardship": "sakit_menahun", "is_pensioner": False, "in_welfare_register": True, "register_criteria": None},
    "KPDJ": {"is_pensioner": False, "in_welfare_register": True, "in_disability_register": True},
    "KAJ": {
        "guardian": "SITI AMINAH", "family_relation": "ibu", "guardian_consent": True, "in_institution": False,
        "in_welfare_register": True,
    },
    "KPJ": {
        "works_in_province": True, "employer": "PT MAJU", "wage": 5_123_456, "supports_family": True, "dependants": 2,
        "other_provincial_aid": False, "wage_on_letter": True, "union": "", "children": "ANI 3175020101159901",
    },
}  # fmt: skip
BORN = {"KLJ": "17-08-1950", "KPDJ": "17-08-1980", "KAJ": "17-08-2022", "KPJ": "17-08-1990"}
ABOUT_RECAP = ("recap", "correctness", "handover")


@pytest.fixture
def clock() -> ManualClock:
    """A year of which every figure is on file."""
    return ManualClock(datetime(2026, 1, 5, 1, 0, tzinfo=UTC))


def came(desk: Desk, code: str, number: int = 1, /, *, said: Mapping[str, object] | None = None,
         **changes: object) -> KeptRegistration:  # fmt: skip
    """Somebody from Jakarta who brought and answered everything for this programme."""
    born = str(changes.pop("birth_date", BORN[code]))
    days = "".join(born.split("-")[:2]) + born[-2:]
    values = person_values(
        number,
        nik=f"317502{days}{9900 + number}",
        birth_date=born,
        village_code=JAKARTA,
        answers={**ANSWERS[code], **(said or {})},
        documents=[paper.code for paper in programme(code).papers],
        confirm=["*"],
    )
    about = programme(code)
    kept = register(desk, entry_of(values, **changes), about, desk.today()).kept
    assert kept.body.programme == code
    return kept


def copy(desk: Desk, kind: str, suffix: str = "pdf", **wanted: Any) -> bytes:  # noqa: ANN401 - members of an order
    return made_copy(desk, ExportOrder(kind=ExportKind(kind), target=Path(f"x.{suffix}"), **wanted)).content


def paper(desk: Desk, kind: str, kept: KeptRegistration) -> str:
    return words(copy(desk, kind, ref=str(kept.uid)))


def sheet(data: bytes) -> list[dict[str, object]]:
    head, *rows = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def about(data: bytes) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(data))["Keterangan"]
    return {str(row[0]): str(row[1]) for row in book.iter_rows(values_only=True)}


def refusal(
    desk: Desk,
    kind: str,
    suffix: str = "pdf",
    **wanted: Any,  # noqa: ANN401 - members of an order
) -> tuple[str, Mapping[str, object]]:
    with pytest.raises(Trouble) as caught:
        copy(desk, kind, suffix, **wanted)
    return caught.value.code, caught.value.facts


# --- what is signed is true -------------------------------------------------------------------------------------------


def test_a_statement_says_the_conditions_that_are_fulfilled(desk: Desk) -> None:
    said = paper(desk, "statement", came(desk, "KLJ"))
    assert "Sayamemenuhisyarat:usia60tahunkeatas." in said
    assert "Sayamemenuhisyarat:bukanpensiunanPNS,TNI,atauPolri." in said


@pytest.mark.parametrize("listed", [True, False, None])
def test_a_statement_leaves_to_the_office_what_only_it_can_look_up(desk: Desk, listed: bool | None) -> None:
    answers = {"in_welfare_register": listed}
    said = paper(desk, "statement", came(desk, "KLJ", said=answers))
    assert "DTSEN" not in said
    assert "syarat:WargaNegaraIndonesia" not in said, "the file itself doubts this condition"


def test_a_statement_says_nothing_of_what_was_not_asked(desk: Desk) -> None:
    kept = came(desk, "KPJ", answers={"works_in_province": True})
    said = paper(desk, "statement", kept)
    assert "bekerjadiDKIJakarta." in said
    assert "upahtidaklebih" not in said
    assert "tulangpunggung" not in said


def test_no_statement_counts_the_family_card(desk: Desk) -> None:
    kept = register(desk, entry_of(person_values(1)), programme("PRAKERJA2020"), desk.today()).kept
    assert "dalamsatuKK" not in paper(desk, "statement", kept)


@pytest.mark.parametrize("kind", ["statement", "bundle"])
def test_who_is_refused_signs_nothing_that_says_otherwise(desk: Desk, kind: str) -> None:
    young = came(desk, "KLJ", birth_date="17-08-1975")
    assert refusal(desk, kind, ref=str(young.uid))[0] == "STATEMENT_NOT_ELIGIBLE"
    assert "FORMULIR" in paper(desk, "form", young)


# --- who signs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["form", "statement", "bundle"])
def test_a_child_does_not_sign_for_itself(desk: Desk, kind: str) -> None:
    kept = came(desk, "KAJ", name_on_id="ANAK KECIL")
    said = paper(desk, kind, kept)
    assert "Wali:SITIAMINAHa.n.ANAKKECIL" in said
    assert "Ibu,tandatanganataucapjempol" in said


def test_a_child_is_referred_by_its_guardian(desk: Desk) -> None:
    kept = came(desk, "KAJ", name_on_id="ANAK KECIL", nik="")
    assert "Wali:SITIAMINAHa.n.ANAKKECIL" in paper(desk, "referral", kept)


def test_a_guardian_who_is_not_known_yet_leaves_a_line(desk: Desk) -> None:
    kept = came(desk, "KAJ", name_on_id="ANAK KECIL", answers={})
    assert re.search(r"Wali:\.+a\.n\.ANAKKECIL", paper(desk, "form", kept))


def test_somebody_below_the_age_of_a_card_does_not_sign_alone(desk: Desk) -> None:
    kept = came(desk, "KPDJ", birth_date="17-08-2010", name_on_id="REMAJA SATU")
    assert re.search(r"Wali:\.+a\.n\.REMAJASATU", paper(desk, "form", kept))


def test_a_daughter_signs_for_her_mother_and_states_the_mothers_data(desk: Desk) -> None:
    answers = {"family_relation": "anak", "power_of_attorney": True}
    kept = came(desk, "KLJ", name_on_id="MBAH PAINEM", represented_by="TUTIK", said=answers)
    said = paper(desk, "statement", kept)
    assert "Wakil:TUTIKa.n.MBAHPAINEM" in said
    assert "datapemohon" in said
    assert "miliksaya" not in said
    assert "Pemohonmemenuhisyarat:usia60tahunkeatas." in said
    assert "Hubungandenganpemohon:Anak" in said
    assert "TUTIK" in paper(desk, "form", kept)


def test_an_heir_signs_nothing(desk: Desk) -> None:
    kept = register(
        desk,
        entry_of(person_values(1, answers={"heir": "BUDI LAIN", "family_relation": "pasangan"})),
        programme("BPU"),
        desk.today(),
    ).kept
    said = paper(desk, "form", kept)
    assert "a.n." not in said
    assert "miliksaya" in paper(desk, "statement", kept)


def test_a_form_asks_for_the_programmes_own_fields(desk: Desk) -> None:
    said = paper(desk, "form", came(desk, "KPDJ", disability="TUNA NETRA", contact_person="PAK RT"))
    assert "TUNANETRA" in said
    assert "PAKRT" in said


# --- whom a list holds ------------------------------------------------------------------------------------------------


def test_one_applicant_has_a_workbook_of_their_own(desk: Desk) -> None:
    came(desk, "KPJ", 1)
    second = came(desk, "KPJ", 2)
    [row] = sheet(copy(desk, "recap", "xlsx", ref=str(second.uid)))
    assert row["Nomor registrasi"] == second.registration_no


def test_one_of_several_programmes_of_a_visit_is_meant_by_its_name(desk: Desk) -> None:
    first = came(desk, "KPJ")
    values = person_values(1, nik=first.body.person.nik, birth_date=BORN["KPJ"])
    register(desk, entry_of(values), programme("BPU"), desk.today(), same_visit=first.uid)
    said = words(copy(desk, "form", ref=first.queue_number, programme="KPJ"))
    assert first.registration_no in said


@pytest.mark.parametrize("kind", [*ABOUT_RECAP, "proposals"])
def test_a_kelurahan_narrows_every_list_and_the_papers_about_it(desk: Desk, kind: str) -> None:
    came(desk, "KLJ", 1)
    came(desk, "KLJ", 2, village_code=OTHER_VILLAGE)
    made = made_copy(
        desk,
        ExportOrder(kind=ExportKind(kind), target=Path("x.pdf"), programme="KLJ", village_code=JAKARTA),
    )
    assert made.rows == 1


@pytest.mark.parametrize("kind", [*ABOUT_RECAP, "bundle"])
def test_a_company_narrows_every_list_and_the_papers_about_it(desk: Desk, kind: str) -> None:
    came(desk, "KPJ", 1)
    came(desk, "KPJ", 2, said={"employer": "CV LAIN"})
    order = ExportOrder(kind=ExportKind(kind), target=Path("x.pdf"), programme="KPJ", unit=" pt  maju")
    assert made_copy(desk, order).rows == 1


@pytest.mark.parametrize(
    "narrowed", [{"unit": "PT MAJU"}, {"village_code": JAKARTA}, {"has_specific": True}, {"unit": "CV LAIN"}]
)
def test_papers_about_a_recap_carry_the_checksum_of_the_same_people(desk: Desk, narrowed: dict[str, Any]) -> None:
    came(desk, "KPJ", 1)
    came(desk, "KPJ", 2, said={"employer": "CV LAIN"}, village_code=OTHER_VILLAGE)
    checksum = about(copy(desk, "recap", "xlsx", programme="KPJ", **narrowed))["Kode isi"]
    for kind in ("correctness", "handover"):
        assert checksum in words(copy(desk, kind, programme="KPJ", **narrowed))


def test_a_narrowed_list_says_so_itself(desk: Desk) -> None:
    came(desk, "KPJ", 1)
    assert about(copy(desk, "recap", "xlsx", programme="KPJ", unit="PT Maju"))["Perusahaan/unit"] == "PT Maju"
    assert "Perusahaan/unitPTMaju" in words(copy(desk, "handover", programme="KPJ", unit="PT Maju"))


@pytest.mark.parametrize(
    ("kind", "wanted", "option"),
    [
        ("waiting", {"programme": "KPJ", "unit": "PT MAJU"}, "--unit"),
        ("waiting", {"programme": "KPJ", "village_code": JAKARTA}, "--village"),
        ("waiting", {"programme": "KPJ", "ref": "A001"}, "--ref"),
        ("form", {"ref": "A001", "unit": "PT MAJU"}, "--unit"),
        ("bundle", {"ref": "A001", "unit": "PT MAJU"}, "--unit"),
        ("statement", {"ref": "A001", "has_specific": True}, "--specific"),
        ("recap", {"programme": "KPJ", "reason": "NIK ganda"}, "--reason"),
        ("proposals", {"programme": "KLJ", "has_specific": True}, "--specific"),
    ],
)
def test_a_filter_that_a_kind_does_not_know_is_refused_by_name(
    desk: Desk, kind: str, wanted: dict[str, Any], option: str
) -> None:
    came(desk, "KPJ")
    code, facts = refusal(desk, kind, **wanted)
    assert (code, facts["option"]) == ("EXPORT_FILTER", option)


@pytest.mark.parametrize("code", ["KPJ", "PRAKERJA2020", "BPU"])
def test_where_people_apply_themselves_nobody_is_proposed(desk: Desk, code: str) -> None:
    assert refusal(desk, "proposals", programme=code)[0] == "EXPORT_NOT_BY_PROPOSAL"


# --- what stays out of it ---------------------------------------------------------------------------------------------


def test_wage_and_childrens_data_leave_only_when_they_are_asked_for(desk: Desk) -> None:
    came(desk, "KPJ", bank_account="1234567")
    [usual] = sheet(copy(desk, "recap", "xlsx", programme="KPJ"))
    [whole] = sheet(copy(desk, "recap", "xlsx", programme="KPJ", has_specific=True))
    assert set(whole.values()) - set(usual.values()) == {"Rp5.123.456", "ANI 3175020101159901", "1234567"}
    assert usual["Nama perusahaan"] == "PT MAJU"


def test_disability_leaves_only_when_it_is_asked_for(desk: Desk) -> None:
    came(desk, "KPDJ", disability="TUNA NETRA")
    [usual] = sheet(copy(desk, "recap", "xlsx", programme="KPDJ"))
    [whole] = sheet(copy(desk, "recap", "xlsx", programme="KPDJ", has_specific=True))
    assert "TUNA NETRA" not in usual.values()
    assert "TUNA NETRA" in whole.values()


def test_the_log_tells_that_specific_data_left(desk: Desk) -> None:
    came(desk, "KPJ")
    copy(desk, "recap", "xlsx", programme="KPJ")
    copy(desk, "recap", "xlsx", programme="KPJ", has_specific=True)
    records = sql(desk.store, f"SELECT record FROM event WHERE kind = '{Kind.EXPORTED.value}'")
    told = [
        decode(packed, RemarkBody).about
        for (record,) in dict.fromkeys(records)
        for _header, packed in desk.store.run(lambda record=record: events_of(record, desk.keys.sealer))  # type: ignore[misc]  # a lambda with a default
    ]
    assert sorted(told) == ["recap", "recap+specific"]


# --- words ------------------------------------------------------------------------------------------------------------

_ALLOWED = re.compile(r"daftartunggu|daftarusulan|daftarperiksa|terdaftardi(dtsen|dtks)")
_FORBIDDEN = re.compile(r"daftar(an|kan)|mendaftar|terdaftar")


@pytest.mark.parametrize("code", ["KLJ", "KPDJ", "KAJ"])
def test_no_paper_or_list_calls_a_proposal_a_registration(desk: Desk, code: str) -> None:
    whole = came(desk, code, 1)
    came(desk, code, 2, documents=["ktp"])
    without = came(desk, code, 3, nik="")
    said = [paper(desk, kind, whole) for kind in ("form", "statement", "bundle")]
    said += [paper(desk, kind, without) for kind in ("form", "referral")]
    said += [words(copy(desk, kind, programme=code)) for kind in ("correctness", "handover")]
    for kind in LISTS - OF_ALL:
        said += [words(copy(desk, kind, programme=code)), copy(desk, kind, "csv", programme=code).decode("utf-8-sig")]
        said.append(str(sheet(copy(desk, kind, "xlsx", programme=code))))
    for text in said:
        found = _FORBIDDEN.findall(_ALLOWED.sub("", re.sub(r"\s", "", text).casefold()))
        assert found == []


def test_who_is_complete_stands_as_recorded_in_a_proposal_list(desk: Desk) -> None:
    came(desk, "KLJ", 1)
    came(desk, "KLJ", 2, documents=["ktp"])
    rows = sheet(copy(desk, "proposals", "xlsx", programme="KLJ"))
    assert [row["Status"] for row in rows] == ["Tercatat", "Daftar tunggu"]


def test_a_proposal_of_a_child_names_its_parent(desk: Desk) -> None:
    came(desk, "KAJ", 1)
    (row,) = sheet(copy(desk, "proposals", "xlsx", programme="KAJ"))
    assert row["Diwakili oleh"] == "SITI AMINAH"


def test_who_registered_stands_as_registered(desk: Desk) -> None:
    came(desk, "KPJ")
    assert [row["Status"] for row in sheet(copy(desk, "recap", "xlsx", programme="KPJ"))] == ["Terdaftar"]


# --- the target per RW ------------------------------------------------------------------------------------------


def test_a_recap_tells_how_far_each_rw_is(desk: Desk) -> None:
    vulnerable(desk, 1, "001/007")
    vulnerable(desk, 2, "002/007")
    vulnerable(desk, 3, "002/008")
    vulnerable(desk, 4, "002/008", takes_part=False)
    book = openpyxl.load_workbook(io.BytesIO(copy(desk, "recap", "xlsx", programme="BPU")))
    assert book.sheetnames == ["BPU", "Target per RW", "Keterangan", "Daftar"]
    rows = [tuple(cell.value for cell in row) for row in book["Target per RW"].iter_rows()]
    assert rows == [
        ("Kecamatan", "Kelurahan/Desa", "RW", "Orang", "Target orang", "Kurang"),
        ("Matraman", "Pisangan Baru", "007", 2, 100, 98),
        ("Matraman", "Pisangan Baru", "008", 1, 100, 99),
    ]
    assert "menurut alamat KTP" in about(copy(desk, "recap", "xlsx", programme="BPU"))["Target"]
    assert "TargetperRW" in words(copy(desk, "recap", "pdf", programme="BPU"))


def test_a_post_in_the_targets_province_sees_its_districts(tmp_path: Path, clock: ManualClock) -> None:
    new_profile(tmp_path / "jakarta", clock=clock, post=Post("JKT01", "Posko Contoh", "31", is_training=True))
    with opened(tmp_path / "jakarta", clock=clock) as desk:
        vulnerable(desk, 1, "001/007")
        book = openpyxl.load_workbook(io.BytesIO(copy(desk, "recap", "xlsx", programme="BPU")))
    rows = [tuple(cell.value for cell in row) for row in book["Target per kecamatan"].iter_rows()]
    assert rows[0][:3] == ("Kecamatan", "Jumlah RW", "RW ada peserta")
    assert rows[1] == ("Matraman", 62, 1, 0, "0,0%", 1, 6200, "0,0%")
    assert [row[1] for row in rows[1:]] == [62, 91, 95]


def test_a_programme_without_a_target_has_no_such_sheet(desk: Desk) -> None:
    came(desk, "KLJ")
    book = openpyxl.load_workbook(io.BytesIO(copy(desk, "recap", "xlsx", programme="KLJ")))
    assert not [name for name in book.sheetnames if name.startswith("Target")]


def test_a_checklist_begins_with_what_was_made_at_the_desk(desk: Desk) -> None:
    said = words(copy(desk, "bundle", ref=str(came(desk, "KPJ").uid)))
    assert "Suratpernyataan(dibuatdiposko)" in said
    assert said.index("(dibuatdiposko)") < said.index("Susunpindaian")


def test_a_childs_papers_name_the_fields_in_the_programmes_words(desk: Desk) -> None:
    said = paper(desk, "form", came(desk, "KAJ"))
    assert "Namaanak" in said
    assert "NamasesuaiKTP" not in said
