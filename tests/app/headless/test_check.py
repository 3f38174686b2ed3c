"""``posko check``: one value or a file of cases, without profile and secret; any text gets an answer."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.__main__ import main
from app.headless.check import DEFAULT_REF
from app.headless.files import MOST_BYTES
from tests.app.headless.conftest import Posko

CASES = Path(__file__).parents[2] / "data" / "cases" / "identity_examples.csv"
KINDS = ("nik", "kk", "phone", "email", "date", "name", "rtrw", "kodewil", "kodepos", "elig")


@pytest.mark.parametrize(
    ("kind", "text", "verdict", "value", "code"),
    [
        ("nik", "3578085508909901", "ok", "kec=35.78.08;dob=1990-08-15;sex=P", 0),
        ("nik", "357808550890990", "block", "", 1),
        ("kk", "3578082308129901", "ok", "3578082308129901", 0),
        ("phone", "0812-3456-0123", "ok", "+6281234560123", 0),
        ("email", "Siti.Aminah@GMAIL.con", "warn", "siti.aminah@gmail.com", 0),
        ("date", "17-08-1990", "ok", "1990-08-17", 0),
        ("name", "siti aminah", "ok", "SITI AMINAH", 0),
        ("rtrw", "3/7", "ok", "003/007", 0),
        ("kodewil", "35.78.08.1002", "ok", "35.78.08.1002 Mojo", 0),
        ("kodepos", "13110|prov=31", "ok", "13110", 0),
        ("kodepos", "13110|prov=35", "warn", "13110", 0),
        ("kodepos", "01311", "block", "", 1),
        ("elig", "PRAKERJA2020|ref=2020-04-13|dob=1990-08-17|gel=tutup", "warn", "DAFTAR_TUNGGU", 0),
        ("elig", "prakerja2020|ref=2020-04-13|dob=2005-08-17", "block", "", 1),
    ],
)
def test_each_kind_is_judged(posko: Posko, kind: str, text: str, verdict: str, value: str, code: int) -> None:
    said = posko("check", kind, text, "--json")
    assert set(said.json) == {"verdict", "value", "findings"}
    assert (said.json["verdict"], said.json["value"], said.code, said.err) == (verdict, value, code, "")


def test_a_finding_has_its_sentence_and_its_facts(posko: Posko) -> None:
    [finding] = posko("check", "nik", "357808550890990", "--json").json["findings"]
    assert finding == {
        "field": "nik",
        "weight": "block",
        "code": "NIK_TOO_SHORT",
        "facts": {"length": 15, "needed": 16},
        "message": "NIK baru 15 angka. NIK harus 16 angka. Periksa lagi kartunya.",
    }


def test_a_person_reads_verdict_value_and_sentences(posko: Posko) -> None:
    assert posko("check", "nik", "357808550890990").out.splitlines() == [
        "Tidak bisa dipakai.",
        "NIK baru 15 angka. NIK harus 16 angka. Periksa lagi kartunya.",
    ]
    assert posko("check", "phone", "0812 3456 0123").out == "Baik. +6281234560123\n"


def test_it_is_judged_on_the_day_of_the_contract_and_not_today(posko: Posko) -> None:
    assert DEFAULT_REF.isoformat() == "2026-11-21"
    assert posko("check", "date", "21-11-2026", "--json").code == 0
    assert posko("check", "date", "22-11-2026", "--json").code == 1
    assert posko("check", "date", "22-11-2026|ref=2026-11-22", "--json").code == 0


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("ktp", "1", "KIND_UNKNOWN"),
        ("", "1", "KIND_UNKNOWN"),
        ("nik", "1|ref=yesterday", "REF_NOT_A_DAY"),
        ("nik", "3578085508909901|ref=0010-01-01", "REF_NOT_A_DAY"),
        ("elig", "PRAKERJA2020|ref=9999-12-31", "REF_NOT_A_DAY"),
        ("date", "1-1-1990|ref=1899-12-31", "REF_NOT_A_DAY"),
        ("date", "1-1-1990|ref=2101-01-01", "REF_NOT_A_DAY"),
        ("nik", "1|doc=SIM", "DOC_UNKNOWN"),
        ("elig", "KPX", "PROGRAMME_UNKNOWN"),
        ("elig", "", "PROGRAMME_UNKNOWN"),
    ],
)
def test_a_question_that_makes_no_sense_is_a_usage_error(posko: Posko, kind: str, text: str, code: str) -> None:
    said = posko("check", kind, text, "--json")
    assert (said.code, said.error) == (2, code)


ODD_REFS = ("1900-01-01", "2000-02-29", "2096-02-29", "2100-12-31")
ODD_VALUES = ("", "3578085508909901", "3578086902009901", "29-02-2000", "31-12-9999", "01-01-0001", "60000")
ODD_BIRTH_DATES = ("", "29-02-2000", "31-12-1899", "01-01-0001", "31-12-9999", "0010-01-01", "29-02-2096")


@pytest.mark.parametrize("kind", KINDS)
def test_no_day_of_judgement_and_no_birth_date_is_a_bug(
    posko: Posko, write: Callable[[str, str], Path], kind: str
) -> None:
    values = ("PRAKERJA2020",) if kind == "elig" else ODD_VALUES
    questions = itertools.product(values, ODD_REFS, ODD_BIRTH_DATES, ("", "|src=excel|doc=KIA|sex=P"))
    rows = [f"{kind},{value}|ref={ref}|dob={born}{more}" for value, ref, born, more in questions]
    said = posko("check", "any", "-", "--cases", write("odd.csv", "\n".join(["kind,input", *rows])), "--json")
    assert said.code in (0, 1)
    assert len(said.json) == len(rows)


def test_neither_profile_nor_secret_nor_log_is_touched(posko: Posko, home: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    posko("check", "nik", "3578085508909901")
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_cases_need_neither_kind_nor_input(posko: Posko, write: Callable[[str, str], Path]) -> None:
    path = write("cases.csv", "kind,input\nrtrw,3/7\n")
    for words in ((), ("-",), ("-", "-"), ("rtrw",), ("any", "-")):
        for order in ((*words, "--cases", path), ("--cases", path, *words)):
            assert [one["value"] for one in posko("check", *order, "--json").json] == ["003/007"]


def test_the_kind_of_the_command_counts_where_a_row_has_none(posko: Posko, write: Callable[[str, str], Path]) -> None:
    mixed = write("mixed.csv", "kind,input\n,3/7\nkodepos,13110|prov=31\n")
    assert [one["value"] for one in posko("check", "rtrw", "-", "--cases", mixed, "--json").json] == [
        "003/007",
        "13110",
    ]
    bare = write("bare.csv", "input\n3/7\n")
    assert [one["value"] for one in posko("check", "rtrw", "--cases", bare, "--json").json] == ["003/007"]
    assert posko("check", "--cases", bare, "--json").error == "CASES_COLUMNS"


@pytest.mark.parametrize("words", [(), ("rtrw",), ("rtrw", "3/7", "5/6")])
def test_without_cases_it_is_one_kind_and_one_input(posko: Posko, words: tuple[str, ...]) -> None:
    said = posko("check", *words, "--json")
    assert (said.code, said.error) == (2, "COMMAND_LINE")


def test_a_value_may_stand_behind_an_option(posko: Posko) -> None:
    assert posko("check", "rtrw", "--json", "3/7").json["value"] == "003/007"
    assert posko("check", "--json", "rtrw", "-").json["value"] == "-"


def test_a_file_of_cases_gets_one_answer_a_row_in_order(posko: Posko) -> None:
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = posko("check", "any", "-", "--cases", CASES, "--json")
    answers: list[dict[str, Any]] = said.json
    assert len(answers) == len(rows)
    asked = [(row["expected_verdict"], row["expected_parsed"]) for row in rows]
    assert [(answer["verdict"], answer["value"]) for answer in answers] == asked


def test_our_own_identity_cases_get_their_verdicts_from_the_command_too(posko: Posko) -> None:
    path = CASES.with_name("identity_own.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    answers: list[dict[str, Any]] = posko("check", "any", "-", "--cases", path, "--json").json
    said = [(answer["verdict"], answer["value"]) for answer in answers]
    assert said == [(row["expected_verdict"], row["expected_parsed"]) for row in rows]


@pytest.mark.parametrize("sign", ["9", "A", "@", "\u202e", "\x00", "\u0661", "\U0001f600"])
def test_a_text_of_a_hundred_thousand_signs_gets_its_verdict(
    posko: Posko, write: Callable[[str, str], Path], sign: str
) -> None:
    kinds = [kind for kind in KINDS if kind != "elig"]
    rows = "\n".join(["kind,input", *(f"{kind},{sign * 100_000}" for kind in kinds)])
    answers: list[dict[str, Any]] = posko("check", "-", "-", "--cases", write("long.csv", rows), "--json").json
    assert [answer["verdict"] for answer in answers] == ["block"] * len(kinds)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (["nik,3578085508909901", "phone,0812-3456-0123"], 0),
        (["nik,3578085508909901", "nik,1"], 1),
        (["nik,1", "ktp,1", "phone,0812-3456-0123"], 2),
        ([], 0),
    ],
)
def test_the_exit_code_of_a_file_is_that_of_its_worst_row(
    posko: Posko, write: Callable[[str, str], Path], rows: list[str], code: int
) -> None:
    said = posko("check", "-", "-", "--cases", write("cases.csv", "\n".join(["kind,input", *rows])), "--json")
    assert (said.code, len(said.json)) == (code, len(rows))


def test_a_person_sees_the_rows_of_a_file_numbered(posko: Posko, write: Callable[[str, str], Path]) -> None:
    said = posko("check", "-", "-", "--cases", write("cases.csv", "kind,input\nnik,1\nktp,1\nrtrw,3/7\n"))
    assert [line[:24] for line in said.out.splitlines()] == [
        "1: Tidak bisa dipakai.",
        "2: Jenis pemeriksaan ktp",
        "3: Baik. 003/007",
        "3 baris diperiksa, 1 tid",
    ]


def test_cases_may_come_from_a_pipe_with_mark_and_other_columns(posko: Posko) -> None:
    content = '\ufeffwhy,input,kind\r\nx,"3/7|ref=2020-04-13",rtrw\r\n'.encode()
    assert posko("check", "-", "-", "--cases", "-", "--json", stdin=content).json[0]["value"] == "003/007"


def test_odd_line_signs_inside_a_value_do_not_make_rows(posko: Posko, write: Callable[[str, str], Path]) -> None:
    path = write("cases.csv", "kind,input\nname,SITI\u2028AMINAH\nname,SITI\x0bA\x85B\n")
    assert [one["value"] for one in posko("check", "-", "-", "--cases", path, "--json").json] == [
        "SITI AMINAH",
        "SITI A B",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "CASES_COLUMNS"),
        (b"\n\n", "CASES_COLUMNS"),
        (b"kind;input\nnik;1\n", "CASES_COLUMNS"),
        (b"sort,text\nnik,1\n", "CASES_COLUMNS"),
        (b"kind,input\nnik,\xff\xfe\n", "FILE_NOT_TEXT"),
        (b"kind,input\nnik," + b"9" * 200_000, "CASES_LINE"),
    ],
)
def test_a_file_that_holds_no_cases_is_a_usage_error(
    posko: Posko, write: Callable[[str, bytes], Path], content: bytes, code: str
) -> None:
    said = posko("check", "-", "-", "--cases", write("cases.csv", content), "--json")
    assert (said.code, said.error, said.json["error"]["facts"]["file"]) == (2, code, "cases.csv")


def test_a_file_that_cannot_be_read_is_a_usage_error(posko: Posko, tmp_path: Path) -> None:
    assert posko("check", "-", "-", "--cases", tmp_path / "none.csv", "--json").error == "FILE_NOT_FOUND"
    assert posko("check", "-", "-", "--cases", tmp_path, "--json").error == "FILE_CANNOT_READ"


def test_a_file_without_end_is_not_read_for_ever(posko: Posko, tmp_path: Path) -> None:
    endless = tmp_path / "endless.csv"
    with endless.open("wb") as file:
        file.truncate(MOST_BYTES + 1)  # takes no room
    said = posko("check", "-", "-", "--cases", endless, "--json")
    assert (said.code, said.error) == (2, "FILE_TOO_LARGE")


def _text() -> st.SearchStrategy[str]:
    known = st.sampled_from(
        ["PRAKERJA2020", "3578085508909901", "0001-01-01", "9999-12-31", "29-02-1900", "latihan", "excel", "1", "KIA"]
    )
    return st.text(max_size=30) | st.from_regex(r"[0-9./ -]{0,20}", fullmatch=True) | known


def _input() -> st.SearchStrategy[str]:
    keys = ["ref", "dob", "sex", "doc", "mode", "nik", "dup", "src", "prov", "status", "kelompok", "gel"]
    names = st.sampled_from(keys)
    pairs = st.lists(st.tuples(names, _text()), max_size=3)
    return st.builds(lambda value, more: "|".join([value, *(f"{k}={v}" for k, v in more)]), _text(), pairs)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(kind=st.sampled_from(KINDS), text=_input())
@example(kind="date", text="1|ref=0001-01-01")
@example(kind="nik", text="--")
@example(kind="phone", text="\udcff")
def test_any_text_gets_an_answer(kind: str, text: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["check", "--json", "--", kind, text])
    document = json.loads(out.getvalue())
    assert (code == 2) == ("error" in document)
    assert code in (0, 1, 2)
    assert err.getvalue() == ""
