"""The emblem of the letterhead: pictures are taken, anything else is refused, and a roll gets it as single dots."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from papers import Paper, render
from papers.emblem import MOST_BYTES, emblem_box, emblem_dots, is_emblem
from papers.letter import Letter, Words
from papers.letter_pdf import letters_pdf
from papers.ticket import ticket
from tests.papers import reading
from tests.papers.slips import FONTS, QR_TEXT, RECEIPT
from tests.papers.test_ticket import TICKET


def picture_of(mode: str = "RGBA", kind: str = "PNG", size: tuple[int, int] = (120, 160)) -> bytes:
    """A black disc on nothing, or on white where a picture cannot be clear."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse([20, 20, size[0] - 20, size[1] - 20], fill=(0, 0, 0, 255))
    if mode != "RGBA":
        ground = Image.new("RGBA", size, "white")
        ground.alpha_composite(image)
        image = ground.convert(mode)
    target = io.BytesIO()
    image.save(target, kind)
    return target.getvalue()


EMBLEM = picture_of()
WITH_EMBLEM = replace(RECEIPT, letterhead=replace(RECEIPT.letterhead, emblem=EMBLEM))


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGBA", "PNG"), ("RGB", "PNG"), ("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("RGB", "JPEG")]
)
def test_png_and_jpeg_pictures_are_emblems(mode: str, kind: str) -> None:
    assert is_emblem(picture_of(mode, kind))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.4",
        picture_of("RGB", "BMP"),
        EMBLEM[:60],
        picture_of("CMYK", "JPEG"),
        EMBLEM + bytes(MOST_BYTES),
        picture_of("1", size=(2500, 2500)),
    ],
    ids=["empty", "another file", "another kind of picture", "cut", "for a press", "too many bytes", "too large"],
)
def test_what_papers_cannot_carry_is_no_emblem(data: bytes) -> None:
    assert not is_emblem(data)


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(EMBLEM) - 1), rest=st.binary(max_size=40))
def test_a_damaged_picture_never_raises(at: int, rest: bytes) -> None:
    data = EMBLEM[:at] + rest + EMBLEM[at + len(rest) :]
    assert is_emblem(data) in (True, False)


def test_a_picture_keeps_its_shape() -> None:
    assert emblem_box(EMBLEM, 100, 100) == (75, 100)


def test_on_a_roll_what_is_clear_stays_white_and_what_is_black_black() -> None:
    covered = {
        (x, y)
        for column, row, columns, rows in emblem_dots(EMBLEM, 60, 80)
        for x in range(column, column + columns)
        for y in range(row, row + rows)
    }
    assert (30, 40) in covered
    assert (0, 0) not in covered


@pytest.mark.parametrize("paper", Paper)
def test_a_slip_with_an_emblem_says_the_same_with_one_picture_more(paper: Paper) -> None:
    data = render(WITH_EMBLEM, paper, FONTS)
    assert data == render(WITH_EMBLEM, paper, FONTS)
    assert reading.words(data) == reading.words(render(RECEIPT, paper, FONTS))
    assert reading.qr_texts(reading.on_head(data)) == [QR_TEXT]
    assert data != render(RECEIPT, paper, FONTS)


@pytest.mark.parametrize("paper", Paper)
def test_lines_and_emblem_do_not_meet(paper: Paper) -> None:
    inks = reading.lines(ticket(replace(TICKET, letterhead=WITH_EMBLEM.letterhead), paper, FONTS))
    assert not any(one.overlaps(other) for at, one in enumerate(inks) for other in inks[:at])


def test_a_letter_carries_the_emblem_the_same_every_time() -> None:
    letter = Letter(letterhead=WITH_EMBLEM.letterhead, title="SURAT", blocks=(Words("Isi"),))
    data = letters_pdf([letter], FONTS)
    assert data == letters_pdf([letter], FONTS)
    assert b"/Subtype /Image" in data
