"""What stands in the window for the moment in which the desk is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


BESIDE = (
    "app.desk.lookup",
    "app.desk.state",
    "app.desk.register",
    "app.desk.queue.look",
    "app.desk.queue.move",
    "app.forms.registration",
    "app.printing.address",
    "app.sound.pieces",
    "app.sync.state",
)
"""What the work area needs beside the toolkit."""

WORK_AREA = (
    "app.ui.people",
    "app.ui.printing",
    "app.ui.queue_desk",
    "app.ui.panels.sidebar",
    "app.ui.widgets.village_box",
    "app.ui.panels.registration_fields",
    "app.ui.panels.registration_column",
    "app.ui.panels.registration_summary",
    "app.ui.screens.form_desk",
    "app.ui.screens.saved_desk",
    "app.ui.screens.registration",
    "app.ui.public_screens",
    "app.ui.shell",
    "app.ui.work_area",
)
"""What stands behind the secret, in pieces; each needs those before it."""

RECORD = (
    "app.desk.scan",
    "app.desk.record",
    "app.desk.slip_cases",
    "app.ui.tables.lines",
    "app.ui.overlays.scan_cases",
    "app.ui.panels.record_standing",
    "app.ui.panels.record_identity",
    "app.ui.panels.record_column",
    "app.ui.panels.record_correction",
    "app.ui.panels.record_disputes",
    "app.ui.panels.record_withdrawal",
    "app.ui.screens.record",
)
"""The page of one registration, in pieces: a scanner that begins to type will want it."""


def load_beside(desk: Desk | None = None) -> None:
    """Load what the work area needs beside the toolkit, and read all programmes; in a thread of its own."""
    for name in BESIDE:
        import_module(name)
    if desk is not None:
        desk.programme_codes()


class Loader(QObject):
    """Loads modules piece by piece, between two keys, in the window's thread [decision 0053]."""

    def __init__(self, parent: QObject, names: Sequence[str] = WORK_AREA) -> None:
        super().__init__(parent)
        self._left = list(names)
        self._then: Callable[[], None] | None = None
        self._timer = QTimer(self, interval=0)  # keys and pictures come first
        self._timer.timeout.connect(self._go_on)

    def load(self, then: Callable[[], None] | None = None) -> None:
        """Begin or go on; ``then`` is called when all is there."""
        self._then = then or self._then
        self._timer.start()

    def _go_on(self) -> None:
        if self._left:
            import_module(self._left.pop(0))
            return
        self._timer.stop()
        then, self._then = self._then, None
        if then is not None:
            then()
