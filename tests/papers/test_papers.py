"""Every paper read back from its own PDF: complete, legible, inside the page, the same every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

import core.sentences
from core.sentences import PAPER_WORDS
from papers import Paper, Slip, SlipKind, render
from papers.page import dots
from tests.papers import reading
from tests.papers.slips import ALL_SLIPS, FONTS, FULLEST, INCOMPLETE, NIK, QR_TEXT, RECEIPT, TOO_YOUNG, WAITING

EVERY_SLIP = pytest.mark.parametrize("slip", ALL_SLIPS.values(), ids=ALL_SLIPS.keys())
EVERY_PAPER = pytest.mark.parametrize("paper", Paper)
ROLLS = [paper for paper in Paper if paper.sheet.is_roll]
SHEETS = [paper for paper in Paper if not paper.sheet.is_roll]
ROOT = Path(__file__).parents[2]


def contents(slip: Slip) -> list[str]:
    """Everything a slip's paper has to say, as one would look for it."""
    head = slip.letterhead
    said = [
        head.agency,
        head.post_name,
        head.address,
        head.phone,
        slip.title,
        slip.queue_number,
        f"Loket {slip.counter}",
    ]
    said += ["09.14 WIB", "Senin, 13 April 2020", slip.name, slip.masked_nik, slip.programme, slip.stage]
    said += [*slip.papers_missing, *slip.papers_seen, *slip.reasons, *slip.next_steps]
    said += [slip.status_check, slip.complaint_line, slip.officer_name, "Layanan ini GRATIS", "bukan bukti kelulusan"]
    if slip.kind is SlipKind.RECEIPT:
        said += [slip.registration_no, "cap jempol"]
    return said


@EVERY_PAPER
@EVERY_SLIP
def test_every_item_of_a_slip_stands_on_its_paper(slip: Slip, paper: Paper) -> None:
    text = reading.words(render(slip, paper, FONTS))
    assert [said for said in contents(slip) if reading.squeezed(said) not in text] == []


@EVERY_PAPER
@EVERY_SLIP
def test_no_line_touches_another_or_leaves_the_printable_width(slip: Slip, paper: Paper) -> None:
    data = render(slip, paper, FONTS)
    sheet = paper.sheet
    height = reading.picture(data).height
    inks = reading.lines(data)
    outside = [
        ink
        for ink in inks
        if ink.left < sheet.left_dots - 1
        or ink.right > sheet.left_dots + sheet.printable_dots + 1
        or ink.top < 0
        or ink.bottom > height
    ]
    assert outside == []
    assert [(one, other) for at, one in enumerate(inks) for other in inks[:at] if one.overlaps(other)] == []


@EVERY_PAPER
@pytest.mark.parametrize("slip", [RECEIPT, FULLEST], ids=["version 8", "221 characters"])
def test_the_qr_is_read_from_a_thermal_head_and_from_an_office_printer(slip: Slip, paper: Paper) -> None:
    data = render(slip, paper, FONTS)
    assert reading.qr_texts(reading.on_head(data)) == [slip.qr_text]
    assert reading.qr_texts(reading.picture(data, 300)) == [slip.qr_text]


@pytest.mark.parametrize("paper", ROLLS)
def test_the_qr_is_read_when_only_the_head_s_own_width_is_printed(paper: Paper) -> None:
    image = reading.on_head(render(RECEIPT, paper, FONTS))
    left = paper.sheet.left_dots
    cropped = image.crop((left, 0, left + paper.sheet.printable_dots, image.height))
    assert cropped.width == {Paper.THERMAL58: 384, Paper.THERMAL80: 576}[paper]
    assert reading.qr_texts(cropped) == [QR_TEXT]


@EVERY_PAPER
def test_every_module_of_the_qr_is_whole_dots(paper: Paper) -> None:
    image = reading.picture(render(RECEIPT, paper, FONTS))
    left, top, right, bottom = reading.qr_place(image)
    assert abs((right - left) - 49 * 4) <= 2, "version 8, four dots a module"
    greys = set(image.crop((left - 8, top - 8, right + 8, bottom + 8)).tobytes())
    assert greys <= {*range(4), *range(252, 256)}, "an edge between two dots would be grey"


@pytest.mark.parametrize("paper", ROLLS)
def test_lines_are_as_thick_as_they_were_drawn(paper: Paper) -> None:
    image = reading.on_head(render(RECEIPT, paper, FONTS)).convert("L")
    columns = [image.crop((x, image.height - 250, x + 1, image.height - 200)).tobytes() for x in range(image.width)]
    upright = [x for x, column in enumerate(columns) if not any(column)]
    assert len(upright) == 8, "two boxes, each with two upright edges of two dots"


@pytest.mark.parametrize("paper", SHEETS)
@EVERY_SLIP
def test_a_slip_fits_one_sheet(slip: Slip, paper: Paper) -> None:
    assert reading.page_count(render(slip, paper, FONTS)) == 1


@pytest.mark.parametrize("paper", SHEETS)
def test_what_fits_no_sheet_goes_on_to_the_next_and_says_so(paper: Paper) -> None:
    reasons = tuple(f"Alasan nomor {number}: berkas ini harus dilengkapi dahulu di kelurahan." for number in range(70))
    data = render(replace(INCOMPLETE, reasons=reasons), paper, FONTS)
    pages = reading.page_count(data)
    text = reading.words(data)
    assert pages > 1
    assert reading.squeezed(f"Halaman {pages} dari {pages}") in text
    assert [reason for reason in reasons if reading.squeezed(reason) not in text] == []


@pytest.mark.parametrize(
    ("paper", "width_mm", "height_mm"), [(Paper.A5, 148, 210), (Paper.A4, 210, 297), (Paper.THERMAL58, 58, None)]
)
def test_pages_have_the_size_of_their_paper(paper: Paper, width_mm: int, height_mm: int | None) -> None:
    width, height = reading.size_mm(render(RECEIPT, paper, FONTS))
    assert width == pytest.approx(width_mm, abs=0.1)
    if height_mm is not None:
        assert height == pytest.approx(height_mm, abs=0.1)


@EVERY_PAPER
def test_a_page_is_a_whole_number_of_dots(paper: Paper) -> None:
    image = reading.picture(render(RECEIPT, paper, FONTS))
    assert image.width == dots(paper.sheet.width_mm)
    if paper.sheet.height_mm is not None:
        assert image.height == dots(paper.sheet.height_mm)


@pytest.mark.parametrize("paper", ROLLS)
def test_a_roll_is_as_long_as_its_content(paper: Paper) -> None:
    short, long = (reading.picture(render(slip, paper, FONTS)).height for slip in (RECEIPT, FULLEST))
    assert short < long


@EVERY_PAPER
def test_the_queue_number_is_by_far_the_largest_line(paper: Paper) -> None:
    heights = sorted(ink.bottom - ink.top for ink in reading.lines(render(WAITING, paper, FONTS)))
    assert heights[-1] > 2.5 * heights[-2]


@EVERY_PAPER
def test_missing_papers_are_larger_than_seen_ones(paper: Paper) -> None:
    one = replace(RECEIPT, papers_seen=("HHHH",), papers_missing=("HHHHHH",), reasons=(), next_steps=())
    data = render(one, paper, FONTS)
    assert reading.capital_height(data, "HHHHHH") > 1.3 * reading.capital_height(data, "HHHH")


@EVERY_PAPER
@EVERY_SLIP
def test_the_whole_nik_is_nowhere(slip: Slip, paper: Paper) -> None:
    telling = replace(slip, reasons=(f"NIK {NIK} sudah terdaftar.",), programme=f"Program {NIK}")
    data = render(telling, paper, FONTS)
    assert reading.squeezed(telling.masked_nik) in reading.words(data)
    assert NIK not in reading.words(data)
    assert NIK.encode() not in reading.inflated(data)


@EVERY_PAPER
def test_a_note_carries_neither_number_nor_qr(paper: Paper) -> None:
    data = render(replace(TOO_YOUNG, registration_no=RECEIPT.registration_no, qr_text=QR_TEXT), paper, FONTS)
    assert RECEIPT.registration_no not in reading.words(data)
    assert reading.qr_texts(reading.picture(data, 300)) == []


@EVERY_PAPER
def test_a_note_names_the_first_possible_day(paper: Paper) -> None:
    assert reading.squeezed("Bisa diproses mulai Rabu, 13 Mei 2020") in reading.words(render(TOO_YOUNG, paper, FONTS))


@EVERY_PAPER
@pytest.mark.parametrize("slip", [RECEIPT, TOO_YOUNG], ids=["receipt", "note"])
def test_training_and_copies_say_so_and_originals_do_not(slip: Slip, paper: Paper) -> None:
    plain = reading.words(render(slip, paper, FONTS))
    assert "LATIHAN" not in plain
    assert "DUPLIKAT" not in plain
    marked = reading.words(render(replace(slip, is_training=True, copy_no=3), paper, FONTS))
    assert marked.count("DATALATIHAN") == 2
    assert "DUPLIKAT(cetakanke-3)" in marked


@EVERY_PAPER
@pytest.mark.parametrize("slip", [RECEIPT, TOO_YOUNG], ids=["receipt", "note"])
def test_the_file_names_its_language_and_nobody(slip: Slip, paper: Paper) -> None:
    data = render(slip, paper, FONTS)
    properties = reading.properties(data)
    assert b"/Lang (id)" in data
    assert properties["Title"] in {"Tanda terima", "Catatan kekurangan"}
    assert all(secret not in " ".join(properties.values()) for secret in ("SITI", "3578", "A042", "SBY01"))


def test_both_typefaces_are_embedded_and_no_other() -> None:
    data = render(RECEIPT, Paper.A5, FONTS)
    assert data.count(b"/FontFile2") == 2
    assert b"Helvetica" not in data


@pytest.mark.slow
def test_the_same_slip_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib; from papers import Paper, render; from tests.papers.slips import ALL_SLIPS, FONTS;"
        "print(*(hashlib.sha256(render(s, p, FONTS)).hexdigest() for s in ALL_SLIPS.values() for p in Paper))"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Jayapura"))
    }
    here = [hashlib.sha256(render(slip, paper, FONTS)).hexdigest() for slip in ALL_SLIPS.values() for paper in Paper]
    assert digests == {" ".join(here) + "\n"}


def test_papers_load_neither_reportlab_nor_qrcode_before_the_first_slip() -> None:
    program = "import sys, papers; print(sorted({'reportlab', 'qrcode', 'PIL'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "broken",
    [
        {"masked_nik": NIK},
        {"masked_nik": "3578 0855 0890 9901"},
        {"at": datetime(2020, 4, 13, 9, 14)},  # noqa: DTZ001 - a time without its zone is the point
        {"next_steps": ("satu", "dua", "tiga", "empat")},
        {"copy_no": 0},
    ],
    ids=["whole NIK", "spaced NIK", "naive time", "four steps", "no copy"],
)
def test_a_slip_that_breaks_its_promises_cannot_be_made(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"slip|copies"):
        replace(RECEIPT, **broken)  # type: ignore[arg-type] # one wrong value at a time


def test_every_fixed_word_is_printed_by_some_paper() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "papers").glob("*.py"))
    assert [key for key in PAPER_WORDS if f'"{key}"' not in source] == []


def test_days_and_months_are_a_week_and_a_year() -> None:
    assert (len(core.sentences.PAPER_DAYS), len(core.sentences.PAPER_MONTHS)) == (7, 12)
