"""Official papers: read back from the PDF they are printed as."""

from __future__ import annotations

import dataclasses

import pypdfium2 as pdfium  # type: ignore[import-untyped] # ships without types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.main import fonts
from papers import Letterhead
from papers.letter import Fields, Grid, Letter, OfficeSheet, Points, Signature, Signatures, Ticks, Words
from papers.letter_pdf import letters_pdf
from tests.papers.reading import words

NIK = "3578085508909901"


def letter(**changes: object) -> Letter:
    plain = Letter(
        letterhead=Letterhead("PEMERINTAH PROVINSI CONTOH", "Posko Contoh", "Jl. Contoh 1", "031-000"),
        title="SURAT CONTOH",
        blocks=(
            Words("Pembuka"),
            Fields((("Nama", "SITI AMINAH"), ("NIK", NIK), ("E-mail", ""))),
            Ticks((("KTP", True), ("KK", False))),
            Points(("Satu", "Dua & <tiga>")),
            Signatures("Surabaya, 13 April 2020", (Signature("Petugas", "RINA", "NIP"), Signature("Pemohon"))),
        ),
        number="Nomor: 1",
        mark="contoh",
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]  # the names are those of the record


def pages(data: bytes) -> int:
    return len(pdfium.PdfDocument(data))


def test_a_letter_carries_what_it_was_given_with_the_whole_nik() -> None:
    read = words(letters_pdf([letter()], fonts()))
    for text in ("SURATCONTOH", NIK, "SITIAMINAH", "Dua&<tiga>", "RINA", "Pemohon", "Surabaya,13April2020", "Nomor:1"):
        assert text in read


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert letters_pdf([letter()], fonts()) == letters_pdf([letter()], fonts())


def test_a_training_letter_says_so() -> None:
    assert "DATALATIHAN" in words(letters_pdf([letter(is_training=True)], fonts()))
    assert "DATALATIHAN" not in words(letters_pdf([letter()], fonts()))


def test_a_long_list_goes_on_under_its_head_and_counts_its_pages() -> None:
    rows = tuple((str(number), f"NAMA {number}") for number in range(1, 121))
    long = letter(blocks=(Grid(("No", "Nama lengkap"), rows, (1, 8)),))
    data = letters_pdf([long, letter()], fonts())
    read = words(data)
    assert pages(data) == read.count("Namalengkap") + 1
    assert "Halaman1dari" in read
    assert read.rstrip().count("Halaman1dari1") == 1
    assert "NAMA120" in read


@pytest.mark.parametrize(("sheet", "height_mm"), [(OfficeSheet.A4, 297), (OfficeSheet.F4, 330)])
def test_a_letter_fills_the_sheet_of_the_office(sheet: OfficeSheet, height_mm: int) -> None:
    page = pdfium.PdfDocument(letters_pdf([letter()], fonts(), sheet))[0]
    assert round(page.get_height() / 72 * 25.4) == height_mm
    lying = pdfium.PdfDocument(letters_pdf([letter(is_lying=True)], fonts(), sheet))[0]
    assert round(lying.get_width() / 72 * 25.4) == height_mm


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_stand_in_a_letter(text: str) -> None:
    blocks = (Words(text), Fields(((text, text),)), Grid((text, text), ((text, text),), (1, 1)), Points((text,)))
    assert pages(letters_pdf([letter(blocks=blocks, title=text, mark=text)], fonts())) >= 1


@pytest.mark.parametrize("above", range(32, 37))
def test_a_heading_never_stays_alone_at_the_foot_of_a_page(above: int) -> None:
    lines = tuple(Words("Baris") for _ in range(above))
    data = letters_pdf([letter(blocks=(*lines, Words("Judul", is_strong=True), Fields((("Isi", "satu"),))))], fonts())
    texts = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data)]
    assert [("Judul" in text) == ("Isi" in text) for text in texts] == [True] * len(texts)
