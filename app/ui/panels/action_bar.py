"""The bar at the bottom: what can be done now with its keys, and how things stand with the server."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.ui.actions import Action
from app.ui.i18n import tr
from app.ui.theme import Look
from app.ui.widgets.key_chip import KeyChip, key_text

HEIGHT_PX = 52


class ActionBar(QFrame):
    """One primary button, then key chips; the status line stands at the right."""

    def __init__(self, look: Look, status: QWidget) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[tuple[str, str, bool], ...] = ()
        self._actions: dict[str, Action] = {}
        self.setProperty("is", "footer")
        self.setFixedHeight(look.px(HEIGHT_PX))
        self._place = QHBoxLayout()
        self._place.setSpacing(look.px(20))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), 0, look.px(20), 0)
        row.addLayout(self._place)
        row.addStretch(1)
        row.addWidget(status)

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

    def _enable(self, place: int, *, is_enabled: bool) -> None:
        item = self._place.itemAt(place)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.setEnabled(is_enabled)

    def _button(self, action: Action) -> QPushButton:
        keys = key_text(action.command.keys)
        button = QPushButton(f"{_text(action)}   {keys}".rstrip().replace("&", "&&"))  # one alone marks a letter
        button.setProperty("is", "primary")
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
