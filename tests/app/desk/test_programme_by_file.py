"""A programme is a file: one that nobody has ever seen is judged, registered and printed without a line of code."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from app.bundled import programme
from app.desk.context import Desk
from app.desk.record import read_record
from app.desk.register import Registered, register
from app.desk.slips import slip_of, write_slip
from core.eligibility import Ruling
from core.programme import Programme, parse_programme
from core.registration import Outcome, Rulebook, assess
from core.sentences import SENTENCES, sentence
from core.wire.records import Answer
from papers import Paper
from tests.kit.desk import entry_of, person_values
from tests.papers import reading

SEEN = Path(__file__).parents[2] / "data" / "programmes" / "CONTOH.toml"
ON = date(2020, 6, 1)

FISHER: Mapping[str, object] = {
    "income": "1,5 juta",
    "has_boat": True,
    "boat": "motor",
    "boat_since": "1-2-2019",
    "children": "2 anak",
}
"""Answers as an officer types them."""

JAKARTA: Mapping[str, object] = {"village_code": "31.75.01.1001"}

DRIVER: Mapping[str, Answer] = {
    "own_account": True, "present_job": "OJEK", "work_place": "MATRAMAN", "working_hours": "08.00-16.00",
    "income": "3 juta", "sector": "transportasi", "old_age_savings": False, "contribution_payer": "mandiri",
    "heir": "SITI", "family_relation": "pasangan", "vulnerable_worker": True, "vulnerable_group": None,
    "mother_name": "AMINAH",
}  # fmt: skip
OLD: Mapping[str, Answer] = {
    "hardship": "penghasilan_rendah", "is_pensioner": False, "in_welfare_register": False, "family_relation": "anak",
    "power_of_attorney": True,
}  # fmt: skip
WORKER: Mapping[str, Answer] = {
    "works_in_province": True, "employer": "PT CONTOH", "wage": "Rp 6.589.357", "supports_family": True,
    "dependants": "2", "other_provincial_aid": False,
}  # fmt: skip


@pytest.fixture
def made_up(tmp_path: Path) -> Programme:
    """The made-up programme out of a file that was put somewhere."""
    file = tmp_path / "NELAYAN.toml"
    file.write_text(SEEN.read_text("utf-8").replace('"CONTOH"', '"NELAYAN"'), "utf-8")
    return parse_programme(file.read_bytes(), file.name)


@pytest.fixture
def fishing_desk(desk: Desk, made_up: Programme) -> Desk:
    """A desk that has this file too."""
    return dataclasses.replace(desk, programme_of=lambda _code: made_up)


def visit(desk: Desk, wanted: Programme, on: date, answers: Mapping[str, object], **changes: object) -> Registered:
    papers = [paper.code for paper in wanted.papers]
    values = person_values(0, answers=dict(answers), **{"documents": papers, **changes})
    return register(desk, entry_of(values), wanted, on)


def codes(done: Registered) -> set[str]:
    return {noted.finding.code for noted in done.findings}


# --- a programme by its file alone --------------------------------------------------------------------------------


def test_somebody_is_registered_with_what_was_typed_as_values(fishing_desk: Desk, made_up: Programme) -> None:
    done = visit(fishing_desk, made_up, ON, FISHER)
    assert done.outcome is Outcome.REGISTERED
    assert done.kept.registration_no
    expected = {"income": 1_500_000, "boat_since": "2019-02-01", "children": 2}
    assert {name: done.kept.body.answers[name] for name in expected} == expected


def test_the_slip_says_what_the_file_says(fishing_desk: Desk, made_up: Programme, tmp_path: Path) -> None:
    kept = visit(fishing_desk, made_up, ON, FISHER).kept
    slip = slip_of(fishing_desk, kept, 1)
    assert (slip.title, slip.programme) == ("TANDA TERIMA CONTOH", "Bantuan Contoh")
    assert slip.next_steps == ("Tunggu kabar.", "Kertas ini hanya contoh.")
    write_slip(fishing_desk, kept, Paper.A5, tmp_path / "slip.pdf", is_reprint=False)
    assert "BantuanContoh" in reading.words((tmp_path / "slip.pdf").read_bytes())


def test_a_refusal_is_said_by_the_label_of_its_rule(fishing_desk: Desk, made_up: Programme) -> None:
    done = visit(fishing_desk, made_up, ON, {**FISHER, "has_boat": False})
    assert done.outcome is Outcome.NOT_ELIGIBLE
    slip = slip_of(fishing_desk, done.kept, 1)
    assert slip.reasons == ("Syarat ini belum terpenuhi: punya perahu.",)
    assert slip.next_steps == ("Kembali kalau sudah punya perahu.", SENTENCES["NEXT_STEP_NOT_ELIGIBLE"])


def test_a_doubt_registers_and_sends_to_whoever_knows(fishing_desk: Desk, made_up: Programme) -> None:
    done = visit(fishing_desk, made_up, ON, {**FISHER, "in_register": False})
    assert done.outcome is Outcome.REGISTERED
    assert slip_of(fishing_desk, done.kept, 1).next_steps[0] == "Minta didata di Dinas Contoh."


def test_a_missing_paper_waits_and_one_in_its_place_does_not(fishing_desk: Desk, made_up: Programme) -> None:
    signed = {**FISHER, "letter_is_signed": True}
    done = visit(fishing_desk, made_up, ON, signed, documents=["ktp", "copy"])
    assert done.outcome is Outcome.REGISTERED
    assert read_record(fishing_desk, done.kept.uid).missing_papers == ()


def test_the_notice_of_a_programme_stands_on_the_slip_of_the_waiting_list_too(
    fishing_desk: Desk, made_up: Programme
) -> None:
    done = visit(fishing_desk, made_up, ON, FISHER, documents=["ktp", "copy"])
    assert done.outcome is Outcome.WAITING_LIST
    assert slip_of(fishing_desk, done.kept, 1).next_steps[-1] == "Kertas ini hanya contoh."
    assert [paper.code for paper in read_record(fishing_desk, done.kept.uid).missing_papers] == ["letter"]


def test_an_amount_that_cannot_be_read_keeps_the_visit_open_and_the_words(
    fishing_desk: Desk, made_up: Programme
) -> None:
    done = visit(fishing_desk, made_up, ON, {**FISHER, "income": "lumayan"})
    assert done.outcome is Outcome.INCOMPLETE
    assert "AMOUNT_UNREADABLE" in codes(done)
    assert "ANSWER_NOT_A_CHOICE" not in codes(done)
    assert done.kept.body.answers["income"] == "lumayan"


def test_an_unlikely_amount_can_be_confirmed(fishing_desk: Desk, made_up: Programme) -> None:
    small = {**FISHER, "income": "45000"}
    assert visit(fishing_desk, made_up, ON, small).outcome is Outcome.INCOMPLETE
    done = visit(fishing_desk, made_up, ON, small, confirm=["AMOUNT_UNLIKELY"])
    assert done.outcome is Outcome.REGISTERED


# --- those on file, at the desk -----------------------------------------------------------------------------------


def test_a_worker_at_the_limit_is_registered_and_one_rupiah_over_is_not(desk: Desk) -> None:
    kpj, on = programme("KPJ"), date(2026, 1, 2)
    assert visit(desk, kpj, on, WORKER, **JAKARTA).outcome is Outcome.REGISTERED
    done = visit(desk, kpj, on, {**WORKER, "wage": "6589358"}, **JAKARTA, nik="3578080101709909")
    assert done.outcome is Outcome.NOT_ELIGIBLE
    assert slip_of(desk, done.kept, 1).reasons == ("Upah Anda di atas batas Rp6.589.357 sebulan.",)


def test_a_worker_with_a_card_from_elsewhere_is_told_so(desk: Desk) -> None:
    done = visit(desk, programme("KPJ"), date(2026, 1, 2), WORKER)
    assert done.outcome is Outcome.NOT_ELIGIBLE
    assert slip_of(desk, done.kept, 1).reasons == ("Alamat di kartu Anda bukan DKI Jakarta.",)


def test_a_driver_pays_half_and_is_not_protected_yet(desk: Desk) -> None:
    done = visit(desk, programme("BPU"), date(2026, 2, 10), DRIVER)
    assert done.outcome is Outcome.REGISTERED
    bill = next(one.finding for one in done.findings if one.finding.code == "CONTRIBUTION")
    assert "Rp8.400" in sentence(bill.code, bill.facts)
    assert slip_of(desk, done.kept, 1).next_steps[-1] == "Anda belum terlindungi sampai iuran dibayar."


def test_a_daughter_proposes_her_mother_and_nobody_calls_it_an_application(desk: Desk, tmp_path: Path) -> None:
    mother = {
        **JAKARTA,
        "nik": "3175014202559901",
        "birth_date": "02-02-1955",
        "sex": "P",
        "represented_by": "SITI AMINAH",
    }
    done = visit(desk, programme("KLJ"), date(2024, 7, 23), OLD, **mother)
    assert (done.outcome, "NOT_IN_WELFARE_REGISTER" in codes(done)) == (Outcome.REGISTERED, True)
    slip = slip_of(desk, done.kept, 1)
    assert slip.next_steps[0] == "Datang ke kelurahan untuk diusulkan lewat MPM."
    write_slip(desk, done.kept, Paper.A5, tmp_path / "slip.pdf", is_reprint=False)
    assert "daftar" not in reading.words((tmp_path / "slip.pdf").read_bytes()).lower()


def test_the_name_of_the_mother_stands_on_no_paper(desk: Desk, tmp_path: Path) -> None:
    done = visit(desk, programme("BPU"), date(2026, 2, 10), DRIVER)
    for paper in Paper:
        write_slip(desk, done.kept, paper, tmp_path / f"{paper}.pdf", is_reprint=True)
        assert "AMINAH" not in reading.words((tmp_path / f"{paper}.pdf").read_bytes())


@pytest.mark.parametrize(
    ("living", "said"),
    [
        ({}, Ruling.YES),
        ({"current_address": "JL. MAWAR 1", "current_village_code": "31.75.01.1002"}, Ruling.YES),
        ({"current_address": "JL. MAWAR 1", "current_village_code": "35.78.08.1001"}, Ruling.NO),
        ({"current_address": "JL. MAWAR 1"}, Ruling.UNKNOWN),
    ],
)
def test_who_lives_where_is_known_from_the_address(desk: Desk, living: Mapping[str, object], said: Ruling) -> None:
    entry = entry_of(person_values(0, **JAKARTA, **living))
    book: Rulebook = desk.rulebook(programme("KLJ"), date(2024, 7, 23))
    assert assess(entry, book).rulings["HOME_OUTSIDE_PROVINCE"] is said


@pytest.mark.parametrize(("code", "born"), [("KAJ", date(2020, 1, 15)), ("KPDJ", date(1920, 1, 15))])
def test_a_childs_number_is_read_as_from_the_family_card(desk: Desk, code: str, born: date) -> None:
    child = entry_of(person_values(0, **JAKARTA, nik="3175015501209901", birth_date=..., sex="P"))
    assessment = assess(child, desk.rulebook(programme(code), date(2024, 7, 23)))
    [finding] = [noted.finding for noted in assessment.findings if noted.finding.field == "nik" and noted.is_open]
    assert finding.facts["birth_date"] == born


def test_who_earns_in_a_year_without_a_limit_is_told_whom_to_ask(desk: Desk) -> None:
    done = visit(desk, programme("KPJ"), date(2024, 2, 1), WORKER, **JAKARTA)
    assert done.outcome is Outcome.REGISTERED
    steps = slip_of(desk, done.kept, 1).next_steps
    assert steps[0] == "Tanyakan kepada Disnakertrans: upah tidak lebih dari batas tahun ini."


def test_a_letter_that_is_missing_itself_is_named_once(desk: Desk) -> None:
    done = visit(desk, programme("KPJ"), date(2026, 1, 2), WORKER, **JAKARTA, documents=["ktp", "kk", "npwp"])
    slip, letter = slip_of(desk, done.kept, 1), "Surat keterangan aktif bekerja (asli, dicap, paling lama 1 bulan)"
    assert slip.papers_missing == (
        "Slip gaji terbaru (tidak perlu kalau surat keterangan menyebut upah)",
        letter,
    )
    other = visit(
        desk, programme("KPJ"), date(2026, 1, 2), WORKER, **JAKARTA, nik="3578080101709909", family_card_no=...,
        name_on_id="WAHYUNINGSIH", documents=["ktp", "kk", "npwp", "skk"],
    )  # fmt: skip
    assert slip_of(desk, other.kept, 1).papers_missing[0] == f"Slip gaji terbaru / {letter}"
