"""What a receipt printer is told: pictures in bands or strips, nothing that it could read as letters or requests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.printing.escpos import BAND_ROWS, BEGIN, Cut, Picture, ending, longest_part, picture_parts, without_requests
from app.printing.raster import Raster, raster_of
from tests.kit.escpos import Mechanism

NO_LIMIT = {"max_examples": 60, "deadline": None}
BYTES = st.integers(0, 255)


@st.composite
def rasters(draw: st.DrawFn) -> Raster:
    """Any picture up to a few bands high, often white, sometimes full of what looks like a request."""
    width = draw(st.sampled_from([8, 24, 384]))
    rows = draw(st.integers(0, 2 * BAND_ROWS + 3))
    piece = draw(st.binary(min_size=1, max_size=40) | st.sampled_from([b"\x10\x04\x01", b"\x10\x14\x08", b"\x00"]))
    return Raster(width, (piece * (rows * width // 8))[: rows * width // 8])


def printed(page: Raster, picture: Picture, cut: Cut = Cut.PARTIAL) -> Mechanism:
    """A printer that was given this page."""
    mechanism = Mechanism()
    mechanism.take(BEGIN + b"".join(picture_parts([page], picture)) + ending(cut))
    return mechanism


def dots_of(mechanism: Mechanism) -> bytes:
    return b"".join(bits for sheet in mechanism.papers for _width, bits in sheet.strips)


@given(rasters(), st.sampled_from(Picture))
def test_the_paper_shows_the_picture_and_no_letters(page: Raster, picture: Picture) -> None:
    mechanism = printed(page, picture)
    burnt, wanted = dots_of(mechanism), page.bits
    assert mechanism.text == b""
    assert burnt[len(wanted) :].strip(b"\x00") == b""
    lost = [(was, now) for was, now in zip(wanted, burnt, strict=False) if was != now]
    if picture is Picture.RASTER:
        assert all(was == 0x10 and now == 0 for was, now in lost)
        assert burnt[: len(wanted)] == without_requests(wanted) or b"\x10" in wanted


@given(rasters(), st.sampled_from(Picture))
def test_no_part_holds_what_a_printer_would_answer_at_once(page: Raster, picture: Picture) -> None:
    for part in picture_parts([page], picture):
        for request in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
            assert request not in part[8:]


@given(rasters(), st.sampled_from(Picture))
def test_no_part_is_longer_than_is_said(page: Raster, picture: Picture) -> None:
    assert all(len(part) <= longest_part(page.width_dots) for part in picture_parts([page], picture))


@pytest.mark.parametrize(("cut", "seen"), [(Cut.FULL, "full"), (Cut.PARTIAL, "partial")])
def test_the_knife_does_what_is_set(cut: Cut, seen: str) -> None:
    mechanism = printed(Raster(8, b"\xff"), Picture.RASTER, cut)
    assert [sheet.cut for sheet in mechanism.sheets] == [seen]


def test_a_printer_without_a_knife_is_not_told_to_cut() -> None:
    mechanism = printed(Raster(8, b"\xff"), Picture.RASTER, Cut.NONE)
    assert mechanism.sheets == []
    assert b"\x1dV" not in ending(Cut.NONE)


@pytest.mark.parametrize(("width", "bits"), [(0, b""), (12, b"\x00\x00\x00"), (16, b"\x00")])
def test_what_no_head_can_print_is_no_raster(width: int, bits: bytes) -> None:
    with pytest.raises(ValueError, match="whole"):
        Raster(width, bits)


@given(st.lists(BYTES, min_size=30, max_size=30), st.integers(0, 3))
def test_the_middle_of_a_page_is_what_the_head_burns(greys: list[int], spare: int) -> None:
    stride = 10 + spare
    grey = b"".join(bytes(greys[row * 10 : row * 10 + 10]) + b"\x00" * spare for row in range(3))
    page = raster_of(grey, stride, 10, 8)
    wanted = ["".join("1" if one < 128 else "0" for one in greys[row * 10 + 1 : row * 10 + 9]) for row in range(3)]
    assert [f"{byte:08b}" for byte in page.bits] == wanted
