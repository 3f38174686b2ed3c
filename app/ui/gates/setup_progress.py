"""How far the set-up is: every step with sign and word."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from app.ui.i18n import mark, tr
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import set_kind, words

STEPS = (mark("Mode"), mark("Posko"), mark("Koordinator"), mark("Server"), mark("Kunci"))


class StepLine(QFrame):
    """How far one is: every step with sign and word."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("is", "header")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(20), look.px(8), look.px(20), look.px(8))
        row.setSpacing(look.px(8))
        row.addWidget(words("Posko", "section"))
        row.addStretch(1)
        self._signs, self._names = [QLabel() for _ in STEPS], [words(tr(name), "muted") for name in STEPS]
        for sign, name in zip(self._signs, self._names, strict=True):
            row.addWidget(sign)
            row.addWidget(name)
            row.addSpacing(look.px(12))
        row.addStretch(1)
        self._place = 0
        self.setMinimumWidth(look.px(300))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """In a narrow window only this step has its word."""
        super().resizeEvent(event)
        self._show_names()

    def _show_names(self) -> None:
        for name in self._names:
            name.show()
        is_narrow = self.width() < self.sizeHint().width()
        for place, name in enumerate(self._names):
            name.setVisible(place == self._place or not is_narrow)

    def show_place(self, place: int) -> None:
        """Show which step it is."""
        self._place = place
        colours, size = self._look.colours, self._look.px(16)
        for each, (sign, name) in enumerate(zip(self._signs, self._names, strict=True)):
            is_done, is_now = each < place, each == place
            picture = "circle-check" if is_done else "arrow-right" if is_now else "circle-dashed"
            colour = colours.ok if is_done else colours.accent if is_now else colours.muted
            sign.setPixmap(icon_pixmap(picture, colour, size))
            set_kind(name, "accent" if is_now else "muted" if each > place else "")
        if self.isVisible():
            self._show_names()
        self.setAccessibleName(
            tr("Langkah {now} dari {all}: {name}").format(now=place + 1, all=len(STEPS), name=tr(STEPS[place]))
        )
