"""``posko export``: what was registered leaves the sealed store as a list or a paper, deliberate and logged."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.bundled import programme
from app.models.events import events_of
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import RemarkBody
from tests.app.headless.conftest import Posko
from tests.kit.desk import opened, person_values, sql
from tests.papers.reading import size_mm, words

NIK = str(person_values(1)["nik"])


@pytest.fixture
def people(posko: Posko, home: Path) -> list[dict[str, Any]]:
    """A registered person, one on the waiting list, one without a number."""
    visits = [person_values(1), person_values(2, documents=["ktp"]), person_values(3, nik="1", name_on_id="")]
    said = posko(
        "register", "--programme", "PRAKERJA2020", "--json", "--input", "-", "--on", "2020-04-13",
        stdin="\n".join(map(json.dumps, visits)).encode(),
    )  # fmt: skip
    answers: list[dict[str, Any]] = said.json
    return answers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "serah"
    place.mkdir()
    return place


def test_a_waiting_list_names_rank_and_what_is_missing_and_masks_the_nik(
    posko: Posko, people: list[dict[str, Any]], folder: Path
) -> None:
    said = posko("export", "waiting", "--programme", "PRAKERJA2020", "--out", str(folder / "tunggu.xlsx"), "--json")
    assert (said.json["rows"], said.code) == (1, 0)
    _heading, row = openpyxl.load_workbook(folder / "tunggu.xlsx").worksheets[0].iter_rows(values_only=True)
    nik = str(person_values(2)["nik"])
    assert (row[0], row[3], row[5]) == (1, f"{nik[:6]}******{nik[-4:]}", "Kartu Keluarga (KK)")


def test_a_recap_holds_everybody_with_a_number_and_their_whole_nik_as_text(
    posko: Posko, people: list[dict[str, Any]], folder: Path
) -> None:
    said = posko("export", "recap", "--programme", "PRAKERJA2020", "--out", str(folder / "rekap.xlsx"), "--json")
    assert (said.json["rows"], said.code) == (2, 0)
    rows = list(openpyxl.load_workbook(folder / "rekap.xlsx").worksheets[0].iter_rows(values_only=True))
    head = rows[0]
    first = dict(zip(head, rows[1], strict=True))
    assert (first["NIK"], first["Nomor registrasi"]) == (NIK, people[0]["registration_no"])
    assert "Kartu Keluarga (KK)" in str(dict(zip(head, rows[2], strict=True))["Masih kurang"])


def test_the_same_recap_as_csv_and_on_paper_carries_the_same_checksum(
    posko: Posko, people: list[dict[str, Any]], folder: Path
) -> None:
    for name in ("rekap.xlsx", "rekap.csv", "rekap.pdf"):
        assert posko("export", "recap", "--programme", "PRAKERJA2020", "--out", str(folder / name)).code == 0
    book = openpyxl.load_workbook(folder / "rekap.xlsx")
    [checksum] = [str(row[1].value) for row in book["Keterangan"].iter_rows() if row[0].value == "Kode isi"]
    assert checksum in words((folder / "rekap.pdf").read_bytes())
    posko("export", "berita_acara", "--programme", "PRAKERJA2020", "--out", str(folder / "ba.pdf"))
    assert checksum in words((folder / "ba.pdf").read_bytes())
    rows = list(csv.reader(io.StringIO((folder / "rekap.csv").read_text("utf-8-sig")), delimiter=";"))
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("kind", "said"),
    [("form", "FORMULIRPENDAFTARAN"), ("statement", "SURATPERNYATAAN"), ("bundle", "DAFTARPERIKSABERKAS")],
)
def test_a_paper_about_one_person_carries_the_whole_nik(
    kind: str, said: str, posko: Posko, people: list[dict[str, Any]], folder: Path
) -> None:
    answer = posko("export", kind, "--ref", "A001", "--out", str(folder / "surat.pdf"), "--json")
    assert answer.json["rows"] == 1
    read = words((folder / "surat.pdf").read_bytes())
    assert said in read
    assert NIK in read


def test_who_has_no_usable_nik_gets_a_referral_that_says_what_was_found(
    posko: Posko, people: list[dict[str, Any]], folder: Path
) -> None:
    posko("export", "referral", "--ref", "A003", "--out", str(folder / "rujukan.pdf"))
    assert "NIKyangtertulishanya1angka,seharusnya16angka." in words((folder / "rujukan.pdf").read_bytes())


def test_a_nik_that_another_office_does_not_know_is_referred_with_its_answer(
    posko: Posko, people: list[dict[str, Any]], folder: Path
) -> None:
    paper = str(folder / "rujukan.pdf")
    assert posko("export", "referral", "--ref", "A001", "--out", paper, "--json").error == "REFERRAL_NOT_NEEDED"
    posko("export", "referral", "--ref", "A001", "--out", paper, "--reason", "NIK tidak ditemukan di situs.")
    assert "NIKtidakditemukandisitus." in words(Path(paper).read_bytes())


def test_a_company_gets_one_pdf_and_one_workbook_of_its_people_only(posko: Posko, home: Path, folder: Path) -> None:
    workers = [kpj_worker(1, "PT MAJU"), kpj_worker(2, "CV LAIN"), kpj_worker(3, "pt maju ")]
    posko(
        "register", "--programme", "KPJ", "--input", "-", "--on", "2026-01-05", "--reason", "uji",
        stdin="\n".join(map(json.dumps, workers)).encode(),
    )  # fmt: skip
    for name in ("kpj.pdf", "kpj.xlsx"):
        kind = "kpj" if name.endswith("pdf") else "recap"
        arguments = ("--programme", "KPJ", "--unit", "PT Maju", "--out", str(folder / name))
        assert posko("export", kind, *arguments, "--json").json["rows"] == 2
    read = words((folder / "kpj.pdf").read_bytes())
    assert (read.count("SURATPERNYATAAN"), read.count("DAFTARPERIKSABERKAS")) == (2, 2)


def test_an_applicant_has_one_pdf_and_one_workbook_with_the_wage(posko: Posko, home: Path, folder: Path) -> None:
    workers = [kpj_worker(1, "PT MAJU"), kpj_worker(2, "CV LAIN")]
    posko(
        "register", "--programme", "KPJ", "--input", "-", "--on", "2026-01-05", "--reason", "uji",
        stdin="\n".join(map(json.dumps, workers)).encode(),
    )  # fmt: skip
    assert posko("export", "kpj", "--ref", "A002", "--out", str(folder / "kpj.pdf"), "--json").json["rows"] == 1
    posko("export", "recap", "--ref", "A002", "--specific", "--out", str(folder / "kpj.xlsx"), "--json")
    head, row = openpyxl.load_workbook(folder / "kpj.xlsx").worksheets[0].iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert (told["Nama perusahaan"], told["Upah sebulan (gaji pokok dan tunjangan tetap)"]) == (
        "CV LAIN",
        "Rp5.000.000",
    )


def kpj_worker(number: int, employer: str) -> dict[str, object]:
    """A worker in Jakarta who brought everything."""
    answers = {
        "works_in_province": True, "employer": employer, "wage": 5_000_000, "supports_family": True, "dependants": 2,
        "other_provincial_aid": False, "wage_on_letter": True, "union": "", "children": "",
    }  # fmt: skip
    documents = [paper.code for paper in programme("KPJ").papers]
    values = person_values(number, nik=f"31750212038{number}9901", birth_date=f"12-03-198{number}", sex="L")
    return {**values, "village_code": "31.75.02.1001", "answers": answers, "documents": documents, "confirm": ["*"]}


def test_each_copy_is_an_event_with_its_kind_and_count(
    posko: Posko, people: list[dict[str, Any]], folder: Path, home: Path
) -> None:
    posko("export", "handover", "--programme", "PRAKERJA2020", "--out", str(folder / "ba.pdf"))
    with opened(home) as desk:
        [(record,)] = sql(desk.store, f"SELECT record FROM event WHERE kind = '{Kind.EXPORTED.value}'")
        [(_header, packed)] = desk.store.run(lambda: events_of(record, desk.keys.sealer))
    body = decode(packed, RemarkBody)
    assert (body.about, body.count) == ("handover", 2)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("recap", "--programme", "PRAKERJA2020", "--out", "rekap.docx"), "EXPORT_FORMAT"),
        (("form", "--ref", "A001", "--out", "rekap.xlsx"), "EXPORT_FORMAT"),
        (("form", "--out", "form.pdf"), "EXPORT_NEEDS_REF"),
        (("recap", "--out", "rekap.csv"), "EXPORT_NEEDS_PROGRAMME"),
        (("recap", "--programme", "NONE", "--out", "rekap.csv"), "PROGRAMME_UNKNOWN"),
        (("everything", "--out", "rekap.csv"), "EXPORT_KIND_UNKNOWN"),
        (("waiting", "--programme", "PRAKERJA2020", "--unit", "PT", "--out", "t.csv"), "EXPORT_FILTER"),
        (("proposals", "--programme", "PRAKERJA2020", "--out", "usul.csv"), "EXPORT_NOT_BY_PROPOSAL"),
        (("recap", "--programme", "PRAKERJA2020", "--since", "13-4", "--out", "r.csv"), "ON_NOT_A_DAY"),
        (("recap", "--programme", "PRAKERJA2020", "--since", "2021-01-01", "--out", "r.csv"), "EXPORT_EMPTY"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(
    arguments: tuple[str, ...], code: str, posko: Posko, people: list[dict[str, Any]], folder: Path
) -> None:
    words_ = [str(folder / word) if "." in word else word for word in arguments]
    said = posko("export", *words_, "--json")
    assert (said.code, said.error) == (2, code)
    assert not list(folder.iterdir())


def test_a_clear_copy_never_goes_into_the_profile(posko: Posko, people: list[dict[str, Any]], home: Path) -> None:
    said = posko("export", "recap", "--programme", "PRAKERJA2020", "--out", str(home / "rekap.csv"), "--json")
    assert said.error == "CLEAR_IN_PROFILE"


def test_the_evening_sheet_tells_every_difference_by_number_and_ends_with_one(
    posko: Posko, people: list[dict[str, Any]], folder: Path
) -> None:
    said = posko("export", "reconciliation", "--on", "2020-04-13", "--out", str(folder / "malam.pdf"), "--json")
    assert said.code == 1
    assert {name: said.json[name] for name in ("visits", "slips", "under_receipt")} == {
        "visits": 3, "slips": 0, "under_receipt": 0,
    }  # fmt: skip
    told = {(one["number"], one["code"]) for one in said.json["differences"]}
    assert told == {
        (number, code) for number in ("A001", "A002", "A003") for code in ("RECONCILE_NO_SLIP", "RECONCILE_NO_RECEIPT")
    }
    read = words((folder / "malam.pdf").read_bytes())
    assert "ADA6SELISIH" in read
    assert NIK not in read


def test_the_evening_sheet_of_a_day_without_anybody_is_even(posko: Posko, home: Path, folder: Path) -> None:
    said = posko("export", "rekonsiliasi", "--on", "2020-04-13", "--out", str(folder / "malam.pdf"), "--folio")
    assert said.code == 0
    assert "tidak ada selisih" in said.out
    assert size_mm((folder / "malam.pdf").read_bytes()) == pytest.approx((215, 330), abs=0.5)


def test_the_evening_sheet_is_of_one_day(posko: Posko, home: Path, folder: Path) -> None:
    paper = str(folder / "malam.pdf")
    days = ("--since", "2020-04-13", "--until", "2020-04-14")
    assert posko("export", "reconciliation", *days, "--out", paper, "--json").error == "RECONCILE_ONE_DAY"
    assert posko("export", "recap", "--programme", "KPJ", "--folio", "--out", paper, "--json").error == "EXPORT_FILTER"


@pytest.mark.parametrize(
    ("word", "said"),
    [("rekap-harian", "REKAPHARIAN"), ("daily", "REKAPHARIAN"), ("serah-terima", "SERAHTERIMATUGAS"),
     ("daftar-hadir", "DAFTARHADIR")],
)  # fmt: skip
def test_the_papers_of_a_day_are_made_for_that_day(
    posko: Posko, people: list[dict[str, Any]], folder: Path, word: str, said: str
) -> None:
    assert posko("export", word, "--on", "2020-04-13", "--out", str(folder / "hari.pdf"), "--folio").code == 0
    data = (folder / "hari.pdf").read_bytes()
    assert said in words(data)
    assert 330 in {round(side) for side in size_mm(data)}


def test_a_daily_summary_as_a_workbook_counts_the_people(
    posko: Posko, people: list[dict[str, Any]], folder: Path
) -> None:
    said = posko("export", "daily_summary", "--on", "2020-04-13", "--out", str(folder / "hari.xlsx"), "--json")
    assert (said.json["rows"], said.code) == (3, 0)
    rows = list(openpyxl.load_workbook(folder / "hari.xlsx").worksheets[0].iter_rows(values_only=True))
    assert ("B. Terdaftar menurut program", "Semua: Jumlah", 2) in rows


def test_a_survey_without_answers_is_refused_in_words(posko: Posko, people: list[dict[str, Any]], folder: Path) -> None:
    assert posko("export", "skm", "--out", str(folder / "skm.pdf")).code == 2
    assert not (folder / "skm.pdf").exists()
