"""What all gates share: the ground, a calm column in the middle, and a door to the workers whose bugs are told."""

from __future__ import annotations

from typing import NoReturn

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.tasks import Tasks
from app.ui.theme import Look
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import card


class Gate(QWidget):
    """Stands alone in the window."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.first: QWidget | None = None
        """Where the keys go first; no focus proxy, which would take that box out of the order of Tab."""
        self.tasks = Tasks(None, self)
        self.tasks.crashed.connect(self.on_crash)
        self.setProperty("is", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the toolkit's name
        """A focus that was given before anything could be seen went to nobody."""
        super().showEvent(event)
        self.take_focus()

    def take_focus(self) -> None:
        """Begin at the first box, unless somebody is at another place already."""
        if self.first is not None and self.window().focusWidget() in (None, self):
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - the toolkit's name
        """Hand the focus on."""
        super().focusInEvent(event)
        if self.first is not None:
            self.first.setFocus(event.reason())

    def may_close(self) -> bool:
        """Whether the window may close now; a gate that says no says on its face why."""
        return True

    def let_go(self) -> None:
        """Another gate stands here now: what this one still asked for interests nobody any more."""
        self.tasks.blockSignals(True)

    def on_crash(self, error: Exception) -> NoReturn:
        """A bug in a job: nothing here knows what to do, the program's edge does."""
        raise error


class CardGate(Gate):
    """One card in the middle of the window; where the window is small it scrolls."""

    def __init__(self, look: Look, *, width_px: int = 460) -> None:
        super().__init__(look)
        frame = card()
        frame.setMaximumWidth(look.px(width_px))
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.column = QVBoxLayout(frame)
        margin = look.px(24)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(look.px(12))
        page = QWidget()
        centre = QHBoxLayout(page)
        centre.addStretch(1)
        centre.addWidget(frame, 100, Qt.AlignmentFlag.AlignVCenter)
        centre.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(PageArea(page))
