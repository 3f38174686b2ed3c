"""A model over plain records: one a row, each text made only for a cell that is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.ui.i18n import tr

Index = QModelIndex | QPersistentModelIndex

R = TypeVar("R")


class RowsModel(QAbstractTableModel, Generic[R]):
    """Records as rows."""

    def __init__(self, headings: Sequence[str], text_of: Callable[[R, int], str]) -> None:
        """Prepare.

        Args:
            headings: in the source language.
            text_of: what a record says in a column.
        """
        super().__init__()
        self._headings = tuple(headings)
        self._text_of = text_of
        self._rows: Sequence[R] = ()

    def show(self, rows: Sequence[R]) -> None:
        """Show these in the place of all others."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @property
    def rows(self) -> Sequence[R]:
        """What is shown."""
        return self._rows

    def row(self, row: int) -> R | None:
        """What stands in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_where(self, is_it: Callable[[R], bool]) -> int:
        """The first row of which this holds; -1 = none."""
        return next((place for place, row in enumerate(self._rows) if is_it(row)), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How many are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - the toolkit's way
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(  # noqa: N802 - the toolkit's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings; rows have none."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return tr(self._headings[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text_of(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(self._headings[column])}: {self._text_of(row, column)}"
        return None
