"""The services side by side: who waits, who was served, how long it takes, and the key that gives a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.queue.look import Line, QueueNow
from app.desk.tickets_paper import wait_minutes
from app.ui.actions import TAKE_COMPLAINT, TAKE_EMAIL, TAKE_PRIORITY, TAKE_REGISTRATION, Action, Command
from app.ui.i18n import number_text, say, tr
from app.ui.tables.queue import minutes_text
from app.ui.theme import Look
from app.ui.widgets.key_chip import KeyChip
from app.ui.widgets.words import words
from core.tickets import Service

TAKING: Mapping[Service, Command] = {
    Service.REGISTRATION: TAKE_REGISTRATION,
    Service.EMAIL: TAKE_EMAIL,
    Service.COMPLAINT: TAKE_COMPLAINT,
    Service.PRIORITY: TAKE_PRIORITY,
}
ROOMY_PX = 700
"""So wide all four stand in one row."""


class LineCard(QFrame):
    """One service."""

    def __init__(self, look: Look, service: Service) -> None:
        super().__init__()
        self._look = look
        self._action: Action | None = None
        self.setProperty("is", "card")
        name = say(f"QUEUE_SERVICE_{service.value}")
        self.waiting = words("", "title")
        self.figures = words("", "muted", wraps=True)
        self.chip = KeyChip(look, TAKING[service].keys, tr("Ambil nomor"))
        self.chip.setAccessibleName(tr(TAKING[service].text))
        self.chip.clicked.connect(self._take)
        self._head = QHBoxLayout()
        self._head.setSpacing(look.px(8))
        self._head.addWidget(words(name, "strong", wraps=True), 1)
        self._head.addWidget(self.waiting, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        self._column.setSpacing(look.px(4))
        self._column.addLayout(self._head)
        self._column.addWidget(self.figures, 1)
        self._column.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(name)

    def show_small(self, *, is_small: bool) -> None:
        """In a low window one line: the key, for what, how many wait."""
        self.figures.setVisible(not is_small)
        self.chip.setText("" if is_small else tr("Ambil nomor"))
        for layout in (self._head, self._column):
            layout.removeWidget(self.chip)
        self._head.setAlignment(self.waiting, Qt.AlignmentFlag.AlignVCenter if is_small else Qt.AlignmentFlag.AlignTop)
        if is_small:
            self._head.insertWidget(0, self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            self._column.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        self.chip.updateGeometry()

    def show_line(self, line: Line) -> None:
        """Show these figures."""
        self.waiting.setText(number_text(len(line.waiting)))
        self.figures.setText(figures_of(line))
        said = tr("{count} menunggu").format(count=number_text(len(line.waiting)))
        self.setAccessibleDescription(f"{said}, {self.figures.text()}")

    def offer(self, action: Action | None) -> None:
        """Say what its key does now."""
        self._action = action
        self.chip.setEnabled(action is not None and action.is_enabled)

    def _take(self) -> None:
        if self._action is not None:
            self._action.run()


class LinesPanel(QWidget):
    """All four."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._in_a_row, self._is_small = 0, False
        self.cards = {service: LineCard(look, service) for service in TAKING}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.px(12))
        self._arrange()

    def show_queue(self, now: QueueNow) -> None:
        """Show the figures of the day."""
        for service, card in self.cards.items():
            card.show_line(now.lines[service])

    def show_small(self, *, is_small: bool) -> None:
        """Leave the height to the list where there is little."""
        if is_small == self._is_small:
            return
        self._is_small = is_small
        for card in self.cards.values():
            card.show_small(is_small=is_small)

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Let the chips do what the keys do while those give numbers: with words of its own a key means another."""
        given = {action.command: action for action in actions if not action.text}
        for service, card in self.cards.items():
            card.offer(given.get(TAKING[service]))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Two rows of two where there is little room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        in_a_row = 4 if self.width() >= self._look.px(ROOMY_PX) else 2
        if in_a_row == self._in_a_row:
            return
        self._in_a_row = in_a_row
        for place, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, place // in_a_row, place % in_a_row)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < in_a_row else 0)


def figures_of(line: Line) -> str:
    """``12 dilayani, 1 hangus, kira-kira 25 menit``."""
    parts = [tr("{count} dilayani").format(count=number_text(line.count.served))]
    if line.count.lapsed:
        parts.append(tr("{count} hangus").format(count=number_text(line.count.lapsed)))
    wait_s = line.wait_s(len(line.waiting))
    if wait_s is not None:
        parts.append(tr("nomor baru kira-kira {minutes}").format(minutes=minutes_text(wait_minutes(wait_s))))
    if line.cap_left is not None:
        parts.append(tr("sisa {count} nomor").format(count=number_text(line.cap_left)))
    return ", ".join(parts)
