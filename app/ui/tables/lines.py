"""Lists of lines that lead somewhere: a model over plain values, each painted with icon, words and a hint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.theme import RADIUS_PX, Look
from app.ui.widgets.box_signals import is_enter
from app.ui.widgets.icon import SIZE_PX, icon_pixmap

Index = QModelIndex | QPersistentModelIndex

ROW_PX = 36
LINE_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Args:
        text, about, hint: in the middle, beside it in grey, and at the right: a key or a status.
        take: what Enter does.
        tone: colour of the icon, by its meaning.
    """

    icon: str
    text: str
    about: str
    hint: str
    take: Callable[[], None]
    tone: str = "muted"


class LineModel(QAbstractListModel):
    """Lines as rows."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show these in the place of all others."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """What stands in a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How many are shown."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row shows, and what is read aloud."""
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.text, line.about, line.hint) if part)
        return line if role == LINE_ROLE else None


class LineList(QListView):
    """The lines; Enter or a click takes one."""

    stepped = Signal(int)
    """Left (-1) or right (1) was pressed: it means something to the screen around, not to a list."""

    def __init__(
        self, look: Look, model: LineModel, name: str, *, takes_focus: bool = True, parent: QWidget | None = None
    ) -> None:
        """Prepare.

        Args:
            name: what the list is called when it is read aloud.
            takes_focus: not where a box above keeps the keys.
        """
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(_Painter(look, self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if takes_focus else Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def mark(self, row: int) -> None:
        """Mark a row and bring it into sight."""
        self.setCurrentIndex(self._rows.index(row))

    def take_marked(self) -> None:
        """Do what the marked line stands for."""
        line = self._rows.line(self.currentIndex().row())
        if line is not None:
            line.take()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter takes what is marked."""
        if is_enter(event):
            self.take_marked()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)


class _Painter(QStyledItemDelegate):
    """Icon, words, grey words, and what stands at the right."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - the toolkit's name
        """One line."""
        del option, index
        return QSize(self._look.px(200), self._look.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            return
        look = self._look
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_soft"))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), RADIUS_PX, RADIUS_PX)
        size = look.px(SIZE_PX)
        icon = icon_pixmap(line.icon, getattr(look.colours, line.tone), size)
        painter.drawPixmap(rect.left() + look.px(12), rect.top() + (rect.height() - size) // 2, icon)
        self._write(painter, rect.adjusted(look.px(12) + size + look.px(12), 0, -look.px(12), 0), line)
        painter.restore()

    def _write(self, painter: QPainter, rect: QRect, line: Line) -> None:
        look = self._look
        middle = Qt.AlignmentFlag.AlignVCenter
        metrics = QFontMetrics(look.font())
        painter.setFont(look.font())
        painter.setPen(look.colour("muted"))
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, line.hint)
        left = rect.adjusted(0, 0, -metrics.horizontalAdvance(line.hint) - look.px(16), 0)
        text = metrics.elidedText(line.text, Qt.TextElideMode.ElideRight, left.width())
        painter.setPen(look.colour("ink"))
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, text)
        rest = left.adjusted(metrics.horizontalAdvance(text) + look.px(16), 0, 0, 0)
        if line.about and rest.width() > look.px(60):
            painter.setPen(look.colour("muted"))
            about = metrics.elidedText(line.about, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, middle | Qt.AlignmentFlag.AlignLeft, about)
