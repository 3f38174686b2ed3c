"""Who is to be typed into a programme's other site: whose turn it is, for which step, and who has typed them."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from app.ui.i18n import day_text, mark, of_programme, tr
from app.ui.tables.list_table import ListTable
from app.ui.tables.rows import RowsModel
from app.ui.theme import Look
from core.worklist import WorkRow

NAME, NIK, STEP, SINCE, TYPED = range(5)
HEADINGS = (mark("Nama"), mark("NIK"), mark("Langkah"), mark("Sejak"), mark("Diketik"))
_SAMPLES = ("", "000000******0000", "Gabung gelombang", "00-00-0000", "00-00-0000")


def work_model() -> RowsModel[WorkRow]:
    """An empty list."""
    return RowsModel(HEADINGS, _text)


def _text(row: WorkRow, column: int) -> str:
    match column:
        case 0:
            return row.name or tr("(nama belum terbaca)")
        case 1:
            return row.nik
        case 2:
            return of_programme(row.next_step.label)
        case 3:
            return day_text(row.since)
        case _:
            return day_text(row.typed.on) if row.typed else tr("belum")


class WorkTable(ListTable):
    """One person a line; Enter shows what is to be copied."""

    def __init__(self, look: Look, rows: RowsModel[WorkRow]) -> None:
        samples = [max(sample, tr(heading), key=len) for sample, heading in zip(_SAMPLES, HEADINGS, strict=True)]
        super().__init__(look, rows, samples, NAME)
        self._look = look
        self.setAccessibleName(tr("Yang diketik di situs program"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Names need the room first: where there is little, the NIK goes, then the day, then who typed."""
        super().resizeEvent(event)
        for column, least_px in ((NIK, 740), (SINCE, 560), (TYPED, 440)):
            self.setColumnHidden(column, self.width() < self._look.px(least_px))
