"""Every paper for rolls through a real connection to a receipt printer: the same dots, and a QR that can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from app.printing.address import transport_to
from app.printing.escpos import Picture, without_requests
from app.printing.raster import DOTS_AN_INCH, ROLL_DOTS
from app.printing.thermal import ThermalPrinter
from app.ui.printer import rasters_of
from papers import Paper, render
from papers.card import card_pdf
from papers.card_page import CardPaper
from papers.page import DOTS_PER_INCH
from papers.ticket import ticket
from papers.trial import TRIAL_TEXT, Trial, trial_page
from tests.kit.escpos import network_printer
from tests.kit.zbar import zbar_texts
from tests.papers.cards import QR_TEXT as CARD_QR_TEXT
from tests.papers.cards import REGIONAL
from tests.papers.reading import on_head
from tests.papers.slips import ALL_SLIPS, FONTS, RECEIPT
from tests.papers.test_ticket import TICKET

pytestmark = pytest.mark.slow

ROLLS = [paper for paper in Paper if paper.value in ROLL_DOTS]
TRIAL = Trial(RECEIPT.letterhead, RECEIPT.at, RECEIPT.zone)
WITH_QR = ["receipt", "waiting", "fullest", "large", "copy", "trial", "card"]

TURNED_DEGREES = 7
BLUR_DOTS = 0.18 * DOTS_AN_INCH / 25.4
"""As much as a symbol of four dots a module was measured to bear after days in a pocket."""


SLIPS = {**ALL_SLIPS, "large": replace(RECEIPT, is_large=True), "copy": replace(RECEIPT, copy_no=2, is_training=True)}
OTHERS: Mapping[str, Callable[[Paper], bytes]] = {
    "trial": lambda paper: trial_page(TRIAL, paper, FONTS),
    "ticket": lambda paper: ticket(TICKET, paper, FONTS),
    "card": lambda paper: card_pdf(REGIONAL, CardPaper(paper.value), FONTS),
}
OTHER_QR_TEXTS = {"trial": TRIAL_TEXT, "card": CARD_QR_TEXT}


def paper_pdf(name: str, paper: Paper) -> bytes:
    return OTHERS[name](paper) if name in OTHERS else render(SLIPS[name], paper, FONTS)


def qr_text(name: str) -> str:
    return OTHER_QR_TEXTS[name] if name in OTHER_QR_TEXTS else SLIPS[name].qr_text


def burnt(name: str, paper: Paper, picture: Picture = Picture.RASTER) -> Image.Image:
    """The paper as it lies in the tray."""
    with network_printer() as printer:
        transport = transport_to(printer.place)
        assert transport is not None
        thermal = ThermalPrinter(transport, rasters_of, picture=picture)
        assert thermal.hand_over(paper_pdf(name, paper), paper.value, name, lambda: None).is_confirmed
        [sheet] = printer.mechanism.sheets
    return sheet.picture()


def texts_of(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def worn(picture: Image.Image) -> Image.Image:
    """Held askew and rubbed."""
    framed = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    framed.paste(picture, (40, 40))
    turned = framed.rotate(TURNED_DEGREES, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return turned.filter(ImageFilter.GaussianBlur(BLUR_DOTS))


def test_rolls_and_papers_agree_on_dots() -> None:
    assert DOTS_AN_INCH == DOTS_PER_INCH
    assert {paper.value: paper.sheet.printable_dots for paper in Paper if paper.sheet.is_roll} == dict(ROLL_DOTS)


@pytest.mark.parametrize("paper", ROLLS)
@pytest.mark.parametrize("name", [*SLIPS, *OTHERS])
def test_nothing_of_a_paper_is_lost_on_its_way_to_the_head(name: str, paper: Paper) -> None:
    drawn = on_head(paper_pdf(name, paper)).convert("L")
    left = (drawn.width - ROLL_DOTS[paper.value]) // 2
    seen = drawn.crop((left, 0, left + ROLL_DOTS[paper.value], drawn.height))
    edges = [drawn.crop((0, 0, left - 1, drawn.height)), drawn.crop((left + seen.width + 1, 0, *drawn.size))]
    assert [edge.getextrema() for edge in edges] == [(255, 255)] * 2  # but for a dot that a letter hangs over
    assert burnt(name, paper).tobytes() == _without_lonely_dots(seen).tobytes()


def _without_lonely_dots(picture: Image.Image) -> Image.Image:
    """The dots that are left out because a printer would take them for a request."""
    rows = bytes(byte ^ 0xFF for byte in picture.convert("1").tobytes())
    band = picture.width // 8 * 64
    kept = b"".join(without_requests(rows[start : start + band]) for start in range(0, len(rows), band))
    return Image.frombytes("1", picture.size, bytes(byte ^ 0xFF for byte in kept)).convert("L")


@pytest.mark.parametrize("paper", ROLLS)
@pytest.mark.parametrize("name", WITH_QR)
def test_the_qr_reads_back_new_and_worn(name: str, paper: Paper, tmp_path: Path) -> None:
    picture = burnt(name, paper)
    assert texts_of(picture) == [qr_text(name)]
    assert texts_of(worn(picture)) == [qr_text(name)]


@pytest.mark.parametrize("paper", ROLLS)
@pytest.mark.parametrize("name", WITH_QR)
def test_another_reader_reads_the_same(name: str, paper: Paper, tmp_path: Path) -> None:
    assert zbar_texts(burnt(name, paper), tmp_path) == [qr_text(name)]


@pytest.mark.parametrize("paper", ROLLS)
def test_a_cheap_printer_draws_the_same_in_columns(paper: Paper) -> None:
    rows, columns = burnt("receipt", paper), burnt("receipt", paper, Picture.COLUMNS)
    assert texts_of(columns) == [RECEIPT.qr_text]
    same = columns.crop((0, 0, rows.width, rows.height))
    differing = sum(one != other for one, other in zip(rows.tobytes(), same.tobytes(), strict=True))
    assert differing < 20  # the lonely dots that are left out are others
