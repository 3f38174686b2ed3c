"""The bar at the bottom: what can be done now with its keys, and how things stand with the server."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

from app.ui.actions import HELP, Action
from app.ui.i18n import tr
from app.ui.panels.status_line import StatusLine
from app.ui.theme import Look
from app.ui.widgets.key_chip import KeyChip, key_text

HEIGHT_PX = 52
SIDE_PX = 16
GAP_PX = 20


class ActionBar(QFrame):
    """One primary button, then key chips; the status line stands at the right.

    Where there is no room for all of it, first the status grows short, then chips go, the last first. The sheet of keys
    still has them, so its own chip stays; the button is never cut.
    """

    def __init__(self, look: Look, status: StatusLine) -> None:
        super().__init__()
        self._look = look
        self._status = status
        self._shown: tuple[tuple[str, str, bool], ...] = ()
        self._actions: dict[str, Action] = {}
        self.setProperty("is", "footer")
        self.setFixedHeight(look.px(HEIGHT_PX))
        self._place = QHBoxLayout()
        self._place.setSpacing(look.px(GAP_PX))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(SIDE_PX), 0, look.px(SIDE_PX), 0)
        row.addLayout(self._place)
        row.addStretch(1)
        row.addWidget(status)
        status.changed.connect(self._fit)

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Show these; the widgets are built anew only if other commands stand there or their words differ."""
        wanted = [action for action in actions if action.is_in_bar]
        self._actions = {action.command.code: action for action in wanted}
        shape = tuple((one.command.code, _text(one), one.is_primary) for one in wanted)
        if shape == self._shown:
            for place, action in enumerate(wanted):
                self._enable(place, is_enabled=action.is_enabled)
            return
        self._shown = shape
        while (item := self._place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for action in wanted:
            self._place.addWidget(self._button(action) if action.is_primary else self._chip(action))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """More or less of it fits now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        gap = self._look.px(GAP_PX)
        room = self.width() - 2 * self._look.px(SIDE_PX) - gap
        widgets = [item.widget() for place in range(self._place.count()) if (item := self._place.itemAt(place))]
        widths = {widget: widget.sizeHint().width() + gap for widget in widgets if widget is not None}
        self._status.show_short(is_short=sum(widths.values()) + self._status.full_px > room)
        room -= self._status.shown_px
        dropped = [one for one in reversed(widths) if isinstance(one, KeyChip) and one.text() != tr(HELP.text)]
        for widget in widths:
            widget.setVisible(True)
        for widget in dropped:
            if sum(widths.values()) <= room:
                break
            widget.setVisible(False)
            del widths[widget]

    def _enable(self, place: int, *, is_enabled: bool) -> None:
        item = self._place.itemAt(place)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setEnabled(is_enabled)

    def _button(self, action: Action) -> QPushButton:
        keys = key_text(action.command.keys)
        button = QPushButton(f"{_text(action)}   {keys}".rstrip().replace("&", "&&"))  # one alone marks a letter
        button.setProperty("is", "primary")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(_text(action))
        button.setAccessibleDescription(keys)
        button.setEnabled(action.is_enabled)
        button.clicked.connect(lambda: self._do(action.command.code))
        return button

    def _chip(self, action: Action) -> KeyChip:
        chip = KeyChip(self._look, action.command.keys, _text(action))
        chip.setEnabled(action.is_enabled)
        chip.clicked.connect(lambda: self._do(action.command.code))
        return chip

    def _do(self, code: str) -> None:
        action = self._actions.get(code)
        if action is not None and action.is_enabled:
            action.run()


def _text(action: Action) -> str:
    return action.text or tr(action.command.text)
