"""What the finder has found: a model over plain values and a list that paints each on one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.i18n import tr
from app.ui.theme import RADIUS_PX, Look
from app.ui.widgets.icon import SIZE_PX, icon_pixmap

Index = QModelIndex | QPersistentModelIndex

ROW_PX = 36
FIND_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Find:
    """One line.

    Args:
        text, about, hint: in the middle, beside it in grey, and at the right: a key or a status.
        take: what Enter does.
    """

    icon: str
    text: str
    about: str
    hint: str
    take: Callable[[], None]


class FindModel(QAbstractListModel):
    """Lines as rows."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._finds: Sequence[Find] = ()

    def show(self, finds: Sequence[Find]) -> None:
        """Show these in the place of all others."""
        self.beginResetModel()
        self._finds = finds
        self.endResetModel()

    def find(self, row: int) -> Find | None:
        """What stands in a row."""
        return self._finds[row] if 0 <= row < len(self._finds) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How many are shown."""
        return 0 if parent.isValid() else len(self._finds)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row shows, and what is read aloud."""
        find = self._finds[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return find.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (find.text, find.about, find.hint) if part)
        return find if role == FIND_ROLE else None


class FindList(QListView):
    """The lines; the focus stays in the box above."""

    def __init__(self, look: Look, model: FindModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(_Painter(look, self))
        self.setAccessibleName(tr("Hasil"))
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def mark(self, row: int) -> None:
        """Mark a row and bring it into sight."""
        self.setCurrentIndex(self._rows.index(row))


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
        find = index.data(FIND_ROLE)
        if not isinstance(find, Find):
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
        icon = icon_pixmap(find.icon, look.colours.muted, size)
        painter.drawPixmap(rect.left() + look.px(12), rect.top() + (rect.height() - size) // 2, icon)
        self._write(painter, rect.adjusted(look.px(12) + size + look.px(12), 0, -look.px(12), 0), find)
        painter.restore()

    def _write(self, painter: QPainter, rect: QRect, find: Find) -> None:
        look = self._look
        middle = Qt.AlignmentFlag.AlignVCenter
        metrics = QFontMetrics(look.font())
        painter.setFont(look.font())
        painter.setPen(look.colour("muted"))
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, find.hint)
        left = rect.adjusted(0, 0, -metrics.horizontalAdvance(find.hint) - look.px(16), 0)
        text = metrics.elidedText(find.text, Qt.TextElideMode.ElideRight, left.width())
        painter.setPen(look.colour("ink"))
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, text)
        rest = left.adjusted(metrics.horizontalAdvance(text) + look.px(16), 0, 0, 0)
        if find.about and rest.width() > look.px(60):
            painter.setPen(look.colour("muted"))
            about = metrics.elidedText(find.about, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, middle | Qt.AlignmentFlag.AlignLeft, about)
