"""Slips in large type: everything half as large again, nothing lost, nothing over anything else, the QR still read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from papers import Paper, Slip, render
from papers.words import clean
from tests.papers import reading
from tests.papers.slips import ALL_SLIPS, FONTS, FULLEST, QR_TEXT, RECEIPT

EVERY_PAPER = pytest.mark.parametrize("paper", Paper)
EVERY_SLIP = pytest.mark.parametrize("slip", ALL_SLIPS.values(), ids=ALL_SLIPS.keys())


def large(slip: Slip) -> Slip:
    return replace(slip, is_large=True)


@EVERY_PAPER
def test_type_is_half_as_large_again(paper: Paper) -> None:
    one = replace(RECEIPT, stage="HHHH", papers_seen=(), next_steps=(), status_check="", complaint_line="")
    usual, grown = (reading.capital_height(render(slip, paper, FONTS), "HHHH") for slip in (one, large(one)))
    assert 1.4 < grown / usual < 1.6


@EVERY_PAPER
@EVERY_SLIP
def test_nothing_is_lost_cut_or_printed_over_anything_else(slip: Slip, paper: Paper) -> None:
    data = render(large(slip), paper, FONTS)
    inks, sheet = reading.lines(data), paper.sheet
    assert not any(one.overlaps(other) for at, one in enumerate(inks) for other in inks[:at])
    assert all(ink.right <= sheet.left_dots + sheet.printable_dots + 2 for ink in inks)
    said = (slip.name, slip.masked_nik, slip.programme, *slip.papers_missing, *slip.reasons, *slip.next_steps)
    text = reading.words(data)
    assert [one for one in said if reading.squeezed(clean(one)) not in text] == []


@EVERY_PAPER
@pytest.mark.parametrize("slip", [RECEIPT, FULLEST], ids=["usual", "fullest"])
def test_the_qr_is_as_it_was_and_read_from_a_thermal_head(slip: Slip, paper: Paper) -> None:
    assert reading.qr_texts(reading.on_head(render(large(slip), paper, FONTS))) == [slip.qr_text]


@pytest.mark.parametrize("paper", [paper for paper in Paper if paper.sheet.is_roll])
def test_a_masked_nik_is_never_broken_in_two_lines(paper: Paper) -> None:
    data = render(large(RECEIPT), paper, FONTS)
    assert reading.capital_height(data, RECEIPT.masked_nik) > 0  # there is one line that is just that


def test_a_sheet_goes_on_to_a_second_one_rather_than_shrink() -> None:
    assert reading.page_count(render(FULLEST, Paper.A5, FONTS)) == 1
    assert reading.page_count(render(large(FULLEST), Paper.A5, FONTS)) > 1


def test_the_same_large_slip_gives_the_same_bytes() -> None:
    slip = large(replace(RECEIPT, qr_text=QR_TEXT))
    assert render(slip, Paper.THERMAL58, FONTS) == render(large(RECEIPT), Paper.THERMAL58, FONTS)
