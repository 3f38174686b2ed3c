"""The head of the queue: which counter this is, which line it serves, and how its calls are heard."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.sound.pieces import Loudness
from app.ui.i18n import mark, say, tr
from app.ui.queue_memory import QueueMemory
from app.ui.theme import Look
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import words
from core.tickets import LINES, Service

_ALL = "all"
LOUDNESS_WORDS = {
    Loudness.VOICE: mark("Bel dan suara"),
    Loudness.BELL: mark("Bel saja"),
    Loudness.SILENT: mark("Senyap"),
}
COUNTER_PX, LINE_PX, LOUDNESS_PX = 72, 150, 140


class QueueHead(QWidget):
    """Title at the left, what this window remembers at the right."""

    chosen = Signal()
    """Something else was chosen, and is remembered."""
    moved_on = Signal()
    """Enter in one of its boxes: the list takes the keys again."""

    def __init__(self, look: Look, memory: QueueMemory) -> None:
        super().__init__()
        self._memory = memory
        self.title = words(tr("Antrean"), "title")
        self.counter = LineBox("counter")
        self.counter.setText(memory.counter)
        self.line = ChoiceBox("line", _line_options(), can_be_empty=False)
        self.line.show_text(memory.line.value if memory.line else _ALL)
        options = [Option(one.value, tr(text)) for one, text in LOUDNESS_WORDS.items()]
        self.loudness = ChoiceBox("loudness", options, can_be_empty=False)
        self.loudness.show_text(memory.loudness.value)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self.title)
        row.addStretch(1)
        for text, box, width_px in (
            (tr("Loket"), self.counter, COUNTER_PX),
            (tr("Melayani"), self.line, LINE_PX),
            (tr("Suara"), self.loudness, LOUDNESS_PX),
        ):
            label = words(text, "muted")
            label.setBuddy(box)
            box.setAccessibleName(text)
            box.setMinimumWidth(look.px(width_px))
            box.setMaximumWidth(look.px(width_px))
            row.addSpacing(look.px(4))
            row.addWidget(label)
            row.addWidget(box)
        self._listen()

    def _listen(self) -> None:
        self.counter.signals.typed.connect(lambda _typed: self._note_counter())
        self.counter.signals.went.connect(lambda _name: self.counter.show_text(self._memory.counter))
        self.line.signals.typed.connect(lambda _typed: self._note_line())
        self.loudness.signals.typed.connect(lambda _typed: self._note_loudness())
        for box in (self.counter, self.line, self.loudness):
            box.signals.moved_on.connect(lambda _name: self.moved_on.emit())

    def step_loudness(self) -> None:
        """The next of the ways to be heard."""
        ways = list(LOUDNESS_WORDS)
        self._memory.loudness = ways[(ways.index(self._memory.loudness) + 1) % len(ways)]
        self.loudness.show_text(self._memory.loudness.value)
        self.chosen.emit()

    def _note_counter(self) -> None:
        self._memory.counter = self.counter.text()
        self.chosen.emit()

    def _note_line(self) -> None:
        chosen = self.line.chosen
        self._memory.line = Service(chosen) if chosen in list(LINES) else None
        self.chosen.emit()

    def _note_loudness(self) -> None:
        self._memory.loudness = Loudness(self.loudness.chosen)
        self.chosen.emit()


def _line_options() -> list[Option]:
    lines = [Option(service.value, say(f"QUEUE_SERVICE_{service.value}")) for service in LINES]
    return [Option(_ALL, tr("Semua layanan")), *lines]
