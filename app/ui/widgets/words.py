"""Words on the screen by what they are: the style sheet knows the rest."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

_MAY_BREAK = "\u200b"


def words(text: str, kind: str = "", *, wraps: bool = False) -> QLabel:
    """A label.

    Args:
        kind: ``muted``, ``strong``, ``section``, ``title``, ``large``, ``display``, ``huge``, ``ok``, ``attention``,
            ``stop``, ``accent``, ``key`` or empty for plain text.
        wraps: whether it may take several lines.
    """
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # nothing that was typed is ever read as markup
    label.setWordWrap(wraps)
    set_kind(label, kind)
    return label


def show_address(label: QLabel, address: str) -> None:
    """An e-mail address, which breaks before a dot or the sign where the line is full; it is read out as it is."""
    label.setText(address.replace("@", f"{_MAY_BREAK}@").replace(".", f"{_MAY_BREAK}."))
    label.setAccessibleName(address)


def set_kind(widget: QWidget, kind: str) -> None:
    """Say what a widget is now, and let the style sheet answer."""
    set_style_property(widget, "is", kind)


def set_style_property(widget: QWidget, name: str, value: str) -> None:
    """Change a property that the style sheet looks at; does nothing if it has that value already."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it was never dressed: it will be when it is shown
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def set_tip(widget: QWidget, text: str) -> None:
    """Say something under the pointer; what was typed is never read as markup there either."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;")  # html.escape() would load the names of all signs
    widget.setToolTip(f"<span>{plain}</span>" if text else "")


def card() -> QFrame:
    """A flat surface with a hairline."""
    frame = QFrame()
    frame.setProperty("is", "card")
    return frame


def hairline() -> QFrame:
    """A line between two parts."""
    frame = QFrame()
    frame.setProperty("is", "line")
    return frame


def tell_around(widget: QWidget) -> None:
    """A widget whose words wrap is higher or lower now: each layout around it is told, none of them tells the next."""
    around: QWidget | None = widget
    while around is not None:
        around.updateGeometry()
        around = around.parentWidget()
