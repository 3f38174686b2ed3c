"""Who waits for a batch, the first one first: rank, who, since when, what is missing, which batch it will be."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from app.ui.i18n import day_text, mark, number_text, of_programme, tr
from app.ui.tables.list_table import ListTable
from app.ui.tables.rows import RowsModel
from app.ui.theme import Look
from core.waiting_list import WaitingRow

RANK, NAME, NIK, SINCE, MISSING, BATCH = range(6)
HEADINGS = (
    mark("Urutan"),
    mark("Nama"),
    mark("NIK"),
    mark("Sejak"),
    mark("Masih kurang"),
    mark("Masuk ke"),
)
_SAMPLES = ("Urutan", "", "000000******0000", "00-00-0000", "Kartu Keluarga (KK), nomor KK", "Gelombang 00")


def waiting_model() -> RowsModel[WaitingRow]:
    """An empty list."""
    return RowsModel(HEADINGS, _text)


def _text(row: WaitingRow, column: int) -> str:
    match column:
        case 0:
            return number_text(row.rank)
        case 1:
            return row.name or tr("(nama belum terbaca)")
        case 2:
            return row.nik
        case 3:
            return day_text(row.since)
        case 4:
            return ", ".join(of_programme(label) for label in row.missing) or tr("tidak ada")
        case _:
            return of_programme(row.batch.label) if row.batch else tr("belum ada")


class WaitingTable(ListTable):
    """One person a line; Enter opens the registration."""

    def __init__(self, look: Look, rows: RowsModel[WaitingRow]) -> None:
        samples = [max(sample, tr(heading), key=len) for sample, heading in zip(_SAMPLES, HEADINGS, strict=True)]
        super().__init__(look, rows, samples, NAME)
        self._look = look
        self.setAccessibleName(tr("Daftar tunggu"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Who and what is missing need the room first: where there is little, the batch goes, then NIK and day."""
        super().resizeEvent(event)
        for column, least_px in ((BATCH, 900), (NIK, 760), (SINCE, 640)):
            self.setColumnHidden(column, self.width() < self._look.px(least_px))
