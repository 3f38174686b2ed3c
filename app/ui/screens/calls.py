"""The call screen for the second monitor: who is called where, and who comes next; read at six metres, no names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen, QScreen
from PySide6.QtWidgets import QWidget

from app.ui.i18n import tr
from app.ui.theme import FAMILY, Look

HEAD, FOOT, MARGIN, GAP = 0.11, 0.24, 0.035, 0.025
"""Heights and distances as parts of the screen's height, like everything here."""

NUMBER, COUNTER, ROW, NEXT, CAPTION, POST = 0.39, 0.14, 0.15, 0.15, 0.055, 0.055
"""Sizes of type. A capital is 0.71 of it: 0.14 makes 30 mm on a screen of 24 inches, which is 17 minutes of arc six
metres away; at 16 everybody reads who sees well enough to read at all. Source: ISO 9241-303, character height.
"""

MOST_ROWS, MOST_NEXT = 3, 8
WIDE = 16 / 9
LATEST_PART = 0.6
PULSES, PULSE_MS = 3, 1100
"""So often a new number lights up, and how slowly: far below three flashes a second."""
STEPS = 10
"""Shades between dark and light: each costs a picture, and the keys of the desk are answered by the same thread."""

WINDOW_PX = (960, 540)
"""Where there is no second monitor."""


@dataclass(frozen=True, slots=True)
class CounterCall:
    """A number and where it is called to."""

    number: str
    counter: str


@dataclass(frozen=True, slots=True)
class CallBoard:
    """What stands on the wall.

    Args:
        post: the name over it.
        calls: one for each counter, the latest first.
        following: numbers that wait, in the order in which they will be called.
    """

    post: str = ""
    calls: tuple[CounterCall, ...] = ()
    following: tuple[str, ...] = ()
    is_training: bool = False


class CallScreen(QWidget):
    """Draws a board as large as the screen allows."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.board = CallBoard()
        self._clock = ""
        self._light = 0.0
        self._card = QRect()
        """Where the latest call stands: all that is drawn anew while it lights up."""
        self._pulse = QVariantAnimation(self)
        self._pulse.setDuration(PULSE_MS)
        self._pulse.setLoopCount(PULSES)
        for at, light in ((0.0, 0.0), (0.5, 1.0), (1.0, 0.0)):
            self._pulse.setKeyValueAt(at, light)
        self._pulse.valueChanged.connect(self._lighten)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)  # the program ends with its window
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Layar panggil"))
        self.setWindowTitle(tr("Layar panggil"))

    def wear(self, look: Look) -> None:
        """Another look."""
        self._look = look
        self.update()

    @property
    def is_pulsing(self) -> bool:
        """Whether the latest number lights up and down."""
        return self._pulse.state() is QVariantAnimation.State.Running

    def show_board(self, board: CallBoard) -> None:
        """Show these numbers."""
        if board != self.board:
            self.board = board
            said = [
                tr("{number} ke loket {counter}").format(number=one.number, counter=one.counter) for one in board.calls
            ]
            self.setAccessibleDescription("; ".join(said))
            self.update()

    def show_clock(self, text: str) -> None:
        """Show the time."""
        if text != self._clock:
            self._clock = text
            self.update()

    def light_up(self) -> None:
        """The latest number is new: draw the eye to it, gently."""
        self._pulse.stop()
        self._pulse.start()

    def open_beside(self, window: QWidget) -> None:
        """Fill the monitor on which the window is not; with one monitor only, be a window."""
        other = other_screen(window)
        if other is None:
            self.resize(*WINDOW_PX)
            self.show()
            return
        self.setGeometry(other.geometry())
        self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Escape takes it away; nothing else is done from here."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        event.accept()

    def _lighten(self, light: float) -> None:
        step = round(light * STEPS) / STEPS
        if step != self._light:
            self._light = step
            self.update(self._card)

    # --- drawing --------------------------------------------------------------------------------------------------

    @property
    def _unit(self) -> float:
        """What all sizes are parts of: the height, or less where the screen is narrow."""
        return min(self.height(), self.width() / WIDE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the toolkit's name
        """Head, the latest call, the other counters, who comes next."""
        del event
        unit, width, height = self._unit, self.width(), self.height()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._look.colour("window"))
        margin, gap = unit * MARGIN, unit * GAP
        self._draw_head(painter, QRectF(margin, 0, width - 2 * margin, unit * HEAD))
        middle = QRectF(margin, unit * HEAD, width - 2 * margin, height - unit * (HEAD + FOOT) - gap)
        others = self.board.calls[1 : 1 + MOST_ROWS]
        latest = QRectF(middle)
        if others:
            latest.setWidth(middle.width() * LATEST_PART)
            rest = QRectF(latest.right() + gap, middle.top(), middle.width() - latest.width() - gap, middle.height())
            self._draw_others(painter, rest, others)
        self._card = latest.toAlignedRect().adjusted(-2, -2, 2, 2)
        self._draw_latest(painter, latest)
        self._draw_following(painter, QRectF(margin, height - unit * FOOT, width - 2 * margin, unit * FOOT - margin))
        painter.end()

    def _draw_head(self, painter: QPainter, place: QRectF) -> None:
        post = self.board.post
        if self.board.is_training:
            post = f"{post}   {tr('LATIHAN')}"
        self._write(painter, place, self._clock, POST, "muted", Qt.AlignmentFlag.AlignRight)
        place = place.adjusted(0, 0, -self._unit * 0.3, 0)
        self._write(painter, place, post, POST, "ink", Qt.AlignmentFlag.AlignLeft, is_bold=True)

    def _draw_latest(self, painter: QPainter, place: QRectF) -> None:
        self._draw_card(painter, place, self._light)
        unit, calls = self._unit, self.board.calls
        top = place.adjusted(0, unit * GAP, 0, 0)
        if not calls:
            self._write(painter, place, tr("Belum ada panggilan"), CAPTION * 1.5, "muted")
            return
        top.setHeight(unit * CAPTION * 1.4)
        self._write(painter, top, tr("Nomor antrean"), CAPTION, "muted")
        place = place.adjusted(unit * GAP, 0, -unit * GAP, 0)
        bottom = QRectF(place.left(), place.bottom() - unit * COUNTER * 1.5, place.width(), unit * COUNTER * 1.4)
        middle = QRectF(place.left(), top.bottom(), place.width(), bottom.top() - top.bottom())
        self._write(painter, middle, calls[0].number, NUMBER, "accent", is_bold=True)
        said = tr("Loket {counter}").format(counter=calls[0].counter)
        self._write(painter, bottom, said, COUNTER, "ink", is_bold=True)

    def _draw_others(self, painter: QPainter, place: QRectF, calls: Sequence[CounterCall]) -> None:
        self._draw_card(painter, place, 0)
        unit = self._unit
        inside = place.adjusted(unit * MARGIN, unit * GAP, -unit * MARGIN, -unit * GAP)
        head = QRectF(inside.left(), inside.top(), inside.width(), unit * CAPTION * 1.4)
        self._write(painter, head, tr("Nomor"), CAPTION, "muted", Qt.AlignmentFlag.AlignLeft)
        self._write(painter, head, tr("Loket"), CAPTION, "muted", Qt.AlignmentFlag.AlignRight)
        height = (inside.bottom() - head.bottom()) / MOST_ROWS
        for at, call in enumerate(calls):
            row = QRectF(inside.left(), head.bottom() + at * height, inside.width(), height)
            painter.fillRect(
                QRectF(row.left(), row.top(), row.width(), max(unit * 0.003, 1)), self._look.colour("line")
            )
            left, right = row.adjusted(0, 0, -row.width() * 0.3, 0), row.adjusted(row.width() * 0.72, 0, 0, 0)
            self._write(painter, left, call.number, ROW, "ink", Qt.AlignmentFlag.AlignLeft, is_bold=True)
            self._write(painter, right, call.counter, ROW, "ink", Qt.AlignmentFlag.AlignRight, is_bold=True)

    def _draw_following(self, painter: QPainter, place: QRectF) -> None:
        unit = self._unit
        head = QRectF(place.left(), place.top(), place.width(), unit * CAPTION * 1.3)
        if not self.board.following:
            self._write(painter, head, tr("Tidak ada yang menunggu"), CAPTION, "muted", Qt.AlignmentFlag.AlignLeft)
            return
        self._write(painter, head, tr("Berikutnya"), CAPTION, "muted", Qt.AlignmentFlag.AlignLeft)
        metrics, left = QFontMetricsF(self._font(NEXT, is_bold=True)), place.left()
        for number in self.board.following[:MOST_NEXT]:
            taken = metrics.horizontalAdvance(number)
            if left + taken > place.right():
                break
            slot = QRectF(left, head.bottom(), taken + unit * 0.01, place.bottom() - head.bottom())
            self._write(painter, slot, number, NEXT, "ink", Qt.AlignmentFlag.AlignLeft, is_bold=True)
            left += taken + unit * 0.08

    def _draw_card(self, painter: QPainter, place: QRectF, light: float) -> None:
        unit = self._unit
        colour, edge = self._look.colour("surface"), self._look.colour("line")
        painter.setBrush(_between(colour, self._look.colour("accent_soft"), light))
        painter.setPen(QPen(_between(edge, self._look.colour("accent"), light), max(unit * 0.004, 1)))
        painter.drawRoundedRect(place, unit * 0.02, unit * 0.02)

    def _font(self, size: float, *, is_bold: bool) -> QFont:
        font = QFont(FAMILY)
        font.setPixelSize(max(round(self._unit * size), 1))
        font.setBold(is_bold)
        return font

    def _write(
        self,
        painter: QPainter,
        place: QRectF,
        text: str,
        size: float,
        colour: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
        *,
        is_bold: bool = False,
    ) -> None:
        """Words as large as asked; where the room is too narrow, smaller, and never cut."""
        font = self._font(size, is_bold=is_bold)
        wanted = QFontMetricsF(font).horizontalAdvance(text)
        if wanted > place.width() > 0:
            font.setPixelSize(max(int(font.pixelSize() * place.width() / wanted), 1))
        painter.setFont(font)
        painter.setPen(self._look.colour(colour))
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, text)


def other_screen(window: QWidget) -> QScreen | None:
    """A monitor on which the window is not; ``None`` with one monitor only."""
    own = window.screen()
    return next((screen for screen in QGuiApplication.screens() if screen is not own), None)


def _between(one: QColor, other: QColor, part: float) -> QColor:
    return QColor(
        round(one.red() + (other.red() - one.red()) * part),
        round(one.green() + (other.green() - one.green()) * part),
        round(one.blue() + (other.blue() - one.blue()) * part),
    )
