"""One question of a short form: label, box, a grey line of help, and what is wrong with the answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import Look
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.secret_box import SecretBox
from app.ui.widgets.words import set_style_property, words
from core.findings import Weight

GUTTER_PX = 190
GAP_PX = 12
NARROW_PX = 440
LEAST_BOX_PX = 90


class AskRow(QWidget):
    """Label at the left, the box in its column; help and finding stand under the box."""

    def __init__(self, look: Look, label: str, box: QWidget, help_text: str = "", *, width_px: int = 0) -> None:
        """Build the row.

        Args:
            width_px: most of the box's width at 100 %; 0 = as wide as there is room.
        """
        super().__init__()
        self._look = look
        self.box = box
        self._help_text = help_text
        box.setMinimumWidth(look.px(LEAST_BOX_PX))
        if width_px:
            box.setMaximumWidth(look.px(width_px))
        box.setAccessibleName(label)
        box.setAccessibleDescription(help_text)
        self._help = words(help_text, "muted", wraps=True)
        self._finding = FindingLine(look)
        for part, is_empty in ((self._help, not help_text), (self._finding, True)):
            if is_empty:  # to show what lies in no window yet would open one of its own
                part.hide()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out(label)

    def _lay_out(self, label: str) -> None:
        look = self._look
        name = words(label, wraps=True)
        name.setFixedWidth(look.px(GUTTER_PX - GAP_PX))
        name.setMinimumHeight(look.px(34))
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        name.setBuddy(self.box)
        column = QVBoxLayout()
        column.setSpacing(look.px(4))
        line = QHBoxLayout()
        line.addWidget(self.box, 100)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._help)
        column.addWidget(self._finding)
        row = self._row
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(GAP_PX))
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """In a narrow window the label stands above its box."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._look.px(NARROW_PX)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() is not direction:
            self._row.setDirection(direction)
            self._row.setSpacing(self._look.px(4 if is_narrow else GAP_PX))

    @property
    def finding(self) -> str:
        """What is wrong with the answer; empty while nothing is."""
        return "" if self._finding.isHidden() else self._finding.text

    def show_finding(self, text: str, weight: Weight = Weight.BLOCK) -> None:
        """Say what is wrong; empty takes it away."""
        if text:
            self._finding.show_finding(weight, text, ())
        self._finding.setVisible(bool(text))
        self.box.setAccessibleDescription(text or self._help_text)
        state = {Weight.BLOCK: "stop", Weight.WARN: "attention"}.get(weight, "") if text else ""
        set_style_property(self.box.line if isinstance(self.box, SecretBox) else self.box, "state", state)

    def show_help(self, text: str) -> None:
        """Another line of help."""
        self._help_text = text
        self._help.setText(text)
        self._help.setVisible(bool(text))
        if not self.finding:
            self.box.setAccessibleDescription(text)
