"""One finding under its field: sign, sentence, and the one key or click that answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.ui.theme import Look
from app.ui.widgets.words import set_style_property, tell_around, words
from core.findings import Weight

if TYPE_CHECKING:
    from app.ui.widgets.key_chip import KeyChip

NARROW_PX = 560

_ICONS = {Weight.OK: "info-circle", Weight.WARN: "alert-triangle", Weight.BLOCK: "circle-x"}
_COLOURS = {Weight.OK: "muted", Weight.WARN: "attention", Weight.BLOCK: "stop"}


@dataclass(frozen=True, slots=True)
class Answering:
    """What a click on the finding's button does, and the key that does the same."""

    keys: str
    text: str
    run: Callable[[], None] = field(compare=False)


class FindingLine(QFrame):
    """Shows one finding."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("is", "finding")
        self._icon = QLabel()
        self._words = words("", wraps=True)
        policy = self._words.sizePolicy()  # changed, not replaced: a new one would forget that lines need height
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self._words.setSizePolicy(policy)
        self._chips: list[KeyChip] = []
        said = QHBoxLayout()
        said.setSpacing(look.px(8))
        said.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._words, 1)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(look.px(12))
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._parts.setContentsMargins(look.px(12), look.px(4), look.px(8), look.px(4))
        self._parts.setSpacing(look.px(8))
        self._parts.addLayout(said, 1)
        self._parts.addLayout(self._keys)
        self.setMinimumHeight(look.px(32))
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(lambda: tell_around(self))

    @property
    def text(self) -> str:
        """The sentence."""
        return self._words.text()

    def show_finding(self, weight: Weight, text: str, answers: tuple[Answering, ...]) -> None:
        """Show this one."""
        from app.ui.widgets.icon import icon_pixmap

        set_style_property(self, "weight", weight.value)
        colour = getattr(self._look.colours, _COLOURS[weight])
        self._icon.setPixmap(icon_pixmap(_ICONS[weight], colour, self._look.px(18)))
        self._icon.setFixedHeight(self._look.px(22))
        self._words.setText(text)
        self.setAccessibleName(text)
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(one) for one in answers]

    def _chip(self, answering: Answering) -> KeyChip:
        from app.ui.widgets.key_chip import KeyChip

        chip = KeyChip(self._look, answering.keys, answering.text)
        chip.clicked.connect(answering.run)
        self._keys.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        return chip

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """The keys stand beside the sentence or, where that leaves it no room, below."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._look.px(NARROW_PX)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if direction != self._parts.direction():
            self._parts.setDirection(direction)
            self._soon.start()
            self._keys.setContentsMargins(self._look.px(26) if is_narrow else 0, 0, 0, 0)
