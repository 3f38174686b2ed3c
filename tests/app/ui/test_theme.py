"""The look: contrasts by the formula of WCAG 2.2, figures of one width, one place for colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication

from app.ui.theme import LOOKS, PERCENTS, Colours, Look, load_fonts, put_on

UI = Path(__file__).resolve().parents[3] / "app" / "ui"
HOMES_OF_COLOUR = {"theme.py", "style_sheet.py", "overlay.py"}

WORDS_ON = [
    ("ink", "window"), ("ink", "surface"), ("muted", "window"), ("muted", "surface"), ("accent", "window"),
    ("accent", "surface"), ("accent", "accent_soft"), ("ink", "accent_soft"), ("on_accent", "accent"),
    ("ok", "surface"), ("ok", "window"), ("ok", "ok_soft"), ("attention", "surface"), ("attention", "window"),
    ("attention", "attention_soft"), ("stop", "surface"), ("stop", "window"), ("stop", "stop_soft"),
    ("ink", "attention_soft"), ("ink", "stop_soft"), ("ink", "ok_soft"), ("muted", "accent_soft"),
]  # fmt: skip
SHAPES_ON = [("field_line", "surface"), ("field_line", "window"), ("accent", "window"), ("accent", "surface")]


def luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("pair", WORDS_ON, ids="-on-".join)
def test_words_stand_out_from_their_ground(look: Colours, pair: tuple[str, str]) -> None:
    assert contrast(getattr(look, pair[0]), getattr(look, pair[1])) >= 4.5


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("pair", SHAPES_ON, ids="-on-".join)
def test_rings_and_lines_of_fields_stand_out_from_their_ground(look: Colours, pair: tuple[str, str]) -> None:
    assert contrast(getattr(look, pair[0]), getattr(look, pair[1])) >= 3


def test_black_on_white_has_the_highest_contrast_there_is() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("is_bold", [False, True])
def test_all_figures_are_equally_wide(qapp: QApplication, is_bold: bool) -> None:
    load_fonts()
    metrics = QFontMetricsF(Look().font(is_bold=is_bold))
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("percent", PERCENTS)
def test_every_look_can_be_put_on(qapp: QApplication, name: str, percent: int) -> None:
    load_fonts()
    put_on(qapp, Look(name, percent))
    assert "$" not in qapp.styleSheet()


def test_colours_are_named_in_the_theme_only() -> None:
    written = re.compile(r"#[0-9a-fA-F]{6}\b|QColor\(\s*\d")
    strays = [path.name for path in UI.rglob("*.py") if written.search(path.read_text("utf-8"))]
    assert set(strays) <= HOMES_OF_COLOUR
