"""A list for somebody else's office: columns, rows of texts and numbers, what it is about. As workbook or as CSV."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from papers.words import one_line, word

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int
"""Days stand as ``dd-mm-yyyy``; numbers of persons and papers (NIK, KK, phone) as text: a number keeps 15 digits."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by a spreadsheet as a formula."""

_LONG_NUMBER = 11
"""From so many digits on a spreadsheet rounds a number or writes it with a power of ten."""

_READ_AS_NUMBER = re.compile(rf"0\d+|\d{{{_LONG_NUMBER},}}|\d+(?:[.,]\d+)?[eE][+-]?\d+", re.ASCII)
_READ_AS_DAY = re.compile(r"\d{1,4}(?:[-/.:]\d{1,4}){1,2}", re.ASCII)
_DAY = re.compile(r"\d\d-\d\d-\d{4}", re.ASCII)
"""A day as lists write it: read as a day it is what it says."""

_UNSEEN = (
    "\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{WORD JOINER}"
)
_ABOUT_SHEET = "Keterangan"
_LISTS_SHEET = "Daftar"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``choices``: the words that may stand in it; empty = any text. A sheet of paper has no room for all."""

    heading: str
    width: int = 18
    choices: tuple[str, ...] = ()
    is_on_paper: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """A list: one person (or one line of a count) a row.

    Args:
        title: name of the sheet.
        about: agency, post, period, made by, time, version: label and text.
        made_at: local time, for the file's properties.
        beside: lists that were counted from this one: more sheets of its workbook, tables behind it on paper. A CSV
            holds one list and has no room for them.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: tuple[tuple[str, str], ...]
    made_at: datetime
    beside: tuple[Roll, ...] = ()

    @property
    def checksum(self) -> str:
        """Sixteen signs that name this content: the paper that goes with a file carries the same."""
        digest = hashlib.sha256()
        for row in (tuple(column.heading for column in self.columns), *self.rows):
            digest.update("\x1f".join(map(str, row)).encode() + b"\x1e")
        return digest.hexdigest()[:16]


def csv_bytes(roll: Roll) -> bytes:
    """As CSV the way an Indonesian Windows opens it: UTF-8 with BOM, semicolons, CRLF [FACTBOOK 6]."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(column.heading) for column in roll.columns])
    writer.writerows([[_guarded(cell) for cell in row] for row in roll.rows])
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8", "replace")


def _guarded(cell: Cell) -> Cell:
    """An apostrophe before what a spreadsheet would compute, round or take for a day; readers take it off again."""
    if isinstance(cell, int):
        return cell
    text = cell.replace("\0", "").strip(_UNSEEN)
    return f"'{text}" if _is_formula(text) or _is_reread(text.strip()) else text


def _is_formula(text: str) -> bool:
    """Wide signs count as well, and what follows spaces or unseen signs: some spreadsheets pass over them."""
    seen = unicodedata.normalize("NFKC", text).lstrip(f" \n{_UNSEEN}")
    return text.startswith(FORMULA_SIGNS) or seen.startswith(FORMULA_SIGNS)


def _is_reread(text: str) -> bool:
    """Whether a text would come out as another number or as a day: ``003/007``, ``7-3``, ``0812...``, ``1E5``."""
    is_day = _READ_AS_DAY.fullmatch(text) is not None and _DAY.fullmatch(text) is None
    return is_day or _READ_AS_NUMBER.fullmatch(text) is not None


def workbook_bytes(roll: Roll) -> bytes:
    """As workbook: head in row 1, texts as texts, a sheet about the list, a hidden one with the words of choices."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_sheet_name(roll.title))
    _fill(sheet, roll)
    for other in roll.beside:
        _fill(book.create_sheet(_sheet_name(other.title)), other)
    about = book.create_sheet(_ABOUT_SHEET)
    told = dict.fromkeys(row for other in roll.beside for row in other.about)
    for at, row in enumerate((*roll.about, *_totals(roll), *told), 1):
        _write_row(about, at, row)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 26, 60
    _add_lists(book.create_sheet(_LISTS_SHEET), sheet, roll)
    book.properties.creator = "Posko"
    book.properties.created = book.properties.modified = roll.made_at.replace(tzinfo=None)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _totals(roll: Roll) -> tuple[tuple[str, str], ...]:
    return (word("roll_rows"), str(len(roll.rows))), (word("roll_checksum"), roll.checksum)


def _fill(sheet: Worksheet, roll: Roll) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    heads = tuple(column.heading for column in roll.columns)
    for at, row in enumerate((heads, *roll.rows), 1):
        _write_row(sheet, at, row)
    for at, column in enumerate(roll.columns, 1):
        sheet.cell(1, at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.freeze_panes = "A2"


def _write_row(sheet: Worksheet, at: int, row: tuple[Cell, ...]) -> None:
    for column, cell in enumerate(row, 1):
        _write(sheet, at, column, cell)


def _write(sheet: Worksheet, at: int, column: int, content: Cell) -> None:
    if isinstance(content, int):
        sheet.cell(at, column, content)
        return
    text = one_line(content)
    cell = sheet.cell(at, column, text)
    cell.data_type = "s"  # never a formula, never a number
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)


def _add_lists(lists: Worksheet, sheet: Worksheet, roll: Roll) -> None:
    """The words of choices, hidden, and bound to their columns for whoever goes on with the list by hand."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for at, column in enumerate(roll.columns, 1):
        if not column.choices:
            continue
        letter = get_column_letter(at)
        for row, text in enumerate((column.heading, *column.choices), 1):
            _write(lists, row, at, text)
        words = f"={_LISTS_SHEET}!${letter}$2:${letter}${len(column.choices) + 1}"
        rule = DataValidation(type="list", formula1=words, allow_blank=True)
        rule.add(f"{letter}2:{letter}{max(len(roll.rows), 1) + 500}")
        sheet.add_data_validation(rule)
    lists.sheet_state = "hidden"


def _sheet_name(title: str) -> str:
    """Thirty signs at most, none that a sheet's name may not have."""
    return "".join(char for char in title if char not in "[]:*?/\\'")[:30].strip() or _ABOUT_SHEET
