"""The list of registrations: a model over the index's records and the table that shows it. No widget per row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.ui.i18n import mark, tr
from app.ui.tables.list_table import ICON_PX, ListTable
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.standing import standing_of
from core.people import masked_nik
from core.registered import ListedVisit

Index = QModelIndex | QPersistentModelIndex

QUEUE, NAME, NIK, DAY, PROGRAMME, STATUS = range(6)
HEADINGS = (
    mark("No. antrean"),
    mark("Nama"),
    mark("NIK"),
    mark("Tanggal"),
    mark("Program"),
    mark("Status"),
)
_SAMPLES = ("No. antrean", "", "000000******0000", "00-00-0000", "Kartu Pra Kerja 2020", " Tidak memenuhi syarat")
"""The longest usual text of each column, as :class:`ListTable` takes it; the name takes what is left."""


class RegistrationModel(QAbstractTableModel):
    """Visits as rows; a text is made only for a cell that is drawn."""

    def __init__(self, look: Look, programme_name: Callable[[str], str]) -> None:
        super().__init__()
        self._look = look
        self._programme_name = programme_name
        self._visits: Sequence[ListedVisit] = ()

    def show(self, visits: Sequence[ListedVisit]) -> None:
        """Show these in the place of all others; what stands around the rows need not be drawn anew for that."""
        before, many, nowhere = len(self._visits), len(visits), QModelIndex()
        if many > before:
            self.beginInsertRows(nowhere, before, many - 1)
            self._visits = visits
            self.endInsertRows()
        elif many < before:
            self.beginRemoveRows(nowhere, many, before - 1)
            self._visits = visits
            self.endRemoveRows()
        self._visits = visits
        still = min(before, many)
        if still:
            self.dataChanged.emit(self.createIndex(0, 0), self.createIndex(still - 1, len(HEADINGS) - 1))

    def visit(self, row: int) -> ListedVisit | None:
        """Who stands in a row."""
        return self._visits[row] if 0 <= row < len(self._visits) else None

    def row_of(self, key: bytes) -> int:
        """The row of a visit; -1 = it is not shown."""
        return next((row for row, visit in enumerate(self._visits) if visit.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How many are shown."""
        return 0 if parent.isValid() else len(self._visits)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How many columns there are."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(  # noqa: N802 - the toolkit's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings; rows have none."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return tr(HEADINGS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        visit = self._visits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(visit, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(HEADINGS[index.column()])}: {self._text(visit, index.column())}"
        if index.column() != STATUS:
            return None
        standing = standing_of(visit.status)
        if role == Qt.ItemDataRole.DecorationRole:
            return icon_pixmap(standing.icon, getattr(self._look.colours, standing.tone), self._look.px(ICON_PX))
        return self._look.colour(standing.tone) if role == Qt.ItemDataRole.ForegroundRole else None

    def _text(self, visit: ListedVisit, column: int) -> str:
        if column == QUEUE:
            return visit.queue_number
        if column == NAME:
            return visit.name or tr("(nama belum terbaca)")
        if column == NIK:
            return masked_nik(visit.nik)
        if column == DAY:
            year, month, day = visit.business_on.split("-")
            return f"{day}-{month}-{year}"
        return self._programme_name(visit.programme) if column == PROGRAMME else tr(standing_of(visit.status).text)


class RegistrationTable(ListTable):
    """One registration a line; Enter or a double click opens it."""

    opened = Signal(object)
    """A registration is to be opened: its ``UUID``."""

    def __init__(self, look: Look, model: RegistrationModel, parent: QWidget | None = None) -> None:
        samples = [max(sample, tr(heading), key=len) for sample, heading in zip(_SAMPLES, HEADINGS, strict=True)]
        super().__init__(look, model, samples, NAME, parent)
        self._rows = model
        self._look = look
        self.setAccessibleName(tr("Daftar pendaftaran"))
        self.row_opened.connect(self._open)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Names need the room first: where there is little, the programme goes, then the day."""
        super().resizeEvent(event)
        for column, least_px in ((PROGRAMME, 900), (DAY, 640)):
            self.setColumnHidden(column, self.width() < self._look.px(least_px))

    def selected(self) -> ListedVisit | None:
        """The visit that is marked."""
        return self._rows.visit(self.row)

    def open_selected(self) -> None:
        """Open what is marked."""
        self._open(self.row)

    def _open(self, row: int) -> None:
        visit = self._rows.visit(row)
        if visit is not None:
            self.opened.emit(visit.uid)
