"""Lists for other offices: texts stay texts, nothing is run as a formula, and the file says what it is."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from papers.roll import FORMULA_SIGNS, Cell, Column, Roll, csv_bytes, workbook_bytes

MADE_AT = datetime(2020, 4, 13, 9, 14, tzinfo=UTC)


def roll_of(*rows: tuple[Cell, ...]) -> Roll:
    columns = (Column("Nama", 30), Column("NIK"), Column("Status", choices=("ya", "tidak")))
    return Roll(title="Rekap", columns=columns, rows=rows, about=(("Instansi", "DINAS"),), made_at=MADE_AT)


def book_of(roll: Roll) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(roll)))


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_nik_in_a_workbook_is_text_of_sixteen_digits() -> None:
    cell = book_of(roll_of(("SITI", "3578085508909901", "ya"))).worksheets[0]["B2"]
    assert (cell.value, cell.data_type, cell.number_format) == ("3578085508909901", "s", "@")


@pytest.mark.parametrize("sign", FORMULA_SIGNS[:4])
def test_what_begins_like_a_formula_stays_a_text_in_a_workbook(sign: str) -> None:
    cell = book_of(roll_of((f"{sign}HYPERLINK(1)", "1", "ya"))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (f"{sign}HYPERLINK(1)", "s")


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_what_begins_like_a_formula_gets_an_apostrophe_in_csv(sign: str) -> None:
    assert read_csv(csv_bytes(roll_of((f"{sign}1+1", "1", "ya"))))[1][0].startswith("'")


@pytest.mark.parametrize(
    "cell", [" =1", "\n=1", "\N{FULLWIDTH EQUALS SIGN}1", "\N{ZERO WIDTH SPACE}=1", "\N{BOM}=1", "\0=1"]
)
def test_no_unseen_sign_hides_a_formula_in_csv(cell: str) -> None:
    guarded = read_csv(csv_bytes(roll_of((cell, "1", "ya"))))[1][0]
    assert guarded.startswith("'")
    assert not set(guarded) & set("\0\N{ZERO WIDTH SPACE}\N{BOM}")


@pytest.mark.parametrize("cell", ["0812", "00123", "12345678901", "7-3", "003/007", "1/2/26", "1E5", "12.30"])
def test_what_a_spreadsheet_would_take_for_something_else_is_guarded_in_csv(cell: str) -> None:
    assert read_csv(csv_bytes(roll_of((cell, "1", "ya"))))[1][0] == f"'{cell}"


@pytest.mark.parametrize("cell", ["13-04-2020", "60115", "0", "JL. KENANGA 7-3", "2 anak", "SITI"])
def test_what_reads_the_same_everywhere_is_left_alone_in_csv(cell: str) -> None:
    assert read_csv(csv_bytes(roll_of((cell, "1", "ya"))))[1][0] == cell


def test_long_numbers_keep_their_digits_in_csv() -> None:
    assert read_csv(csv_bytes(roll_of(("SITI", "3578085508909901", "ya"))))[1][1] == "'3578085508909901"


def test_csv_opens_on_an_indonesian_windows() -> None:
    data = csv_bytes(roll_of(("SITI; AMINAH", "1", "ya")))
    assert data.startswith(b"\xef\xbb\xbfNama;NIK;Status\r\n")
    assert data.endswith(b'"SITI; AMINAH";1;ya\r\n')


def test_a_workbook_says_what_it_is_with_rows_and_checksum() -> None:
    roll = roll_of(("SITI", "1", "ya"), ("SLAMET", "2", "tidak"))
    rows = [tuple(cell.value for cell in row) for row in book_of(roll)["Keterangan"].iter_rows()]
    assert rows == [("Instansi", "DINAS"), ("Jumlah baris", "2"), ("Kode isi", roll.checksum)]


def test_a_workbook_hides_the_words_that_its_columns_offer() -> None:
    book = book_of(roll_of(("SITI", "1", "ya")))
    assert book["Daftar"].sheet_state == "hidden"
    assert [cell.value for cell in book["Daftar"]["C"]] == ["Status", "ya", "tidak"]
    [rule] = book.worksheets[0].data_validations.dataValidation
    assert "C2" in str(rule.sqref)


def test_the_checksum_names_the_content_and_nothing_else() -> None:
    one, other = roll_of(("SITI", "1", "ya")), roll_of(("SITI", "12", "ya"))
    assert one.checksum != other.checksum
    assert one.checksum == roll_of(("SITI", "1", "ya")).checksum
    assert roll_of(("AB", "C", "")).checksum != roll_of(("A", "BC", "")).checksum


@given(st.lists(st.text(max_size=30), min_size=3, max_size=3))
def test_any_text_can_stand_in_a_list(texts: list[str]) -> None:
    roll = roll_of((texts[0], texts[1], texts[2]))
    assert "f" not in {cell.data_type for cell in book_of(roll).worksheets[0][2]}
    assert csv_bytes(roll)
