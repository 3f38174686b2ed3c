"""The places of the window, each with its icon, word and count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout

from app.ui.actions import (
    ACCOUNTS,
    DAY,
    EXPORTS,
    OUTBOX,
    PLACES,
    QUEUE,
    REGISTER,
    SEARCH,
    SETTINGS,
    SIDE_PLACES,
    WAITING,
    WORKLIST,
    Command,
)
from app.ui.i18n import number_text, tr
from app.ui.theme import RADIUS_PX, RING_PX, Look
from app.ui.widgets.icon import SIZE_PX, icon_pixmap
from app.ui.widgets.key_chip import key_text

ICONS = {
    REGISTER: "user-plus", QUEUE: "users", SEARCH: "search", ACCOUNTS: "mail", OUTBOX: "cloud-upload", DAY: "chart-bar",
    WAITING: "hourglass", WORKLIST: "keyboard", EXPORTS: "file-text", SETTINGS: "settings",
}  # fmt: skip
WIDTH_PX = 204
NARROW_PX = 60


class PlaceButton(QAbstractButton):
    """One place."""

    def __init__(self, look: Look, place: Command) -> None:
        super().__init__()
        self._look = look
        self._place = place
        self._count = 0
        self._is_narrow = False
        self.setText(tr(place.text))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleDescription(key_text(place.keys))
        self.setToolTip(f"{tr(place.text)}  {key_text(place.keys)}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how many wait there; 0 shows nothing."""
        if count == self._count and self.accessibleName():
            return
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}" if count else self.text())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - the toolkit's name
        """As wide as the sidebar."""
        width = NARROW_PX if self._is_narrow else WIDTH_PX
        return QSize(self._look.px(width - 20), self._look.px(36))

    def fold(self, *, is_narrow: bool) -> None:
        """Show the icon alone, or the word as well."""
        self._is_narrow = is_narrow
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """Ground, icon, word, count."""
        del event
        look, colours = self._look, self._look.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft" if self.isChecked() else "window"))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
        colour = colours.accent if self.isChecked() else colours.ink
        size = look.px(SIZE_PX)
        top = (self.height() - size) // 2
        painter.drawPixmap(look.px(10), top, icon_pixmap(ICONS[self._place], colour, size))
        if self._is_narrow:
            self._paint_mark(painter)
        else:
            self._paint_words(painter, colour, look.px(10) + size + look.px(10))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), RING_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)

    def _paint_mark(self, painter: QPainter) -> None:
        """A dot says that somebody waits there; how many stands in the tip and for screen readers."""
        if self._count:
            dot = self._look.px(8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("attention"))
            painter.drawEllipse(self.width() - dot - self._look.px(2), self._look.px(2), dot, dot)

    def _paint_words(self, painter: QPainter, colour: str, left: int) -> None:
        look = self._look
        painter.setPen(colour)
        painter.setFont(look.font(is_bold=self.isChecked()))
        inner = self.rect().adjusted(left, 0, -look.px(12), 0)
        count = number_text(self._count) if self._count else ""
        taken = QFontMetrics(look.font()).horizontalAdvance(count) + look.px(8) if count else 0
        word = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inner.width() - taken)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)
        if count:
            painter.setFont(look.font())
            painter.setPen(look.colour("muted"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)


class Sidebar(QFrame):
    """All places, one below the other."""

    def __init__(self, look: Look, go: Callable[[Command], None]) -> None:
        super().__init__()
        self._look = look
        self.setProperty("is", "sidebar")
        self.setFixedWidth(look.px(WIDTH_PX))
        self.setAccessibleName(tr("Tempat"))
        column = self._column = QVBoxLayout(self)
        self._buttons: dict[Command, PlaceButton] = {}
        for place in PLACES:
            button = PlaceButton(look, place)
            button.clicked.connect(lambda _checked=False, place=place: go(place))
            column.addWidget(button)
            self._buttons[place] = button
        column.addStretch(1)
        self.fold(is_narrow=False)

    def fold(self, *, is_narrow: bool) -> None:
        """Give room to the work where the window is small: icons alone."""
        look = self._look
        self.setFixedWidth(look.px(NARROW_PX if is_narrow else WIDTH_PX))
        above = look.px(4 if is_narrow else 12)
        self._column.setContentsMargins(look.px(10), above, look.px(10), above)
        self._column.setSpacing(0 if is_narrow else look.px(2))
        for button in self._buttons.values():
            button.fold(is_narrow=is_narrow)

    def mark(self, place: Command) -> None:
        """Show where the officer is."""
        self._buttons[SIDE_PLACES.get(place, place)].setChecked(True)

    def show_count(self, place: Command, count: int) -> None:
        """Show how many wait at a place, if it has a button."""
        if place in self._buttons:
            self._buttons[place].show_count(count)
