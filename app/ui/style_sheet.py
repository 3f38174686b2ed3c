"""The style sheet, made of the tokens of ``app.ui.theme``. Widgets say what they are by ``setProperty("is", ...)``."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.theme import Look

_SHEET = Template("""
QWidget { color: $ink; }
QToolTip { background: $surface; color: $ink; border: 1px solid $line; padding: ${s4}px; }
QMainWindow, QWidget[is="ground"] { background: $window; }

QFrame[is="card"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[is="header"] { background: $surface; border: 0; border-bottom: 1px solid $line; }
QFrame[is="footer"] { background: $surface; border: 0; border-top: 1px solid $line; }
QFrame[is="sidebar"] { background: $surface; border: 0; border-right: 1px solid $line; }
QFrame[is="line"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }

QLabel { background: transparent; }
QLabel[is="muted"] { color: $muted; }
QLabel[is="accent"] { color: $accent; font-weight: bold; }
QLabel[is="ok"] { color: $ok; font-weight: bold; }
QLabel[is="attention"] { color: $attention; font-weight: bold; }
QLabel[is="stop"] { color: $stop; font-weight: bold; }
QLabel[is="strong"] { font-weight: bold; }
QLabel[is="section"] { font-size: ${pt12}pt; font-weight: bold; }
QLabel[is="title"] { font-size: ${pt14}pt; font-weight: bold; }
QLabel[is="large"] { font-size: ${pt18}pt; }
QLabel[is="display"] { font-size: ${pt28}pt; font-weight: bold; }
QLabel[is="huge"] { font-size: ${pt96}pt; font-weight: bold; color: $accent; }
QLabel[is="key"] {
    color: $muted; background: $window; border: 1px solid $line; border-radius: ${s4}px;
    padding: 1px ${s8}px; font-size: ${pt9}pt;
}

QLineEdit, QComboBox, QPlainTextEdit, QSpinBox {
    background: $surface; border: 1px solid $field_line; border-radius: ${radius}px;
    padding: ${s6}px ${s8}px; min-height: ${box}px; selection-background-color: $accent;
    selection-color: $on_accent; lineedit-password-character: 8226;
}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QSpinBox:focus {
    border: ${ring}px solid $accent; padding: ${s5}px ${s7}px;
}
QLineEdit[state="attention"], QComboBox[state="attention"] { border-color: $attention; }
QLineEdit[state="stop"], QComboBox[state="stop"] { border-color: $stop; }
QLineEdit[state="given"], QComboBox[state="given"] { background: $accent_soft; }
QLineEdit:disabled, QComboBox:disabled { color: $muted; background: $window; border-color: $line; }
QComboBox::drop-down { border: 0; width: ${s24}px; }
QComboBox::down-arrow { image: url("$chevron"); width: ${s16}px; height: ${s16}px; }
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $field_line; outline: 0; padding: ${s4}px;
    selection-background-color: $accent_soft; selection-color: $ink;
}

QPushButton {
    background: $surface; border: 1px solid $field_line; border-radius: ${radius}px;
    padding: ${s6}px ${s12}px; min-height: ${box}px; outline: 0;
}
QPushButton:hover { background: $accent_soft; }
QPushButton:focus { border: ${ring}px solid $accent; padding: ${s5}px ${s11}px; }
QPushButton:disabled { color: $muted; border-color: $line; }
QPushButton[is="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: bold; }
QPushButton[is="primary"]:focus { border: ${ring}px solid $ink; }
QPushButton[is="primary"]:disabled { background: $window; color: $muted; border-color: $line; }
QPushButton[is="quiet"] { background: transparent; border: 1px solid transparent; text-align: left; }
QPushButton[is="quiet"]:hover { background: $accent_soft; }
QPushButton[is="quiet"]:focus { border: ${ring}px solid $accent; }

QCheckBox, QRadioButton {
    spacing: ${s8}px; padding: ${s4}px; border: ${ring}px solid transparent; border-radius: ${radius}px;
}
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: ${s16}px; height: ${s16}px; border: 1px solid $field_line; background: $surface;
}
QCheckBox::indicator { border-radius: ${s4}px; }
QRadioButton::indicator { border-radius: ${s8}px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QRadioButton::indicator:checked {
    width: ${s8}px; height: ${s8}px; border: ${s5}px solid $accent; background: $surface;
}

QTableView, QListView, QTreeView {
    background: $surface; border: 1px solid $line; border-radius: ${radius}px; outline: 0; padding: 1px;
    gridline-color: transparent; selection-background-color: $accent_soft; selection-color: $ink;
}
QTableView::item { padding: ${s4}px ${s5}px; border: 0; }
QTableView:focus, QListView:focus { border: ${ring}px solid $accent; padding: 0; }
QListView[is="choices"]::item { padding: ${s6}px ${s8}px; border-left: 3px solid transparent; }
QListView[is="choices"]::item:selected { background: $accent_soft; color: $ink; border-left: 3px solid $accent; }
QHeaderView { background: $surface; }
QHeaderView::section {
    background: $surface; color: $muted; border: 0; border-bottom: 1px solid $line; padding: ${s8}px;
}

QToolButton { border: ${ring}px solid transparent; border-radius: ${radius}px; padding: 2px; background: transparent; }
QToolButton:hover { background: $accent_soft; }
QToolButton:focus { border-color: $accent; }

QScrollArea { border: 0; background: transparent; }
QScrollBar:vertical { background: transparent; width: ${s12}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${s12}px; margin: 0; }
QScrollBar::handle {
    background: $field_line; border-radius: ${s4}px; min-height: ${s32}px; min-width: ${s32}px; margin: 2px;
}
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar {
    background: $line; border: 0; border-radius: ${s4}px; min-height: ${s8}px; max-height: ${s8}px; color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: ${s4}px; }

QFrame[is="finding"][weight="warn"] { background: $attention_soft; border: 0; border-left: 3px solid $attention; }
QFrame[is="finding"][weight="block"] { background: $stop_soft; border: 0; border-left: 3px solid $stop; }
QFrame[is="finding"][weight="ok"] { background: transparent; border: 0; }
QFrame[is="notice"][tone="ok"] { background: $ok_soft; border: 0; border-bottom: 1px solid $ok; }
QFrame[is="notice"][tone="attention"] { background: $attention_soft; border: 0; border-bottom: 1px solid $attention; }
QFrame[is="notice"][tone="stop"] { background: $stop_soft; border: 0; border-bottom: 1px solid $stop; }
QFrame[is="strip"] { background: $window; border: 0; border-top: 1px solid $line; }
QWidget[is="page"] { background: transparent; }
QScrollArea[is="panel"] { background: transparent; border: 0; }
QScrollArea[is="reading"] { background: transparent; border: ${ring}px solid transparent; border-radius: ${radius}px; }
QScrollArea[is="reading"]:focus { border-color: $accent; }
QScrollArea[is="drawer"] { background: $window; border: 0; border-left: 1px solid $field_line; }
QPushButton[is="link"] {
    background: transparent; border: 0; color: $accent; padding: ${s4}px ${s8}px; min-height: ${s16}px;
}
QPushButton[is="link"]:hover { background: $accent_soft; text-decoration: underline; }
QPushButton[is="link"]:focus { border: ${ring}px solid $accent; }
QPushButton[is="answer"] { text-align: left; font-size: ${pt12}pt; padding: ${s8}px ${s12}px; }
QPushButton[is="answer"]:focus { padding: ${s7}px ${s11}px; background: $accent_soft; }
QPushButton[is="row"] { background: transparent; border: 0; padding: 0; text-align: left; }
QPushButton[is="row"]:hover { background: $accent_soft; }
QLabel[is="display-accent"] { font-size: ${pt28}pt; font-weight: bold; color: $accent; }
QLabel[is="display-attention"] { font-size: ${pt28}pt; font-weight: bold; color: $attention; }
QLabel[is="display-stop"] { font-size: ${pt28}pt; font-weight: bold; color: $stop; }
QLabel[is="show-fact"] { font-size: ${pt22}pt; font-weight: bold; }
QLabel[is="large-attention"] { font-size: ${pt18}pt; font-weight: bold; color: $attention; }
QLabel[is="large-muted"] { font-size: ${pt18}pt; color: $muted; }
QFrame[is="show"] { background: $surface; border: 0; }
QLabel[is="touch-letter"] { font-size: ${pt48}pt; font-weight: bold; color: $accent; }
QPushButton[is="touch"], QPushButton[is="touch-primary"] {
    font-size: ${pt22}pt; font-weight: bold; border: 2px solid $field_line; min-height: ${s72}px;
    padding: 12px ${s24}px;
}
QPushButton[is="touch"][size="large"] { min-height: ${s100}px; }
QPushButton[is="touch"]:pressed { background: $accent_soft; }
QPushButton[is="touch"]:focus { border: 4px solid $accent; background: $accent_soft; padding: 10px ${s24}px; }
QPushButton[is="touch-primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[is="touch-primary"]:focus { border: 4px solid $ink; padding: 10px ${s24}px; }
QPushButton[is="touch-quiet"] {
    font-size: ${pt14}pt; color: $muted; border: 2px solid $field_line; min-height: ${s32}px; padding: 6px ${s16}px;
}
QPushButton[is="touch-quiet"]:focus { border: 4px solid $accent; padding: 4px ${s16}px; }
QListWidget[is="roomy"]::item { padding: ${s8}px ${s12}px; }
QListWidget[is="bare"] { border: 0; }
QListWidget[is="bare"]::item { padding: ${s4}px ${s8}px; }
QFrame[is="floating"] { background: $surface; border: 1px solid $field_line; border-radius: ${radius}px; }
""")


def style_sheet(look: Look) -> str:
    """The style sheet of a look."""
    from app.ui.theme import RADIUS_PX, RING_PX
    from app.ui.widgets.icon import icon_file

    colours = look.colours
    values: dict[str, object] = {name: getattr(colours, name) for name in colours.__dataclass_fields__}
    values |= {f"s{px}": look.px(px) for px in (4, 5, 6, 7, 8, 11, 12, 16, 24, 32, 72, 100)}
    values |= {f"pt{size}": look.pt(size) for size in (9, 12, 14, 18, 22, 28, 48, 96)}
    values |= {"radius": RADIUS_PX, "ring": RING_PX, "box": look.px(20)}
    values["chevron"] = icon_file("chevron-down", colours.muted)
    values["tick"] = icon_file("check", colours.on_accent)
    return _SHEET.substitute(values)
