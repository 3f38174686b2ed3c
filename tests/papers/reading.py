"""Reading a printed PDF back: its words, where they stand, its picture on a printer's head, its QR."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped] # ships without types
import zxingcpp
from PIL import Image

from papers.page import DOTS_PER_INCH, POINTS_PER_DOT


@dataclass(frozen=True)
class Ink:
    """Where a line of text stands, in dots from the upper left of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Ink) -> bool:
        """Whether two lines of one page touch each other by more than a dot."""
        if self.page != other.page:
            return False
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 1


def words(data: bytes) -> str:
    """All text of the PDF without white space: lines may break anywhere."""
    document = pdfium.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    # pdfium gives a hyphen at the end of a line as a sign of its own.
    return squeezed(text.replace("\ufffe", "-").replace("\x02", "-"))


def squeezed(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text)


def lines(data: bytes) -> list[Ink]:
    """The ink of every line of text, page by page."""
    inks = []
    for number, page in enumerate(pdfium.PdfDocument(data)):
        height = page.get_height()
        for item in page.get_objects([pdfium.raw.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = (side / POINTS_PER_DOT for side in item.get_bounds())
            page_height = height / POINTS_PER_DOT
            inks.append(Ink(number, left, page_height - top, right, page_height - bottom))
    return inks


def picture(data: bytes, dots_per_inch: int = DOTS_PER_INCH, page: int = 0) -> Image.Image:
    """A page as grey pixels at a printer's resolution."""
    image: Image.Image = (
        pdfium.PdfDocument(data)[page].render(scale=dots_per_inch / 72, grayscale=True).to_pil().convert("L")
    )
    return image


def on_head(data: bytes) -> Image.Image:
    """A page as a thermal head burns it: black or nothing."""
    return picture(data).point(lambda grey: 255 if grey >= 128 else 0).convert("1")


def qr_texts(image: Image.Image) -> list[str]:
    """What a scanner reads in a picture."""
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def qr_place(image: Image.Image) -> tuple[int, int, int, int]:
    """Where the only QR of a picture is: left, top, right, bottom in pixels."""
    place = zxingcpp.read_barcodes(image)[0].position
    return place.top_left.x, place.top_left.y, place.bottom_right.x, place.bottom_right.y


def capital_height(data: bytes, text: str) -> float:
    """Height of a line of capitals in points."""
    page = pdfium.PdfDocument(data)[0]
    items = page.get_objects([pdfium.raw.FPDF_PAGEOBJ_TEXT], textpage=page.get_textpage())
    [bounds] = [item.get_bounds() for item in items if item.extract() == text]
    return float(bounds[3] - bounds[1])


def size_mm(data: bytes) -> tuple[float, float]:
    """Width and height of the first page."""
    page = pdfium.PdfDocument(data)[0]
    return page.get_width() / 72 * 25.4, page.get_height() / 72 * 25.4


def properties(data: bytes) -> dict[str, str]:
    """The file's properties as a viewer shows them."""
    return dict(pdfium.PdfDocument(data).get_metadata_dict())


def page_count(data: bytes) -> int:
    """How many pages the PDF has."""
    return len(pdfium.PdfDocument(data))


def inflated(data: bytes) -> bytes:
    """The file and all its streams unpacked, for a search."""
    streams = [part.split(b"endstream")[0].strip(b"\r\n") for part in data.split(b"stream\r\n")[1:]]
    unpacked = [zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"x"]
    return b"\n".join([data, *unpacked])
