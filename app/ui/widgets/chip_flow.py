"""Key chips in a row, and in as many rows as the room asks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.actions import Action
from app.ui.i18n import tr
from app.ui.theme import Look
from app.ui.widgets.key_chip import KeyChip

GAP_PX, ROW_GAP_PX = 16, 4


class ChipFlow(QWidget):
    """Shows what can be done; built anew only if something else can be done."""

    def __init__(self, look: Look, *, is_centred: bool = False) -> None:
        super().__init__()
        self._look = look
        self._is_centred = is_centred
        self._chips: list[KeyChip] = []
        self._actions: dict[str, Action] = {}
        self._shape: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Show these."""
        self._actions = {one.command.code: one for one in actions}
        shape = tuple((one.command.code, _text(one)) for one in actions)
        if shape != self._shape:
            self._shape = shape
            for chip in self._chips:
                chip.hide()
                chip.deleteLater()
            self._chips = [self._chip(one) for one in actions]
            self._arrange()
        for chip, action in zip(self._chips, actions, strict=True):
            chip.setEnabled(action.is_enabled)
        self.setVisible(bool(actions))

    def _chip(self, action: Action) -> KeyChip:
        chip = KeyChip(self._look, action.command.keys, _text(action), self)
        chip.clicked.connect(lambda: self._do(action.command.code))
        chip.show()
        return chip

    def _do(self, code: str) -> None:
        action = self._actions.get(code)
        if action is not None and action.is_enabled:
            action.run()

    def sizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """All in one row, as high as the rows are now."""
        gap = self._look.px(GAP_PX)
        return QSize(sum(chip.sizeHint().width() + gap for chip in self._chips), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """The widest chip."""
        return QSize(max((chip.sizeHint().width() for chip in self._chips), default=0), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Another number of them stands in a row."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        look, top = self._look, 0
        gap, between = look.px(GAP_PX), look.px(ROW_GAP_PX)
        for row in self._rows(gap):
            widths = [chip.sizeHint().width() for chip in row]
            height = max(chip.sizeHint().height() for chip in row)
            free = self.width() - sum(widths) - gap * (len(row) - 1)
            left = max(free // 2, 0) if self._is_centred else 0
            for chip, width in zip(row, widths, strict=True):
                chip.setGeometry(left, top, width, height)
                left += width + gap
            top += height + between
        self.setFixedHeight(max(top - between, 0))

    def _rows(self, gap: int) -> list[list[KeyChip]]:
        rows: list[list[KeyChip]] = []
        left = 0
        for chip in self._chips:
            width = chip.sizeHint().width()
            if not rows or left + width > self.width():
                rows.append([])
                left = 0
            rows[-1].append(chip)
            left += width + gap
        return rows


def _text(action: Action) -> str:
    return action.text or tr(action.command.text)
