"""``posko stage``, ``waiting`` and ``worklist``: where registrations stand after the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.desk.worklist import note_typed, worklist
from tests.app.headless.conftest import Posko
from tests.kit.desk import OFFICER, opened, person_values, prakerja

Write = Callable[[str, Any], Path]
ON = "2020-04-13"


@pytest.fixture
def numbers(home: Path, posko: Posko, write: Write) -> list[str]:
    """Registration numbers of two people: one complete, one without the family card."""
    people = [person_values(0), person_values(1, documents=["ktp"])]
    said = posko("register", "--programme", "PRAKERJA2020", "--input", write("two.jsonl", people), "--on", ON, "--json")
    return [one["registration_no"] for one in said.json]


def test_a_stage_is_written_down_and_told(posko: Posko, numbers: list[str]) -> None:
    words = ("--on", "2020-04-14", "--told-by", "portal", "--note", "Ada di akun")
    said = posko("stage", numbers[0], "AKUN_DIBUAT", *words, "--json")
    assert (said.code, said.json["status"], said.json["batch"]) == (0, "TERDAFTAR", 1)
    stage = said.json["stage"]
    assert (stage["code"], stage["on"], stage["told_by"], stage["note"]) == (
        "AKUN_DIBUAT",
        "2020-04-14",
        "portal",
        "Ada di akun",
    )
    assert said.json["next"] == ["TES_SELESAI", "DITOLAK_DINAS"]
    looked = posko("stage", numbers[0])
    assert looked.out.splitlines()[0] == "Tahap tersimpan: Akun dibuat, 14-04-2020, kabar dari situs program."
    assert looked.out.splitlines()[1] == "  TES_SELESAI  Tes selesai"


def test_without_a_stage_the_command_says_what_is_possible(posko: Posko, numbers: list[str]) -> None:
    said = posko("stage", numbers[1], "--json")
    assert (said.code, said.json["stage"], said.json["is_waiting"], said.json["batch"]) == (0, None, True, None)
    assert posko("stage", numbers[1]).out.splitlines()[0] == "Tahap sekarang: belum ada tahap."


def test_a_skipped_stage_is_refused(posko: Posko, numbers: list[str]) -> None:
    said = posko("stage", numbers[0], "LOLOS", "--json")
    assert (said.code, said.json["refused"]["code"], said.json["stage"]) == (1, "STAGE_NOT_NEXT", None)
    spoken = posko("stage", numbers[0], "LOLOS")
    assert spoken.out.startswith("Lolos belum bisa dicatat")
    assert "  AKUN_DIBUAT  Akun dibuat" in spoken.out


def test_a_coordinator_puts_a_stage_back(posko: Posko, numbers: list[str]) -> None:
    posko("stage", numbers[0], "AKUN_DIBUAT")
    said = posko("stage", numbers[0], "--back", "Salah orang")
    assert (said.code, said.out.splitlines()[0]) == (0, "Tahap sekarang: belum ada tahap.")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--told-by", "tetangga"), "TELLER_UNKNOWN"),
        (("--on", "kemarin"), "ON_NOT_A_DAY"),
    ],
)
def test_a_word_that_cannot_be_meant_is_said(
    posko: Posko, numbers: list[str], words: tuple[str, ...], code: str
) -> None:
    said = posko("stage", numbers[0], "AKUN_DIBUAT", *words, "--json")
    assert (said.code, said.error) == (2, code)


def test_an_unknown_registration_is_said(posko: Posko, home: Path) -> None:
    assert posko("stage", "A999", "AKUN_DIBUAT", "--json").error == "REGISTRATION_UNKNOWN"


def test_the_waiting_list_is_ranked_and_says_what_is_missing(posko: Posko, numbers: list[str]) -> None:
    said = posko("waiting", "--programme", "PRAKERJA2020", "--on", ON, "--json")
    (row,) = said.json
    assert (row["rank"], row["registration_no"], row["missing"]) == (1, numbers[1], ["Kartu Keluarga (KK)"])
    assert (row["batch"], row["group"], row["group_label"], row["since"]) == (1, "phk", "Kena PHK", ON)
    assert "******" in row["nik"]
    assert "Kurang: Kartu Keluarga (KK)." in posko("waiting", "--programme", "PRAKERJA2020").out


def test_who_waits_for_a_batch_only_is_told_so(posko: Posko, home: Path, write: Write) -> None:
    person = write("one.json", person_values(0))
    posko("register", "--programme", "PRAKERJA2020", "--input", person, "--on", "2020-04-10")
    before = posko("waiting", "--programme", "PRAKERJA2020", "--on", "2020-04-10")
    after = posko("waiting", "--programme", "PRAKERJA2020", "--on", "2020-05-01")
    assert "Lengkap, menunggu Gelombang 1." in before.out
    assert "Lengkap, menunggu gelombang berikutnya." in after.out


def test_an_empty_list_says_so(posko: Posko, home: Path) -> None:
    assert posko("waiting", "--programme", "PRAKERJA2020").out == "Daftar tunggu kosong.\n"
    assert posko("worklist", "--programme", "PRAKERJA2020").out == "Tidak ada yang perlu diketik di situs program.\n"


def test_the_worklist_names_the_next_step(posko: Posko, numbers: list[str]) -> None:
    said = posko("worklist", "--programme", "PRAKERJA2020", "--on", ON, "--json")
    assert [(row["registration_no"], row["next"], row["typed_by"]) for row in said.json] == [
        (number, "AKUN_DIBUAT", None) for number in numbers
    ]
    assert "Berikutnya: Akun dibuat." in posko("worklist", "--programme", "PRAKERJA2020").out
    assert posko("worklist", "--programme", "PRAKERJA2020", "--on", "2020-04-14", "--json").json == []


def test_who_was_typed_in_is_shown_with_officer_and_day(posko: Posko, home: Path, numbers: list[str]) -> None:
    del numbers
    with opened(home) as desk:
        note_typed(desk, worklist(desk, prakerja()).rows[0].uid)
    first, second = posko("worklist", "--programme", "PRAKERJA2020", "--json").json
    assert (first["typed_by"], first["typed_at"], second["typed_by"]) == (OFFICER, "2020-04-13T01:00:00Z", None)
    assert f"Sudah diketik oleh {OFFICER} pada 13-04-2020" in posko("worklist", "--programme", "PRAKERJA2020").out
