"""How the window looks: every colour, size and distance, and the style sheet made of them. The only place of both.

Contrasts are computed by a test: text 4.5:1, rings, lines of fields and icons 3:1.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

import resources
from app.ui.style_sheet import style_sheet

FAMILY = "Noto Sans"
FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")

SPACE = (4, 8, 12, 16, 24, 32)
"""The only distances there are, in pixels at 100 %."""

RADIUS_PX = 6
RING_PX = 2

SMALL_PT, BODY_PT, LEAD_PT, TITLE_PT, LARGE_PT, HUGE_PT = 10.5, 10.5, 12.0, 14.0, 18.0, 96.0
DISPLAY_PT = 28.0

PERCENTS = (90, 100, 110, 125, 150)
"""Text sizes an officer can choose."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One look. ``..._soft`` are backgrounds for words in the colour they are named after, or in ``ink``."""

    window: str
    surface: str
    ink: str
    muted: str
    line: str
    field_line: str
    accent: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_soft: str
    attention: str
    attention_soft: str
    stop: str
    stop_soft: str


LIGHT = Colours(
    window="#f5f6f8",
    surface="#ffffff",
    ink="#171a1f",
    muted="#59626d",
    line="#e1e5ea",
    field_line="#838c97",
    accent="#0b5cad",
    on_accent="#ffffff",
    accent_soft="#e4eff9",
    ok="#1a7a3c",
    ok_soft="#e5f4ea",
    attention="#7d5300",
    attention_soft="#fff3d6",
    stop="#b3261e",
    stop_soft="#fdebe9",
)

DARK = Colours(
    window="#12161a",
    surface="#1b2127",
    ink="#eceff2",
    muted="#a2abb5",
    line="#2d353d",
    field_line="#6d7883",
    accent="#70b4f3",
    on_accent="#0b1a29",
    accent_soft="#17324b",
    ok="#62c88a",
    ok_soft="#173524",
    attention="#f0bd5b",
    attention_soft="#3a2d10",
    stop="#ff9189",
    stop_soft="#43211f",
)

CONTRAST = Colours(
    window="#ffffff",
    surface="#ffffff",
    ink="#000000",
    muted="#2b2b2b",
    line="#000000",
    field_line="#000000",
    accent="#003a75",
    on_accent="#ffffff",
    accent_soft="#d6e8ff",
    ok="#00501d",
    ok_soft="#e2f5e8",
    attention="#563900",
    attention_soft="#fff0c2",
    stop="#8a0f08",
    stop_soft="#ffe4e1",
)

LOOKS = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


@dataclass(frozen=True)
class Look:
    """The look that is shown now: which colours, and how large text and everything around it is."""

    name: str = "light"
    percent: int = 100

    @property
    def colours(self) -> Colours:
        """The colours by meaning."""
        return LOOKS[self.name]

    @cached_property
    def is_dark(self) -> bool:
        """Whether ink is lighter than the ground."""
        return QColor(self.colours.window).lightness() < 128

    def pt(self, points: float) -> float:
        """A type size in the officer's text size."""
        return points * self.percent / 100

    def px(self, pixels: int) -> int:
        """A distance or icon size in the officer's text size."""
        return round(pixels * self.percent / 100)

    def font(self, points: float = BODY_PT, *, is_bold: bool = False) -> QFont:
        """The typeface in a size."""
        font = QFont(FAMILY)
        font.setPointSizeF(self.pt(points))
        font.setBold(is_bold)
        return font

    def colour(self, name: str) -> QColor:
        """A colour by its meaning."""
        return QColor(getattr(self.colours, name))


def system_look(application: QApplication) -> str:
    """``dark`` or ``light``, as the computer is set."""
    scheme = application.styleHints().colorScheme()  # the palette may be our own by now
    return "dark" if scheme is Qt.ColorScheme.Dark else "light"


def load_fonts() -> None:
    """Make the bundled typeface known. Raises: FileNotFoundError if the program is not complete."""
    for name in FONT_FILES:
        if QFontDatabase.addApplicationFont(str(resources.path("fonts", name))) < 0:
            raise FileNotFoundError(name)


def put_on(application: QApplication, look: Look) -> None:
    """Give the whole program this look."""
    application.setStyle("Fusion")
    application.setFont(look.font())
    application.setPalette(_palette(look.colours))
    application.setStyleSheet(style_sheet(look))


@contextmanager
def undressed() -> Iterator[None]:
    """Build many widgets without the style sheet: it dresses each anew whenever it is put into another."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError(type(application))
    sheet = application.styleSheet()
    application.setStyleSheet("")
    try:
        yield
    finally:
        application.setStyleSheet(sheet)


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, value in {
        role.Window: colours.window,
        role.WindowText: colours.ink,
        role.Base: colours.surface,
        role.AlternateBase: colours.window,
        role.Text: colours.ink,
        role.Button: colours.surface,
        role.ButtonText: colours.ink,
        role.PlaceholderText: colours.muted,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.ink,
        role.Link: colours.accent,
        role.Accent: colours.accent,
    }.items():
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.muted))
    return palette
