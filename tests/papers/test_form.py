"""Blank forms and charts on office paper: every box is there, numbers and QR are read back, any text fits."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pypdfium2 as pdfium  # type: ignore[import-untyped] # ships without types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.letter import (
    Bars,
    FormLine,
    FormLines,
    Grid,
    Letter,
    NumberHead,
    OfficeSheet,
    Signature,
    Signatures,
    TearOff,
)
from papers.letter_pdf import letters_pdf
from tests.papers import reading
from tests.papers.slips import FONTS, LONGEST_QR_TEXT, QR_TEXT, RECEIPT

HEAD = NumberHead("A031", "35-SBY01-20200413-0031-9", "Senin, 13 April 2020")
LINES = FormLines((FormLine("NIK", (16,)), FormLine("Tanggal lahir", (2, 2, 4)), FormLine("Alamat")))
TEAR = TearOff(HEAD, "BUKTI SEMENTARA", QR_TEXT, ("Simpan sobekan ini.",))
FORM = Letter(letterhead=RECEIPT.letterhead, title="FORMULIR", blocks=(HEAD, LINES, TEAR), is_dense=True)


def squares(data: bytes) -> int:
    """How many boxes of about the size of a letter stand on the first page."""
    sides = [item.get_bounds() for item in pdfium.PdfDocument(data)[0].get_objects([pdfium.raw.FPDF_PAGEOBJ_PATH])]
    return sum(10 < right - left < 20 and 10 < top - bottom < 20 for left, bottom, right, top in sides)


@pytest.mark.parametrize("sheet", OfficeSheet)
def test_a_form_has_a_box_for_every_letter(sheet: OfficeSheet) -> None:
    assert squares(letters_pdf([FORM], FONTS, sheet)) == 16 + 8


def test_numbers_stand_at_the_head_and_again_on_what_is_torn_off() -> None:
    text = reading.words(letters_pdf([FORM], FONTS))
    assert text.count("A031") == 2
    assert text.count("35-SBY01-20200413-0031-9") == 2


@pytest.mark.parametrize("sheet", [OfficeSheet.A4, OfficeSheet.F4])
@pytest.mark.parametrize("text", [QR_TEXT, LONGEST_QR_TEXT], ids=["usual", "longest"])
@pytest.mark.parametrize("dots_per_inch", [203, 300])
def test_the_qr_of_the_torn_off_end_is_read(sheet: OfficeSheet, text: str, dots_per_inch: int) -> None:
    form = replace(FORM, blocks=(HEAD, replace(TEAR, qr_text=text)))
    picture = reading.picture(letters_pdf([form], FONTS, sheet), dots_per_inch)
    assert reading.qr_texts(picture.point(lambda grey: 255 if grey >= 128 else 0)) == [text]


def test_choices_stand_in_as_many_lines_as_they_need() -> None:
    choices = tuple(f"pilihan nomor {number}" for number in range(20))
    form = replace(FORM, blocks=(FormLines((FormLine("Pilihan", choices=choices),)),))
    data = letters_pdf([form], FONTS)
    text = reading.words(data)
    assert [one for one in choices if reading.squeezed(one) not in text] == []
    right = [ink.right for ink in reading.lines(data)]
    assert max(right) < 210 / 25.4 * 203


@pytest.mark.parametrize("count", [2, 3])
def test_the_lines_of_one_label_stand_apart_from_those_of_the_next(count: int) -> None:
    label = " ".join(["Perangkat desa (gaji)"] * count)  # one line each, from the tallest sign to the deepest
    rows = tuple(FormLine(label, choices=("ya", "tidak")) for _ in range(3))
    inks = reading.lines(letters_pdf([replace(FORM, blocks=(FormLines(rows),), title="X")], FONTS))
    gutter = [ink for ink in inks if ink.left < 130 and ink.top < 800][-3 * count :]
    gaps = [below.top - above.bottom for above, below in itertools.pairwise(sorted(gutter, key=lambda ink: ink.top))]
    between = gaps[count - 1 :: count]
    inside = [gap for at, gap in enumerate(gaps) if (at + 1) % count]
    assert min(between) > 4 * max(inside)


def test_bars_carry_labels_and_figures() -> None:
    rows = (("Pendaftaran", 120), ("Cek status", 7), ("Kosong", 0))
    text = reading.words(letters_pdf([replace(FORM, blocks=(Bars(rows),))], FONTS))
    assert "Pendaftaran120" in text
    assert "Kosong0" in text


def test_a_chart_of_nothing_is_no_trouble() -> None:
    empty = replace(FORM, blocks=(Bars(()), Bars((("Nol", 0),))))
    assert reading.page_count(letters_pdf([empty], FONTS)) == 1


def test_stamps_have_three_by_three_centimetres_beside_each_hand() -> None:
    hands = (Signature("Yang menerima"), Signature("Yang menyerahkan", "RINA"))
    data = letters_pdf([replace(FORM, blocks=(Signatures("Surabaya", hands, has_stamp=True),))], FONTS)
    bounds = [item.get_bounds() for item in pdfium.PdfDocument(data)[0].get_objects([pdfium.raw.FPDF_PAGEOBJ_PATH])]
    sides = [round((right - left) / 72 * 25.4) for left, bottom, right, top in bounds if 70 < top - bottom < 100]
    assert sides == [30, 30]


def test_rows_to_sign_in_are_taller() -> None:
    rows = tuple((str(number), "") for number in range(45))
    grid = Grid(("No", "Tanda tangan"), rows, (1, 5))
    plain, tall = (
        letters_pdf([replace(FORM, blocks=(one,))], FONTS) for one in (grid, replace(grid, is_to_write_on=True))
    )
    assert reading.page_count(plain) < reading.page_count(tall)


def test_a_copy_of_a_form_says_so() -> None:
    assert "DUPLIKAT(cetakanke-2)" in reading.words(letters_pdf([replace(FORM, copy_no=2)], FONTS))
    assert "DUPLIKAT" not in reading.words(letters_pdf([FORM], FONTS))


def test_the_same_form_gives_the_same_bytes() -> None:
    assert letters_pdf([FORM, FORM], FONTS) == letters_pdf([FORM, FORM], FONTS)


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=200), sheet=st.sampled_from(OfficeSheet))
def test_any_text_can_stand_in_a_form(text: str, sheet: OfficeSheet) -> None:
    lines = FormLines((FormLine(text, (4,)), FormLine(text, choices=(text, text)), FormLine(text)))
    tear = TearOff(NumberHead(text, text, text), text, QR_TEXT, (text,))
    form = replace(FORM, blocks=(NumberHead(text, text, text), lines, Bars(((text, 3),)), tear))
    assert reading.page_count(letters_pdf([form], FONTS, sheet)) >= 1
