"""How good a new secret is: a short bar, an icon and a word, while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.forms.secret_strength import Strength
from app.ui.i18n import mark, tr
from app.ui.theme import Look
from app.ui.widgets.words import set_kind, words

_WORDS = {
    Strength.SHORT: (mark("terlalu pendek"), "muted"),
    Strength.WEAK: (mark("mudah ditebak"), "attention"),
    Strength.FAIR: (mark("cukup"), "ok"),
    Strength.STRONG: (mark("kuat"), "ok"),
}
PIECES = 3


class _Pieces(QWidget):
    """Three pieces, as many of them filled as the secret deserves."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown = (0, "muted")
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """A short bar."""
        return QSize(self._look.px(132), self._look.px(8))

    def fill(self, pieces: int, colour: str) -> None:
        """Fill this many."""
        if (pieces, colour) != self._shown:
            self._shown = (pieces, colour)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """Draw them."""
        del event
        filled, colour = self._shown
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = self._look.px(4)
        width = (self.width() - gap * (PIECES - 1)) / PIECES
        for place in range(PIECES):
            is_filled = place < filled
            painter.setPen(self._look.colour(colour if is_filled else "field_line"))
            painter.setBrush(self._look.colour(colour) if is_filled else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(place * (width + gap) + 0.5, 0.5, width - 1, self.height() - 1), 3, 3)


class StrengthBar(QWidget):
    """Bar and word."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._pieces = _Pieces(look)
        self._word = words("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(self._pieces)
        row.addWidget(self._word)
        row.addStretch(1)

    @property
    def text(self) -> str:
        """The word."""
        return self._word.text()

    def show_strength(self, strength: Strength | None) -> None:
        """Show this one; ``None`` = nothing is typed yet."""
        text, kind = _WORDS[strength] if strength is not None else ("", "muted")
        self._pieces.fill(int(strength or 0), kind)
        set_kind(self._word, kind)
        self._word.setText(tr(text) if text else "")
        self.setAccessibleName(tr("Kekuatan kata rahasia: {word}").format(word=tr(text)) if text else "")
