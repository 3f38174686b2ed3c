"""What stands in the window for the moment in which the desk is opened."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.i18n import tr
from app.ui.theme import Look
from app.ui.widgets.words import words

if TYPE_CHECKING:
    from app.desk.context import Desk


class Opening(QWidget):
    """One quiet line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("is", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(32), look.px(32), look.px(32), look.px(32))
        line = words(tr("Membuka Posko ..."), "muted")
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(line)


class _Onlooker(QObject):
    """Waits for the first picture of a widget."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Tell of the picture once it stands."""
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self._widget, self._then)
        return super().eventFilter(watched, event)


def when_painted(widget: QWidget, then: Callable[[], None]) -> None:
    """When it is to be seen there is time for what takes some."""
    _Onlooker(widget, then)


def load_work_area(desk: Desk | None = None) -> None:
    """Load what stands behind the secret, and read the files of all programmes; in a thread of its own."""
    import_module("app.ui.work_area")
    if desk is not None:
        desk.programme_codes()
