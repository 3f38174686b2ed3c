"""The typeface of the papers: handed in as bytes, read once, measured without touching a page."""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fonts:
    """Two TrueType files with glyf outlines, as bytes: the caller knows where resources lie, papers do not."""

    regular: bytes
    bold: bytes


@dataclass(frozen=True, slots=True)
class Face:
    """One registered typeface: its name in reportlab and how wide its letters are (1/1000 of the size)."""

    name: str
    widths: Mapping[int, float]
    default_width: float

    def width(self, text: str, size: int) -> float:
        """Width of a line of text in dots, at a size in dots."""
        widths, default = self.widths, self.default_width
        return sum([widths.get(ord(letter), default) for letter in text]) * size / 1000


@dataclass(frozen=True, slots=True)
class Faces:
    """The two faces a slip is set in."""

    regular: Face
    bold: Face

    def face(self, *, is_bold: bool) -> Face:
        """The bold or the regular face."""
        return self.bold if is_bold else self.regular


@functools.lru_cache(maxsize=2)
def faces_of(fonts: Fonts) -> Faces:
    """The registered faces of these files; parsing costs some 20 ms, hence done once a process."""
    return Faces(_registered(fonts.regular), _registered(fonts.bold))


def _registered(data: bytes) -> Face:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    # Compressed streams need no second coat of ASCII: a fifth smaller, and faster.
    rl_config.useA85 = 0
    # Only the letters in use are embedded, instead of all of ASCII; the text stays searchable by its ToUnicode map.
    digest = hashlib.sha256(data).hexdigest()[:12]
    font = TTFont(f"posko-{digest}", io.BytesIO(data), asciiReadable=False)
    # reportlab takes two files that call themselves the same for one font: tell them apart.
    font.face.name = font.face.name + b"-" + digest.encode()
    pdfmetrics.registerFont(font)
    return Face(font.fontName, font.face.charWidths, font.face.defaultWidth)
