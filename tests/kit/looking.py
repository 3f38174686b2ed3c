"""What can be seen, heard and reached in a view: controls, the order of Tab, rings, words, and what is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QTableView,
    QWidget,
)

from app.ui.panels.sidebar import PlaceButton

MOST_TABS = 120
RING_PX = 3
"""From the edge inwards: here a ring is drawn."""

INPUTS = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractSpinBox, QAbstractItemView)


@dataclass(frozen=True)
class Control:
    """Something that takes keys or clicks, as somebody finds it who does not see the window."""

    kind: str
    name: str
    description: str
    role: QAccessible.Role
    is_page: bool
    """The toolkit has no role for a page that scrolls."""


def controls_of(root: QWidget) -> Sequence[QWidget]:
    """Everything visible that takes the focus or clicks; the inner parts of a control belong to it."""
    return [one for one in _visible(root) if _is_control(one)]


def _visible(root: QWidget) -> Iterator[QWidget]:
    for one in (root, *root.findChildren(QWidget)):
        if one.isVisible():
            yield one


def _is_control(one: QWidget) -> bool:
    if isinstance(one, QScrollBar | QHeaderView) or isinstance(one.parent(), INPUTS):
        return False
    return isinstance(one, (QAbstractButton, *INPUTS)) or takes_tab(one)


def takes_tab(one: QWidget) -> bool:
    """Whether Tab stops here."""
    return bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.isEnabled()


def _scroller(one: QWidget) -> QScrollArea | None:
    """The area that scrolls it into view, if there is one."""
    above = one.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            return above
        above = above.parentWidget()
    return None


def heard(one: QWidget) -> Control:
    """What a screen reader says of it."""
    role = QAccessible.queryAccessibleInterface(one).role()
    is_page = isinstance(one, QScrollArea)
    return Control(type(one).__name__, one.accessibleName(), one.accessibleDescription(), role, is_page)


# --- Tab ----------------------------------------------------------------------------------------------------------


def tab_round(start: QWidget) -> Sequence[QWidget]:
    """Where Tab goes, from where the focus is until it comes back; the focus is then where it was."""
    stops: list[QWidget] = []
    for _ in range(MOST_TABS):
        now = QApplication.focusWidget()
        if now is None or (stops and now is stops[0]):
            return stops
        if now in stops:  # a ring that the first one is not part of, like a page that only has the keys
            return stops[stops.index(now) :]
        stops.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes back to {start}")


def goes_back(before: QWidget, after: QWidget, root: QWidget) -> bool:
    """Whether the eye would have to go back: up, or left in the same line; up is right for a column further right."""
    old, new = _places(before, after, root)
    if old.top() <= new.center().y() <= old.bottom():
        return new.left() < old.left()
    return new.bottom() <= old.center().y() and new.left() < old.right()


def _places(one: QWidget, other: QWidget, root: QWidget) -> tuple[QRect, QRect]:
    """Where both stand: unrolled in a page that they share, else by the pages as they lie in the window."""
    area, other_area = _scroller(one), _scroller(other)
    if area is other_area:
        return place_of(one, root), place_of(other, root)
    return place_of(area or one, root), place_of(other_area or other, root)


def place_of(one: QWidget, root: QWidget) -> QRect:
    """Where it stands, as if everything that scrolls were unrolled."""
    return QRect(one.mapTo(root, QPoint(0, 0)) if root.isAncestorOf(one) else QPoint(0, 0), one.size())


def has_ring(one: QWidget) -> bool:
    """Whether its edge looks different with the focus; the widget must not have it now."""
    without = _picture(one)
    one.setFocus(Qt.FocusReason.TabFocusReason)
    with_focus = _picture(one)
    return _edges(without) != _edges(with_focus)


def _picture(one: QWidget) -> QImage:
    return one.grab().toImage()


def _edges(image: QImage) -> list[int]:
    wide, high = image.width(), image.height()
    across = [image.pixel(x, y) for x in range(0, wide, 2) for y in (*range(RING_PX), *range(high - RING_PX, high))]
    down = [image.pixel(x, y) for y in range(0, high, 2) for x in (*range(RING_PX), *range(wide - RING_PX, wide))]
    return across + down


# --- words --------------------------------------------------------------------------------------------------------


def words_of(root: QWidget) -> Iterator[str]:
    """Every word that is shown or told: labels, buttons, boxes, headings, hints, names for a screen reader."""
    for one in (root, *root.findChildren(QWidget)):
        if one.isVisible():
            yield from (text for text in (one.accessibleName(), one.accessibleDescription(), one.toolTip()) if text)
            yield from (text for text in _shown_words(one) if text)


def _shown_words(one: QWidget) -> Iterator[str]:
    match one:
        case QLabel() | QAbstractButton():
            yield one.text()
        case QComboBox():
            yield from (one.itemText(place) for place in range(one.count()))
        case QLineEdit() | QPlainTextEdit():
            yield one.placeholderText()
        case QAbstractItemView():
            yield from _cells(one)
        case _:
            pass


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    top = view.rootIndex()
    columns = view.horizontalHeader().count() if isinstance(view, QTableView) else 1
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount(top)):
            index = model.index(row, column, top)
            yield str(index.data() or "")
            yield str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "")


# --- what is cut --------------------------------------------------------------------------------------------------


def cuts_of(root: QWidget) -> Iterator[str]:
    """What does not have the room that its words need; cut with an ellipsis and told whole by the mouse is no cut."""
    for one in (root, *root.findChildren(QWidget)):
        if not one.isVisible():
            continue
        need = _need(one)
        if need is not None and (need.width() > one.width() + 1 or need.height() > one.height() + 1):
            yield f"{_said(one)}: needs {need.width()}x{need.height()}, has {one.width()}x{one.height()}"
        elif need is not None and not is_in_reach(one, root):
            yield f"{_said(one)}: out of sight at {place_of(one, root).getRect()}"


def _need(one: QWidget) -> QSize | None:
    match one:
        case QLabel():
            return _label_need(one)
        case PlaceButton():
            return one.sizeHint()
        case QCheckBox() | QRadioButton():
            return QSize(one.sizeHint().width(), 0)
        case QComboBox():
            text = QFontMetrics(one.font()).horizontalAdvance(one.currentText())
            return QSize(text, 0) if one.currentText() else None
        case QAbstractButton() if one.text():
            return one.sizeHint()
        case _:
            return None


def _label_need(label: QLabel) -> QSize | None:
    text = label.text()
    if not text or (text.endswith("\u2026") and label.toolTip()):
        return None
    if label.wordWrap():
        return QSize(0, label.heightForWidth(label.width()))
    return label.sizeHint()


def is_in_reach(one: QWidget, root: QWidget) -> bool:
    """Whether all of it lies in the window, or can be scrolled there."""
    area = _scroller(one)
    if area is None:
        return root.rect().contains(place_of(one, root))
    page = area.widget()
    if page is None or not page.rect().contains(place_of(one, page)):
        return False
    has_bar = area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return (has_bar or page.width() <= area.viewport().width()) and is_in_reach(area, root)


def _said(one: QWidget) -> str:
    text = one.currentText() if isinstance(one, QComboBox) else one.text() if hasattr(one, "text") else ""
    return f"{type(one).__name__} {text!r}"
